"""Which way a number pushes that became greater or smaller: by what it counts and who is bound by it."""

from __future__ import annotations

import re

from analyzer.compare.quantities import is_share, is_time, size_of
from analyzer.compare.subjects import read_bound_at

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
_KEEPING = re.compile(r"\b(?:keep|kept|retain|maintain|store|preserve|surviv)\w*\b", re.IGNORECASE)
_BETTER_HIGH = re.compile(
    r"\b(?:accuracy|availability|uptime|quality|satisfaction|credits?|precision|recall|sampl\w+|answered|first[- ]contact"
    r"|compliance|of (?:\w+ )?(?:cases|calls|requests|tickets|payments|enquiries|contacts|invoices|transactions))\b",
    re.I,
)
_BETTER_LOW = re.compile(
    r"\b(?:error|defect|backlog|abandon\w*|handl\w+ time|recovery|response|resolution|latency|turnaround|time to)\b",
    re.I,
)
# What the client pays, and by how much that may rise.
_PRICE = re.compile(
    r"\b(?:fees?|prices?|rates?|charges?|interest|increas\w+|uplift|indexation|surcharge)\b[^.;|]{0,70}$", re.I
)
_RELIEF = re.compile(r"\b(?:insurance|credits?|penalt\w+|liquidated damages|discount|rebate)\b", re.I)
# How much or how long at most, which is no date by which: "help for up to 60 days".
_EXTENT = re.compile(r"(?<!\bin )(?<!\bwithin )(?<!\btake )(?<!\btakes )\bup to (?:[\w-]+ ?){0,3}\(?$", re.I)
# How long something is owed: "during the first eighteen months".
_WHILE = re.compile(r"\b(?:during|throughout|for) the (?:first|next|following) (?:[\w-]+ ?){0,3}\(?$", re.I)
# How long the client has to act before silence counts: "unless the Client objects within five days".
_UNLESS = re.compile(
    r"\b(?:unless|until|if|where) (?:the )?Client (?:does not |fails to )?(?!shall|must|will|may)\w+\b[^.;]*\bwithin\b[^.;]*$"
)
_NEAR = 60


def push_of_number(before: str, lead: str, pair: tuple[re.Match[str], re.Match[str]]) -> bool | None:
    """Say whether a number changed for the client's better, None where the words don't tell.

    Args:
        before: the sentence before, roles in place of names; `lead` the words that lead to it in a list.
        pair: the number in `before`, and what it became.
    """
    rises, at = size_of(pair[1]) > size_of(pair[0]), pair[0].start()
    bound = read_bound_at(before, at, lead=lead)
    who = bound.who
    text = _row_words(before, at) or f"{lead} {before}"
    up_to = before[max(0, at - _NEAR) : at]
    if _LIABILITY.search(text) and not re.search(r"\bwithin\b[^.]{0,20}$", up_to):
        return rises != bool(re.search(r"Client(?:'s|’s)? (?:\w+ ){0,3}liab", text))
    if _BETTER_HIGH.search(text) and (is_share(pair[0]) or who is None):
        return rises
    if _BETTER_LOW.search(up_to or text) and who != "client" and "within" not in up_to:
        return not rises
    if _UNLESS.search(before[:at]):
        return rises
    money = pair[0]["currency"] is not None or is_share(pair[0])
    if money and _PRICE.search(before[:at]) and not _RELIEF.search(text):
        return rises if who == "provider" and not bound.may else not rises
    if who is not None and (_EXTENT.search(up_to) or _WHILE.search(up_to)):
        return rises == bound.helps
    around = before[max(0, at - _NEAR) : pair[0].end() + _NEAR]
    most, least = _nearest(_MOST, around), _nearest(_LEAST, around)
    if _KEEPING.search(before[:at]) and re.search(r"\bfor (?:[\w-]+ ?){0,3}\(?$", up_to):
        least = 0  # "for seven (7) years"
    if most is None and least is None:
        # Whoever has a right waits for it: "may terminate if a sum is unpaid sixty days after a demand".
        return rises != bound.helps if who is not None and bound.may and is_time(pair[0]) else None
    is_most = least is None or (most is not None and most <= least)
    return rises != is_most if who != "client" else rises == is_most


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
