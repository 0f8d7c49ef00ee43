"""Write index.xlsx: the amendments with their links, and what to check before each goes out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from analyzer.models import WrittenAmendment
from analyzer.report.archive import moment, with_fixed_dates
from analyzer.report.sheets import Cell, Link, fill_list
from analyzer.report.words import DISCLAIMER, POSTURES

_COLUMNS = (
    ("Rank", 7), ("Deal", 38), ("Amendment", 46), ("Owner", 16), ("Day", 13), ("Days left", 11), ("Posture", 18),
    ("Clauses", 10), ("To settle", 10), ("Check before it goes out", 80), ("Sent", 12), ("Notes", 40),
)  # fmt: skip


def render_index(written: Sequence[WrittenAmendment], *, today: date) -> bytes:
    """Return the spreadsheet; the same amendments give the same bytes."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.properties.creator = "clause-analyzer"
    book.properties.created = moment(today.isoformat()).replace(tzinfo=None)
    sheet = book.active
    sheet.title = "Amendments"
    fill_list(sheet, _COLUMNS, (_row(each) for each in written), freeze="C2", printed=10)
    sheet.oddFooter.left.text = DISCLAIMER
    file = io.BytesIO()
    book.save(file)
    return with_fixed_dates(file.getvalue(), today.isoformat())


def _row(each: WrittenAmendment) -> Sequence[Cell]:
    deal = each.deal
    return (
        deal.rank if deal else None,
        each.name,
        Link(each.file, each.file) if each.file else "no change is suggested",
        deal.owner if deal else None,
        deal.moment.day if deal and deal.moment else None,
        deal.moment.days_left if deal and deal.moment else None,
        POSTURES[each.posture],
        each.clauses,
        each.blanks,
        "\n".join(each.checks),
        None,
        None,
    )
