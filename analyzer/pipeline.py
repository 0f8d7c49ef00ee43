"""The order of the stages, and nothing else: ingest, segment, retrieve, assess, cross-check, score, draft, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analyzer import __version__
from analyzer.assess import assess, detect_tier, find_not_assessed, hash_judge, load_judge, shortlist
from analyzer.crosscheck import crosscheck, keep_effective
from analyzer.draft import draft
from analyzer.library import Library, load_library
from analyzer.models import (
    Contract,
    Document,
    Matches,
    Posture,
    Problem,
    ProfileName,
    Provision,
    Receipt,
    Report,
    Tier,
    TierReading,
)
from analyzer.renewal import read_renewal
from analyzer.report import build_report
from analyzer.retrieve import Retriever, hash_encoder, load_encoder, open_retriever
from analyzer.score import score
from analyzer.segment import load_splitter, segment
from analyzer.settings import Settings

__all__ = ["Analysis", "Stage", "analyze", "open_library", "search_library"]

Stage = Literal["reading", "clauses", "retrieval", "assessment", "scoring", "drafting"]


@dataclass(frozen=True)
class Analysis:
    """A report with the contracts it is about, which the HTML report and the redline need."""

    report: Report
    contracts: tuple[Contract, ...]


def _no_progress(stage: Stage) -> None:
    """Report nothing."""


def open_library(settings: Settings) -> tuple[Library, Retriever]:
    """Open the clause library and its index, and load what the stages need, while files are being read."""
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # What takes time here is native code, which runs beside imports.
        beside.submit(load_encoder(settings.encoder).encode, ["warm"])
        retriever = open_retriever(library.exemplars, library_sha256=library.sha256, settings=settings)
        load_splitter()
        load_judge(settings.encoder)
    return library, retriever


def analyze(
    documents: Sequence[Document],
    *,
    profile: ProfileName = "full",
    tier: Tier | Literal["auto"] = "auto",
    posture: Posture = "balanced",
    settings: Settings | None = None,
    library: Library | None = None,
    retriever: Retriever | None = None,
    today: date | None = None,
    progress: Callable[[Stage], None] = _no_progress,
) -> Analysis:
    """Analyse the documents of one deal.

    Args:
        documents: as `analyzer.reading.read_deal` returns them; the first is the one drafted language goes into.
        library: a loaded library; the one in settings by default.
        retriever: an open retriever over `library`, to share between calls.
        progress: called when a stage begins.
    """
    settings = settings or Settings()
    library = library or load_library(settings.library_dir, cache_dir=settings.cache_dir)
    provisions = library.in_profile(profile)
    today = today or date.today()
    progress("clauses")
    contracts = keep_effective([segment(document) for document in documents])
    progress("retrieval")
    retriever = retriever or open_retriever(library.exemplars, library_sha256=library.sha256, settings=settings)
    matches = [search_library(contract, retriever, provisions=provisions) for contract in contracts]
    progress("assessment")
    tier_reading = detect_tier(contracts) if tier == "auto" else TierReading(value=tier, source="declared", signals=())
    findings = assess(
        contracts,
        matches,
        provisions=provisions,
        tier=tier_reading.value,
        judge=load_judge(settings.encoder),
    )
    checked = crosscheck(contracts, findings, provisions=provisions, tier=tier_reading.value)
    findings = checked.findings
    progress("scoring")
    not_assessed = find_not_assessed(contracts, findings, provisions=provisions)
    scored = score(
        findings, provisions=provisions, scoring=library.scoring, tier=tier_reading.value, not_assessed=not_assessed
    )
    progress("drafting")
    suggestions = draft(
        contracts[0],
        findings,
        provisions=[p for p in provisions if p.id not in not_assessed],
        definitions=library.definitions,
        posture=posture,
        tier=tier_reading.value,
    )
    problems: list[Problem] = [p for document in documents for p in document.problems]
    report = build_report(
        contracts=contracts,
        findings=findings,
        score=scored,
        suggestions=suggestions,
        provisions=provisions,
        tier=tier_reading,
        profile=profile,
        posture=posture,
        conflicts=checked.conflicts,
        commercial=checked.commercial,
        renewal=read_renewal(contracts, today=today),
        problems=problems,
        receipt=_receipt(library, settings, today),
    )
    return Analysis(report=report, contracts=contracts)


def search_library(contract: Contract, retriever: Retriever, *, provisions: Sequence[Provision]) -> Matches:
    """Search with the retriever's encoder; where it is slow, only the passages that a fast look finds worth it."""
    if retriever.scout is None:
        return retriever.retrieve(contract)
    seen = retriever.scout.retrieve(contract)
    return retriever.retrieve(contract, only=shortlist(contract, seen, provisions=provisions, judge=load_judge("fast")))


def _receipt(library: Library, settings: Settings, today: date) -> Receipt:
    return Receipt(
        analyzer_version=__version__,
        library_sha256=library.sha256,
        library_version=__version__,
        encoder=settings.encoder,
        encoder_sha256=hash_encoder(settings.encoder),
        judge_sha256=hash_judge(settings.encoder),
        model=None,
        prompts_sha256=None,
        settings={"encoder": settings.encoder},
        left_the_machine="nothing",
        date=today.isoformat(),
    )
