"""What holds for the whole deal: its documents, passages that work against each other, money, dates, laws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from analyzer.models import Evidence, Report
from analyzer.report import commercial, conflicts, law, words
from analyzer.report import deal as documents
from analyzer.report.visible import one_line, shorten, show
from ui.components.markup import Numbered, join

_LONGEST_QUOTE = 220


def facts(report: Report, *, numbered: Numbered) -> Markup:
    """Return what there is of it, part by part; a line where there is nothing."""
    parts = [
        _documents(report, numbered),
        _conflicts(report, numbered),
        _money(report, numbered),
        _renewal(report),
        _laws(report, numbered),
    ]
    return (
        join(parts)
        if any(parts)
        else Markup("<p>The contract states no dates, sums or samples that could be read.</p>")
    )


def unseen(report: Report) -> tuple[str, ...]:
    """Return what the deal refers to and nobody supplied."""
    return documents.unseen(report)


def _documents(report: Report, numbered: Numbered) -> Markup:
    if not documents.is_shown(report):
        return Markup("")
    parts = [Markup("<h2>{}</h2>").format(documents.TITLE)]
    if len(report.documents) > 1:
        parts.append(_table(documents.PARTS_HEADER, [(row.cells, Markup("")) for row in documents.parts(report)]))
    for row in documents.orders(report):
        ranks = join(Markup("<li>{}</li>").format(show(rank)) for rank in row.cells[1:])
        parts.append(
            Markup("<h3>Which prevails</h3><p>{}, the highest first {}</p><ol>{}</ol>").format(
                show(row.cells[0]), join(_link(e, report, numbered) for e in row.evidence), ranks
            )
        )
    if changes := [
        (row.cells, join(_link(e, report, numbered) for e in row.evidence[:1])) for row in documents.changes(report)
    ]:
        parts.append(Markup("<h3>What amendments change</h3>{}").format(_table(documents.CHANGES_HEADER, changes)))
    return join(parts)


def _conflicts(report: Report, numbered: Numbered) -> Markup:
    rows = join(
        Markup('<li><h3>{} <span class="ca-quiet">{}</span></h3><p>{}</p>{}{}</li>').format(
            conflicts.heading(c),
            conflicts.SEVERITIES[c.severity],
            show(c.message),
            join(_quoted(e, report, numbered) for e in c.evidence),
            join(Markup('<p class="ca-quiet">{}</p>').format(show(e)) for e in conflicts.effects(c, report)),
        )
        for c in conflicts.ranked(report)
    )
    return Markup("<h2>{}</h2><ul>{}</ul>").format(conflicts.TITLE, rows) if rows else Markup("")


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


def _laws(report: Report, numbered: Numbered) -> Markup:
    rows = [(row.cells, join(_link(e, report, numbered) for e in row.evidence)) for row in documents.laws(report)]
    return Markup("<h2>{}</h2>{}").format(law.TITLE, _table(law.HEADER[:-1], rows)) if rows else Markup("")


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
