"""BM25 over the library's exemplars, by bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from bm25s import BM25
    from numpy.typing import NDArray


_OF_BEST = 0.5


class LexicalIndex:
    """Scores texts against a fixed list of texts by shared words."""

    def __init__(self, index: BM25) -> None:
        self._index = index

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index texts."""
        import bm25s

        index = bm25s.BM25()
        index.index(bm25s.tokenize(list(texts), stopwords="en", show_progress=False), show_progress=False)
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open an index that was saved."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder)))

    def save(self, folder: Path) -> None:
        """Write the index to a folder."""
        self._index.save(str(folder), show_progress=False)

    def best(self, queries: Sequence[str], starts: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return for each query and each run of texts the best score in the run, as a share of the query's best possible.

        A run whose share is less than half the query's best has none.

        Args:
            starts: where each run begins in the list of texts; the last ends with the list.
        """
        import bm25s
        import numpy as np

        shares = np.zeros((len(queries), len(starts)), dtype=np.float32)
        tokens = bm25s.tokenize(list(queries), stopwords="en", return_ids=False, show_progress=False)
        known = self._index.vocab_dict
        for row, words in enumerate(tokens):
            # A query without a known word would be refused by the index.
            if any(word in known for word in words):
                best = np.maximum.reduceat(self._index.get_scores(words), starts)
                shares[row] = np.minimum(best / max(1.0, 1.6 * len(set(words))), 1.0)
        # Every long sentence shares some words with everything; what counts is the words few runs share with it.
        shares[shares < _OF_BEST * shares.max(axis=1, initial=0.0, keepdims=True)] = 0.0
        return shares
