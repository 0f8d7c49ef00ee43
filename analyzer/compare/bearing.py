"""Which way words push when no element of the library tells: who is bound, by what number, how firmly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.models import ChangeEffect, ChangeKind, Party
from analyzer.names import put_roles

Who = Literal["client", "provider"]

_UNIT = r"(?:(?:business|working|calendar) )?(?:hour|day|week|month|quarter|year|minute)s?|per ?cent|percent|%|times|points?"
_QUANTITY = re.compile(
    rf"(?P<currency>[$£€₹]|\b(?:USD|GBP|EUR|INR) ?)?(?P<number>\d[\d,]*(?:\.\d+)?)\)?[ \u00a0-]*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?P<who>Client|Provider)(?:'s|’s)?(?: \w+){0,4}? (?P<modal>shall|must|will|may|is|are|undertakes?|agrees?|warrants?|grants?"
    r"|indemnif\w+|remains?|has|owns?|accepts?|waives?)\b(?P<not> not\b|\s+no\b)?"
)
_FIRM = re.compile(r"\b(?:shall|must|will|undertakes?|ensures?|guarantees?|warrants?)\b")
_SOFT = re.compile(
    r"\b(?:may|should|endeavou?rs?(?: to)?|(?:reasonable|best|commercially reasonable) (?:efforts|endeavours)|aims? to|intends? to"
    r"|seeks? to|targets?|expects? to|use reasonable|where (?:reasonably |commercially )?(?:practicable|possible|feasible)"
    r"|as soon as|from time to time)\b",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\b(?:except|unless|save (?:that|for|where|to)|other than|provided that|to the (?:\w+ )?extent|subject to|solely|only (?:if|where|to)"
    r"|material(?:ly)?|reasonabl[ey]|knowingly|wil+ful(?:ly)?|gross(?:ly)?|discretion|deemed|excluding|without liability"
    r"|aggregated?|anonymi[sz]ed?|de-?identified|limited to|up to|at (?:its|the) (?:\w+ )?(?:cost|expense)|as is"
    r"|or (?:(?:any|such|another) )?other|or elsewhere|a sample of|in its (?:own )?opinion|from time to time)\b",
    re.IGNORECASE,
)
# What the client keeps a say by; where such words go, so does the say.
_SAY = re.compile(
    r"\b(?:approv\w+|consent\w*|object\w*|veto|written|in writing|prior|certif\w+|independent\w*|immediate\w*|without delay"
    r"|at (?:its|the Provider's|the Provider’s) own (?:cost|expense)|free of charge|each|every|all|any|including|whoever|whether)\b",
    re.IGNORECASE,
)
_DEFINING = re.compile(r"\b(?:means|includes|has the meaning|refers to)\b")
_AGAINST = re.compile(
    r"Provider(?:'s|’s)? (?:\w+ ){0,3}(?:shall not be (?:liable|responsible|obliged|required)|is not (?:liable|responsible|obliged|required)"
    r"|has no (?:liability|obligation)|may|owns?|disclaims?|excludes?)|Client (?:shall|must|will|agrees|waives|accepts|grants"
    r"|indemnif|acknowledges|is (?:solely )?responsible)|sole (?:and exclusive )?remedy|no (?:liability|warranty)|as is\b"
)
_MOST = re.compile(
    r"\b(?:within|no(?:t)? (?:later|more) than|at most|up to|maximum|not (?:to )?exceed\w*|by no more|response|resolution)\b",
    re.I,
)
_LEAST = re.compile(
    r"\b(?:at least|not less than|no (?:fewer|less) than|not fewer than|minimum|prior (?:written )?notice|notice|advance|for (?:a period of|the)"
    r"|retain|keep|maintain|coverage|insurance|credits?|accuracy|availability|uptime|sampl\w+|threshold|service levels?)\b",
    re.IGNORECASE,
)
_LIABILITY = re.compile(r"\b(?:liabilit(?:y|ies)|liable|indemnit\w+|cap(?:ped)?)\b", re.IGNORECASE)
_SENTENCE = 4  # words; what is shorter is a heading
_BETTER_HIGH = re.compile(
    r"\b(?:accuracy|availability|uptime|quality|satisfaction|credits?|precision|recall|sampl\w+|answered|first[- ]contact|compliance)\b",
    re.I,
)
_BETTER_LOW = re.compile(
    r"\b(?:error|defect|backlog|abandon\w*|handl\w+ time|response|resolution|latency|turnaround|time to)\b", re.I
)


@dataclass(frozen=True)
class Bearing:
    """Which way a change pushes, why, and what became of a number."""

    effect: ChangeEffect
    why: str
    number: str | None = None


@dataclass(frozen=True)
class Wording:
    """What is read: the sentences on either side with roles in place of names, and the words that differ."""

    before: str
    after: str
    removed: str
    added: str
    lead: str = ""


def put_in_roles(text: str, parties: Sequence[Party]) -> str:
    """Return a text with Client and Provider in place of what the contract calls them."""
    names = {party.role: party.aliases for party in parties}
    return put_roles(" ".join(text.split()), client=names.get("client", ()), provider=names.get("provider", ()))


def read_number(before: str, after: str) -> str | None:
    """Return what became of the first number that differs between two texts: "60 -> 15 days"."""
    pair = _differing(before, after)
    if pair is None:
        return None
    old, new = pair
    unit = _unit_of(new) or _unit_of(old)
    if _unit_of(old) and _unit_of(new) and _unit_of(old) != _unit_of(new):
        return f"{_figure(old)} {_unit_of(old)} -> {_figure(new)} {_unit_of(new)}"
    sign = "%" if unit in {"%", "percent", "per cent"} else f" {unit}" if unit else ""
    return f"{_figure(old)} -> {_figure(new)}{sign}"


def read_bearing(kind: ChangeKind, wording: Wording) -> Bearing:
    """Return which way a change pushes for the client."""
    number = read_number(wording.before, wording.after) if kind == "replace" else None
    if kind in {"move", "format", "comment"}:
        return Bearing("neutral", "the words are the same")
    if kind == "insert":
        return _put_in(wording.after)
    if kind == "delete":
        return _taken_out(wording.before)
    return _reworded(wording, number)


def _put_in(text: str) -> Bearing:
    who, may, negated = _bound(text)
    if _AGAINST.search(text) and not (who == "provider" and not may and not negated):
        return Bearing("weakened", "new words free the provider or bind the client")
    if who == "provider" and (not may or negated):
        return Bearing("added", "a new duty of the provider")
    if who == "client" and may:
        return Bearing("added", "a new right of the client")
    return Bearing("neutral", "new words that bind neither side")


def _taken_out(text: str) -> Bearing:
    who, may, negated = _bound(text)
    if who == "client" and not may:
        return Bearing("strengthened", "a duty of the client is gone")
    if who == "provider" and may and not negated:
        return Bearing("strengthened", "a right of the provider is gone")
    if who is not None:
        return Bearing("removed", "a duty of the provider or a right of the client is gone")
    return Bearing("removed" if len(text.split()) >= _SENTENCE else "neutral", "words are gone that say who does what")


def _reworded(wording: Wording, number: str | None) -> Bearing:
    before, after = wording.before, wording.after
    who, may, _ = _bound(before)
    after_who, after_may, _ = _bound(after)
    pair = _differing(before, after)
    if pair is not None and _value(pair[0]) != _value(pair[1]):
        pushed = _push_of_number(wording, pair, who)
        if pushed is not None:
            return Bearing(pushed, "the number changed", number)
    bound = who or after_who
    if who != after_who and who is not None and after_who is not None and may == after_may:
        worse = who == "provider" if not may else who == "client"
        return Bearing("weakened" if worse else "strengthened", "another side is bound", number)
    if _negated(before) != _negated(after):
        return _by_negation(wording, bound)
    softer = len(_SOFT.findall(wording.added)) - len(_SOFT.findall(wording.removed))
    firmer = len(_FIRM.findall(wording.added)) - len(_FIRM.findall(wording.removed))
    narrower = len(_QUALIFIER.findall(wording.added)) - len(_QUALIFIER.findall(wording.removed))
    if softer - firmer or narrower:
        weaker = softer - firmer + narrower > 0
        binds_client = bound == "client" and not may
        effect: ChangeEffect = "strengthened" if weaker == binds_client else "weakened"
        what = "less firm or with an exception" if weaker else "firmer or without an exception"
        return Bearing(effect, f"what binds the {bound or 'provider'} is {what}", number)
    less_say = len(_SAY.findall(wording.removed)) - len(_SAY.findall(wording.added))
    if less_say:
        effect = "weakened" if (less_say > 0) != (bound == "client" and not may) else "strengthened"
        what = "fewer safeguards or a narrower list" if less_say > 0 else "more safeguards or a wider list"
        return Bearing(effect, f"{what} than before", number)
    if _DEFINING.search(before) and abs(len(wording.removed.split()) - len(wording.added.split())) >= _SENTENCE:
        narrower_now = len(wording.removed.split()) > len(wording.added.split())
        return Bearing("weakened" if narrower_now else "neutral", "the definition is another one", number)
    if wording.added and not wording.removed and _AGAINST.search(wording.added):
        return Bearing("weakened", "new words free the provider or bind the client", number)
    if wording.removed and not wording.added and bound == "provider" and len(wording.removed.split()) >= 4:
        return Bearing("weakened", "less is asked of the provider", number)
    return Bearing("neutral", "other words; no push either way was read", number)


def _by_negation(wording: Wording, bound: Who | None) -> Bearing:
    """Return the push of a "not": a ban that goes or comes, a liability that is denied or owned up to."""
    denied = _negated(wording.after)
    frees = re.search(r"\b(?:liab|responsib|obliged|required)", wording.before + wording.after) is not None
    grants = re.search(r"\bClient may\b", wording.before + wording.after) is not None
    against = denied if frees or grants else not denied
    if bound == "client" and not grants:
        against = not against
    what = "a \u201cnot\u201d came in" if denied else "a \u201cnot\u201d went out"
    return Bearing("weakened" if against else "strengthened", what)


def _push_of_number(
    wording: Wording, pair: tuple[re.Match[str], re.Match[str]], who: Who | None
) -> ChangeEffect | None:
    old, new = (_value(found) for found in pair)
    rises = new > old
    text = _row_words(wording.before, pair[0].start()) or f"{wording.lead} {wording.before}"
    around = wording.before[max(0, pair[0].start() - 60) : pair[0].end() + 60]
    if _LIABILITY.search(text) and not re.search(r"\bwithin\b[^.]{0,20}$", wording.before[: pair[0].start()]):
        better = rises != bool(re.search(r"Client(?:'s|’s)? (?:\w+ ){0,3}liab", text))
    elif _BETTER_HIGH.search(text) and (_is_share(pair[0]) or who is None):
        better = rises
    elif _BETTER_LOW.search(text) and who is None:
        better = not rises
    else:
        most, least = _nearest(_MOST, around), _nearest(_LEAST, around)
        if most is None and least is None:
            return None
        is_most = least is None or (most is not None and most <= least)
        better = rises != is_most if who != "client" else rises == is_most
    return "strengthened" if better else "weakened"


def _row_words(text: str, at: int) -> str:
    """Return what a number in a table row is about, the first cell and its own; empty outside tables."""
    if " | " not in text:
        return ""
    start = text.rfind(" | ", 0, at)
    end = text.find(" | ", at)
    return f"{text.split(' | ')[0]} {text[max(start, 0) : end if end >= 0 else None]}"


def _nearest(pattern: re.Pattern[str], text: str) -> int | None:
    """Return how far from the middle of a text the nearest hit is."""
    middle = len(text) // 2
    return min((abs(found.start() - middle) for found in pattern.finditer(text)), default=None)


def _bound(text: str) -> tuple[Who | None, bool, bool]:
    """Return who is bound by a text, whether it gives a right instead of a duty, and whether it says not."""
    found = _SUBJECT.search(text)
    if found is None:
        return None, False, False
    who: Who = "client" if found["who"] == "Client" else "provider"
    return who, found["modal"] == "may", found["not"] is not None


def _negated(text: str) -> bool:
    found = _SUBJECT.search(text)
    if found is not None and found["not"] is not None:
        return True
    return (
        re.search(
            r"\b(?:shall|may|must|will|is|are)\s+(?:not|no)\b|\b[Nn](?:o|either)\s+\w+.{0,60}\b(?:shall|may|must|will|is)\b",
            text,
        )
        is not None
    )


def _differing(before: str, after: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """Return the first two quantities in the same place of two texts that are not the same."""
    old, new = (list(_QUANTITY.finditer(text)) for text in (before, after))
    if not old or not new:
        return None
    said_old, said_new = ([(_value(q), _unit_of(q)) for q in found] for found in (old, new))
    kept_new = list(said_new)
    gone = []
    for quantity, found in zip(said_old, old, strict=True):
        if quantity in kept_new:
            kept_new.remove(quantity)
        else:
            gone.append(found)
    come = [f for q, f in zip(said_new, new, strict=True) if q in kept_new]
    return (gone[0], come[0]) if gone and come else None


def _value(found: re.Match[str]) -> float:
    return float(found["number"].replace(",", ""))


def _figure(found: re.Match[str]) -> str:
    return f"{(found['currency'] or '').strip()}{found['number']}"


def _unit_of(found: re.Match[str]) -> str:
    return (found["unit"] or "").lower()


def _is_share(found: re.Match[str]) -> bool:
    return _unit_of(found) in {"%", "percent", "per cent", "point", "points"}
