"""`clause-analyzer analyze`: one deal from its files to the reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from analyzer.cli.options import PostureChoice, Profile, TierChoice, choose_formats, require

if TYPE_CHECKING:
    from analyzer.models import Report


def analyze(
    files: Annotated[list[Path], typer.Argument(help="The contract; several files are one deal.", show_default=False)],
    profile: Annotated[str, typer.Option(help="Which provisions: core, extended or full.")] = "full",
    tier: Annotated[str, typer.Option(help="Impact tier: auto, routine, standard or high.")] = "auto",
    posture: Annotated[str, typer.Option(help="Drafting posture: client, balanced or provider.")] = "balanced",
    out: Annotated[Path, typer.Option(help="Folder for the reports.")] = Path("report"),
    formats: Annotated[str, typer.Option("--format", help="Any of md,json,html,docx,xlsx.")] = "md,json,html,docx",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only problems.")] = False,
) -> None:
    """Analyse a contract and write the report."""
    from analyzer.progress import StageProgress
    from analyzer.reading import start_deal
    from analyzer.settings import Settings

    chosen = choose_formats(formats)
    require(profile, get_args(Profile), "--profile")
    require(tier, get_args(TierChoice), "--tier")
    require(posture, get_args(PostureChoice), "--posture")
    settings = Settings()
    # The rest of the analyzer is loaded while the files are being read.
    documents = start_deal(files, settings=settings)
    with StageProgress(quiet=quiet) as progress:
        progress("reading")
        from analyzer.pipeline import analyze as run
        from analyzer.pipeline import open_library
        from analyzer.report import write_reports

        library, retriever = open_library(settings)
        analysis = run(
            documents(),
            profile=profile,  # type: ignore[arg-type]
            tier=tier,  # type: ignore[arg-type]
            posture=posture,  # type: ignore[arg-type]
            settings=settings,
            library=library,
            retriever=retriever,
            progress=progress,
        )
    written = write_reports(analysis.report, contracts=analysis.contracts, out=out, formats=chosen)
    if not quiet:
        _print_summary(analysis.report, written)
    for problem in analysis.report.problems:
        print(problem.message, file=sys.stderr)
    if analysis.report.status == "partial":
        raise typer.Exit(7)


def _print_summary(report: Report, written: tuple[Path, ...]) -> None:
    from analyzer.summary import summarize

    print(summarize(report))
    print("Written: " + ", ".join(str(path) for path in written))
