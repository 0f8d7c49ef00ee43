"""Tables as rows: each row one block, its cells with the header above them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.ingest.docx.draft import CELL_GAP, Draft, Source, Trace
from analyzer.ingest.docx.story import CellNode, CellShape, RowNode, TableNode, TextBox
from analyzer.ingest.docx.views import Paragraph, StoryView

_GAP_IN_CELL = " "
_SHORT = 40
_ENDS_A_SENTENCE = (".", ";", ":", ",")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class _Cell:
    node: CellNode
    shape: CellShape
    column: int
    text: str = ""
    number: str | None = None
    bold: bool = True
    after: list[Draft] = field(default_factory=list)
    boxes: list[TextBox] = field(default_factory=list)
    trace: list[Trace] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    node: RowNode
    cells: list[_Cell]
    declared_header: bool

    @property
    def filled(self) -> list[_Cell]:
        return [cell for cell in self.cells if cell.text]

    @property
    def is_bold(self) -> bool:
        """Whether all that shows is bold."""
        return bool(self.filled) and all(cell.bold for cell in self.filled)

    @property
    def trace(self) -> list[Trace]:
        """The traces of the cells, and of the gaps between them, along the text of the row."""
        found: list[Trace] = []
        at = 0
        before: _Cell | None = None
        for cell in self.cells:
            if before is not None:
                found.append(Trace(before.node, 0, at, len(CELL_GAP)))
                at += len(CELL_GAP)
            found.extend(Trace(source, skipped, start + at, length) for source, skipped, start, length in cell.trace)
            at += len(cell.text)
            before = cell
        return found


def view_table(story: StoryView, table: TableNode, nodes: Sequence[RowNode]) -> list[Draft]:
    """Take the view of a table with the rows it holds: each row, then the text boxes and inner tables on it."""
    context = story.context
    index, shape = context.next_table(), table.shape.in_view(context.view)
    rows = [_row(story, node) for node in nodes]
    headers = _header_rows(rows, styled=shape.styled_header)
    titles = _titles(rows[:headers])
    drafts: list[Draft] = []
    for at, row in enumerate(rows):
        number = _row_number(row)
        if row.filled or number:
            draft = Draft("table_row", CELL_GAP.join(cell.text for cell in row.cells), number, None, row.is_bold)
            draft.header = () if at < headers or not titles else tuple(_title(cell, titles) for cell in row.cells)
            draft.cells, draft.trace = tuple(cell.text for cell in row.cells), row.trace
            draft.style, draft.table, draft.row = shape.style, index, at
        else:
            draft = Draft("table_row", "", trace=[Trace(trace.source, 0, 0, 0) for trace in row.trace])
        draft.end = row.node
        drafts.append(draft)
        for cell in row.cells:
            drafts.extend(story.boxes(cell.boxes))
            drafts.extend(cell.after)
    return drafts


def _row(story: StoryView, node: RowNode) -> _Row:
    view = story.context.view
    shape = node.shape.in_view(view)
    column = shape.column
    cells: list[_Cell] = []
    for cell in node.cells:
        if view in cell.standing.views:
            cells.append(_cell(story, cell, column))
            column += cells[-1].shape.span
    return _Row(node, cells, shape.is_header)


def _cell(story: StoryView, node: CellNode, column: int) -> _Cell:
    cell = _Cell(node, node.shape.in_view(story.context.view), column)
    texts: list[str] = []
    end: Source | None = None
    at = 0
    for item in story.items(node.nodes):
        if not isinstance(item, Paragraph):
            cell.after.extend(item)
            continue
        draft = item.draft
        cell.boxes.extend(item.boxes)
        if cell.number is None and not texts:
            cell.number = draft.number
        if end is not None:
            gap = len(_GAP_IN_CELL) if texts and draft.text else 0
            cell.trace.append(Trace(end, 0, at, gap))
            at += gap
        if draft.text:
            texts.append(draft.text)
            cell.bold = cell.bold and draft.bold
        cell.trace.extend(Trace(source, skipped, start + at, length) for source, skipped, start, length in draft.trace)
        at += len(draft.text)
        end = draft.end
    if end is not None:
        cell.trace.append(Trace(end, 0, at, 0))
    cell.text = _GAP_IN_CELL.join(texts)
    return cell


def _row_number(row: _Row) -> str | None:
    """The automatic number a row begins with: that of its first cell that shows anything."""
    first = next((cell for cell in row.cells if cell.text or cell.number), None)
    return None if first is None else first.number


def _header_rows(rows: list[_Row], *, styled: bool) -> int:
    """Count the rows at the top that name the columns."""
    declared = next((at for at, row in enumerate(rows) if not row.declared_header), len(rows))
    # Some editors mark every row as a header; that says nothing.
    if 0 < declared < len(rows):
        return declared
    if len(rows) < 2 or len(rows[0].filled) < 2:
        return 0
    return int(styled or _stands_out(rows) or _names_columns(rows))


def _stands_out(rows: list[_Row]) -> bool:
    """Tell whether the first row is bold or shaded all over and the rest is not."""
    first, rest = rows[0].filled, [row.filled for row in rows[1:] if row.filled]
    if all(cell.bold for cell in first):
        return not all(all(cell.bold for cell in row) for row in rest)
    if all(cell.shape.shaded for cell in first):
        return not all(all(cell.shape.shaded for cell in row) for row in rest)
    return False


def _names_columns(rows: list[_Row]) -> bool:
    """Tell whether a plain first row reads like column names: short words, where the rows below hold figures or prose.

    A table of two columns is more often a list of names and values, so there the figures must be all down one side.
    """
    first = rows[0]
    if len(first.filled) < len(first.cells) or any(cell.shape.span > 1 for cell in first.cells):
        return False
    short = (len(c.text) <= _SHORT and not c.text.endswith(_ENDS_A_SENTENCE) for c in first.cells)
    if not all(short) or any(_DIGIT.search(cell.text) for cell in first.cells):
        return False
    if any(cell.bold for row in rows[1:] for cell in row.filled):
        return False
    below = [row.cells for row in rows[1:] if row.filled]
    if len(first.cells) > 2:
        return any(len(cell.text) > _SHORT or _DIGIT.search(cell.text) for row in below for cell in row)
    return len(below) > 1 and all(len(row) == 2 and _DIGIT.search(row[1].text) for row in below)


def _titles(headers: list[_Row]) -> dict[int, str]:
    """Give each column its title; titles of several header rows are joined, a merged cell counts once."""
    titles: dict[int, list[str]] = {}
    for row in headers:
        for cell in row.cells:
            for column in range(cell.column, cell.column + cell.shape.span):
                above = titles.setdefault(column, [])
                if cell.text and not cell.shape.continues and cell.text not in above:
                    above.append(cell.text)
    return {column: " ".join(parts) for column, parts in titles.items()}


def _title(cell: _Cell, titles: dict[int, str]) -> str:
    found = (titles.get(column, "") for column in range(cell.column, cell.column + cell.shape.span))
    return " ".join(dict.fromkeys(title for title in found if title))
