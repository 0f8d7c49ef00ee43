"""How alike two sets of texts are: the words and word pairs they share, rare ones weighing more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


def likeness(ones: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> csr_matrix:
    """Return the likeness of each text to each other one, 0 to 1, as a sparse matrix.

    It is the share of weight in common (Dice) over words and pairs of words. A vector of meaning would be the wrong
    measure here: it is blind to the very words a redline turns on.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    vocabulary: dict[object, int] = {}
    first, second = (_count(texts, vocabulary) for texts in (ones, others))
    if not vocabulary:
        return csr_matrix((len(ones), len(others)))
    a, b = (_matrix(rows, len(vocabulary)) for rows in (first, second))
    seen = np.asarray(a.sum(axis=0) + b.sum(axis=0)).ravel()
    weight = np.log((1 + len(ones) + len(others)) / seen)
    a_total, b_total = a @ weight, b @ weight
    common = (a.multiply(weight).tocsr() @ b.T).tocoo()
    total = a_total[common.row] + b_total[common.col]
    share = 2 * common.data / np.where(total > 0, total, 1.0)
    return csr_matrix((share, (common.row, common.col)), shape=common.shape)


def _count(texts: Sequence[Sequence[str]], vocabulary: dict[object, int]) -> list[set[int]]:
    rows = []
    for words in texts:
        features: list[object] = [*words, *pairwise(words)]
        rows.append({vocabulary.setdefault(feature, len(vocabulary)) for feature in features})
    return rows


def _matrix(rows: Sequence[set[int]], width: int) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    ends: NDArray[np.int64] = np.cumsum([0, *map(len, rows)])
    places = np.fromiter((place for row in rows for place in row), dtype=np.int64, count=int(ends[-1]))
    return csr_matrix((np.ones(len(places)), places, ends), shape=(len(rows), width))
