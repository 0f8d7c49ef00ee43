"""Write portfolio.html: one page with charts, queue, deadlines and heat map, which loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from analyzer.models.portfolio import Portfolio, PortfolioDeal
from analyzer.portfolio import words
from analyzer.portfolio.charts import draw_charts
from analyzer.portfolio.gaps import group_provisions, worst_gaps
from analyzer.report import words as report_words
from analyzer.report.page import open_templates, read_style, write_policy

_TEMPLATES = Path(__file__).parent / "templates"
# A browser takes no more rows with ease; the spreadsheet has them all.
_ROWS = 200


def render_html(portfolio: Portfolio) -> str:
    """Return the page; text is escaped, and neither script nor request is allowed on it."""
    style = read_style(_TEMPLATES / "portfolio.css")
    ranked = [deal for deal in portfolio.deals if deal.rank is not None]
    return (
        open_templates(_TEMPLATES)
        .get_template("portfolio.html.j2")
        .render(
            portfolio=portfolio,
            words=words,
            report_words=report_words,
            policy=write_policy(style, images=True),
            style=Markup(style),
            charts=draw_charts(portfolio),
            ranked=ranked,
            shown=ranked[:_ROWS],
            coming=_coming(ranked)[:_ROWS],
            missed=[deal for deal in ranked if deal.missed is not None][:_ROWS],
            due=sum(bool(d.moment and d.moment.kind == "notice" and (d.moment.days_left or 0) <= 90) for d in ranked),
            adverse=sum("adverse" in deal.statuses for deal in ranked),
            unread=[deal for deal in portfolio.deals if deal.problems or deal.state == "failed"],
            groups=group_provisions(portfolio),
            common=sorted(portfolio.provisions, key=lambda p: (-p.exposure, p.title)),
            worst=lambda deal: worst_gaps(deal, portfolio),
        )
    )


def _coming(deals: Sequence[PortfolioDeal]) -> list[PortfolioDeal]:
    dated = [d for d in deals if d.moment and d.moment.days_left is not None and d.moment.days_left >= 0]
    return sorted(dated, key=lambda d: (d.moment.days_left if d.moment and d.moment.days_left else 0, d.deal))
