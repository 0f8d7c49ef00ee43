"""Page breaks of an earlier print that a conversion left in the middle of pages.

Exhibits filed as HTML keep the page numbers and running lines of the paper original. They cut sentences in two,
so they are asides too; but only where the numbers count up through the document far enough apart.
"""

from __future__ import annotations

from analyzer.ingest.pdf.margins import page_number
from analyzer.ingest.pdf.tables import Table, TextLine
from analyzer.models.document import Aside

_MIN_CHAIN = 4
_MIN_LINES_APART = 15
_MAX_SKIPPED = 2
_REACH = 5


def without_page_breaks(items: list[TextLine | Table]) -> tuple[list[TextLine | Table], list[Aside]]:
    """Take page numbers that count up through the text, and the lines repeated beside them, out of the items."""
    chain = _chain(items)
    if len(chain) < _MIN_CHAIN:
        return items, []
    taken: dict[int, Aside] = {}
    for at in chain:
        taken[at] = _aside(items[at], "page_number")
    for step in (1, -1):
        for at in chain:
            for reach in range(1, _REACH + 1):
                place = at + step * reach
                if not 0 <= place < len(items) or not _repeats(items, chain, step * reach, place):
                    break
                taken.setdefault(place, _aside(items[place], "header" if step > 0 else "footer"))
    for at in taken:
        after = items[at + 1] if at + 1 < len(items) else None
        if isinstance(after, TextLine):
            after.after_break = True
    return [item for at, item in enumerate(items) if at not in taken], [taken[at] for at in sorted(taken)]


def _aside(item: TextLine | Table, kind: str) -> Aside:
    text = item.text if isinstance(item, TextLine) else ""
    return Aside.model_validate({"kind": kind, "text": text, "page": item.page})


def _chain(items: list[TextLine | Table]) -> list[int]:
    """Return the places of the longest run of lone numbers that count up, each far enough from the next."""
    best: list[int] = []
    chains: dict[str, list[tuple[int, int]]] = {}
    for at, item in enumerate(items):
        value = page_number(item.text) if isinstance(item, TextLine) else None
        if value is None:
            continue
        part, number, _ = value
        chain = chains.setdefault(part, [])
        if chain:
            last_at, last = chain[-1]
            if not (last < number <= last + 1 + _MAX_SKIPPED and at - last_at >= _MIN_LINES_APART):
                if number <= 2 and len(chain) < _MIN_CHAIN:
                    chains[part] = [(at, number)]
                continue
        elif number > 3:
            continue
        chain.append((at, number))
    for chain in chains.values():
        if len(chain) > len(best):
            best = [at for at, _ in chain]
    return best


def _repeats(items: list[TextLine | Table], chain: list[int], offset: int, place: int) -> bool:
    here = items[place]
    if not isinstance(here, TextLine):
        return False
    same = 0
    for at in chain:
        other = items[at + offset] if 0 <= at + offset < len(items) else None
        same += isinstance(other, TextLine) and other.text.lower() == here.text.lower()
    return same >= max(3, len(chain) // 3)
