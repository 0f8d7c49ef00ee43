"""Measure the analyzer.

`python -m eval` measures on every set of cases there is and prints tables; `python -m eval FOLDER` on your own labelled
contracts (`python -m eval FOLDER --help`). With the name of one measurement only that is made; with `--llm MODEL` what a
language model adds is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import AnalyzerError

if TYPE_CHECKING:
    from eval.tables import Run

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def _all(shared: Path) -> Run:
    """Every set of cases, and simple methods beside the analyzer."""
    from eval.run import run_all

    return run_all(shared)


def _acord(shared: Path) -> Run:
    """Clause retrieval on ACORD."""
    from eval.acord import measure_acord

    return measure_acord(shared)


def _ingest(shared: Path) -> Run:
    """Words and their order against the text beside each PDF, numbering against LibreOffice."""
    from eval.reading import measure_reading

    return measure_reading(shared)


def _lint(shared: Path) -> Run:
    """Orders to a reader, and contracts that give none."""
    from eval.lint import measure_lint

    return measure_lint(shared)


def _bench(shared: Path) -> Run:
    """Time and memory of the command line, and of long redlines."""
    from eval.benchmarks.redline import run_redline_bench
    from eval.benchmarks.speed import run_bench
    from eval.tables import Run, Section

    return Run(
        [
            Section("bench", "Speed and memory", run_bench(shared)),
            Section("redline", "Long redlines", run_redline_bench()),
        ]
    )


def _renewal(shared: Path) -> Run:
    """Dates, terms and parties beside the answers that came with real contracts."""
    from eval.renewal import measure_renewal
    from eval.tables import Run, Section

    measured = measure_renewal(shared)
    return Run([Section("renewal", "Renewal facts", measured.figures())] if measured.rows else [])


def _scans(shared: Path) -> Run:
    """Scanned contracts beside the contracts they were made from: words, and what the analysis makes of both."""
    from eval.scans import measure_scans

    return measure_scans(shared)


def _batch(shared: Path, files: int = 1_000, kills: int = 10) -> Run:
    """A batch of files with poison among them, killed and resumed, and what a second worker brings."""
    from eval.benchmarks.batch import measure_throughput
    from eval.benchmarks.hostile import measure_hostile
    from eval.tables import Run, Section

    title = f"{files:,} files, one in twenty poison, killed {kills} times and resumed"
    hostile = Section("batch", title, measure_hostile(shared, files=files, kills=kills))
    throughput = Section("batch throughput", "Contracts a minute", measure_throughput(shared))
    return Run([section for section in (hostile, throughput) if section.figures])


def _compare(shared: Path) -> Run:
    """The comparison of versions: two formats of one contract, other engines beside ours, time."""
    from eval.comparing import measure_compare

    return measure_compare(shared)


def _ui(shared: Path) -> Run:
    """The browser application: the first result of a long contract, and each interaction with a longer one."""
    from eval.benchmarks.browser import measure_browser
    from eval.tables import Run, Section

    figures = measure_browser(shared)
    return Run([Section("ui", "In the browser", figures)] if figures else [])


def _redline(shared: Path) -> Run:
    """The samples with every suggestion accepted in a redline, analysed again, beside the target of each posture."""
    from eval.redlines import measure_redlines

    return measure_redlines()


def _second_reading(shared: Path, llm: str) -> Run:
    from eval.second_reading import measure_second_reading

    return measure_second_reading(shared, llm)


MEASUREMENTS: dict[str, Callable[[Path], Run]] = {
    "all": _all,
    "acord": _acord,
    "ingest": _ingest,
    "renewal": _renewal,
    "lint": _lint,
    "scans": _scans,
    "batch": _batch,
    "compare": _compare,
    "redline": _redline,
    "bench": _bench,
    "ui": _ui,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] not in MEASUREMENTS and not given[0].startswith("-"):
            from eval.own import main as measure_own

            return measure_own(given)
        return _measure(given)
    except AnalyzerError as error:
        print(error, file=sys.stderr)
        return error.exit_code


def _measure(given: Sequence[str]) -> int:
    from eval.floors import check_floors
    from eval.last_run import compare_with_last, keep_run
    from eval.tables import as_data, tabulate, write_table

    names = "\n".join(f"  {name:8} {what.__doc__}" for name, what in MEASUREMENTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description=__doc__,
        epilog=f"measurements:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", default="all", choices=tuple(MEASUREMENTS), metavar="MEASUREMENT")
    parser.add_argument(
        "--check", action="store_true", help="exit with 1 when a floor of eval/baseline.json is not held"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--readme", action="store_true", help="print the tables as eval/README.md has them")
    parser.add_argument(
        "--shared", type=Path, default=SHARED, metavar="FOLDER", help="folder with the data to measure on"
    )
    parser.add_argument(
        "--llm",
        metavar="MODEL",
        help="measure the second reading by this model on the labelled contracts, beside the analyzer without one;"
        " labels is a reader that knows the labels",
    )
    parser.add_argument("--files", type=int, default=1_000, metavar="N", help="how many files the batch has")
    parser.add_argument("--kills", type=int, default=10, metavar="N", help="how many times the batch is killed")
    chosen = parser.parse_args(given)
    if chosen.llm is not None:
        run = _second_reading(chosen.shared, chosen.llm)
    elif chosen.what == "batch":
        run = _batch(chosen.shared, chosen.files, chosen.kills)
    else:
        run = MEASUREMENTS[chosen.what](chosen.shared)
    if not run.sections:
        print(f"nothing measured: no data in {chosen.shared}; give --shared FOLDER", file=sys.stderr)
        return 3
    changes = compare_with_last(run.sections)
    for section in (section for section in run.sections if section.shown):
        print(write_table(tabulate(section, None if chosen.readme else changes[section.key])))
    for table in run.tables:
        print(write_table(table))
    keep_run(run.sections)
    if chosen.json:
        chosen.json.write_text(json.dumps(as_data(run), indent=1) + "\n", encoding="utf-8")
    return check_floors(run.sections) if chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
