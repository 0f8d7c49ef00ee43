"""BM25 over the library's exemplars, by bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LexicalIndex:
    """Scores texts against a fixed list of texts by shared words."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._size = len(texts)
        self._index = bm25s.BM25()
        tokens = bm25s.tokenize(list(texts), stopwords="en", show_progress=False)
        self._index.index(tokens, show_progress=False)

    def search(self, queries: Sequence[str], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the positions and scores (as a share of the query's best possible) of the `count` best, a row a query."""
        import bm25s
        import numpy as np

        count = min(count, self._size)
        tokens = bm25s.tokenize(list(queries), stopwords="en", return_ids=False, show_progress=False)
        # A query without a known word would be refused by the index.
        tokens = [words or ["\u2205"] for words in tokens]
        found = self._index.retrieve(tokens, k=count, show_progress=False)
        ceilings = np.array([[max(1.0, 1.6 * len(set(words)))] for words in tokens], dtype=np.float32)
        scores = np.minimum(np.asarray(found.scores, dtype=np.float32) / ceilings, 1.0)
        return np.asarray(found.documents, dtype=np.int64), scores
