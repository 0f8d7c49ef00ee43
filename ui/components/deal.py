"""What the deal says in money, dates and samples, and which of its passages work against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from analyzer.models import Evidence, Report
from analyzer.report import commercial, words
from analyzer.report.visible import one_line, shorten, show
from ui.components.markup import Numbered, join

_LONGEST_QUOTE = 220


def facts(report: Report, *, numbered: Numbered) -> Markup:
    """Return conflicts, who pays, numbers and renewal as tables; a line where there is none of them."""
    parts = [_conflicts(report, numbered), _money(report, numbered), _renewal(report)]
    return (
        join(parts)
        if any(parts)
        else Markup("<p>The contract states no dates, sums or samples that could be read.</p>")
    )


def _conflicts(report: Report, numbered: Numbered) -> Markup:
    rows = join(
        Markup("<li><p>{}</p>{}</li>").format(show(c.message), join(_quoted(e, report, numbered) for e in c.evidence))
        for c in report.conflicts
    )
    return Markup("<h2>Passages that work against each other</h2><ul>{}</ul>").format(rows) if rows else Markup("")


def _money(report: Report, numbered: Numbered) -> Markup:
    waterfall, samples = report.commercial.waterfall, commercial.numbers(report)
    parts = []
    if waterfall is not None:
        rows = [
            (row.cells, join(_link(e, report, numbered) for e in row.evidence[:1])) for row in commercial.payers(report)
        ]
        parts.append(
            Markup('<h2>{}</h2><p class="ca-quiet">{}</p>{}').format(
                commercial.TITLE, show(commercial.basis(waterfall)), _table(commercial.PAYERS_HEADER, rows)
            )
        )
    elif samples:
        parts.append(Markup("<h2>{}</h2>").format(commercial.NUMBERS))
    parts += [
        Markup("<p><b>{}.</b> {} {}</p>").format(
            show(row.cells[0]), show(row.cells[1]), join(_link(e, report, numbered) for e in row.evidence)
        )
        for row in samples
    ]
    return join(parts)


def _renewal(report: Report) -> Markup:
    rows = [
        ((label, value, f"“{shorten(one_line(quote), _LONGEST_QUOTE)}” {where}"), Markup(""))
        for label, value, quote, where in words.renewal_rows(report)
    ]
    return (
        Markup("<h2>Renewal</h2>{}").format(_table(("Fact", "Value", "Words of the contract"), rows))
        if rows
        else Markup("")
    )


def _table(header: Sequence[str], rows: Iterable[tuple[Sequence[str], Markup]]) -> Markup:
    head = join(Markup('<th scope="col">{}</th>').format(name) for name in header)
    body = join(
        Markup('<tr><th scope="row">{} {}</th>{}</tr>').format(
            show(cells[0]), link, join(Markup("<td>{}</td>").format(show(cell)) for cell in cells[1:])
        )
        for cells, link in rows
    )
    return Markup(
        '<div class="ca-scroll" tabindex="0" role="region" aria-label="Table">'
        '<table class="ca-facts"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, body)


def _quoted(evidence: Evidence, report: Report, numbered: Numbered) -> Markup:
    return Markup('<blockquote dir="auto">{}</blockquote>{}').format(
        show(evidence.quote), _link(evidence, report, numbered)
    )


def _link(evidence: Evidence, report: Report, numbered: Numbered) -> Markup:
    place, number = show(words.place(evidence, documents=report.documents)), numbered(evidence)
    if number is None:
        return Markup('<span class="ca-quiet">{}</span>').format(place)
    return Markup('<button type="button" class="ca-jump" data-jump="{}">Show {}</button>').format(number, place)
