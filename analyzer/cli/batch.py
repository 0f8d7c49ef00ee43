"""`clause-analyzer batch`: many deals, from a folder or a manifest to reports, a store of results and a portfolio."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from analyzer.cli.model import Llm, MaxCost, MaxTokens, Redact, choose_model
from analyzer.cli.options import PostureChoice, Profile, choose_formats, require
from analyzer.cli.places import open_run
from analyzer.cli.portfolio import write as write_portfolio

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from analyzer.models.batch import BatchEvent, BatchResult

_ENGINES = ("local", "ray")
_GROUPINGS = ("folder", "file")


def batch(
    source: Annotated[Path, typer.Argument(help="A folder of contracts, or a CSV manifest.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder for reports and results.", show_default=False)],
    profile: Annotated[str, typer.Option(help="Which provisions: core, extended or full.")] = "full",
    posture: Annotated[str, typer.Option(help="Drafting posture: client, balanced or provider.")] = "balanced",
    formats: Annotated[str, typer.Option("--format", help="Any of md,json,html,docx,xlsx.")] = "json,html",
    deals_by: Annotated[str, typer.Option(help="In a folder, what is a deal: each folder or each file.")] = "folder",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the last run into this folder.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Deals at a time; one a core by default.")] = None,
    engine: Annotated[str, typer.Option(help="local, or ray for many machines.")] = "local",
    address: Annotated[str | None, typer.Option(help="Of a running Ray cluster; started here without one.")] = None,
    store: Annotated[str | None, typer.Option(help="PostgreSQL by URL; OUT/results.sqlite without one.")] = None,
    workspace: Annotated[str, typer.Option(help="Whose deals these are.")] = "default",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only problems.")] = False,
    llm: Llm = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    redact: Redact = False,
) -> None:
    """Analyse a folder of contracts; what is unchanged since the last run is taken over from it."""
    from analyzer.batch import batch as run
    from analyzer.models.batch import Spending
    from analyzer.settings import Settings

    chosen = choose_formats(formats)
    require(profile, get_args(Profile), "--profile")
    require(posture, get_args(PostureChoice), "--posture")
    require(engine, _ENGINES, "--engine")
    require(deals_by, _GROUPINGS, "--deals-by")
    settings = Settings() if store is None else Settings(store_url=store)
    with BatchProgress(quiet=quiet) as progress:
        result = run(
            source,
            out=out,
            profile=profile,  # type: ignore[arg-type]
            posture=posture,  # type: ignore[arg-type]
            formats=chosen,
            by=deals_by,  # type: ignore[arg-type]
            resume=resume,
            workers=workers,
            engine=engine,  # type: ignore[arg-type]
            address=address,
            workspace=workspace,
            cap=Spending(tokens=max_tokens, cost=max_cost),
            model=None if llm is None else choose_model(llm, redact=redact),
            settings=settings,
            progress=progress,
        )
    opened, finished = open_run(out, store=store, workspace=workspace)
    with opened:
        write_portfolio(opened, finished, out=out, today=finished.options.today, quiet=True)
    for deal in result.deals:
        for problem in deal.problems:
            if problem.partial:
                told = problem.message.startswith(f"{deal.deal}: ")
                print(problem.message if told else f"{deal.deal}: {problem.message}", file=sys.stderr)
    if not quiet:
        _print_summary(result, out)
    if not result.complete:
        raise typer.Exit(7)


class BatchProgress:
    """Shows a batch on stderr: a bar with rate and time left on a terminal, else a line for each tenth of the deals."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._tenth = 0

    def __enter__(self) -> BatchProgress:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
            )
            self._bar.start()
            self._task = self._bar.add_task("")
        return self

    def __call__(self, event: BatchEvent) -> None:
        """Show an event."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=event.total, completed=event.done, description=_describe(event))
            return
        tenth = 10 * event.done // max(event.total, 1)
        if not self._quiet and (tenth > self._tenth or event.kind == "started"):
            print(f"{event.done} of {event.total} deals{_describe(event)}", file=sys.stderr)
            self._tenth = tenth

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _describe(event: BatchEvent) -> str:
    parts = [f", {event.failed} failed"] if event.failed else []
    if event.deals_per_minute is not None and event.seconds_left is not None:
        parts.append(f", {event.deals_per_minute:.0f} a minute, about {_duration(event.seconds_left)} left")
    return "".join(parts)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _print_summary(result: BatchResult, out: Path) -> None:
    states = Counter(deal.state for deal in result.deals)
    reused = sum(deal.reused for deal in result.deals)
    parts = [f"{states[state]} {state}" for state in ("complete", "partial", "failed") if states[state]]
    print(f"{len(result.deals)} deals: {', '.join(parts)}" + (f"; {reused} unchanged, taken over" if reused else ""))
    if passed_over := result.options.passed_over:
        print(f"{len(passed_over)} files passed over, of kinds no contract comes in; {out / 'batch.json'} lists them")
    print(f"What to negotiate first: {out / 'portfolio.html'} and {out / 'portfolio.xlsx'}")
    print(f"Reports: {out / 'deals'}. Head of the audit log, to be kept elsewhere: {result.audit_head}")
