"""A report's receipt and the analyzer's figures as tables."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analyzer.models import Report
from analyzer.report import second_reading as reread
from analyzer.report.receipt import receipt_rows
from analyzer.report.visible import show
from ui.components.markup import join
from ui.services.accuracy import Figure, Measured


def left(report: Report) -> Markup:
    """Say what left the machine."""
    return Markup("<p>{}.</p>").format(
        show(report.receipt.left_the_machine[:1].upper() + report.receipt.left_the_machine[1:])
    )


def rows(report: Report) -> Markup:
    """Return what made the report, to make it again."""
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(show(label), show(value))
        for label, value in receipt_rows(report)
    )
    return Markup('<table class="ca-facts"><tbody>{}</tbody></table>').format(body)


def second_reading(report: Report) -> Markup:
    """Return what of a language model's answers counted; nothing without one."""
    if report.second_reading is None:
        return Markup("")
    head = join(Markup('<th scope="col">{}</th>').format(name) for name in reread.HEADER)
    body = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            show(cells[0]), join(Markup("<td>{}</td>").format(show(cell)) for cell in cells[1:])
        )
        for cells in reread.rows(report)
    )
    table = Markup('<table class="ca-facts"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, body)
    return Markup("<h2>{}</h2><p>{}</p>{}").format(
        reread.TITLE, show(reread.headline(report.second_reading)), table if body else ""
    )


def figures(found: Sequence[Figure]) -> Markup:
    """Return the figures with the floors they are held to."""
    measured = any(f.measured is not None for f in found)
    head = join(
        Markup('<th scope="col">{}</th>').format(h)
        for h in ("Measured on", "Figure", "Floor", *(["Last measured (95% of resamples)"] if measured else []))
    )
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td>{}</tr>').format(
            f.about,
            f.name[:1].upper() + f.name[1:],
            f.floor,
            Markup("<td>{}</td>").format(_say(f.measured)) if measured else "",
        )
        for f in found
    )
    return Markup(
        '<div class="ca-scroll" tabindex="0" role="region" aria-label="Accuracy"><table class="ca-facts"><thead><tr>{}</tr>'
        "</thead><tbody>{}</tbody></table></div>"
    ).format(head, body)


def _say(measured: Measured | None) -> str:
    if measured is None:
        return "–"
    return f"{measured.value:.2f} ({measured.low:.2f} to {measured.high:.2f})"
