"""The words of a text as numbers: its words and runs of words, hashed, rare ones weighing more."""

from __future__ import annotations

import re
import zlib

_WORD = re.compile(r"[a-z]+|\d+")


def hash_wording(text: str, *, size: int, longest: int) -> dict[int, float]:
    """Return the signed count of each place that a text's words fall on.

    Args:
        size: how many places there are.
        longest: how many words a run may have.
    """
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[i : i + n]) for n in range(1, longest + 1) for i in range(len(words) - n + 1)}
    places: dict[int, float] = {}
    for run in runs:
        # crc32 is the same on every machine and in every run, which Python's own hash is not.
        number = zlib.crc32(run.encode())
        places[number % size] = places.get(number % size, 0.0) + (1.0 if number >> 31 else -1.0)
    return places
