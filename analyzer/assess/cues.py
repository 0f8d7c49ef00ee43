"""Compile the phrase patterns of the library: `*` ends a word in any way, ` ... ` spans up to six words."""

import re
from collections.abc import Sequence
from functools import lru_cache

_GAP = r"(?:\W+\w[\w'\u2019-]*){0,6}?\W+"


def compile_phrases(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """Return one pattern that finds any of the phrases as whole words, or None when there are none."""
    return _compile(tuple(phrases))


@lru_cache(maxsize=4096)
def _compile(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    return re.compile("|".join(_one(p) for p in sorted(phrases, key=len, reverse=True)), re.IGNORECASE)


def _one(phrase: str) -> str:
    parts = [r"[\s-]+".join(_word(w) for w in part.split()) for part in phrase.split(" ... ")]
    body = _GAP.join(parts)
    start = r"\b" if phrase[:1].isalnum() else ""
    end = r"\b" if phrase[-1:].isalnum() else ""
    return f"{start}{body}{end}"


def _word(word: str) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"[\w'\u2019-]*"
    return re.escape(word)
