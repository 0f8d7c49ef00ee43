"""The closed loop: draft what a host contract lacks, put it in, read it back, judge it again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from analyzer.assess import assess
from analyzer.assess.judge import Judge
from analyzer.draft import apply_suggestions, draft, target_status
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract, ElementStatus, Finding, Posture, Suggestion, Tier
from analyzer.retrieve import Retriever
from analyzer.segment import segment

POSTURES: tuple[Posture, ...] = get_args(Posture)
ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")


@dataclass(frozen=True)
class Loop:
    """A host before and after all suggestions for one posture were carried out."""

    tier: Tier
    before: tuple[Finding, ...]
    suggestions: tuple[Suggestion, ...]
    applied: Contract
    after: tuple[Finding, ...]

    def of(self, provision: str) -> list[Finding]:
        """Return the findings of one provision afterwards."""
        return [f for f in self.after if f.provision == provision]


RunLoop = Callable[[str, Posture], Loop]


def make_loop(
    host: Contract, *, posture: Posture, tier: Tier, library: Library, retriever: Retriever, judge: Judge | None = None
) -> Loop:
    """Run the loop once over all provisions of a library."""

    def judged(contract: Contract) -> tuple[Finding, ...]:
        matches = retriever.retrieve(contract)
        return assess([contract], [matches], provisions=library.provisions, tier=tier, judge=judge)

    before = judged(host)
    suggestions = draft(
        host,
        before,
        provisions=library.provisions,
        definitions=library.definitions,
        posture=posture,
        tier=tier,
    )
    text = apply_suggestions(host, suggestions)
    applied = segment(ingest(text.encode(), name="applied.txt"))
    return Loop(tier, before, suggestions, applied, judged(applied))


def tier_of(posture: Posture) -> Tier:
    """Return the tier a posture is tried at: the client's asks are for high stakes."""
    return "high" if posture == "client" else "standard"


def falls_short(finding: Finding, *, posture: Posture, tier: Tier, library: Library) -> bool:
    """Say whether a finding is under what the posture aims at, or adverse."""
    element = library.elements[finding.provision, finding.element]
    target = target_status(posture, element.criticality_at(tier))
    return finding.status == "adverse" or ORDER.index(finding.status) < ORDER.index(target)


def show(finding: Finding) -> str:
    """Write a finding for the message of a failed test."""
    quote = finding.evidence[0].quote if finding.evidence else "nothing quoted"
    return f"{finding.provision}/{finding.element}: {finding.status} ({finding.reason}) | {quote[:160]}"
