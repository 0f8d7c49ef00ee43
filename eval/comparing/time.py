"""The time of the command line on a pair, against the analysis of one document of it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from eval.benchmarks.speed import measure_command
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
            run = [sys.executable, "-m", "analyzer.cli"]
            one, _ = measure_command([*run, "analyze", str(base), *out], chosen)
            two, _ = measure_command([*run, "compare", str(base), str(version), *out], chosen)
            figures += [
                Figure(f"{encoder} encoder: analysis of one, seconds", one, None, None, 3, better="lower"),
                Figure(f"{encoder} encoder: comparison, seconds", two, None, None, 3, better="lower"),
                Figure(f"{encoder} encoder: comparison over analysis of one", two / one, None, None, 3, better="lower"),
            ]
    return figures
