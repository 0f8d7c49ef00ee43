"""Draft language for what is missing, weak or adverse, so that it fits the contract it goes into."""

import re
from collections.abc import Mapping, Sequence

from analyzer.draft.apply import apply_suggestions
from analyzer.draft.fit import Fitting
from analyzer.draft.house import House, read_house
from analyzer.draft.place import Place, find_place, sub_label
from analyzer.models import (
    Action,
    Contract,
    Criticality,
    Definition,
    Edit,
    Element,
    ElementStatus,
    Evidence,
    Finding,
    Foreseen,
    Posture,
    Provision,
    Suggestion,
    Tier,
)

__all__ = ["apply_suggestions", "draft", "target_status"]

# Words a drafted sentence may open with that are no name; after "Despite section 4, " they lose their capital.
_OPENING = re.compile(
    r"(?:The|An?|No|Each|Every|Any|All|If|Where|When|Before|After|Unless|Until|Neither|Nothing|None|Within|For|From|As|In|On|At|To"
    r"|With|Without|Only|Once|While|Whenever|Whatever|Under|Toward|Primary|Knowledge|Counted|Acceptance|By|This|That|These|Such|It|Except|Subject|Ownership|Title|Losses|Liability|We|You|Your|Our)\b"
)
_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")


def target_status(posture: Posture, criticality: Criticality) -> ElementStatus:
    """Return the least status an element should reach under a posture."""
    if posture == "client":
        return "strong"
    if posture == "balanced":
        return {"critical": "strong", "major": "adequate", "minor": "weak"}[criticality]  # type: ignore[return-value]
    return "adequate" if criticality == "critical" else "missing"


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
    fitting = Fitting(house, tier=tier, definitions=definitions)
    by_provision: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        by_provision.setdefault(finding.provision, {})[finding.element] = finding
    kept = {
        (e.document, e.start, e.end) for f in findings if f.status in {"strong", "adequate"} for e in f.evidence[:1]
    }
    in_the_way: dict[tuple[str, str], list[Evidence]] = {}
    for passage in foreseen:
        if passage.evidence.document == contract.document.name:
            in_the_way.setdefault((passage.provision, passage.element), []).append(passage.evidence)
    for finding in findings:
        for evidence in finding.latent:
            if evidence.document == contract.document.name:
                in_the_way.setdefault((finding.provision, finding.element), []).append(evidence)
    suggestions: list[Suggestion] = []
    for provision in provisions:
        found = by_provision.get(provision.id)
        if found is None:
            continue
        short = [e for e in provision.elements if _falls_short(found[e.id], e, posture, tier)]
        if short:
            taken = sum(bool(s.edits) and any(x.action != "tighten" for x in s.edits) for s in suggestions)
            place = find_place(contract, house, provision.headings, taken=taken)
            suggestions.append(
                _suggest(contract, provision, short, found, house, fitting, place, kept, in_the_way, posture)
            )
    return tuple(suggestions)


def _falls_short(finding: Finding, element: Element, posture: Posture, tier: Tier) -> bool:
    if finding.status in {"unscored", "not_applicable"}:
        return False
    # What turns against the client beside the new language must be set aside with it, wanted or not.
    if finding.status == "adverse" or (finding.latent and finding.status in {"weak", "missing"}):
        return True
    return _ORDER.index(finding.status) < _ORDER.index(target_status(posture, element.criticality_at(tier)))


def _suggest(
    contract: Contract,
    provision: Provision,
    short: Sequence[Element],
    found: dict[str, Finding],
    house: House,
    fitting: Fitting,
    place: Place,
    kept: set[tuple[str, int, int]],
    in_the_way: Mapping[tuple[str, str], Sequence[Evidence]],
    posture: Posture,
) -> Suggestion:
    edits: list[Edit] = []
    lines: list[str] = []
    replaced: set[tuple[int, int]] = set()
    for element in short:
        finding = found[element.id]
        text = fitting.fit(element.drafts[posture])
        span = _replaceable(contract, finding, kept, replaced)
        # A sentence that the draft replaces need not be set aside.
        others = [e for e in in_the_way.get((provision.id, element.id), ()) if span is None or not _overlaps(e, span)]
        despite = _as_cited(house, _despite(contract, finding, others))
        if despite is not None:
            text = f"Despite {despite}, {_continue(text)}"
        if span is not None:
            replaced.add(span)
            edits.append(
                Edit(
                    action="tighten", element=element.id, document=contract.document.name, start=span[0], end=span[1],
                    number=finding.evidence[0].section, text=text, despite=despite,
                )
            )  # fmt: skip
            continue
        label = sub_label(house, place.number, len(lines))
        lines.append(f"{label} {text}")
        edits.append(
            Edit(
                action="override" if despite else "insert",
                element=element.id,
                document=contract.document.name,
                start=place.offset,
                end=place.offset,
                number=label,
                text=text,
                despite=despite,
            )
        )
    heading = provision.title.upper() if house.capital_headings else provision.title
    actions = {edit.action for edit in edits}
    action: Action = "override" if "override" in actions else "tighten" if actions == {"tighten"} else "insert"
    tightened = [
        f"In {e.number or 'the quoted sentence'}, in place of the quoted sentence: {e.text}"
        for e in edits
        if e.action == "tighten"
    ]
    title = " ".join(filter(None, [_number_line(house, place), heading]))
    clause = "\n\n".join([title, *lines] if lines else [])
    return Suggestion(
        provision=provision.id,
        posture=posture,
        action=action,
        section=place.section if lines else edits[0].number,
        text="\n\n".join(filter(None, [clause, *tightened])),
        note=_note(provision, short, found, posture, place),
        heading=heading,
        edits=tuple(edits),
        definitions=fitting.needed_definitions([e.text for e in edits]),
    )


def _number_line(house: House, place: Place) -> str | None:
    if place.number is None:
        return None
    if house.numbers == "article-section":
        return place.number.upper() if house.capital_headings else place.number
    return f"{place.number}."


def _replaceable(
    contract: Contract, finding: Finding, kept: set[tuple[str, int, int]], replaced: set[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the span of a weak sentence that the draft may take the place of.

    Only a sentence that speaks of AI, stands whole in this document and does no other good: replacing general wording
    by AI wording would take away what it does for the rest of the deal.
    """
    if finding.status != "weak" or not finding.evidence or "does not name AI" in finding.reason:
        return None
    evidence = finding.evidence[0]
    span = (evidence.start, evidence.end)
    if evidence.document != contract.document.name or (evidence.document, *span) in kept or span in replaced:
        return None
    whole = any((p.start, p.end) == span and p.kind != "row" for p in contract.passages)
    return span if whole else None


def _overlaps(evidence: Evidence, span: tuple[int, int]) -> bool:
    return evidence.start < span[1] and span[0] < evidence.end


def _continue(text: str) -> str:
    """Return a sentence as it goes on after a comma: names, terms and initials keep their capital."""
    return text[:1].lower() + text[1:] if _OPENING.match(text) else text


def _despite(contract: Contract, finding: Finding, in_the_way: Sequence[Evidence]) -> str | None:
    """Return what the wording sets aside: where it speaks against the client, and what would defeat it there."""
    against = finding.evidence if finding.status == "adverse" else ()
    named = list(dict.fromkeys(_name_section(contract, e) for e in (*against, *in_the_way) if e.section))
    if not named:
        return "anything to the contrary elsewhere" if in_the_way or finding.status == "adverse" else None
    numbers = sorted((n.removeprefix("section ") for n in named if n.startswith("section ")), key=_in_order)
    others = [name for name in named if not name.startswith("section ")]
    if len(numbers) > 1:
        return _listed([f"sections {_listed(numbers)}", *others])
    return _listed(named)


def _as_cited(house: House, despite: str | None) -> str | None:
    """Return a citation with the word the contract has for its clauses."""
    return despite and re.sub(r"\bsection(?=s? \d)", house.section_word, despite)


def _in_order(number: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(digits or 0), rest) for digits, rest in re.findall(r"(\d*)([^\d]*)", number))


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _name_section(contract: Contract, evidence: Evidence) -> str:
    """Return how to cite where evidence stands; a bare letter is cited with the heading it is under."""
    section = evidence.section or ""
    if section[:1].isdigit():
        return f"section {section}"
    if re.match(r"(?i)(?:article|section|clause|schedule|annex|appendix|exhibit|part|paragraph)\b", section):
        return section
    if not section.startswith("("):
        return f"the provisions headed \u201c{section}\u201d"
    index = next(
        (
            p.clause
            for p in contract.passages
            if evidence.document == contract.document.name and p.start <= evidence.start < p.end
        ),
        None,
    )
    while index is not None:
        clause = contract.clauses[index]
        if clause.heading:
            return f"paragraph {section} under \u201c{clause.heading}\u201d"
        index = clause.parent
    return f"paragraph {section}"


def _note(
    provision: Provision, short: Sequence[Element], found: dict[str, Finding], posture: Posture, place: Place
) -> str:
    states: dict[str, list[str]] = {}
    for element in short:
        states.setdefault(found[element.id].status, []).append(element.id)
    gaps = "; ".join(f"{status}: {', '.join(ids)}" for status, ids in states.items())
    near = f" Stands best near {place.near}." if place.near else ""
    sources = ", ".join(dict.fromkeys(s for e in short for s in e.sources)) or "own drafting"
    return (
        f"{provision.why} {gaps}. Posture {posture}: {provision.postures[posture]}.{near}"
        f" Numbers in brackets are defaults to settle. Sources: {sources}. A lawyer must review this language."
    )
