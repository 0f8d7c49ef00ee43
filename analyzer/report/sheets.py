"""The cells of every spreadsheet: text that stays text, heights that fit, the colours of the statuses, the printed page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from analyzer.report import words
from analyzer.report.visible import show

HEADER = "E9E9E3"
_LINK = "174A8B"
_LONGEST_CELL = 32_000  # Excel takes 32,767 characters
_LINE_PT, _HIGHEST_PT = 14.5, 190.0  # a row is as high as its text, up to thirteen lines
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
FILLS: Mapping[str, tuple[str, str]] = {
    "adverse": ("FBE3E0", "9B1C1C"),
    "missing": ("ECE8F6", "5B4A8A"),
    "weak": ("FDEECB", "8A4B00"),
    "adequate": ("DCEEF7", "1B5C7D"),
    "strong": ("DEF2E2", "1D6337"),
}


class Link(NamedTuple):
    """Text that leads to a file beside the spreadsheet."""

    text: str
    target: str


Cell = str | float | date | Link | None


def safe(value: str) -> str:
    """Return text that no spreadsheet takes for a formula, in the file or when saved again as CSV."""
    text = show(value)
    if len(text) > _LONGEST_CELL:
        text = text[:_LONGEST_CELL] + " […]"
    return f"'{text}" if value.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


def append(
    sheet: Any,
    values: Sequence[Cell],
    *,
    bold: bool = False,
    size: int = 10,
    wrap: bool = True,
    fill: str | None = None,
) -> None:
    """Add a row; text is stored as text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet)
        text = value.text if isinstance(value, Link) else value
        if isinstance(text, str):
            if text:
                cell.value, cell.data_type = safe(text), "s"
        else:
            cell.value = text
        if isinstance(text, date):
            cell.number_format = "d mmm yyyy"
        cell.alignment = _align(wrap=wrap, number=isinstance(text, int | float | date))
        cell.font = _font(bold=bold, size=size, link=isinstance(value, Link))
        if fill is not None:
            cell.fill = _fill(fill)
        cells.append(cell)
    sheet.append(cells)
    for cell, value in zip(cells, values, strict=True):
        if isinstance(value, Link):  # Only now has the cell a place that the link can name.
            cell.hyperlink = value.target


# Styles are shared: a spreadsheet of a portfolio has a hundred thousand cells.
@cache
def _align(*, wrap: bool, number: bool) -> Any:
    from openpyxl.styles import Alignment  # type: ignore[import-untyped]

    if number:  # Set off from the text that may begin in the next cell.
        return Alignment(horizontal="center", vertical="top")
    return Alignment(vertical="top", wrap_text=wrap)


@cache
def _font(*, bold: bool, size: int, link: bool) -> Any:
    from openpyxl.styles import Font

    if link:
        return Font(name="Arial", bold=bold, size=size, color=_LINK, underline="single")
    return Font(name="Arial", bold=bold, size=size)


@cache
def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill(start_color=colour, end_color=colour, fill_type="solid")


def fill_list(
    sheet: Any,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Cell]],
    *,
    freeze: str = "B2",
    printed: int | None = None,
) -> None:
    """Make a sheet a list that can be sorted and filtered: header, rows, statuses in their colours.

    Args:
        columns: name and width of each; one called "Status" gets the colours.
        printed: how many columns are printed; what is told beyond them is for the screen, since with it the rest would
            be too small to read.
    """
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    widths = [width for _, width in columns]
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    append(sheet, [name for name, _ in columns], bold=True, fill=HEADER)
    for row in rows:
        append(sheet, row)
        set_height(sheet, row, widths)
    bottom = max(sheet.max_row, 2)
    sheet.freeze_panes = freeze
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{bottom}"
    for index, (name, _) in enumerate(columns, 1):
        if name == "Status":
            colour_statuses(sheet, f"{get_column_letter(index)}2:{get_column_letter(index)}{bottom}")
    set_page(sheet, repeat="1:1")
    if printed is not None:
        sheet.print_area = f"A1:{get_column_letter(min(len(columns), printed))}{bottom}"


def set_height(sheet: Any, cells: Sequence[Cell], widths: Sequence[int], *, row: int | None = None) -> None:
    """Make a row as high as its text: the last one, if none is named."""
    texts = [cell.text if isinstance(cell, Link) else cell for cell in cells]
    lines = [
        sum(len(line) // width + 1 for line in show(text).split("\n"))
        for text, width in zip(texts, widths, strict=False)
        if isinstance(text, str)
    ]
    sheet.row_dimensions[row or sheet.max_row].height = min(max([1, *lines]) * _LINE_PT, _HIGHEST_PT)


def colour_statuses(sheet: Any, cells: str) -> None:
    """Give cells that hold a status its colour, also once somebody changes it."""
    from openpyxl.formatting.rule import CellIsRule  # type: ignore[import-untyped]
    from openpyxl.styles import Font, PatternFill

    for status, (fill, ink) in FILLS.items():
        sheet.conditional_formatting.add(
            cells,
            CellIsRule(
                operator="equal",
                formula=[f'"{words.STATUSES[status]}"'],
                fill=PatternFill(start_color=fill, end_color=fill, fill_type="solid"),
                font=Font(color=ink, bold=True),
            ),
        )


def set_page(sheet: Any, *, repeat: str | None = None) -> None:
    """Print across A4, as wide as the page; `repeat` are the rows that head every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if repeat:
        sheet.print_title_rows = repeat
