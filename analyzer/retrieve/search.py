"""Search the library for what passages of a contract read like: by vector and by words, fused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from analyzer.models import Contract, Exemplar, Matches
from analyzer.retrieve.affinity import Affinity
from analyzer.retrieve.encoders import Encoder
from analyzer.retrieve.index import VectorIndex
from analyzer.retrieve.keys import Keys
from analyzer.retrieve.lexical import LexicalIndex
from analyzer.retrieve.tone import Tone

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DENSE_WEIGHT = 0.75
# Of what a passage is likest to, elements this far behind the likest are not it: no labelled passage was.
_FAR_BEHIND = 0.18
# So many of the keys that a passage belongs to most are looked at, however far its vector is from each exemplar.
_MOST_AKIN = 6
_FEWEST_WORDS = 5


class Retriever:
    """A library ready for search."""

    def __init__(
        self,
        exemplars: Sequence[Exemplar],
        encoder: Encoder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        tone: Tone,
        affinity: Affinity,
        *,
        scout: Retriever | None = None,
    ) -> None:
        self.exemplars = tuple(exemplars)
        self.encoder = encoder
        self.scout = scout
        self._vectors = vectors
        self._lexical = lexical
        self._tone = tone
        self._affinity = affinity
        self._keys = Keys(self.exemplars)

    def retrieve(self, contract: Contract, *, only: Collection[int] | None = None, count: int = 60) -> Matches:
        """Return for each passage its best match with each element that is near, best first, passages in order.

        A passage of fewer than five words has none, a heading run into its paragraph among them.

        Args:
            only: the passages to look at; all by default.
        """
        text = contract.document.text
        wanted = [
            i
            for i, p in enumerate(contract.passages)
            if (only is None or i in only) and len(text[p.start : p.end].split()) >= _FEWEST_WORDS
        ]
        return self.search([contract.passages[i].reading for i in wanted], positions=wanted, count=count)

    def search(self, texts: Sequence[str], *, positions: Sequence[int] | None = None, count: int = 60) -> Matches:
        """Return for each text its best match with each element among the `count` nearest exemplars, best first.

        `Matches.passage` is the text's position, among `texts` by default.
        """
        if not texts:
            return self._nothing()
        with ThreadPoolExecutor(max_workers=1) as beside:
            by_words = beside.submit(self._lexical.best, texts, self._keys.starts)
            wording = beside.submit(self._affinity.count, texts)
            vectors = self.encoder.encode(texts)
            cosines, nearest = self._best_by_vector(*self._vectors.search(vectors, count))
            shares = by_words.result()
            affinity = self._affinity.of(wording.result(), vectors)
        # What was found by words alone has a cosine just under the least found by vector.
        near = np.isfinite(cosines)
        least = np.where(near, cosines, np.inf).min(axis=1, keepdims=True) - 0.05
        nearest = np.where(near, nearest, self._keys.starts[None, :])
        cosines = np.maximum(np.where(near, cosines, least), 0.0)
        near = (near | (shares > 0)) & (cosines >= cosines.max(axis=1, keepdims=True) - _FAR_BEHIND)
        near |= affinity >= np.sort(affinity, axis=1)[:, -_MOST_AKIN:][:, :1]
        rows, keys = np.nonzero(near)
        fused = _DENSE_WEIGHT * cosines[rows, keys] + (1 - _DENSE_WEIGHT) * shares[rows, keys]
        order = np.lexsort((keys, -fused, rows))
        rows, keys = rows[order], keys[order]
        return Matches(
            exemplars=self.exemplars,
            keys=self._keys.names,
            passage=rows if positions is None else np.asarray(positions, dtype=np.int64)[rows],
            key=keys,
            exemplar=nearest[rows, keys],
            similarity=cosines[rows, keys],
            lexical=shares[rows, keys],
            fused=fused[order],
            affinity=affinity[rows, keys],
            tone=self._tone.of(vectors, rows, keys),
        )

    def _nothing(self) -> Matches:
        numbers, values = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        return Matches(
            exemplars=self.exemplars,
            keys=self._keys.names,
            passage=numbers,
            key=numbers,
            exemplar=numbers,
            similarity=values,
            lexical=values,
            fused=values,
            affinity=values,
            tone=np.zeros((0, 4), dtype=np.float32),
        )

    def _best_by_vector(
        self, found: NDArray[np.int64], values: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return for each text and key the best cosine, minus infinity where none, and the exemplar it is with."""
        best = np.full((len(found), len(self._keys.names)), -np.inf, dtype=np.float32)
        who = np.zeros(best.shape, dtype=np.int64)
        # Rows run from best to worst: written backwards, the best of a key is what stays.
        at = np.arange(len(found))[:, None], self._keys.of[found[:, ::-1]]
        best[at] = values[:, ::-1]
        who[at] = found[:, ::-1]
        return best, who
