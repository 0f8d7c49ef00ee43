"""Decisions of reviewers: added and never changed; the latest about a subject holds."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from analyzer.errors import UsageError
from analyzer.models.report import Report
from analyzer.models.store import Decision, DecisionMade
from analyzer.store.audit import append
from analyzer.store.database import Database
from analyzer.store.tables import AnalysisRow, DealRow, DecisionRow


class Decisions:
    """Reviewers' decisions; every method takes a workspace and sees nothing of the others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, decision: Decision, *, workspace: str, who: str) -> DecisionMade:
        """Store a decision.

        Raises:
            UsageError: there is no such analysis, provision, element or suggestion, or the reason or text is missing.
        """
        _check_words(decision, who)
        with self._database.writing() as session:
            found = session.execute(
                select(AnalysisRow.deal_id, AnalysisRow.report)
                .join(DealRow)
                .where(
                    DealRow.workspace == workspace,
                    DealRow.name == decision.deal,
                    AnalysisRow.id == decision.analysis,
                )
            ).one_or_none()
            if found is None:
                raise UsageError(
                    f"deal {decision.deal!r} of workspace {workspace!r} has no analysis {decision.analysis}"
                )
            _check_subject(decision, Report.model_validate_json(found.report))
            row = DecisionRow(
                deal_id=found.deal_id,
                analysis_id=decision.analysis,
                who=who,
                at=datetime.now(UTC),
                **decision.model_dump(exclude={"deal", "analysis"}),
            )
            session.add(row)
            session.flush()
            append(session, action="decision added", subjects=[row.id], workspace=workspace, who=who)
            return _made(row, decision.deal)

    def find(self, *, workspace: str, deal: str, analysis: int | None = None) -> tuple[DecisionMade, ...]:
        """Return the decisions about a deal, oldest first; of one analysis when that is given."""
        query = (
            select(DecisionRow, DealRow.name)
            .join(DealRow)
            .where(DealRow.workspace == workspace, DealRow.name == deal)
            .order_by(DecisionRow.id)
        )
        if analysis is not None:
            query = query.where(DecisionRow.analysis_id == analysis)
        with self._database.reading() as session:
            return tuple(_made(row, name) for row, name in session.execute(query))


def _check_words(decision: Decision, who: str) -> None:
    if not who.strip():
        raise UsageError("a decision needs the name of who made it")
    if decision.kind == "dismiss" and not (decision.reason or "").strip():
        raise UsageError(f"dismissing {decision.provision} needs a reason")
    if decision.kind == "edit" and not (decision.text or "").strip():
        raise UsageError(f"an edit of {decision.provision} needs the new text")
    if decision.kind == "edit" and decision.subject != "suggestion":
        raise UsageError("only a suggestion can be edited; a finding is accepted, dismissed or commented on")


def _check_subject(decision: Decision, report: Report) -> None:
    provision = next((p for p in report.provisions if p.id == decision.provision), None)
    if provision is None:
        raise UsageError(f"analysis {decision.analysis} has no provision {decision.provision!r}")
    if decision.element is not None and decision.element not in {e.id for e in provision.elements}:
        raise UsageError(f"provision {decision.provision} has no element {decision.element!r}")
    if decision.subject == "suggestion" and provision.suggestion is None:
        raise UsageError(f"provision {decision.provision} has no suggestion to decide about")


def _made(row: DecisionRow, deal: str) -> DecisionMade:
    own = [name for name in DecisionMade.model_fields if name not in {"deal", "analysis"}]
    return DecisionMade(deal=deal, analysis=row.analysis_id, **{name: getattr(row, name) for name in own})
