"""Read what an amendment does to the term: extended until a day, or by so long."""

import re
from dataclasses import dataclass
from datetime import date

from analyzer.models import Confidence, Value
from analyzer.renewal.wording import DATE, PERIOD, Statement, Wording

_EXTENDS = re.compile(
    r"\b(?:(?:is|are|be|been|hereby|further|mutually|agree|to|and) (?:hereby |further |again "
    r"|automatically ){0,8}(?:extend(?:ed)?|renew(?:ed)?|prolong(?:ed)?)\b"
    r"|(?:hereby|mutually|parties) (?:[a-z]+ ){0,2}(?:extend|renew|prolong)s?\b)"
)
_NEW_END = re.compile(
    r"\b(?:expiration|expiry|end|termination) date\b[^.;]{0,120}\b(?:amended|changed|revised|replaced|extended|moved"
    r"|shall (?:now )?be|is (?:now )?)\b|\breplac\w+\W{1,3}\ue000+\W{1,3}(?:with|by)\b|\b(?:expire|terminate"
    r"|end) on\b[^.;]{0,40}\binstead of\b"
)
_SUBJECT = re.compile(r"\b(?:term|agreement|contract|period|expir\w+|termination date|end date|engagement|services)\b")
_LAST_DATE = re.compile(
    rf"\b(?:until|through|to|till|on|ending|expir\w+|and including|with|as|be|is|date)\b(?: (?:and|including|the|of"
    rf"|on|read|until|through|to|midnight|be)){{0,8}}[ :,]*\"?(?P<date>{DATE})"
)
_LENGTH = re.compile(
    rf"\b(?:for|by|of)\b(?: (?:a|an|the|further|additional|another|period|term|successive|renewal|extension|of"
    rf"|one)){{0,8}}[ ,]*\(?(?P<period>{PERIOD})|(?P<period_too>{PERIOD}) (?:extension|renewal)\b"
)
_FROM = re.compile(
    rf"\b(?:commencing|beginning|starting|effective|from)\b(?: (?:on|as of|from|upon|and|the)){{0,8}} ?(?P<date>{DATE})"
)
_LESSER = re.compile(r"\b(?:license|licence|warranty|due date|cure period|payment|time (?:for|to))\b")
_BY_CHOICE = re.compile(r"\b(?:may|option|right|can|could)\b[^.;]{0,30}$")


@dataclass(frozen=True)
class Prolonged:
    """An extension as granted: until a day, or by a period that begins on `start`, else when the term before it ends."""

    statement: Statement
    at: int
    confidence: Confidence
    until: date | None = None
    period: Value | None = None
    start: date | None = None


def read_prolonged(wording: Wording) -> tuple[Prolonged, ...]:
    """Return what the document does to the term of the contract it amends; at most one, the plainest."""
    found = [
        p
        for s in wording.mentioning("extend", "renew", "prolong", "expir", "end date", "termination date", "replac")
        if (p := _read(s))
    ]
    found.sort(key=lambda p: (p.until is None, p.statement.place))
    return tuple(found[:1])


def _read(statement: Statement) -> Prolonged | None:
    text = statement.marked
    if statement.attached or not _SUBJECT.search(text) or _LESSER.search(text):
        return None
    verbs = (*_EXTENDS.finditer(text), *_NEW_END.finditer(text))
    verb = next((v for v in verbs if not _BY_CHOICE.search(text[: v.start()])), None)
    if verb is None or re.search(r"\bwhereas\b", text):
        return None
    starts = _FROM.search(text, verb.start())
    start = statement.date_at(starts.start("date")) if starts else None
    dates = [statement.date_at(m.start("date")) for m in _LAST_DATE.finditer(text, verb.start())]
    # "from 31 March 2019 to 31 March 2021": the new end is the later one.
    later = [d for d in dates if start is None or d.value > start.value]
    if later:
        last = max(later, key=lambda d: d.value)
        return Prolonged(statement, last.start, "low" if last.ambiguous else "high", until=last.value)
    length = _LENGTH.search(text, verb.start())
    if length is None:
        return None
    at = length.start("period") if length["period"] else length.start("period_too")
    period = statement.period_at(at)
    sure: Confidence = "low" if period.disputed or (start is not None and start.ambiguous) else "high"
    return Prolonged(statement, at, sure, period=period.value, start=start.value if start else None)
