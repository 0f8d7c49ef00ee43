"""The order of the stages, and nothing else: ingest, lint, segment, retrieve, assess, cross-check, score, draft, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Literal

from analyzer.adapt import adapt
from analyzer.assess import assess, detect_tier, find_not_assessed, load_judge
from analyzer.assess.nearest import list_nearest
from analyzer.beside import Later, in_turn
from analyzer.crosscheck import crosscheck, keep_effective
from analyzer.doubt import doubt
from analyzer.drafting import draft_rehearsed
from analyzer.explain import explain
from analyzer.judging import judge_as_ai, judge_contracts, judge_wording, note_latent
from analyzer.library import Library, load_library
from analyzer.lint import keep_visible, lint, warn
from analyzer.models import (
    Analysis,
    Contract,
    Document,
    LanguageModel,
    Posture,
    Problem,
    ProfileName,
    Stage,
    Suggestion,
    Tier,
    TierReading,
)
from analyzer.progress import say_nothing
from analyzer.prompts import load_prompt
from analyzer.receipt import make_receipt
from analyzer.renewal import read_renewal
from analyzer.report import build_report, note_model
from analyzer.retrieve import Retriever, open_retriever
from analyzer.review import review
from analyzer.score import score
from analyzer.settings import Settings
from analyzer.splitting import Splitting, split_later

__all__ = ["analyze"]


def analyze(
    files: Sequence[Document | Contract | Splitting],
    *,
    profile: ProfileName = "full",
    tier: Tier | Literal["auto"] = "auto",
    posture: Posture = "balanced",
    settings: Settings | None = None,
    library: Library | None = None,
    retriever: Retriever | None = None,
    today: date | None = None,
    calendar: str | None = None,
    model: LanguageModel | None = None,
    drafts: bool = True,
    later: Later = in_turn,
    progress: Callable[[Stage], None] = say_nothing,
) -> Analysis:
    """Analyse the documents of one deal.

    Args:
        files: as `analyzer.reading` returns them, split into clauses, being split or whole; the first is the one drafted
            language goes into.
        library: a loaded library; the one in settings by default.
        retriever: an open retriever over `library`, to share between calls.
        calendar: country or region ("GB-ENG") of which the public holidays are no business days in notice periods.
        model: what reads doubtful elements a second time, opened for this run; without one nothing leaves the machine.
        drafts: whether to draft; without, the report has no suggestions.
        later: begins stages that nothing waits for yet; by default they are done when something does.
        progress: called when a stage begins.
    """
    settings = settings or Settings()
    library = library or load_library(settings.library_dir, cache_dir=settings.cache_dir)
    provisions = library.in_profile(profile)
    today = today or date.today()
    progress("clauses")
    splitting = [split_later(file) for file in files]
    documents = [begun.document for begun in splitting]
    hostile = lint(documents)
    read = [begun.wait() for begun in splitting]
    contracts = keep_effective(keep_visible(read, hostile))
    detected = later(detect_tier, contracts)
    renewal = later(read_renewal, contracts, today=today, calendar=calendar)
    progress("retrieval")
    retriever = retriever or open_retriever(library.exemplars, settings=settings)
    matches = [retriever.retrieve(contract, provisions={p.id for p in provisions}) for contract in contracts]
    progress("assessment")
    tier_reading = detected() if tier == "auto" else TierReading(value=tier, source="declared", signals=())
    judge = load_judge(settings.encoder)
    as_ai = later(
        judge_as_ai,
        contracts, [m.bare() for m in matches], provisions=[p.bare() for p in provisions], tier=tier_reading.value, judge=judge,
    )  # fmt: skip
    first = assess(contracts, matches, provisions=provisions, tier=tier_reading.value, judge=judge)
    if any(h.start is not None for h in hostile):
        # What hides or gives orders protects nobody; what in it harms the client is still in the file.
        harm = judge_contracts(
            keep_effective(read),
            provisions=provisions, tier=tier_reading.value, settings=settings, retriever=retriever,
        )  # fmt: skip
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
        contracts, findings, provisions=provisions, tier=tier_reading.value, instruments=library.law.instruments
    )
    findings = doubt(checked.findings, documents)
    progress("scoring")
    # What a first reading found counts here too: no model takes a provision out of the score.
    not_assessed = find_not_assessed(contracts, [*first, *findings], provisions=provisions)
    scored = score(
        findings, provisions=provisions, scoring=library.scoring, tier=tier_reading.value, not_assessed=not_assessed
    )
    suggestions: tuple[Suggestion, ...] = ()
    if drafts:
        progress("drafting")
        findings = note_latent(findings, as_ai())
        suggestions = draft_rehearsed(
            contracts,
            findings,
            provisions=[p for p in provisions if p.id not in not_assessed],
            library=library,
            posture=posture,
            tier=tier_reading.value,
        )
    if model is not None:
        suggestions = adapt(
            contracts[0],
            suggestions,
            exposures=scored.exposures,
            provisions=library.provisions,
            model=model,
            prompt=load_prompt("adapt"),
            judge=partial(
                judge_wording, parties=contracts[0].parties, tier=tier_reading.value,
                settings=settings, library=library, retriever=retriever,
            ),
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
        renewal=renewal(),
        hostile_text=hostile,
        second_reading=second,
        problems=problems,
        receipt=make_receipt(library, settings=settings, today=today),
    )
    report = report.model_copy(update={"summary": explain(report, model=model, prompt=load_prompt("explain"))})
    if model is not None:
        receipt = make_receipt(library, settings=settings, today=today, use=model.use())
        report = note_model(report, receipt=receipt, problems=model.problems())
    return Analysis(report=report, contracts=contracts, findings=findings)
