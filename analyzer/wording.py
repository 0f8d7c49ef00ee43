"""The words of a text as numbers: its words and runs of words, hashed, rare ones weighing more."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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


def count_wording(texts: Sequence[str], *, size: int, longest: int) -> NDArray[np.float32]:
    """Return a row a text of signed counts."""
    import numpy as np

    counts = np.zeros((len(texts), size), dtype=np.float32)
    for row, text in enumerate(texts):
        places = hash_wording(text, size=size, longest=longest)
        counts[row, list(places)] = list(places.values())
    return counts


def weigh_rarity(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much each place weighs: the fewer texts fall on it, the more."""
    import numpy as np

    return np.asarray(np.log((1 + len(counts)) / (1 + (counts != 0).sum(axis=0))) + 1, dtype=np.float32)
