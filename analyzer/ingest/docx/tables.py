"""Tables as rows: each row one block, its cells with the header above them."""

import re
from dataclasses import dataclass, field

from lxml import etree

from analyzer.ingest.docx.body import Paragraph, StoryReader, content_of
from analyzer.ingest.docx.draft import CELL_GAP, Draft
from analyzer.ingest.docx.revisions import cell_left_out, row_left_out
from analyzer.ingest.docx.wml import TC, TR, VAL, W, int_value, on_off, text_value

_SHORT = 40
_ENDS_A_SENTENCE = (".", ";", ":", ",")
_DIGIT = re.compile(r"\d")
_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_NO_FILL = frozenset({"auto", "FFFFFF", "ffffff"})
_MAX_SPAN = 63  # Word's own limit on columns


@dataclass
class _Cell:
    column: int
    span: int
    text: str = ""
    number: str | None = None
    bold: bool = True
    shaded: bool = False
    continues: bool = False
    after: list[Draft] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


@dataclass
class _Row:
    cells: list[_Cell]
    declared_header: bool

    @property
    def filled(self) -> list[_Cell]:
        return [cell for cell in self.cells if cell.text]


class TableReader:
    """Reads one table of a story."""

    def __init__(self, story: StoryReader) -> None:
        self._story = story
        self._view = story.context.view

    def read(self, table: etree._Element) -> list[Draft]:
        """Read a table: its rows, and after each row the text boxes and the rows of the tables inside it."""
        index = self._story.context.next_table()
        rows = [self._row(e) for e in content_of(table, self._view) if e.tag == TR and not row_left_out(e, self._view)]
        properties = table.find(W + "tblPr")
        style_id = text_value(properties, "tblStyle")
        style = self._story.context.styles.look(style_id).name
        headers = _header_rows(rows, styled=self._styled_header(properties, style_id))
        titles = _titles(rows[:headers])
        drafts: list[Draft] = []
        for at, row in enumerate(rows):
            text = CELL_GAP.join(cell.text for cell in row.cells)
            number = _row_number(row)
            if row.filled or number:
                header = () if at < headers or not titles else tuple(_title(cell, titles) for cell in row.cells)
                cells = tuple(cell.text for cell in row.cells)
                bold = bool(row.filled) and all(cell.bold for cell in row.filled)
                drafts.append(Draft("table_row", text, number, None, bold, style, index, at, cells, header))
            for cell in row.cells:
                drafts.extend(self._story.boxes(cell.boxes))
                drafts.extend(cell.after)
        return drafts

    def _styled_header(self, properties: etree._Element | None, style_id: str | None) -> bool:
        look = None if properties is None else properties.find(W + "tblLook")
        if look is None or not self._story.context.styles.shades_header_row(style_id):
            return False
        # Older files give the same as bits: 0x0020 is the first row.
        bits = look.get(VAL, "")
        return look.get(W + "firstRow") == "1" or bool(_HEX.fullmatch(bits) and int(bits, 16) & 0x20)

    def _row(self, element: etree._Element) -> _Row:
        properties = element.find(W + "trPr")
        column = min(max(int_value(properties, "gridBefore") or 0, 0), _MAX_SPAN)
        cells: list[_Cell] = []
        for child in content_of(element, self._view):
            if child.tag == TC and not cell_left_out(child, self._view):
                cells.append(self._cell(child, column))
                column += cells[-1].span
        return _Row(cells, bool(on_off(properties, "tblHeader")))

    def _cell(self, element: etree._Element, column: int) -> _Cell:
        properties = element.find(W + "tcPr")
        span = min(max(int_value(properties, "gridSpan") or 1, 1), _MAX_SPAN)
        cell = _Cell(column, span)
        if properties is not None:
            shading, merge = properties.find(W + "shd"), properties.find(W + "vMerge")
            cell.shaded = shading is not None and shading.get(W + "fill", "auto") not in _NO_FILL
            cell.continues = merge is not None and merge.get(VAL, "continue") == "continue"
        texts: list[str] = []
        for item in self._story.items(element):
            if isinstance(item, Paragraph):
                cell.boxes.extend(item.boxes)
                if cell.number is None and not texts:
                    cell.number = item.draft.number
                if item.draft.text:
                    texts.append(item.draft.text)
                    cell.bold = cell.bold and item.draft.bold
            else:
                cell.after.extend(item)
        cell.text = " ".join(texts)
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
    if all(cell.shaded for cell in first):
        return not all(all(cell.shaded for cell in row) for row in rest)
    return False


def _names_columns(rows: list[_Row]) -> bool:
    """Tell whether a plain first row reads like column names: short words, where the rows below hold figures or prose.

    A table of two columns is more often a list of names and values, so there the figures must be all down one side.
    """
    first = rows[0]
    if len(first.filled) < len(first.cells) or any(cell.span > 1 for cell in first.cells):
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
            for column in range(cell.column, cell.column + cell.span):
                above = titles.setdefault(column, [])
                if cell.text and not cell.continues and cell.text not in above:
                    above.append(cell.text)
    return {column: " ".join(parts) for column, parts in titles.items()}


def _title(cell: _Cell, titles: dict[int, str]) -> str:
    found = (titles.get(column, "") for column in range(cell.column, cell.column + cell.span))
    return " ".join(dict.fromkeys(title for title in found if title))
