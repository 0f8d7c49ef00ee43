"""A portfolio as tables: the queue, the heat map, what is common, what changed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

import analyzer.portfolio.words as said
from analyzer.models import Portfolio, PortfolioDeal
from analyzer.report import words
from analyzer.report.visible import show
from ui.components.markup import badge, join

MOMENTS = said.MOMENTS
MOST_IN_MAP = 60


def numbers(portfolio: Portfolio) -> Markup:
    """Return the headline numbers."""
    ranked = [d for d in portfolio.deals if d.rank is not None]
    due = [d for d in ranked if d.moment is not None and d.moment.kind == "notice"]
    soon = [d for d in due if d.moment is not None and (d.moment.days_left or 0) <= 90]
    tiles = (
        (len(ranked), "deals analysed"),
        (len(portfolio.deals) - len(ranked), "not read"),
        (len(soon), "notice due within 90 days"),
        (sum(d.missed is not None for d in ranked), "notice missed"),
    )
    return Markup('<ul class="ca-tiles">{}</ul>').format(
        join(Markup("<li><b>{}</b> {}</li>").format(number, label) for number, label in tiles)
    )


def queue(deals: Sequence[PortfolioDeal]) -> list[dict[str, object]]:
    """Return the rows of the queue for a data frame."""
    return [
        {
            "Rank": d.rank,
            "Deal": show(d.deal),
            "Leverage": None if d.leverage is None else round(d.leverage.index, 1),
            "When": said.when(d.moment),
            "Left": said.how_soon(d.moment),
            "Score": d.score,
            "Change": said.change(d),
            "Band": d.band or said.STATES[d.state],
            "Value a year": said.worth(d.value),
            "Owner": d.owner or "",
            "Client": d.client or "",
            "Provider": d.provider or "",
        }
        for d in deals
    ]


def heat_map(portfolio: Portfolio, deals: Sequence[PortfolioDeal]) -> Markup:
    """Return provisions x deals, each cell a letter on a colour; the letters are explained above it."""
    shown = [d for d in deals if d.rank is not None][:MOST_IN_MAP]
    legend = join(
        Markup('<span class="ca-count"><span class="ca-cell ca-{}">{}</span> {}</span>').format(
            status, letter, words.STATUSES[status]
        )
        for status, letter in said.LETTERS.items()
    )
    head = join(Markup('<th scope="col"><span>{}</span></th>').format(show(d.deal)) for d in shown)
    rows = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(provision.title, join(_cell(d, index) for d in shown))
        for index, provision in enumerate(portfolio.provisions)
    )
    return Markup(
        '<p>{}</p><div class="ca-scroll" tabindex="0" role="region" aria-label="Heat map"><table class="ca-map">'
        '<thead><tr><th scope="col">Provision</th>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(legend, head, rows)


def _cell(deal: PortfolioDeal, index: int) -> Markup:
    status = deal.statuses[index] if index < len(deal.statuses) else None
    if status is None:
        return Markup("<td></td>")
    return Markup('<td class="ca-cell ca-{}" title="{}">{}</td>').format(
        status, words.STATUSES[status], said.LETTERS[status]
    )


def common(portfolio: Portfolio) -> Markup:
    """Return what many deals lack, the most at stake first."""
    ordered = sorted(portfolio.provisions, key=lambda p: -p.exposure)
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
            p.title,
            len(p.deals),
            show(p.plain),
            join(Markup('<span class="ca-count">{} {}</span>').format(badge(s), n) for s, n in p.statuses.items() if n),
        )
        for p in ordered
        if p.deals
    )
    return Markup(
        '<div class="ca-scroll" tabindex="0" role="region" aria-label="In common"><table class="ca-facts"><thead><tr>'
        '<th scope="col">Provision</th><th scope="col">Deals with a gap</th><th scope="col">What it means</th>'
        '<th scope="col">Standing</th></tr></thead><tbody>{}</tbody></table></div>'
    ).format(body)


def trend(portfolio: Portfolio) -> Markup:
    """Return what changed since the run before."""
    found = portfolio.trend
    if found is None:
        return Markup("<p>This is the first batch of this workspace: there is nothing to compare with.</p>")
    lead = Markup("<p>Mean score {} → <b>{}</b>; {} unchanged, {} new, {} gone.{}</p>").format(
        words.number(found.mean_before),
        words.number(found.mean_now),
        found.unchanged,
        len(found.new),
        len(found.gone),
        ""
        if found.comparable
        else " The library or the program changed in between, so not the contracts alone differ.",
    )
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
            show(c.deal), words.number(c.before), words.number(c.now)
        )
        for c in (*found.worse, *found.better)
    )
    if not body:
        return lead
    return lead + Markup(
        '<table class="ca-facts"><thead><tr><th scope="col">Deal</th><th scope="col">Before</th><th scope="col">Now</th></tr>'
        "</thead><tbody>{}</tbody></table>"
    ).format(body)


def _why(deal: PortfolioDeal) -> str:
    said = "; ".join(deal.problems) or "no reason given"
    return said if said.startswith(deal.deal) else f"{deal.deal}: {said}"


def unread(portfolio: Portfolio) -> Markup:
    """Return the deals that could not be read, with the reason."""
    rows = join(Markup("<li>{}</li>").format(show(_why(d))) for d in portfolio.deals if d.state == "failed")
    return (
        Markup('<section class="ca-warnings" aria-label="Not read"><h2>Not read</h2><ul>{}</ul></section>').format(rows)
        if rows
        else Markup("")
    )
