"""Which words of one text are which words of the other: paragraph by paragraph, then what went elsewhere."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from analyzer.compare.align import Paired, pair_units
from analyzer.compare.layout import in_table, is_near, match_layout, match_tables
from analyzer.compare.matching import Range, match_between, match_ranges
from analyzer.compare.pieces import BESIDE, pair_pieces
from analyzer.compare.units import Text

Joint = Literal["split", "merged"]


@dataclass
class Chunk:
    """A paragraph, or the part of one that went elsewhere, beside what it is in the other text.

    `a` and `b` are the indices of words on either side, rising, one of them maybe empty; `moved` says that the order of
    the two texts differs here, `joint` that a paragraph was cut or two were put together.
    """

    a: list[int] = field(default_factory=list)
    b: list[int] = field(default_factory=list)
    unit_a: int | None = None
    unit_b: int | None = None
    moved: bool = False
    joint: Joint | None = None


@dataclass
class Aligned:
    """Two texts side by side: `match[i]` is the word of the second that word `i` of the first is, -1 for none."""

    a: Text
    b: Text
    paired: Paired
    chunks: list[Chunk]
    match: list[int]

    @cached_property
    def back(self) -> list[int]:
        """Return the match the other way."""
        found = [-1] * len(self.b.words)
        for i, j in enumerate(self.match):
            if j >= 0:
                found[j] = i
        return found


def align(a: Text, b: Text) -> Aligned:
    """Match the words of two texts."""
    paired = pair_units(a, b)
    match = [-1] * len(a.words)
    elsewhere = [] if same_format(a, b) else match_tables(a, b, paired, match)
    for i, j in paired.of.items():
        match_between(a, b, (a.units[i].first, a.units[i].last), (b.units[j].first, b.units[j].last), match)
    pieces = pair_pieces(a, b, paired, match)
    for ours, theirs in pieces:
        match_ranges(a, b, ours, theirs, match)
    if not same_format(a, b):
        elsewhere += match_layout(a, b, paired, match)
    _part_terms(a, b, match)
    return Aligned(a, b, paired, _cut(a, b, paired, pieces, elsewhere), match)


def same_format(a: Text, b: Text) -> bool:
    """Say whether two texts come from files of one kind, so that what is laid out differently was moved."""
    return a.contract.document.format == b.contract.document.format


def _part_terms(a: Text, b: Text, match: list[int]) -> None:
    """Part words of which one is a defined term and the other, without its capital, is not."""
    terms = {word for text in (a, b) for term in text.contract.terms for word in term.term.split()}
    for i, j in enumerate(match):
        if j < 0 or a.words.keys[i] == b.words.keys[j]:
            continue
        pair = {a.words.keys[i], b.words.keys[j]}
        if pair & terms and any(w.islower() for w in pair) and any(w.istitle() for w in pair):
            match[i] = -1


def _cut(
    a: Text,
    b: Text,
    paired: Paired,
    pieces: list[tuple[Range, Range]],
    laid_out: list[tuple[Range, Range]],
) -> list[Chunk]:
    """Make the chunks: one a pair of units, one a unit without a pair, and one a piece that went elsewhere."""
    back = paired.back
    by_a: dict[int, Chunk] = {}
    by_b: dict[int, Chunk] = {}
    chunks: list[Chunk] = []
    for i in range(len(a.units)):
        j = paired.of.get(i)
        by_a[i] = Chunk(unit_a=i, unit_b=j)
        if j is not None:
            elsewhere = i not in paired.stayed
            by_a[i].moved = elsewhere and not _only_laid_out(a, b, paired, a.units[i].first, b.units[j].first)
            by_b[j] = by_a[i]
        chunks.append(by_a[i])
    for j in range(len(b.units)):
        if j not in back:
            by_b[j] = Chunk(unit_b=j)
            chunks.append(by_b[j])
    stayed = sorted((i, paired.of[i]) for i in paired.stayed)
    gone_a: dict[int, Chunk] = {}
    gone_b: dict[int, Chunk] = {}
    for (a_first, a_last), (b_first, b_last) in (*pieces, *laid_out):
        here, there = a.index_at(a_first), b.index_at(b_first)
        if here is None or there is None:
            continue
        piece = Chunk(unit_a=here, unit_b=there)
        piece.moved, piece.joint = _how(here, there, paired, stayed)
        if piece.moved and _only_laid_out(a, b, paired, a_first, b_first):
            piece.moved, piece.joint = False, "split"
        chunks.append(piece)
        gone_a.update(dict.fromkeys(range(a_first, a_last), piece))
        gone_b.update(dict.fromkeys(range(b_first, b_last), piece))
    for i, unit in enumerate(a.units):
        for word in range(unit.first, unit.last):
            gone_a.get(word, by_a[i]).a.append(word)
    for j, unit in enumerate(b.units):
        for word in range(unit.first, unit.last):
            gone_b.get(word, by_b[j]).b.append(word)
    return [c for c in chunks if c.a or c.b]


def _only_laid_out(a: Text, b: Text, paired: Paired, i: int, j: int) -> bool:
    """Say whether words stand in another order because another format sets tables and notes otherwise."""
    return not same_format(a, b) and in_table(a, b, i, j) and is_near(a, b, paired, i, j)


def _how(i: int, j: int, paired: Paired, stayed: list[tuple[int, int]]) -> tuple[bool, Joint | None]:
    """Say whether a piece of unit `i` that is now in unit `j` was moved, or split off, or merged in."""
    at = bisect_left(stayed, (i, -1))
    below = stayed[at - 1][1] if at else -1
    above = next((there for here, there in stayed[at : at + 2] if here > i), None)
    if not below <= j <= (j if above is None else above):
        return True, None
    own, other = paired.of.get(i), paired.back.get(j)
    if own is not None and other is None and abs(own - j) <= BESIDE:
        return False, "split"
    if own is None and other is not None and abs(other - i) <= BESIDE:
        return False, "merged"
    # Between neighbours that both have a partner a sentence went over the border: from one clause into the next.
    return own is not None and other is not None and own != j, None
