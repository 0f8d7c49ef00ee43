"""Put suggestions into a contract's text, to see what the contract would read like."""

import re
from collections.abc import Sequence

from analyzer.models import Contract, NewDefinition, Suggestion

_DEFINES = re.compile(r"\s*(?:\d+(?:\.\d+)*\.?\s+|\([a-z]{1,2}\)\s+)?[\"\u201c]([^\"\u201d]{2,60})[\"\u201d]")
# So many terms with a paragraph each are a list of definitions.
_A_LIST = 3


def apply_suggestions(contract: Contract, suggestions: Sequence[Suggestion]) -> str:
    """Return the contract as plain text with labels, every suggestion carried out.

    Automatic numbers become typed ones, since plain text has no other. Definitions go to their place in the alphabet
    where the contract lists its own, else in front of the new clauses.
    """
    text = contract.document.text
    pieces: list[tuple[int, int, str]] = []
    for block in contract.document.blocks:
        if block.number:
            pieces.append((block.start, block.start, f"{block.number} "))
    definitions: dict[str, NewDefinition] = {}
    clauses: list[str] = []
    offset = len(text)
    for suggestion in suggestions:
        definitions.update({d.term: d for d in suggestion.definitions})
        inserted = [e for e in suggestion.edits if e.action in {"insert", "override"}]
        pieces += [(e.start, e.end, e.text) for e in suggestion.edits if e.action == "tighten"]
        if inserted:
            offset = inserted[0].start
            clauses.append(
                suggestion.text.split("\n\nIn ", 1)[0] if len(inserted) < len(suggestion.edits) else suggestion.text
            )
    defined = [f"\u201c{d.term}\u201d {d.text}" for d in sorted(definitions.values(), key=lambda d: d.term.lower())]
    places = _places_in_list(contract, sorted(definitions, key=str.lower))
    if places:
        pieces += [(place, place, f"\n\n{words}") for place, words in zip(places, defined, strict=True)]
        defined = []
    if clauses or defined:
        pieces.append((offset, offset, "\n\n" + "\n\n".join([*defined, *clauses]) + "\n\n"))
    result: list[str] = []
    position = 0
    for start, end, new in sorted(pieces, key=lambda p: (p[0], p[1])):
        result += [text[position:start], new]
        position = max(position, end)
    result.append(text[position:])
    return "".join(result)


def _places_in_list(contract: Contract, terms: Sequence[str]) -> list[int]:
    """Return where new terms go in the contract's own list of definitions; none when it keeps no such list."""
    text = contract.document.text
    known = {term.term.lower() for term in contract.terms}
    listed = [
        (found[1].lower(), block)
        for block in contract.document.blocks
        if (found := _DEFINES.match(text[block.start : block.end])) and found[1].lower() in known
    ]
    if len(listed) < _A_LIST:
        return []
    first = listed[0][1]
    introduced = max((b.end for b in contract.document.blocks if b.end <= first.start), default=first.start)
    return [max([introduced, *(block.end for name, block in listed if name < term.lower())]) for term in terms]
