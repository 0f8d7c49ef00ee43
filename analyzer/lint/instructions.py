"""Find sentences that speak to whoever or whatever reads the document, in place of binding a party.

Rules know the usual turns; a fitted model knows the others by their grammar and words. What neither knows is not found
here; what it can do is limited where answers are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analyzer.lint.cues import RULES, compile_cues
from analyzer.lint.disguise import find_codes, read_turned, spread
from analyzer.lint.lexicon import describe, is_telling, spell
from analyzer.lint.order_model import load_order_model

_SENTENCE = re.compile(r"[^\s](?:[^.!?\n]|[.!?](?![\s\"\u201d')\]]))*[.!?]?[\"\u201d')\]]*")
_FEWEST_CHARACTERS = 12
# A sentence whose log odds are no further below the threshold, or that is a note, is worth the rules.
_NEARLY = 6.0


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text as ranges; a line ends one."""
    return (sentence.span() for sentence in _SENTENCE.finditer(text))


def find_instructions(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that instruct a reader, as ranges of the text."""
    coded = sorted((start, end) for start, end, prose in find_codes(text) if any(find_instructions(prose)))
    for start, end in split_sentences(text):
        if coded and coded[0][0] < end:
            start, end = min(coded[0][0], start), max(coded[0][1], end)
            while coded and coded[0][0] < end:
                end = max(coded.pop(0)[1], end)
            yield start, end
        elif instructs(text[start:end]):
            yield start, end


def instructs(sentence: str) -> bool:
    """Return whether a sentence is an order to its reader by its grammar and words, or nearly so and by a rule."""
    if len(sentence) < _FEWEST_CHARACTERS:
        return False
    plain = read_turned(sentence) or spread(sentence)
    letters = spell(plain)
    if not is_telling(letters):
        return False
    model = load_order_model()
    above = model.score(describe(letters), plain) - model.threshold
    by_rule = above > -_NEARLY or "N" in letters
    return above > 0 or (by_rule and any(all(_has(plain, cue) for cue in rule) for rule in RULES))


def _has(sentence: str, cue: str) -> bool:
    name = cue.removeprefix("not ")
    return (_patterns()[name].search(sentence) is not None) == (name == cue)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return compile_cues()
