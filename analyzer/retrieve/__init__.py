"""Find for each passage of a contract the exemplars of the library that read most like it.

BM25 and a dense encoder, fused: words catch terms of art, vectors catch paraphrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.models import Contract, Exemplar, Match
from analyzer.names import put_roles
from analyzer.retrieve.encoders import Encoder, hash_encoder, load_encoder
from analyzer.retrieve.index import VectorIndex, open_index
from analyzer.retrieve.lexical import LexicalIndex
from analyzer.retrieve.tone import Tone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.settings import Settings

__all__ = ["Encoder", "Retriever", "hash_encoder", "load_encoder", "open_retriever"]

_DENSE_WEIGHT = 0.75


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
        self._keys = [(e.provision, e.element or "") for e in self.exemplars]

    def retrieve(self, contract: Contract, *, count: int = 60) -> tuple[Match, ...]:
        """Return for each passage its best match with each element that is near, passages in order.

        A passage of fewer than five words has none, a heading run into its paragraph among them.
        """
        text = contract.document.text
        wanted = [i for i, p in enumerate(contract.passages) if len(text[p.start : p.end].split()) >= 5]
        return self.search([contract.passages[i].reading for i in wanted], positions=wanted, count=count)

    def search(
        self, texts: Sequence[str], *, positions: Sequence[int] | None = None, count: int = 60
    ) -> tuple[Match, ...]:
        """Return for each text its best match with each element among the `count` nearest exemplars.

        `Match.passage` is the text's position, among `texts` by default.
        """
        if not texts:
            return ()
        positions = range(len(texts)) if positions is None else positions
        vectors = self.encoder.encode(texts)
        dense, cosines = self._vectors.search(vectors, count)
        words, shares = self._lexical.search(texts, count)
        chosen = [
            self._best_each(_fuse(dense[row], cosines[row], words[row], shares[row])) for row in range(len(texts))
        ]
        tones = self._tone.of(vectors, [[key for key, *_ in rows if key[1]] for rows in chosen])
        found: list[Match] = []
        for row, best in enumerate(chosen):
            for key, position, fused, cosine, share in best:
                exemplar = self.exemplars[position]
                # model_construct: tens of thousands of matches a contract, all of them made here.
                found.append(
                    Match.model_construct(
                        passage=positions[row],
                        exemplar=exemplar.id,
                        provision=exemplar.provision,
                        element=exemplar.element,
                        status=exemplar.status,
                        similarity=cosine,
                        lexical=share,
                        fused=fused,
                        tone=tones[row].get(key),
                    )
                )
        return tuple(found)

    def _best_each(
        self, fused: list[tuple[int, float, float, float]]
    ) -> list[tuple[tuple[str, str], int, float, float, float]]:
        """Keep the best match of each element, and of each provision's hard negatives; its shared words are the most of any."""
        best: dict[tuple[str, str], tuple[tuple[str, str], int, float, float, float]] = {}
        for position, value, cosine, share in fused:
            key = self._keys[position]
            first = best.get(key)
            if first is None:
                best[key] = (key, position, value, cosine, share)
            elif cosine > first[3] or share > first[4]:
                closer = (position, value, cosine) if cosine > first[3] else first[1:4]
                best[key] = (key, *closer, max(share, first[4]))
        return list(best.values())


def _fuse(
    dense: NDArray[np.int64], cosines: NDArray[np.float32], words: NDArray[np.int64], shares: NDArray[np.float32]
) -> list[tuple[int, float, float, float]]:
    """Return (exemplar, fused, cosine, lexical), best first."""
    by_vector = dict(zip(dense.tolist(), cosines.tolist(), strict=True))
    by_words = dict(zip(words.tolist(), shares.tolist(), strict=True))
    # An exemplar found by words alone has a cosine no better than the last one found by vector.
    least = min(by_vector.values(), default=0.0)
    fused = []
    for position in by_vector.keys() | by_words.keys():
        cosine, share = max(by_vector.get(position, least - 0.05), 0.0), by_words.get(position, 0.0)
        fused.append((position, _DENSE_WEIGHT * cosine + (1 - _DENSE_WEIGHT) * share, cosine, share))
    return sorted(fused, key=lambda item: (-item[1], item[0]))


def open_retriever(exemplars: Sequence[Exemplar], *, library_sha256: str, settings: Settings) -> Retriever:
    """Open the index of the library for the encoder in settings; the first time it is built and kept in the cache."""
    encoder = load_encoder(settings.encoder)
    texts = [put_roles(e.text) for e in exemplars]
    key = f"library-{library_sha256[:16]}-{hash_encoder(settings.encoder)[:16]}"
    index = open_index(texts, key=key, encoder=encoder, cache_dir=settings.cache_dir, chroma_url=settings.chroma_url)
    return Retriever(exemplars, encoder, index, LexicalIndex(texts), Tone(exemplars, index.vectors()))
