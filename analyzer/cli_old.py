"""The command line: `clause-analyzer analyze | library | schema | doctor | ui | eval`.

Heavy imports stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

if TYPE_CHECKING:
    from analyzer.models import Report

Profile = Literal["core", "extended", "full"]
TierChoice = Literal["auto", "routine", "standard", "high"]
PostureChoice = Literal["client", "balanced", "provider"]
FORMATS = ("md", "json", "html", "docx", "xlsx")

app = typer.Typer(
    name="clause-analyzer",
    help="Find missing, weak and adverse AI provisions in outsourcing contracts, and draft language that fits them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
library_app = typer.Typer(help="Check, list or describe the clause library.", no_args_is_help=True)
app.add_typer(library_app, name="library")


@app.command()
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
    from analyzer.pipeline import analyze as run
    from analyzer.pipeline import read_while_opening
    from analyzer.progress import StageProgress
    from analyzer.report import write_reports
    from analyzer.settings import Settings

    chosen = _choose_formats(formats)
    _require(profile, get_args(Profile), "--profile")
    _require(tier, get_args(TierChoice), "--tier")
    _require(posture, get_args(PostureChoice), "--posture")
    settings = Settings()
    with StageProgress(quiet=quiet) as progress:
        progress("reading")
        documents, library, retriever = read_while_opening(files, settings=settings)
        analysis = run(
            documents,
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


def _choose_formats(text: str) -> list[Literal["md", "json", "html", "docx", "xlsx"]]:
    chosen = [part.strip() for part in text.split(",") if part.strip()]
    for part in chosen:
        _require(part, FORMATS, "--format")
    return list(dict.fromkeys(chosen))  # type: ignore[arg-type]


def _require(value: str, allowed: tuple[str, ...], option: str) -> None:
    from analyzer.errors import UsageError

    if value not in allowed:
        raise UsageError(f"{option}: {value!r} is not known; use {', '.join(allowed)}")


def _print_summary(report: Report, written: tuple[Path, ...]) -> None:
    from analyzer.summary import summarize

    print(summarize(report))
    print("Written: " + ", ".join(str(path) for path in written))


@library_app.command("check")
def library_check(
    folder: Annotated[Path | None, typer.Option(help="A library other than the shipped one.")] = None,
) -> None:
    """Check every file of the library and print all mistakes at once."""
    from analyzer.library import load_library
    from analyzer.settings import Settings

    library = load_library(folder or Settings().library_dir)
    elements = len(library.elements)
    print(
        f"{len(library.provisions)} provisions, {elements} elements, {len(library.exemplars)} exemplars,"
        f" {len(library.definitions)} definitions: no mistakes"
    )


@library_app.command("list")
def library_list(profile: Annotated[str, typer.Option(help="core, extended or full")] = "full") -> None:
    """List the provisions of a profile with their elements."""
    from analyzer.library import load_library
    from analyzer.settings import Settings

    _require(profile, get_args(Profile), "--profile")
    library = load_library(Settings().library_dir)
    for provision in library.in_profile(profile):  # type: ignore[arg-type]
        print(f"{provision.id}  {provision.title} ({provision.group}, {provision.provision_class})")
        for element in provision.elements:
            counts = ", ".join(
                f"{sum(x.element == element.id and x.status == s for x in provision.exemplars)} {s}"
                for s in ("strong", "adequate", "weak", "adverse")
            )
            print(f"    {element.id:26} {element.criticality:8} {element.anchor:16} {counts}")


@library_app.command("schema")
def library_schema() -> None:
    """Print the JSON schema of a provision as the library holds it."""
    import json

    from analyzer.models import Provision

    print(json.dumps(Provision.model_json_schema(), indent=2))


@app.command()
def schema() -> None:
    """Print the JSON schema of report.json."""
    import json

    from analyzer.report import json_schema

    print(json.dumps(json_schema(), indent=2))


@app.command()
def doctor() -> None:
    """Say what is installed, which encoder is used, where the cache is and what leaves the machine."""
    from analyzer.doctor import examine

    print(examine())


@app.command()
def ui() -> None:
    """Open the browser application."""
    from analyzer.errors import UsageError

    raise UsageError(
        "the browser application is not built yet; use `clause-analyzer analyze FILE` and open report.html"
    )


@app.command("eval", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def evaluate(context: typer.Context) -> None:
    """Measure the analyzer on labelled contracts (the same as `python -m eval`)."""
    from eval.__main__ import main as run

    raise typer.Exit(run(context.args))


def main() -> None:
    """Run the command line; every expected failure is one clear line and its own exit code."""
    from analyzer.errors import AnalyzerError

    try:
        app()
    except AnalyzerError as error:
        print(f"clause-analyzer: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("clause-analyzer: stopped", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
