"""What left its paragraph: sentences and parts of them that one text lacks and the other has anew, found again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container

from analyzer.compare.align import Paired
from analyzer.compare.assign import assign
from analyzer.compare.matching import Range, runs_of
from analyzer.compare.similarity import likeness
from analyzer.compare.units import Text
from analyzer.compare.words import PUNCTUATION

# A piece as short as this is not looked for elsewhere: it would be found by chance.
_FEWEST_WORDS = 5
_ALIKE = 0.6
# So many units apart, a piece that left its paragraph was split off or merged in rather than moved.
BESIDE = 4
_FAR = 1_000_000


def pair_pieces(a: Text, b: Text, paired: Paired, match: list[int]) -> list[tuple[Range, Range]]:
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
        beside = abs(paired.of.get(units_a[r], -_FAR) - units_b[c]) <= BESIDE or (
            abs(paired.back.get(units_b[c], -_FAR) - units_a[r]) <= BESIDE
        )
        if _said(a, ours[r], label=True) == _said(b, theirs[c], label=True):
            scores[at] = 1.0
        short = min(len(_said(a, ours[r])), len(_said(b, theirs[c]))) < _FEWEST_WORDS
        if paired.of.get(units_a[r]) == units_b[c] or short:
            scores[at] = 0.0
        elif beside:
            scores[at] += 0.05  # of equals the nearest is meant: stock sentences stand many times
    good = scores > _ALIKE
    return [(ours[r], theirs[c]) for r, c in assign(alike.row[good], alike.col[good], scores[good] - _ALIKE)]


def _said(text: Text, piece: Range, *, label: bool = False) -> list[str]:
    """Return the words of a piece without points and commas, with its label or without."""
    unit = text.unit_at(piece[0])
    first = piece[0] if label or unit is None else max(piece[0], unit.body)
    return [word for word in text.words.folded[first : piece[1]] if word not in PUNCTUATION]


def _pieces(text: Text, matched: Container[int]) -> list[Range]:
    """Return the runs that are not matched, cut where sentences begin."""
    pieces: list[Range] = []
    for unit in text.units:
        for first, last in runs_of((unit.first, unit.last), matched):
            cuts = text.sentence_starts[
                bisect_right(text.sentence_starts, first) : bisect_left(text.sentence_starts, last)
            ]
            pieces += zip([first, *cuts], [*cuts, last], strict=True)
    return pieces
