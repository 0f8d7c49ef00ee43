"""Laying blocks one after the other into the text of a document, with pages, cells and offsets."""

from __future__ import annotations

from analyzer.ingest.pdf.hyphens import Words
from analyzer.ingest.pdf.paragraphs import Paragraph, body_size, kind_of, paragraphs, text_of
from analyzer.ingest.pdf.tables import Row, Table, TextLine
from analyzer.models.document import Block, Page, Span

_BETWEEN = "\n\n"
_CELL_BETWEEN = " | "


def assemble(items: list[TextLine | Table], page_count: int) -> tuple[str, tuple[Page, ...], tuple[Block, ...]]:
    """Build text, pages and blocks from lines and tables in reading order."""
    words = Words(_all_texts(items))
    size = body_size(items)
    parts: list[str] = []
    blocks: list[Block] = []
    starts: dict[int, int] = {}
    at = 0
    table = -1

    def put(text: str) -> int:
        nonlocal at
        if parts:
            parts.append(_BETWEEN)
            at += len(_BETWEEN)
        parts.append(text)
        begin = at
        at += len(text)
        return begin

    before: Table | None = None
    for item in paragraphs(items):
        if isinstance(item, Paragraph):
            before = None
            text, turns = text_of(item, words)
            begin = put(text)
            starts.setdefault(item.lines[0].page, begin)
            for page, offset in turns:
                starts.setdefault(page, begin + offset)
            kind = kind_of(item, size, text)
            blocks.append(Block(kind=kind, start=begin, end=at, bold=item.bold))
            continue
        first_row = 0
        header: tuple[str, ...] = ()
        if before is not None and _goes_on(before, item):
            first_row, header = (blocks[-1].row or 0) + 1, blocks[-1].header
            if item.rows[0].cells == before.rows[0].cells:
                header = tuple(item.rows[0].cells)  # a row repeated on the next page names the columns
        else:
            table += 1
            header = tuple(item.rows[0].cells) if item.header else ()
        for number, row in enumerate(item.rows, first_row):
            begin = put(_CELL_BETWEEN.join(row.cells))
            starts.setdefault(item.page, begin)
            shown = () if number == 0 or tuple(row.cells) == header else header
            blocks.append(_row_block(row, begin, at, table, number, shown))
        before = item
    text = "".join(parts)
    return text, _pages(starts, page_count, len(text)), tuple(blocks)


def _goes_on(above: Table, below: Table) -> bool:
    """Tell whether a table is the rest of the one before it, over a page break."""
    if below.page != above.page + 1 or len(above.starts) != len(below.starts):
        return False
    return all(abs(a - b) < 15 for a, b in zip(above.starts, below.starts, strict=True))


def _row_block(row: Row, begin: int, end: int, table: int, number: int, header: tuple[str, ...]) -> Block:
    cells: list[Span] = []
    offset = begin
    for cell in row.cells:
        cells.append(Span(start=offset, end=offset + len(cell)))
        offset += len(cell) + len(_CELL_BETWEEN)
    return Block(
        kind="table_row",
        start=begin,
        end=end,
        bold=row.bold,
        table=table,
        row=number,
        cells=tuple(cells),
        header=header,
    )


def _pages(starts: dict[int, int], count: int, length: int) -> tuple[Page, ...]:
    """Cover the text with pages; a page without text gets an empty range where it would stand."""
    begins = [0] * (count + 1)
    begins[count] = length
    for number in range(count, 0, -1):
        begins[number - 1] = min(starts.get(number, begins[number]), begins[number])
    begins[0] = 0
    return tuple(Page(number=n, start=begins[n - 1], end=begins[n]) for n in range(1, count + 1))


def _all_texts(items: list[TextLine | Table]) -> list[str]:
    texts: list[str] = []
    for item in items:
        if isinstance(item, Table):
            texts.extend(cell for row in item.rows for cell in row.cells)
        else:
            texts.append(item.text)
    return texts
