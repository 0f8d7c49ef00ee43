"""Grade a clause on an element from its sentences, and settle what several clauses say together."""

import re
from collections.abc import Sequence

from analyzer.assess.candidates import Candidate, Judge
from analyzer.assess.status import Grade, grade
from analyzer.models import Contract, Criticality, Element, Record, Tier

# A second clause counts when it is nearly as likely to be about the element as the best one.
BESIDE_BEST = 2.5
_WITHIN_CLAUSE = 2.0
_MOST_SENTENCES = 5
_AROUND_CHARACTERS = 1_500
_ORDER = ("strong", "adequate", "weak", "missing")


class GradedClause(Record):
    """A clause with its verdict and the passages that carry it, the deciding one first."""

    contract: int
    clause: int
    odds: float
    grade: Grade
    evidence: tuple[Candidate, ...]


def grade_clause(
    contract: Contract, element: Element, candidates: Sequence[Candidate], odds: float, *, judge: Judge, tier: Tier
) -> GradedClause:
    """Grade one clause.

    Args:
        candidates: the clause's passages that lean towards the element, likeliest first.
    """
    criticality = element.criticality_at(tier)
    best = judge.log_odds(candidates[0].features)
    clause = contract.passages[candidates[0].passage].clause
    rows: list[tuple[Candidate, Grade]] = []
    for candidate in candidates[:_MOST_SENTENCES]:
        if judge.log_odds(candidate.features) < best - _WITHIN_CLAUSE:
            break
        rows.append((candidate, _grade_passage(contract, element, candidate, tier, criticality, judge)))
    lead = _lead_of(rows)
    threshold = min(judge.threshold, best)
    evidence = [
        c for c, g in rows if c is lead[0] or (judge.log_odds(c.features) >= threshold and g.status != "missing")
    ]
    evidence.sort(key=lambda c: c is not lead[0])
    return GradedClause(
        contract=candidates[0].contract, clause=clause, odds=odds, grade=lead[1], evidence=tuple(evidence)
    )


def _grade_passage(
    contract: Contract, element: Element, candidate: Candidate, tier: Tier, criticality: Criticality, judge: Judge
) -> Grade:
    passage = contract.passages[candidate.passage]
    around = " ".join(
        other.reading
        for index, other in enumerate(contract.passages)
        if other.clause == passage.clause and index != candidate.passage
    )
    return grade(
        passage.reading,
        element,
        around=around if len(around) <= _AROUND_CHARACTERS else "",
        tier=tier,
        criticality=criticality,
        anchor=candidate.anchor,
        tone=candidate.tone,
        model=judge.status,
    )


def _lead_of(rows: Sequence[tuple[Candidate, Grade]]) -> tuple[Candidate, Grade]:
    """Return the row that speaks for the clause: adverse words first, then the best status.

    A sentence that only sounds adverse does not outweigh one that binds the provider.
    """
    for row in rows:
        if row[1].status == "adverse" and not row[1].by_tone:
            return row
    good = [row for row in rows if row[1].status in {"strong", "adequate"}]
    sounding = [row for row in rows if row[1].status == "adverse"]
    if sounding and not good:
        return sounding[0]
    rest = [row for row in rows if row[1].status != "adverse"]
    return min(rest, key=lambda row: _ORDER.index(row[1].status))


def choose_leading(graded: Sequence[GradedClause]) -> tuple[GradedClause, bool]:
    """Return the clause that speaks for the contract and whether others contradict it.

    A contradiction takes the lower status; otherwise the best clause counts.
    """
    adverse = [c for c in graded if c.grade.status == "adverse" and not c.grade.by_tone]
    good = [c for c in graded if c.grade.status in {"strong", "adequate"}]
    if not adverse and not good:
        adverse = [c for c in graded if c.grade.status == "adverse"]
    if adverse:
        return adverse[0], bool(good)
    rest = [c for c in graded if c.grade.status != "adverse"]
    return min(rest, key=lambda c: (_ORDER.index(c.grade.status), -c.odds)), False


def drop_overridden(contracts: Sequence[Contract], graded: list[GradedClause]) -> list[GradedClause]:
    """Leave out adverse clauses that better wording expressly sets aside ("Despite section 4.2, ...")."""
    setting_aside = [
        contracts[c.contract].document.text[
            contracts[c.contract].clauses[c.clause].start : contracts[c.contract].clauses[c.clause].end
        ]
        for c in graded
        if c.grade.status in {"strong", "adequate"}
    ]
    kept = []
    for clause in graded:
        number = contracts[clause.contract].clauses[clause.clause].number
        overridden = (
            clause.grade.status == "adverse"
            and number is not None
            and any(
                re.search(
                    rf"(?:Despite|Notwithstanding)\b[^;:]{{0,120}}?(?<![\d.]){re.escape(number)}(?![\d.]*\d)",
                    text,
                    re.IGNORECASE,
                )
                for text in setting_aside
            )
        )
        if not overridden:
            kept.append(clause)
    return kept
