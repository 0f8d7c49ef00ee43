"""Say whether a text is on the subject of a library element: it has a phrase of each of the element's groups."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzer.models import Element

_WORD = re.compile(r"[\w']+")
_WIDEST_GAP = 6


def is_on_topic(element: Element, text: str) -> bool:
    """Say whether a text has one phrase of each group; `*` ends a word in any way, ` ... ` spans up to six words."""
    plain = text.lower().replace("-", " ").replace("\u2019", "'")
    words = tuple(_WORD.findall(plain))
    return bool(element.about) and all(
        # A look for the first word alone rules most phrases out at the speed of a string search.
        any(_first_word(phrase) in plain and _stands_in(phrase, words) for phrase in group)
        for group in element.about
    )


@lru_cache(maxsize=16_384)
def _first_word(phrase: str) -> str:
    return _parts(phrase)[0][0].rstrip("*")


@lru_cache(maxsize=16_384)
def _parts(phrase: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.lower().replace("-", " ").split()) for part in phrase.split(" ... "))


def _stands_in(phrase: str, words: tuple[str, ...]) -> bool:
    first, *rest = _parts(phrase)
    ends = [start + len(first) for start in range(len(words)) if _begins(first, words, start)]
    for part in rest:
        ends = [
            at + len(part)
            for end in ends
            for at in range(end, min(end + _WIDEST_GAP + 1, len(words)))
            if _begins(part, words, at)
        ]
    return bool(ends)


def _begins(part: tuple[str, ...], words: tuple[str, ...], start: int) -> bool:
    return start + len(part) <= len(words) and all(
        words[start + i].startswith(word[:-1]) if word.endswith("*") else words[start + i] == word
        for i, word in enumerate(part)
    )
