"""Decide what an answer does to a finding: downwards it counts, upwards only as far as code can follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.models import Absence, Confidence, ElementStatus, Evidence, Finding, Nearest
from analyzer.models.review import Outcome, ReadStatus, Shortlisted
from analyzer.review.compose import Check
from analyzer.review.shape import ORDER
from analyzer.review.verify import Unusable, Verified

_MOST_EVIDENCE = 4
_MOST_NEAREST = 3
# The lower edge of medium confidence: on the word of a model alone nothing is ever sure.
_ON_A_MODELS_WORD = 0.6
_MEDIUM: Confidence = "medium"


@dataclass(frozen=True)
class Decision:
    """What becomes of a finding. `raises` on a first look means: only if a second look at `rests_on` alone agrees."""

    outcome: Outcome
    status: ReadStatus
    why: str
    rests_on: tuple[Shortlisted, ...] = ()

    @property
    def raises(self) -> bool:
        """Return whether it must be confirmed."""
        return bool(self.rests_on)


def decide(finding: Finding, check: Check, answer: Verified | Unusable, *, may_raise: bool) -> Decision:
    """Return what an answer does to a finding.

    Args:
        may_raise: False for a deal that gives its readers instructions: then an answer only lowers.
    """
    before = _read_status(finding.status)
    if isinstance(answer, Unusable):
        return Decision(answer.outcome, before, answer.why)
    said = answer.status
    if said == before:
        return Decision("confirmed", before, answer.reason)
    if _rank(said) < _rank(before):
        return Decision("moved", said, answer.reason)
    if before == "adverse" and finding.method == "rules":
        return Decision("disagreed", before, f"the adverse words stand in the contract ({finding.reason})")
    if not may_raise:
        return Decision(
            "disagreed", before, "the documents give their readers instructions, so no answer raises a status"
        )
    rests_on = answer.passages if said != "missing" else _quoted_before(finding, check)
    reached = min(said, _ceiling(rests_on), key=_rank) if said != "missing" else said
    if not rests_on or _rank(reached) <= _rank(before):
        firm = next((p.reason for p in rests_on if p.firm), finding.reason)
        return Decision("disagreed", before, f"what it quotes is no better by its words: {firm}")
    return Decision("moved", reached, answer.reason, rests_on)


def confirm(finding: Finding, first: Decision, second: Verified | Unusable) -> Decision:
    """Return a raising decision after a second look at the passages it rests on, alone; the lower of both counts."""
    before = _read_status(finding.status)
    if isinstance(second, Unusable):
        return Decision("disagreed", before, f"a second look at the quoted words alone gave no answer: {second.why}")
    reached = min(first.status, second.status, key=_rank)
    if _rank(reached) <= _rank(before):
        return Decision("disagreed", before, f"a second look at the quoted words alone reads them as {second.status}")
    return Decision("moved", reached, first.why)


def carry_out(finding: Finding, check: Check, answer: Verified | Unusable, decision: Decision) -> Finding:
    """Return the finding as a decision leaves it."""
    if isinstance(answer, Unusable):
        return finding.model_copy(update={"reason": f"{finding.reason}; not read a second time: {answer.why}"})
    if decision.outcome == "confirmed":
        confidence = _MEDIUM if finding.confidence == "low" else finding.confidence
        probability = max(finding.probability, _ON_A_MODELS_WORD)
        return finding.model_copy(update={"confidence": confidence, "probability": probability})
    if decision.outcome == "disagreed":
        note = f"; a second reading says {answer.status} ({answer.reason.rstrip('.')}), and the lower status stands"
        return finding.model_copy(update={"reason": finding.reason + note})
    carries = answer.passages if decision.status != "missing" else ()
    lead = next((p for p in carries if p.value is not None), carries[0] if carries else None)
    return finding.model_copy(
        update={
            "status": decision.status,
            "probability": _ON_A_MODELS_WORD,
            "confidence": _MEDIUM,
            "evidence": _evidence(finding, carries),
            "value": lead.value if lead else None,
            "party": lead.party if lead else None,
            "reason": decision.why,
            "method": "model",
            "absence": _absence(check, answer) if decision.status == "missing" else None,
        }
    )


def _quoted_before(finding: Finding, check: Check) -> tuple[Shortlisted, ...]:
    """Return the passages that the first reading quoted, as they were shown."""
    quoted = {(e.document, e.start, e.end) for e in finding.evidence}
    return tuple(p for p in check.passages if (p.evidence.document, p.evidence.start, p.evidence.end) in quoted)


def _ceiling(passages: Sequence[Shortlisted]) -> ReadStatus:
    """Return the best status that one of the passages can carry.

    What its words decide, no reading raises. What binds nobody is weak at best, and nothing at all where it does not even
    speak of AI, however it praises itself.
    """
    return max(map(_carries, passages), key=_rank)


def _carries(passage: Shortlisted) -> ReadStatus:
    if passage.binds:
        return passage.status if passage.firm else "strong"
    return min(passage.status, "weak", key=_rank) if passage.firm and passage.names_ai else "missing"


def _rank(status: ReadStatus) -> int:
    return ORDER.index(status)


def _read_status(status: ElementStatus) -> ReadStatus:
    return next(s for s in ORDER if s == status)


def _evidence(finding: Finding, carries: Sequence[Shortlisted]) -> tuple[Evidence, ...]:
    """Return the passages that carry the new status first, then those quoted before, if the element is still there."""
    kept = finding.evidence if carries else ()
    places = {(e.document, e.start, e.end): e for e in (*(p.evidence for p in carries), *kept)}
    return tuple(places.values())[:_MOST_EVIDENCE]


def _absence(check: Check, answer: Verified) -> Absence:
    read = check.passages
    return Absence(
        searched=f"the {len(read)} nearest passages, read a second time for {check.element.title}",
        nearest=tuple(Nearest(evidence=p.evidence, why=answer.reason) for p in read[:_MOST_NEAREST]),
    )
