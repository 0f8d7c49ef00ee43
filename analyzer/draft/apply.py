"""Put suggestions into a contract's text, to see what the contract would read like."""

from collections.abc import Sequence

from analyzer.models import Contract, NewDefinition, Suggestion


def apply_suggestions(contract: Contract, suggestions: Sequence[Suggestion]) -> str:
    """Return the contract as plain text with labels, every suggestion carried out.

    Automatic numbers become typed ones, since plain text has no other. Definitions stand in front of the new clauses.
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
    if clauses or definitions:
        defined = [f"\u201c{d.term}\u201d {d.text}" for d in definitions.values()]
        pieces.append((offset, offset, "\n\n" + "\n\n".join([*defined, *clauses]) + "\n\n"))
    result: list[str] = []
    position = 0
    for start, end, new in sorted(pieces, key=lambda p: (p[0], p[1])):
        result += [text[position:start], new]
        position = max(position, end)
    result.append(text[position:])
    return "".join(result)
