"""Measure on a user's own labelled contracts: `clause-analyzer eval FOLDER`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from analyzer.errors import InputError, UsageError
from analyzer.library import load_library
from analyzer.settings import Settings

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Measure on the folder named first and return the exit code.

    Raises:
        UsageError: there is no such folder, it has no contracts, or its labels have mistakes.
    """
    parser = argparse.ArgumentParser(
        prog="clause-analyzer eval FOLDER",
        description="Measure the analyzer on your own labelled contracts. In FOLDER each contract (pdf, docx, md, txt) has a"
        " label file of the same name beside it (csv, xlsx, json) with the columns provision, status and, if you"
        " like, element, quote and note.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--template", action="store_true", help="write a CSV to fill in beside each contract without labels"
    )
    parser.add_argument(
        "--tier", choices=("routine", "standard", "high"), default="standard", help="impact tier of the deals"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--calibration", type=Path, metavar="FILE", help="fit what its probabilities mean on your contracts"
    )
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        raise UsageError(f"{chosen.folder}: neither a measurement nor a folder; see python -m eval --help")
    return _template(chosen.folder) if chosen.template else _measure(chosen)


def _template(folder: Path) -> int:
    from eval.own.labels import find_labels, load_own, write_template

    library = load_library(Settings().library_dir)
    for contract in load_own(folder, library).unlabelled:
        begun = find_labels(contract)
        print(f"{begun} is there already, without a status in it" if begun else write_template(contract, library))
    return 0


def _measure(chosen: argparse.Namespace) -> int:
    from eval.last_run import compare_with_last, keep_run
    from eval.own.abstention import tabulate_abstention
    from eval.own.calibration import calibrate
    from eval.own.judged import JudgedOwn, judge_own
    from eval.own.labels import load_own
    from eval.own.tables import score_own, tabulate_by_provision, tabulate_confusion
    from eval.shipped import open_shipped
    from eval.tables import Run, Section, as_data, tabulate, write_table

    settings = Settings()
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    cases, unlabelled, astray = load_own(chosen.folder, library, tier=chosen.tier)
    for contract in unlabelled:
        print(f"{contract.name}: no labels; --template writes a file to fill in", file=sys.stderr)
    for file in astray:
        print(f"{file.name}: no contract of that name beside it (left out)", file=sys.stderr)
    if not cases:
        raise UsageError(f"{chosen.folder}: no labelled contract; run with --template to begin")
    shipped = open_shipped(settings)
    judged: list[JudgedOwn] = []
    for case in cases:
        try:
            judged.append(judge_own(shipped, case))
        except InputError as error:
            print(f"{error} (left out)", file=sys.stderr)
    if not judged:
        raise UsageError(f"{chosen.folder}: no labelled contract can be read")
    for label in (label for case in judged for label in case.unknown_quotes):
        print(f"{label.where} quote: does not stand in the contract", file=sys.stderr)
    section = Section(str(chosen.folder.resolve()), f"{chosen.folder.name}: {len(judged)} contracts", score_own(judged))
    tables = [tabulate_by_provision(judged), tabulate_confusion(judged), tabulate_abstention(judged)]
    if chosen.calibration:
        calibration, table = calibrate(judged, encoder=settings.encoder, library_sha256=library.sha256)
        tables.append(table)
        chosen.calibration.write_text(calibration.model_dump_json(indent=1) + "\n", encoding="utf-8")
    last_run = settings.cache_dir / "own-last-run.json"
    print(write_table(tabulate(section, compare_with_last([section], file=last_run)[section.key])))
    for table in tables:
        print(write_table(table))
    keep_run([section], file=last_run)
    if chosen.json:
        chosen.json.write_text(
            json.dumps(as_data(Run([section], tables, shipped.named())), indent=1) + "\n", encoding="utf-8"
        )
    return 0
