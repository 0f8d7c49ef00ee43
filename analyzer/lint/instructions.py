"""Find sentences that speak to whoever or whatever reads the document, in place of binding a party.

The cues are narrow: contracts about AI speak of reviewers, prompts and instructions all the time, and none of that is an
order to the reader. Words that no cue knows are not found here; what they can do is limited where answers are weighed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from analyzer.lint.cues import HINTS, RULES, compile_cues

_SENTENCE = re.compile(r"[^\s](?:[^.!?\n]|[.!?](?![\s\"\u201d')\]]))*[.!?]?[\"\u201d')\]]*")


def find_instructions(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that instruct a reader, as ranges of the text."""
    from ahocorasick_rs import AhoCorasick

    lowered = text.lower()
    places = sorted(found[1] for found in AhoCorasick(HINTS).find_matches_as_indexes(lowered, overlapping=True))
    # Where lower case has another length, its offsets are not those of the text.
    everywhere = len(lowered) != len(text)
    for sentence in _SENTENCE.finditer(text):
        at = bisect_left(places, sentence.start() - 1)
        if (everywhere or (at < len(places) and places[at] < sentence.end())) and instructs(sentence[0]):
            yield sentence.span()


def instructs(sentence: str) -> bool:
    """Return whether a sentence has all the cues of one rule."""
    return any(all(_has(sentence, cue) for cue in rule) for rule in RULES)


def _has(sentence: str, cue: str) -> bool:
    name = cue.removeprefix("not ")
    return (_patterns()[name].search(sentence) is not None) == (name == cue)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return compile_cues()
