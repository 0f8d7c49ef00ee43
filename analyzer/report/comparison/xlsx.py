"""Write comparison.xlsx for procurement: the matrix, all changes, and those that nobody marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from analyzer.models import Change, ComparedVersion, ComparisonReport
from analyzer.report.archive import moment, with_fixed_dates
from analyzer.report.comparison import words
from analyzer.report.sheets import HEADER, Cell, append, fill_list, set_page
from analyzer.report.visible import one_line
from analyzer.report.words import DISCLAIMER

_CHANGES = (
    ("Version", 24), ("Change", 9), ("Marked", 12), ("Effect", 14), ("Section", 14), ("Kind", 12), ("Before", 60), ("After", 60),
    ("Number", 20), ("Why", 44), ("Provision", 30), ("Element", 34), ("Adds exposure", 11), ("Advice", 14), ("Counter-text", 60),
    ("Author", 18), ("Date", 14), ("Comments", 40),
)  # fmt: skip
_SILENT = tuple(column for column in _CHANGES if column[0] not in {"Marked", "Author", "Date"})
_VERSIONS = (
    ("Version", 30), ("Tracked changes", 12), ("Nobody marked", 12), ("Changes", 10), ("Score", 9), ("Base score", 9),
    ("Band", 7), ("Core index", 9), ("Concession", 11), ("Gain", 9), ("What matters most", 90),
)  # fmt: skip
_PRINTED = 11
_TITLE_PT = 44.0  # three lines: a score is named after its version
# Blue and orange: told apart by every kind of colour vision; the word is in the cell too.
_FILLS: Mapping[str, tuple[str, str]] = {
    "Softened": ("FDEECB", "8A3F00"),
    "Weakened": ("FDEECB", "8A3F00"),
    "Deleted": ("FBE3E0", "9B1C1C"),
    "Removed": ("FBE3E0", "9B1C1C"),
    "Countered": ("ECE8F6", "5B4A8A"),
    "Strengthened": ("DCEEF7", "1B5C7D"),
    "Added": ("DCEEF7", "1B5C7D"),
}


def render_xlsx(report: ComparisonReport) -> bytes:
    """Return the spreadsheet; every text is stored as text, and the same comparison gives the same bytes."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.properties.creator = "clause-analyzer"
    book.properties.created = moment(report.receipt.date).replace(tzinfo=None)
    matrix = book.active
    matrix.title = "Matrix"
    _fill_matrix(matrix, report)
    fill_list(book.create_sheet("Versions"), _VERSIONS, (_version_row(v, report) for v in report.versions))
    changes = book.create_sheet("Changes")
    fill_list(changes, _CHANGES, _change_rows(report, silent=False), freeze="C2", printed=_PRINTED)
    silent = book.create_sheet("Nobody marked")
    fill_list(silent, _SILENT, _change_rows(report, silent=True), freeze="C2", printed=_PRINTED)
    for sheet, letter in ((changes, "D"), (silent, "C")):
        _colour(sheet, f"{letter}2:{letter}{max(sheet.max_row, 2)}")
    if report.threads:
        _fill_turns(book.create_sheet("Turns"), report)
    notes = book.create_sheet("Notes")
    _fill_notes(notes, report)
    file = io.BytesIO()
    book.save(file)
    return with_fixed_dates(file.getvalue(), report.receipt.date)


def _fill_matrix(sheet: Any, report: ComparisonReport) -> None:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    columns: list[tuple[str, int]] = [("Provision", 42), ("Base status", 12), ("Base score", 9)]
    for version in report.versions:
        columns += [(version.name, 18), (f"Score {version.name}", 9), (f"Unmarked {version.name}", 10)]
    rows: list[list[Cell]] = []
    for provisions in zip(*(v.provisions for v in report.versions), strict=True):
        row: list[Cell] = [
            provisions[0].title, words.STATUSES[provisions[0].base_status], _rounded(provisions[0].base_score)
        ]  # fmt: skip
        for provision in provisions:
            row += [words.OUTCOMES[provision.outcome], _rounded(provision.score), float(provision.silent_changes)]
        rows.append(row)
    rows.sort(key=lambda row: sum(cell in {"Kept", "Not covered"} for cell in row))
    fill_list(sheet, columns, rows)
    sheet.row_dimensions[1].height = _TITLE_PT
    for index in range(4, len(columns) + 1, 3):
        letter = get_column_letter(index)
        _colour(sheet, f"{letter}2:{letter}{max(sheet.max_row, 2)}")


def _version_row(version: ComparedVersion, report: ComparisonReport) -> list[Cell]:
    most = "\n".join(f"{words.place(c)}: {c.number or c.why}" for c in words.heaviest(version))
    score = version.document.score
    return [
        version.name,
        "yes" if version.marked else "no",
        float(len(version.silent)),
        float(sum(c.substantive for c in version.changes)),
        _rounded(score.contract),
        _rounded(report.base.score.contract),
        score.band,
        _rounded(score.core_index),
        version.concession,
        version.gain,
        most,
    ]


def _change_rows(report: ComparisonReport, *, silent: bool) -> Iterable[list[Cell]]:
    for version in report.versions:
        for change in version.silent if silent else version.changes:
            marked: list[Cell] = [] if silent else [_marked(change)]
            by: list[Cell] = [] if silent else [change.author, change.date.date() if change.date else None]
            answer = next((a for a in change.answers if a.posture == report.posture), None)
            titles = {e.element: e.title for e in change.elements}
            yield [
                version.name,
                change.id,
                *marked,
                words.EFFECTS[change.effect],
                change.section,
                words.KINDS[change.kind],
                change.before,
                change.after,
                change.number,
                change.why,
                words.title_of(change, version),
                titles.get(change.element or ""),
                change.loss or None,
                words.ADVICE[answer.advice] if answer else None,
                answer.text if answer else None,
                *by,
                "\n".join(f"{r.author or 'Somebody'}: {r.text}" for r in change.remarks),
            ]


def _marked(change: Change) -> str:
    return "comment" if change.kind == "comment" else "tracked" if change.tracked else "nobody"


def _fill_turns(sheet: Any, report: ComparisonReport) -> None:
    columns = [("Section", 16), ("Base", 60), *((v.name, 44) for v in report.versions), ("Now", 14)]
    rows: list[list[Cell]] = []
    for thread in report.threads:
        said = {t.version: f"{words.STATES[t.state]}: {one_line(t.text)}" for t in thread.turns}
        rows.append(
            [thread.section, thread.before, *(said.get(v.name) for v in report.versions), words.STATES[thread.state]]
        )
    fill_list(sheet, columns, rows)


def _fill_notes(sheet: Any, report: ComparisonReport) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 110
    append(sheet, ["What the words mean", None], bold=True, fill=HEADER)
    append(sheet, ["Concession and gain", words.CONCESSION])
    for outcome, meaning in words.OUTCOME_MEANINGS.items():
        append(sheet, [words.OUTCOMES[outcome], meaning])
    for problem in report.problems:
        append(sheet, ["Left out" if problem.partial else "Note", problem.message])
    append(sheet, ["Folded away, since it changes nothing", None], bold=True, fill=HEADER)
    for version in report.versions:
        append(
            sheet, [version.name, "; ".join(f"{f.count} {words.FOLDS[f.reason]}" for f in version.folded) or "nothing"]
        )
    append(sheet, ["Files", None], bold=True, fill=HEADER)
    for document in (report.base, *(v.document for v in report.versions)):
        append(sheet, [document.name, f"SHA-256 {document.sha256}"])
    append(sheet, [DISCLAIMER, None], wrap=False)
    set_page(sheet)


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def _colour(sheet: Any, cells: str) -> None:
    from openpyxl.formatting.rule import CellIsRule  # type: ignore[import-untyped]
    from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]

    for word, (fill, ink) in _FILLS.items():
        sheet.conditional_formatting.add(
            cells,
            CellIsRule(
                operator="equal",
                formula=[f'"{word}"'],
                fill=PatternFill(start_color=fill, end_color=fill, fill_type="solid"),
                font=Font(color=ink, bold=True),
            ),
        )
