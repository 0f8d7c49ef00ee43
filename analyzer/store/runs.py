"""Batch runs: what is to be done, and each deal's outcome, stored together with its analysis or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analyzer.errors import UsageError
from analyzer.models.batch import DealOutcome, DealResult, DealTask, RunOptions, Spending
from analyzer.models.store import Run, RunPoint
from analyzer.store.analyses import add_analysis
from analyzer.store.audit import append
from analyzer.store.database import Database
from analyzer.store.deals import save_deals
from analyzer.store.tables import AnalysisRow, DealRow, RunDealRow, RunRow


class Runs:
    """Batch runs; every method takes a workspace and sees nothing of the others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, tasks: Sequence[DealTask], *, options: RunOptions, workspace: str, who: str) -> Run:
        """Begin a run and write down all it has to do."""
        with self._database.writing() as session:
            row = RunRow(
                workspace=workspace,
                out=options.out,
                options=options.model_dump_json(),
                started_at=datetime.now(UTC),
                started_by=who,
            )
            session.add(row)
            session.flush()
            deals = save_deals(session, [task.deal for task in tasks], workspace=workspace, who=who)
            for position, (task, deal_id) in enumerate(zip(tasks, deals, strict=True)):
                text = task.model_dump_json()
                session.add(
                    RunDealRow(run_id=row.id, position=position, deal_id=deal_id, task=text, tokens=0, cost=0.0)
                )
            append(session, action="run started", subjects=[row.id], workspace=workspace, who=who)
            return _run(row)

    def latest(self, *, out: str | None = None, workspace: str) -> Run | None:
        """Return the newest run, into a folder when that is given, if there is one."""
        query = select(RunRow).where(RunRow.workspace == workspace).order_by(RunRow.id.desc()).limit(1)
        if out is not None:
            query = query.where(RunRow.out == out)
        with self._database.reading() as session:
            row = session.scalar(query)
            return None if row is None else _run(row)

    def history(self, run: int, *, workspace: str) -> tuple[RunPoint, ...]:
        """Return this run and those before it into the same folder, oldest first, with what each found on average."""
        with self._database.reading() as session:
            own = _own_run(session, run, workspace)
            mean = func.avg(AnalysisRow.score)
            query = (
                select(RunRow, func.count(RunDealRow.deal_id), mean)
                .join(RunDealRow, RunDealRow.run_id == RunRow.id)
                .outerjoin(AnalysisRow, AnalysisRow.id == RunDealRow.analysis_id)
                .where(RunRow.workspace == workspace, RunRow.out == own.out, RunRow.id <= run)
                .group_by(RunRow.id)
                .order_by(RunRow.id)
            )
            return tuple(
                RunPoint(
                    run=row.id,
                    started_at=row.started_at,
                    basis=RunOptions.model_validate_json(row.options).basis,
                    deals=deals,
                    mean_score=None if score is None else round(score, 1),
                )
                for row, deals, score in session.execute(query)
            )

    def pending(self, run: int, *, workspace: str) -> tuple[DealTask, ...]:
        """Return what a run has still to do, in order."""
        with self._database.reading() as session:
            _own_run(session, run, workspace)
            query = select(RunDealRow.task).where(RunDealRow.run_id == run, RunDealRow.state.is_(None))
            return tuple(
                DealTask.model_validate_json(task) for task in session.scalars(query.order_by(RunDealRow.position))
            )

    def tasks(self, run: int, *, workspace: str) -> tuple[DealTask, ...]:
        """Return all that a run had to do, in order."""
        with self._database.reading() as session:
            _own_run(session, run, workspace)
            query = select(RunDealRow.task).where(RunDealRow.run_id == run).order_by(RunDealRow.position)
            return tuple(DealTask.model_validate_json(task) for task in session.scalars(query))

    def results(self, run: int, *, workspace: str) -> tuple[DealResult, ...]:
        """Return the results a run has so far, in the order of its deals."""
        with self._database.reading() as session:
            _own_run(session, run, workspace)
            query = select(RunDealRow.result).where(RunDealRow.run_id == run, RunDealRow.state.is_not(None))
            found = session.scalars(query.order_by(RunDealRow.position))
            return tuple(DealResult.model_validate_json(result) for result in found if result is not None)

    def spent(self, run: int, *, workspace: str) -> Spending:
        """Return what the models used in a run so far."""
        with self._database.reading() as session:
            _own_run(session, run, workspace)
            query = select(func.sum(RunDealRow.tokens), func.sum(RunDealRow.cost)).where(RunDealRow.run_id == run)
            tokens, cost = session.execute(query).one()
            return Spending(tokens=int(tokens or 0), cost=float(cost or 0.0))

    def record(
        self, run: int, task: DealTask, outcome: DealOutcome, *, fingerprint: str, workspace: str, who: str
    ) -> DealResult:
        """Store a deal's outcome, its report and the entry in the audit log, in one transaction.

        A deal that already has its result keeps it: what is given is dropped and the stored result returned.
        """
        with self._database.writing() as session:
            row = _own_deal(session, run, task, workspace)
            if row.result is not None:
                return DealResult.model_validate_json(row.result)
            report, analysis = outcome.report, None
            if report is not None:
                # What was read only in part may be read whole the next time, so it is not taken for the same.
                whole = len(report.documents) == len(task.files)
                # The same for what a language model was asked and has not answered.
                whole &= not any(problem.code.startswith("model-") for problem in report.problems)
                analysis = add_analysis(
                    session,
                    report,
                    deal_id=row.deal_id,
                    run_id=run,
                    fingerprint=fingerprint if whole else None,
                    workspace=workspace,
                    who=who,
                )
            row.tokens, row.cost = outcome.spent.tokens or 0, outcome.spent.cost or 0.0
            result = DealResult(
                deal=task.deal.name,
                folder=task.folder,
                state=outcome.state,
                analysis=None if analysis is None else analysis.id,
                reused=False,
                score=None if report is None else report.score.contract,
                band=None if report is None else report.score.band,
                problems=outcome.problems if report is None else report.problems,
                files=tuple(file.name for file in outcome.files),
                seconds=outcome.seconds,
            )
            return _keep(row, result)

    def find_same(self, fingerprint: str, *, deal: str, workspace: str) -> DealResult | None:
        """Return the newest result of a deal that was made of the same inputs in the same way, if there is one."""
        query = (
            select(RunDealRow.result)
            .join(AnalysisRow, AnalysisRow.id == RunDealRow.analysis_id)
            .join(DealRow, DealRow.id == AnalysisRow.deal_id)
            .where(DealRow.workspace == workspace, DealRow.name == deal, AnalysisRow.fingerprint == fingerprint)
            .order_by(RunDealRow.run_id.desc())
            .limit(1)
        )
        with self._database.reading() as session:
            result = session.scalar(query)
            return None if result is None else DealResult.model_validate_json(result)

    def files_before(self, run: int, *, workspace: str) -> dict[str, tuple[str, ...]]:
        """Return the reports that the run before, into the same folder, wrote: names by the deal's folder."""
        with self._database.reading() as session:
            row = _own_run(session, run, workspace)
            before = session.scalar(
                select(func.max(RunRow.id)).where(RunRow.workspace == workspace, RunRow.out == row.out, RunRow.id < run)
            )
        if before is None:
            return {}
        return {result.folder: result.files for result in self.results(before, workspace=workspace)}

    def take_over(self, run: int, task: DealTask, *, earlier: DealResult, workspace: str) -> DealResult:
        """Give a deal of a run the result of an earlier one."""
        with self._database.writing() as session:
            row = _own_deal(session, run, task, workspace)
            if row.result is not None:
                return DealResult.model_validate_json(row.result)
            result = earlier.model_copy(update={"folder": task.folder, "reused": True, "seconds": 0.0})
            return _keep(row, result)

    def finish(self, run: int, *, workspace: str, who: str) -> Run:
        """Say that a run is done.

        Raises:
            UsageError: it has deals left to do.
        """
        with self._database.writing() as session:
            row = _own_run(session, run, workspace)
            left = session.scalar(
                select(func.count()).select_from(RunDealRow).where(RunDealRow.run_id == run, RunDealRow.state.is_(None))
            )
            if left:
                raise UsageError(f"run {run} has {left} deals left to do")
            if row.finished_at is None:
                row.finished_at = datetime.now(UTC)
                append(session, action="run finished", subjects=[run], workspace=workspace, who=who)
            return _run(row)


def _own_run(session: Session, run: int, workspace: str) -> RunRow:
    row = session.get(RunRow, run)
    if row is None or row.workspace != workspace:
        raise UsageError(f"workspace {workspace!r} has no run {run}")
    return row


def _own_deal(session: Session, run: int, task: DealTask, workspace: str) -> RunDealRow:
    query = (
        select(RunDealRow)
        .join(DealRow)
        .where(RunDealRow.run_id == run, DealRow.workspace == workspace, DealRow.name == task.deal.name)
    )
    row = session.scalar(query.with_for_update(of=RunDealRow))
    if row is None:
        raise UsageError(f"workspace {workspace!r} has no run {run} with a deal {task.deal.name!r}")
    return row


def _keep(row: RunDealRow, result: DealResult) -> DealResult:
    row.state, row.analysis_id, row.result = result.state, result.analysis, result.model_dump_json()
    return result


def _run(row: RunRow) -> Run:
    return Run(
        id=row.id,
        workspace=row.workspace,
        options=RunOptions.model_validate_json(row.options),
        started_at=row.started_at,
        started_by=row.started_by,
        finished_at=row.finished_at,
    )
