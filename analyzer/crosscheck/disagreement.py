"""Settle findings whose evidence stands in two documents that disagree: the one that prevails decides, the other is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.crosscheck.deal import Deal, ElementKey, Sentence
from analyzer.crosscheck.defeats import Weighing, excludes_liability, is_lower
from analyzer.crosscheck.numbers import grade_number, read_number
from analyzer.crosscheck.orders import Order, prevailing
from analyzer.crosscheck.reading import Reading
from analyzer.models import Conflict, DealDocument, Effect, ElementStatus, Evidence, Finding, Provision, Tier

_BINDS = re.compile(
    r"\b(?:Provider|Client Data|it)\b[^.;]{0,80}\b(?:shall|must|will|undertakes?|agrees?"
    r"|is (?:liable|responsible|prohibited)|may not)\b"
)
_SOFT = re.compile(
    r"reasonable (?:efforts|endeavou?rs)|where (?:practicable|possible|feasible)|as appropriate|periodic"
    r"|from time to time|\bpromptly\b|endeavou?r|aims?\b|intends?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Pair:
    """Two sentences of different documents on one element, with what the worse is worth to the client."""

    better: Sentence
    worse: Sentence
    status: ElementStatus


@dataclass(frozen=True)
class _Decision:
    """Which sentence prevails, and by which order; None where an amendment prevails over what it amends."""

    winner: Sentence
    order: Order | None


class Disagreements:
    """Settles the findings of one deal, and keeps the conflicts it comes across."""

    def __init__(
        self,
        reading: Reading,
        weighing: Weighing,
        *,
        documents: Sequence[DealDocument],
        orders: Sequence[Order],
        provisions: Sequence[Provision],
        tier: Tier,
    ) -> None:
        self._reading = reading
        self._deal = reading.deal
        self._weighing = weighing
        self._documents = documents
        self._orders = orders
        self._elements = {(e.provision, e.id): e for p in provisions for e in p.elements}
        self._tier = tier
        self._conflicts: dict[tuple[Sentence, Sentence], Conflict] = {}

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts met so far, one for each pair of passages."""
        return tuple(self._conflicts.values())

    def settle(self, finding: Finding) -> Finding:
        """Return the finding as the prevailing document has it; where none prevails the worse wording counts."""
        pair = self._pair(finding)
        if pair is None:
            return finding
        decision = self._decide(pair)
        after = self._apply(finding, pair, decision)
        effects: tuple[Effect, ...] = ()
        if after.status != finding.status:
            effects = (
                Effect(provision=finding.provision, element=finding.element, before=finding.status, after=after.status),
            )
        before = self._conflicts.get((pair.better, pair.worse))
        self._conflicts[pair.better, pair.worse] = Conflict(
            id="documents",
            check="documents",
            message=_message(self._deal, pair, decision),
            evidence=_quotes(self._deal, pair, decision),
            effects=(*(before.effects if before else ()), *effects),
        )
        return after

    def _pair(self, finding: Finding) -> _Pair | None:
        """Return two sentences of different documents that a finding quotes and that do not go together."""
        if len({e.document for e in finding.evidence}) < 2:
            return None
        key = (finding.provision, finding.element)
        sentences = self._deal.sentences_of(finding)
        against = {s: status for s in sentences if (status := self._taken(s, key)) is not None}
        for worse, status in against.items():
            for better in sentences:
                if better not in against and better.contract != worse.contract:
                    return _Pair(better, worse, status)
        return self._unequal(finding, sentences) if not against else None

    def _taken(self, sentence: Sentence, key: ElementKey) -> ElementStatus | None:
        if excludes_liability(self._reading, sentence, key):
            return "adverse"
        reach = self._weighing.reach(sentence.reading, key, contract=sentence.contract)
        return reach[1] if reach is not None else None

    def _unequal(self, finding: Finding, sentences: Sequence[Sentence]) -> _Pair | None:
        """Return the sentences when they state different numbers and the smaller is worth less at this tier."""
        element = self._elements.get((finding.provision, finding.element))
        if element is None or element.measure is None:
            return None
        numbers = [(s, n) for s in sentences if (n := read_number(s.reading, element.measure.unit)) is not None]
        graded = [(grade_number(element.measure, n, self._tier), s) for s, n in numbers]
        for status, worse in graded:
            for other, better in graded:
                if worse.contract != better.contract and is_lower(status, than=other):
                    return _Pair(better, worse, status)
        return None

    def _decide(self, pair: _Pair) -> _Decision | None:
        stated = prevailing(self._orders, pair.better, pair.worse)
        if stated is not None:
            return _Decision(*stated)
        for one, other in ((pair.better, pair.worse), (pair.worse, pair.better)):
            if self._documents[one.contract].amends == self._documents[other.contract].name:
                return _Decision(one, None)
        return None

    def _apply(self, finding: Finding, pair: _Pair, decision: _Decision | None) -> Finding:
        first = pair.worse if decision is None else decision.winner
        lead = self._deal.quote(first)
        evidence = (lead, *(e for e in finding.evidence if (e.document, e.start) != (lead.document, lead.start)))
        name = self._deal.contracts[first.contract].document.name
        kept = {"evidence": evidence, "method": "rules"}
        if first == pair.worse:
            if not is_lower(pair.status, than=finding.status):
                return finding.model_copy(update={"evidence": evidence})
            why = (
                f"{name} prevails" if decision is not None else "two documents disagree and nothing says which prevails"
            )
            return finding.model_copy(
                update={**kept, "status": pair.status, "reason": f"{why}; the worse wording counts"}
            )
        if finding.status not in {"adverse", "weak"}:
            return finding.model_copy(update={"evidence": evidence})
        # Assess did not say what these words are worth alone; the rubric's ladder of verbs gives no more than adequate.
        binds = _BINDS.search(pair.better.reading) and not _SOFT.search(pair.better.reading)
        other = self._deal.contracts[pair.worse.contract].document.name
        status: ElementStatus = "adequate" if binds else "weak"
        return finding.model_copy(
            update={**kept, "status": status, "reason": f"{name} prevails over {other}, which gives way"}
        )


def _quotes(deal: Deal, pair: _Pair, decision: _Decision | None) -> tuple[Evidence, ...]:
    first, second = (pair.worse, pair.better)
    if decision is not None and decision.winner == pair.better:
        first, second = second, first
    quotes = [deal.quote(first), deal.quote(second)]
    if decision is not None and decision.order is not None and decision.order.sentence not in (first, second):
        quotes.append(deal.quote(decision.order.sentence))
    return tuple(quotes)


def _message(deal: Deal, pair: _Pair, decision: _Decision | None) -> str:
    both = f"{deal.cite(pair.better)} and {deal.cite(pair.worse)} disagree"
    both = both[:1].upper() + both[1:]
    if decision is None:
        return f"{both}, and nothing says which prevails; the worse wording counts."
    by = f" by {deal.cite(decision.order.sentence)}" if decision.order is not None else " as the amendment"
    return f"{both}; {deal.contracts[decision.winner.contract].document.name} prevails{by}."
