"""The time of the command line on a pair, against the analysis of one document of it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from eval.benchmarks.speed import ROUNDS, Command, measure_in_turn
from eval.comparing.pair import Pair
from eval.metrics import Figure


def time_comparison(pair: Pair) -> list[Figure]:
    """Return seconds for one document and for the pair, with each encoder, and their ratio."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base, version = folder / "base.docx", folder / "version.docx"
        base.write_bytes(pair.base)
        version.write_bytes(pair.version)
        out = ["--quiet", "--out", str(folder / "out"), "--format", "json"]
        for encoder in ("fast", "accurate"):
            chosen = {"CLAUSE_ANALYZER_ENCODER": encoder}
            run = (sys.executable, "-m", "analyzer.cli")
            one = Command("analysis of one", (*run, "analyze", str(base), *out), chosen)
            two = Command("comparison", (*run, "compare", str(base), str(version), *out), chosen)
            taken = measure_in_turn([one, two])
            ratio = taken[two.name].over(taken[one.name])
            figures += [
                *(_figure(f"{encoder} encoder: {c.name}, seconds", taken[c.name].seconds()) for c in (one, two)),
                _figure(f"{encoder} encoder: comparison over analysis of one", ratio),
            ]
    return figures


def _figure(name: str, value: float) -> Figure:
    return Figure(name, value, None, None, ROUNDS, better="lower")
