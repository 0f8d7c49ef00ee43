"""Choose where new clauses and definitions go in the host, and after which paragraphs they are made."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.models import Clause, Contract
from analyzer.redline.refusal import Refused

# What closes a contract after its last clause: new clauses go before it.
_CLOSING = re.compile(
    r"in witness whereof|(?:as )?witness\b|(?:has|have) (?:been )?(?:duly )?(?:entered into|executed|signed|caused)"
    r"|executed (?:as a deed|by|on)|signed (?:by|for)|(?:signature|execution) page|signatures?$|agreed (?:and accepted|by)"
    r"|the parties have|by signing|^signature\b",
    re.IGNORECASE,
)
QUOTES = "\"“”'‘’„«»"
_FARTHEST_DEFINITION = 8  # blocks from one definition to the next: a definition may have a list in it
_IN_ORDER = 0.8
_LONGEST_CLOSING = 12  # blocks


@dataclass(frozen=True)
class Model:
    """A block, by its number, whose look new paragraphs take, and the clause that begins in it."""

    block: int
    clause: Clause | None


@dataclass(frozen=True)
class ClausePlace:
    """Where new clauses go: after the block `after`. None where the host has nothing to make items after."""

    after: int
    heading: Model
    part: Model
    item: Model | None


@dataclass(frozen=True)
class DefinitionPlace:
    """Where a new definition goes: after the block `after`, made after the definition in the block `like`."""

    after: int
    like: int


def place_clauses(contract: Contract, offset: int, *, part_label: str | None, section: str | None) -> ClausePlace:
    """Choose the place for new clauses that are drafted for `offset`, and the clauses to make them after.

    Args:
        part_label: the label the drafted parts bear, for example "23.1", "Section 9.01" or "(a)".
        section: the number drafted for the whole clause.

    Raises:
        Refused: nothing stands before the offset.
    """
    blocks = contract.document.blocks
    # Notes and text boxes stand beside the text: nothing goes behind them.
    flow = (n for n, block in enumerate(blocks) if block.kind not in {"footnote", "textbox"})
    last = max((n for n in flow if blocks[n].end <= offset), default=None)
    if last is None:
        raise Refused("no-place", "no clause stands before the place where it was to go")
    clauses = [c for c in contract.clauses if c.kind in {"article", "section", "item"}]
    body = [c for c in clauses if c.start < offset and not _in_schedule(c, contract)]
    labelled = [c for c in body if c.label]
    after = _before_closing(contract, last, labelled[-1].start if labelled else 0)
    body = [c for c in body if c.start < blocks[after].end]
    # Behind a cover page there may be no clause yet; then those that follow show how this contract sets its clauses.
    part = _last(body, part_label, nested=True) or _last(clauses, part_label, nested=True)
    heading = _last(body, section, nested=False)
    if heading is None and part is not None and part.parent is not None:
        heading = contract.clauses[part.parent]
    if heading is None:
        heading = next((c for c in reversed(body) if c.heading), None)
    items = [c for c in body if c.kind == "item" and part is not None and c.level > part.level]
    plain = Model(_plain_block(contract, after), None)
    item = _model(contract, items[-1] if items else None)
    return ClausePlace(after, _model(contract, heading) or plain, _model(contract, part) or plain, item)


def _plain_block(contract: Contract, after: int) -> int:
    """Return the paragraph of text that is nearest to a block, or the block itself."""
    plain = [n for n, block in enumerate(contract.document.blocks) if block.kind == "paragraph"]
    return min(plain, key=lambda n: (abs(n - after), n), default=after)


def _last(clauses: Sequence[Clause], label: str | None, *, nested: bool) -> Clause | None:
    """Return the last of the outermost clauses whose label is of the same kind as one that was drafted."""
    shape = _shape(label)
    alike = [c for c in clauses if shape and _shape(c.label) == shape and (c.parent is not None or not nested)]
    outermost = min((c.level for c in alike), default=0)
    return next((c for c in reversed(alike) if c.level == outermost), None)


def _model(contract: Contract, clause: Clause | None) -> Model | None:
    if clause is None:
        return None
    blocks = enumerate(contract.document.blocks)
    at = next((n for n, block in blocks if block.start <= clause.start < block.end), None)
    return None if at is None else Model(at, clause)


def _before_closing(contract: Contract, last: int, last_clause: int) -> int:
    """Step back over what closes the contract ("IN WITNESS WHEREOF ...") to the last block of its last clause."""
    blocks, text = contract.document.blocks, contract.document.text
    after = last
    for number in range(last, max(last - _LONGEST_CLOSING, 0), -1):
        block = blocks[number]
        if block.start <= last_clause:
            break
        if block.number is None and _CLOSING.search(text[block.start : block.end][:200]):
            after = number - 1
    return after


def _in_schedule(clause: Clause, contract: Contract) -> bool:
    node: Clause | None = clause
    while node is not None:
        if node.kind == "schedule":
            return True
        node = None if node.parent is None else contract.clauses[node.parent]
    return False


def _shape(label: str | None) -> str:
    bare = (label or "").strip().rstrip(".")
    if re.fullmatch(r"\(?[a-z]{1,2}\)?", bare):
        return re.sub("[a-z]+", "a", bare)
    return re.sub(r"\d+|\b[IVXLC]+\b", "9", bare).lower()


def find_definitions(contract: Contract) -> list[tuple[str, int]]:
    """Return the host's list of definitions: each term with the number of its block, in the text's order.

    A term counts whose block begins with it; those that follow each other closely are one list, and the longest is it.
    """
    blocks, text = contract.document.blocks, contract.document.text
    starts = {block.start: number for number, block in enumerate(blocks)}
    found: list[tuple[str, int]] = []
    for term in sorted(contract.terms, key=lambda t: t.start):
        number = starts.get(term.definition.start)
        if number is not None and not text[term.definition.start : term.start].strip(f"{QUOTES} "):
            found.append((term.term, number))
    lists: list[list[tuple[str, int]]] = []
    for name, at in found:
        if lists and at - lists[-1][-1][1] <= _FARTHEST_DEFINITION:
            lists[-1].append((name, at))
        else:
            lists.append([(name, at)])
    longest = max(lists, key=len, default=[])
    return longest if len(longest) > 1 else []


def place_definition(contract: Contract, term: str, definitions: Sequence[tuple[str, int]]) -> DefinitionPlace:
    """Choose the place of a new definition in the host's list.

    It is the alphabetical one, but the end of the list where the list is numbered (nothing may be renumbered) or not
    in order.
    """
    blocks = contract.document.blocks
    keys = [t.casefold() for t, _ in definitions]
    ordered = sum(a <= b for a, b in pairwise(keys)) >= _IN_ORDER * (len(keys) - 1)
    numbered = any(blocks[n].number is not None for _, n in definitions)
    before = [n for n, key in enumerate(keys) if key < term.casefold()]
    at = len(keys) - 1 if numbered or not ordered else before[-1] if before else -1
    if at < 0:
        first = definitions[0][1]
        return DefinitionPlace(max(first - 1, 0), first)
    like = definitions[at][1]
    if at + 1 < len(definitions):
        return DefinitionPlace(definitions[at + 1][1] - 1, like)
    after = like
    while after + 1 < len(blocks) and _continues(contract, like, after + 1):
        after += 1
    return DefinitionPlace(after, like)


def _continues(contract: Contract, definition: int, number: int) -> bool:
    """Tell whether a block after the last definition is an item of it."""
    block, own = contract.document.blocks[number], contract.document.blocks[definition]
    words = contract.document.text[block.start : block.end]
    label = block.number or words
    deeper = block.level is None or own.level is None or block.level > own.level
    return bool(re.match(r"\((?:[a-z]{1,2}|[ivx]+)\)", label)) and deeper and block.kind != "table_row"
