"""Search the library for what passages of a contract read like: by vector and by words, fused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from analyzer.models import Contract, Exemplar, Matches
from analyzer.retrieve.close_reader import CloseReader
from analyzer.retrieve.encoders import Encoder
from analyzer.retrieve.index import VectorIndex
from analyzer.retrieve.keys import Keys
from analyzer.retrieve.scout import Scout
from analyzer.retrieve.tone import Tone
from analyzer.retrieve.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DENSE_WEIGHT = 0.75
# Of what a passage is likest to, elements this far behind the likest are not it: no labelled passage was.
_FAR_BEHIND = 0.18
# So many of the keys that a passage's words are likeliest under are looked at, however far its vector is from each exemplar.
_LIKELIEST_BY_WORDS = 6
_FEWEST_WORDS = 5


class Retriever:
    """A library ready for search."""

    def __init__(
        self,
        exemplars: Sequence[Exemplar],
        encoder: Encoder,
        vectors: VectorIndex,
        vocabulary: Vocabulary,
        tone: Tone,
        *,
        scout: Scout | None = None,
        close_reader: CloseReader | None = None,
    ) -> None:
        self.exemplars = tuple(exemplars)
        self.encoder = encoder
        self.scout = scout
        self.close_reader = close_reader
        self._vectors = vectors
        self._vocabulary = vocabulary
        self._tone = tone
        self._keys = Keys(self.exemplars)

    def retrieve(
        self,
        contract: Contract,
        *,
        provisions: Collection[str] | None = None,
        only: Collection[int] | None = None,
        count: int = 60,
    ) -> Matches:
        """Return for each passage its best match with each element that is near, best first, passages in order.

        A passage of fewer than five words has none, a heading run into its paragraph among them; with a scout, nor has
        one whose words speak to no element.

        Args:
            provisions: those that the scout looks for, by id; all by default.
            only: the passages to look at; all by default.
        """
        text = contract.document.text
        wanted = [
            i
            for i, p in enumerate(contract.passages)
            if (only is None or i in only) and len(text[p.start : p.end].split()) >= _FEWEST_WORDS
        ]
        texts = [contract.passages[i].reading for i in wanted]
        if self.scout is not None and texts:
            worth = self.scout.weigh(texts, self._vocabulary, self._keys.names, provisions=provisions) >= 0
            wanted, texts = list(compress(wanted, worth)), list(compress(texts, worth))
        return self.search(texts, positions=wanted, count=count)

    def search(self, texts: Sequence[str], *, positions: Sequence[int] | None = None, count: int = 60) -> Matches:
        """Return for each text its best match with each element among the `count` nearest exemplars, best first.

        `Matches.passage` is the text's position, among `texts` by default.
        """
        if not texts:
            return self._nothing()
        with ThreadPoolExecutor(max_workers=1) as beside:
            by_words = beside.submit(self._vocabulary.of, texts)
            vectors, tokens, closely = self._encode(texts)
            cosines, nearest = self._best_by_vector(*self._vectors.search(vectors, count))
            wording = by_words.result()
        # What was found by words alone has a cosine just under the least found by vector.
        near = np.isfinite(cosines)
        least = np.where(near, cosines, np.inf).min(axis=1, keepdims=True) - 0.05
        nearest = np.where(near, nearest, self._keys.starts[None, :])
        cosines = np.maximum(np.where(near, cosines, least), 0.0)
        near &= cosines >= cosines.max(axis=1, keepdims=True) - _FAR_BEHIND
        near |= wording >= np.sort(wording, axis=1)[:, -_LIKELIEST_BY_WORDS:][:, :1]
        shares = np.maximum(wording, 0.0) / np.maximum(wording.max(axis=1, keepdims=True), 1e-6)
        rows, keys = np.nonzero(near)
        fused = _DENSE_WEIGHT * cosines[rows, keys] + (1 - _DENSE_WEIGHT) * shares[rows, keys]
        order = np.lexsort((keys, -fused, rows))
        rows, keys = rows[order], keys[order]
        close = np.zeros((len(rows), 5), dtype=np.float32)
        if self.close_reader is not None:
            close = self.close_reader.read(tokens, closely, rows, keys)
        return Matches(
            exemplars=self.exemplars,
            keys=self._keys.names,
            passage=rows if positions is None else np.asarray(positions, dtype=np.int64)[rows],
            key=keys,
            exemplar=nearest[rows, keys],
            similarity=cosines[rows, keys],
            lexical=shares[rows, keys],
            fused=fused[order],
            wording=self._compare_wording(wording, rows, keys),
            tone=self._tone.of(vectors, rows, keys),
            close=close,
        )

    def _encode(
        self, texts: Sequence[str]
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]], NDArray[np.float32]]:
        """Return a vector a text, and the vectors of its tokens and of the whole that the close reader goes by."""
        if self.close_reader is None:
            vectors = self.encoder.encode(texts)
            return vectors, [], vectors
        closely, tokens = self.close_reader.encoder.encode_tokens(texts)
        same = self.encoder is self.close_reader.encoder
        return closely if same else self.encoder.encode(texts), tokens, closely

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
            wording=np.zeros((0, 4), dtype=np.float32),
            tone=np.zeros((0, 4), dtype=np.float32),
            close=np.zeros((0, 5), dtype=np.float32),
        )

    def _compare_wording(
        self, wording: NDArray[np.float32], rows: NDArray[np.int64], keys: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return for each pair how its words stand against the text's other keys, as `Matches.wording` has it."""
        no_element = [number for number, (_, element) in enumerate(self._keys.names) if element is None]
        own = wording[rows, keys]
        ordered = np.sort(wording, axis=1)
        best, second = ordered[:, -1][rows], ordered[:, -2 if wording.shape[1] > 1 else -1][rows]
        background = wording[:, no_element].max(axis=1)[rows] if no_element else np.zeros_like(own)
        rank = np.argsort(np.argsort(-wording, axis=1, kind="stable"), axis=1)[rows, keys]
        return np.column_stack([own, own - np.where(own < best, best, second), own - background, rank]).astype(
            np.float32
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
