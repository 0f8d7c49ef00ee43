"""Tell how plainly a statement speaks of the term of this contract, and not of a licence, a warranty or a lesser paper."""

import re
from datetime import date
from typing import TYPE_CHECKING

from analyzer.renewal.arithmetic import last_day
from analyzer.renewal.periods import Period
from analyzer.renewal.wording import DATE, Statement

if TYPE_CHECKING:
    from analyzer.renewal.term import Term

_PAPER = r"(?:agreement|contract|engagement|appointment|employment|arrangement)"
_LESS_USUAL = r"(?:amendment|addendum|lease|order|deed|subscription|msa|sow|statement of work)"
_OF_START = "initial|original|base|primary|fixed"
_TERM_NAME = (
    rf"(?:(?:{_OF_START}|first|minimum|services?|contract|subscription|current|basic|stated"
    r"|entire|contractual) (?:service )?(?:term|period))"
)
# What the sentence must be about; a warranty, a licence and a duty of secrecy have terms of their own.
_SUBJECT = re.compile(
    rf"\b(?:this|the|our|your) (?:[a-z&/'-]+ ){{0,4}}{_PAPER}(?:'s)?\b(?! (?:date|fee))|\b(?:this|our"
    rf"|your) (?:[a-z&/'-]+ ){{0,2}}{_LESS_USUAL}\b|\b{_TERM_NAME}\b|\bterm (?:of|hereof)\b|\bthe term\b"
    r"|[\"'](?:the )?(?:[a-z]+ )?(?:term|period)[\"']|^\W*(?:the )?(?:term|duration|contract period)\b"
    r"|\b(?:expiration|expiry|termination|end) date\b|\b(?:engages?|retains?|appoints?|hires?"
    r"|employs?)\b[^.;]{0,120}\b(?:for|until|from)\b"
)
# A short contract has no clause on its term: what it lasts for is what the supplier is to serve for.
_SERVES = re.compile(
    r"\b(?:provid|perform|suppl|render|maintain|operat|furnish|entrust)\w*\b[^.;]{0,90}?\b(?:services?|software|systems?"
    r"|maintenance|support|facilit(?:y|ies)|site)\b[^.;]{0,60}?\b(?:for|until|through)\b"
)
_NAMED = re.compile(rf"\b(?:{_OF_START}) (?:service )?(?:term|period)\b|[\"'](?:the )?(?:{_TERM_NAME}|term)[\"']")
_OWN_HEADING = re.compile(r"(?:initial |contract )?(?:term|duration|period)(?: (?:of|and|&) [a-z ]+)?\b\W*(?:$|>)")
_HEADED = re.compile(r"\b(?:term|duration|commencement|effectiveness|period|renewal|extension|length|expiration)\b")
_SOMETHING_ELSE = re.compile(
    r"\bconfidential\w*|\bnon-?(?:compet|solicit|disclos)\w*|\bsolicit|\bwarrant(?:y|ies|ed)\b|\bsurviv"
    r"|\binsurance (?:coverage|polic)|\b(?:keep|maintain|retain|preserve)\b[^.;]{0,90}\b(?:records?|insurance"
    r"|books)\b|\barchiv"
    r"|\b(?:after|following|upon|from(?: and after)?) (?:the )?(?:date of )?(?:any )?(?:termination|expiration"
    r"|expiry)|\bpatent|\bcopyright|\bescrow|\bcure\b|\bliabilit|\bnot been in effect\b"
    r"|\bforce majeure|\bpayments? (?:of|shall)|\binvoice|\btransition (?:period|services)|\bpilot\b|\btrial\b"
    r"|\bprobation|\bnotice period\b|\bforecast|\bloan\b|\bconsecutive\b|\bcontinuous\b"
)
_ROW = re.compile(rf"^\W*(?:the )?(?:{_TERM_NAME}|term|duration)(?: of (?:this )?(?:agreement|contract))?\W{{0,4}}[|:]")
_FOR_CAUSE = re.compile(r"\bin (?:material )?breach\b|\bbreach of\b|\b(?:fails?|failure) to\b|\bremed(?:y|ied)\b")
_LESSER_PAPER = re.compile(
    r"\b(?:statement of work|sow|work order|purchase order|license|licence|sublicense|task order)\b"
)
RANGE = re.compile(
    rf"(?P<from>{DATE})(?: ?\([^)]{{0,60}}\))? ?,?(?: ?-| to| through| until| till| thru| and (?:ending|ends|expiring"
    rf"|terminating|continuing))"
    rf"(?: (?:to|and|including|until|through|on|the)){{0,8}} ?(?P<date>{DATE})"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMES = re.compile(r"\b(?:commenc|begin|start|effective)\w*")
_LASTS = re.compile(
    r"\b(?:continu|remain|in effect|in force|valid|binding|engage|appoint|retain|expires?|ends?|run|extend"
    r"|terminates? on|term of|term (?:is|shall be|will be))"
)
_FEWEST_DAYS_OF_SERVICE = 180
_NEAR = 40


def is_about_term(statement: Statement) -> bool:
    """Say whether a statement may be about how long the contract runs: by its heading, its subject or what it gives."""
    headed = _HEADED.search(statement.trail) and not statement.attached
    subject = _SUBJECT.search(statement.lower) or _SUBJECT.search(statement.lead) or _SERVES.search(statement.lower)
    return bool(headed or subject or agrees(statement))


def rate(term: "Term") -> int:
    """Return how plainly a statement speaks of the term of this contract: the signs that it does, less those against."""
    statement = term.statement
    text, trail, before = statement.marked, statement.trail, statement.marked[: term.at]
    served = _is_service_term(term)
    signs = (
        (2, served or _SUBJECT.search(f"{statement.lead} {text}")),
        (1, _HEADED.search(trail)),
        (1, _OWN_HEADING.match(trail)),
        (1, _NAMED.search(text)),
        (2, _ROW.match(text)),
        (3, agrees(statement)),
        (1, term.until is not None and isinstance(term.start, date)),
        (1, _COMES.search(text, 0, term.at + 60)),
        (1, _LASTS.search(text, 0, term.at + 10)),
        (1, served),
        (-3, _SOMETHING_ELSE.search(text[max(0, term.at - 200) : term.at + 80])),
        (-3, _FOR_CAUSE.search(before[-160:])),
        (-2, _LESSER_PAPER.search(before[-80:])),
        (-1, statement.attached),
    )
    return sum(weight for weight, sign in signs if sign)


def agrees(statement: Statement) -> Period | None:
    """Return the length that fits the first and last day beside it: "12 months, 1 May 2024 to 30 April 2025"."""
    match = RANGE.search(statement.marked) if len(_YEAR.findall(statement.lower)) > 1 else None
    if match is None:
        return None
    first = statement.date_at(match.start("from")).value
    last = statement.date_at(match.start("date")).value
    fits = (p for p in statement.periods if not p.recurring and abs((last_day(first, p.value) - last).days) <= 1)
    return next(fits, None)


def _is_service_term(term: "Term") -> bool:
    """Say whether a statement tells for how long services are to be provided, and that is long."""
    statement, length = term.statement, term.period
    served = _SERVES.search(statement.marked, 0, term.at + 10)
    days = {"years": 365, "months": 30, "weeks": 7}
    long = length is None or length.number * days.get(length.unit, 1) >= _FEWEST_DAYS_OF_SERVICE
    return served is not None and long and term.at - served.end() < _NEAR
