"""Counts, rates and their intervals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Counts:
    """True positives, false positives and misses."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Return the share of what was found that is right, None when nothing was found."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else None

    @property
    def recall(self) -> float | None:
        """Return the share of what is there that was found, None when nothing is there."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else None

    @property
    def f_one(self) -> float | None:
        """Return the harmonic mean of precision and recall, None when there is nothing to find and nothing found."""
        total = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / total if total else None


@dataclass(frozen=True)
class Figure:
    """A measured value with its interval over documents and how many cases it rests on."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    cases: int

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name:44} not measured (no case)"
        interval = f"  95% {self.low:.3f} to {self.high:.3f}" if self.low is not None and self.high is not None else ""
        return f"{self.name:44} {self.value:.3f}{interval}  over {self.cases}"


def by_document(name: str, rows: Sequence[T], measure: Callable[[Sequence[T]], float | None], cases: int) -> Figure:
    """Return a figure with a bootstrap interval over documents (1,000 draws, fixed seed)."""
    value = measure(rows)
    if value is None or len(rows) < 3:
        return Figure(name, value, None, None, cases)
    random_source = random.Random(7)
    drawn = [measure([random_source.choice(rows) for _ in rows]) for _ in range(1000)]
    kept = sorted(v for v in drawn if v is not None)
    return Figure(name, value, kept[int(0.025 * len(kept))], kept[int(0.975 * len(kept)) - 1], cases)
