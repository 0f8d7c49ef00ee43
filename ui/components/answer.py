"""Answers to questions about a contract: its own words, or that it does not say."""

from __future__ import annotations

from markupsafe import Markup

from analyzer.models import QuotedAnswer, ReportDocument, Verdict
from analyzer.report.visible import show
from ui.components.markup import Numbered, join, where

_LEADS: dict[Verdict | None, str] = {
    "yes": "Yes, by these words:",
    "no": "No, by these words:",
    "depends": "It depends:",
    "states": "The contract says:",
    "not-said": "The contract does not say.",
    None: "These passages are nearest to the question; whether they answer it is for you to read:",
}


def answer(found: QuotedAnswer, left: str, *, numbered: Numbered, documents: tuple[ReportDocument, ...]) -> Markup:
    """Return a question with its answer, and what left the machine for it."""
    quotes = join(
        Markup('<blockquote dir="auto">{}</blockquote>{}').format(show(quote.quote), where(quote, numbered, documents))
        for quote in found.quotes
    )
    return Markup(
        '<article class="ca-change"><h3>{}</h3><p>{}</p>{}{}<p class="ca-quiet">Left this machine: {}.</p></article>'
    ).format(
        show(found.question),
        _LEADS[found.verdict],
        quotes,
        Markup("<p>{}</p>").format(show(found.why)) if found.why else "",
        show(left),
    )
