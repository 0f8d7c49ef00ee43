"""Work on a run, from its start or resumption to its end or interruption: deal by deal, each stored as it comes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.batch.basis import hash_deal
from analyzer.batch.deal import Job, Work, refuse
from analyzer.batch.pace import Pace
from analyzer.batch.purse import Purse
from analyzer.errors import InputError
from analyzer.files import write_whole
from analyzer.models import Problem
from analyzer.models.batch import BatchEvent, DealOutcome, DealTask, Spending
from analyzer.models.store import Run
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.llm import ModelChoice
    from analyzer.store import Store

EngineRun = Callable[[Iterator[tuple[int, Work]], Job], Generator[tuple[int, DealOutcome]]]


class Session:
    """What is known of a run at its start or resumption.

    Args:
        cap: what models may use in the run, earlier sessions included.
        places: about how many deals are at work at a time.
    """

    def __init__(
        self,
        store: Store,
        run: Run,
        *,
        settings: Settings,
        who: str,
        cap: Spending,
        places: int,
        model: ModelChoice | None,
        progress: Callable[[BatchEvent], None],
    ) -> None:
        self._store, self._run, self._settings = store, run, settings
        self._who, self._model, self._progress = who, model, progress
        runs, workspace = store.runs, run.workspace
        self._tasks = runs.pending(run.id, workspace=workspace)
        self._written_before = runs.files_before(run.id, workspace=workspace)
        self._purse = Purse(cap, spent=runs.spent(run.id, workspace=workspace), places=places)
        self._pace = Pace(runs.results(run.id, workspace=workspace), left=len(self._tasks))
        self._fingerprints: dict[int, str] = {}

    def work_off(self, engine: EngineRun) -> None:
        """Do all that the run has left to do."""
        options = self._run.options
        job = Job(self._settings, options.profile, options.posture, options.formats, options.today, model=self._model)
        self._progress(self._pace.event("started"))
        with closing(engine(self._work(), job)) as outcomes:
            for number, outcome in outcomes:
                self._purse.settle(number, outcome.spent)
                self._keep(number, outcome)
        self._progress(self._pace.event("finished"))

    def _work(self) -> Iterator[tuple[int, Work]]:
        """Give the deals that have to be analysed; those that are unchanged are stored on the way."""
        run, runs = self._run, self._store.runs
        for number, task in enumerate(self._tasks):
            files, problems = self._open(task)
            fingerprint = hash_deal(task, files, run.options)
            same = None
            if not problems:
                same = runs.find_same(fingerprint, deal=task.deal.name, workspace=run.workspace)
            if same is None or not self._has_files(task, same.files):
                self._fingerprints[number] = fingerprint
                yield number, Work(task.deal, files, problems, self._purse.promise(number))
            else:
                result = runs.take_over(run.id, task, earlier=same, workspace=run.workspace)
                self._progress(self._pace.event("deal", result))

    def _open(self, task: DealTask) -> tuple[tuple[tuple[str, bytes], ...], tuple[Problem, ...]]:
        """Read the bytes of a deal's files; one that can't be opened is a problem."""
        from analyzer.ingest import read_bytes

        files: list[tuple[str, bytes]] = []
        problems: list[Problem] = []
        for file in task.files:
            try:
                files.append((file.path.name, read_bytes(file.path, file.path.name, self._settings)))
            except InputError as error:
                problems.append(refuse(error, file.path.name))
        return tuple(files), tuple(problems)

    def _keep(self, number: int, outcome: DealOutcome) -> None:
        """Write and store what came of a deal."""
        run, task = self._run, self._tasks[number]
        folder = self._folder(task)
        # The files first: where there is a result in the store, there are its files.
        for file in outcome.files:
            write_whole(folder / file.name, file.content)
        for name in set(self._written_before.get(task.folder, ())) - {file.name for file in outcome.files}:
            (folder / name).unlink(missing_ok=True)
        fingerprint = self._fingerprints.pop(number)
        result = self._store.runs.record(
            run.id, task, outcome, fingerprint=fingerprint, workspace=run.workspace, who=self._who
        )
        self._progress(self._pace.event("deal", result))

    def _folder(self, task: DealTask) -> Path:
        return Path(self._run.options.out) / "deals" / task.folder

    def _has_files(self, task: DealTask, names: Sequence[str]) -> bool:
        return all((self._folder(task) / name).is_file() for name in names)
