"""Judge each element of each provision from the matches: present or not, how good, with what evidence."""

from collections import defaultdict
from collections.abc import Sequence

from analyzer.assess.candidates import Candidate, Judge, find_candidates, hash_judge, load_judge
from analyzer.assess.evidence import prove_absence, quote_passage
from analyzer.assess.status import Grade, grade
from analyzer.assess.tier import detect_tier
from analyzer.models import (
    Confidence,
    Contract,
    Criticality,
    Element,
    Evidence,
    Finding,
    Match,
    Party,
    Provision,
    Tier,
    Value,
)

__all__ = ["assess", "detect_tier", "hash_judge", "load_judge"]

_MOST_EVIDENCE = 4
_MOST_NEAREST = 3
# A second passage counts when it is nearly as likely to be about the element as the best one.
_BESIDE_BEST = 1.5
_ORDER = ("strong", "adequate", "weak")


def assess(
    contracts: Sequence[Contract],
    matches: Sequence[Sequence[Match]],
    *,
    provisions: Sequence[Provision],
    tier: Tier,
    judge: Judge | None = None,
) -> tuple[Finding, ...]:
    """Return one finding for each element of the provisions, in their order.

    Args:
        contracts: the documents of one deal.
        matches: for each contract, what retrieval found.
        judge: the fitted model; the shipped one by default.
    """
    judge = judge or load_judge()
    elements = [element for provision in provisions for element in provision.elements]
    by_element: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for position, contract in enumerate(contracts):
        for candidate in find_candidates(contract, matches[position], elements, position=position):
            by_element[candidate.provision, candidate.element].append(candidate)
    return tuple(
        _judge_element(contracts, element, by_element[element.provision, element.id], judge=judge, tier=tier)
        for element in elements
    )


def _judge_element(
    contracts: Sequence[Contract], element: Element, candidates: list[Candidate], *, judge: Judge, tier: Tier
) -> Finding:
    ranked = sorted(((judge.log_odds(c.features), c) for c in candidates), key=lambda pair: (-pair[0], pair[1].passage))
    criticality = _criticality(element, tier)
    graded: list[tuple[float, Candidate, Grade]] = []
    rejected: list[tuple[float, Candidate, str]] = []
    for odds, candidate in ranked[:12]:
        passage = contracts[candidate.contract].passages[candidate.passage]
        verdict = grade(
            passage.reading, element, tier=tier, criticality=criticality, anchor=candidate.anchor, tone=candidate.tone
        )
        if odds < judge.threshold or odds < ranked[0][0] - _BESIDE_BEST:
            rejected.append((odds, candidate, _why_not(candidate, judge, odds)))
        elif verdict.status == "missing":
            rejected.append((odds, candidate, verdict.reason))
        else:
            graded.append((odds, candidate, verdict))
    best_odds = ranked[0][0] if ranked else -12.0
    if not graded:
        return _missing(contracts, element, rejected, judge.presence_probability(best_odds))
    return _found(contracts, element, graded[:_MOST_EVIDENCE], judge)


def _criticality(element: Element, tier: Tier) -> Criticality:
    if tier == "high" and element.promote_at_high_tier:
        return "critical" if element.criticality == "major" else "major"
    return element.criticality


def _found(
    contracts: Sequence[Contract], element: Element, graded: list[tuple[float, Candidate, Grade]], judge: Judge
) -> Finding:
    adverse = [row for row in graded if row[2].status == "adverse"]
    # A contradiction takes the lower status and shows both; otherwise the best clause speaks for the contract.
    lead = adverse[0] if adverse else min(graded, key=lambda row: (_ORDER.index(row[2].status), -row[0]))
    others = [row for row in graded if row is not lead]
    evidence = tuple(_quote(contracts, candidate) for _, candidate, _ in [lead, *others])
    odds, candidate, verdict = lead
    reason = verdict.reason
    if adverse and any(row[2].status != "adverse" for row in others):
        reason += "; other wording in the contract points the other way, and the lower status stands"
    probability = judge.presence_probability(max(row[0] for row in graded)) * _agreement(judge, verdict.status, odds)
    return Finding(
        provision=element.provision,
        element=element.id,
        status=verdict.status,  # type: ignore[arg-type]
        probability=round(probability, 3),
        confidence=_band(probability),
        evidence=_distinct(evidence),
        value=Value(number=verdict.value, unit=verdict.unit)
        if verdict.value is not None and verdict.unit is not None
        else None,
        party=_party_name(contracts[candidate.contract].parties, verdict.party),
        reason=reason,
        method="retrieval" if verdict.by_tone else "rules",
    )


def _agreement(judge: Judge, status: str, odds: float) -> float:
    at_threshold, well_above = judge.agreement.get(status, (0.5, 0.5))
    return well_above if odds >= judge.threshold + 1.0 else at_threshold


def _missing(
    contracts: Sequence[Contract], element: Element, rejected: list[tuple[float, Candidate, str]], presence: float
) -> Finding:
    probability = 1.0 - presence
    nearest = [(c.contract, c.passage, why) for _, c, why in rejected[:_MOST_NEAREST]]
    return Finding(
        provision=element.provision,
        element=element.id,
        status="missing",
        probability=round(probability, 3),
        confidence=_band(probability),
        reason=f"nothing found on: {element.title[:1].lower()}{element.title[1:]}",
        method="retrieval",
        absence=prove_absence(contracts, nearest, looked_for=element.title),
    )


def _why_not(candidate: Candidate, judge: Judge, odds: float) -> str:
    if candidate.background > candidate.similarity:
        return "reads more like ordinary contract language than like this element"
    if odds >= judge.threshold:
        return "less on point than the wording quoted"
    if candidate.anchor == "none":
        return "does not speak of AI and is not close enough in subject"
    return "near in subject, but does not say this"


def _quote(contracts: Sequence[Contract], candidate: Candidate) -> Evidence:
    contract = contracts[candidate.contract]
    return quote_passage(contract, contract.passages[candidate.passage])


def _distinct(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple({(e.document, e.start, e.end): e for e in evidence}.values())


def _band(probability: float) -> Confidence:
    return "high" if probability >= 0.85 else "medium" if probability >= 0.6 else "low"


def _party_name(parties: Sequence[Party], bound: str) -> str | None:
    for party in parties:
        if party.role == bound:
            return party.aliases[0] if party.aliases else party.name
    return {"both": "both parties", "vendor": "the AI vendor"}.get(bound)
