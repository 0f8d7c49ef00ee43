"""Find in a document's text what the file conceals, whatever became of its spaces and line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.models import Document

# So many words at either end are enough to know a passage by; what stands between may have been broken up.
_END_WORDS = 12


def find_places(document: Document, text: str, *, page: int | None) -> tuple[tuple[int, int], ...]:
    """Return wherever a text stands in the document, or on one page of it."""
    low, high = 0, len(document.text)
    if page is not None:
        low, high = next(((p.start, p.end) for p in document.pages if p.number == page), (low, high))
    words = text.split()
    if not words:
        return ()
    firsts = _search(words[:_END_WORDS], document.text, low, high)
    if len(words) <= _END_WORDS:
        return tuple(firsts)
    return tuple((start, _find_end(document.text, words, start, end, high)) for start, end in firsts)


def _find_end(text: str, words: list[str], start: int, end: int, high: int) -> int:
    """Return where a text ends whose first words stand at start..end.

    Runs that are read apart may be joined by other text; then only the beginning is sure.
    """
    last = next(_search(words[-_END_WORDS:], text, start, high), None)
    return last[1] if last and last[1] - start <= 2 * sum(len(word) + 1 for word in words) + 40 else end


def _search(words: list[str], text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    found = re.compile(r"\s+".join(map(re.escape, words))).finditer(text, low, high)
    return (match.span() for match in found)
