"""How likely a passage's words are in each element's exemplars.

Naive Bayes over words and pairs of words, the rare ones weighing more. Vectors find what means the same; what drafters of one
element say and drafters of no other do is in the words. Worked out from the library alone, in a second.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.memory import remember

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float32]

_WORD = re.compile(r"\w+")
# A word in fewer exemplars tells of its one sentence, one in more of none.
_FEWEST_TEXTS = 2
_MOST_TEXTS = 0.3
# What is added to the count of every word, so that one that an element has never used does not rule it out.
_UNSEEN = 0.05
_FILE = "vocabulary.npz"
_WORDS_FILE = "words.json"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Log-likelihoods of texts under each key.

    `rarity` weighs words. `over` says by how much a word is likelier under a key than one the key has never used, whose
    log-likelihood is `unseen`.
    """

    words: dict[str, int]
    rarity: Floats
    over: csr_matrix
    unseen: Floats

    @classmethod
    def fit(cls, texts: Sequence[str], keys: NDArray[np.int64]) -> Vocabulary:
        """Fit on the library.

        Args:
            texts: the exemplars' texts with roles for names.
            keys: the number of each exemplar's key, from 0 without gaps.
        """
        import numpy as np
        from scipy import sparse

        texts_with = Counter(run for text in texts for run in _runs(text))
        most = _MOST_TEXTS * len(texts)
        words = {
            run: place
            for place, run in enumerate(sorted(r for r, count in texts_with.items() if _FEWEST_TEXTS <= count <= most))
        }
        rarity = rate_rarity([texts_with[run] for run in words], len(texts))
        counts = count_runs(texts, words, rarity)
        groups = sparse.csr_matrix(
            (np.ones(len(texts), dtype=np.float32), (keys, np.arange(len(texts)))),
            shape=(int(keys.max()) + 1, len(texts)),
        )
        sums = (groups @ counts).tocsr()
        totals = np.asarray(sums.sum(axis=1)).ravel()
        over = sums.copy()
        over.data = np.log1p(sums.data / _UNSEEN).astype(np.float32)
        unseen = np.log(_UNSEEN / (totals + _UNSEEN * len(words))).astype(np.float32)
        return cls(words, rarity, over.T.tocsr(), unseen)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Read what was saved."""
        import numpy as np
        from scipy import sparse

        words = json.loads((folder / _WORDS_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _FILE) as kept:
            over = sparse.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=kept["shape"])
            return cls({word: place for place, word in enumerate(words)}, kept["rarity"], over, kept["unseen"])

    def save(self, folder: Path) -> None:
        """Write to a folder."""
        import numpy as np

        (folder / _WORDS_FILE).write_text(json.dumps(list(self.words)), encoding="utf-8")
        np.savez(
            folder / _FILE,
            data=self.over.data,
            indices=self.over.indices,
            indptr=self.over.indptr,
            shape=np.array(self.over.shape),
            rarity=self.rarity,
            unseen=self.unseen,
        )

    def of(self, texts: Sequence[str]) -> Floats:
        """Return log-likelihoods less the text's middle one, a row a text, a column a key."""
        import numpy as np

        counts = count_runs(texts, self.words, self.rarity)
        found = np.asarray((counts @ self.over).todense(), dtype=np.float32)
        found += np.asarray(counts.sum(axis=1), dtype=np.float32) * self.unseen
        return np.asarray(found - np.median(found, axis=1, keepdims=True), dtype=np.float32)


def find_words(text: str) -> list[str]:
    """Return the words of a text in their order, in lower case."""
    return _WORD.findall(text.lower())


def rate_rarity(texts_with: Sequence[int], texts: int) -> Floats:
    """Return how much each word weighs, given in how many of so many texts it stands."""
    import numpy as np

    return np.array([np.log((1 + texts) / (1 + count)) + 1 for count in texts_with], dtype=np.float32)


@remember(8192)
def _runs(text: str) -> frozenset[str]:
    words = find_words(text)
    return frozenset((*words, *map(" ".join, pairwise(words))))


def count_runs(texts: Iterable[str], words: dict[str, int], rarity: Floats) -> csr_matrix:
    """Return a row a text, of unit length: the rarity of each known word or pair of words that stands in it."""
    import numpy as np
    from scipy import sparse

    known = words.keys()
    places = [sorted(map(words.__getitem__, known & _runs(text))) for text in texts]
    starts = np.cumsum([0, *map(len, places)])
    columns = np.fromiter(chain.from_iterable(places), dtype=np.int32, count=int(starts[-1]))
    data = rarity[columns]
    lengths = np.sqrt(np.add.reduceat(np.append(data * data, 0.0), np.minimum(starts[:-1], len(data))))
    sizes = np.diff(starts)
    data = data / np.repeat(np.maximum(lengths, 1e-6), sizes)
    return sparse.csr_matrix((data.astype(np.float32), columns, starts), shape=(len(sizes), len(words)))
