"""Blocks before they have a place in the text, and the laying out that gives them one."""

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.models.document import Block, BlockKind, Span

CELL_GAP = " | "


@dataclass
class Draft:
    """A block to be; for a table row `text` is made of `cells`."""

    kind: BlockKind
    text: str
    number: str | None = None
    level: int | None = None
    bold: bool = False
    style: str | None = None
    table: int | None = None
    row: int | None = None
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


def lay_out(drafts: Sequence[Draft]) -> tuple[str, tuple[Block, ...]]:
    """Join drafts into one text, an empty line between them, one line break between rows of a table."""
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    before: Draft | None = None
    for draft in drafts:
        if before is not None:
            gap = "\n" if draft.table is not None and draft.table == before.table else "\n\n"
            pieces.append(gap)
            at += len(gap)
        pieces.append(draft.text)
        blocks.append(_block(draft, at))
        at += len(draft.text)
        before = draft
    return "".join(pieces), tuple(blocks)


def _block(draft: Draft, start: int) -> Block:
    cells, at = [], start
    for cell in draft.cells:
        cells.append(Span(start=at, end=at + len(cell)))
        at += len(cell) + len(CELL_GAP)
    return Block(
        kind=draft.kind,
        start=start,
        end=start + len(draft.text),
        number=draft.number,
        level=draft.level,
        bold=draft.bold,
        style=draft.style,
        table=draft.table,
        row=draft.row,
        cells=tuple(cells),
        header=draft.header,
    )
