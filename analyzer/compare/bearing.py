"""Which way words push when no element of the library tells: who is bound, by what number, how firmly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.compare.quantities import QUANTITY, find_differing, is_share, read_number, size_of, unit_of
from analyzer.models import ChangeEffect, ChangeKind, Party
from analyzer.names import put_roles

Who = Literal["client", "provider"]

_SUBJECT = re.compile(
    r"\b(?P<who>Client|Provider)(?:'s|’s)?(?:,? [\w’'-]+){0,7}? (?P<modal>shall|must|will|may|is|are|undertakes?|agrees?|warrants?|grants?"
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
    r"|or (?:(?:any|such|another) )?other|or (?:in |at )?any|or elsewhere|a sample of|in its (?:own )?opinion|from time to time)\b",
    re.IGNORECASE,
)
# What the client keeps a say by; where such words go, so does the say.
_SAY = re.compile(
    r"\b(?:approv\w+|consent\w*|object\w*|veto|written|in writing|prior|certif\w+|independent\w*|immediate\w*|without delay"
    r"|at (?:its|the Provider's|the Provider’s) own (?:cost|expense)|free of charge|each|every|all|only)\b",
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
    r"\b(?:at least|not less than|no (?:fewer|less) than|not fewer than|minimum|prior (?:written )?notice|notice|advance"
    r"|retain|keep|maintain|coverage|insurance|credits?|accuracy|availability|uptime|sampl\w+|threshold|service levels?)\b",
    re.IGNORECASE,
)
_LIABILITY = re.compile(r"\b(?:liabilit(?:y|ies)|liable|indemnit\w+|cap(?:ped)?)\b", re.IGNORECASE)
_SENTENCE = 3  # words; what is shorter is a heading
# How often, from the most to the least.
_OFTEN = ("hourly", "daily", "weekly", "fortnightly", "monthly", "quarterly", "annually", "yearly")
_BY_WHOM = re.compile(r"\bby (?:the )?(Client|Provider)\b(?!['’]s)")
_CONDITION = re.compile(r"^(?:where|if|when|whenever|unless|after|before|once|on|upon)\b[^,.]*, ", re.IGNORECASE)
_KEEPING = re.compile(r"\b(?:keep|kept|retain|maintain|store|preserve|surviv)\w*\b", re.IGNORECASE)
_BETTER_HIGH = re.compile(
    r"\b(?:accuracy|availability|uptime|quality|satisfaction|credits?|precision|recall|sampl\w+|answered|first[- ]contact|compliance)\b",
    re.I,
)
_BETTER_LOW = re.compile(
    r"\b(?:error|defect|backlog|abandon\w*|handl\w+ time|recovery|response|resolution|latency|turnaround|time to)\b",
    re.I,
)


@dataclass(frozen=True)
class Bearing:
    """Which way a change pushes, why, and what became of a number; `firm` when a number, a "not" or a party decides it."""

    effect: ChangeEffect
    why: str
    number: str | None = None
    firm: bool = False


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
    pair = find_differing(before, after)
    if pair is not None and size_of(pair[0]) != size_of(pair[1]):
        pushed = _push_of_number(wording, pair)
        if pushed is not None:
            return Bearing(pushed, "the number changed", number, firm=True)
    bound = who or after_who
    binds_client = bound == "client" and not may
    if who != after_who and who is not None and after_who is not None and may == after_may:
        worse = who == "provider" if not may else who == "client"
        return Bearing("weakened" if worse else "strengthened", "another side is bound", number, firm=True)
    if _negated(before) != _negated(after):
        return _by_negation(wording, bound)
    if (turned := _turned(wording, binds_client=binds_client)) is not None:
        return Bearing("weakened" if turned[0] else "strengthened", turned[1], number, firm=True)
    softer = len(_SOFT.findall(wording.added)) - len(_SOFT.findall(wording.removed))
    firmer = len(_FIRM.findall(wording.added)) - len(_FIRM.findall(wording.removed))
    narrower = len(_QUALIFIER.findall(wording.added)) - len(_QUALIFIER.findall(wording.removed))
    if softer - firmer or narrower:
        weaker = softer - firmer + narrower > 0
        what = "less firm or with an exception" if weaker else "firmer or without an exception"
        effect: ChangeEffect = "strengthened" if weaker == binds_client else "weakened"
        return Bearing(effect, f"what binds the {bound or 'provider'} is {what}", number)
    less_say = len(_SAY.findall(wording.removed)) - len(_SAY.findall(wording.added))
    if less_say:
        effect = "weakened" if (less_say > 0) != binds_client else "strengthened"
        what = "fewer safeguards" if less_say > 0 else "more safeguards"
        return Bearing(effect, f"{what} than before", number)
    return _by_length(wording, bound, may, number)


def _turned(wording: Wording, *, binds_client: bool) -> tuple[bool, str] | None:
    """Say whether words turn against the client by what they are: who decides, how often, a number or none."""
    shift = [_BY_WHOM.findall(text).count("Provider") for text in (wording.before, wording.after)]
    away = [_BY_WHOM.findall(text).count("Client") for text in (wording.before, wording.after)]
    if (shift[1] > shift[0] and away[1] <= away[0]) or (away[1] > away[0] and shift[1] <= shift[0]):
        return shift[1] > shift[0], f"now it is for the {'provider' if shift[1] > shift[0] else 'client'}"
    if re.search(r"\bgreater\b", wording.removed) and re.search(r"\blesser|lower\b", wording.added):
        return True, "the lesser counts where the greater did"
    if re.search(r"\blesser|lower\b", wording.removed) and re.search(r"\bgreater\b", wording.added):
        return False, "the greater counts where the lesser did"
    old, new = (
        [_OFTEN.index(w) for w in re.findall(r"\w+", text.lower()) if w in _OFTEN]
        for text in (wording.removed, wording.added)
    )
    if old and new and old != new:
        return (new > old) != binds_client, "less often" if new > old else "more often"
    numbers = [QUANTITY.search(text) for text in (wording.removed, wording.added)]
    if numbers[0] is not None and unit_of(numbers[0]) and numbers[1] is None:
        return not binds_client, "a number went out"
    if numbers[1] is not None and unit_of(numbers[1]) and numbers[0] is None and not wording.removed:
        return binds_client, "a number came in"
    return None


def _by_length(wording: Wording, bound: Who | None, may: bool, number: str | None) -> Bearing:
    """Return the push of words that only came or only went."""
    gone, come = len(wording.removed.split()), len(wording.added.split())
    if _DEFINING.search(wording.before) and abs(gone - come) >= _SENTENCE:
        return Bearing("weakened" if gone > come else "neutral", "the definition is another one", number)
    if come - gone >= _SENTENCE and _AGAINST.search(wording.added):
        return Bearing("weakened", "new words free the provider or bind the client", number)
    if bound == "provider" and not may and gone - come > _SENTENCE:
        return Bearing("weakened", "less is asked of the provider", number)
    if bound == "provider" and not may and come - gone > _SENTENCE:
        return Bearing("strengthened", "more is asked of the provider", number)
    return Bearing("neutral", "other words; no push either way was read", number)


def _by_negation(wording: Wording, bound: Who | None) -> Bearing:
    """Return the push of a "not": a ban that goes or comes, a liability that is denied or owned up to."""
    denied = _negated(wording.after)
    frees = (
        re.search(r"\b(?:liab|responsib|obliged|required|does not|do not)", wording.before + wording.after) is not None
    )
    grants = re.search(r"\bClient may\b", wording.before + wording.after) is not None
    against = denied if frees or grants else not denied
    if bound == "client" and not grants:
        against = not against
    what = "a \u201cnot\u201d came in" if denied else "a \u201cnot\u201d went out"
    return Bearing("weakened" if against else "strengthened", what, firm=True)


def _push_of_number(wording: Wording, pair: tuple[re.Match[str], re.Match[str]]) -> ChangeEffect | None:
    old, new = (size_of(found) for found in pair)
    rises, at = new > old, pair[0].start()
    who = _bound_at(wording.before, at)
    text = _row_words(wording.before, at) or f"{wording.lead} {wording.before}"
    before = wording.before[max(0, at - 60) : at]
    around = wording.before[max(0, at - 60) : pair[0].end() + 60]
    if _LIABILITY.search(text) and not re.search(r"\bwithin\b[^.]{0,20}$", before):
        better = rises != bool(re.search(r"Client(?:'s|’s)? (?:\w+ ){0,3}liab", text))
    elif _BETTER_HIGH.search(text) and (is_share(pair[0]) or who is None):
        better = rises
    elif _BETTER_LOW.search(before or text) and who != "client" and "within" not in before:
        better = not rises
    else:
        most, least = _nearest(_MOST, around), _nearest(_LEAST, around)
        if _KEEPING.search(wording.before[:at]) and re.search(r"\bfor (?:[\w-]+ ?){0,3}\(?$", before):
            least = 0  # "for seven (7) years"
        if most is None and least is None:
            return None
        is_most = least is None or (most is not None and most <= least)
        better = rises != is_most if who != "client" else rises == is_most
    return "strengthened" if better else "weakened"


def _bound_at(text: str, at: int) -> Who | None:
    """Return who is bound by the part of a sentence that a number stands in, else by the sentence."""
    found = [f for f in _SUBJECT.finditer(text) if f.start() < at]
    if found:
        return "client" if found[-1]["who"] == "Client" else "provider"
    return _bound(text)[0]


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
    found = _SUBJECT.search(_CONDITION.sub("", text))
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
            r"\b(?:shall|may|must|will|is|are|does|do)\s+(?:not|no)\b|\b[Nn](?:o|either)\s+\w+.{0,60}\b(?:shall|may|must|will|is)\b",
            text,
        )
        is not None
    )
