"""Bring what defeats a finding to bear: the lower status stands, both passages are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analyzer.crosscheck.deal import Deal, ElementKey, Sentence
from analyzer.models import Check, Conflict, Effect, ElementStatus, Finding, Provision, Severity, Tier

# Elements of provisions that a check can touch.
Elements = Mapping[str, tuple[str, ...]]

_ORDER: tuple[ElementStatus, ...] = ("strong", "adequate", "weak", "missing", "adverse")
_MOST_EVIDENCE = 5


@dataclass(frozen=True)
class Standing:
    """A finding with the sentences it rests on, the deciding one first."""

    finding: Finding
    sentences: tuple[Sentence, ...]

    @property
    def key(self) -> ElementKey:
        """The provision and element."""
        return self.finding.provision, self.finding.element

    @property
    def lead(self) -> Sentence:
        """The sentence that decided the finding."""
        return self.sentences[0]


@dataclass(frozen=True)
class Defeat:
    """One passage that takes away what another gives.

    `status` is the highest that the finding can keep, None when the conflict is only shown; `what` says in the words after
    "section 9" what the passage does, `why` is the reason of the lowered finding.
    """

    check: Check
    by: Sentence
    emptied: Sentence
    finding: ElementKey | None
    status: ElementStatus | None
    what: str
    why: str = ""


def find_standing(
    deal: Deal, findings: Iterable[Finding], *, statuses: tuple[ElementStatus, ...] = ("strong", "adequate")
) -> tuple[Standing, ...]:
    """Return the findings of some statuses whose sentences are there."""
    found = (Standing(f, tuple(deal.sentences_of(f))) for f in findings if f.status in statuses)
    return tuple(standing for standing in found if standing.sentences)


def covers(elements: Elements, key: ElementKey) -> bool:
    """Say whether an element is among some elements of provisions."""
    return key[1] in elements.get(key[0], ())


def settle(
    deal: Deal, findings: Sequence[Finding], defeats: Iterable[Defeat], *, provisions: Sequence[Provision], tier: Tier
) -> tuple[tuple[Finding, ...], tuple[Conflict, ...]]:
    """Return the findings as they stand after the defeats, and a conflict for each passage that defeats any."""
    before = {(f.provision, f.element): f for f in findings}
    current = dict(before)
    groups: dict[tuple[Check, Sentence], list[Defeat]] = {}
    effects: dict[tuple[Check, Sentence], list[Effect]] = {}
    for defeat in defeats:
        group = (defeat.check, defeat.by)
        groups.setdefault(group, []).append(defeat)
        original = before.get(defeat.finding) if defeat.finding else None
        if original is None or defeat.status is None or not is_lower(defeat.status, than=original.status):
            continue
        # Each conflict says what it does alone; where several strike one finding the lowest status stands.
        key = (original.provision, original.element)
        effects.setdefault(group, []).append(
            Effect(provision=key[0], element=key[1], before=original.status, after=defeat.status)
        )
        if is_lower(defeat.status, than=current[key].status):
            current[key] = _lower(deal, current[key], defeat, defeat.status, original.reason)
    critical = {(e.provision, e.id) for p in provisions for e in p.elements if e.criticality_at(tier) == "critical"}
    conflicts = tuple(
        _conflict(deal, group, own, tuple(effects.get(group, ())), critical) for group, own in groups.items()
    )
    return tuple(current[f.provision, f.element] for f in findings), conflicts


def is_lower(status: ElementStatus, *, than: ElementStatus) -> bool:
    """Say whether a status is worse for the client; statuses that are not judged are neither."""
    return status in _ORDER and than in _ORDER and _ORDER.index(status) > _ORDER.index(than)


def _lower(deal: Deal, finding: Finding, defeat: Defeat, status: ElementStatus, alone: str) -> Finding:
    quote = deal.quote(defeat.by)
    evidence = finding.evidence
    if not any(e.document == quote.document and e.start == quote.start for e in evidence):
        evidence = (*evidence[: _MOST_EVIDENCE - 1], quote)
    reason = f"{defeat.why} ({deal.cite(defeat.by)}); read alone: {alone}"
    return finding.model_copy(update={"status": status, "evidence": evidence, "reason": reason, "method": "rules"})


def _conflict(
    deal: Deal,
    group: tuple[Check, Sentence],
    defeats: Sequence[Defeat],
    effects: tuple[Effect, ...],
    critical: set[ElementKey],
) -> Conflict:
    check, by = group
    emptied = tuple(dict.fromkeys(d.emptied for d in defeats if d.emptied != by))
    severity: Severity = "low"
    if effects:
        severity = "high" if any((e.provision, e.element) in critical for e in effects) else "medium"
    places = list(dict.fromkeys(deal.cite(sentence, beside=by) for sentence in emptied))
    against = f", against {_join(places)}" if places else ""
    where = deal.cite(by)
    return Conflict(
        id=check,
        check=check,
        severity=severity,
        message=f"{where[:1].upper()}{where[1:]} {defeats[0].what}{against}.",
        evidence=tuple(deal.quote(sentence) for sentence in (by, *emptied)),
        effects=effects,
    )


def _join(parts: Sequence[str], *, most: int = 4) -> str:
    shown = list(parts[:most])
    if len(parts) > most:
        shown.append(f"{len(parts) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
