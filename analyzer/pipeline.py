"""The order of the stages, and nothing else: ingest, lint, segment, retrieve, assess, cross-check, score, draft, report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from analyzer.adapt import adapt
from analyzer.ask import ask
from analyzer.assess import assess, detect_tier, find_not_assessed, load_judge, shortlist
from analyzer.assess.evidence import quote_passage
from analyzer.assess.nearest import list_nearest
from analyzer.crosscheck import crosscheck, foresee, keep_effective
from analyzer.doubt import doubt
from analyzer.draft import draft
from analyzer.draft.frame import FRAME
from analyzer.explain import explain
from analyzer.ingest import ingest
from analyzer.library import Library, load_library
from analyzer.lint import keep_visible, lint, warn
from analyzer.models import (
    Contract,
    Document,
    ElementStatus,
    Finding,
    LanguageModel,
    Matches,
    Party,
    Posture,
    Problem,
    ProfileName,
    Provision,
    QuotedAnswer,
    Report,
    ReportProvision,
    Score,
    Suggestion,
    Tier,
    TierReading,
)
from analyzer.prompts import load_prompt
from analyzer.receipt import make_receipt
from analyzer.redline import redline
from analyzer.renewal import read_renewal
from analyzer.report import build_report, note_model, redraft
from analyzer.retrieve import Retriever, load_encoder, open_retriever
from analyzer.review import review
from analyzer.score import score
from analyzer.segment import segment
from analyzer.settings import Settings

__all__ = [
    "Analysis",
    "Stage",
    "analyze",
    "answer",
    "draft_again",
    "draft_frame",
    "judge_wording",
    "open_library",
    "reopen",
    "rescore",
    "search_library",
    "write_redline",
]

Stage = Literal["reading", "clauses", "retrieval", "assessment", "second reading", "scoring", "drafting"]


@dataclass(frozen=True)
class Analysis:
    """A report with the contracts it is about, which the HTML report and the redline need, and the findings it rests on."""

    report: Report
    contracts: tuple[Contract, ...]
    findings: tuple[Finding, ...] = ()


def _no_progress(stage: Stage) -> None:
    """Report nothing."""


def open_library(settings: Settings) -> tuple[Library, Retriever]:
    """Open the clause library and its index, and load what the stages need, while files are being read."""
    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # What takes time here is native code, which runs beside imports.
        beside.submit(load_encoder(settings.encoder).encode, ["warm"])
        retriever = open_retriever(library.exemplars, library_sha256=library.sha256, settings=settings)
        load_judge(settings.encoder)
    return library, retriever


def analyze(
    files: Sequence[Document | Contract],
    *,
    profile: ProfileName = "full",
    tier: Tier | Literal["auto"] = "auto",
    posture: Posture = "balanced",
    settings: Settings | None = None,
    library: Library | None = None,
    retriever: Retriever | None = None,
    today: date | None = None,
    model: LanguageModel | None = None,
    progress: Callable[[Stage], None] = _no_progress,
) -> Analysis:
    """Analyse the documents of one deal.

    Args:
        files: as `analyzer.reading` returns them, split into clauses there or not; the first is the one drafted language
            goes into.
        library: a loaded library; the one in settings by default.
        retriever: an open retriever over `library`, to share between calls.
        model: what reads doubtful elements a second time, opened for this run; without one nothing leaves the machine.
        progress: called when a stage begins.
    """
    settings = settings or Settings()
    library = library or load_library(settings.library_dir, cache_dir=settings.cache_dir)
    provisions = library.in_profile(profile)
    today = today or date.today()
    progress("clauses")
    read = [file if isinstance(file, Contract) else segment(file) for file in files]
    documents = [contract.document for contract in read]
    hostile = lint(documents)
    contracts = keep_effective(keep_visible(read, hostile))
    progress("retrieval")
    retriever = retriever or open_retriever(library.exemplars, library_sha256=library.sha256, settings=settings)
    matches = [search_library(contract, retriever, provisions=provisions) for contract in contracts]
    progress("assessment")
    tier_reading = detect_tier(contracts) if tier == "auto" else TierReading(value=tier, source="declared", signals=())
    judge = load_judge(settings.encoder)
    judged = partial(assess, provisions=provisions, tier=tier_reading.value, judge=judge)
    first = judged(contracts, matches)
    if any(h.start is not None for h in hostile):
        # What hides or gives orders protects nobody; what in it harms the client is still in the file.
        whole = keep_effective(read)
        harm = judged(whole, [search_library(contract, retriever, provisions=provisions) for contract in whole])
        first = tuple(h if h.status == "adverse" else f for f, h in zip(first, harm, strict=True))
    findings, second = first, None
    if model is not None:
        from analyzer.llm import keep_back

        progress("second reading")
        model = keep_back(model, contracts)
        reviewed = review(
            contracts,
            first,
            provisions=provisions,
            shortlists=list_nearest(contracts, matches, provisions=provisions, tier=tier_reading.value, judge=judge),
            tier=tier_reading.value,
            model=model,
            prompt=load_prompt("review"),
            hostile=hostile,
        )
        findings, second = reviewed.findings, reviewed.reading
    checked = crosscheck(
        contracts,
        findings,
        provisions=provisions,
        tier=tier_reading.value,
        instruments=library.law.instruments,
    )
    findings = doubt(checked.findings, documents)
    progress("scoring")
    # What a first reading found counts here too: no model takes a provision out of the score.
    not_assessed = find_not_assessed(contracts, [*first, *findings], provisions=provisions)
    scored = score(
        findings, provisions=provisions, scoring=library.scoring, tier=tier_reading.value, not_assessed=not_assessed
    )
    progress("drafting")
    suggestions = _draft(
        contracts,
        findings,
        provisions=[p for p in provisions if p.id not in not_assessed],
        library=library,
        posture=posture,
        tier=tier_reading.value,
    )
    if model is not None:
        suggestions = _adapt(
            contracts[0], suggestions, scored, model=model, tier=tier_reading.value,
            settings=settings, library=library, retriever=retriever,
        )  # fmt: skip
    problems: list[Problem] = [*(p for document in documents for p in document.problems), *warn(hostile)]
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
        deal=checked.deal,
        law=library.law,
        commercial=checked.commercial,
        renewal=read_renewal(contracts, today=today),
        hostile_text=hostile,
        second_reading=second,
        problems=problems,
        receipt=make_receipt(library, settings=settings, today=today),
    )
    summary = explain(report, model=model, prompt=load_prompt("explain"))
    report = report.model_copy(update={"summary": summary})
    if model is not None:
        receipt = make_receipt(library, settings=settings, today=today, use=model.use())
        report = note_model(report, receipt=receipt, problems=model.problems())
    return Analysis(report=report, contracts=contracts, findings=findings)


# So many suggestions, where most is at stake, are worth a model's time.
_MOST_ADAPTED = 6


def _adapt(
    contract: Contract,
    suggestions: Sequence[Suggestion],
    scored: Score,
    *,
    model: LanguageModel,
    tier: Tier,
    settings: Settings,
    library: Library,
    retriever: Retriever,
) -> tuple[Suggestion, ...]:
    """Let a model fit the suggestions with most at stake to the contract; the others stay as they are."""
    stake = {provision: at for at, provision in enumerate(scored.exposures)}
    chosen = sorted((s for s in suggestions if s.edits), key=lambda s: stake.get(s.provision, len(stake)))

    def judge(wording: str, provision: str) -> dict[str, ElementStatus]:
        found = _judge_wording(
            wording, provision=provision, parties=contract.parties, tier=tier,
            settings=settings, library=library, retriever=retriever,
        )  # fmt: skip
        return {finding.element: finding.status for finding in found}

    adapted = adapt(
        contract,
        chosen[:_MOST_ADAPTED],
        provisions=library.provisions,
        model=model,
        prompt=load_prompt("adapt"),
        judge=judge,
    )
    fitted = {suggestion.provision: suggestion for suggestion in adapted}
    return tuple(fitted.get(suggestion.provision, suggestion) for suggestion in suggestions)


def draft_again(analysis: Analysis, *, posture: Posture, library: Library) -> Analysis:
    """Draft under another posture; findings and score stay as they are."""
    report = analysis.report
    assessed = {p.id for p in report.provisions if p.status != "not_assessed"}
    suggestions = _draft(
        analysis.contracts,
        analysis.findings,
        provisions=[p for p in library.in_profile(report.profile) if p.id in assessed],
        library=library,
        posture=posture,
        tier=report.tier.value,
    )
    return replace(analysis, report=redraft(report, suggestions, posture=posture))


def reopen(report: Report, documents: Sequence[Document]) -> Analysis:
    """Return the analysis of a stored report, from its documents read again.

    What the redraft rests on is in the report; how likely a finding is to be right beyond its confidence is not.
    """
    contracts = keep_effective(keep_visible([segment(document) for document in documents], report.hostile_text))
    findings = tuple(
        Finding(provision=p.id, element=e.id, probability=0.5, **{name: getattr(e, name) for name in _KEPT})
        for p in report.provisions
        for e in p.elements
    )
    return Analysis(report=report, contracts=contracts, findings=findings)


_KEPT = ("status", "confidence", "evidence", "value", "party", "reason", "method", "absence")


def rescore(analysis: Analysis, statuses: Mapping[tuple[str, str], ElementStatus], *, library: Library) -> Score:
    """Score a contract as if its elements had these statuses, each by its provision and id."""
    report = analysis.report
    findings = [f.model_copy(update={"status": statuses[f.provision, f.element]}) for f in analysis.findings]
    turned = {new.provision for new, old in zip(findings, analysis.findings, strict=True) if new.status != old.status}
    return score(
        findings,
        provisions=library.in_profile(report.profile),
        scoring=library.scoring,
        tier=report.tier.value,
        not_assessed={
            p.id: "; ".join(p.steps) for p in report.provisions if p.status == "not_assessed" and p.id not in turned
        },
    )


def draft_frame(
    wanted: Mapping[str, Collection[str]], *, library: Library, posture: Posture, tier: Tier
) -> tuple[Suggestion, ...]:
    """Draft clauses for no contract in particular: a Client and a Provider, and numbers to be given.

    Args:
        wanted: the elements of each provision by its id.
    """
    frame = segment(ingest(FRAME.encode(), name="agreement.txt"))
    provisions = [library.provision(provision) for provision in wanted]
    findings = [
        Finding(
            provision=provision.id,
            element=element.id,
            status="missing" if element.id in wanted[provision.id] else "not_applicable",
            probability=1.0,
            confidence="high",
            reason="wanted in the template",
            method="rules",
        )
        for provision in provisions
        for element in provision.elements
    ]
    return _draft([frame], findings, provisions=provisions, library=library, posture=posture, tier=tier)


def _draft(
    contracts: Sequence[Contract],
    findings: Sequence[Finding],
    *,
    provisions: Sequence[Provision],
    library: Library,
    posture: Posture,
    tier: Tier,
) -> tuple[Suggestion, ...]:
    """Draft, see what in the contract would defeat the language, and draft again so that it sets that aside."""
    write = partial(
        draft,
        contracts[0],
        findings,
        provisions=provisions,
        definitions=library.definitions,
        posture=posture,
        tier=tier,
    )
    suggestions = write()
    foreseen = foresee(contracts, suggestions, provisions=provisions)
    return write(foreseen=foreseen) if foreseen else suggestions


def answer(
    documents: Sequence[Document], question: str, *, settings: Settings, model: LanguageModel | None = None
) -> QuotedAnswer:
    """Answer a question about a deal in its own words; without a model, return the passages nearest to it."""
    contracts = keep_visible([segment(document) for document in documents], lint(documents))
    if model is not None:
        from analyzer.llm import keep_back

        model = keep_back(model, contracts)
    return ask(
        contracts,
        question,
        encode=load_encoder(settings.encoder).encode,
        quote=quote_passage,
        model=model,
        prompt=load_prompt("ask"),
    )


def judge_wording(
    analysis: Analysis, wording: str, *, provision: str, settings: Settings, library: Library, retriever: Retriever
) -> tuple[Finding, ...]:
    """Judge wording that is to go into a contract, by itself, on the elements of one provision."""
    return _judge_wording(
        wording,
        provision=provision,
        parties=analysis.contracts[0].parties,
        tier=analysis.report.tier.value,
        settings=settings,
        library=library,
        retriever=retriever,
    )


def _judge_wording(
    wording: str,
    *,
    provision: str,
    parties: tuple[Party, ...],
    tier: Tier,
    settings: Settings,
    library: Library,
    retriever: Retriever,
) -> tuple[Finding, ...]:
    written = ingest(wording.encode(), name="wording.txt", settings=settings)
    contract = segment(written, parties=parties)
    provisions = [library.provision(provision)]
    return assess(
        [contract],
        [search_library(contract, retriever, provisions=provisions)],
        provisions=provisions,
        tier=tier,
        judge=load_judge(settings.encoder),
    )


def write_redline(
    analysis: Analysis,
    source: Path | bytes,
    *,
    out: Path,
    author: str,
    date_utc: datetime,
    settings: Settings,
    library: Library,
    accepted: Sequence[ReportProvision] | None = None,
) -> Analysis:
    """Write suggestions into a copy of the first document, a DOCX read in its proposed view, as tracked changes.

    Args:
        source: the file that was analysed.
        accepted: whose suggestions are carried out; all of the report's by default.

    Returns:
        The analysis, with what became of each change in its report.

    Raises:
        RedlineError: the file is no DOCX or not the one analysed, or the redline did not pass the gate.
    """
    contract, report = analysis.contracts[0], analysis.report
    result = redline(
        source,
        contract=contract,
        accepted=report.provisions if accepted is None else accepted,
        author=author,
        date_utc=date_utc,
        read=partial(ingest, name=contract.document.name, settings=settings),
        out=out,
        library=library.provisions,
        libreoffice=settings.libreoffice,
    )
    return replace(analysis, report=report.model_copy(update={"redline": result}))


def search_library(contract: Contract, retriever: Retriever, *, provisions: Sequence[Provision]) -> Matches:
    """Search with the retriever's encoder; where it is slow, only the passages that a fast look finds worth it."""
    if retriever.scout is None:
        return retriever.retrieve(contract)
    seen = retriever.scout.retrieve(contract)
    return retriever.retrieve(contract, only=shortlist(contract, seen, provisions=provisions, judge=load_judge("fast")))
