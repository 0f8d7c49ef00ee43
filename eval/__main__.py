"""Measure the analyzer: `python -m eval [labelled|pre-ai|bench] [--check] [--json FILE]`.

Without a name labelled documents and pre-AI contracts are measured. `--check` compares with the floors of
`eval/baseline.json` and exits with 1 when one does not hold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.metrics import Figure

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
BASELINE = Path(__file__).with_name("baseline.json")
LAST = Path(__file__).with_name("last-run.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    parser.add_argument(
        "what", nargs="?", default="all", help="all, labelled, own, pre-ai, bench, or a folder of labels"
    )
    parser.add_argument("--profile", default="core", choices=("core", "extended", "full"))
    parser.add_argument("--check", action="store_true", help="hold the floors of eval/baseline.json")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with data/labelled and data/contracts")
    chosen = parser.parse_args(arguments)
    if chosen.what == "bench":
        from eval.benchmarks.speed import run_bench

        figures = run_bench(chosen.shared)
    else:
        from eval.run import run_eval

        figures = run_eval(chosen.what, profile=chosen.profile, shared=chosen.shared)
    if not figures:
        print(f"nothing measured: no data in {chosen.shared}; give --shared FOLDER", file=sys.stderr)
        return 3
    _print(figures)
    if chosen.json:
        chosen.json.write_text(json.dumps({f.name: f.value for f in figures}, indent=2) + "\n", encoding="utf-8")
    return _check(figures) if chosen.check else 0


def _print(figures: Sequence[Figure]) -> None:
    last = json.loads(LAST.read_text(encoding="utf-8")) if LAST.is_file() else {}
    for figure in figures:
        before = last.get(figure.name)
        change = f"  ({figure.value - before:+.3f})" if before is not None and figure.value is not None else ""
        print(f"{figure}{change}")
    LAST.write_text(json.dumps({**last, **{f.name: f.value for f in figures}}, indent=2) + "\n", encoding="utf-8")


def _check(figures: Sequence[Figure]) -> int:
    """Compare with the floors: a name with `at_least` or `at_most`."""
    floors = json.loads(BASELINE.read_text(encoding="utf-8"))
    measured = {f.name: f.value for f in figures}
    failed = 0
    for name, bound in floors.items():
        value = measured.get(name)
        if value is None:
            continue
        low, high = bound.get("at_least"), bound.get("at_most")
        if (low is not None and value < low) or (high is not None and value > high):
            print(f"FLOOR  {name}: {value:.3f}, allowed {bound}", file=sys.stderr)
            failed += 1
    checked = sum(name in measured for name in floors)
    print(f"{checked} floors checked, {failed} not held")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
