"""Resolve what a contract refers to: "Section 9", "clauses 4.2 and 7", "paragraph 3 of Schedule 4", "Exhibit B"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.crosscheck.deal import ClauseKey, Deal, Sentence
from analyzer.memory import remember
from analyzer.numerals import roman_value

_NUMBER = r"\d{1,3}[A-Z]?(?:\.\d{1,3})*(?:\([a-z]{1,4}\)|\(\d{1,2}\))*"
# Capitals only: "schedule a review" is no Schedule A.
_ROMAN = r"(?-i:[IVXL]{1,7})\b"
_LETTER = r"(?-i:[A-Z])"
_ATTACHED = r"Schedule|Exhibit|Annexure|Annex|Appendix|Attachment|Addendum"
SECTION_WORD = r"(?:Sections?|Clauses?|Articles?|Paragraphs?|Subsections?|\u00a7)"
_REFERENCE = re.compile(
    rf"\b(?P<word>{SECTION_WORD})\s*(?P<numbers>(?:{_NUMBER}|{_ROMAN})(?:\s*(?:,|and|or|to|through|,\s*and"
    rf"|&)\s*{_NUMBER})*)(?:\s*\([A-Z][^)]{{2,60}}\))?(?:\s*(?:of|to|in)\s+(?:the\s+"
    rf"|this\s+)?(?P<within>(?:{_ATTACHED})\s+(?:\d{{1,2}}|{_LETTER}\b|{_ROMAN})))?"
    rf"|\b(?P<attached>(?:{_ATTACHED})s?\s+(?:\d{{1,2}}(?:\.\d{{1,2}})?|{_LETTER}(?:-\d)?\b|{_ROMAN}))",
    re.IGNORECASE,
)
_SPLIT = re.compile(_NUMBER)


@dataclass(frozen=True)
class Reference:
    """One place referred to: the number of a section, or an attachment ("schedule 4"), or a section of an attachment."""

    section: str | None
    attachment: str | None
    paragraph: bool
    start: int
    end: int


def read_references(text: str) -> tuple[Reference, ...]:
    """Return the references of a text in order; "Sections 4 to 7" gives both ends."""
    found: list[Reference] = []
    for match in _REFERENCE.finditer(text):
        start, end = match.span()
        if match["attached"]:
            found.append(Reference(None, _attachment(match["attached"]), False, start, end))
            continue
        within = _attachment(match["within"]) if match["within"] else None
        paragraph = match["word"].lower().startswith("para")
        numbers = _SPLIT.findall(match["numbers"]) or [_arabic(match["numbers"])]
        found.extend(Reference(number, within, paragraph, start, end) for number in numbers)
    return tuple(found)


def resolve(deal: Deal, reference: Reference, here: Sentence, *, only: int | None = None) -> frozenset[ClauseKey]:
    """Return the clauses a reference means, those under them included; empty when nothing supplied has that number.

    The sentence's own document comes first, then the others, or `only` the one given; a paragraph is first looked for in the
    schedule it is named in.
    """
    own = here.contract
    order = [own, *(number for number in range(len(deal.contracts)) if number != own)] if only is None else [only]
    for number in order:
        if reference.section is None:
            found = _attachments(deal, number, reference.attachment or "")
        else:
            container = reference.attachment
            if container is None and reference.paragraph:
                container = _container(deal, here) if number == own else None
            found = _sections(deal, number, container or "", reference.section)
            if not found and container and reference.attachment is None:
                found = _sections(deal, number, "", reference.section)
        if found:
            return frozenset().union(*(deal.subtree(key) for key in found))
    return frozenset()


def _attachments(deal: Deal, number: int, name: str) -> list[ClauseKey]:
    """Return the clauses of an attachment; "schedule 4" is also found as the title of a document of its own."""
    clauses = deal.contracts[number].clauses
    found = [
        (number, index)
        for index, clause in enumerate(clauses)
        if clause.kind != "contents"
        and clause.number
        and (_key(clause.number) == (name, "") or _key(clause.number)[0] == name)
    ]
    if found or not clauses:
        return found
    titles = [c.heading or "" for c in clauses[:2]] + [deal.contracts[number].document.text[:80]]
    if any(re.match(rf"{re.escape(name)}\b", title.strip().lower()) for title in titles):
        return [(number, index) for index in range(len(clauses))]
    return []


def _sections(deal: Deal, number: int, container: str, section: str) -> list[ClauseKey]:
    exact, under = [], []
    for index, clause in enumerate(deal.contracts[number].clauses):
        if clause.number is None or clause.kind == "contents":
            continue
        inside, own = _key(clause.number)
        if inside != container:
            continue
        if own == section:
            exact.append((number, index))
        elif own.startswith((f"{section}.", f"{section}(")):
            under.append((number, index))
    # "7.2" need not hang under "7" in the tree of a flat text, so what only begins with the number counts too.
    return exact + under


def _container(deal: Deal, here: Sentence) -> str | None:
    section = deal.section(here.clause)
    return _key(section)[0] or None if section else None


# The same few hundred numbers are gone through for every reference.
@remember(8192)
def _key(number: str) -> tuple[str, str]:
    """Split a citation into its attachment and its own number: "Schedule 4, 3.1(a)" is ("schedule 4", "3.1(a)")."""
    outer, _, own = number.rpartition(", ")
    if not outer:
        first = number.split()[0].lower() if number else ""
        if first == "article":
            return "", _arabic(number.split(maxsplit=1)[1]) if " " in number else ""
        if re.match(_ATTACHED, number, re.IGNORECASE):
            return _attachment(number), ""
        return "", number
    if outer.lower().startswith("article"):
        return "", own
    return _attachment(outer), own


def _attachment(name: str) -> str:
    return " ".join(name.lower().replace("schedules", "schedule").split()[:2])


def _arabic(numeral: str) -> str:
    """Return a roman numeral in digits; digits as they are."""
    numeral = numeral.strip().rstrip(".")
    return str(roman_value(numeral)) if re.fullmatch(r"[IVXL]{1,7}", numeral.upper()) else numeral


def all_clauses(deal: Deal, numbers: Iterable[int]) -> frozenset[ClauseKey]:
    """Return every clause of some documents."""
    return frozenset((n, index) for n in numbers for index in range(len(deal.contracts[n].clauses)))
