"""How good the analyzer was found to be: floors that every version holds, and what was measured last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Of the sets in `eval/`, those that a reader of reports can do something with, in their order.
_SETS = {
    "labelled core": "Real contracts, core provisions",
    "labelled full": "Real contracts, all provisions",
    "labelled parties": "Real contracts, the parties",
    "own sentences held back": "Sentences kept from all tuning",
    "polysemy": "Words that mean something else",
    "pre-AI": "Contracts written before AI",
    "ingest PDF": "Reading PDF files",
    "ingest DOCX": "Reading Word files",
}


@dataclass(frozen=True)
class Measured:
    """A value and its 95% interval over cases."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """One figure; `measured` is None where this copy of the program has not been measured."""

    about: str
    name: str
    floor: str
    measured: Measured | None


def read_figures(*, last_run: Path | None = None) -> tuple[Figure, ...]:
    """Return the figures that have a floor, with what `python -m eval` measured last.

    Args:
        last_run: where that is kept, if not where eval keeps it.
    """
    from eval.floors import read_floors
    from eval.last_run import LAST_RUN, read_run

    floors, run = read_floors(), read_run(last_run or LAST_RUN)
    return tuple(
        Figure(about=title, name=name, floor=str(bound), measured=_interval(run.get(key, {}).get(name, {})))
        for key, title in _SETS.items()
        for name, bound in floors.get(key, {}).items()
    )


def _interval(kept: Mapping[str, Any]) -> Measured | None:
    import numpy as np

    value, draws = kept.get("value"), np.array(kept.get("draws") or [np.nan], dtype=float)
    if value is None:
        return None
    if np.isnan(draws).all():
        return Measured(value, value, value)
    low, high = np.nanpercentile(draws, (2.5, 97.5))
    return Measured(value, float(low), float(high))
