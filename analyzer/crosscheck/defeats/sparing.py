"""Say whether boilerplate leaves a clause alone: by an exception of its own, or by the words of that clause."""

from __future__ import annotations

import re

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.crosscheck.references import read_references, resolve

_CARVED_OUT = re.compile(
    r"\b(?:except|subject to|save|other than|without (?:prejudice|limit\w*)|does not (?:apply|limit)"
    r"|not (?:apply|limit))\b(?P<kept>[^.;]*)",
    re.IGNORECASE,
)
# "Despite any other provision of this Agreement", "this Section prevails".
_STANDS_ABOVE = re.compile(
    r"\b(?:notwithstanding|despite|regardless of)\b[^.;]{0,60}\b(?:any(?:thing)?|agreement|terms?)\b"
    r"|\b(?:prevails|takes precedence|overrides)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"not apply|not (?:be )?(?:limit|subject)|notwithstanding|despite|in addition to|without prejudice|uncapped"
    r"|regardless",
    re.IGNORECASE,
)
_OPENS_DESPITE = re.compile(r"^.{0,80}?\b(?:despite|notwithstanding)\b", re.IGNORECASE)
_AI = re.compile(r"\bA\.?I\b|artificial intelligence|\boutputs?\b|machine[- ]learning", re.IGNORECASE)


def stands_above(sentence: Sentence) -> bool:
    """Say whether a sentence puts itself above the rest of the contract."""
    return _STANDS_ABOVE.search(sentence.reading) is not None


def is_spared(deal: Deal, lead: Sentence, by: Sentence) -> bool:
    """Say whether boilerplate leaves a finding's sentence alone."""
    return stands_above(lead) or any(
        _keeps(deal, found["kept"], by, lead) for found in _CARVED_OUT.finditer(by.reading)
    )


def sets_aside(deal: Deal, lead: Sentence, by: Sentence) -> bool:
    """Say whether a finding's sentence, or the one its clause opens with, names the passage and sets it aside.

    "Despite section 31.7, Provider shall ..." goes for the sentences that follow in the same clause.
    """
    return any(
        _ANSWERS.search(words) is not None
        and any(by.clause in resolve(deal, reference, lead) for reference in read_references(words))
        for words in (lead.reading, _opening(deal, lead))
    )


def _opening(deal: Deal, sentence: Sentence) -> str:
    """Return the first sentence of a clause where that sets something aside."""
    first = sentence
    while (before := deal.before(first)) is not None and before.clause == sentence.clause:
        first = before
    return first.reading if first != sentence and _OPENS_DESPITE.match(first.reading) else ""


def _keeps(deal: Deal, words: str, by: Sentence, lead: Sentence) -> bool:
    references = read_references(words)
    if any(lead.clause in resolve(deal, reference, by) for reference in references):
        return True
    same_duty = "indemni" in words.lower() and "indemni" in lead.lower
    return _AI.search(words) is not None or (same_duty and not references)
