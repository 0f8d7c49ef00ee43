"""What must not change when wording is adapted: numbers, brackets, what it sets aside, and that its terms are defined."""

from __future__ import annotations

import re
from collections import Counter

from analyzer.models import Contract, Edit

# Digits, and numbers in words that a draft may carry.
_NUMBERS = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|sixty|ninety|hundred)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_TERM = re.compile(r"(?<![.!?:;\u201c\"(] )(?<!^)\b[A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*)*")
_DESPITE = re.compile(r"^Despite [^,]*,")
_LONGEST = 1.6
_SHORTEST = 0.5
_NEGATIONS = re.compile(r"\b(?:not|no|never|neither|nor|without|unless|except)\b", re.IGNORECASE)


def find_fault(text: str, *, edit: Edit, contract: Contract) -> str | None:
    """Return what speaks against an adapted text in place of the library's; None when nothing does."""
    if not _SHORTEST * len(edit.text) <= len(text) <= _LONGEST * len(edit.text):
        return "its length says that something was left out or added"
    despite = _DESPITE.match(edit.text)
    if despite and not text.startswith(despite[0]):
        return "it no longer sets aside what the draft sets aside"
    if Counter(_lower(_NUMBERS, text)) != Counter(_lower(_NUMBERS, edit.text)):
        return "its numbers are not those of the draft"
    if Counter(_BRACKETS.findall(text)) != Counter(_BRACKETS.findall(edit.text)):
        return "what stands in brackets to be settled was changed"
    if len(_NEGATIONS.findall(text)) < len(_NEGATIONS.findall(edit.text)):
        return "a prohibition or an exception was dropped"
    known = f"{edit.text} {contract.document.text}"
    unknown = next((term for term in _TERM.findall(text) if term not in known), None)
    return None if unknown is None else f"\u201c{unknown}\u201d is defined nowhere"


def _lower(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found.lower() for found in pattern.findall(text)]
