"""Check the residency promise against failover, overflow and recovery wording elsewhere (X4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.crosscheck.defeats.effects import Defeat, Elements, Standing, covers
from analyzer.crosscheck.defeats.places import read_countries
from analyzer.crosscheck.defeats.sparing import stands_above

_ELEMENTS: Elements = {
    "data-residency": ("storage-location", "inference-location", "component-map", "failover-lock", "location-change")
}
_MOVES_LOAD = re.compile(
    r"\b(?:fail(?:s|ed|ing)?[- ]?over|overflow\w*|over-flow|spill\w*|burst\w*|surge|peaks?\b(?! season)"
    r"|disaster recovery|DR site|back-?up (?:site|region|cent(?:er|re)|data cent(?:er|re)|environment|facilit\w+"
    r"|location)|secondary (?:site|region|location|data cent(?:er|re))|standby|redundan\w+|load[- ]balanc\w*"
    r"|follow[- ]the[- ]sun|capacity (?:constraint|shortage|limit)\w*|insufficient capacity|outage"
    r"|contingency site|alternate (?:site|region|location)s?|business continuity site|replicat\w+)",
    re.IGNORECASE,
)
_ANY_PLACE = re.compile(
    r"\b(?:any|another|the nearest|other|next)(?: other| available| alternate| alternative| suitable)* (?:region"
    r"|location|country|jurisdiction|territory|geography)\b|\bany(?: other| available)* (?:data cent(?:er|re)"
    r"|facility|site)\b|\bother (?:regions|locations|countries|jurisdictions)\b|worldwide"
    r"|global(?:ly)? (?:network|capacity|infrastructure|load|pool)|anywhere|wherever|offshore",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:within|inside|in|located in|of) (?:the |one of the |those |such |any of the )?(?:same |approved "
    r"|permitted |listed |agreed |designated |named )+(?:countr\w+|regions?|locations?|jurisdictions?|list"
    r"|territor\w+|member state)|\bno other (?:region|country|location|place|jurisdiction)"
    r"|(?:not|never|nor)\b[^.;]{0,40}\b(?:outside|leave|other than|beyond|elsewhere)|remain(?:s)? (?:with)?in"
    r"|without leaving|subject to (?:section|clause|paragraph|article|schedule|annex|exhibit)"
    r"|(?:with|subject to|unless)[^.;]{0,40}\bClient(?:'s)?\b[^.;]{0,30}(?:consent|approv|agree)",
    re.IGNORECASE,
)
# "Shall disable each vendor's automatic failover to other countries": the opposite.
_BARRED = re.compile(
    r"\b(?:disabl\w+|prevent\w*|prohibit\w*|switch(?:ed|es)? off|turn(?:ed|s)? off|block(?:s|ed)?|forbid\w*|exclud\w+|"
    r"(?:shall|will|must|may) not|no|never)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_DATA_OR_AI = re.compile(
    r"\b(?:data|requests?|workloads?|process\w*|inference|models?|AI\b|platform|systems?|service|environment"
    r"|instances?|traffic|prompts?|transcripts?|recordings?|records?|storage|copies|databases?|components?)\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"\b(?:only|solely|exclusively|within|no other|not\b[^.;]{0,40}\boutside"
    r"|shall (?:be )?(?:stor|process|h[oe]ld|kept|remain|locat|host))",
    re.IGNORECASE,
)
_TRIGGERS = (
    "over", "burst", "surge", "peak", "recovery", "dr site", "back", "secondary", "standby", "redundan", "balanc", "follow",
    "capacity",
    "outage", "contingency", "alternate", "continuity", "replicat", "spill",
)  # fmt: skip


def find_residency_defeats(deal: Deal, standing: Sequence[Standing]) -> Iterator[Defeat]:
    """Yield wording elsewhere by which data leaves the places that the contract promises."""
    promised = [one for one in standing if covers(_ELEMENTS, one.key) and not stands_above(one.lead)]
    if not promised:
        return
    for sentence in deal.sentences_with(*_TRIGGERS):
        moving = _MOVES_LOAD.search(sentence.reading)
        if (
            moving is None
            or not _DATA_OR_AI.search(sentence.reading)
            or _BARRED.search(sentence.reading[: moving.start()])
        ):
            continue
        for one in promised:
            abroad = None if sentence in one.sentences else _leaves(sentence, one.sentences)
            if abroad is not None:
                yield Defeat(
                    check="X4",
                    by=sentence,
                    emptied=one.lead,
                    finding=one.key,
                    status="weak",
                    what=f"lets data or AI run {abroad} when load moves",
                    why=f"elsewhere load may move {abroad}",
                )


def _leaves(sentence: Sentence, promised: Sequence[Sentence]) -> str | None:
    """Return where a sentence lets load go outside the promised places, or None."""
    if _INSIDE.search(sentence.reading):
        return None
    allowed: frozenset[str] = frozenset().union(
        *(countries for p in promised if _ALLOWED.search(p.reading) for countries in read_countries(p.text))
    )
    if allowed:
        for countries in read_countries(sentence.text):
            outside = countries - allowed
            # A region that lies partly inside is only outside when it is wider than what is promised.
            if outside and not countries & allowed:
                return f"in {min(outside)}" if len(countries) == 1 else "outside the places promised"
    return "to places not named" if _ANY_PLACE.search(sentence.reading) else None
