"""Take a batch from its source to its result: find the deals or the run to go on with, work it off, sum it up."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.batch.basis import hash_basis
from analyzer.batch.discover import discover
from analyzer.batch.local import count_cores, run_local
from analyzer.batch.output import lock_folder
from analyzer.batch.session import EngineRun, Session
from analyzer.errors import UsageError
from analyzer.files import write_whole
from analyzer.models.batch import (
    BatchEvent,
    BatchResult,
    DealTask,
    Engine,
    Grouping,
    ReportFormat,
    RunOptions,
    Spending,
)
from analyzer.models.provision import Posture, ProfileName
from analyzer.models.store import Run
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.llm import ModelChoice
    from analyzer.store import Store

NO_LIMIT = Spending()
_OPTIONS_TO_KEEP = {
    "source": "source",
    "profile": "profile",
    "posture": "posture",
    "formats": "formats",
    "basis": "library, settings or language model",
}


def _no_progress(event: BatchEvent) -> None:
    """Report nothing."""


def batch(
    source: Path,
    *,
    out: Path,
    profile: ProfileName = "full",
    posture: Posture = "balanced",
    formats: Sequence[ReportFormat] = ("json", "html"),
    by: Grouping = "folder",
    resume: bool = False,
    engine: Engine | EngineRun = "local",
    workers: int | None = None,
    address: str | None = None,
    workspace: str = "default",
    who: str | None = None,
    cap: Spending = NO_LIMIT,
    model: ModelChoice | None = None,
    settings: Settings | None = None,
    today: date | None = None,
    progress: Callable[[BatchEvent], None] = _no_progress,
) -> BatchResult:
    """Analyse every deal of a source, store each result as it comes and write its reports to `out`/deals/<deal>.

    A deal of which files, terms, library and settings are those of an earlier analysis takes that one over.

    Args:
        source: a folder of contracts, or a CSV manifest.
        out: where reports, batch.json and, unless settings name another store, results.sqlite go.
        by: how a folder makes deals (see `discover`).
        resume: go on with the last run into `out`; begin when there is none.
        engine: "local", "ray", or a function that takes numbered work and a job and gives numbered outcomes.
        workers: how many deals at a time; one a core by default.
        address: of a Ray cluster.
        who: the name in the store and its audit log; the user's by default.
        cap: what the language model may use in the whole run, resumed or not.
        model: what reads doubtful elements a second time; nothing leaves the machine without one.

    Raises:
        ModelError: the model can't be used at all.
        UsageError: source, output, store or engine can't be used, or the run to go on with had other options.
        LibraryError: the library has mistakes.
    """
    from analyzer.store import open_store

    settings = settings or Settings()
    out = out.resolve()
    if model is not None:
        _check_model(model, settings, cap)
    options = RunOptions(
        source=str(source.resolve()),
        out=str(out),
        profile=profile,
        posture=posture,
        formats=tuple(formats),
        basis=hash_basis(settings, model),
        today=today or date.today(),
        cap=cap,
    )
    with ExitStack() as stack:
        stack.enter_context(lock_folder(out))
        store = stack.enter_context(open_store(settings.store_url or out / "results.sqlite"))
        runs, name = store.runs, who or _user()
        run = runs.latest(out=options.out, workspace=workspace) if resume else None
        if run is None:
            found = discover(source, out=out, by=by)
            options = options.model_copy(update={"passed_over": found.passed_over})
            # The largest first, so that at the end no worker is alone with a long one.
            ordered = sorted(found.tasks, key=_size, reverse=True)
            run = runs.start(ordered, options=options, workspace=workspace, who=name)
        else:
            _check_same_options(run, options)
        places = 2 * (workers or count_cores())
        session = Session(
            store, run, settings=settings, who=name, cap=cap, places=places, model=model, progress=progress
        )
        session.work_off(_choose(engine, workers, address))
        return _finish(store, run, name)


def _finish(store: Store, run: Run, who: str) -> BatchResult:
    run = store.runs.finish(run.id, workspace=run.workspace, who=who)
    assert run.finished_at is not None
    results = store.runs.results(run.id, workspace=run.workspace)
    result = BatchResult(
        run=run.id,
        workspace=run.workspace,
        started_at=run.started_at,
        finished_at=run.finished_at,
        options=run.options,
        deals=tuple(sorted(results, key=lambda result: result.deal)),
        spent=store.runs.spent(run.id, workspace=run.workspace),
        audit_head=str(store.audit.head()),
    )
    text = result.model_dump_json(by_alias=True, indent=2) + "\n"
    write_whole(Path(run.options.out) / "batch.json", text.encode())
    return result


def _check_same_options(run: Run, options: RunOptions) -> None:
    changed = [what for name, what in _OPTIONS_TO_KEEP.items() if getattr(run.options, name) != getattr(options, name)]
    if changed:
        raise UsageError(
            f"the run to go on with was started with another {', '.join(changed)}: give the same, or start anew without"
            " --resume; what is unchanged is not analysed again"
        )


def _check_model(model: ModelChoice, settings: Settings, cap: Spending) -> None:
    """Raise now what every deal would run into."""
    from analyzer.llm import open_model

    open_model(model.name, cache_dir=settings.cache_dir, settings=model.settings, allowance=cap)


def _choose(engine: Engine | EngineRun, workers: int | None, address: str | None) -> EngineRun:
    if callable(engine):
        return engine
    if engine == "ray":
        from analyzer.batch.on_ray import run_on_ray

        return lambda work, job: run_on_ray(work, job=job, workers=workers, address=address)
    return lambda work, job: run_local(work, job=job, workers=workers)


def _size(task: DealTask) -> int:
    return sum(file.path.stat().st_size if file.path.is_file() else 0 for file in task.files)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
