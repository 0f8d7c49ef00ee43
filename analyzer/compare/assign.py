"""The best one-to-one assignment between two sets, and what stays in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def assign(rows: NDArray[np.int64], columns: NDArray[np.int64], gains: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the pairs with the greatest sum of gains, each row and column used at most once.

    Args:
        rows, columns, gains: the pairs that may be chosen; all gains are above zero.
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    if not len(rows):
        return []
    row_ids, row_at = np.unique(rows, return_inverse=True)
    column_ids, column_at = np.unique(columns, return_inverse=True)
    alone = np.arange(len(row_ids))
    # Each row may stay alone, in a column of its own: so there always is a full matching, and the best one leaves alone what
    # is better left.
    table = csr_matrix(
        (
            np.concatenate([1 + gains, np.ones(len(alone))]),
            (np.concatenate([row_at, alone]), np.concatenate([column_at, len(column_ids) + alone])),
        )
    )
    pairs = zip(*min_weight_full_bipartite_matching(table, maximize=True), strict=True)
    return [(int(row_ids[i]), int(column_ids[j])) for i, j in pairs if j < len(column_ids)]


def in_order(places: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the indices of the heaviest rising run of places: what stayed, while the rest moved."""
    ranks = sorted(set(places))
    best: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)  # Fenwick tree: weight and last index up to a rank
    before = [-1] * len(places)
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        rank = bisect_left(ranks, place) + 1
        at, top = rank - 1, (0, -1)
        while at > 0:
            top = max(top, best[at])
            at -= at & -at
        before[index] = top[1]
        at = rank
        while at < len(best):
            best[at] = max(best[at], (top[0] + weight, index))
            at += at & -at
    kept: set[int] = set()
    at, top = len(ranks), (0, -1)
    while at > 0:
        top = max(top, best[at])
        at -= at & -at
    index = top[1]
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
