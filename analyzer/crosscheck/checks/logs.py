"""Logs of what the AI did: which sentences keep them, for how long, and who keeps them."""

import re
from typing import Literal

from analyzer.crosscheck.checks.vocabulary import VENDOR
from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.quantities import read_periods
from analyzer.crosscheck.reading import Reading

Keeper = Literal["provider", "client", "vendor", "nobody"]

CONTENT = re.compile(
    r"\b(?:prompts?|inputs?|outputs?|completions?|responses?|answer(?:s|ed)?|put (?:in|to)|submitted|transcripts?|came out)\b",
    re.IGNORECASE,
)
LOG = re.compile(
    r"\blogs?\b|\blogging\b|\baudit trail|\brecords?\b|\brecorded\b|\btrails?\b|\bon record\b", re.IGNORECASE
)
_KEPT = re.compile(
    r"\b(?:keep|kept|retain\w*|retention|preserv\w*|held|hold|stor\w*|available|maintain\w*)\b", re.IGNORECASE
)
_BY_PROVIDER = re.compile(
    r"(?<!AI )(?<!model )\b(?-i:Provider)\b (?:shall|will|must|agrees to|undertakes to)\b[^.;|]{0,30}?\b(?:itself )?(?:keep|retain|log|record|maintain|store|hold|preserve)|\b(?:kept|held|stored|retained|recorded) by (?:the )?(?-i:Provider)\b|\b(?-i:Provider)'?s? (?:own )?(?:environment|systems?|tenan)",
    re.IGNORECASE,
)
_BY_CLIENT = re.compile(
    r"\bClient\b (?:shall|will|may|must)\b[^.;|]{0,30}\b(?:keep|store|retain|hold)|\b(?:kept|held|stored|retained) by (?:the )?Client\b|Client's (?:own )?(?:archive|environment|systems?)",
    re.IGNORECASE,
)
_BOOKS = re.compile(
    r"\b(?:books|accounts|accounting|financial|charges|invoices?|tax|expenditure|time ?sheets?|personnel records)\b",
    re.IGNORECASE,
)
_VENDORS_OWN = re.compile(r"vendor's|provider's|processor's")
LOG_WORDS = ("log", "record", "trail")


def kept_days(reading: Reading, sentence: Sentence, *, cited: bool) -> float | None:
    """Return for how many days a sentence has records of AI work kept, None when it does not.

    Args:
        cited: whether a finding on log retention quotes the sentence; then it need not name AI.
    """
    text = sentence.reading
    if not _KEPT.search(text) or _BOOKS.search(text):
        return None
    if not (cited or reading.names_ai(sentence) or CONTENT.search(text)):
        return None
    periods = read_periods(text)
    return max(period.number for period in periods) if periods else None


def keeper_of(log: Sentence) -> Keeper:
    """Return who keeps a log by the sentence that has it kept."""
    if _BY_CLIENT.search(log.reading):
        return "client"
    of_vendor = VENDOR.search(log.reading) is not None
    if _BY_PROVIDER.search(log.reading) and not (of_vendor and _VENDORS_OWN.search(log.reading)):
        return "provider"
    return "vendor" if of_vendor else "nobody"
