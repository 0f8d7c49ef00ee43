"""Find in a document's text what the file conceals, whatever became of its spaces and line ends."""

from __future__ import annotations

import re

from analyzer.models import Document

# So many words at either end are enough to know a passage by; what stands between may have been broken up.
_END_WORDS = 12


def find_place(document: Document, text: str, *, page: int | None) -> tuple[int, int] | None:
    """Return where a text stands in the document, on its page where one is given; None when it does not stand there."""
    low, high = 0, len(document.text)
    if page is not None:
        low, high = next(((p.start, p.end) for p in document.pages if p.number == page), (low, high))
    words = text.split()
    if not words:
        return None
    first = _search(words[:_END_WORDS], document.text, low, high)
    if first is None or len(words) <= _END_WORDS:
        return first
    last = _search(words[-_END_WORDS:], document.text, first[0], high)
    # Runs that are read apart may be joined by other text; then only the beginning is sure.
    return (first[0], last[1]) if last and last[1] - first[0] <= 2 * len(text) + 40 else first


def _search(words: list[str], text: str, low: int, high: int) -> tuple[int, int] | None:
    found = re.compile(r"\s+".join(map(re.escape, words))).search(text, low, high)
    return found.span() if found else None
