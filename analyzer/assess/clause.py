"""Grade a clause on an element from its sentences, and settle what several clauses say together."""

import re
from collections import defaultdict
from collections.abc import Sequence

from analyzer.assess.candidates import Candidate, Weighed
from analyzer.assess.judge import Judge
from analyzer.assess.status import Grade, grade
from analyzer.models import Contract, Element, Record, Tier

# A second clause counts when it is nearly as likely to be about the element as the best one.
BESIDE_BEST = 4.5
_WITHIN_CLAUSE = 4.0
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


class ClauseReadings:
    """The readings of each clause's passages, gathered once a deal."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self._of: list[dict[int, list[tuple[int, str]]]] = []
        for contract in contracts:
            by_clause: dict[int, list[tuple[int, str]]] = defaultdict(list)
            for index, passage in enumerate(contract.passages):
                by_clause[passage.clause].append((index, passage.reading))
            self._of.append(by_clause)

    def around(self, contract: int, clause: int, passage: int) -> str:
        """Return what stands in a clause beside a passage; nothing where that is too much to be read with it."""
        text = " ".join(reading for index, reading in self._of[contract][clause] if index != passage)
        return text if len(text) <= _AROUND_CHARACTERS else ""


def grade_clause(
    clause: int,
    element: Element,
    candidates: Sequence[Weighed],
    odds: float,
    *,
    readings: ClauseReadings,
    contract: Contract,
    judge: Judge,
    tier: Tier,
) -> GradedClause:
    """Grade one clause.

    Args:
        candidates: the clause's passages that lean towards the element, likeliest first.
    """
    best = candidates[0][0]
    position = candidates[0][1].contract
    rows: list[tuple[float, Candidate, Grade]] = []
    for log_odds, candidate in candidates[:_MOST_SENTENCES]:
        if log_odds < best - _WITHIN_CLAUSE:
            break
        verdict = grade(
            contract.passages[candidate.passage].reading,
            element,
            around=readings.around(position, clause, candidate.passage),
            tier=tier,
            anchor=candidate.anchor,
            tone=candidate.tone,
            model=judge.status,
        )
        rows.append((log_odds, candidate, verdict))
    lead = _lead_of([(candidate, verdict) for _, candidate, verdict in rows])
    threshold = min(judge.threshold, best)
    evidence = [c for log_odds, c, g in rows if c is lead[0] or (log_odds >= threshold and g.status != "missing")]
    evidence.sort(key=lambda c: c is not lead[0])
    return GradedClause(contract=position, clause=clause, odds=odds, grade=lead[1], evidence=tuple(evidence))


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
