"""The order in which the library is indexed: what is compared as one thing stands side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from analyzer.models import Exemplar


def sort_by_key(exemplars: Sequence[Exemplar]) -> tuple[Exemplar, ...]:
    """Put exemplars of one element, or hard negatives of one provision, side by side."""
    numbers: dict[tuple[str, str | None], int] = {}
    for exemplar in exemplars:
        numbers.setdefault((exemplar.provision, exemplar.element), len(numbers))
    return tuple(sorted(exemplars, key=lambda e: numbers[e.provision, e.element]))


class Keys:
    """The keys of a sorted library: an element, or a provision's hard negatives; and where each begins."""

    def __init__(self, exemplars: Sequence[Exemplar]) -> None:
        runs = [(key, len(list(run))) for key, run in groupby(exemplars, key=lambda e: (e.provision, e.element))]
        self.names = tuple(key for key, _ in runs)
        sizes = np.array([size for _, size in runs], dtype=np.int64)
        self.starts = np.cumsum(sizes) - sizes
        self.of = np.repeat(np.arange(len(runs)), sizes)
