"""`clause-analyzer replay`: make a report again, its language model from the cache, and say what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from analyzer.models import Report
    from analyzer.settings import Settings


def replay(
    report: Annotated[Path, typer.Argument(help="The report.json of an earlier run.", show_default=False)],
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Its contract files; looked for beside the report and here without.", show_default=False),
    ] = None,
) -> None:
    """Make a report again from the same files, sending nothing, and print what differs; exit 1 when something does."""
    from analyzer.replay import compare_reports
    from analyzer.settings import Settings

    before = _read(report)
    settings = Settings().model_copy(update={"encoder": before.receipt.encoder})
    after = _analyze_again(before, _find_files(before, report, files or ()), settings)
    differences = compare_reports(before, after)
    for line in differences:
        print(line)
    if differences:
        raise typer.Exit(1)
    use = after.receipt.language_model
    print("The same." + (f" {use.cache_hits} answers of {use.model} were taken from the cache." if use else ""))


def _read(file: Path) -> Report:
    from pydantic import ValidationError

    from analyzer.errors import InputError
    from analyzer.models import Report

    try:
        return Report.model_validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(f"{file}: it can't be opened ({error.strerror}); give a report.json") from error
    except ValidationError as error:
        raise InputError(f"{file}: it is no report of this analyzer; give a report.json") from error


def _find_files(report: Report, beside: Path, given: Sequence[Path]) -> list[Path]:
    """Return the files of the report, in its order, known by their hashes.

    Raises:
        InputError: one of them is not there.
    """
    from analyzer.errors import InputError

    folder = beside.resolve().parent
    names = {document.name for document in report.documents}
    places = [place / name for place in (folder, folder.parent, Path.cwd()) for name in sorted(names)]
    hashes = {_hash(file): file for file in (*places, *given) if file.is_file()}
    for document in report.documents:
        if document.sha256 not in hashes:
            raise InputError(f"{document.name}: the file as it was analysed is not here; give it after the report")
    return [hashes[document.sha256] for document in report.documents]


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _analyze_again(report: Report, files: Sequence[Path], settings: Settings) -> Report:
    from datetime import date

    from analyzer.llm import reopen_model
    from analyzer.pipeline import analyze
    from analyzer.reading import read_deal

    use = report.receipt.language_model
    base = any(document.view == "base" for document in report.documents)
    documents = read_deal(files, settings=settings, view="base" if base else "proposed")
    return analyze(
        [d.model_copy(update={"name": known.name}) for d, known in zip(documents, report.documents, strict=True)],
        profile=report.profile,
        tier=report.tier.value if report.tier.source == "declared" else "auto",
        posture=report.posture,
        settings=settings,
        today=date.fromisoformat(report.receipt.date),
        calendar=None if report.renewal is None else report.renewal.calendar,
        model=None if use is None else reopen_model(use, cache_dir=settings.cache_dir),
    ).report
