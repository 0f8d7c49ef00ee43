"""Check zero retention at the AI vendor against the logs that are to be kept (X2)."""

import re
from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import collide
from analyzer.crosscheck.checks.logs import CONTENT, LOG, LOG_WORDS, keeper_of, kept_days
from analyzer.crosscheck.checks.vocabulary import VENDOR
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier

_ZERO = re.compile(
    r"\bzero[- ](?:data[- ])?retention\b"
    r"|\b(?:no|not|neither|nothing|none|nor|without)\b[^.;|]{0,120}\b(?:retain|stor|kept|keep|persist|sav)\w*\b[^.;|]{0,60}\b(?:after|beyond|once|following|longer than|upon)\b[^.;|]{0,40}\b(?:response|session|request|return|ended|completion|processing|answer|clos\w*|call|conversation|deliver\w*|over\b)|\bno trace\b"
    r"|\b(?:retains?|stores?|keeps?|holds?|saves?|caches?) (?:no|neither) (?:copy|copies|record|prompts?|inputs?|outputs?|responses?|data|content)"
    r"|\b(?:discard|delet|eras)\w*\b[^.;|]{0,60}\b(?:immediately|at once|as soon as|the moment)\b[^.;|]{0,40}\b(?:response|session|answer|output|return|deliver)",
    re.IGNORECASE,
)
_OF_PROVIDER_TOO = re.compile(
    r"\bneither\b[^.;]{0,20}\b(?<!model )Provider\b|\bProvider (?:nor|and|or)\b|\bby (?:the )?Provider\b|\bProvider (?:shall|will|must|may) not (?:itself )?(?:retain|store|keep)"
)
# What is kept for an audit is a log by another name.
_KEPT_OF_AI = re.compile(rf"{LOG.pattern}|\b(?:audit|inspection|evidence|investigation)\b", re.IGNORECASE)
_EXEMPT = re.compile(
    r"\b(?:other than|except(?:ing)?|save|apart from|excluding|unless|subject to|without prejudice)\b[^.;|]{0,80}\b(?:logs?|records?|audit trail|retention period|retained under|kept under)",
    re.IGNORECASE,
)
_ZERO_WORDS = ("retain", "retention", "stor", "kept", "keep", "hold", "sav", "cop", "discard", "trace")


def find_unkept_logs(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where nothing may be kept of what a log must hold."""
    promises = [
        s for s in reading.find(_ZERO, *_ZERO_WORDS) if reading.names_ai(s) or CONTENT.search(s.reading) is not None
    ]
    if not promises:
        return
    logs = [log for log in _logs(reading) if log not in promises]
    for promise in promises:
        log = next((log for log in logs if _is_lost(promise, log) and not _is_exempt(reading, promise, log)), None)
        if log is not None:
            sure = _binds_everybody(promise) or keeper_of(log) == "vendor"
            yield collide(
                reading, "X2", "high" if sure else "medium", promise, log,
                "{first} has nothing kept of what goes in and out of the AI, while {second} wants it logged.",
                "Have the provider or the client keep the log in their own systems, and except it from zero retention.",
            )  # fmt: skip
            return


def _logs(reading: Reading) -> Iterator[Sentence]:
    cited = dict.fromkeys(
        reading.cited("log-retention/period", "log-retention/minimum-fields", "log-retention/control-hold")
    )
    told = reading.find(_KEPT_OF_AI, *LOG_WORDS, "audit", "inspect", "evidence", "investigat")
    for sentence in dict.fromkeys((*told, *cited)):
        if kept_days(reading, sentence, cited=False) is not None:
            yield sentence


def _binds_everybody(promise: Sentence) -> bool:
    return not VENDOR.search(promise.reading) or _OF_PROVIDER_TOO.search(promise.reading) is not None


def _is_lost(promise: Sentence, log: Sentence) -> bool:
    """Return whether a log can't be kept as its sentence says when the promise is kept."""
    keeper = keeper_of(log)
    holds_content = CONTENT.search(log.reading) is not None
    if _binds_everybody(promise):
        return keeper != "client" and holds_content
    return keeper == "vendor" or (keeper == "nobody" and holds_content)


def _is_exempt(reading: Reading, promise: Sentence, log: Sentence) -> bool:
    known = reading.refers_to(promise, log) or reading.refers_to(log, promise)
    return known or reading.clause_says(_EXEMPT, promise)
