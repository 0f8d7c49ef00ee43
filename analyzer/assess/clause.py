"""Grade a clause on an element from its sentences, and settle what several clauses say together."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from analyzer.assess.candidates import Candidate, Weighed
from analyzer.assess.judge import Judge, sigmoid
from analyzer.assess.status import Grade, grade
from analyzer.models import Contract, Element, Record, Tier

# A second clause counts when it is nearly as likely to be about the element as the best one.
BESIDE_BEST = 4.5
_WITHIN_CLAUSE = 4.0
_MOST_SENTENCES = 5
_AROUND_CHARACTERS = 1_500
_ORDER = ("strong", "adequate", "weak", "missing")
# The list of what is set aside goes on over a comma only to a further citation.
_SETS_ASIDE = re.compile(
    r"\b(?:despite|notwithstanding)\b(?P<named>(?:[^,;:]|,(?=\s*(?:(?:and|or|including)\s+)?(?:\d|the provisions headed"
    r"|(?:anything|sections?|clauses?|paragraphs?|articles?|schedules?|annex\w*|exhibits?|appendi\w+)\b))){0,400})",
    re.IGNORECASE,
)
_ANYTHING = re.compile(r"\banything\b.{0,60}\bcontrary\b", re.IGNORECASE)


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
    likeliest: Mapping[tuple[int, int], float],
    contract: Contract,
    judge: Judge,
    tier: Tier,
) -> GradedClause:
    """Grade one clause.

    Args:
        candidates: the clause's passages that lean towards the element, likeliest first.
        likeliest: by contract and passage, the log-odds of the element that the passage is likeliest on.
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
            close=candidate.close,
            model=judge.status,
            presence=sigmoid(log_odds - judge.threshold),
            behind=max(0.0, likeliest[position, candidate.passage] - log_odds),
        )
        rows.append((log_odds, candidate, verdict))
    lead = _lead_of([(candidate, verdict) for _, candidate, verdict in rows])
    threshold = min(judge.threshold, best)
    evidence = [c for log_odds, c, g in rows if c is lead[0] or (log_odds >= threshold and g.status != "missing")]
    evidence.sort(key=lambda c: c is not lead[0])
    return GradedClause(contract=position, clause=clause, odds=odds, grade=lead[1], evidence=tuple(evidence))


def _lead_of(rows: Sequence[tuple[Candidate, Grade]]) -> tuple[Candidate, Grade]:
    """Return the row that speaks for the clause: adverse words first, then the best status."""
    adverse = _prevailing_adverse([verdict for _, verdict in rows])
    if adverse is not None:
        return rows[adverse]
    rest = [row for row in rows if row[1].status != "adverse"]
    return min(rest, key=lambda row: _ORDER.index(row[1].status))


def _prevailing_adverse(verdicts: Sequence[Grade]) -> int | None:
    """Return which verdict makes the whole adverse, if one does.

    Adverse words do; what only sounds adverse does where nothing better is said more clearly.
    """
    adverse = [index for index, verdict in enumerate(verdicts) if verdict.status == "adverse"]
    if not adverse:
        return None
    worded = [index for index in adverse if not verdicts[index].by_tone]
    if worded:
        return worded[0]
    sounding = max(adverse, key=lambda index: verdicts[index].weight)
    good = max((v.weight for v in verdicts if v.status in {"strong", "adequate"}), default=0.0)
    only = all(v.status in {"adverse", "missing"} for v in verdicts)
    return sounding if only or verdicts[sounding].weight >= good else None


def choose_leading(graded: Sequence[GradedClause]) -> tuple[GradedClause, bool]:
    """Return the clause that speaks for the contract and whether others contradict it.

    A contradiction takes the lower status; otherwise the best clause counts.
    """
    adverse = _prevailing_adverse([c.grade for c in graded])
    if adverse is not None:
        return graded[adverse], any(c.grade.status in {"strong", "adequate"} for c in graded)
    rest = [c for c in graded if c.grade.status != "adverse"]
    return min(rest, key=lambda c: (_ORDER.index(c.grade.status), -c.odds)), False


def drop_overridden(contracts: Sequence[Contract], graded: Sequence[GradedClause]) -> list[GradedClause]:
    """Leave out adverse clauses that better wording expressly sets aside ("Despite section 4.2, ...")."""
    return [
        clause
        for clause in graded
        if clause.grade.status != "adverse" or not any(sets_aside(contracts, better, clause) for better in graded)
    ]


def sets_aside(contracts: Sequence[Contract], better: GradedClause, adverse: GradedClause) -> bool:
    """Say whether better wording names an adverse clause of its document, or what that stands under, to set it aside."""
    # A number that is short of the threshold binds all the same.
    short = better.grade.status == "weak" and better.grade.value is not None and better.grade.party == "provider"
    if not (short or better.grade.status in {"strong", "adequate"}) or better.contract != adverse.contract:
        return False
    contract = contracts[better.contract]
    own, other = (contract.clauses[c.clause] for c in (better, adverse))
    text = contract.document.text
    if any(_is_named(contract, adverse.clause, m["named"]) for m in _SETS_ASIDE.finditer(text, own.start, own.end)):
        return True
    deciding = [contract.passages[c.passage] for c in better.evidence[:1]]
    anything = [m for p in deciding for m in _SETS_ASIDE.finditer(text, p.start, p.end) if _ANYTHING.search(m["named"])]
    return bool(anything) and not _SETS_ASIDE.search(text, other.start, other.end)


def _is_named(contract: Contract, clause: int, words: str) -> bool:
    """Say whether a clause, or one it stands under, is cited by its number or, having none, by its heading."""
    number = contract.clauses[clause].number
    index: int | None = clause
    while index is not None:
        node = contract.clauses[index]
        # A bare letter is one of many until it is cited with the heading it stands under.
        own = node.number if node.number and not node.number.startswith("(") else None
        if own and re.search(rf"(?<![\d.]){re.escape(own)}(?![\d.]*\d)", words, re.IGNORECASE):
            return True
        headed = (f"headed \u201c{node.heading}\u201d", f"paragraph {number} under \u201c{node.heading}\u201d")
        if node.heading and any(citation in words for citation in headed):
            return True
        index = node.parent
    return False
