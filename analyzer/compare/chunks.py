"""Which words of one text are which words of the other: paragraph by paragraph, then what went elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from analyzer.compare.align import Paired, pair_units
from analyzer.compare.assign import assign
from analyzer.compare.layout import in_table, is_near, match_layout
from analyzer.compare.similarity import likeness
from analyzer.compare.units import Text

Joint = Literal["split", "merged"]
# A piece of a sentence as short as this is not looked for elsewhere: it would be found by chance.
_FEWEST_WORDS = 5
_ALIKE = 0.6
# So many units apart, a piece that left its paragraph was moved and not split off.
_BESIDE = 4
_FAR = 1_000_000
# So many words at most an insertion slides to begin with a sentence.
_FARTHEST = 40
_PUNCTUATION = frozenset(",;.:()[]/")
_SMALL_WORDS = frozenset(
    (
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "by",
        "or",
        "and",
        "for",
        "with",
        "that",
        "this",
        "any",
        "its",
        "it",
        "is",
        "be",
    )
)


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
    for i, j in paired.of.items():
        if _is_read_otherwise(a, b, i, j):
            continue  # `match_layout` finds its words wherever they went
        _match_ranges(a, b, (a.units[i].first, a.units[i].last), (b.units[j].first, b.units[j].last), match)
    pieces = _pair_pieces(a, b, paired, match)
    for ours, theirs in pieces:
        _match_ranges(a, b, ours, theirs, match)
    elsewhere = [] if same_format(a, b) else match_layout(a, b, paired, match)
    _part_terms(a, b, match)
    return Aligned(a, b, paired, _cut(a, b, paired, pieces, elsewhere), match)


def _is_read_otherwise(a: Text, b: Text, i: int, j: int) -> bool:
    """Say whether a table row may be in pieces in the other format: nothing like as long there as here."""
    rows = "table_row" in {a.units[i].kind, b.units[j].kind}
    sizes = sorted((len(a.units[i]), len(b.units[j])))
    return rows and not same_format(a, b) and 4 * sizes[0] < 3 * sizes[1]


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


def _match_ranges(a: Text, b: Text, own: tuple[int, int], other: tuple[int, int], match: list[int]) -> None:
    """Match the words of two ranges: the longest common run of words, chance hits between two changes undone."""
    from rapidfuzz.distance import LCSseq

    ours, theirs = a.words.folded[own[0] : own[1]], b.words.folded[other[0] : other[1]]
    equal = [
        (own[0] + code.src_start, other[0] + code.dest_start, code.src_end - code.src_start)
        for code in LCSseq.opcodes(ours, theirs)
        if code.tag == "equal"
    ]
    kept = _without_chance(a, equal, own, other)
    for i, j, length in kept:
        for offset in range(length):
            match[i + offset] = j + offset
    _slide(a, b, own, other, match)


def _without_chance(
    a: Text, equal: list[tuple[int, int, int]], own: tuple[int, int], other: tuple[int, int]
) -> list[tuple[int, int, int]]:
    """Drop equal words that say nothing by themselves where both sides changed around them: "of the", a comma."""
    kept = list(equal)
    for _ in range(len(equal)):
        for at, (i, j, length) in enumerate(kept):
            before = kept[at - 1] if at else (own[0], other[0], 0)
            after = kept[at + 1] if at + 1 < len(kept) else (own[1], other[1], 0)
            gap_before = i - before[0] - before[2], j - before[1] - before[2]
            gap_after = after[0] - i - length, after[1] - j - length
            telling = sum(w not in _SMALL_WORDS and w not in _PUNCTUATION for w in a.words.folded[i : i + length])
            if telling == 0 and length <= 3 and min(gap_before) > 0 and min(gap_after) > 0:
                del kept[at]
                break
            if telling == 1 and length <= 2 and min(*gap_before, *gap_after) >= 4:
                del kept[at]
                break
        else:
            break
    return kept


def _slide(a: Text, b: Text, own: tuple[int, int], other: tuple[int, int], match: list[int]) -> None:
    """Let what was put in or taken out begin with a sentence, where equal words allow it."""
    forward = {i: match[i] for i in range(*own) if match[i] >= 0}
    back = {j: i for i, j in forward.items()}
    _slide_runs(b, other, back)
    forward = {i: j for j, i in back.items()}
    _slide_runs(a, own, forward)
    for i in range(*own):
        match[i] = forward.get(i, -1)


def _slide_runs(text: Text, own: tuple[int, int], matched: dict[int, int]) -> None:
    for first, last in _runs(own, matched):
        for step in range(_slide_by(text, first, last, own[0], matched)):
            matched[last - 1 - step] = matched.pop(first - 1 - step)


def _slide_by(text: Text, first: int, last: int, least: int, matched: dict[int, int]) -> int:
    """Return how many words left a run slides so that it begins with a sentence, 0 when it needn't or can't."""
    folded, starts = text.words.folded, text.sentence_starts
    for step in range(min(_FARTHEST, first - least) + 1):
        at = bisect_left(starts, first - step)
        if at < len(starts) and starts[at] == first - step:
            return step
        before = first - step - 1
        if before not in matched or folded[before] != folded[last - step - 1]:
            return 0
    return 0


def _runs(own: tuple[int, int], matched: Container[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of words of a range that are not matched."""
    first = None
    for word in range(*own):
        if word in matched:
            if first is not None:
                yield first, word
            first = None
        elif first is None:
            first = word
    if first is not None:
        yield first, own[1]


Range = tuple[int, int]


def _pair_pieces(a: Text, b: Text, paired: Paired, match: list[int]) -> list[tuple[Range, Range]]:
    """Find again what left its paragraph: sentences and parts of them that one side lacks and the other has anew."""
    import numpy as np

    ours = _pieces(a, {i for i, j in enumerate(match) if j >= 0})
    theirs = _pieces(b, set(match))
    if not ours or not theirs:
        return []
    alike = likeness([_said(a, p) for p in ours], [_said(b, p) for p in theirs]).tocoo()
    units_a, units_b = ([t.index_at(p[0]) or 0 for p in found] for t, found in ((a, ours), (b, theirs)))
    scores = np.array(alike.data)
    for at, (r, c) in enumerate(zip(alike.row, alike.col, strict=True)):
        beside = abs(paired.of.get(units_a[r], -_FAR) - units_b[c]) <= _BESIDE or (
            abs(paired.back.get(units_b[c], -_FAR) - units_a[r]) <= _BESIDE
        )
        if _said(a, ours[r], label=True) == _said(b, theirs[c], label=True):
            scores[at] = 1.0
        short = min(len(_said(a, ours[r])), len(_said(b, theirs[c]))) < _FEWEST_WORDS
        if paired.of.get(units_a[r]) == units_b[c] or (short and not (beside and scores[at] > 0.99)):
            scores[at] = 0.0
        elif beside:
            scores[at] += 0.05  # of equals the nearest is meant: stock sentences stand many times
    good = scores > _ALIKE
    return [(ours[r], theirs[c]) for r, c in assign(alike.row[good], alike.col[good], scores[good] - _ALIKE)]


def _said(text: Text, piece: Range, *, label: bool = False) -> list[str]:
    """Return the words of a piece without points and commas, with its label or without."""
    unit = text.unit_at(piece[0])
    first = piece[0] if label or unit is None else max(piece[0], unit.body)
    return [word for word in text.words.folded[first : piece[1]] if word not in _PUNCTUATION]


def _pieces(text: Text, matched: Container[int]) -> list[Range]:
    """Return the runs that are not matched, cut where sentences begin."""
    pieces: list[Range] = []
    for unit in text.units:
        for first, last in _runs((unit.first, unit.last), matched):
            cuts = text.sentence_starts[
                bisect_right(text.sentence_starts, first) : bisect_left(text.sentence_starts, last)
            ]
            pieces += zip([first, *cuts], [*cuts, last], strict=True)
    return pieces


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
    if own is not None and other is None and abs(own - j) <= _BESIDE:
        return False, "split"
    if own is None and other is not None and abs(other - i) <= _BESIDE:
        return False, "merged"
    # Between neighbours that both have a partner a sentence went over the border: from one clause into the next.
    return own is not None and other is not None and own != j, None
