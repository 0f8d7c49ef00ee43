"""Measure the comparison: one contract in two formats, engines side by side, time against one analysis."""

from __future__ import annotations

from pathlib import Path

from eval.comparing.edits import measure_edits
from eval.comparing.engines import compare_engines
from eval.comparing.formats import compare_formats
from eval.comparing.pair import build_pair
from eval.comparing.time import time_comparison
from eval.comparing.unseen import measure_unseen
from eval.tables import Run, Section

__all__ = ["measure_compare"]


def measure_compare(shared: Path) -> Run:
    """Return what was measured; the pair of 100 pages needs the contracts in `shared`."""
    run = Run(
        [
            Section("edits", "Known edits on a sample", measure_edits()),
            Section("unseen", "Edits on other contracts (unseen.yaml, held_back.yaml)", measure_unseen(shared)),
            Section("formats", "The same contract as DOCX and as PDF", compare_formats(shared)),
        ]
    )
    pair = build_pair(shared)
    if pair is not None:
        run.tables.append(compare_engines(pair))
        run.sections.append(Section("comparison", f"A pair of {pair.pages} pages", time_comparison(pair)))
    return run
