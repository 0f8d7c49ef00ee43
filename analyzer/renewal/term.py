"""Read how long the contract runs: its initial term, the day it ends, or that it runs until someone ends it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from analyzer.models import Confidence, Value
from analyzer.renewal.beginning import OWN_DATE, read_beginning, read_beginning_after
from analyzer.renewal.periods import Period
from analyzer.renewal.rating import RANGE, agrees, is_about_term, rate
from analyzer.renewal.reading import lowest
from analyzer.renewal.wording import ANNIVERSARY, DATE, PERIOD, Statement, Wording

_RUNS = re.compile(
    r"\b(?:term|continu|remain|effect|force|commenc|begin|start|duration|extend|run|last|engag|appoint|valid|period"
    r"|initial)"
)
_FIRST_OF = re.compile(rf"\b(?:earlier|earliest|first)(?: to occur)? (?:of|to occur)\b[^.;]{{0,250}}?(?P<date>{DATE})")
_DAY_BEFORE = re.compile(r"\bday (?:immediately )?(?:preceding|before|prior to) (?:the )?$")
_JOINS = (
    r"on|at|as of|upon|until|to|through|and|including|inclusive|the|its|date|is|of|shall|be|will|means|automatically"
    r"|unless"
    r"|earlier|terminated|sooner|close|end|business|gas|day|term|midnight|local|central|eastern|time|\d{1,2}:\d\d"
    r"|p\.?m\.?|a\.?m\.?|noon"
)
_UNTIL = re.compile(
    rf"\b(?:until|through|thru|till|up to|end(?:s|ing)?|expir(?:es?|ing|y|ation)|terminat(?:es?|ing|ion)"
    rf"|conclud(?:es?|ing)|to|date)\b"
    rf"(?:,? (?:{_JOINS})\b\.?| ?[,:|-]){{0,9}}? ?(?P<date>{DATE})"
)
_ANNIVERSARY = re.compile(
    rf"(?P<anniversary>{ANNIVERSARY}|{PERIOD}[ -]anniversary)(?: (?:date )?of (?:the |such |its )?(?:(?P<date>{DATE})"
    rf"|(?P<own>date hereof|date of this|this agreement)|(?P<name>(?:[a-z-]+ ){{0,3}}date)))?"
)
_FOR = re.compile(
    rf"(?:\b(?:for|of|be|is|during|lasting|valid|engaged|retained|term|period|continues?|extends?|effective|effect"
    rf"|force|lasts?|duration|ending|ends|expir(?:es?|ing)|terminat(?:es?|ing)|(?:end|last day|completion"
    rf"|expiration|expiry) of|until|through)|[:|])"
    rf"(?: (?:a|an|the|at least|not less than|minimum|further|additional|another|full|fixed|initial|original|period|term"
    rf"|of|shall be|is|firm|one|for|thereafter|equal to|first|hereof|this agreement|on|date|that|falling|after)){{0,8}}[ :"
    rf"|,-]*\(?(?P<period>{PERIOD})"
)
_LEADING = re.compile(
    rf"(?P<period>{PERIOD})[ -]*(?:(?:initial |fixed |original )?(?:term|period)\b|(?:from|after|following"
    rf"|subsequent to|commencing|beginning|starting|as of) (?:on |upon |from )?(?:the )?(?:[a-z-]+ ){{0,3}}(?:date|{DATE})"
    rf"|,? ?\(? ?(?:the )?[\"'](?:initial )?term)"
)
_NOT_TERM = re.compile(
    r"^[ ,]*(?:'|prior|before|advance|written|notice|in advance|of age)|^ (?:of|after|following|from) (?:the |such "
    r"|its |any )?(?:date of )?(?:receipt|invoice|termination|expir|delivery|notice)"
)
_NOTICE = re.compile(
    r"\b(?:at least|not less than|no(?:t)? (?:later|more) than|within|upon|minimum of|notice of|more than|prior to"
    r"|giving|on) (?:a |an |the )?(?:further |written |prior ){0,8}(?:notice of )?\(?$"
)
_OF_NOTICE = re.compile(r"\b(?:notice|prior|before|advance|written|notif\w*|receipt)\b")
_EVERGREEN = re.compile(
    r"\b(?:continu\w+|remain\w*|force|effect|term|duration)\b[^.;]{0,120}?\b"
    r"(?:indefinite(?:ly)?|perpetual(?:ly)?|in perpetuity|unless and until|until termination|until the earlier"
    r"|until (?:(?:it|this agreement|the agreement|such time as it) is )?(?:otherwise |sooner |earlier |so "
    r"|duly ){0,8}(?:terminated|cancell?ed|ended)"
    r"|until (?:either|any|one|the|a) (?:of the |other )?part(?:y|ies)|for an? (?:indefinite|unlimited"
    r"|undetermined) (?:period|term|duration))"
    r"|\b(?:force|effect),? unless (?:it is )?(?:otherwise |sooner |earlier )?(?:terminated|cancell?ed)"
    r"|\b(?:indefinite|perpetual) (?:term|period|duration|agreement)\b"
    r"|\bno (?:fixed|definite) (?:term|expir\w+)"
)
_THEN_RENEWS = re.compile(
    r"\b(?:extending|renew\w*|(?:be|is|are) (?:automatically )?extended|extension|automatic\w* exten\w*|thereafter)\b"
)
_PROVISO = re.compile(r"[;,] ?(?:provided|except)(?:,? however,?)?,? that\b|; ")
_LATER_OF = re.compile(
    r"\b(?:later|latest|longer|longest) (?:of|to occur)\b|\bwhichever (?:is|occurs) (?:the )?(?:later|longer)\b"
)
_TO = re.compile(r"\b(?:until|through|thru|till|up to|to|ends?|ending|expir\w+|terminat\w+|conclud\w+)\b[^.;]{0,70}$")
_SHORTEST = 40
_FEWEST_DAYS = 28
_SURE, _LIKELY = 5, 3


@dataclass(frozen=True)
class Term:
    """How long a contract runs, as far as one statement says.

    `period` and `until` are what it gives: a length, a last day, or both. `start` is a date or the name of one
    ("effective date"), None when it goes without saying. `anniversary` means that the end is that day itself,
    `latest` that it is the later of this and something else.
    """

    statement: Statement
    at: int
    confidence: Confidence
    period: Value | None = None
    until: date | None = None
    start: date | str | None = None
    evergreen: bool = False
    anniversary: bool = False
    latest: bool = False


def read_term(wording: Wording) -> Term | None:
    """Return the term that the contract states most plainly; None when it states none."""
    stems = (
        "term",
        "expir",
        "continu",
        "remain",
        "duration",
        "period",
        "until",
        "commence",
        "anniversary",
        "months",
        "years",
    )
    rated = [(rate(term), term) for s in wording.mentioning(*stems) for term in _read(s)]
    rated = [(plainness, term) for plainness, term in rated if plainness >= _LIKELY]
    if not rated:
        return None
    best_rate, best = max(rated, key=lambda pair: (pair[0], not pair[1].evergreen, -pair[1].statement.place))
    confidence: Confidence = "high" if best_rate >= _SURE else "medium"
    if any(plainness == best_rate and _differ(term, best) for plainness, term in rated):
        confidence = lowest(confidence, "medium")
    return replace(best, confidence=lowest(best.confidence, confidence))


def _read(statement: Statement) -> Iterator[Term]:
    """Yield the one term a statement gives, if it is about the term of the contract."""
    if not is_about_term(statement):
        return
    text = statement.marked
    start = read_beginning(statement)
    ends = [m.start() for p in (_THEN_RENEWS, _PROVISO) if (m := p.search(text, max(statement.body, _SHORTEST)))]
    stop = min(ends, default=len(text))
    found = _range(statement, stop) or _until(statement, start, stop) or _anniversary(statement, start, stop)
    found = found or _length(statement, start, stop)
    if found is None and (open_ended := _EVERGREEN.search(text)) is not None:
        found = Term(statement, open_ended.start(), "high", start=start, evergreen=True)
    if found is not None:
        latest = _LATER_OF.search(text, 0, stop) is not None
        yield replace(found, latest=latest, confidence=lowest(found.confidence, "medium" if latest else "high"))


def _range(statement: Statement, stop: int) -> Term | None:
    for match in RANGE.finditer(statement.marked, 0, stop):
        first, last = statement.date_at(match.start("from")), statement.date_at(match.start("date"))
        if first.value < last.value:
            sure: Confidence = "low" if first.ambiguous or last.ambiguous else "high"
            length = agrees(statement) or next(_periods(statement, stop), None)
            period = length.value if length is not None else None
            return Term(statement, match.start("date"), sure, period=period, until=last.value, start=first.value)
    return None


def _until(statement: Statement, start: date | str | None, stop: int) -> Term | None:
    for match in _UNTIL.finditer(statement.marked, 0, stop):
        written = statement.date_at(match.start("date"))
        if written.value == start:
            continue
        period = next(_periods(statement, match.start()), None)
        sure: Confidence = "low" if written.ambiguous else "high"
        length = period.value if period is not None else None
        return Term(statement, match.start("date"), sure, period=length, until=written.value, start=start)
    first = _FIRST_OF.search(statement.marked, 0, stop)
    if first is None:
        return None
    return Term(
        statement, first.start("date"), "medium", until=statement.date_at(first.start("date")).value, start=start
    )


def _anniversary(statement: Statement, start: date | str | None, stop: int) -> Term | None:
    match = _ANNIVERSARY.search(statement.marked, 0, stop)
    if match is None or not _TO.search(statement.marked, 0, match.start()):
        return None
    begins = statement.date_at(match.start("date")).value if match["date"] else match["name"] or start
    if match["own"]:
        begins = OWN_DATE
    length = statement.period_at(match.start()).value
    on_the_day = _DAY_BEFORE.search(statement.marked, 0, match.start()) is None
    return Term(statement, match.start(), "high", period=length, start=begins, anniversary=on_the_day)


def _length(statement: Statement, start: date | str | None, stop: int) -> Term | None:
    """Return the period a statement names as the term; of two that differ neither is sure."""
    periods = list(_periods(statement, stop))
    if not periods:
        return None
    period = periods[0]
    sure: Confidence = (
        "low" if period.disputed else "high" if all(p.value == period.value for p in periods) else "medium"
    )
    # "commences on the Effective Date and continues for five years from the Go-Live Date": the nearer day counts.
    begins = read_beginning_after(statement, period.end) or start
    return Term(statement, period.start, sure, period=period.value, start=begins)


def _periods(statement: Statement, stop: int) -> Iterator[Period]:
    text = statement.marked
    for pattern in (_FOR, _LEADING):
        for match in pattern.finditer(text, 0, stop):
            at = match.start("period")
            found = statement.period_at(at)
            short = found.value.unit in {"days", "business days"} and found.value.number < _FEWEST_DAYS
            after = text[found.end :]
            notice = _NOT_TERM.match(after) or (_NOTICE.search(text[:at]) and _OF_NOTICE.search(after[:60]))
            if (
                not found.recurring
                and not short
                and not notice
                and _RUNS.search(text, max(0, at - 140), found.end + 40)
            ):
                yield found


def _differ(one: Term, other: Term) -> bool:
    """Say whether two statements contradict each other; a term that then goes on until ended does not."""
    if one.evergreen or other.evergreen:
        return False
    if one.until is not None and other.until is not None:
        return one.until != other.until
    return one.period is not None and other.period is not None and one.period != other.period
