"""Read from which day a term runs: a date, the name of one, or an event whose day the contract does not know."""

import re
from datetime import date

from analyzer.renewal.wording import DATE, Statement

OWN_DATE = "date of this agreement"

_EVENT_DATE = (
    r"date(?: (?:up)?on which| when| that| as of which| of (?!this|the agreement|its? execution|execution|signature"
    r"|signing|the contract))"
)
_TARGET = (
    rf"(?:(?P<date>{DATE})"
    r"|(?P<own>date (?:hereof|of this|of the agreement|first|last|set forth|above|signed|executed|of (?:its "
    r"|full )?(?:execution|signature|signing))|hereof\b|(?:its |the )?(?:execution|signing|signature)(?: hereof"
    r"| of this [a-z]+)?\b)"
    rf"|(?P<event>{_EVENT_DATE}[^.;,\ue000-\ue004]{{0,60}})"
    r"|(?P<name>(?:(?!first\b)[a-z-]+ ){0,3}?date)\b)"
)
_LITTLE = (
    r"(?: (?:on|upon|as|of|from|the|its|such|and|including|at|with|after|effect|in|into|shall|be|immediately)){0,8}"
)
_VERB = r"(?:commenc\w+|begin\w*|start\w*|effective|in effect|runs?|from|takes? effect|come into (?:force|effect))"
_BEGINS = re.compile(rf"\b{_VERB}{_LITTLE} {_TARGET}")
# With words in between: "effective, subject to clause 3, from 1 March 2024".
_BEGINS_LATER = re.compile(
    rf"\b{_VERB}\b(?:(?!\b(?:until|through|thru|to|end\w*|expir\w*|terminat\w*)\b)[^.;\ue000]){{0,40}}?(?P<date>{DATE})"
)
_AFTER_PERIOD = re.compile(
    rf"[ ,]*(?:\([^)]{{0,60}}\)[ ,]*)?(?:initial |term |period ){{0,8}}(?:which (?:shall )?)?(?:from|after|following"
    rf"|subsequent to|commenc(?:ing|es?)|begin(?:ning|s)?|start(?:ing|s)?|measured from|as of|since)\b{_LITTLE} "
    rf"(?:{_TARGET}|(?P<other>(?!thereafter|time to time|there\b|then\b|that\b|commencement of"
    rf"|year\b)[a-z'-]+(?: [a-z'-]+){{0,5}}))"
)


def read_beginning(statement: Statement) -> date | str | None:
    """Return the day a statement's term begins, or the name of that day; None when it names none."""
    match = _BEGINS.search(statement.marked) or _BEGINS_LATER.search(statement.marked)
    return None if match is None else _of(statement, match)


def read_beginning_after(statement: Statement, period_end: int) -> date | str | None:
    """Return the day that is named right after a period: "five years from the Go-Live Date"."""
    match = _AFTER_PERIOD.match(statement.marked, period_end)
    if match is None:
        return None
    return match["other"] if match["other"] else _of(statement, match)


def _of(statement: Statement, match: re.Match[str]) -> date | str | None:
    if match["date"]:
        return statement.date_at(match.start("date")).value
    if match.groupdict().get("own"):
        return OWN_DATE
    groups = match.groupdict()
    # "From such date" is the day named before.
    return groups["event"] or (None if groups["name"] == "date" else groups["name"])
