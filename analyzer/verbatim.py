"""Verify that quoted words stand in a passage: letter by letter, or else whatever their spaces and quotation marks."""

from __future__ import annotations

import re

# Marks that a model writes in place of another without meaning to change a word.
_ALIKE = str.maketrans(
    {
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u00b4": "'", "`": "'",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
    }
)  # fmt: skip
_FEWEST_WORDS = 4


def find_quote(words: str, passage: str) -> tuple[int, int] | None:
    """Return where the words stand in the passage, or None; fewer than four words count only as the whole passage.

    What is returned is a range of the passage itself, so a quote is never the model's own text.
    """
    if not words.strip():
        return None
    start = passage.find(words)
    span = (start, start + len(words)) if start >= 0 else _find_alike(words, passage)
    if span is None:
        return None
    whole = len(passage[span[0] : span[1]].split())
    return span if whole >= min(_FEWEST_WORDS, len(passage.split())) else None


def _find_alike(words: str, passage: str) -> tuple[int, int] | None:
    # Each mark is replaced by one character, so offsets stay those of the passage.
    plain = passage.translate(_ALIKE)
    pieces = [re.escape(word) for word in words.strip().translate(_ALIKE).split()]
    found = re.search(r"\s+".join(pieces), plain)
    return found.span() if found else None
