"""Tie changes to elements: both sides were analysed, and each finding says which words it rests on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analyzer.compare.bearing import Bearing
from analyzer.models import (
    Change,
    ChangeEffect,
    Conflict,
    Contract,
    DefinedTerm,
    Element,
    ElementChange,
    ElementStatus,
    Evidence,
    Provision,
    Report,
    ReportElement,
    Span,
    Value,
)

Key = tuple[str, str]
_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")
_PRESENT = frozenset({"weak", "adequate", "strong"})
GOOD: frozenset[ChangeEffect] = frozenset({"strengthened", "added"})
BAD: frozenset[ChangeEffect] = frozenset({"weakened", "removed"})


def tie_elements(
    changes: Sequence[Change],
    bearings: Mapping[str, Bearing],
    *,
    base: Report,
    version: Report,
    contracts: tuple[Contract, Contract],
    provisions: Sequence[Provision],
) -> dict[str, list[ElementChange]]:
    """Return for each change, by its id, the elements it touches or empties, the heaviest first.

    Args:
        bearings: which way each change pushes by its words, for elements whose status it leaves as it is.
        contracts: the base and the version.
    """
    ties = _Ties(changes, bearings, version, base, contracts)
    judged = {(p.id, e.id): e for p in version.provisions for e in p.elements}
    elements = {(p.id, e.id): e for p in provisions for e in p.elements}
    for provision in base.provisions:
        for before in provision.elements:
            after = judged.get((provision.id, before.id))
            if after is not None:
                ties.tie(elements[provision.id, before.id], before, after)
    return ties.found


class _Ties:
    """The ties found so far, and where changes stand."""

    def __init__(
        self,
        changes: Sequence[Change],
        bearings: Mapping[str, Bearing],
        version: Report,
        base: Report,
        contracts: tuple[Contract, Contract],
    ) -> None:
        self.found: dict[str, list[ElementChange]] = defaultdict(list)
        self._changes = [c for c in changes if c.kind in {"insert", "delete", "replace"}]
        self._bearings = bearings
        self._conflicts = new_conflicts(base, version)
        self._terms = [_changed_terms(self._changes, contract, side) for side, contract in enumerate(contracts)]

    def tie(self, element: Element, before: ReportElement, after: ReportElement) -> None:
        """Tie one element to the changes that touch the words it rests on, or that empty them from elsewhere."""
        direct = [c for c in self._changes if _on(c, before.evidence, after.evidence)]
        across = self._across(element, before, after)
        touched = [c for c in direct if c.id not in across]
        telling = [c for c in touched if self._bearings[c.id].effect != "neutral"] or touched
        for change in touched:
            effect = effect_of(element, before, after) if change in telling and not across else None
            self._add(change, element, before, after, self._settle(change, effect, after), None)
        for change in self._changes:
            if change.id in across:
                effect = effect_of(element, before, after) or self._bearings[change.id].effect
                if effect == "removed" and change.kind != "delete":
                    effect = "weakened"  # its own words still stand
                self._add(change, element, before, after, effect, across[change.id])

    def _settle(self, change: Change, effect: ChangeEffect | None, after: ReportElement) -> ChangeEffect:
        """Return the effect of a change from the element's new status and from the change's own words.

        Where they are at odds the words decide: who is bound and by what number is read more surely than a status.
        """
        bearing = self._bearings[change.id]
        read = bearing.effect
        if effect is None or effect == "neutral":
            return read
        if effect in GOOD:
            at_odds = read in BAD and (change.kind == "replace" or after.status == "weak")
            return read if at_odds else "added" if change.kind == "insert" else "strengthened"
        at_odds = read in GOOD and change.kind == "replace" and bearing.firm
        return read if at_odds else "removed" if change.kind == "delete" else "weakened"

    def _across(self, element: Element, before: ReportElement, after: ReportElement) -> dict[str, str]:
        """Return the changes elsewhere that an element's new status comes from, with how."""
        found: dict[str, str] = {}
        for conflict in self._conflicts:
            if any((e.provision, e.element) == (element.provision, element.id) for e in conflict.effects):
                for change in self._changes:
                    if _overlaps(change.after_span, conflict.evidence[:1]):
                        found[change.id] = conflict.message
        if found:
            return found
        quotes = " ".join(e.quote for e in before.evidence) if before.status in _PRESENT else ""
        for terms in self._terms:
            for term, change in terms:
                told = before.status != after.status or self._bearings[change.id].effect != "neutral"
                if told and term in quotes and not _on(change, before.evidence, after.evidence):
                    found[change.id] = f"the definition of \u201c{term}\u201d changed"
        return found

    def _add(
        self,
        change: Change,
        element: Element,
        before: ReportElement,
        after: ReportElement,
        effect: ChangeEffect,
        across: str | None,
    ) -> None:
        self.found[change.id].append(
            ElementChange(
                provision=element.provision,
                element=element.id,
                title=element.title,
                criticality=before.criticality,
                effect=effect,
                base_status=before.status,
                status=after.status,
                base_value=before.value,
                value=after.value,
                base_quote=_nearest(before.evidence, change.before_span),
                quote=_nearest(after.evidence, change.after_span),
                across=across,
            )
        )


def effect_of(element: Element, before: ReportElement, after: ReportElement) -> ChangeEffect | None:
    """Return what became of an element, None when its status and number say nothing about it."""
    if before.status not in _ORDER or after.status not in _ORDER:
        return None
    if before.status in _PRESENT and after.status == "missing":
        return "removed"
    if before.status == "missing" and after.status in _PRESENT:
        return "added"
    step = _ORDER.index(after.status) - _ORDER.index(before.status)
    if step:
        return "strengthened" if step > 0 else "weakened"
    return _by_number(element, before.value, after.value)


def _by_number(element: Element, before: Value | None, after: Value | None) -> ChangeEffect | None:
    measure = element.measure
    if measure is None or before is None or after is None or before.unit != after.unit or before.number == after.number:
        return None
    rises = after.number > before.number
    return "strengthened" if rises == (measure.comparison == "at least") else "weakened"


def new_conflicts(base: Report, version: Report) -> tuple[Conflict, ...]:
    """Return the conflicts of a version that the base does not have."""
    known = {_sign(c) for c in base.conflicts}
    return tuple(c for c in version.conflicts if _sign(c) not in known)


def _sign(conflict: Conflict) -> tuple[object, ...]:
    effects = tuple(sorted((e.provision, e.element) for e in conflict.effects))
    return conflict.check, effects, tuple(" ".join(e.quote.split()) for e in conflict.evidence[:1])


def _on(change: Change, before: Sequence[Evidence], after: Sequence[Evidence]) -> bool:
    return _overlaps(change.before_span, before) or _overlaps(change.after_span, after)


def _overlaps(span: Span | None, evidence: Iterable[Evidence]) -> bool:
    return span is not None and any(e.start < span.end and span.start < e.end for e in evidence)


def _nearest(evidence: Sequence[Evidence], span: Span | None) -> Evidence | None:
    if not evidence:
        return None
    return next((e for e in evidence if _overlaps(span, (e,))), evidence[0])


def _changed_terms(changes: Sequence[Change], contract: Contract, side: int) -> list[tuple[str, Change]]:
    """Return the defined terms whose definitions changed, on one side."""
    terms: list[DefinedTerm] = sorted(contract.terms, key=lambda t: t.definition.start)
    starts = [t.definition.start for t in terms]
    found = []
    for change in changes:
        span = change.after_span if side else change.before_span
        if span is None or span.start >= span.end:
            continue
        for term in terms[max(0, bisect_left(starts, span.start) - 3) : bisect_left(starts, span.end)]:
            if term.definition.start < span.end and span.start < term.definition.end:
                found.append((term.term, change))
    return found


def find_nearby(changes: Sequence[Change], base: Report, contract: Contract) -> dict[str, str]:
    """Return the provision that the clause of each change serves, where its words alone serve none."""
    starts = [c.start for c in contract.clauses]
    served: dict[int, str] = {}
    for provision in base.provisions:
        for element in provision.elements:
            for evidence in element.evidence[:1]:
                served.setdefault(bisect_right(starts, evidence.start) - 1, provision.id)
    found = {}
    for change in changes:
        if change.before_span is not None and change.substantive:
            clause = bisect_right(starts, change.before_span.start) - 1
            if clause in served and change.before:
                found[change.id] = served[clause]
    return found
