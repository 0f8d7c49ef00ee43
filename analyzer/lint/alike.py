"""Find words whose letters are of several alphabets that look alike, and what has no width at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]{3,}")
# Bidirectional overrides, joiners and the tag alphabet that no reader of the text took out.
_NO_WIDTH = "[\u200b-\u200d\u202a-\u202e\u2060-\u2064\u2066-\u2069\U000e0000-\U000e007f]"
_HIDING = re.compile(_NO_WIDTH)
_WORD_WITH_NO_WIDTH = re.compile(rf"\S*{_NO_WIDTH}+\S*")


def find_look_alikes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a word mixes Latin letters with others that look like them, or holds characters without width."""
    if text.isascii():
        return
    from confusable_homoglyphs import confusables  # type: ignore[import-untyped]

    for word in _WORD.finditer(text):
        # Only a word with Latin in it pretends to be one: names in Greek or Cyrillic are what they are.
        if not word[0].isascii() and re.search("[A-Za-z]", word[0]) and confusables.is_dangerous(word[0]):
            yield word.span()
    if _HIDING.search(text) is not None:
        for word in _WORD_WITH_NO_WIDTH.finditer(text):
            yield word.span()
