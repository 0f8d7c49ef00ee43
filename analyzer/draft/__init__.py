"""Draft language for what is missing, weak or adverse, so that it fits the contract it goes into."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.draft.apply import apply_suggestions
from analyzer.draft.despite import against, cite_set_aside, go_on, listed
from analyzer.draft.fit import Fitting
from analyzer.draft.house import House, read_house
from analyzer.draft.place import Place, find_place, sub_label
from analyzer.draft.target import drafted_for, falls_short, target_status
from analyzer.models import (
    Action,
    Contract,
    Definition,
    Edit,
    Element,
    Evidence,
    Finding,
    Foreseen,
    Posture,
    Provision,
    Remaining,
    Suggestion,
    Tier,
)

__all__ = ["apply_suggestions", "draft", "target_status"]


def draft(
    contract: Contract,
    findings: Sequence[Finding],
    *,
    provisions: Sequence[Provision],
    definitions: Sequence[Definition],
    posture: Posture,
    tier: Tier,
    foreseen: Sequence[Foreseen] = (),
) -> tuple[Suggestion, ...]:
    """Return a suggestion for each provision that falls short of the posture's target, in the provisions' order.

    Args:
        contract: the document the language goes into, the master agreement of a deal.
        foreseen: passages that would defeat the language, which it therefore sets aside by name.
    """
    house = read_house(contract)
    by_provision: dict[str, dict[str, Finding]] = defaultdict(dict)
    for finding in findings:
        by_provision[finding.provision][finding.element] = finding
    in_the_way: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    seen = [(f.provision, f.element, f.evidence) for f in foreseen]
    seen += [(f.provision, f.element, evidence) for f in findings for evidence in f.latent]
    for provision_id, element_id, evidence in seen:
        if evidence.document == contract.document.name:
            in_the_way[provision_id, element_id].append(evidence)
    good = (e for f in findings if f.status in {"strong", "adequate"} for e in f.evidence[:1])
    drafter = _Drafter(
        contract=contract,
        house=house,
        fitting=Fitting(house, tier=tier, definitions=definitions),
        posture=posture,
        tier=tier,
        kept=frozenset((e.start, e.end) for e in good if e.document == contract.document.name),
        in_the_way=in_the_way,
    )
    suggestions: list[Suggestion] = []
    for provision in provisions:
        found = by_provision.get(provision.id, {})
        short = [e for e in provision.elements if found and falls_short(found[e.id], e, posture=posture, tier=tier)]
        if short:
            taken = sum(bool(s.edits) and any(x.action != "tighten" for x in s.edits) for s in suggestions)
            place = find_place(contract, house, provision.headings, taken=taken)
            suggestions.append(drafter.suggest(provision, short, found, place))
    return tuple(suggestions)


@dataclass(frozen=True)
class _Drafter:
    """Writes for one contract; `kept` are the places of sentences that do good, `in_the_way` is named by the language."""

    contract: Contract
    house: House
    fitting: Fitting
    posture: Posture
    tier: Tier
    kept: frozenset[tuple[int, int]]
    in_the_way: Mapping[tuple[str, str], Sequence[Evidence]]

    def suggest(
        self, provision: Provision, short: Sequence[Element], found: Mapping[str, Finding], place: Place
    ) -> Suggestion:
        edits: list[Edit] = []
        lines: list[str] = []
        replaced: set[tuple[int, int]] = set()
        for element in short:
            finding = found[element.id]
            span = self._replaceable(finding, replaced)
            text, despite = self._word(element, finding, span)
            action: Action
            if span is not None:
                replaced.add(span)
                action, (start, end), number = "tighten", span, finding.evidence[0].section
            else:
                action, start, end = "override" if despite else "insert", place.offset, place.offset
                number = sub_label(self.house, place.number, len(lines))
                lines.append(f"{number} {text}")
            edits.append(
                Edit(
                    action=action, element=element.id, document=self.contract.document.name, start=start, end=end,
                    number=number, text=text, despite=despite,
                )
            )  # fmt: skip
        heading = provision.title.upper() if self.house.capital_headings else provision.title
        actions = {edit.action for edit in edits}
        whole: Action = "override" if "override" in actions else "tighten" if actions == {"tighten"} else "insert"
        tightened = [
            f"In {e.number or 'the quoted sentence'}, in place of the quoted sentence: {e.text}"
            for e in edits
            if e.action == "tighten"
        ]
        title = " ".join(filter(None, [_number_line(self.house, place), heading]))
        return Suggestion(
            provision=provision.id,
            posture=self.posture,
            action=whole,
            section=place.section if lines else edits[0].number,
            text="\n\n".join([*([title, *lines] if lines else []), *tightened]),
            note=self._note(provision, short, found, place),
            heading=heading,
            edits=tuple(edits),
            definitions=self.fitting.needed_definitions([e.text for e in edits]),
            remaining=tuple(left for element in short for left in self._elsewhere(found[element.id])),
        )

    def _word(self, element: Element, finding: Finding, span: tuple[int, int] | None) -> tuple[str, str | None]:
        """Return the language for an element, and what it sets aside."""
        text = self.fitting.fit(element.drafts[drafted_for(element, posture=self.posture, tier=self.tier)])
        # A sentence that the draft replaces need not be set aside.
        others = [
            e
            for e in self.in_the_way.get((element.provision, element.id), ())
            if span is None or not _overlaps(e, span)
        ]
        despite = cite_set_aside(self.contract, self.house, finding, others)
        return (text if despite is None else f"Despite {despite}, {go_on(text)}"), despite

    def _replaceable(self, finding: Finding, replaced: set[tuple[int, int]]) -> tuple[int, int] | None:
        """Return the span of a weak sentence that the draft may take the place of.

        Only a sentence that speaks of AI, stands whole in this document and does no other good: replacing general
        wording by AI wording would take away what it does for the rest of the deal.
        """
        if finding.status != "weak" or not finding.evidence or "does not name AI" in finding.reason:
            return None
        evidence = finding.evidence[0]
        span = (evidence.start, evidence.end)
        if evidence.document != self.contract.document.name or span in self.kept or span in replaced:
            return None
        whole = any((p.start, p.end) == span and p.kind != "row" for p in self.contract.passages)
        return span if whole else None

    def _elsewhere(self, finding: Finding) -> list[Remaining]:
        """Return what an element's adverse wording in other documents leaves: one document can't be put right in another."""
        apart = [e for e in against(finding) if e.document != self.contract.document.name]
        places = [f"{e.document}, {e.section}" if e.section else e.document for e in apart]
        return (
            [
                Remaining(
                    element=finding.element,
                    reason=f"Adverse wording stands in {listed(list(dict.fromkeys(places)))}, which this language does not"
                    " change; it has to be changed there.",
                    evidence=tuple(apart),
                )
            ]
            if apart
            else []
        )

    def _note(self, provision: Provision, short: Sequence[Element], found: Mapping[str, Finding], place: Place) -> str:
        states: dict[str, list[str]] = {}
        for element in short:
            states.setdefault(found[element.id].status, []).append(element.id)
        gaps = "; ".join(f"{status}: {', '.join(ids)}" for status, ids in states.items())
        raised = [e.id for e in short if drafted_for(e, posture=self.posture, tier=self.tier) != self.posture]
        high = f" Of more weight at high impact, and drafted accordingly: {', '.join(raised)}." if raised else ""
        near = f" Stands best near {place.near}." if place.near else ""
        sources = ", ".join(dict.fromkeys(s for e in short for s in e.sources)) or "own drafting"
        return (
            f"{provision.why} {gaps}. Posture {self.posture}: {provision.postures[self.posture]}.{high}{near}"
            f" Numbers in brackets are defaults to settle. Sources: {sources}. A lawyer must review this language."
        )


def _number_line(house: House, place: Place) -> str | None:
    if place.number is None:
        return None
    if house.numbers == "article-section":
        return place.number.upper() if house.capital_headings else place.number
    return f"{place.number}."


def _overlaps(evidence: Evidence, span: tuple[int, int]) -> bool:
    return evidence.start < span[1] and span[0] < evidence.end
