"""Read what happens when the term is over: does the contract renew by itself or by choice, and for how long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzer.models import Confidence, Value
from analyzer.renewal.periods import Period, read_number
from analyzer.renewal.reading import Reading
from analyzer.renewal.wording import PERIOD, Statement, Wording

_PAPER = (
    r"(?:agreement|contract|engagement|appointment|employment|deed|subscriptions?|arrangement|term|terms|period|msa)"
)
_SUBJECT = re.compile(
    rf"\b(?:this|the|such|initial|each|then[ -]current|current|said|its|your) (?:[a-z&/'-]+ ){{0,4}}{_PAPER}\b"
    rf"|\b(?:it|they|parties) (?:shall|will|may)\b"
    r"|\bagreement\b|\bterm\b|\bsubscriptions? (?:shall |will )?(?:automatically )?renew"
)
_PROLONGS = re.compile(
    r"\b(?:(?:self-|auto-?)?renew(?:s|ed|al|als|able|ing)?|(?:be|is|are|been) (?:[a-z]+ ){0,2}extended|extensions?"
    r"|extend|extends|extending|prolong(?:ed|s)?|rolls? over"
    r"|continu\w+[^.;]{0,30}(?:thereafter|successive)|thereafter[^.;]{0,40}continu\w+)\b|\b(?:successive|consecutive)\b"
    r"|\b(?:for|into) (?:an? |one |[a-z]+ \(\d\) )?(?:additional|subsequent|further|rolling"
    r"|revolving)\b(?=[^.;]{0,20}\ue001)"
)
# "Extend for three years thereafter, with an automatic renewal": of two verbs the plainer one renews.
_RENEWS = re.compile(
    r"\b(?:(?:self-|auto-?)?renew(?:s|ed|al|als|able|ing)?|automatic\w* exten\w+|extensions?|(?:be|is|are"
    r"|been) (?:[a-z]+ ){0,2}extended)\b"
)
_AUTOMATIC = re.compile(
    r"\b(?:automatic(?:ally)?|auto-?renew\w*|self-renew\w*|evergreen|tacit(?:ly)?|(?:be )?deemed (?:to (?:be"
    r"|have been) )?(?:automatically )?(?:renewed|extended))\b"
)
_NEAR = 60
# Said as a fact, not as a choice: "shall be renewed", "renews", "renewing for".
_FACT = re.compile(
    r"\b(?:shall|will) (?:thereafter |then |also |further |be |automatically |so |continue |hereby ){0,8}(?:renew(?:ed"
    r"|s)?|extend(?:ed)?|prolonged|continued?|remain)\b"
    r"|\b(?:remains|renews|renewing|extends|continues|rolls over)\b|\b(?:orders|subscriptions|terms) renew\b"
    r"|^\W*renewals?\b[^|:]{0,20}[|:]"
)
_CHOICE = re.compile(
    r"\b(?:may|can|could|might) (?:(?!not\b)[a-z,]+ ){0,6}?(?:be )?(?:renew|extend|prolong|continue)"
    r"|\b(?:option|right|entitled|elects?|wish(?:es)?|desires?|opportunity) (?:(?!not\b)[a-z]+ ){0,4}?to (?:renew"
    r"|extend|continue)|\boptions? (?:to|for|periods?|terms?|years?|of)"
    r"|\b(?:renew|exten)\w*[^.;]{0,80}\bmutual|\bmutual(?:ly)?\b[^.;]{0,60}\b(?:renew|exten)|\b(?:renew"
    r"|exten)\w* (?:only )?(?:by|upon|if|on|with|subject to) (?:the )?(?:[a-z]+ ){0,3}?(?:agreement|consent|approval"
    r"|writing|parties)"
    r"|\bonly (?:upon|if|by|with)\b|\bpart(?:y|ies) (?:[a-z]+ ){0,3}agree(?:s)? (?:in writing )?to (?:renew|extend)"
    r"|\bat (?:[a-z']+ ){1,4}(?:option|discretion|election)\b|\bnegotiat|\boptional\b|\bunless renewed\b"
)
_REFUSED = re.compile(
    r"\b(?:shall|will|does|do) not (?:be )?(?:automatically )?(?:renew|extend)|\bno (?:automatic )?(?:renewal"
    r"|extension)s?\b"
)
UNLESS = re.compile(
    r"\bunless\b|\bexcept (?:that|if|where)\b|\bprovided,? (?:however,? )?that\b|\bif (?:neither|no)\b"
    r"|\buntil (?:either|one|a|any|terminated|notice)\b|\bsubject to\b"
)
_IN_TURN = re.compile(
    r"\b(?:successive|consecutive|additional|further|subsequent|renewal|extension|extended|another|following|new|like"
    r"|same|each|thereafter|at a time)\b"
)
_LIKE = re.compile(
    r"\b(?:like|same|identical|similar|equal|equivalent|corresponding) (?:[a-z]+ ){0,3}(?:periods?|terms?|duration"
    r"|length)"
)
_YEARLY = re.compile(
    r"\b(?:annual(?:ly)?|yearly)\b[^.;]{0,20}\b(?:renew|exten|basis|periods?|terms?)|\b(?:renew\w*"
    r"|extended) (?:automatically )?(?:annually|yearly|(?:each|every) year|on an annual basis|on each anniversary)"
)
_MONTHLY = re.compile(r"\b(?:renew\w*|extended|continue)[^.;]{0,30}\b(?:monthly|month by month|on a monthly basis)")
_ENDLESS = re.compile(
    r"\b(?:renew\w*|exten\w+)\b[^.;]{0,40}\b(?:indefinite|unlimited)|\b(?:thereafter|after that"
    r"|from then on)\b[^.;\ue001]{0,70}\b(?:indefinitely|until (?:terminated|cancell?ed|ended|either|one))"
    r"|\bindefinitely (?:thereafter|after that)"
)
_DEFINES = re.compile(r"^\W*(?:each )?(?:renewal|extension) (?:term|period)s?\W{0,3}(?: ?\||:| means| shall be| is)")
# A renewal of something else, unless the agreement itself is named beside it.
_OF_ELSE = re.compile(
    r"\b(?:licen[sc]es?|insurance|polic(?:y|ies)|patents?|trademarks?|copyrights?|iprs?|warrant(?:y|ies)"
    r"|statement of work|sow|purchase orders?|work orders?|orders?|loan|leases?|registration"
    r"|permits?|domain|payment|due date|deadline|time (?:for|to|of)|delivery|cure|notes?|credit|indemnit(?:y|ies)"
    r"|obligations?|benefits?|coverage)\b"
)
_ENTIRE = re.compile(
    r"\b(?:this|the) (?:[a-z&,-]+ ){0,6}(?:agreement|contract)\b|\b(?:the|initial|contract) term\b"
    r"|\bsubscription term\b"
)
_OF_TERM = re.compile(r"\b(?:renewal|extension|terms?|duration)\b")
_NAMED = re.compile(
    r"\b(?:this|the) (?:[a-z]+ ){0,3}(?:agreement|contract)\b|\b(?:initial|renewal|extension|subscription"
    r"|current) (?:term|period)"
)
_FOR_NOTICE = re.compile(
    r"['s, ]*\(?(?:prior|before|advance|written|notice|in advance|after|following|from the date of|preceding"
    r"|calendar days)"
)
_OF_NOTICE = re.compile(
    r"\b(?:at least|not less than|no less than|no(?:t)? later than|within|upon|on|more than|not exceed\w*"
    r"|aggregate of|total of|notice of)\s*(?:an? )?\(?$"
)
_OF_RENEWAL = re.compile(r"[ -]*(?:renewal|extension|additional|terms?|periods?)")
_COUNT = re.compile(
    r"\b(?:for|up to|maximum of|more than|exceed|not exceeding)(?: (?:an?|the|additional"
    r"|further)){0,8} (?P<count>[a-z]{3,5}|\d)(?: ?\(\d\))?"
    r"(?: (?:additional|successive|consecutive|further|renewal|extension|automatic|optional"
    r"|,))+[ -]*(?:\ue001+[ -]*)?(?:renewal |extension |year |month ){0,8}(?:terms?|periods?|renewals|extensions|times)"
)
_SURE, _LIKELY, _LEAST = 5, 3, 2
_FEWEST_DAYS = 28
_STEMS = (
    "renew",
    "exten",
    "year to year",
    "month to month",
    "year-to-year",
    "month-to-month",
    "continu",
    "successive",
    "consecutive",
    "additional",
    "subsequent",
    "to month",
    "to year",
)


@dataclass(frozen=True)
class Extension:
    """What happens after the initial term.

    `same_term` means that the renewal is as long as the term before it; `open_ended` that it then runs until ended;
    `limit` is how many renewals there can be.
    """

    automatic: Reading[bool]
    term: Reading[Value] | None = None
    same_term: bool = False
    open_ended: bool = False
    limit: int | None = None


def read_extension(wording: Wording) -> Extension | None:
    """Return whether the contract renews and for how long; None when it does not say."""
    statements = wording.mentioning(*_STEMS)
    found = [(rate, extension) for s in statements for rate, extension in _read(s)]
    if not found:
        return None
    best_rate, best = max(found, key=lambda p: (p[0], p[1].automatic.value, -p[1].automatic.statement.place))
    opposed = any(e.automatic.value != best.automatic.value for rate, e in found if rate == best_rate)
    confidence: Confidence = (
        "high" if best_rate >= _SURE and not opposed else "medium" if best_rate >= _LIKELY else "low"
    )
    terms = [e.term for rate, e in sorted(found, key=lambda p: -p[0]) if rate >= _LIKELY]
    defined = (_defined(s) for s in statements)
    term = best.term or next((t for t in (*terms, *defined) if t is not None), None)
    return replace(
        best,
        automatic=best.automatic.become(best.automatic.value, confidence=confidence),
        term=term.become(term.value, confidence=confidence) if term else None,
        same_term=best.same_term and term is None,
    )


def _read(statement: Statement) -> Iterator[tuple[int, Extension]]:
    """Yield what a statement says of renewing this contract, with how plainly it says it."""
    text = statement.marked
    body = 0 if "|" in text[:60] else statement.body
    verb = _PROLONGS.search(text, body)
    if verb is not None and _RENEWS.fullmatch(verb[0]) is None:
        unless = UNLESS.search(text, verb.end())
        verb = _RENEWS.search(text, verb.end(), unless.start() if unless else len(text)) or verb
    verb = verb or _ENDLESS.search(text)
    if verb is None:
        # "Shall remain in effect from year to year": the rhythm alone renews.
        rhythm = next((p for p in statement.periods if p.recurring), None)
        verb = re.compile(PERIOD).search(text, rhythm.start) if rhythm is not None else None
    if verb is None or not (_SUBJECT.search(text) or _OF_TERM.search(statement.trail) or "|" in text[:60]):
        return
    open_ended = _ENDLESS.search(text) is not None
    period = None if open_ended else _length(statement, verb.start())
    same = not open_ended and period is None and (_LIKE.search(text) is not None or "same length" in text)
    automatic = _is_automatic(text, verb, told=bool(period or same or open_ended))
    if automatic is None and period is not None and period.recurring and (UNLESS.search(text) or _IN_TURN.search(text)):
        automatic = True
    if automatic is None:
        return
    plainly = _AUTOMATIC.search(text) is not None or _REFUSED.search(text) is not None
    rate = (
        2
        + plainly
        + bool(period or same or open_ended)
        + bool(_OF_TERM.search(statement.trail))
        + bool(_NAMED.search(text))
    )
    around = text[max(0, verb.start() - 80) : verb.end() + 40]
    rate -= 3 * bool(_OF_ELSE.search(around) and not _ENTIRE.search(around)) + statement.attached
    rate -= not automatic and not period and not _REFUSED.search(text)
    if rate >= _LEAST:
        term = None
        if period is not None:
            term = Reading(period.value, statement, "low" if period.disputed else "high", period.start)
        yield rate, Extension(Reading(automatic, statement, "high", verb.start()), term, same, open_ended, _limit(text))


def _is_automatic(text: str, verb: re.Match[str], *, told: bool) -> bool | None:
    """Return whether a renewal comes by itself; None when the statement is about no renewal.

    Args:
        told: the statement says how long the renewal is.
    """
    unless = UNLESS.search(text, verb.end())
    end = unless.start() if unless else len(text)
    if _REFUSED.search(text, 0, end):
        return False
    near = (_PROLONGS.search(text, max(0, m.start() - _NEAR), m.end() + _NEAR) for m in _AUTOMATIC.finditer(text))
    if any(near):
        return True
    if _CHOICE.search(text, 0, end):
        return False
    if not _FACT.search(text) or not (told or (unless and re.search(r"\brenew", text[:end]))):
        return None
    return True if unless or _IN_TURN.search(text) else None


def _length(statement: Statement, verb: int) -> Period | None:
    """Return the length of a renewal: a period after "renew" that is not the notice for it."""
    text = statement.marked
    for match in re.finditer(PERIOD, text):
        period = statement.period_at(match.start())
        if period.recurring:
            return period
        before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :]
        if match.start() < verb and not re.match(r"[ -]*(?:renewals?|extensions?)\b", after):
            continue
        renewal = _OF_RENEWAL.match(after)
        short = period.value.unit in {"days", "business days"} and period.value.number < _FEWEST_DAYS
        basis = re.match(r"[ -]*basis\b", after)
        if not short and not _FOR_NOTICE.match(after) and not (_OF_NOTICE.search(before) and not renewal and not basis):
            return period
    for pattern, unit in ((_MONTHLY, "months"), (_YEARLY, "years")):
        if found := pattern.search(text):
            return Period(Value(number=1, unit=unit), found.start(), found.end(), recurring=True)
    return None


def _defined(statement: Statement) -> Reading[Value] | None:
    """Return the length of a renewal from its definition or its row in a table."""
    match = _DEFINES.match(statement.marked)
    period = re.search(PERIOD, statement.marked[match.end() :]) if match is not None else None
    if match is None or period is None:
        return None
    at = match.end() + period.start()
    return Reading(statement.period_at(at).value, statement, "high", at)


def _limit(text: str) -> int | None:
    """Return how many renewals there can be: "up to three additional terms"."""
    match = _COUNT.search(text)
    number = read_number(match["count"]) if match is not None else None
    return int(number) if number else None
