"""Read who may end the contract without a reason, and on what notice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.models import Confidence, Party, TerminatingParty, Value
from analyzer.renewal.reading import Reading
from analyzer.renewal.wording import PERIOD, Statement, Wording

_TERMINATES = re.compile(
    r"\b(?:may|can|shall be entitled to|(?:has|have|shall have|reserves?|retains?)(?: [a-z]+){0,4} (?:right|option"
    r"|power)(?: [a-z,]+){0,6} to|is entitled to|entitled(?:, [^.;]{0,60},)? to)"
    r"(?:,? [a-z',-]+){0,14}?,? (?:terminate|cancel|end)\b|\b(?:be|is) (?:[a-z]+ ){0,3}?(?:terminat(?:ed|able)"
    r"|terminable|cancell?(?:ed|able))\b|\bshall terminate\b[^.;]{0,20}\bat the option of\b"
    r"|\buntil[^.;]{0,20}\bterminated\b[^.;]{0,60}\bby (?:either|any)\b"
)
_PAPER = re.compile(
    r"\b(?:this|the) (?:[a-z&/'-]+ ){0,4}(?:agreement|contract|engagement|appointment|employment|services|msa|deed"
    r"|term)\b|\byour employment\b|\bagreement\b|\bservices\b"
)
_FREELY = re.compile(
    r"\bfor (?:its |their )?convenience\b|\bwithout (?:any )?(?:cause|reason)\b|\bwith or without\b"
    r"|\b(?:for )?any (?:or no )?reason(?: or no reason)?(?: whatsoever)?\b|\bfor no reason\b|\bat will\b|\b(?:sole"
    r"|absolute|own)(?: and absolute)? (?:discretion|option|election)\b|\bwithout (?:having to )?(?:assign|stat"
    r"|giv)ing (?:any |a )?reason"
)
_ANY_TIME = re.compile(r"\bat any time\b|\bfrom time to time\b|\bwithout (?:the )?(?:payment of )?(?:any )?penalty\b")
_CONDITION = re.compile(
    r"\bif\b|\bin the event\b|\bin case\b|\bwhere\b|\bwhen\b|\bbreach\w*|\bdefault\w*|\binsolven\w*|\bbankrupt\w*"
    r"|\bfail\w*|\bforce majeure|\bchange (?:in|of) (?:control|law)|\bcured?\b|\bfor cause\b|\bgood (?:cause"
    r"|reason)\b|\bshould\b|\bviolat\w*|\bmisconduct|\bas a result of\b|\bdue to\b|\bpursuant to (?:section|clause"
    r"|paragraph)|\bupon (?:the )?(?:occurrence|expiration|completion|death|event)"
)
_EITHER = re.compile(
    r"\b(?:either|each|any|both|a|one) (?:of the )?part(?:y|ies)\b|\beither (?:of them|the [a-z ]{2,40} or the"
    r"|[a-z-]+ or)\b|\bmutual|\bany party\b|\bparties may\b"
)
_NOTICE = (
    re.compile(rf"(?P<period>{PERIOD})(?:'?s?'?)(?: \(?(?:prior|advance|advanced|written|clear|previous"
    rf"|calendar)\)?){{0,8}},? (?:notice|notification)"),
    re.compile(rf"\bnotice\b[^.;]{{0,90}}?(?P<period>{PERIOD})"),
    re.compile(rf"(?P<period>{PERIOD})[^.;]{{0,50}}\bnotice\b"),
)  # fmt: skip
_LONGEST_MONTHS = 12
_OTHER_GROUND = re.compile(
    r"[;,] (?:or |and )?\((?:b|ii|2)\)|; |\bprovided,? (?:however,? )?that\b|, and (?:shall|will) (?:automatically )?terminate"
)
_LESSER = re.compile(
    r"\b(?:statement of work|sow|purchase order|work order|task order|order form|licen[sc]e|sublicense|subcontract"
    r"|lease|sub-servicer)\b"
)


@dataclass(frozen=True)
class Convenience:
    """Who may end the contract freely, with the notice it takes where one is given."""

    who: Reading[TerminatingParty]
    notice: Reading[Value] | None


def read_convenience(wording: Wording) -> Convenience | None:
    """Return who may terminate the contract without cause; None when nothing says so."""
    found = [c for s in wording.mentioning("terminat", "cancel") for c in _read(s)]
    if not found:
        return None
    sides = {c.who.value for c in found if c.who.confidence != "low"}
    best = max(
        found,
        key=lambda c: (
            ("low", "medium", "high").index(c.who.confidence),
            c.who.value == "either",
            c.notice is not None,
            -c.who.statement.place,
        ),
    )
    if {"client", "provider"} <= sides and best.who.value != "either":
        return Convenience(best.who.become("either"), best.notice)
    return best


def _read(statement: Statement) -> Iterator[Convenience]:
    text = statement.marked
    match = _TERMINATES.search(text)
    if match is None or (not _PAPER.search(text[match.start() :]) and not _PAPER.search(text[: match.start()])):
        return
    freely = _FREELY.search(text)
    # "(a) by either party on 90 days' notice; or (b) in the event of breach": what follows is another ground.
    other = _OTHER_GROUND.search(text, match.end())
    condition = _CONDITION.search(_FREELY.sub(" ", text[: other.start()] if other else text))
    notice = _notice(statement)
    if freely:
        sure: Confidence = "medium" if condition else "high"
    elif not condition and (notice is not None or _ANY_TIME.search(text)) and re.search(r"\bnotice\b", text):
        sure = "high" if notice is not None and _EITHER.search(text) else "medium"
    else:
        return
    if (
        _LESSER.search(text[max(0, match.start() - 60) : match.end() + 60])
        and "agreement" not in text[match.end() : match.end() + 40]
    ):
        return
    if re.search(
        r"\b(?:not|neither party|no party) (?:may |shall |be ){0,8}(?:terminat|cancel)|\bneither party may\b"
        r"|\bmay not (?:terminat|cancel)",
        text,
    ):
        return
    yield Convenience(Reading(_who(statement, match.start()), statement, sure, match.start()), notice)


def _notice(statement: Statement) -> Reading[Value] | None:
    for pattern in _NOTICE:
        for match in pattern.finditer(statement.marked):
            period = statement.period_at(match.start("period"))
            if period.value.unit == "years" or (
                period.value.unit == "months" and period.value.number > _LONGEST_MONTHS
            ):
                continue
            return Reading(period.value, statement, "low" if period.disputed else "high", match.start("period"))
    return None


def _who(statement: Statement, at: int) -> TerminatingParty:
    text = statement.lower
    if _EITHER.search(text) or re.search(r"\boption of (?:any|either)", text):
        return "either"
    before = text[:at]
    # The subject of "may terminate" stands right before it; "may be terminated by X" has it after.
    names = [
        (place, party.role) for party in statement.wording.contract.parties for place in _uses(party, text, before)
    ]
    roles = {role for _, role in names}
    if {"client", "provider"} <= roles and re.search(r"\b(?:or|and)\b", text[min(names)[0] : max(names)[0]]):
        return "either"
    if names:
        role = max(names)[1]
        return "client" if role == "client" else "provider" if role == "provider" else "one party"
    return "one party"


def _uses(party: Party, text: str, before: str) -> Iterator[int]:
    for name in party.aliases:
        word = name.lower()
        place = before.rfind(word)
        if place >= 0:
            yield place
        elif f"by {word}" in text or f"by the {word}" in text:
            yield 0
