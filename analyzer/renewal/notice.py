"""Read the notice that stops an automatic renewal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzer.models import Confidence, Value
from analyzer.renewal.extension import UNLESS, Extension
from analyzer.renewal.periods import read_number
from analyzer.renewal.reading import Reading
from analyzer.renewal.wording import PERIOD, Statement, Wording

_NOT_RENEW = (
    r"\bnot (?:to |be |so |wish to |intend to |desire to |want to |elect to ){0,8}(?:renew|extend|continue|prolong)\w*"
    r"|\bnon-? ?(?:renewal|extension|continuation)|\b(?:renewal|extension)s? (?:shall|will) not\b"
)
_STOPS = re.compile(
    rf"{_NOT_RENEW}|\bterminat\w*|\bcancel\w*|\bdiscontinu\w*|\bopt(?:s|ing)? out|\bcontrary\b|\bdecline|\bprevent"
)
_TELLS = re.compile(r"\bnotif\w*|\bnotices?\b|\bwritten\b|\bin writing\b|\badvis(?:e|es|ing)\b|\binform|\bcancel")
# A notice in another sentence belongs to the renewal only when it is given against the end of a term.
_AT_THE_END = re.compile(
    rf"{_NOT_RENEW}|\bintent(?:ion)? to terminate\b|\b(?:before|prior to|preceding"
    rf"|of) (?:the )?(?:[a-z-]+ ){{0,3}}?(?:expir\w+|end|anniversary|commencement|beginning|renewal)\b"
    rf"|\bat the end of\b"
)
_AGAINST_THE_TERM = re.compile(
    rf"\bagreement\b.*(?:{_NOT_RENEW})|\b(?:terminate|cancel)\w* (?:this|the) agreement (?:at|as of"
    rf"|effective(?: as of| at| on)?|on|with effect from) the (?:end|expir\w+|anniversary)\b"
)
_FROM_TO = re.compile(
    rf"(?P<least>{PERIOD}),? (?:nor|and not|but not|and no|or|but no|and)(?: (?:earlier|more|greater"
    rf"|longer))? than \(?(?P<most>{PERIOD})"
)
_FROM_TO_BARE = re.compile(
    rf"\b(?:not|no) (?:less|fewer|later) than \(?(?P<least>[a-z0-9 -]{{1,24}}?)(?: ?\(\d+\))?\)?,? (?:nor|and not"
    rf"|but not|and no|or|but no) (?:earlier|more|greater) than \(?(?P<most>{PERIOD})"
)
_PERIODS = (
    re.compile(
        rf"(?P<period>{PERIOD})(?:'?s?'?)(?:,? \(?(?:prior|advance|advanced|written|in advance|calendar|or more|clear"
        rf"|previous|notice|in writing|or longer)\)?,?){{0,8}} ?(?:notice|notification|before|prior|in advance|preceding"
        rf"|advance|previous)"
    ),
    re.compile(rf"\bnoti(?:ce|fication|fies|fy|fied|fying)\b[^.;]{{0,200}}?(?P<period>{PERIOD})"),
    re.compile(rf"(?P<period>{PERIOD})[^.;\ue001]{{0,60}}?\b(?:prior|before|preceding|advance|notice|notif)"),
)
_WINDOW = re.compile(r"\b(?:within|during) (?:the )?(?:last |final )?\(?$")
_IS_A_TERM = re.compile(r"[ -]*(?:renewal |extension |additional )?(?:terms?|periods?)\b")
_NEXT_SENTENCES = 6


@dataclass(frozen=True)
class Notice:
    """The notice that stops a renewal; `window` when it must come within the last so many days, not before them."""

    period: Reading[Value]
    window: bool = False


def read_notice(wording: Wording, extension: Extension | None) -> Notice | None:
    """Return the notice that stops an automatic renewal, from the sentence that renews or one that goes with it."""
    if extension is None:
        return _alone(wording)
    if not extension.automatic.value:
        return None
    renewal = extension.automatic.statement
    if UNLESS.search(renewal.marked) or _STOPS.search(renewal.marked):
        found = _within(renewal, _after_unless(renewal)) or _within(renewal, 0)
        if found is not None and found.period.at != _place_of(extension):
            return found
    for statement in _beside(wording, renewal):
        such = re.match(r"\W*(?:any )?such (?:written )?noti", statement.marked) is not None
        if such and (found := _within(statement, 0)) is not None:
            return found
        if _STOPS.search(statement.marked) and _TELLS.search(statement.marked) and _AT_THE_END.search(statement.marked):
            found = _within(statement, 0)
            if found is not None:
                return found
    for statement in wording.mentioning("renew"):
        if re.search(_NOT_RENEW, statement.marked) and _TELLS.search(statement.marked):
            found = _within(statement, 0)
            if found is not None:
                return replace(found, period=found.period.become(found.period.value, confidence="medium"))
    return None


def _alone(wording: Wording) -> Notice | None:
    """Return the notice that ends the contract with its term, where nothing is said of renewing."""
    for statement in wording.mentioning("terminat", "expir", "cancel"):
        if statement.attached or not (_TELLS.search(statement.marked) and _AGAINST_THE_TERM.search(statement.marked)):
            continue
        found = _within(statement, 0)
        if found is not None:
            return replace(found, period=found.period.become(found.period.value, confidence="medium"))
    return None


def _place_of(extension: Extension) -> int | None:
    """Return where the renewal sentence says how long a renewal is: that period is no notice."""
    term = extension.term
    return term.at if term is not None and term.statement is extension.automatic.statement else None


def _after_unless(statement: Statement) -> int:
    unless = UNLESS.search(statement.marked)
    return unless.start() if unless is not None else 0


def _beside(wording: Wording, statement: Statement) -> Iterator[Statement]:
    """Yield what follows a statement in its clause, what goes before it, what the layout put under the same heading."""
    yield from wording.following(statement, _NEXT_SENTENCES)
    for other in wording.statements[max(0, statement.place - 2) : statement.place]:
        if other.clause == statement.clause:
            yield other
    for other in wording.statements[statement.place + 1 : statement.place + 4]:
        if other.trail == statement.trail and other.clause != statement.clause:
            yield other


def _within(statement: Statement, start: int) -> Notice | None:
    text = statement.marked
    between = _FROM_TO.search(text, start) or _FROM_TO_BARE.search(text, start)
    if between is not None:
        most = statement.period_at(between.start("most")).value
        bare = read_number(between["least"])
        least = most.model_copy(update={"number": bare}) if bare else statement.period_at(between.start("least")).value
        return Notice(Reading(min(least, most, key=lambda v: v.number), statement, "high", between.start()))
    for pattern in _PERIODS:
        for match in pattern.finditer(text, start):
            at = match.start("period")
            period = statement.period_at(at)
            if period.value.unit != "years" and not period.recurring and not _IS_A_TERM.match(text, period.end):
                window = _WINDOW.search(text[:at]) is not None
                sure: Confidence = "low" if period.disputed else "medium" if window else "high"
                return Notice(Reading(period.value, statement, sure, at), window)
    return None
