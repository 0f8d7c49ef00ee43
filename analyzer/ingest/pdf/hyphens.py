"""Joining the lines of a paragraph, and the words that a line end broke."""

import re
from collections import Counter
from collections.abc import Iterable

_BROKEN = re.compile(r"([^\W\d_]+)-$")
_GOES_ON = re.compile(r"([^\W\d_]+)")
_SPELLED = re.compile(r"(?<!\S)(?:[^\W\d_] ){2,}[^\W\d_](?!\S)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TIGHT_END = re.compile(r"\w[-–—/]$")
# First halves that keep their hyphen when the document itself does not tell.
_PREFIXES = frozenset(
    [
        *("all", "anti", "co", "cross", "ex", "high", "in", "inter", "long", "low", "mid", "multi", "no", "non", "off"),
        *("on", "one", "out", "over", "part", "per", "post", "pre", "pro", "quasi", "re", "real", "self", "semi"),
        *("short", "single", "so", "sub", "third", "two", "three", "four", "five", "six", "ten", "under", "well"),
    ]
)


class Words:
    """The words of a document as they stand within lines: what decides whether a hyphen at a line end is real."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = _WORD.findall(line.lower())
            # The halves of a broken word are no words of the document.
            first, broken = int(broken), bool(_BROKEN.search(line))
            self._count.update(words[first : -1 if broken else None])

    def join(self, first: str, second: str) -> str:
        """Join two lines of one paragraph."""
        if not first or not second:
            return first + second
        broken, goes_on = _BROKEN.search(first), _GOES_ON.match(second)
        if not broken or not goes_on:
            return first + second if _TIGHT_END.search(first) else f"{first} {second}"
        if self._is_one_word(broken[1], goes_on[1]):
            return first[:-1] + second
        return first + second

    def mend(self, line: str) -> str:
        """Close up a word set with spaces between its letters ("C l o u d"), where the document has it unspaced."""
        return _SPELLED.sub(self._closed, line) if _SPELLED.search(line) else line

    def _closed(self, spelled: re.Match[str]) -> str:
        word = spelled[0].replace(" ", "")
        return word if self._count[word.lower()] else spelled[0]

    def _is_one_word(self, left: str, right: str) -> bool:
        if right[0].isupper():
            return left.isupper() and right.isupper() and self._count[(left + right).lower()] > 0
        left, right = left.lower(), right.lower()
        hyphenated, joined = self._count[f"{left}-{right}"], self._count[left + right]
        if hyphenated != joined:
            return joined > hyphenated
        if left in _PREFIXES:
            return False
        return not (self._count[left] and self._count[right] and len(left) > 2 and len(right) > 3)
