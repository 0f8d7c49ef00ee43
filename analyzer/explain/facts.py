"""State what a report found as plain sentences, most at stake first; none of them holds words of the contract."""

from __future__ import annotations

from analyzer.models import Report

_MOST_EXPOSED = 6
_BANDS = {
    "A": "ready to sign as far as AI goes",
    "B": "some details to negotiate",
    "C": "gaps to close before signature",
    "D": "material exposure",
    "F": "not fit for a service that uses AI",
}
_STATES = {
    "adverse": "The contract says the opposite",
    "missing": "The contract is silent",
    "weak": "It is only half said",
}


def state_facts(report: Report) -> tuple[str, ...]:
    """Return the facts: the score, what is exposed, who pays, when notice is due."""
    score = report.score
    facts = [f"The contract scores {score.contract:.0f} of 100 on its AI provisions: {_BANDS[score.band]}."]
    if report.status == "partial":
        facts.append("Something was left out of the review; the report says what.")
    exposed = sorted(
        (p for p in report.provisions if p.status in _STATES and p.exposure > 0), key=lambda p: -p.exposure
    )
    facts += [f"{p.title}. {_STATES[p.status]}: {p.plain}" for p in exposed[:_MOST_EXPOSED]]
    if len(exposed) > _MOST_EXPOSED:
        facts.append(f"{len(exposed) - _MOST_EXPOSED} more provisions are weak, missing or against the client.")
    if report.commercial.waterfall is not None:
        facts += [f"If this goes wrong: {o.what}. {o.words}" for o in report.commercial.waterfall.outcomes[:1]]
    renewal = report.renewal
    if renewal is not None and renewal.notice_deadline is not None:
        facts.append(f"Notice to stop the next renewal is due by {renewal.notice_deadline.value:%d %B %Y}.")
    return tuple(facts)
