"""Write portfolio.xlsx: the queue, the deadlines, a sheet a group of provisions, what many have in common."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from analyzer.models.portfolio import Portfolio, PortfolioDeal, Trend
from analyzer.portfolio import words
from analyzer.portfolio.gaps import group_provisions, worst_gaps
from analyzer.report.archive import moment, with_fixed_dates
from analyzer.report.sheets import FILLS, Cell, Link, append, colour_statuses, fill_list, set_height, set_page
from analyzer.report.words import BANDS, DISCLAIMER, GROUPS, STATUSES, TIERS

_QUEUE = (
    ("Rank", 7), ("Deal", 52), ("Owner", 16), ("Leverage", 11), ("Moment", 16), ("Day", 13), ("Days left", 11),
    ("Sure", 10), ("Missed", 13), ("Score", 8), ("Change", 9), ("Band", 7), ("Exposure", 10), ("Annual value", 15),
    ("Currency", 10), ("Value from", 12), ("Impact", 17), ("Most at stake", 60), ("Decision", 16), ("Notes", 40),
    ("How leverage is reckoned", 150),
)  # fmt: skip
_DEADLINES = (
    ("Day", 13), ("Days left", 11), ("Moment", 16), ("Deal", 52), ("Owner", 16), ("Sure", 10), ("Missed", 13),
    ("How it is reckoned", 60), ("Document", 26), ("Section", 12), ("Page", 7), ("Words of the contract", 120),
)  # fmt: skip
_COMMON = (
    ("Provision", 38), ("Group", 24), ("Deals with a gap", 11), ("Adverse", 10), ("Missing", 10), ("Weak", 10),
    ("Adequate", 10), ("Strong", 10), ("Not assessed", 10), ("Mean score", 9), ("Exposure", 11), ("In plain words", 60),
    ("Elements that fall short most", 60),
)  # fmt: skip
_TEMPLATES = (
    ("Template", 14), ("Deals", 8), ("Clauses", 9), ("Gaps closed", 10), ("Exposure", 11), ("Posture", 18),
    ("Provisions in it", 60), ("For these deals", 80),
)  # fmt: skip
_UNREAD = (("Deal", 38), ("State", 12), ("Owner", 16), ("What was left out, and why", 110))
_TREND = (("Deal", 38), ("Before", 9), ("Now", 9), ("Change", 9), ("What happened", 24))
_DECISIONS = ("Renew as is", "Renegotiate", "Give notice", "Let it end", "Later")
_FORMATS = (
    ("Leverage", "#,##0.0"), ("Days left", "#,##0"), ("Score", "0.0"), ("Change", "+0.0;-0.0;0.0"), ("Exposure", "0%"),
    ("Annual value", "#,##0"),
)  # fmt: skip
_PRESSING, _NEAR = "FBE3E0", "FDEECB"


def render_xlsx(portfolio: Portfolio) -> bytes:
    """Return the spreadsheet; the same portfolio gives the same bytes."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.properties.creator = "clause-analyzer"
    today = portfolio.today.isoformat()
    book.properties.created = moment(today).replace(tzinfo=None)
    ranked = [deal for deal in portfolio.deals if deal.rank is not None]
    overview = book.active
    overview.title = "Overview"
    _fill_overview(overview, portfolio)
    queue = book.create_sheet("Queue")
    fill_list(queue, _QUEUE, (_queue_row(deal, portfolio) for deal in ranked), freeze="C2", printed=18)
    _format_queue(queue)
    deadlines = book.create_sheet("Deadlines")
    fill_list(deadlines, _DEADLINES, _deadline_rows(ranked), freeze="E2", printed=8)
    _mark_days(deadlines, "B")
    _mark_missed(deadlines, "G")
    for group, provisions in group_provisions(portfolio):
        sheet = book.create_sheet(GROUPS.get(group, group))
        columns = (("Rank", 7), ("Deal", 52), ("Score", 8), *((p.title, 16) for _, p in provisions))
        rows = (_standing_row(deal, [index for index, _ in provisions]) for deal in ranked)
        fill_list(sheet, columns, rows, freeze="C2")
        colour_statuses(sheet, f"D2:{_letter(len(columns))}{max(sheet.max_row, 2)}")
        set_height(sheet, [name for name, _ in columns], [width - 3 for _, width in columns], row=1)
        for cell in sheet["C"][1:]:
            cell.number_format = dict(_FORMATS)["Score"]
    fill_list(book.create_sheet("Common gaps"), _COMMON, _common_rows(portfolio))
    if portfolio.templates:
        fill_list(book.create_sheet("Template amendments"), _TEMPLATES, _template_rows(portfolio))
    if portfolio.trend is not None:
        fill_list(book.create_sheet("Trend"), _TREND, _trend_rows(portfolio.trend))
    unread = [deal for deal in portfolio.deals if deal.problems or deal.state == "failed"]
    if unread:
        fill_list(book.create_sheet("Left out"), _UNREAD, _unread_rows(unread))
    file = io.BytesIO()
    book.save(file)
    return with_fixed_dates(file.getvalue(), today)


def _fill_overview(sheet: Any, portfolio: Portfolio) -> None:
    for letter, width in zip("ABC", (34, 18, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    ranked = [deal for deal in portfolio.deals if deal.rank is not None]
    title = f"Portfolio of {len(portfolio.deals):,} deals, {words.day(portfolio.today)}"
    append(sheet, [title], bold=True, size=14, wrap=False)
    append(sheet, [DISCLAIMER], wrap=False)
    append(sheet, [])
    rows: list[tuple[Cell, Cell, Cell]] = [
        ("Deals analysed", len(ranked), None),
        *(
            (f"Band {band}", sum(deal.band == band for deal in ranked), meaning)
            for band, meaning in BANDS.items()
            if any(deal.band == band for deal in ranked)
        ),
        ("Deals that could not be read", sum(deal.state == "failed" for deal in portfolio.deals), "see “Left out”"),
        ("Deals still to be analysed", portfolio.pending, "the batch was interrupted; go on with --resume"),
        (
            "Leverage",
            None,
            "exposure x value x nearness: 100 is a deal of middling value with every provision missing and its notice due"
            " today. The column at the far right of “Queue” shows each deal's arithmetic.",
        ),
        (
            "Decision and Notes",
            None,
            "in “Queue” are yours. When the portfolio is written again, a file that was changed is kept under another name.",
        ),
        *(("Note", None, note) for note in portfolio.notes),
    ]
    for row in rows:
        if row[1] != 0:
            append(sheet, row)
            set_height(sheet, row, (34, 18, 90))
    set_page(sheet)


def _queue_row(deal: PortfolioDeal, portfolio: Portfolio) -> Sequence[Cell]:
    assert deal.leverage is not None
    assert deal.moment is not None
    assert deal.value is not None
    return (
        deal.rank,
        _link(deal),
        deal.owner,
        deal.leverage.index,
        words.MOMENTS[deal.moment.kind],
        deal.moment.day,
        deal.moment.days_left,
        words.sure(deal.moment),
        deal.missed,
        deal.score,
        words.change(deal),
        deal.band,
        deal.leverage.exposure,
        deal.value.amount,
        deal.value.currency,
        deal.value.source,
        TIERS[deal.tier] if deal.tier else None,
        "; ".join(f"{title} ({STATUSES[status].lower()})" for title, status in worst_gaps(deal, portfolio)),
        None,
        None,
        "; ".join(deal.leverage.steps),
    )


def _format_queue(sheet: Any) -> None:
    from openpyxl.formatting.rule import ColorScaleRule, DataBarRule  # type: ignore[import-untyped]
    from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

    bottom = max(sheet.max_row, 2)
    of = {name: _letter(index) for index, (name, _) in enumerate(_QUEUE, 1)}
    for name, pattern in _FORMATS:
        for row in range(2, bottom + 1):
            sheet[f"{of[name]}{row}"].number_format = pattern
    sheet.conditional_formatting.add(
        f"{of['Leverage']}2:{of['Leverage']}{bottom}",
        DataBarRule(start_type="num", start_value=0, end_type="max", color="9CB8DA"),
    )
    scale = ColorScaleRule(
        start_type="num", start_value=0, start_color="FBE3E0", mid_type="num", mid_value=55, mid_color="FDEECB",
        end_type="num", end_value=100, end_color="DEF2E2",
    )  # fmt: skip
    sheet.conditional_formatting.add(f"{of['Score']}2:{of['Score']}{bottom}", scale)
    _mark_days(sheet, of["Days left"])
    _mark_missed(sheet, of["Missed"])
    choice = DataValidation(type="list", formula1=f'"{",".join(_DECISIONS)}"', allow_blank=True)
    choice.add(f"{of['Decision']}2:{of['Decision']}{bottom}")
    sheet.add_data_validation(choice)


def _mark_days(sheet: Any, column: str) -> None:
    """Mark the days left: within 30 pressing, within 90 near; days that have passed, and no days, stay plain."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]

    cells = f"{column}2:{column}{max(sheet.max_row, 2)}"
    for low, high, colour in ((0, 30, _PRESSING), (31, 90, _NEAR)):
        within = f"AND(ISNUMBER({column}2),{column}2>={low},{column}2<={high})"
        fill = PatternFill(start_color=colour, end_color=colour, fill_type="solid")
        sheet.conditional_formatting.add(cells, FormulaRule(formula=[within], fill=fill, font=Font(bold=True)))


def _mark_missed(sheet: Any, column: str) -> None:
    """Mark the deadlines that have passed."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill

    ink = Font(bold=True, color=FILLS["adverse"][1])
    fill = PatternFill(start_color=_PRESSING, end_color=_PRESSING, fill_type="solid")
    cells = f"{column}2:{column}{max(sheet.max_row, 2)}"
    sheet.conditional_formatting.add(cells, FormulaRule(formula=[f"ISNUMBER({column}2)"], fill=fill, font=ink))


def _deadline_rows(deals: Iterable[PortfolioDeal]) -> Iterable[Sequence[Cell]]:
    dated = [(deal.moment.fact, deal) for deal in deals if deal.moment is not None and deal.moment.fact is not None]
    # What is still to come first, in the order in which it comes; then what has passed, the latest first.
    for fact, deal in sorted(dated, key=lambda pair: _by_day(pair[1])):
        assert deal.moment is not None
        yield (
            fact.value,
            deal.moment.days_left,
            words.MOMENTS[deal.moment.kind],
            _link(deal),
            deal.owner,
            fact.confidence.capitalize(),
            deal.missed,
            "\n".join(fact.arithmetic),
            fact.document,
            fact.section,
            fact.page,
            fact.quote,
        )


def _by_day(deal: PortfolioDeal) -> tuple[bool, int]:
    days = 0 if deal.moment is None or deal.moment.days_left is None else deal.moment.days_left
    return days < 0, abs(days)


def _standing_row(deal: PortfolioDeal, columns: Sequence[int]) -> Sequence[Cell]:
    statuses = (deal.statuses[column] for column in columns)
    return (deal.rank, _link(deal), deal.score, *(STATUSES[status] if status else None for status in statuses))


def _common_rows(portfolio: Portfolio) -> Iterable[Sequence[Cell]]:
    for provision in sorted(portfolio.provisions, key=lambda p: (-p.exposure, p.title)):
        count = provision.statuses.get
        short = sorted(provision.elements, key=lambda e: -(e.adverse + e.missing + e.weak))[:3]
        yield (
            provision.title,
            GROUPS.get(provision.group, provision.group),
            len(provision.deals),
            *(count(s, 0) for s in ("adverse", "missing", "weak", "adequate", "strong", "not_assessed")),
            provision.mean_score,
            provision.exposure,
            provision.plain,
            "\n".join(f"{e.title}: {e.missing} missing, {e.weak} weak, {e.adverse} adverse" for e in short),
        )


def _template_rows(portfolio: Portfolio) -> Iterable[Sequence[Cell]]:
    titles = {provision.provision: provision.title for provision in portfolio.provisions}
    for template in portfolio.templates:
        yield (
            template.name,
            len(template.deals),
            len(template.provisions),
            template.gaps,
            template.exposure,
            template.posture,
            "; ".join(titles[provision] for provision in template.provisions),
            "; ".join(template.deals),
        )


def _trend_rows(trend: Trend) -> Iterable[Sequence[Cell]]:
    for change in (*trend.worse, *trend.better):
        gained = round(change.now - change.before, 1)
        yield change.deal, change.before, change.now, gained, "worse" if gained < 0 else "better"
    for deal in trend.new:
        yield deal, None, None, None, "not in the run before"
    for deal in trend.gone:
        yield deal, None, None, None, "no longer there, or not read"


def _unread_rows(deals: Iterable[PortfolioDeal]) -> Iterable[Sequence[Cell]]:
    for deal in deals:
        yield _link(deal), words.STATES[deal.state], deal.owner, "\n".join(deal.problems)


def _link(deal: PortfolioDeal) -> Cell:
    return Link(deal.deal, deal.report) if deal.report else deal.deal


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    return str(get_column_letter(index))
