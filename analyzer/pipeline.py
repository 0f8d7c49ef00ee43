"""The order of the stages, and nothing else: ingest, segment, retrieve, assess, score, draft, report."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from analyzer import __version__
from analyzer.assess import assess, detect_tier, find_not_assessed, hash_judge, load_judge
from analyzer.draft import draft
from analyzer.errors import Damaged, TooLarge
from analyzer.ingest import ingest
from analyzer.library import Library, load_library
from analyzer.models import Contract, Document, Posture, Problem, ProfileName, Receipt, Report, Tier, TierReading
from analyzer.report import build_report
from analyzer.retrieve import Retriever, hash_encoder, open_retriever
from analyzer.score import score
from analyzer.segment import segment
from analyzer.settings import Settings

Stage = Literal["reading", "clauses", "retrieval", "assessment", "scoring", "drafting"]


@dataclass(frozen=True)
class Analysis:
    """A report with the contracts it is about, which the HTML report and the redline need."""

    report: Report
    contracts: tuple[Contract, ...]


def _no_progress(stage: Stage) -> None:
    """Report nothing."""


def read_deal(files: Sequence[Path], *, settings: Settings) -> tuple[Document, ...]:
    """Read the files of one deal; two of one name are told apart by a number.

    Raises:
        InputError: a file can't be read.
    """
    documents: list[Document] = []
    names: dict[str, int] = {}
    for file in files:
        document = ingest(file, settings=settings)
        names[document.name] = names.get(document.name, 0) + 1
        if names[document.name] > 1:
            document = document.model_copy(update={"name": f"{document.name} ({names[document.name]})"})
        documents.append(document)
    return tuple(documents)


def read_while_opening(files: Sequence[Path], *, settings: Settings) -> tuple[tuple[Document, ...], Library, Retriever]:
    """Read the files in a child process while the library and its index are opened in this one.

    Both take a second or more and neither needs the other. A file that hangs its parser is given up after
    `settings.max_read_seconds` and a half, however it hangs.

    Raises:
        InputError: a file can't be read.
    """
    # A forked child starts at once; where there is no fork the child starts anew, which costs a third of a second.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        reading = pool.submit(read_deal, files, settings=settings)
        library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
        retriever = open_retriever(library.exemplars, library_sha256=library.sha256, settings=settings)
        try:
            documents = reading.result(timeout=1.5 * settings.max_read_seconds * len(files))
        except TimeoutError as error:
            for child in multiprocessing.active_children():
                child.kill()
            raise TooLarge(
                f"{', '.join(f.name for f in files)}: reading takes longer than {settings.max_read_seconds:g} seconds a"
                " file; split it, or raise CLAUSE_ANALYZER_MAX_READ_SECONDS"
            ) from error
        except BrokenProcessPool as error:
            raise Damaged(
                f"{', '.join(f.name for f in files)}: the file crashed the reader; save it anew and try again"
            ) from error
    return documents, library, retriever


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
        documents: as `read_deal` returns them; the first is the one drafted language goes into.
        library: a loaded library; the one in settings by default.
        retriever: an open retriever over `library`, to share between calls.
        progress: called when a stage begins.
    """
    settings = settings or Settings()
    library = library or load_library(settings.library_dir, cache_dir=settings.cache_dir)
    provisions = library.in_profile(profile)
    progress("clauses")
    contracts = tuple(segment(document) for document in documents)
    progress("retrieval")
    retriever = retriever or open_retriever(library.exemplars, library_sha256=library.sha256, settings=settings)
    matches = [retriever.retrieve(contract) for contract in contracts]
    progress("assessment")
    tier_reading = detect_tier(contracts) if tier == "auto" else TierReading(value=tier, source="declared", signals=())
    findings = assess(
        contracts,
        matches,
        provisions=provisions,
        tier=tier_reading.value,
        judge=load_judge(settings.encoder),
    )
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
        problems=problems,
        receipt=_receipt(library, settings, today or date.today()),
    )
    return Analysis(report=report, contracts=contracts)


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
