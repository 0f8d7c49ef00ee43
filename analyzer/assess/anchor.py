"""Decide whether a text is about AI at all: by its words, its headings, its defined terms and the service it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from analyzer.assess.anchor_words import ABBREVIATION, FALSE_FRIENDS, MAY_NAME_AI, NAMES_AI, STEMS
from analyzer.memory import remember
from analyzer.models import Contract

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

AnchorStrength = Literal["none", "weak", "strong"]

# What a contract calls the thing it is about.
_SERVICE = re.compile(
    r"(?:the )?(?:Cloud |Subscription |SaaS )?(?:Services?|Platform|Product|Software|Solution|Application|System)s?"
)


@lru_cache(maxsize=1)
def _stems() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(STEMS)


@remember(8192)
def _strength(text: str, *, ai_is_party: bool) -> AnchorStrength:
    """Return the strength of the anchor in the words of a text; "AI" is none where it abbreviates a party's name."""
    names_ai = not ai_is_party and ABBREVIATION.search(text) is not None
    if not _stems().find_matches_as_indexes(text.lower()):
        return "strong" if names_ai else "none"
    cleaned = FALSE_FRIENDS.sub(" ", text)
    if names_ai or NAMES_AI.search(cleaned):
        return "strong"
    return "weak" if MAY_NAME_AI.search(cleaned) else "none"


class AnchorTest:
    """The anchor test for one contract: knows its defined terms and whether the service itself is AI.

    "AI" is no anchor where it abbreviates a party's name.
    """

    def __init__(self, contract: Contract) -> None:
        self._seen_headings: dict[str, AnchorStrength] = {}
        names = {alias for party in contract.parties for alias in party.aliases}
        text = contract.document.text
        self._ai_is_party = "AI" in names or "A.I." in names
        anchored: list[str] = []
        self.service_is_ai = False
        for term in contract.terms:
            body = text[term.definition.start : term.definition.end]
            if len(body) < 900 and term.term not in names and self._words(body) == "strong":
                if _SERVICE.fullmatch(term.term):
                    self.service_is_ai = self.service_is_ai or self._names_ai(body)
                elif not re.search(
                    r"Data|Content|Materials|Agreement|Information|Fees|Charges|Losses|Term\b|Law", term.term
                ):
                    anchored.append(term.term)
        self.terms: tuple[str, ...] = tuple(anchored)
        self._terms = re.compile(r"\b(?:" + "|".join(re.escape(t) for t in anchored) + r")\b") if anchored else None
        self.document_is_ai = self._names_ai(text[:150]) or _least_density(contract, self) > 0.25
        self._headings = _inherited_headings(contract)

    def _names_ai(self, text: str) -> bool:
        return bool(
            re.search(
                r"artificial intelligence|machine learning|speech|language model|generative|conversational",
                text,
                re.IGNORECASE,
            )
        ) or (not self._ai_is_party and ABBREVIATION.search(text) is not None)

    def _words(self, text: str) -> AnchorStrength:
        return _strength(text, ai_is_party=self._ai_is_party)

    def _heading(self, heading: str) -> AnchorStrength:
        if heading not in self._seen_headings:
            self._seen_headings[heading] = self._words(heading)
        return self._seen_headings[heading]

    def of_text(self, text: str) -> AnchorStrength:
        """Return the strength of the anchor in words or defined terms of a text."""
        words = self._words(text)
        if words == "strong" or (self._terms is not None and self._terms.search(text)):
            return "strong"
        return words

    def of_passage(self, contract: Contract, index: int) -> AnchorStrength:
        """Return the strength in the passage, its lead, its heading, or the service it is about."""
        passage = contract.passages[index]
        own = self.of_text(passage.lead + " " + contract.document.text[passage.start : passage.end])
        if own == "strong":
            return "strong"
        if any(self._heading(h) == "strong" for h in self._headings[passage.clause]):
            return "strong"
        if self.service_is_ai or self.document_is_ai:
            return "strong"
        return own


def _least_density(contract: Contract, test: AnchorTest) -> float:
    """Return the lowest share of anchored passages over the thirds of a contract.

    An AI schedule at the end of an ordinary contract does not make the whole contract one about AI.
    """
    text = contract.document.text
    sample = contract.passages[:: max(1, len(contract.passages) // 240)]
    hits = [test.of_text(text[p.start : p.end]) == "strong" for p in sample]
    size = len(hits) // 3
    if size == 0:
        return sum(hits) / len(hits) if hits else 0.0
    return min(sum(part) / len(part) for part in (hits[:size], hits[size : 2 * size], hits[2 * size :]))


def _inherited_headings(contract: Contract) -> list[tuple[str, ...]]:
    headings: list[tuple[str, ...]] = []
    for clause in contract.clauses:
        above: Iterable[str] = headings[clause.parent] if clause.parent is not None else ()
        headings.append((*above, clause.heading) if clause.heading else tuple(above))
    return headings
