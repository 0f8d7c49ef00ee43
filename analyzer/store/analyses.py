"""Analyses: whole reports, added and never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import ValidationError
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from analyzer.errors import UsageError
from analyzer.models.batch import Deal
from analyzer.models.report import Report
from analyzer.models.store import AnalysisSummary, ProvisionSummary
from analyzer.store.audit import append
from analyzer.store.database import Database
from analyzer.store.deals import save_deals
from analyzer.store.tables import AnalysisRow, DealRow, ProvisionRow, RunDealRow

_CHUNK = 500


class Analyses:
    """Stored analyses; every method takes a workspace and sees nothing of the others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, report: Report, *, deal: Deal, workspace: str, who: str) -> AnalysisSummary:
        """Store a report; the deal is added when it is new."""
        with self._database.writing() as session:
            [deal_id] = save_deals(session, [deal], workspace=workspace, who=who)
            row = add_analysis(session, report, deal_id=deal_id, workspace=workspace, who=who)
            return _summaries(session, [(row, deal.name)])[0]

    def find(self, *, workspace: str, deal: str | None = None, run: int | None = None) -> tuple[AnalysisSummary, ...]:
        """Return analyses, newest first: all, those of a deal, or those a run made or took over."""
        query = _of_workspace(workspace).order_by(AnalysisRow.id.desc())
        if deal is not None:
            query = query.where(DealRow.name == deal)
        if run is not None:
            query = query.join(RunDealRow, RunDealRow.analysis_id == AnalysisRow.id).where(RunDealRow.run_id == run)
        with self._database.reading() as session:
            return _summaries(session, session.execute(query).all())

    def report(self, analysis: int, *, workspace: str) -> Report:
        """Return a stored report.

        Raises:
            UsageError: the workspace has no such analysis, or this version can't read the report any more.
        """
        text = self.report_json(analysis, workspace=workspace)
        try:
            return Report.model_validate_json(text)
        except ValidationError as error:
            raise UsageError(
                f"analysis {analysis} was stored by another version of this program, which wrote fields that this one"
                f" does not know ({error.error_count()} differences): read its JSON instead, or analyse the deal anew"
            ) from error

    def report_json(self, analysis: int, *, workspace: str) -> str:
        """Return a stored report as it was written, whatever version wrote it.

        Raises:
            UsageError: the workspace has no such analysis.
        """
        query = (
            select(AnalysisRow.report).join(DealRow).where(DealRow.workspace == workspace, AnalysisRow.id == analysis)
        )
        with self._database.reading() as session:
            text = session.scalar(query)
        if text is None:
            raise UsageError(f"workspace {workspace!r} has no analysis {analysis}: `find` lists those there are")
        return text


def add_analysis(
    session: Session,
    report: Report,
    *,
    deal_id: int,
    workspace: str,
    who: str,
    run_id: int | None = None,
    fingerprint: str | None = None,
) -> AnalysisRow:
    """Add a report with its provisions and the entry in the audit log."""
    row = AnalysisRow(
        deal_id=deal_id,
        run_id=run_id,
        made_at=datetime.now(UTC),
        made_by=who,
        fingerprint=fingerprint,
        status=report.status,
        profile=report.profile,
        posture=report.posture,
        tier=report.tier.value,
        score=report.score.contract,
        band=report.score.band,
        core_index=report.score.core_index,
        report=report.model_dump_json(by_alias=True),
    )
    session.add(row)
    session.flush()
    for position, provision in enumerate(report.provisions):
        session.add(
            ProvisionRow(
                analysis_id=row.id,
                position=position,
                provision=provision.id,
                group=provision.group,
                status=provision.status,
                score=provision.score,
                weight=provision.weight,
                exposure=provision.exposure,
            )
        )
    append(session, action="analysis added", subjects=[row.id], workspace=workspace, who=who)
    return row


def _of_workspace(workspace: str) -> Select[AnalysisRow, str]:
    return select(AnalysisRow, DealRow.name).join(DealRow).where(DealRow.workspace == workspace)


def _summaries(session: Session, found: Sequence[tuple[AnalysisRow, str]]) -> tuple[AnalysisSummary, ...]:
    provisions: dict[int, list[ProvisionSummary]] = defaultdict(list)
    ids = [row.id for row, _ in found]
    for first in range(0, len(ids), _CHUNK):
        query = (
            select(ProvisionRow)
            .where(ProvisionRow.analysis_id.in_(ids[first : first + _CHUNK]))
            .order_by(ProvisionRow.analysis_id, ProvisionRow.position)
        )
        for provision in session.scalars(query):
            fields = {name: getattr(provision, name) for name in ProvisionSummary.model_fields}
            provisions[provision.analysis_id].append(ProvisionSummary(**fields))
    own = [name for name in AnalysisSummary.model_fields if name not in {"deal", "run", "provisions"}]
    return tuple(
        AnalysisSummary(
            deal=deal,
            run=row.run_id,
            provisions=tuple(provisions[row.id]),
            **{name: getattr(row, name) for name in own},
        )
        for row, deal in found
    )
