"""The words of a text as they are compared: what a reader would call the same has the same key."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(
    rf"\d+(?:[.,]\d+)*|(?:[^\W\d_]|[{_HIDDEN}])+(?:[’'ʼ‘][^\W\d_]+)*|\.{{3,}}|…|[^\w\s]",
)
_UNSEEN = re.compile(f"[{_HIDDEN}]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})
# Quotation marks, cell borders, bullets and leaders are how a text is set, not what it says.
_SET = frozenset("\"“”„‟«»'‘’‚‛`´|•·●○▪■□◦–‣⁃*…\uf0b7\u2610\u2611\u2612")
PUNCTUATION = frozenset(",;.:()[]/")
_DASHES = frozenset("-‐‑‒–—―−")


@dataclass(frozen=True)
class Words:
    """The words of a text in order: how each is compared, and where it stands.

    Hyphens, quotes and bullets are not among them. `keys` keep capitals, `folded` don't.
    """

    keys: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.keys)

    def first_at(self, offset: int) -> int:
        """Return the first word that begins at an offset or after it."""
        return bisect_left(self.starts, offset)


def read_words(text: str) -> Words:
    """Return the words of a text."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _WORD.finditer(text):
        word = found[0]
        if not word[0].isalnum():
            plain = unicodedata.normalize("NFKC", word)
            if word in _DASHES:
                if not _between_digits(text, found.start(), found.end()):
                    continue
                word = "-"
            elif {word[0], plain[0]} & _SET or word.startswith("..."):
                continue
        if not word.isascii():
            word = _UNSEEN.sub("", unicodedata.normalize("NFKC", word).translate(_APOSTROPHES))
            if not word:
                continue
        keys.append(word)
        starts.append(found.start())
        ends.append(found.end())
    return Words(keys, [key.casefold() for key in keys], starts, ends)


def _between_digits(text: str, start: int, end: int) -> bool:
    """Say whether a dash is a minus or a range: "-5", "5-10"."""
    return text[end : end + 1].isdigit() and (start == 0 or not text[start - 1].isalpha())
