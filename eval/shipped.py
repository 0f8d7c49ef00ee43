"""The analyzer as it ships, opened once for all that is measured in a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.assess import assess, hash_judge, load_judge
from analyzer.assess.judge import Judge
from analyzer.comparing import remember_searches
from analyzer.ingest import ingest
from analyzer.library import Library, load_library
from analyzer.models import Contract, Element, Finding, Matches, Provision, Tier
from analyzer.retrieve import Retriever, open_retriever
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
        matches = self.retriever.retrieve(contract)
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


def open_shipped(settings: Settings | None = None) -> Shipped:
    """Open the library, its index and the judge; what is searched for once is remembered while it is open."""
    settings = settings or Settings()
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    retriever = remember_searches(open_retriever(library.exemplars, settings=settings))
    return Shipped(settings, library, retriever, load_judge(settings.encoder))
