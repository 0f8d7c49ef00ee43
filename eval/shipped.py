"""The analyzer as it ships, opened once for all that is measured in a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzer.assess import assess, hash_judge, load_judge
from analyzer.assess.judge import Judge
from analyzer.ingest import ingest
from analyzer.judging import search_library
from analyzer.library import Library, load_library
from analyzer.models import Contract, Element, Finding, Matches, Provision, Tier
from analyzer.retrieve import Encoder, Retriever, hash_encoder, open_retriever
from analyzer.segment import segment
from analyzer.settings import Settings


@dataclass(frozen=True)
class Reading:
    """A text as the stages before assessment see it."""

    contract: Contract
    matches: Matches


@dataclass(frozen=True)
class Shipped:
    """The library, the retriever over it and the judge of the encoder in settings."""

    settings: Settings
    library: Library
    retriever: Retriever
    judge: Judge

    @property
    def elements(self) -> tuple[Element, ...]:
        """All elements of the library, in its order."""
        return tuple(e for p in self.library.provisions for e in p.elements)

    def named(self) -> dict[str, str]:
        """Return what is measured by name and hash."""
        return {
            "encoder": self.settings.encoder,
            "library_sha256": self.library.sha256,
            "judge_sha256": hash_judge(self.settings.encoder),
        }

    def read(self, file: Path) -> Reading:
        """Read and search a contract."""
        return self.search(segment(ingest(file, settings=self.settings)))

    def search(self, contract: Contract) -> Reading:
        """Search the library for a contract as the pipeline does."""
        matches = search_library(contract, self.retriever, provisions=self.library.provisions)
        return Reading(contract, matches)

    def assess(
        self,
        reading: Reading,
        *,
        tier: Tier = "standard",
        provisions: Sequence[Provision] | None = None,
        judge: Judge | None = None,
    ) -> tuple[Finding, ...]:
        """Judge every element of the library, or of some provisions, with the shipped judge or another."""
        return assess(
            [reading.contract],
            [reading.matches],
            provisions=self.library.provisions if provisions is None else provisions,
            tier=tier,
            judge=judge or self.judge,
        )

    @contextmanager
    def keeping_vectors(self) -> Iterator[None]:
        """Keep the vectors worked out meanwhile for the next run; not for texts that are confidential."""
        try:
            yield
        finally:
            if isinstance(self.retriever.encoder, KeptEncoder):
                self.retriever.encoder.save()


def open_shipped(settings: Settings | None = None) -> Shipped:
    """Open the library, its index and the judge; vectors worked out once are kept in the cache folder."""
    settings = settings or Settings()
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    retriever = open_retriever(library.exemplars, settings=settings)
    retriever.encoder = keep_vectors(retriever.encoder, settings)
    return Shipped(settings, library, retriever, load_judge(settings.encoder))


def keep_vectors(encoder: Encoder, settings: Settings) -> KeptEncoder:
    """Wrap an encoder so that a text it has seen in an earlier run is not worked out again."""
    return KeptEncoder(encoder, settings.cache_dir / "eval-vectors" / f"{hash_encoder(settings.encoder)[:16]}.npz")


class KeptEncoder:
    """An encoder that remembers: encoding is most of the time of a run, and the texts hardly change between runs."""

    def __init__(self, encoder: Encoder, file: Path) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._file = file
        self._known: dict[str, NDArray[np.float32]] = {}
        self._grown = False
        if file.is_file():
            # A damaged file costs time and nothing else.
            with suppress(OSError, ValueError, KeyError), np.load(file) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, as rows."""
        keys = [sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, self._encoder.encode(list(new.values())), strict=True))
            self._grown = True
        return np.stack([self._known[key] for key in keys]) if keys else self._encoder.encode([])

    def save(self) -> None:
        """Write what was worked out since it was opened."""
        if not self._grown:
            return
        # A cache that can't be written costs time at the next run and nothing else.
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            partial = self._file.with_suffix(".part.npz")
            np.savez(partial, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
            partial.replace(self._file)
            self._grown = False
