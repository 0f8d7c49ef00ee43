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
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    if not len(rows):
        return []
    row_ids, row_at = np.unique(rows, return_inverse=True)
    column_ids, column_at = np.unique(columns, return_inverse=True)
    size = len(row_ids) + len(column_ids)
    graph = csr_matrix((np.ones(len(rows)), (row_at, column_at + len(row_ids))), shape=(size, size))
    # Pairs that share no row or column with others are settled apart: the sum is the same and the matrices are small.
    _, part = connected_components(graph, directed=False)
    order = np.argsort(part[row_at], kind="stable")
    chosen: list[tuple[int, int]] = []
    for group in np.split(order, np.flatnonzero(np.diff(part[row_at][order])) + 1):
        own_rows, r = np.unique(row_at[group], return_inverse=True)
        own_columns, c = np.unique(column_at[group], return_inverse=True)
        table = np.zeros((len(own_rows), len(own_columns)))
        table[r, c] = gains[group]
        for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True):
            if table[i, j] > 0:
                chosen.append((int(row_ids[own_rows[i]]), int(column_ids[own_columns[j]])))
    return sorted(chosen)


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
