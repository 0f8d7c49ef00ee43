"""Figures and their intervals.

Every figure is worked out from columns of numbers, a row a case, summed: (hits, false, missed), (right, asked). So one
way of drawing cases again serves all figures, and a figure of this run can be paired with that of the last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Totals = NDArray[np.float64]
Measure = Callable[[Totals], float | None]
Better = Literal["higher", "lower"]

DRAWS = 1_000
# Fewer cases than this say nothing of how cases differ.
_FEWEST = 3


@dataclass(frozen=True)
class Figure:
    """A measured value, its 95% interval over cases, and how many judgements it rests on.

    `draws` has the value in each resample (NaN where it is not defined there), to be paired with another run's.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    cases: int
    better: Better = "higher"
    draws: tuple[float, ...] = field(default=(), repr=False, compare=False)


def bootstrap(
    name: str, rows: Sequence[Sequence[float]], measure: Measure, *, cases: float, better: Better = "higher"
) -> Figure:
    """Return a figure with its interval: `measure` of the summed rows, and of as many rows drawn with replacement.

    Args:
        rows: one a document, or one a group of sentences that are alike; the same number of columns each.
    """
    if not rows:
        return Figure(name, None, None, None, 0, better)
    columns = np.asarray(rows, dtype=np.float64)
    value = measure(columns.sum(axis=0))
    if value is None or len(rows) < _FEWEST:
        return Figure(name, value, None, None, round(cases), better)
    found = [measure(totals) for totals in _draw(len(rows)) @ columns]
    draws = tuple(float("nan") if v is None else v for v in found)
    low, high = np.nanpercentile(draws, (2.5, 97.5))
    return Figure(name, value, float(low), float(high), round(cases), better, draws)


def rate(name: str, rows: Sequence[tuple[float, float]], *, better: Better = "higher") -> Figure:
    """Return a share with its interval, from rows of (how many of them, how many)."""
    return bootstrap(name, rows, share, cases=sum(asked for _, asked in rows), better=better)


def count(name: str, value: float, *, cases: int, better: Better = "lower") -> Figure:
    """Return a figure without an interval."""
    return Figure(name, float(value), None, None, cases, better)


@lru_cache(maxsize=16)
def _draw(size: int) -> NDArray[np.float64]:
    """Return how often each of `size` cases is drawn, a row a draw; the same whenever the size is the same."""
    return np.random.default_rng(7).multinomial(size, np.full(size, 1 / size), size=DRAWS).astype(np.float64)


def share(totals: Totals) -> float | None:
    """Return the first column over the second."""
    return float(totals[0] / totals[1]) if totals[1] else None


def precision(totals: Totals) -> float | None:
    """Return the share of what was found that is right, from (hits, false, missed)."""
    return float(totals[0] / (totals[0] + totals[1])) if totals[0] + totals[1] else None


def recall(totals: Totals) -> float | None:
    """Return the share of what is there that was found, from (hits, false, missed)."""
    return float(totals[0] / (totals[0] + totals[2])) if totals[0] + totals[2] else None


def f_one(totals: Totals) -> float | None:
    """Return the harmonic mean of precision and recall, from (hits, false, missed)."""
    whole = 2 * totals[0] + totals[1] + totals[2]
    return float(2 * totals[0] / whole) if whole else None


def macro_f_one(totals: Totals) -> float | None:
    """Return the mean F1 of the classes that occur, from (hits, false, missed) a class, side by side."""
    each = [value for value in map(f_one, totals.reshape(-1, 3)) if value is not None]
    return float(np.mean(each)) if each else None
