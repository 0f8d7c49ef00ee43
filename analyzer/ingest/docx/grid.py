"""The XML of a table into rows and cells with their place in the grid."""

import re

from lxml import etree

from analyzer.ingest.docx.body import StoryReader
from analyzer.ingest.docx.changes import Standing, Tracked, read_tracked
from analyzer.ingest.docx.story import CellNode, CellShape, RowNode, RowShape, TableNode, TableShape
from analyzer.ingest.docx.wml import TC, TR, VAL, W, int_value, on_off, text_value

_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_NO_FILL = frozenset({"auto", "FFFFFF", "ffffff"})
_MAX_SPAN = 63  # Word's own limit on columns


def read_table(story: StoryReader, table: etree._Element, standing: Standing) -> TableNode:
    """Read a table that lies in `story` with the given standing."""
    styles, changes = story.context.styles, story.context.changes

    def shape(properties: etree._Element | None) -> TableShape:
        style_id = text_value(properties, "tblStyle")
        look = None if properties is None else properties.find(W + "tblLook")
        return TableShape(
            styles.look(style_id).name,
            look is not None and _looks_at_first_row(look) and styles.shades_header_row(style_id),
        )

    properties = table.find(W + "tblPr")
    standing = changes.under_former(standing, properties, "table")
    rows = [_row(story, child, under) for child, under in story.content(table, standing) if child.tag == TR]
    return TableNode(rows, read_tracked(properties, shape), standing)


def _row(story: StoryReader, row: etree._Element, standing: Standing) -> RowNode:
    changes, properties = story.context.changes, row.find(W + "trPr")
    standing = changes.under_former(changes.under_marks(standing, properties, "row"), properties, "row")
    cells = [_cell(story, child, under) for child, under in story.content(row, standing) if child.tag == TC]
    return RowNode(cells, read_tracked(properties, _row_shape), standing)


def _cell(story: StoryReader, cell: etree._Element, standing: Standing) -> CellNode:
    changes, properties = story.context.changes, cell.find(W + "tcPr")
    standing = changes.under_former(changes.under_marks(standing, properties, "cell"), properties, "cell")
    shape = read_tracked(properties, _cell_shape)
    merge = None if properties is None else properties.find(W + "cellMerge")
    if merge is not None:
        standing = standing.under(changes.read(merge, "cell"))
        now, was = shape.now, shape.in_view("base")
        shape = Tracked(
            CellShape(now.span, merge.get(W + "vMerge") == "cont", now.shaded),
            CellShape(was.span, merge.get(W + "vMergeOrig") == "cont", was.shaded),
        )
    return CellNode(story.nodes(cell, standing), shape, standing)


def _looks_at_first_row(look: etree._Element) -> bool:
    # Older files give the same as bits: 0x0020 is the first row.
    bits = look.get(VAL, "")
    return look.get(W + "firstRow") == "1" or bool(_HEX.fullmatch(bits) and int(bits, 16) & 0x20)


def _row_shape(properties: etree._Element | None) -> RowShape:
    column = min(max(int_value(properties, "gridBefore") or 0, 0), _MAX_SPAN)
    return RowShape(column, bool(on_off(properties, "tblHeader")))


def _cell_shape(properties: etree._Element | None) -> CellShape:
    if properties is None:
        return CellShape()
    shading, merge = properties.find(W + "shd"), properties.find(W + "vMerge")
    return CellShape(
        span=min(max(int_value(properties, "gridSpan") or 1, 1), _MAX_SPAN),
        continues=merge is not None and merge.get(VAL, "continue") == "continue",
        shaded=shading is not None and shading.get(W + "fill", "auto") not in _NO_FILL,
    )
