"""Weigh what a passage takes from the client: the rights it gives the provider, the duties it lifts, matter by matter.

A far exception defeats a finding only when it speaks against the client in the finding's own matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.crosscheck.deal import ElementKey
from analyzer.crosscheck.defeats.effects import covers
from analyzer.crosscheck.defeats.matters import MATTERS, NO_CLIENT_DATA, Matter
from analyzer.crosscheck.defeats.topics import is_on_topic
from analyzer.crosscheck.reading import Reading
from analyzer.memory import remember
from analyzer.models import Provision

# How far a passage goes: the opposite right, or a limited one.
Reach = Literal["adverse", "weak"]

# Who may act against the client, and the words that let it.
_ACTOR = (
    r"(?:Provider|(?:its|their|Provider's) (?:affiliates|licensors?|(?:AI |model |technology )?vendors?"
    r"|subcontractors|suppliers|personnel)|(?:the|any|an?) (?:AI |model |technology |platform )?(?:licensor|vendor"
    r"|maker|manufacturer|subcontractor|sub-processor)s?|Affiliates)"
)
_MAY = (
    r"(?:may(?! not\b| only\b)|can(?!not)|(?:shall|will) be (?:entitled|free|permitted|at liberty) to"
    r"|(?:is|are|remains?) (?:entitled|free|permitted|at liberty) to|(?:reserves?|has|have|retains?) the (?:right"
    r"|option) to)"
)
# Between the actor and its verb stands no other subject: "Provider shall keep a channel through which staff may".
_OWN_VERB = (
    r"(?:(?!\b(?:shall|must|will|which|that|who|whom|whose|where|if|Client|consumers?|regulators?|auditors?)\b)[^.;:])"
)
_DENIED = re.compile(r"\b(?:no|neither|nor|never|only|not)\b[^.;]{0,90}$", re.IGNORECASE)
_NARROWED = re.compile(r"\b(?<!not )(?:only|solely|exclusively)\b", re.IGNORECASE)
# Each gives what is allowed in its last group; "may be routed to" is looked at with the words before it.
_PERMISSIONS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"\b{_ACTOR}\b{_OWN_VERB}{{0,90}}?\b{_MAY} (.+)", re.IGNORECASE),
    re.compile(
        r"\bClient (?:hereby )?(?:grants?|gives?|licen[cs]es?) (?:to )?(?:the )?Provider\b[^.;]{0,120}?\b(?:right"
        r"|licen[cs]e|permission)\b[^.;]{0,90}? to (.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bmay be ((?:process|stor|transfer|us|rout|access|handl|replac|chang|updat|retain|delet|mov|host|engag"
        r"|serv|divert|perform|overwrit)\w*.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:prevent|restrict|limit|prohibit|preclude|restrain|stop)(?:s"
        r"|ing)?(?: or \w+)? (?:the )?Provider\b[^.;]{0,60}? (?:from|in) (.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:affects?|impairs?|limits?|restricts?) (?:the )?Provider's (?:right|freedom|ability|entitlement) to (.+)",
        re.IGNORECASE,
    ),
)
_RELEASES: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"\b{_ACTOR}\b{_OWN_VERB}{{0,60}}?\b(?:(?:shall|will|is|are) not (?:be )?(?:required|obliged|obligated"
        rf"|bound)|need not|(?:has|have|shall have|is under) no (?:obligation|duty))(?: to)? (.+)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:oblig(?:es?|ates?)|requires?|compels?)(?: the)? Provider to (.+)", re.IGNORECASE),
)
_WAIVES = re.compile(
    r"\bClient (?:hereby |irrevocably |also |further |expressly )*(?:waives?|accepts?|consents?|authori[sz]es?"
    r"|bears?|releases?)\b|\bno (?:prior |further |advance )?(?:notice|consent|approval|notification) (?:is"
    r"|shall be|will be)|\bProvider\b[^.;]{0,80}\b(?:sole (?:and absolute )?discretion|sees? fit)",
    re.IGNORECASE,
)
_PASSIVE_LEAD = 90
# An exception that keeps within these bounds takes nothing that counts from the client.
_HARMLESS = re.compile(
    r"\b(?:as|where|if|when|to the extent|so far as)\b[^.;]{0,60}\b(?:required|compelled|ordered|obliged|requires?"
    r"|orders?)\b[^.;]{0,40}|\b(?:required by|comply with|compliance with"
    r"|pursuant to) (?:any )?(?:applicable )?(?:law|court|regulat|a legal)|with (?:the )?(?:prior |express "
    r"|specific )*(?:written )?(?:consent|approval|agreement|permission) of (?:the )?Client"
    r"|with Client's (?:prior |express |specific )*(?:written )?(?:consent|approval|agreement|permission)"
    r"|(?:solely|only|exclusively|strictly) (?:to|for|in order to|as necessary to|as needed to"
    r"|for the purposes? of)(?: the)?(?: purposes? of)? (?:perform|provid|deliver|render|operat|support"
    r"|maintain)\w*[^.;]{0,40}(?:Services|Client)|(?:if|unless|until|after|once|where) (?:the )?Client (?:has "
    r"|itself has |itself )?(?:so )?(?:agree|consent|approve|request|instruct|order|require)\w*"
    r"|that (?:the )?Client (?:itself )?(?:has )?(?:ordered|requested|instructed|approved)",
    re.IGNORECASE,
)
_URGENT = re.compile(r"emergenc|vulnerab|imminent|security (?:patch|fix|incident|flaw|threat)|urgent", re.IGNORECASE)
_ANSWERS_FOR_IT = re.compile(
    r"\b(?:shall|will|must)\b[^.;]{0,60}\b(?:notif|inform|tell|restor|roll|revert|report)", re.IGNORECASE
)
_LIMITED = re.compile(
    r"de-?identif|anonymi[sz]|pseudonymi|aggregat|statistic|\bwhere\b|\bwhen\b|in the (?:event|case)|to the extent"
    r"|\bif\b|reasonabl|minor|routine|temporar|preview|\bbeta\b|trial|pilot",
    re.IGNORECASE,
)


class Weighing:
    """Weighs what a passage takes from the client, element by element."""

    def __init__(self, reading: Reading, provisions: Sequence[Provision]) -> None:
        self._reading = reading
        self._elements = {(e.provision, e.id): e for p in provisions for e in p.elements}

    def is_against(self, text: str) -> bool:
        """Say whether a passage takes anything from the client at all."""
        return _read(text) is not None

    def reach(self, text: str, element: ElementKey, *, contract: int) -> tuple[str, Reach] | None:
        """Return in which matter a passage of a contract moves against the client on an element, and how far.

        A passage about AI that is on the element's own subject counts as well, but never for more than a weakening.
        """
        read = _read(text)
        if read is None:
            return None
        for matter in read.matters:
            if covers(matter.elements, element):
                return matter.name, "weak" if read.limited else "adverse"
        own = self._elements.get(element)
        if own is None or read.harmless or not self._reading.speaks_of_ai(text, contract) or not is_on_topic(own, text):
            return None
        # "AI work" keeps its capitals.
        return own.title if own.title[1:2].isupper() else f"{own.title[:1].lower()}{own.title[1:]}", "weak"


@dataclass(frozen=True, eq=False)
class _Content:
    matters: tuple[Matter, ...]
    limited: bool
    harmless: bool


@remember(4096)
def _read(text: str) -> _Content | None:
    """Return what a passage takes from the client, None when it takes nothing."""
    allowed = _acts(_PERMISSIONS, text)
    lifted = _acts(_RELEASES, text)
    waived = _WAIVES.search(text) is not None and not _HARMLESS.search(text)
    if not (allowed or lifted or waived) or (_URGENT.search(text) and _ANSWERS_FOR_IT.search(text)):
        return None
    free = [act for act in (*allowed, *lifted) if not _NARROWED.search(act)]
    return _Content(
        matters=tuple(matter for matter in MATTERS if _moves(matter, allowed, lifted)),
        limited=_LIMITED.search(text) is not None,
        harmless=NO_CLIENT_DATA.search(text) is not None or not (free or waived),
    )


def _acts(patterns: Sequence[re.Pattern[str]], content: str) -> list[str]:
    """Return what is allowed or released, without what keeps within harmless bounds."""
    acts = []
    for pattern in patterns:
        found = pattern.search(content)
        if found is None or _DENIED.search(content[: found.start()]):
            continue
        lead = content[max(0, found.start() - _PASSIVE_LEAD) : found.start()] if found[0].startswith("may be") else ""
        acts.append(f"{lead}{found[found.lastindex or 0]}")
    return [act for act in acts if not _HARMLESS.search(act)]


def _moves(matter: Matter, allowed: Sequence[str], lifted: Sequence[str]) -> bool:
    acts = [act for act in allowed if matter.allowed is not None and matter.allowed.search(act)]
    acts += [act for act in lifted if matter.lifted is not None and matter.lifted.search(act.strip())]
    return any(matter.bars is None or not matter.bars.search(act) for act in acts)
