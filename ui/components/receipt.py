"""A report's receipt and the analyzer's figures as tables."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analyzer.models import Report
from analyzer.report.receipt import receipt_rows
from analyzer.report.visible import show
from ui.components.markup import join
from ui.services.accuracy import Figure


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


def figures(found: Sequence[Figure]) -> Markup:
    """Return the figures with the floors they are held to."""
    measured = any(f.measured is not None for f in found)
    head = join(
        Markup('<th scope="col">{}</th>').format(h)
        for h in ("Measured on", "Figure", "Floor", *(["Last measured"] if measured else []))
    )
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td>{}</tr>').format(
            f.about,
            f.name[:1].upper() + f.name[1:],
            f.floor,
            Markup("<td>{}</td>").format("–" if f.measured is None else f"{f.measured:.2f}") if measured else "",
        )
        for f in found
    )
    return Markup(
        '<div class="ca-scroll" tabindex="0" role="region" aria-label="Accuracy"><table class="ca-facts"><thead><tr>{}</tr>'
        "</thead><tbody>{}</tbody></table></div>"
    ).format(head, body)
