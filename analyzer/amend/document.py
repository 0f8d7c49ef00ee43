"""Write one deal's amendment as a Word file: parties, background, agreed terms, signatures, and the clauses in a schedule."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.amend.title import (
    call_parties,
    cite_agreement,
    full_names,
    name_agreement,
    name_amendment,
    name_parties,
    sure,
)
from analyzer.models import Contract, Report, ReportProvision, ReportSuggestion
from analyzer.report.archive import moment, with_fixed_dates
from analyzer.report.rider import add_clause, add_definitions, in_host_order, place_of
from analyzer.report.rider_style import add_paragraph, add_table, add_text, new_document
from analyzer.report.visible import one_line

if TYPE_CHECKING:
    from docx.document import Document

# What a change does, in words for both sides: how the contract was rated is for the client alone.
_CHANGES = {"insert": "New clause", "tighten": "Words replaced", "override": "New clause that prevails"}


def render_amendment(report: Report, contracts: Sequence[Contract]) -> bytes:
    """Return the amendment; the same report gives the same bytes.

    What a party would have to fill in or confirm stands in highlighted brackets. Nothing in it tells how the contract was
    rated: it can be sent.

    Args:
        contracts: the deal's documents, for the parties' full names and the words that are replaced; may be empty.
    """
    title = name_amendment(report)
    document = new_document(report, title=title, host=f"the {name_agreement(report)}")
    drafted = in_host_order(report)
    add_text(add_paragraph(document, "Title"), title)
    add_text(
        add_paragraph(document, "Subtitle"),
        f"to the {cite_agreement(report)} between {name_parties(report, contracts)}",
    )
    add_paragraph(document, "Warning", "Draft for negotiation. No party is bound until both have signed.")
    _parties(document, report, contracts)
    _background(document, report)
    _terms(document, report)
    _signatures(document, report, contracts)
    _schedule(document, drafted, contracts)
    file = io.BytesIO()
    document.save(file)
    return with_fixed_dates(file.getvalue(), report.receipt.date)


def _parties(document: Document, report: Report, contracts: Sequence[Contract]) -> None:
    document.add_heading("Parties", 1)
    names = zip(full_names(report, contracts), call_parties(report), ("; and", "."), strict=True)
    for number, (full, called, end) in enumerate(names, 1):
        _numbered(document, f"({number})", f"{full} ({_defined(called)}){end}")


def _defined(called: str) -> str:
    return f"the “{called.removeprefix('the ')}”" if called.startswith("the ") else f"“{called}”"


def _background(document: Document, report: Report) -> None:
    document.add_heading("Background", 1)
    _, provider = call_parties(report)
    renewal = report.renewal
    recitals = [
        f"The parties entered into the {cite_agreement(report)}{_files(report)} (as amended before this Amendment, the"
        " “Agreement”).",
        f"{provider[0].upper()}{provider[1:]} uses, or may come to use, artificial intelligence in what it does under the"
        " Agreement, and the Agreement does not settle all terms on which it may do so.",
    ]
    end = renewal.current_term_end or renewal.expiry_date if renewal else None
    if end is not None and end.value >= moment(report.receipt.date).date():
        recitals.append(
            f"The current term of the Agreement ends on {sure(end)}. The parties agree this Amendment in view of its"
            " continuing beyond that day."
        )
    for letter, recital in zip("ABC", recitals, strict=False):
        _numbered(document, f"({letter})", recital)


def _files(report: Report) -> str:
    """Return where the agreement is recorded; nothing where it says itself what it is called."""
    if not report.documents or (report.renewal and report.renewal.agreement_title):
        return ""
    names = (one_line(d.name).replace("[", "(").replace("]", ")") for d in report.documents)
    return f", recorded in [{', '.join(names)}]"


def _terms(document: Document, report: Report) -> None:
    document.add_heading("Agreed terms", 1)
    law = report.renewal.governing_law if report.renewal else None
    named = "" if law is None else f", the law of {sure(law)}"
    clauses = (
        (
            "Interpretation",
            (
                "Words defined in the Agreement have the same meaning in this Amendment.",
                "“Amendment Date” means [the day on which the last party signs this Amendment].",
            ),
        ),
        (
            "Amendment",
            (
                "In consideration of the mutual promises in this Amendment the parties agree that from the Amendment Date the"
                " Agreement is amended as the Schedule sets out.",
                "Where the Schedule names an existing clause, it gives the number that the clause has before this Amendment.",
                "This Amendment is made in writing under the terms of the Agreement on its own amendment.",
            ),
        ),
        (
            "Effect",
            (
                "In all other respects the Agreement continues unchanged.",
                "On what the Schedule deals with, this Amendment prevails over any other part of the Agreement, whatever the"
                " Agreement says on the order of its parts.",
                "Rights that arose before the Amendment Date are not affected.",
            ),
        ),
        (
            "General",
            (
                f"This Amendment is governed by the law that governs the Agreement{named}, and disputes about it are settled"
                " as the Agreement provides.",
                "It may be signed in counterparts and, so far as the Agreement allows, electronically.",
            ),
        ),
    )
    for number, (heading, parts) in enumerate(clauses, 1):
        document.add_heading(level=2).add_run(f"{number}\t{heading}")
        for part, text in enumerate(parts, 1):
            _numbered(document, f"{number}.{part}", text)


def _signatures(document: Document, report: Report, contracts: Sequence[Contract]) -> None:
    document.add_heading("Signatures", 1)
    client, provider = call_parties(report)
    lines = ("Signature", "Name", "Position", "Date")
    add_table(
        document,
        ("", f"For {client}", f"For {provider}"),
        [
            ("Party", *full_names(report, contracts)),
            *((line, "\n\n" if line == "Signature" else "", "") for line in lines),
        ],
        widths_cm=(2.6, 6.9, 6.9),
    )


def _schedule(
    document: Document, drafted: Sequence[tuple[ReportProvision, ReportSuggestion]], contracts: Sequence[Contract]
) -> None:
    document.add_heading("Schedule: changes to the Agreement", 1).paragraph_format.page_break_before = True
    rows = [
        (
            f"{number}",
            one_line(provision.title),
            _CHANGES[suggestion.action],
            place_of(suggestion) or "[place to be agreed]",
        )
        for number, (provision, suggestion) in enumerate(drafted, 1)
    ]
    add_table(document, ("", "Subject", "Change", "Place"), rows, widths_cm=(1.0, 7.4, 4.0, 4.0))
    add_definitions(document, drafted)
    document.add_heading("Clauses", 1)
    texts = {c.document.name: c.document.text for c in reversed(contracts)}
    for provision, suggestion in drafted:
        add_clause(document, provision, suggestion, texts)


def _numbered(document: Document, number: str, text: str) -> None:
    paragraph = add_paragraph(document, "Clause part")
    paragraph.add_run(f"{number}\t")
    add_text(paragraph, text)
