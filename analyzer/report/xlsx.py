"""Write report.xlsx: summary, findings and suggestions as sheets."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from analyzer.models import Commercial, Evidence, Report, ReportElement, ReportProvision
from analyzer.report import commercial, words
from analyzer.report.archive import moment, with_fixed_dates
from analyzer.report.visible import one_line, show

_LONGEST_CELL = 32_000  # Excel takes 32,767 characters
_LINE_PT, _HIGHEST_PT = 14.5, 190.0  # a row is as high as its text, up to thirteen lines
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_HEADER = "E9E9E3"
_PRINTED = 11
_FILLS = {
    "adverse": ("FBE3E0", "9B1C1C"),
    "missing": ("ECE8F6", "5B4A8A"),
    "weak": ("FDEECB", "8A4B00"),
    "adequate": ("DCEEF7", "1B5C7D"),
    "strong": ("DEF2E2", "1D6337"),
}
_FINDINGS = (
    ("Provision", 30), ("Group", 22), ("Element", 36), ("Criticality", 11), ("Status", 14), ("Confidence", 12),
    ("Reason", 48), ("Document", 24), ("Section", 14), ("Page", 8), ("Quote", 70), ("Value", 9), ("Unit", 14),
    ("Party", 16), ("Proof of absence", 48), ("Nearest text", 48), ("Not supplied", 24), ("Method", 14),
    ("Provision id", 24), ("Element id", 24),
)  # fmt: skip
_SUGGESTIONS = (
    ("Provision", 30), ("Status", 14), ("Score", 8), ("Exposure", 10), ("Action", 26), ("Section", 14),
    ("Posture", 18), ("Heading", 30), ("Suggested language", 80), ("Definitions to add", 40), ("Drafting note", 50),
)  # fmt: skip

_WHO_PAYS = (
    ("What happens", 60), ("Who pays", 12), ("Up to", 40), ("In money", 16), ("Insurance behind it", 18), ("Section", 16),
    ("Page", 8), ("Words of the contract", 80),
)  # fmt: skip
_SUMMARY = (40, 22, 80, 9, 9, 10)

Cell = str | float | None


def safe(value: str) -> str:
    """Return text that no spreadsheet takes for a formula, in the file or when saved again as CSV."""
    text = show(value)
    if len(text) > _LONGEST_CELL:
        text = text[:_LONGEST_CELL] + " […]"
    return f"'{text}" if value.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS) else text


def render_xlsx(report: Report) -> bytes:
    """Return the spreadsheet; every text is stored as text, and the same report gives the same bytes."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.properties.creator = "clause-analyzer"
    book.properties.created = moment(report.receipt.date).replace(tzinfo=None)
    summary = book.active
    summary.title = "Summary"
    _fill_summary(summary, report)
    _fill_list(book.create_sheet("Findings"), _FINDINGS, _finding_rows(report))
    _fill_list(book.create_sheet("Suggestions"), _SUGGESTIONS, _suggestion_rows(report))
    if report.commercial != Commercial():
        _fill_commercial(book.create_sheet("Who pays"), report)
    file = io.BytesIO()
    book.save(file)
    return with_fixed_dates(file.getvalue(), report.receipt.date)


def _finding_rows(report: Report) -> Iterable[Sequence[Cell]]:
    for provision in report.provisions:
        for element in provision.elements:
            yield (
                provision.title,
                words.GROUPS.get(provision.group, provision.group),
                element.title,
                words.CRITICALITIES[element.criticality],
                words.STATUSES[element.status],
                element.confidence.capitalize(),
                element.reason,
                *_evidence_cells(element),
                element.value.number if element.value else None,
                element.value.unit if element.value else None,
                element.party,
                *_absence_cells(element),
                words.METHODS[element.method],
                provision.id,
                element.id,
            )


def _evidence_cells(element: ReportElement) -> tuple[Cell, ...]:
    found = element.evidence
    documents = "; ".join(dict.fromkeys(e.document for e in found))
    sections = "; ".join(dict.fromkeys(e.section for e in found if e.section))
    pages = list(dict.fromkeys(e.page for e in found if e.page is not None))
    page: Cell = float(pages[0]) if len(pages) == 1 else "; ".join(map(str, pages))
    return documents, sections, page, "\n\n".join(e.quote for e in found)


def _absence_cells(element: ReportElement) -> tuple[str | None, ...]:
    absence = element.absence
    if absence is None:
        return None, None, None
    nearest = (f"“{one_line(n.evidence.quote)}” ({words.place(n.evidence)}): {n.why}" for n in absence.nearest)
    return absence.searched, "\n".join(nearest), "; ".join(absence.unseen)


def _suggestion_rows(report: Report) -> Iterable[Sequence[Cell]]:
    for provision in report.provisions:
        suggestion = provision.suggestion
        if suggestion is not None:
            terms = (f"“{d.term}” {words.defining_words(d)}" for d in suggestion.definitions)
            yield (
                provision.title,
                words.STATUSES[provision.status],
                provision.score,
                provision.exposure,
                words.ACTIONS[suggestion.action],
                suggestion.section,
                words.POSTURES[suggestion.posture],
                suggestion.heading,
                suggestion.text,
                "\n".join(terms),
                suggestion.note,
            )


def _fill_commercial(sheet: Any, report: Report) -> None:
    for letter, (_, width) in zip("ABCDEFGH", _WHO_PAYS, strict=True):
        sheet.column_dimensions[letter].width = width
    waterfall = report.commercial.waterfall
    _append(sheet, [commercial.TITLE], bold=True, size=14, wrap=False)
    _append(sheet, [commercial.basis(waterfall) if waterfall else None], wrap=False)
    _append(sheet, [name for name, _ in _WHO_PAYS], bold=True, fill=_HEADER)
    for row in commercial.payers(report):
        _append_row(sheet, row.cells, row.evidence)
    for row in commercial.rules(report):
        rule, about, limit = row.cells
        _append_row(sheet, (f"{rule}: {about}", None, limit, None, None), row.evidence)
    for row in commercial.numbers(report):
        _append_row(sheet, (": ".join(row.cells), None, None, None, None), row.evidence)
    _set_page(sheet)


def _append_row(sheet: Any, cells: Sequence[Cell], evidence: Sequence[Evidence]) -> None:
    sections = "; ".join(dict.fromkeys(e.section for e in evidence if e.section))
    pages = "; ".join(dict.fromkeys(str(e.page) for e in evidence if e.page is not None))
    line = (*cells, sections, pages, "\n\n".join(e.quote for e in evidence))
    _append(sheet, line)
    _set_height(sheet, line, [width for _, width in _WHO_PAYS])


def _fill_list(sheet: Any, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    widths = [width for _, width in columns]
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    _append(sheet, [name for name, _ in columns], bold=True, fill=_HEADER)
    for row in rows:
        _append(sheet, row)
        _set_height(sheet, row, widths)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(sheet.max_row, 2)}"
    status = get_column_letter([name for name, _ in columns].index("Status") + 1)
    _colour(sheet, f"{status}2:{status}{max(sheet.max_row, 2)}")
    _set_page(sheet, repeat="1:1")
    # What is told beyond these columns is for the screen: printed, it would make the rest too small to read.
    sheet.print_area = f"A1:{get_column_letter(min(len(columns), _PRINTED))}{max(sheet.max_row, 2)}"


def _fill_summary(sheet: Any, report: Report) -> None:
    from openpyxl.styles import Alignment  # type: ignore[import-untyped]

    for letter, width in zip("ABCDEF", _SUMMARY, strict=True):
        sheet.column_dimensions[letter].width = width
    _append(sheet, [f"AI provisions in {one_line(words.headline(report))}"], bold=True, size=14, wrap=False)
    _append(sheet, [words.DISCLAIMER], wrap=False)
    _append(sheet, [])
    score = report.score
    blocks: tuple[tuple[str, Sequence[Sequence[Cell]]], ...] = (
        (
            "Read this first",
            [
                ("Left out" if p.partial else "Note", None, f"{p.document}: {p.message}" if p.document else p.message)
                for p in report.problems
            ],
        ),
        (
            "Score",
            [
                ("Score", score.contract, "of 100"),
                ("Band", score.band, words.BANDS[score.band]),
                ("Core index", score.core_index, "the five core provisions alone"),
                ("Range, low", score.range[0], words.doubt(report)),
                ("Range, high", score.range[1]),
                ("Client", report.parties.client or "not resolved"),
                ("Provider", report.parties.provider or "not resolved"),
                ("Impact tier", words.TIERS[report.tier.value], report.tier.source),
                ("Profile", report.profile),
                ("Posture", words.POSTURES[report.posture]),
                ("Status", report.status),
            ],
        ),
        ("Provisions", []),
        ("Conflicts", [(f"Conflict {i}", None, c.message) for i, c in enumerate(report.conflicts, 1)]),
        ("Renewal", [(label, value, quote) for label, value, quote, _ in words.renewal_rows(report)]),
        ("Receipt", [(label, None, value) for label, value in words.receipt_rows(report)]),
    )
    for title, rows in blocks:
        if title == "Provisions":
            _add_provisions(sheet, report)
        elif rows:
            _append(sheet, [title, *[None] * 5], bold=True, fill=_HEADER)
            for row in rows:
                _append(sheet, row)
                _set_height(sheet, row, _SUMMARY)
                # A number stands beside its word, not at the far edge of its cell.
                sheet.cell(sheet.max_row, 2).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
            _append(sheet, [])
    _set_page(sheet)


def _add_provisions(sheet: Any, report: Report) -> None:
    header = ["Provision", "Status", "What it means", "Score", "Weight", "Exposure"]
    _append(sheet, header, bold=True, fill=_HEADER)
    first = sheet.max_row + 1
    for provision in sorted(report.provisions, key=lambda p: -p.exposure):
        row = provision.title, *_standing(provision), provision.score, provision.weight, provision.exposure
        _append(sheet, row)
        _set_height(sheet, row, _SUMMARY)
    if report.provisions:
        _colour(sheet, f"B{first}:B{sheet.max_row}")
    _append(sheet, [])


def _standing(provision: ReportProvision) -> tuple[str, str]:
    if provision.status == "not_assessed":
        return words.STATUSES[provision.status], "; ".join(provision.steps)
    gap = provision.status in {"weak", "missing", "adverse"}
    return words.STATUSES[provision.status], words.in_plain_words(provision) if gap else ""


def _append(
    sheet: Any,
    values: Sequence[Cell],
    *,
    bold: bool = False,
    size: int = 10,
    wrap: bool = True,
    fill: str | None = None,
) -> None:
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font, PatternFill

    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet)
        if isinstance(value, str) and value:
            cell.value = safe(value)
            cell.data_type = "s"
        else:
            cell.value = value or (None if isinstance(value, str) else value)
        cell.alignment = Alignment(vertical="top", wrap_text=wrap)
        cell.font = Font(name="Arial", bold=bold, size=size)
        if fill is not None:
            cell.fill = PatternFill(start_color=fill, end_color=fill, fill_type="solid")
        cells.append(cell)
    sheet.append(cells)


def _set_height(sheet: Any, row: Sequence[Cell], widths: Sequence[int]) -> None:
    lines = [
        sum(len(line) // width + 1 for line in show(text).split("\n"))
        for text, width in zip(row, widths, strict=False)
        if isinstance(text, str)
    ]
    sheet.row_dimensions[sheet.max_row].height = min(max([1, *lines]) * _LINE_PT, _HIGHEST_PT)


def _colour(sheet: Any, cells: str) -> None:
    from openpyxl.formatting.rule import CellIsRule  # type: ignore[import-untyped]
    from openpyxl.styles import Font, PatternFill

    for status, (fill, ink) in _FILLS.items():
        sheet.conditional_formatting.add(
            cells,
            CellIsRule(
                operator="equal",
                formula=[f'"{words.STATUSES[status]}"'],
                fill=PatternFill(start_color=fill, end_color=fill, fill_type="solid"),
                font=Font(color=ink, bold=True),
            ),
        )


def _set_page(sheet: Any, *, repeat: str | None = None) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if repeat:
        sheet.print_title_rows = repeat
