"""Find for each passage of a contract the exemplars of the library that read most like it.

BM25 and a dense encoder, fused: words catch terms of art, vectors catch paraphrase.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analyzer.models import Contract, Exemplar, Match
from analyzer.names import put_roles
from analyzer.retrieve.encoders import Encoder, hash_encoder, load_encoder
from analyzer.retrieve.index import VectorIndex, open_index
from analyzer.retrieve.lexical import LexicalIndex
from analyzer.retrieve.tone import Tone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analyzer.settings import Settings

__all__ = ["Encoder", "Retriever", "hash_encoder", "load_encoder", "open_retriever"]

_DENSE_WEIGHT = 0.75
# Of what a passage is likest to, elements this far behind the likest are not it: no labelled passage was.
_FAR_BEHIND = 0.18


class Retriever:
    """A library ready for search."""

    def __init__(
        self,
        exemplars: Sequence[Exemplar],
        encoder: Encoder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        tone: Tone,
    ) -> None:
        self.exemplars = tuple(exemplars)
        self.encoder = encoder
        self._vectors = vectors
        self._lexical = lexical
        self._tone = tone
        # A key is an element, or a provision's hard negatives.
        keys = [(e.provision, e.element) for e in self.exemplars]
        self._keys = list(dict.fromkeys(keys))
        index = {key: number for number, key in enumerate(self._keys)}
        self._key_of = np.array([index[key] for key in keys], dtype=np.int64)

    def retrieve(self, contract: Contract, *, count: int = 60) -> tuple[Match, ...]:
        """Return for each passage its best match with each element that is near, best first, passages in order.

        A passage of fewer than five words has none, a heading run into its paragraph among them.
        """
        text = contract.document.text
        wanted = [i for i, p in enumerate(contract.passages) if len(text[p.start : p.end].split()) >= 5]
        return self.search([contract.passages[i].reading for i in wanted], positions=wanted, count=count)

    def search(
        self, texts: Sequence[str], *, positions: Sequence[int] | None = None, count: int = 60
    ) -> tuple[Match, ...]:
        """Return for each text its best match with each element among the `count` nearest exemplars, best first.

        `Match.passage` is the text's position, among `texts` by default.
        """
        if not texts:
            return ()
        positions = range(len(texts)) if positions is None else positions
        vectors = self.encoder.encode(texts)
        cosines, nearest = self._best_by_vector(*self._vectors.search(vectors, count))
        shares, sharing = self._best_by_words(*self._lexical.search(texts, count))
        # What was found by words alone has a cosine just under the least found by vector.
        least = np.where(np.isinf(cosines), np.inf, cosines).min(axis=1, keepdims=True) - 0.05
        seen = np.isfinite(cosines) | (shares > 0)
        nearest = np.where(np.isinf(cosines), sharing, nearest)
        cosines = np.maximum(np.where(np.isinf(cosines), least, cosines), 0.0)
        rows, columns = np.nonzero(seen & (cosines >= cosines.max(axis=1, keepdims=True) - _FAR_BEHIND))
        fused = _DENSE_WEIGHT * cosines[rows, columns] + (1 - _DENSE_WEIGHT) * shares[rows, columns]
        order = np.lexsort((columns, -fused, rows))
        rows, columns, fused = rows[order], columns[order], fused[order]
        tones = self._tone.of(vectors, rows, [self._keys[c] for c in columns.tolist()])
        found: list[Match] = []
        for index, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
            exemplar = self.exemplars[int(nearest[row, column])]
            # model_construct: tens of thousands of matches a contract, all of them made here.
            found.append(
                Match.model_construct(
                    passage=positions[row],
                    exemplar=exemplar.id,
                    provision=exemplar.provision,
                    element=exemplar.element,
                    status=exemplar.status,
                    similarity=float(cosines[row, column]),
                    lexical=float(shares[row, column]),
                    fused=float(fused[index]),
                    tone=tones[index],
                )
            )
        return tuple(found)

    def _best_by_vector(
        self, found: NDArray[np.int64], values: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Return for each text and key the best cosine, minus infinity where none, and the exemplar it is with."""
        best = np.full((len(found), len(self._keys)), -np.inf, dtype=np.float32)
        who = np.zeros(best.shape, dtype=np.int64)
        # Rows run from best to worst: written backwards, the best of a key is what stays.
        at = np.arange(len(found))[:, None], self._key_of[found[:, ::-1]]
        best[at] = values[:, ::-1]
        who[at] = found[:, ::-1]
        return best, who

    def _best_by_words(
        self, found: NDArray[np.int64], values: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        best, who = self._best_by_vector(found, values)
        return np.maximum(best, 0.0), who


def open_retriever(exemplars: Sequence[Exemplar], *, library_sha256: str, settings: Settings) -> Retriever:
    """Open the index of the library for the encoder in settings; the first time it is built and kept in the cache."""
    encoder = load_encoder(settings.encoder)
    texts = [put_roles(e.text) for e in exemplars]
    # The texts as they are encoded, not the files: what turns names into roles is part of them.
    sha256 = hashlib.sha256("\n".join([library_sha256, *texts]).encode()).hexdigest()
    key = f"library-{sha256[:16]}-{hash_encoder(settings.encoder)[:16]}"
    index = open_index(texts, key=key, encoder=encoder, cache_dir=settings.cache_dir, chroma_url=settings.chroma_url)
    return Retriever(exemplars, encoder, index, LexicalIndex(texts), Tone(exemplars, index.vectors()))
