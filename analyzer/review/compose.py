"""Put checks into requests: a few elements of one clause, their passages, the definitions those use, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzer.models import Contract, Element, Tier
from analyzer.models.llm import Prompt, Request
from analyzer.models.review import Shortlist, Shortlisted
from analyzer.prompts import fence
from analyzer.review.shape import CheckAnswers

_MOST_CHECKS = 5
_MOST_PASSAGES = 16
_MOST_DEFINITIONS = 4
_DEFINITION_CHARACTERS = 240
_LEAD_CHARACTERS = 240
_TOKENS_A_CHECK = 260
_TOKENS_AROUND = 60
_TIERS: tuple[Tier, ...] = ("routine", "standard", "high")
_ANCHORS = {
    "ai": "AI, or something that plainly is AI here, must be meant; general wording is weak at most",
    "generic-adequate": "general wording that reaches AI without naming it counts, up to adequate",
    "generic-strong": "general wording that reaches AI without naming it counts fully",
}


@dataclass(frozen=True)
class Check:
    """One element to ask about, with the passages that are shown for it."""

    element: Element
    title: str
    shortlist: Shortlist
    passages: tuple[Shortlisted, ...]


@dataclass(frozen=True)
class Sheet:
    """One request with its checks, by letter, and for each the passages it is to read, by their number."""

    request: Request[CheckAnswers]
    checks: Mapping[str, Check]
    passages: Mapping[str, Mapping[int, Shortlisted]]


def compose(
    checks: Sequence[Check], contracts: Sequence[Contract], *, tier: Tier, prompt: Prompt, together: int = _MOST_CHECKS
) -> list[Sheet]:
    """Return the requests for these checks; those whose best passages stand in one clause come together."""
    sheets: list[list[Check]] = []
    for check in sorted(checks, key=lambda c: c.shortlist.group):
        if sheets and len(sheets[-1]) < together and _distinct([*sheets[-1], check]) <= _MOST_PASSAGES:
            sheets[-1].append(check)
        else:
            sheets.append([check])
    return [_compose_sheet(sheet, contracts, tier, prompt) for sheet in sheets]


def _distinct(checks: Sequence[Check]) -> int:
    return len({_place(p) for check in checks for p in check.passages})


def _compose_sheet(checks: Sequence[Check], contracts: Sequence[Contract], tier: Tier, prompt: Prompt) -> Sheet:
    places = {_place(p): p for check in checks for p in check.passages}
    numbers = {place: number for number, place in enumerate(places, 1)}
    lettered = {chr(ord("A") + at): check for at, check in enumerate(checks)}
    shown = [_write_passage(numbers[place], p) for place, p in places.items()]
    defined = _find_definitions(tuple(places.values()), contracts)
    evidence = "\n\n".join([*shown, *(["Terms these passages use:", *defined] if defined else [])])
    asked = [
        _write_check(letter, check, [numbers[_place(p)] for p in check.passages], tier)
        for letter, check in lettered.items()
    ]
    text = "\n\n".join([f"Impact tier: {tier}. {_write_parties(contracts)}", fence(evidence), *asked])
    most = _TOKENS_AROUND + _TOKENS_A_CHECK * len(checks)
    numbered = {letter: {numbers[_place(p)]: p for p in check.passages} for letter, check in lettered.items()}
    return Sheet(Request(prompt=prompt, text=text, shape=CheckAnswers, max_output_tokens=most), lettered, numbered)


def _place(passage: Shortlisted) -> tuple[str, int, int]:
    return passage.evidence.document, passage.evidence.start, passage.evidence.end


def _write_passage(number: int, passage: Shortlisted) -> str:
    evidence = passage.evidence
    where = ", ".join(filter(None, [evidence.document, evidence.section and f"section {evidence.section}"]))
    lead = " ".join(passage.lead.split())[:_LEAD_CHARACTERS]
    return f"[{number}] {where}\n" + (f"(it completes: {lead})\n" if lead else "") + evidence.quote


def _find_definitions(passages: Sequence[Shortlisted], contracts: Sequence[Contract]) -> list[str]:
    quoted = " ".join(p.evidence.quote for p in passages)
    found: dict[str, str] = {}
    for contract in contracts:
        text = contract.document.text
        for term in contract.terms:
            if term.term in found or not re.search(rf"(?<!\w){re.escape(term.term)}s?(?!\w)", quoted):
                continue
            definition = text[term.definition.start : term.definition.end]
            # A definition that is among the passages is shown already.
            if definition[:_DEFINITION_CHARACTERS] not in quoted:
                found[term.term] = f"{term.term}: {definition[:_DEFINITION_CHARACTERS]}"
    order = sorted(found, key=lambda t: (-quoted.count(t), t))
    return [found[term] for term in order[:_MOST_DEFINITIONS]]


def _write_parties(contracts: Sequence[Contract]) -> str:
    names: dict[str, str] = {}
    for contract in contracts:
        for party in contract.parties:
            if party.role in {"client", "provider"} and party.called:
                names.setdefault(party.role, party.called)
    return " ".join(f"The {role} is called {name}." for role, name in sorted(names.items()))


def _write_check(letter: str, check: Check, numbers: Sequence[int], tier: Tier) -> str:
    element = check.element
    lines = [
        f"Check {letter}. {check.title}: {element.title}",
        f"strong: {element.strong}",
        f"adequate: {element.adequate}",
        f"weak: {element.weak}",
        f"adverse: {element.adverse}",
        f"AI: {_ANCHORS[element.anchor]}",
    ]
    measure = element.measure
    if measure is not None:
        at = _TIERS.index(tier)
        edges = [f"strong {measure.comparison} {measure.strong[at]:g} {measure.unit}"]
        if measure.adequate is not None:
            edges.append(f"adequate {measure.comparison} {measure.adequate[at]:g}")
        lines.append(f"threshold: {', '.join(edges)}")
    return "\n".join([*lines, f"read passages {', '.join(map(str, numbers))}"])
