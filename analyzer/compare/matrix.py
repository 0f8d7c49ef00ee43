"""What became of each provision, what a version costs, and which changes matter most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analyzer.compare.meaning import weight
from analyzer.compare.ties import BAD, GOOD
from analyzer.models import (
    Change,
    ComparedProvision,
    ElementStatus,
    ProvisionOutcome,
    ProvisionScore,
    Report,
    ReportProvision,
    Score,
)

Key = tuple[str, str]
Rescore = Callable[[Mapping[Key, ElementStatus]], Score]
_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")
_HEAVIEST = 3


def statuses_of(report: Report) -> dict[Key, ElementStatus]:
    """Return the status of each element of a report."""
    return {(p.id, e.id): e.status for p in report.provisions for e in p.elements}


def settle_statuses(base: Report, changes: Sequence[Change]) -> dict[Key, ElementStatus]:
    """Return each element's status in the version: that of the base where no change touches what it rests on.

    What nobody changed is not judged anew, so that other numbering or spacing can't move a score.
    """
    settled = statuses_of(base)
    for change in changes:
        for element in change.elements:
            key = element.provision, element.element
            before, after = element.base_status, element.status
            if before in _ORDER and after in _ORDER:
                rises = _ORDER.index(after) > _ORDER.index(before)
                if (rises and element.effect in BAD) or (not rises and before != after and element.effect in GOOD):
                    continue
            if element.effect != "neutral":
                settled[key] = after
    return settled


def compare_provisions(
    base: Report, changes: Sequence[Change], *, before: Score, after: Score
) -> tuple[ComparedProvision, ...]:
    """Return what became of each provision, in the order of the report."""
    ours, theirs = ({s.provision: s for s in score.provisions} for score in (before, after))
    rows = []
    for provision in base.provisions:
        own = [c for c in changes if _serves(c, provision.id)]
        first, second = ours[provision.id], theirs[provision.id]
        rows.append(
            ComparedProvision(
                id=provision.id,
                title=provision.title,
                base_status=first.status,
                status=second.status,
                base_score=first.score,
                score=second.score,
                outcome=_outcome(provision, own, first, second),
                base_exposure=first.exposure,
                exposure=second.exposure,
                changes=tuple(c.id for c in own),
                silent_changes=sum(not c.tracked for c in own),
            )
        )
    return tuple(rows)


def _serves(change: Change, provision: str) -> bool:
    """Say whether a change is about a provision: its words touch an element, or its clause serves it."""
    if change.elements:
        return any(e.provision == provision for e in change.elements)
    return change.provision == provision


def _outcome(
    provision: ReportProvision, changes: Sequence[Change], before: ProvisionScore, after: ProvisionScore
) -> ProvisionOutcome:
    touched = [e for c in changes for e in c.elements if e.provision == provision.id and e.effect != "neutral"]
    beside = {c.effect for c in changes if not c.elements}
    nothing = {"missing", "not_assessed"}
    if not touched:
        if before.status in nothing:
            return "silent"
        return "softened" if beside & BAD else "strengthened" if beside & GOOD else "kept"
    if any(e.status == "adverse" != e.base_status for e in touched):
        return "countered"
    if before.status in nothing and after.status in nothing and not any(e.effect in GOOD for e in touched):
        return "silent"
    if after.status == "missing" and before.status not in nothing:
        return "deleted"
    present = [e for e in before.elements if e.status in {"weak", "adequate", "strong"}]
    gone = {e.element for e in touched if e.effect == "removed" and e.status == "missing"}
    if present and 2 * len(gone) >= len(present) and len(gone) > 1:
        return "deleted"
    if any(e.effect in BAD for e in touched):
        return "strengthened" if (after.score or 0) > (before.score or 0) + 1 else "softened"
    return "strengthened"


def share_losses(changes: Sequence[Change], *, before: Score, after: Score) -> tuple[Change, ...]:
    """Return the changes with the exposure each adds: that of a provision, shared among its changes by their weight."""
    ours, theirs = ({s.provision: s.exposure for s in score.provisions} for score in (before, after))
    weights: dict[str, dict[str, float]] = {}
    for change in changes:
        for element in change.elements:
            own = weights.setdefault(element.provision, {})
            own[change.id] = own.get(change.id, 0.0) + weight(element)
    losses: dict[str, float] = {}
    for provision, own in weights.items():
        added = theirs.get(provision, 0.0) - ours.get(provision, 0.0)
        pulling = {key: w for key, w in own.items() if w * added > 0}
        total = sum(pulling.values())
        for key, weighs in pulling.items():
            losses[key] = losses.get(key, 0.0) + added * weighs / total
    return tuple(c.model_copy(update={"loss": round(losses[c.id], 1)}) if c.id in losses else c for c in changes)


def count_concession(provisions: Sequence[ComparedProvision], before: Score) -> tuple[float, float]:
    """Return how much of the base's protection is given away and how much of its exposure is won, 0 to 100 each."""
    protection = sum(s.weight * s.score for s in before.provisions if s.score is not None)
    exposure = sum(p.base_exposure for p in provisions)
    lost = sum(max(p.exposure - p.base_exposure, 0.0) for p in provisions)
    won = sum(max(p.base_exposure - p.exposure, 0.0) for p in provisions)
    return (
        round(min(100 * lost / protection, 100.0), 1) if protection else 0.0,
        round(min(100 * won / exposure, 100.0), 1) if exposure else 0.0,
    )


def find_heaviest(changes: Sequence[Change]) -> tuple[str, ...]:
    """Return the ids of the changes that matter most: by what they cost, then those that nobody marked."""
    costly = [c for c in changes if c.effect in BAD]
    ranked = sorted(costly, key=lambda c: (-c.loss, c.tracked, -sum(max(weight(e), 0.0) for e in c.elements)))
    return tuple(c.id for c in ranked[:_HEAVIEST])
