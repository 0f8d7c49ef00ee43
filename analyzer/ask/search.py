"""Find the passages of a deal that are nearest to a question, by words and by vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analyzer.models import Contract, Evidence, Passage
from analyzer.names import put_roles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]
Quote = Callable[[Contract, Passage], Evidence]
# On a question about one point what answers it is nearly always among the first ten; the rest is for exceptions elsewhere.
MOST_PASSAGES = 12
_FEWEST_WORDS = 4
# In reciprocal rank fusion the usual constant.
_RANK_CONSTANT = 60


def find_nearest(contracts: Sequence[Contract], question: str, *, encode: Encode, quote: Quote) -> list[Evidence]:
    """Return the passages nearest to a question, nearest first."""
    import bm25s
    import numpy as np

    question = put_roles(question)
    texts: list[str] = []
    places: list[tuple[Contract, Passage]] = []
    for contract in contracts:
        for passage in contract.passages:
            if len(passage.reading.split()) >= _FEWEST_WORDS:
                texts.append(passage.reading)
                places.append((contract, passage))
    if not texts:
        return []
    tokens = bm25s.tokenize([*texts, question], stopwords="en", return_ids=False, show_progress=False)
    index = bm25s.BM25()
    index.index(tokens[:-1], show_progress=False)
    by_words = index.get_scores(tokens[-1]) if tokens[-1] else np.zeros(len(texts))
    vectors = encode([*texts, question])
    by_vector = vectors[:-1] @ vectors[-1]
    fused = sum(1 / (_RANK_CONSTANT + np.argsort(np.argsort(-scores))) for scores in (by_words, by_vector))
    order = np.argsort(-np.asarray(fused), kind="stable")[:MOST_PASSAGES]
    return [quote(*places[at]) for at in order]
