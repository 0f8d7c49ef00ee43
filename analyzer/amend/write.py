"""Write amendments and the index of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analyzer.amend.document import render_amendment
from analyzer.amend.index import render_index
from analyzer.files import write_whole
from analyzer.models import (
    Contract,
    PortfolioDeal,
    Report,
    ReportParties,
    Suggestion,
    TemplateAmendment,
    WrittenAmendment,
)
from analyzer.report import redraft

_NAMED = 5
_BLANK = re.compile(r"\[[^\[\]]{1,120}\]")


@dataclass(frozen=True)
class DealToAmend:
    """One deal: its report, and its documents where they could be read again."""

    deal: PortfolioDeal
    report: Report
    contracts: tuple[Contract, ...]


@dataclass(frozen=True)
class TemplateToWrite:
    """A template with its clauses, and the report of one of its deals, which has their titles and what each is for."""

    template: TemplateAmendment
    report: Report
    suggestions: Sequence[Suggestion]


def write_amendments(
    deals: Iterable[DealToAmend], templates: Iterable[TemplateToWrite], *, out: Path, today: date
) -> tuple[WrittenAmendment, ...]:
    """Write a Word file a deal and a template, and index.xlsx, which links to them and says what to check first.

    Returns:
        What was written, the deals in their order first; one whose report suggests nothing has no file.
    """
    written = [_write_deal(each, out) for each in deals]
    written += [_write_template(each, out) for each in templates]
    write_whole(out / "index.xlsx", render_index(written, today=today))
    return tuple(written)


def _write_deal(each: DealToAmend, out: Path) -> WrittenAmendment:
    deal, report = each.deal, each.report
    clauses = sum(p.suggestion is not None and p.suggestion.action != "none" for p in report.provisions)
    file = f"{deal.rank or 0:03}-{deal.folder}-amendment.docx" if clauses else None
    if file is not None:
        write_whole(out / file, render_amendment(report, each.contracts))
    return WrittenAmendment(
        name=deal.deal,
        file=file,
        posture=report.posture,
        deal=deal,
        clauses=clauses,
        blanks=_count_blanks(report),
        checks=tuple(_checks(each)),
    )


def _write_template(each: TemplateToWrite, out: Path) -> WrittenAmendment:
    template = each.template
    kept = tuple(p for p in each.report.provisions if p.id in template.provisions)
    report = redraft(
        each.report.model_copy(
            update={
                "provisions": kept,
                "documents": (),
                "parties": ReportParties(client=None, provider=None),
                "renewal": None,
                "status": "complete",
            }
        ),
        each.suggestions,
        posture=template.posture,
    )
    file = f"{template.name.lower().replace(' ', '-')}-amendment.docx"
    write_whole(out / file, render_amendment(report, ()))
    deals = len(template.deals)
    return WrittenAmendment(
        name=f"{template.name}, for {deals} deals",
        file=file,
        posture=template.posture,
        deal=None,
        clauses=len(template.provisions),
        blanks=_count_blanks(report),
        checks=(f"Put in names and clause numbers of each deal: {_some(template.deals)}",),
    )


def _some(deals: Sequence[str]) -> str:
    rest = len(deals) - _NAMED
    return "; ".join(deals[:_NAMED]) + (f"; and {rest} more, which portfolio.xlsx lists" if rest > 0 else "")


def _count_blanks(report: Report) -> int:
    return sum(len(_BLANK.findall(p.suggestion.text)) for p in report.provisions if p.suggestion is not None)


def _checks(each: DealToAmend) -> Iterable[str]:
    """Say what somebody has to look at before the amendment goes out."""
    report = each.report
    if not each.contracts:
        yield "The contract's files were not there, or have changed since: check the words it replaces."
    if report.status == "partial":
        yield "Something was left out of the analysis: check against the whole deal."
    if report.hostile_text:
        yield "The contract has text that may be hidden or meant for a machine: see its report."
    if report.parties.client is None or report.parties.provider is None:
        yield "Client and provider could not be told for sure: check who bears each duty."
    unsure = [p.title for p in report.provisions if p.suggestion and any(e.confidence == "low" for e in p.elements)]
    if unsure:
        yield "Findings of low confidence stand behind: " + ", ".join(unsure)
