"""`clause-analyzer compare`: a base and the versions that came back, from their files to the comparison."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from analyzer.cli.options import PostureChoice, Profile, TierChoice, choose_formats, require

if TYPE_CHECKING:
    from analyzer.models import ComparisonReport

FORMATS = ("md", "json", "html", "xlsx")


def compare(
    base: Annotated[Path, typer.Argument(help="The draft that was sent out.", show_default=False)],
    versions: Annotated[list[Path], typer.Argument(help="What came back: DOCX, PDF or both.", show_default=False)],
    rounds: Annotated[
        bool, typer.Option("--rounds", help="The versions are the turns of one vendor, in order.")
    ] = False,
    profile: Annotated[str, typer.Option(help="Which provisions: core, extended or full.")] = "full",
    tier: Annotated[str, typer.Option(help="Impact tier: auto, routine, standard or high.")] = "auto",
    posture: Annotated[str, typer.Option(help="Posture of the answers: client, balanced or provider.")] = "balanced",
    out: Annotated[Path, typer.Option(help="Folder for the comparison.")] = Path("comparison"),
    formats: Annotated[str, typer.Option("--format", help="Any of md,json,html,xlsx.")] = "json,html,xlsx",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only problems.")] = False,
) -> None:
    """Compare what vendors sent back: who changed what, what it costs, and what nobody marked."""
    from analyzer.errors import InputError
    from analyzer.progress import StageProgress
    from analyzer.reading import start_comparison
    from analyzer.settings import Settings

    chosen = choose_formats(formats, FORMATS)
    require(profile, get_args(Profile), "--profile")
    require(tier, get_args(TierChoice), "--tier")
    require(posture, get_args(PostureChoice), "--posture")
    settings = Settings()
    # The rest of the analyzer is loaded while the files are being read.
    reading = start_comparison(base, versions, settings=settings)
    with StageProgress(quiet=quiet) as progress:
        progress("reading")
        from analyzer.comparing import compare_versions
        from analyzer.opening import open_library
        from analyzer.report.comparison import write_comparison

        library, retriever = open_library(settings)
        ours, theirs, problems = reading()
        if not theirs:
            raise InputError("\n".join(problem.message for problem in problems))
        compared = compare_versions(
            ours,
            theirs,
            profile=profile,  # type: ignore[arg-type]
            tier=tier,  # type: ignore[arg-type]
            posture=posture,  # type: ignore[arg-type]
            settings=settings,
            library=library,
            retriever=retriever,
            problems=problems,
            rounds=rounds,
            progress=progress,
        )
    written = write_comparison(compared, out=out, formats=chosen)  # type: ignore[arg-type]
    if not quiet:
        _print_summary(compared.report)
        print("Written: " + ", ".join(str(path) for path in written))
    for problem in compared.report.problems:
        print(problem.message, file=sys.stderr)
    if compared.report.status == "partial":
        raise typer.Exit(7)


def _print_summary(report: ComparisonReport) -> None:
    from analyzer.report.comparison.words import count_effects, heaviest, place

    print(f"{report.base.name}: {report.base.score.contract:.0f} of 100, band {report.base.score.band}")
    for version in report.versions:
        unmarked = f"{len(version.silent)} nobody marked" if version.marked else "no tracked changes"
        print(
            f"{version.name}: {report.base.score.contract:.0f} -> {version.document.score.contract:.0f},"
            f" concession {version.concession:.0f}, {count_effects(version.changes)}; {unmarked}"
        )
        for change in heaviest(version):
            print(f"  * {place(change)}: {change.number or change.why}{'' if change.tracked else ' (not marked)'}")
