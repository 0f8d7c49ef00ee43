"""Lay out what amendments are written from: stored reports, files read again, clauses for no contract in particular."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analyzer.amend.write import DealToAmend, TemplateToWrite
from analyzer.drafting import draft_again, draft_frame
from analyzer.errors import InputError, UsageError
from analyzer.models import Contract, DealTask, Document, Portfolio, PortfolioDeal, Posture, Report, Run
from analyzer.reading import read_deal
from analyzer.reopening import reopen
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.library import Library
    from analyzer.store import Store


class Desk:
    """Lays out what an amendment is written from: the stored report, and the deal's files read again."""

    def __init__(self, store: Store, run: Run, library: Library, settings: Settings, posture: Posture | None) -> None:
        self._store, self._workspace = store, run.workspace
        self._library, self._settings, self._posture = library, settings, posture
        tasks = store.runs.tasks(run.id, workspace=run.workspace)
        self._tasks = {task.deal.name: task for task in tasks}

    def deals(self, chosen: Sequence[PortfolioDeal]) -> Iterator[DealToAmend]:
        """Give the deals one by one, drafted anew where another posture is wanted."""
        for deal in chosen:
            report = self._report(deal)
            documents = self._read(self._tasks[deal.deal], report)
            contracts: tuple[Contract, ...] = ()
            if documents:
                analysis = reopen(report, documents)
                if self._posture is not None and self._posture != report.posture:
                    analysis = draft_again(analysis, posture=self._posture, library=self._library)
                report, contracts = analysis.report, analysis.contracts
            elif self._posture is not None and self._posture != report.posture:
                raise UsageError(
                    f"{deal.deal}: its files are not where they were, or have changed, so it can't be drafted anew: leave out"
                    " the posture, or run the batch again"
                )
            yield DealToAmend(deal, report, contracts)

    def templates(self, portfolio: Portfolio) -> Iterator[TemplateToWrite]:
        """Give the templates with their clauses, drafted for no contract in particular."""
        deals = {deal.deal: deal for deal in portfolio.deals}
        for template in portfolio.templates:
            posture = self._posture or template.posture
            report = self._report(deals[template.deals[0]])
            wanted = {
                p.id: [edit.element for edit in p.suggestion.edits]
                for p in report.provisions
                if p.suggestion is not None and p.id in template.provisions
            }
            suggestions = draft_frame(wanted, library=self._library, posture=posture, tier=report.tier.value)
            yield TemplateToWrite(template.model_copy(update={"posture": posture}), report, suggestions)

    def _report(self, deal: PortfolioDeal) -> Report:
        assert deal.analysis is not None
        return self._store.analyses.report(deal.analysis, workspace=self._workspace)

    def _read(self, task: DealTask, report: Report) -> tuple[Document, ...]:
        """Return the documents of a report; none when a file is gone or is no longer the one that was analysed."""
        try:
            documents = read_deal([file.path for file in task.files], settings=self._settings)
        except InputError:
            return ()
        known = {(document.name, document.sha256) for document in report.documents}
        same = {(document.name, document.sha256) for document in documents} == known
        return documents if same else ()
