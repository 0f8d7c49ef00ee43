"""Open a stored analysis again, so that what can be asked of a fresh one can be asked of it."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.crosscheck import keep_effective
from analyzer.lint import keep_visible
from analyzer.models import Analysis, Document, Finding, Report
from analyzer.segment import segment

__all__ = ["reopen"]

_KEPT = ("status", "confidence", "evidence", "value", "party", "reason", "method", "absence", "against", "latent")


def reopen(report: Report, documents: Sequence[Document]) -> Analysis:
    """Return the analysis of a stored report, from its documents read again.

    What a redraft rests on is in the report; how likely a finding is to be right beyond its confidence is not.
    """
    contracts = keep_effective(keep_visible([segment(document) for document in documents], report.hostile_text))
    findings = tuple(
        Finding(provision=p.id, element=e.id, probability=0.5, **{name: getattr(e, name) for name in _KEPT})
        for p in report.provisions
        for e in p.elements
    )
    return Analysis(report=report, contracts=contracts, findings=findings)
