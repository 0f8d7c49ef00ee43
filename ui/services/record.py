"""Saved reviews: reports and decisions in the store, each workspace by itself."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.models import AnalysisSummary, Deal, Decision, DecisionMade, Report
from ui.services.places import has_store, store


def save_review(
    report: Report, decisions: Sequence[DecisionMade], *, deal: str, workspace: str, who: str
) -> tuple[AnalysisSummary, tuple[DecisionMade, ...]]:
    """Store a report and the decisions about it that were made before it was saved."""
    kept = store()
    known = next((d for d in kept.deals.find(workspace=workspace) if d.name == deal), Deal(name=deal))
    saved = kept.analyses.add(report, deal=known, workspace=workspace, who=who)
    return saved, tuple(decide(decision, saved=saved, workspace=workspace, who=who) for decision in decisions)


def decide(decision: Decision, *, saved: AnalysisSummary, workspace: str, who: str) -> DecisionMade:
    """Store a decision about a saved report."""
    own = {name: getattr(decision, name) for name in Decision.model_fields}
    meant = Decision(**{**own, "deal": saved.deal, "analysis": saved.id})
    return store().decisions.add(meant, workspace=workspace, who=who)


def open_review(
    analysis: int, *, deal: str, workspace: str
) -> tuple[AnalysisSummary, Report, tuple[DecisionMade, ...]]:
    """Return a saved report with its summary and the decisions about it.

    Raises:
        UsageError: the workspace has no such report.
    """
    kept = store()
    report = kept.analyses.report(analysis, workspace=workspace)
    summary = next(s for s in kept.analyses.find(workspace=workspace, deal=deal) if s.id == analysis)
    return summary, report, kept.decisions.find(workspace=workspace, deal=deal, analysis=analysis)


def find_reviews(*, workspace: str) -> tuple[AnalysisSummary, ...]:
    """Return the newest saved report of each deal of a workspace, newest first."""
    newest: dict[str, AnalysisSummary] = {}
    if not has_store():
        return ()
    for summary in store().analyses.find(workspace=workspace):
        newest.setdefault(summary.deal, summary)
    return tuple(newest.values())
