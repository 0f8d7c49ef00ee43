"""BM25 alone: an element is there when a passage shares enough words with one of its exemplars in the library."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzer.models import Contract, Element, Exemplar
from analyzer.names import put_roles
from eval.baselines.method import Unit, cut_passages


class Words:
    """Scores by BM25 with the best exemplar of an element."""

    name = "BM25 over the library's exemplars"
    threshold: float | None = None

    def __init__(self, elements: Sequence[Element], exemplars: Sequence[Exemplar]) -> None:
        import bm25s

        by_element: dict[tuple[str, str | None], list[str]] = {(e.provision, e.id): [] for e in elements}
        for exemplar in exemplars:
            if exemplar.element is not None:
                by_element[exemplar.provision, exemplar.element].append(put_roles(exemplar.text))
        sizes = [len(texts) for texts in by_element.values()]
        self._starts = np.cumsum(sizes, dtype=np.int64) - np.array(sizes, dtype=np.int64)
        self._index = bm25s.BM25()
        texts = [text for group in by_element.values() for text in group]
        self._index.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)

    def cut(self, contract: Contract) -> list[Unit]:
        """Return the passages."""
        return cut_passages(contract)

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the best BM25 score over the root of the text's length: long passages share more words with anything."""
        import bm25s

        scores = np.zeros((len(texts), len(self._starts)))
        tokens = bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)
        for row, words in enumerate(tokens):
            known = [word for word in words if word in self._index.vocab_dict]
            # A query without a known word is refused by the index.
            if known:
                best = np.maximum.reduceat(self._index.get_scores(known), self._starts)
                scores[row] = best / max(len(set(words)), 5) ** 0.5
        return scores
