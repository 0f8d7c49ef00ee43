"""`clause-analyzer analyze`: one deal from its files to the reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from analyzer.cli.model import Llm, MaxCost, MaxTokens, Redact, open_chosen
from analyzer.cli.options import PostureChoice, Profile, TierChoice, ViewChoice, choose_formats, require

if TYPE_CHECKING:
    from analyzer.library import Library
    from analyzer.models import Analysis, Report
    from analyzer.settings import Settings

REDLINE = "redline.docx"


def analyze(
    files: Annotated[list[Path], typer.Argument(help="The contract; several files are one deal.", show_default=False)],
    profile: Annotated[str, typer.Option(help="Which provisions: core, extended or full.")] = "full",
    tier: Annotated[str, typer.Option(help="Impact tier: auto, routine, standard or high.")] = "auto",
    posture: Annotated[str, typer.Option(help="Drafting posture: client, balanced or provider.")] = "balanced",
    view: Annotated[
        str, typer.Option(help="Of tracked changes: proposed (all accepted) or base (all rejected).")
    ] = "proposed",
    author: Annotated[
        str, typer.Option(help="Who the changes and comments of redline.docx are by.")
    ] = "Clause Analyzer",
    out: Annotated[Path, typer.Option(help="Folder for the reports.")] = Path("report"),
    formats: Annotated[str, typer.Option("--format", help="Any of md,json,html,docx,xlsx.")] = "md,json,html,docx",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only problems.")] = False,
    llm: Llm = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    redact: Redact = False,
) -> None:
    """Analyse a contract and write the report."""
    from analyzer.progress import StageProgress
    from analyzer.reading import start_contracts
    from analyzer.settings import Settings

    chosen = choose_formats(formats)
    require(profile, get_args(Profile), "--profile")
    require(tier, get_args(TierChoice), "--tier")
    require(posture, get_args(PostureChoice), "--posture")
    require(view, get_args(ViewChoice), "--view")
    settings = Settings()
    model = open_chosen(llm, settings, max_tokens=max_tokens, max_cost=max_cost, redact=redact)
    # The rest of the analyzer is loaded while the files are being read.
    contracts, later = start_contracts(files, settings=settings, view=view)  # type: ignore[arg-type]
    with StageProgress(quiet=quiet) as progress:
        progress("reading")
        from analyzer.opening import open_library
        from analyzer.pipeline import analyze as run
        from analyzer.report import WRITTEN_LATER, load_writers, write_reports

        library, retriever = open_library(settings)
        load_writers([f for f in chosen if f not in WRITTEN_LATER])
        splitting = contracts()
        later(load_writers, [f for f in chosen if f in WRITTEN_LATER])
        analysis = run(
            splitting,
            profile=profile,  # type: ignore[arg-type]
            tier=tier,  # type: ignore[arg-type]
            posture=posture,  # type: ignore[arg-type]
            settings=settings,
            library=library,
            retriever=retriever,
            model=model,
            later=later,
            progress=progress,
        )
        if "docx" in chosen:
            analysis = _redline(
                analysis, files[0], out=out, view=view, author=author, settings=settings, library=library
            )
    written = write_reports(analysis.report, contracts=analysis.contracts, out=out, formats=chosen, later=later)
    report = analysis.report
    if report.redline is not None and report.redline.file is not None:
        written = (*written, out / REDLINE)
    if not quiet:
        _print_summary(report, written)
    for problem in report.problems:
        print(problem.message, file=sys.stderr)
    if any(problem.code == "redline" for problem in report.problems):
        raise typer.Exit(6)
    use = report.receipt.language_model
    if use is not None and use.gave_nothing:
        raise typer.Exit(5)
    if report.status == "partial":
        raise typer.Exit(7)


def _redline(
    analysis: Analysis, source: Path, *, out: Path, view: str, author: str, settings: Settings, library: Library
) -> Analysis:
    """Write redline.docx where the source is a DOCX; why there is none is a problem of the report, which loses nothing."""
    from datetime import UTC, datetime

    from analyzer.errors import RedlineError
    from analyzer.redlining import write_redline

    # One of an earlier run would belong to another report.
    (out / REDLINE).unlink(missing_ok=True)
    if analysis.contracts[0].document.format != "docx":
        return analysis
    if view != "proposed":
        return _noted(
            analysis, "redline-left-out", "a redline is written over the proposed view only; the rider has the drafts"
        )
    try:
        analysis = write_redline(
            analysis,
            source,
            out=out / REDLINE,
            author=author,
            date_utc=datetime.now(UTC),
            settings=settings,
            library=library,
        )
    except RedlineError as error:
        return _noted(analysis, "redline", str(error))
    done = analysis.report.redline
    if done is not None and done.refused and not done.applied:
        return _noted(
            analysis, "redline", f"none of {len(done.refused)} changes could be made in the file; use the rider"
        )
    return analysis


def _noted(analysis: Analysis, code: str, message: str) -> Analysis:
    """Return the analysis with one more problem in its report."""
    from analyzer.models import Problem

    name = analysis.contracts[0].document.name
    message = message if message.startswith(f"{name}: ") else f"{name}: {message}"
    problem = Problem(code=code, message=message, document=name)
    report = analysis.report.model_copy(update={"problems": (*analysis.report.problems, problem)})
    return analysis.model_copy(update={"report": report})


def _print_summary(report: Report, written: tuple[Path, ...]) -> None:
    from analyzer.summary import summarize

    print(summarize(report))
    print("Written: " + ", ".join(str(path) for path in written))
