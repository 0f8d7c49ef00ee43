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

if TYPE_CHECKING:
    from analyzer.settings import Settings

__all__ = ["Encoder", "Retriever", "hash_encoder", "load_encoder", "open_retriever"]

_DENSE_WEIGHT = 0.75
_FLOOR = 0.25


class Retriever:
    """A library ready for search."""

    def __init__(
        self, exemplars: Sequence[Exemplar], encoder: Encoder, vectors: VectorIndex, lexical: LexicalIndex
    ) -> None:
        self.exemplars = tuple(exemplars)
        self.encoder = encoder
        self._vectors = vectors
        self._lexical = lexical

    def retrieve(self, contract: Contract, *, count: int = 40) -> tuple[Match, ...]:
        """Return for each passage its best matches, best first, passages in order.

        A passage of fewer than four words has none.
        """
        wanted = [i for i, p in enumerate(contract.passages) if p.reading.count(" ") >= 3]
        texts = [contract.passages[i].reading for i in wanted]
        rows = self.search(texts, count=count)
        return tuple(
            match.model_copy(update={"passage": wanted[match.passage]}) if wanted[match.passage] != match.passage else match
            for match in rows
        )

    def search(self, texts: Sequence[str], *, count: int = 40) -> list[Match]:
        """Return the best matches of each text; `Match.passage` is its position among `texts`."""
        if not texts:
            return []
        dense, cosines = self._vectors.search(self.encoder.encode(texts), count)
        words, shares = self._lexical.search(texts, count)
        found: list[Match] = []
        for row in range(len(texts)):
            by_vector = dict(zip(dense[row].tolist(), cosines[row].tolist(), strict=True))
            by_words = dict(zip(words[row].tolist(), shares[row].tolist(), strict=True))
            fused = {
                position: _DENSE_WEIGHT * max(by_vector.get(position, 0.0), 0.0)
                + (1 - _DENSE_WEIGHT) * by_words.get(position, 0.0)
                for position in by_vector.keys() | by_words.keys()
            }
            best = sorted(fused.items(), key=lambda item: (-item[1], item[0]))[:count]
            for position, value in best:
                if value < _FLOOR:
                    break
                exemplar = self.exemplars[position]
                found.append(
                    Match.model_construct(
                        passage=row,
                        exemplar=exemplar.id,
                        provision=exemplar.provision,
                        element=exemplar.element,
                        status=exemplar.status,
                        similarity=by_vector.get(position, 0.0),
                        lexical=by_words.get(position, 0.0),
                        fused=value,
                    )
                )
        return found


def open_retriever(exemplars: Sequence[Exemplar], *, library_sha256: str, settings: Settings) -> Retriever:
    """Open the index of the library for the encoder in settings; the first time it is built and kept in the cache."""
    encoder = load_encoder(settings.encoder)
    texts = [put_roles(e.text) for e in exemplars]
    key = f"library-{library_sha256[:16]}-{hash_encoder(settings.encoder)[:16]}"
    vectors = open_index(
        texts, key=key, encoder=encoder, cache_dir=settings.cache_dir, chroma_url=settings.chroma_url
    )
    return Retriever(exemplars, encoder, vectors, LexicalIndex(texts))
