"""Check the right of people to override the AI against what they are measured by (X16)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier

_STAFF = re.compile(
    r"(?<!virtual )(?<!digital )(?<!AI )\b(?P<role>reviewer|agent|advis[eo]r|handler|examiner|processor|analyst|overseer|officer|clerk|specialist|operator|adjuster|underwriter|nurse|clinician|doctor|caseworker|employee|coder|moderator|staff|personnel|humans?)s?\b(?!\s+assist)",
    re.IGNORECASE,
)
_OVERRIDE = re.compile(
    r"\b(?:may|can|free to|right to|entitled to|power to|authority to|discretion to|at liberty to)\b[^.;|]{0,60}\b(?:overrid\w*|overrul\w*|overturn|ignore|disregard|reverse|reject|decline|set\b[^.;|]{0,30}\baside|decide otherwise|depart from|deviate from|not follow|refuse|correct|alter|amend)\b",
    re.IGNORECASE,
)
_OF_AI = re.compile(
    r"\b(?:AI|model|engine|suggest\w*|outputs?|recommend\w*|propos\w*|automated|answer|machine|algorithm|bot|assistant)\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"\b(?:AI|models?|engines?|algorithms?|bots?|automated)\b")
_MEASURED = re.compile(
    r"\b(?:overrides?|overriding|overturn\w*|acceptance|accept\w*|rejections?|departures?|disregard\w*)\b[^.;|]{0,50}\b(?:rates?|counts?|targets?|scores?|errors?)\b|\b(?:suggestions?|recommendations?|proposals?|AI) (?:adoption|adherence|acceptance|uptake|follow-through|compliance)\b|\b(?:adoption|adherence|uptake) (?:rate|of)\b|\b(?:rate|share|number) (?:of|at which)\b[^.;|]{0,30}\b(?:overrid\w*|overrides?|accept\w*|rejections?|departures)",
    re.IGNORECASE,
)
_PRESSED = re.compile(
    r"\b(?:below|under|above|more than|exceed\w*|at least|not less than|at most|maximum|count as|counts? against|errors|performance plan|disciplin\w*|bonus\w*|credit|penalt\w*|\d+ ?%)",
    re.IGNORECASE,
)
_PACE = re.compile(
    r"\b(?:at least|not less than|no fewer than|minimum of|target of)\b[^.;|]{0,40}\b(?:reviews?|cases|files|decisions|items|checks|claims|contacts|recommendations|outputs|suggestions|proposals|transactions|alerts|tickets)\b[^.;|]{0,20}\b(?:an?|per|each|every|in an?) (?:hour|day|shift|week)"
    r"|\b(?:bonus\w*|pay|incentive\w*|score\w*|rating)\b[^.;|]{0,60}\b(?:number|count|volume|speed|pace)\b|\b(?:time (?:for|per|of|to)|average|handl\w+ time)\b[^.;|]{0,30}\b(?:review|decision|check)\w*[^.;]{0,60}\b\d+ (?:seconds|minutes)"
    r"|\b(?:confirm|review|decide|check|overturn|approve|assess)\w*\b[^.;|]{0,60}\bwithin (?:\w+ )?(?:\(\d+\) )?\d* ?(?:seconds|minutes)\b|\breview\w* (?:time|within)\b[^.;|]{0,40}\b(?:seconds|minutes)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\bno (?:productivity|performance|quantitative|such)? ?(?:target|measure|KPI|penalt|disadvantage|adverse)|\bexcluded from\b|\bshall not (?:count|be (?:penali|marked|disadvantag|counted))|\bnot be marked down|\bfor information\b|\breport(?:ed)? only\b|\bshall (?:take|last) at least\b|\bno more than \w+(?:-\w+)? reviews\b"
    r"|\bminimum (?:review )?time\b|\binvestigat\w*|\bautomation bias\b|\bsuffer no\b|\bwithout (?:penalty|disadvantage)",
    re.IGNORECASE,
)
_STRAYS = re.compile(
    r"\b(?:overrid\w*|overrul\w*|disregard\w*|reject\w*|depart\w*|deviat\w*|(?:not|fails? to) follow\w*|decid\w+ otherwise|refus\w*)\b[^.;|]{0,80}\b(?:more than|more often|exceed\w*|over|above|too often|in excess)\b[^.;]{0,120}\b(?:bonus|retrain\w*|performance|disciplin\w*|warning|remov\w*|taken off|reassign\w*|credit|penalt\w*|los(?:e|es|t))\b",
    re.IGNORECASE,
)
_MEASURE_WORDS = (
    "overrid", "accept", "reject", "departure", "review", "bonus", "hour", "per day", "a day", "seconds", "minutes", "disregard",
    "overrul", "overturn", "depart", "deviat", "follow", "refus", "adopt", "adher", "uptake", "otherwise",
)  # fmt: skip
_RIGHT_WORDS = (
    "overrid", "overrul", "overturn", "disregard", "ignore", "reverse", "reject", "decline", "aside", "depart", "deviate", "follow",
    "refuse", "correct", "alter", "amend", "otherwise",
)  # fmt: skip


def find_hurried_overseers(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where people who may override the AI are measured so that they had better not."""
    rights = list(_rights(reading))
    if not rights:
        return
    adverse = set(
        reading.cited(
            "human-oversight-override/override-log", "human-oversight-override/anti-rubber-stamp",
            but=("missing", "weak", "adequate", "strong"),
        )
    )  # fmt: skip
    for sentence in reading.deal.sentences_with(*_MEASURE_WORDS):
        if sentence in rights or _HARMLESS.search(sentence.reading):
            continue
        counted = sentence in adverse or _counts_overrides(sentence.reading)
        right = next((r for r in rights if counted or _hurries(sentence, r)), None)
        if right is not None:
            how = "counts overrides against them" if counted else "measures them by speed"
            yield collide(
                reading, "X16", "medium", right, sentence,
                f"{{first}} lets people override the AI, while {{second}} {how}.",
                "Say that no measure or reward may rest on overrides, and leave time for review out of productivity.",
            )  # fmt: skip
            return


def _rights(reading: Reading) -> Iterator[Sentence]:
    cited = set(reading.cited("human-oversight-override/override-right"))
    for sentence in reading.find(_OVERRIDE, *_RIGHT_WORDS):
        text = sentence.reading
        on_ai = sentence in cited or _MACHINE.search(text) or reading.names_ai(sentence)
        if _STAFF.search(text) and _OF_AI.search(text) and on_ai:
            yield sentence


def _counts_overrides(text: str) -> bool:
    return _STRAYS.search(text) is not None or (_MEASURED.search(text) and _PRESSED.search(text)) is not None


def _hurries(measure: Sentence, right: Sentence) -> bool:
    """Return whether the people of a right are measured by their pace."""
    return bool(_roles(measure) & _roles(right)) and _PACE.search(measure.reading) is not None


def _roles(sentence: Sentence) -> set[str]:
    return {match["role"].lower() for match in _STAFF.finditer(sentence.reading)}
