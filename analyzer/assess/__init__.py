"""Judge each element of each provision from the matches: present or not, how good, with what evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from analyzer.assess.applicability import find_not_assessed
from analyzer.assess.candidates import Candidate, Weighed, find_candidates, pool_odds, weigh
from analyzer.assess.clause import (
    BESIDE_BEST,
    ClauseReadings,
    GradedClause,
    choose_leading,
    drop_overridden,
    grade_clause,
    sets_aside,
)
from analyzer.assess.evidence import find_unseen, prove_absence, quote_passage
from analyzer.assess.judge import NO_PASSAGE, Judge, hash_judge, load_judge
from analyzer.assess.tier import detect_tier
from analyzer.models import (
    Confidence,
    Contract,
    Element,
    Evidence,
    Finding,
    Matches,
    Party,
    Provision,
    Tier,
    Value,
)

__all__ = ["assess", "detect_tier", "find_not_assessed", "hash_judge", "load_judge"]

_MOST_EVIDENCE = 4
_MOST_NEAREST = 3
# Wording that names no AI must be nearer to the element than wording that does, in log-odds; words that are adverse may be
# farther, since a risk overlooked costs more than one looked at in vain.
_UNNAMED_MARGIN = 0.5
_ADVERSE_MARGIN = 1.5


def assess(
    contracts: Sequence[Contract],
    matches: Sequence[Matches],
    *,
    provisions: Sequence[Provision],
    tier: Tier,
    judge: Judge | None = None,
) -> tuple[Finding, ...]:
    """Return one finding for each element of the provisions, in their order.

    Args:
        contracts: the documents of one deal.
        matches: for each contract, what retrieval found.
        judge: the fitted model; the shipped one for the accurate encoder by default.
    """
    judge = judge or load_judge()
    elements = [element for provision in provisions for element in provision.elements]
    by_element: dict[tuple[str, str], list[Weighed]] = defaultdict(list)
    likeliest: dict[tuple[int, int], float] = defaultdict(lambda: NO_PASSAGE)
    for position, contract in enumerate(contracts):
        candidates = find_candidates(contract, matches[position], elements, position=position, worth=judge)
        for log_odds, candidate in weigh(judge, candidates):
            by_element[candidate.provision, candidate.element].append((log_odds, candidate))
            likeliest[position, candidate.passage] = max(likeliest[position, candidate.passage], log_odds)
    unseen = find_unseen(contracts)
    readings = ClauseReadings(contracts)
    return tuple(
        _judge_element(
            contracts,
            element,
            by_element[element.provision, element.id],
            readings=readings,
            likeliest=likeliest,
            judge=judge,
            tier=tier,
            unseen=unseen,
        )
        for element in elements
    )


def _judge_element(
    contracts: Sequence[Contract],
    element: Element,
    candidates: list[Weighed],
    *,
    readings: ClauseReadings,
    likeliest: Mapping[tuple[int, int], float],
    judge: Judge,
    tier: Tier,
    unseen: tuple[str, ...],
) -> Finding:
    pooled = pool_odds(candidates, contracts)
    clauses = sorted(
        ((odds, contract, clause) for (_, _, contract, clause), odds in pooled.items()), key=lambda c: (-c[0], *c[1:])
    )
    best_odds = clauses[0][0] if clauses else NO_PASSAGE
    graded: list[GradedClause] = []
    beside: list[GradedClause] = []
    rejected: list[tuple[Candidate, str]] = []
    for odds, position, clause in clauses[:8]:
        own = sorted(
            (
                (log_odds, c)
                for log_odds, c in candidates
                if c.contract == position and contracts[position].passages[c.passage].clause == clause
            ),
            key=lambda weighed: -weighed[0],
        )
        nearest = own[0][1]
        least = judge.threshold + (0.0 if nearest.anchor != "none" else _UNNAMED_MARGIN)
        # Far behind the best wording only what speaks against the client counts, and only where it is on the point by itself.
        behind = odds < best_odds - BESIDE_BEST
        if odds < judge.threshold - (0.0 if behind else _ADVERSE_MARGIN):
            rejected.append((nearest, _why_not(nearest, judge, odds)))
            continue
        found = grade_clause(
            clause,
            element,
            own,
            odds,
            readings=readings,
            likeliest=likeliest,
            contract=contracts[position],
            judge=judge,
            tier=tier,
        )
        if found.grade.status == "missing":
            rejected.append((nearest, found.grade.reason))
        elif found.grade.status == "adverse" or (odds >= least and not behind):
            graded.append(found)
        else:
            beside.append(found)
            rejected.append((nearest, _why_not(nearest, judge, odds)))
    # Wording that sets aside by name what is adverse on an element is on that element.
    graded += [c for c in beside if any(a.grade.status == "adverse" and sets_aside(contracts, c, a) for a in graded)]
    graded = drop_overridden(contracts, graded)
    if not graded:
        return _missing(contracts, element, rejected, judge.presence_probability(best_odds), unseen)
    return _found(contracts, element, graded, judge)


def _found(contracts: Sequence[Contract], element: Element, graded: list[GradedClause], judge: Judge) -> Finding:
    shown = graded[:_MOST_EVIDENCE]
    lead, contradicted = choose_leading(shown)
    others = [clause for clause in shown if clause is not lead]
    against = [c for c in graded if c.grade.status == "adverse"] if lead.grade.status == "adverse" else []
    evidence = [_quote(contracts, c) for clause in [lead, *others] for c in clause.evidence]
    verdict = lead.grade
    reason = verdict.reason
    if contradicted:
        reason += "; other wording in the contract points the other way, and the lower status stands"
    probability = judge.agreement_probability(max(c.odds for c in shown), verdict.probability)
    return Finding(
        provision=element.provision,
        element=element.id,
        status=verdict.status,
        probability=round(probability, 3),
        confidence=_band(probability),
        evidence=_distinct(evidence)[:_MOST_EVIDENCE],
        value=Value(number=verdict.value, unit=verdict.unit)
        if verdict.value is not None and verdict.unit is not None
        else None,
        party=_party_name(contracts[lead.contract].parties, verdict.party),
        reason=reason,
        method="retrieval" if verdict.by_tone else "rules",
        against=_distinct([_quote(contracts, clause.evidence[0]) for clause in against]),
    )


def _missing(
    contracts: Sequence[Contract],
    element: Element,
    rejected: list[tuple[Candidate, str]],
    presence: float,
    unseen: tuple[str, ...],
) -> Finding:
    probability = 1.0 - presence
    nearest = [(c.contract, c.passage, why) for c, why in rejected[:_MOST_NEAREST]]
    return Finding(
        provision=element.provision,
        element=element.id,
        status="missing",
        probability=round(probability, 3),
        confidence=_band(probability),
        reason=f"nothing found on: {element.title[:1].lower()}{element.title[1:]}",
        method="retrieval",
        absence=prove_absence(contracts, nearest, looked_for=element.title, unseen=unseen),
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


def _distinct(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(e.document, e.start, e.end): e for e in evidence}.values())


def _band(probability: float) -> Confidence:
    return "high" if probability >= 0.85 else "medium" if probability >= 0.6 else "low"


def _party_name(parties: Sequence[Party], bound: str) -> str | None:
    for party in parties:
        if party.role == bound:
            return party.called
    return {"both": "both parties", "vendor": "the AI vendor"}.get(bound)
