"""Putting runs of text together to visual lines, each split where a wide gap stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.ingest.pdf.characters import clean, squeeze
from analyzer.ingest.pdf.grids import Grid, find_grids
from analyzer.ingest.pdf.marks import Marks, Run, word_gap

# Runs whose baselines differ by less than this share of their size stand on one line (superscripts do).
_SAME_LINE = 0.4
# A gap of this many ems splits a line; whether it parts columns, cells or nothing is decided later.
_WIDE_GAP = 1.0
# A smaller one does where text begins after such a gap at the same place on so many lines: a narrow table.
_TAB_GAP = 0.45
_TAB_LINES = 3


@dataclass(slots=True)
class Segment:
    """A stretch of one line without a wide gap. `row` is the same for all that stand on one visual line."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: int
    order: int
    row: int

    @property
    def is_bold(self) -> bool:
        """Tell whether most characters are bold."""
        return 2 * self.bold > len(self.text.replace(" ", ""))


def visual_lines(marks: Marks) -> tuple[list[list[Segment]], list[Grid], list[str]]:
    """Sort the runs of a page into lines from top to bottom.

    Returns:
        The lines, the tables drawn around them, and the texts that run across the page at a slant (stamps, watermarks).
    """
    upright, sideways, slanted = _by_direction(marks)
    grids = find_grids(marks.rules, marks.bars)
    lines = _lines(upright, 0, grids)
    for runs in sideways:
        lines.extend(_lines(runs, len(lines)))
    return lines, grids, [text for text in (squeeze(clean(r.text)) for r in slanted) if text]


def _by_direction(marks: Marks) -> tuple[list[Run], list[list[Run]], list[Run]]:
    """Turn the page so that most of its text reads from left to right; keep the rest apart by direction."""
    weight: Counter[int] = Counter()
    for run in marks.runs:
        weight[run.angle] += len(run.text.strip())
    if not weight or set(weight) == {0}:
        return marks.runs, [], []
    main = max(weight, key=lambda angle: (weight[angle], -angle))
    groups: dict[int, list[Run]] = {}
    for run in marks.runs:
        groups.setdefault(run.angle, []).append(run)
    square = [angle for angle in groups if (angle - main) % 90 == 0]
    upright = _turned(groups[main], main)
    if main:
        marks.rules.clear()  # they were taken along the page's other axis
        marks.bars.clear()
    sideways = [_turned(groups[angle], angle) for angle in sorted(square) if angle != main]
    slanted = [run for angle, runs in groups.items() if angle not in square for run in runs]
    return upright, sideways, slanted


def _turned(runs: list[Run], angle: int) -> list[Run]:
    if not angle:
        return runs
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = []
    for run in runs:
        x, y = run.x0 * c + run.y * s, run.y * c - run.x0 * s
        length = run.x1 - run.x0
        turned.append(Run(run.text, x, x + length, y, run.size, run.bold, run.space, 0, run.order))
    return turned


def _lines(runs: list[Run], first_row: int, grids: Sequence[Grid] = ()) -> list[list[Segment]]:
    groups: list[list[Run]] = []
    group: list[Run] = []
    for run in sorted(runs, key=lambda r: (-r.y, r.x0)):
        if group:
            anchor = max(group, key=lambda r: r.size) if len(group) < 8 else group[0]
            if anchor.y - run.y > _SAME_LINE * max(anchor.size, run.size):
                groups.append(sorted(group, key=lambda r: (r.x0, r.order)))
                group = []
        group.append(run)
    if group:
        groups.append(sorted(group, key=lambda r: (r.x0, r.order)))
    stops = _tab_stops(groups)
    lines = (_segments(runs, first_row + row, stops, _walls(runs, grids)) for row, runs in enumerate(groups))
    return [line for line in lines if line]


def _tab_stops(groups: list[list[Run]]) -> set[int]:
    """Return where, in points, text begins after a gap on several lines: the columns of narrow tables."""
    seen: Counter[int] = Counter()
    for group in groups:
        end = None
        for run in group:
            if not run.text.strip():
                continue
            if end is not None and run.x0 - end > _TAB_GAP * run.size:
                seen[round(run.x0)] += 1
            end = run.x1 if end is None else max(end, run.x1)
    return {x for x in seen if seen[x - 1] + seen[x] + seen[x + 1] >= _TAB_LINES}


def _walls(group: list[Run], grids: Sequence[Grid]) -> list[float]:
    """Return where drawn lines stand between the cells of a line of text."""
    height = group[0].y + 0.25 * group[0].size
    return [x for grid in grids for x in grid.walls_at(height)]


def _segments(group: list[Run], row: int, stops: set[int], walls: list[float]) -> list[Segment]:
    segments: list[Segment] = []
    open_segment: _Open | None = None
    for run in group:
        text = clean(run.text)
        shown = text.strip(" ")
        if not shown:
            if open_segment is not None and run.x0 - open_segment.end < _WIDE_GAP * run.size:
                open_segment.space()
            continue
        x0 = run.x0 + (len(text) - len(text.lstrip(" "))) * run.space * run.size
        x1 = run.x1 - (len(text) - len(text.rstrip(" "))) * run.space * run.size
        if open_segment is not None:
            last = open_segment.last
            if run.text == last.text and run.x0 - last.x0 < 0.3 * (last.x1 - last.x0):
                continue  # the same text painted twice, a poor man's bold
            gap, size = x0 - open_segment.end, max(run.size, last.size)
            parted = any(open_segment.end <= wall <= x0 for wall in walls)
            if parted or gap > _WIDE_GAP * size or (gap > _TAB_GAP * size and round(x0) in stops):
                open_segment.close(segments, row)
                open_segment = None
            elif run.x0 - open_segment.end > word_gap(run.space) * size:
                open_segment.space()
        if open_segment is None:
            open_segment = _Open(x0, run)
        open_segment.add(text, x1, run, len(shown.replace(" ", "")))
    if open_segment is not None:
        open_segment.close(segments, row)
    return segments


class _Open:
    """A segment being put together from runs."""

    def __init__(self, start: float, first: Run) -> None:
        self.parts: list[str] = []
        self.start = self.end = start
        self.y, self.size, self.order = first.y, 0.0, first.order
        self.bold = 0
        self.last = first

    def space(self) -> None:
        if self.parts and not self.parts[-1].endswith(" "):
            self.parts.append(" ")

    def add(self, text: str, end: float, run: Run, letters: int) -> None:
        self.parts.append(text)
        self.end = max(self.end, end)
        if run.size > self.size:
            self.size, self.y = run.size, run.y
        self.bold += letters if run.bold else 0
        self.last = run

    def close(self, segments: list[Segment], row: int) -> None:
        text = squeeze("".join(self.parts))
        segments.append(Segment(text, self.start, self.end, self.y, self.size, self.bold, self.order, row))
