"""Pair the paragraphs of two texts by what they say, then by number and place: optimal, not first come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.compare.assign import assign, in_order
from analyzer.compare.similarity import likeness
from analyzer.compare.units import Text, Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of paragraphs of the same contract that have nothing to do with each other, the likeness is under .2 in nearly all;
# of a paragraph and its heavy rewriting it is over .3. A shared number and place count for what a rewriting leaves out.
_ENOUGH = 0.42
_SAME_NUMBER = 0.14
_SAME_PLACE = 0.14
_SAME_KIND = 0.04
_LEAST = 0.12
_NEAR = 12  # units
_TELLING_WORDS = 4
_STILL_ITSELF = 0.6


@dataclass(frozen=True)
class Paired:
    """Which unit of the one text goes with which of the other; `stayed` are those whose order is the same."""

    of: dict[int, int]
    stayed: frozenset[int]

    @cached_property
    def back(self) -> dict[int, int]:
        """Return the pairs the other way."""
        return {j: i for i, j in self.of.items()}


def pair_units(a: Text, b: Text) -> Paired:
    """Pair the units of two texts."""
    fixed = _identical(a, b)
    order = _stayed(a, fixed)
    anchors = {i: fixed[i] for i in order}
    free_a = [i for i in range(len(a.units)) if i not in fixed]
    taken = set(fixed.values())
    free_b = [j for j in range(len(b.units)) if j not in taken]
    assigned, alike = _assign_rest(a, b, free_a, free_b, anchors)
    pairs = {**fixed, **assigned}
    stayed = _stayed(a, pairs)
    # In its place a clause may be rewritten beyond recognition; elsewhere only what is still itself was moved.
    for i in assigned:
        if i not in stayed and alike[i] < _STILL_ITSELF:
            del pairs[i]
    return Paired(pairs, frozenset(stayed))


def _identical(a: Text, b: Text) -> dict[int, int]:
    """Pair what is word for word the same and stands once in each text."""
    where: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, text in enumerate((a, b)):
        for index, unit in enumerate(text.units):
            if len(unit) >= _TELLING_WORDS:
                where[tuple(text.body(unit))][side].append(index)
    return {ones[0]: others[0] for ones, others in where.values() if len(ones) == 1 and len(others) == 1}


def _stayed(a: Text, pairs: dict[int, int]) -> set[int]:
    ordered = sorted(pairs)
    kept = in_order([pairs[i] for i in ordered], [len(a.units[i]) for i in ordered])
    return {ordered[index] for index in kept}


def _assign_rest(
    a: Text, b: Text, free_a: list[int], free_b: list[int], anchors: dict[int, int]
) -> tuple[dict[int, int], dict[int, float]]:
    """Return the pairs of what is not fixed, and how alike the units of each pair are."""
    import numpy as np

    if not free_a or not free_b:
        return {}, {}
    alike = likeness([a.body(a.units[i]) for i in free_a], [b.body(b.units[j]) for j in free_b]).tocoo()
    enough = alike.data >= _LEAST
    rows, columns, scores = alike.row[enough], alike.col[enough], alike.data[enough]
    if not len(rows):
        return {}, {}
    alone = {(int(r), int(c)): float(score) for r, c, score in zip(rows, columns, scores, strict=True)}
    places_a, places_b = np.asarray(free_a), np.asarray(free_b)
    scores = scores + _SAME_PLACE * _nearness(places_a[rows], places_b[columns], anchors, len(a.units), len(b.units))
    numbers_a = [_number(a, a.units[i]) for i in free_a]
    numbers_b = [_number(b, b.units[j]) for j in free_b]
    kinds_a, kinds_b = ([t.units[i].kind for i in free] for t, free in ((a, free_a), (b, free_b)))
    for at, (r, c) in enumerate(zip(rows, columns, strict=True)):
        if numbers_a[r] is not None and numbers_a[r] == numbers_b[c]:
            scores[at] += _SAME_NUMBER
        if kinds_a[r] == kinds_b[c]:
            scores[at] += _SAME_KIND
    good = scores > _ENOUGH
    # What is above the threshold counts from there, so that two fair pairs don't outweigh one that is right.
    chosen = assign(rows[good], columns[good], scores[good] - _ENOUGH)
    return {free_a[r]: free_b[c] for r, c in chosen}, {free_a[r]: alone[r, c] for r, c in chosen}


def _nearness(
    here: NDArray[np.int64], there: NDArray[np.int64], anchors: dict[int, int], size_a: int, size_b: int
) -> NDArray[np.float64]:
    """Return 1 where a unit stands just where its neighbours lead one to expect, falling to 0."""
    import numpy as np

    known = sorted(anchors)
    expected = np.interp(here, [-1, *known, size_a], [-1, *(anchors[i] for i in known), size_b])
    return np.clip(1 - np.abs(expected - there) / _NEAR, 0.0, 1.0)


def _number(text: Text, unit: Unit) -> str | None:
    """Return the number of the clause that a unit opens; paragraphs further down have none of their own."""
    return text.clause_of(unit).number if unit.opens else None
