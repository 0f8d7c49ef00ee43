"""Reading order of a page: prose in columns is read column by column, everything else line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.ingest.pdf.lines import Segment

Rules = Sequence[tuple[float, float, float]]

# What a column of prose looks like: at least so many lines, so many of them so full, with so many words.
_MIN_LINES = 4
_FULL_LINE = 0.55
_FULL_SHARE = 0.5
_MIN_WORDS = 3.5
_MIN_COLUMN_EMS = 8.0
_MAX_DEPTH = 3


@dataclass
class Zone:
    """A part of a page that is read from top to bottom: its lines and the margins they keep to."""

    lines: list[list[Segment]]
    left: float
    right: float


def zones(lines: list[list[Segment]], rules: Rules) -> list[Zone]:
    """Split a page into zones in reading order."""
    segments = [segment for line in lines for segment in line]
    return [_zone(part) for part in _split(segments, rules, 0)]


def _zone(segments: list[Segment]) -> Zone:
    by_row: dict[int, list[Segment]] = {}
    for segment in segments:
        by_row.setdefault(segment.row, []).append(segment)
    lines = [sorted(row, key=lambda s: s.x0) for _, row in sorted(by_row.items())]
    # One line that juts out is not the margin: the others would all look as if they had been ended early.
    ends = sorted((line[-1].x1 for line in lines), reverse=True)
    return Zone(lines, min(s.x0 for s in segments), ends[len(ends) // 12 if len(ends) >= 4 else 0])


def _split(segments: list[Segment], rules: Rules, depth: int) -> list[list[Segment]]:
    if not segments:
        return []
    if len(segments) < 2 * _MIN_LINES or depth == _MAX_DEPTH:
        return [segments]
    for gutter in _gutters(segments):
        bands = _bands(segments, gutter, rules)
        if bands is None:
            continue
        parts: list[list[Segment]] = []
        for band in bands:
            parts.extend(_split(band, rules, depth + 1))
        return parts
    return [segments]


def _gutters(segments: list[Segment]) -> list[float]:
    """Return places where a gutter between columns could be, the emptiest first."""
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = right - left
    if width <= 0:
        return []
    bins = 80
    cover = [0] * bins
    for s in segments:
        first, last = int((s.x0 - left) / width * bins), int((s.x1 - left) / width * bins)
        for i in range(max(first, 0), min(last, bins - 1) + 1):
            cover[i] += 1
    found: list[tuple[int, int, float]] = []
    i = bins // 8
    while i < bins - bins // 8:
        j = i
        while j < bins - 1 and cover[j + 1] == cover[i]:
            j += 1
        before, after = max(cover[:i], default=0), max(cover[j + 1 :], default=0)
        if cover[i] < 0.75 * min(before, after) and cover[i - 1] > cover[i] < cover[min(j + 1, bins - 1)]:
            found.append((cover[i], -(j - i), left + (i + j + 1) / 2 / bins * width))
        i = j + 1
    return [x for _, _, x in sorted(found)[:4]]


def _bands(segments: list[Segment], gutter: float, rules: Rules) -> list[list[Segment]] | None:
    """Cut at a gutter, band by band between the lines that cross it; None when no band is columns of prose."""
    parts: list[list[Segment]] = []
    plain: list[Segment] = []
    left: list[Segment] = []
    right: list[Segment] = []
    columns = False

    def close() -> None:
        nonlocal plain, left, right, columns
        if _are_columns(left, right, gutter, rules):
            columns = True
            if plain:
                parts.append(plain)
            parts.extend((left, right))
            plain = []
        else:
            plain = plain + left + right
        left, right = [], []

    for segment in sorted(segments, key=lambda s: (s.row, s.x0)):
        if segment.x1 <= gutter + 1:
            left.append(segment)
        elif segment.x0 >= gutter - 1:
            right.append(segment)
        else:
            close()
            plain.append(segment)
    close()
    if plain:
        parts.append(plain)
    return parts if columns else None


def _are_columns(left: list[Segment], right: list[Segment], gutter: float, rules: Rules) -> bool:
    if not (_is_prose(left) and _is_prose(right)):
        return False
    low, high = min(s.y for s in left + right), max(s.y for s in left + right)
    crossing = {round(y) for x0, x1, y in rules if x0 < gutter - 10 and x1 > gutter + 10 and low < y < high}
    if len(crossing) >= 2:
        return False
    # A table is written cell by cell or row by row, so its stream goes back to the left side time and again; a
    # generator that writes prose line by line goes back once for every line.
    sides = [side for _, side in sorted([(s.order, 0) for s in left] + [(s.order, 1) for s in right])]
    returns = sum(1 for before, after in pairwise(sides) if before > after)
    return returns <= 1 or returns > 0.6 * min(len(left), len(right))


def _is_prose(column: list[Segment]) -> bool:
    if len(column) < _MIN_LINES:
        return False
    left, right = min(s.x0 for s in column), max(s.x1 for s in column)
    width = right - left
    size = sorted(s.size for s in column)[len(column) // 2]
    if width < _MIN_COLUMN_EMS * size:
        return False
    full = sum(1 for s in column if s.x1 - s.x0 >= _FULL_LINE * width)
    words = sum(len(s.text.split()) for s in column)
    return full >= _FULL_SHARE * len(column) and words >= _MIN_WORDS * len(column)
