"""Read who the parties are from the words that introduce them: "between A Ltd (the "Customer") and B Inc. ("Supplier")"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.models import Confidence, NamedParty, Party, Role
from analyzer.renewal.reading import Gap, Reading
from analyzer.renewal.wording import BLANKS, Wording

_FIELD = "parties"
_HEAD, _LONGEST = 8_000, 2_500
_BEGINS = re.compile(r"\b(?:between|among|amongst|parties\s*(?=:|\n))", re.IGNORECASE)
_ENDS = re.compile(
    r"\b(?:whereas|witness ?eth|in consideration|now,? therefore)\b"
    r"|\b(?:it\s+is|the\s+parties|hereby)\s+(?:hereby\s+)?agreed?\b"
    r"|\n\s*(?:recitals?|background|preamble|agreed terms|definitions|interpretation|article|agreement)\b"
    r"|\n\s*(?:1\.|A\.|\(A\))\s+(?=[A-Z])|\btable of contents?\b"
    # What stands on a cover ends where the contract itself begins.
    r"|(?-i:\b(?:This|THIS)\s+[A-Z])",
    re.IGNORECASE,
)
# (the "Customer"), ("Acme" or the "Customer"), (the Customer), hereinafter called "Customer": what closes a party.
_CALLED = re.compile(
    r"\([^()]{0,160}?[\"'](?P<name>[^\"'()]{1,60}?),?[\"'][^()]{0,120}\)"
    r"|\((?:hereinafter )?(?P<bare>[Tt]he [A-Z][A-Za-z-]+(?: [A-Z][A-Za-z-]+){0,2})\)"
    r"|\((?:hereinafter|herein|hereafter)\b[^()]{0,40}?\b(?:as|called)\s+(?:the\s+)?(?P<plain>[A-Z][\w-]*(?: [A-Z][\w-]*)?)\)"
    r"|\b(?:hereinafter|herein|hereafter|referred\s+to)\b[^\"().;]{0,60}\"(?P<loose>[^\"]{1,60}?),?\""
)
_NO_PARTY = re.compile(
    r"\b(?:agreement|contract|dates?|part(?:y|ies)|terms?|services?|premises|act|state|project|day|deed|amendment|policy"
    r"|website|exhibit|schedule)$|^(?:a|an|the)?$|\d",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:each|together|collectively|both|jointly)\b", re.IGNORECASE)
_FORM = (
    r"(?i:incorporated|inc|l\.?l\.?c|ltd|limited|corp|corporation|company|co|plc|l\.?l\.?p|l\.?p|gmbh|ag|s\.?a|b\.?v|n\.?v"
    r"|pty|k\.?k|ab|oy|s\.?p\.?a|s\.?a\.?r\.?l|pte|n\.?a|trust|bank|association|partnership|university|council|authority)"
)
_ENDS_IN_FORM = re.compile(rf"(?<![\w-]){_FORM}\.?(?: *\([\w. ]{{1,20}}\))?$")
# What comes between one party and the next: "; and (2)", ", on the one hand, and".
_LINK = re.compile(
    r"(?:[\s,;:.&\"]|\b(?:by|and|or|between|on the (?:one|other)(?: hand| part)?|of the (?:one|other|first|second) part)\b"
    r"|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\b(?:\d{1,2}|[A-Z])[.)](?=\s)|(?-i:\b(?:the )?[A-Z][A-Za-z ]{1,25}:(?=\s)))*",
    re.IGNORECASE,
)
# After its short name a party may be described further: ("HDI"), a New Jersey corporation, located at 1 High Street, and
_NEXT = re.compile(r"(?:[,;]|\bhand,?)\s+and\s+(?=\S)|\band\s+(?=\(?[A-Z0-9])")
_DESCRIBES = (
    r"(?:an?|with|having|whose|located|incorporated|organi[sz]ed|registered|established|existing|formed|domiciled|residing"
    r"|doing|acting|represented|for itself|on behalf|as|by|through|which|at|under|company (?:number|no)|reg|d/?b/?a"
    r"|a/?k/?a|f/?k/?a|formerly|of|individually|together|collectively|jointly|hereinafter|such|in|each|is|are|the principal)\b"
)
_STOP = re.compile(rf",?\s+(?:{_DESCRIBES})|\s*[;|]|\s*\((?!(?-i:[A-Z])[\w. ]{{1,20}}\))|\s+- ", re.IGNORECASE)
_COMMA = re.compile(rf",(?!\s*(?:and\s+)?{_FORM}\b)")
_ALSO = re.compile(rf"\band\s+(?P<name>[A-Z][^,;()]{{2,80}}?(?:,?\s+{_FORM}\b\.?)+)")
_NO_NAME = re.compile(
    rf"(?:the\s+)?(?:undersigned|parties|following)\b|(?:{_DESCRIBES}|this|that|these|any|if|section|article|dated)\b"
    r"|[\d.]+\s",
    re.IGNORECASE,
)
_PAPER = re.compile(r"\b(?:agreement|contract|terms|conditions)\b", re.IGNORECASE)
_SMALL = frozenset({"of", "and", "the", "for", "in", "de", "la", "du", "van", "von", "der", "den", "und", "&"})
# "This is a hosting agreement between Astro Foods and Deep Blue Systems Ltd.": no short name follows.
_OF_PAPER = re.compile(r"\b(?:agreement|contract|entered|made)\b[^.;]{0,80}$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bCorp)(?<!\b[A-Z])\.\s|;|\n\s*\n")


@dataclass(frozen=True)
class _Side:
    """What one stretch of the opening says: the names in it with where they stand, and what the contract calls them."""

    names: tuple[tuple[str, int], ...]
    called: str | None
    at: int


def read_parties(wording: Wording) -> tuple[Reading[NamedParty] | Gap, ...]:
    """Return the parties in the order in which the contract names them; a gap for a name that is blacked out."""
    text = wording.lines
    if not wording.statements:
        return ()
    sides: list[_Side] = []
    for begin in _begins(wording):
        found = list(_sides(text, begin))
        sides = max(sides, found, key=len)
        if len(sides) > 1:
            return tuple(_tell(wording, sides))
    # Without short names in brackets, the names that tell who does what are all there is, or what "between" tells.
    named = ((p, text.find(p.name, 0, _HEAD)) for p in wording.contract.parties if p.name)
    others = [_Side(((p.name or "", at),), p.called, at) for p, at in named if at >= 0]
    plain = next((pair for begin in _begins(wording) if (pair := _pair(text, begin))), [])
    return tuple(_tell(wording, max(plain, others, sides, key=len), sure="medium"))


def _begins(wording: Wording) -> Iterator[int]:
    """Yield where the parties may be introduced: after "between", else at the first name in brackets."""
    yield from (match.end() for match in _BEGINS.finditer(wording.lines, 0, _HEAD))
    called = _CALLED.search(wording.lines, 0, _HEAD)
    if called is not None:
        yield wording.statement_at(called.start()).start


def _sides(text: str, begin: int) -> Iterator[_Side]:
    """Yield a side for each short name that stands behind a party's own."""
    end = _ENDS.search(text, begin, begin + _LONGEST)
    limit = end.start() if end is not None else min(len(text), begin + _LONGEST)
    at, found = begin, 0
    for match in _CALLED.finditer(text, begin, limit):
        # Behind two parties and the end of a sentence other things get their names.
        if found > 1 and _SENTENCE.search(text, at, match.start()) is not None:
            return
        given = " ".join((match["name"] or match["bare"] or match["plain"] or match["loose"]).split())
        called = re.sub(r"^(?:the|an?) +", "", given, flags=re.IGNORECASE).strip(" ,")
        if _NO_PARTY.search(called):
            continue
        names = tuple(_names(text, at, match))
        blank = BLANKS.search(text[at : match.start()].lower())
        if names or blank is not None:
            yield _Side(names, called, names[0][1] if names else at)
            at, found = match.end(), found + 1


def _pair(text: str, begin: int) -> list[_Side]:
    """Return the two sides of "between A and B" in a sentence on the contract itself; none when one is no name."""
    if _OF_PAPER.search(text[max(0, begin - 120) : begin]) is None:
        return []
    end = _SENTENCE.search(text, begin, begin + _LONGEST)
    limit = end.start() if end is not None else begin
    for joint in _NEXT.finditer(text, begin, limit):
        pair = [next(_first(text, begin, joint.start()), None), next(_first(text, joint.end(), limit), None)]
        sides = [_Side((name,), None, name[1]) for name in pair if name is not None and name[0][0].isupper()]
        if len(sides) == len(pair):
            return sides
    return []


def _first(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the name that stands first between two places, if one does."""
    link = _LINK.match(text, start, end)
    at = link.end() if link is not None else start
    if name := _cut(text[at:end]):
        yield name, at


def _names(text: str, start: int, called: re.Match[str]) -> Iterator[tuple[str, int]]:
    """Yield the legal names between a place and the short name for them."""
    end = called.start()
    linked = (start, *(m.end() for m in reversed(list(_NEXT.finditer(text, start, end)))))
    name, first = next((found for at in linked for found in _first(text, at, end)), ("", start))
    if name:
        yield name, first
    for match in _ALSO.finditer(text, first + len(name), end) if _SEVERAL.search(called[0]) else ():
        yield " ".join(match["name"].split()), match.start("name")


def _cut(text: str) -> str:
    """Return the name at the head of a description: what stands before the first word that describes; may be empty."""
    if _NO_NAME.match(text) and not text[:4].isupper():
        return ""
    ends = [m.start() for m in (_STOP.search(text), _COMMA.search(text)) if m is not None]
    end = min(ends, default=len(text))
    name = " ".join(text[:end].split()).strip(" ,;:\"'")
    if BLANKS.search(name.lower()) or not 2 < len(name) <= 100 or not any(letter.isalpha() for letter in name):
        return ""
    # A name in small letters is one where it is described: "i-on interactive, a Florida corporation".
    small = any(word[0].islower() and word not in _SMALL for word in name.split())
    told = re.match(r",\s+an?\s", text[end:]) is not None
    return "" if _PAPER.search(name) or (small and not told) else name


def _tell(wording: Wording, sides: list[_Side], *, sure: Confidence = "high") -> Iterator[Reading[NamedParty] | Gap]:
    """Yield each party with its role; of two sides, where one is told the other is the other."""
    roles = [_role(side, wording.contract.parties) for side in sides]
    if len(sides) == 2 and set(roles) in ({"client", None}, {"provider", None}):
        other: Role = "provider" if "client" in roles else "client"
        roles = [role or other for role in roles]
    for side, role in zip(sides, roles, strict=True):
        if not side.names:
            reason = f"the name of the {side.called} is left blank or blacked out"
            yield Gap(_FIELD, reason, wording.statement_at(side.at))
        for name, at in side.names:
            statement = wording.statement_at(at)
            plain = _ENDS_IN_FORM.search(name) is not None
            party = NamedParty(name=name, called=side.called, role=role)
            yield Reading(party, statement, sure if plain else "medium", statement.place_of(at))


def _role(side: _Side, parties: tuple[Party, ...]) -> Role | None:
    known = {name.casefold() for name in (*(name for name, _ in side.names), side.called) if name}
    return next((p.role for p in parties if known & {n.casefold() for n in (p.name, *p.aliases) if n}), None)
