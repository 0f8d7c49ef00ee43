"""The tutorial recipe: chunks of 1,000 characters, one similarity query an element, one threshold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzer.library import Library
from analyzer.models import Contract
from analyzer.retrieve import Encoder
from eval.baselines.method import Unit

_CHUNK = 1_000
# The shipped encoder reads 128 tokens of a text; a chunk is longer, so its vector is the mean over pieces of this size.
_READ = 500


class Recipe:
    """Scores by the cosine of a chunk with an element's title."""

    name = "tutorial recipe (chunks, one query an element, a threshold)"
    threshold: float | None = None

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._encoder = encoder
        queries = [f"{p.title}: {e.title}" for p in library.provisions for e in p.elements]
        self._queries = encoder.encode(queries)

    def cut(self, contract: Contract) -> list[Unit]:
        """Return the text in pieces of 1,000 characters, wherever that cuts."""
        text = contract.document.text
        return [
            Unit(start, min(start + _CHUNK, len(text)), text[start : start + _CHUNK])
            for start in range(0, len(text), _CHUNK)
        ]

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the cosines."""
        pieces = [[text[start : start + _READ] for start in range(0, len(text), _READ)] or [""] for text in texts]
        vectors = self._encoder.encode([piece for group in pieces for piece in group])
        ends = np.cumsum([len(group) for group in pieces])
        means = np.stack(
            [vectors[end - len(group) : end].mean(axis=0) for end, group in zip(ends, pieces, strict=True)]
        )
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
        return np.asarray(means @ self._queries.T, dtype=np.float64)
