"""Draft for a contract or for none, with what would defeat the language named in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from analyzer.crosscheck import Foresight
from analyzer.draft import draft
from analyzer.draft.frame import FRAME
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Analysis, Contract, Finding, Foreseen, Posture, Provision, Remaining, Suggestion, Tier
from analyzer.report import redraft
from analyzer.segment import segment

__all__ = ["draft_again", "draft_frame", "draft_rehearsed"]


def draft_rehearsed(
    contracts: Sequence[Contract],
    findings: Sequence[Finding],
    *,
    provisions: Sequence[Provision],
    library: Library,
    posture: Posture,
    tier: Tier,
) -> tuple[Suggestion, ...]:
    """Draft, see what in the contract would defeat the language, and draft again so that it sets that aside.

    What defeats it even then is told as remaining.
    """
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
    foresight = Foresight(contracts, provisions=provisions)
    foreseen = foresight.foresee(suggestions)
    if not foreseen:
        return suggestions
    suggestions = write(foreseen=[f for f in foreseen if f.by_name])
    left = foresight.foresee(suggestions)
    return tuple(_with_remaining(s, [f for f in left if f.provision == s.provision]) for s in suggestions)


def _with_remaining(suggestion: Suggestion, left: Sequence[Foreseen]) -> Suggestion:
    told = (
        Remaining(element=f.element, reason=f"The wording stays short: {f.why}.", evidence=(f.evidence,)) for f in left
    )
    return suggestion.model_copy(update={"remaining": (*suggestion.remaining, *told)})


def draft_again(
    analysis: Analysis, *, posture: Posture, library: Library, only: Collection[str] | None = None
) -> Analysis:
    """Draft under another posture; findings and score stay as they are.

    Args:
        only: the provisions to draft for, by their ids; all by default.
    """
    report = analysis.report
    assessed = {p.id for p in report.provisions if p.status != "not_assessed" and (only is None or p.id in only)}
    suggestions = draft_rehearsed(
        analysis.contracts,
        analysis.findings,
        provisions=[p for p in library.in_profile(report.profile) if p.id in assessed],
        library=library,
        posture=posture,
        tier=report.tier.value,
    )
    return analysis.model_copy(update={"report": redraft(report, suggestions, posture=posture)})


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
    return draft_rehearsed([frame], findings, provisions=provisions, library=library, posture=posture, tier=tier)
