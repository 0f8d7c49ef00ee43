"""What a simple method is: it cuts a contract into units and scores each unit on each element."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from analyzer.models import Contract


class Unit(NamedTuple):
    """A part of a contract that is scored: its offsets and the text that is compared."""

    start: int
    end: int
    text: str


class Method(Protocol):
    """A way to tell which elements a text speaks of.

    `threshold` is the score from which an element counts as found, None where it is to be tuned.
    """

    name: str
    threshold: float | None

    def cut(self, contract: Contract) -> list[Unit]:
        """Return the units of a contract."""
        ...

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how much each text speaks of each element, a row a text."""
        ...


def cut_passages(contract: Contract) -> list[Unit]:
    """Return a contract's passages as units, each with its heading."""
    headings = [clause.heading or "" for clause in contract.clauses]
    return [Unit(p.start, p.end, f"{headings[p.clause]} {p.reading}".strip()) for p in contract.passages]
