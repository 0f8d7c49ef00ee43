"""Putting runs of text together to visual lines, each split where a wide gap stands."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from analyzer.ingest.pdf.characters import clean, squeeze
from analyzer.ingest.pdf.content import Marks, Run, word_gap

# Runs whose baselines differ by less than this share of their size stand on one line (superscripts do).
_SAME_LINE = 0.4
# A gap of this many ems splits a line; whether it parts columns, cells or nothing is decided later.
_WIDE_GAP = 1.0


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


def visual_lines(marks: Marks) -> tuple[list[list[Segment]], list[str]]:
    """Sort the runs of a page into lines from top to bottom.

    Returns:
        The lines, and the texts that run across the page at a slant (stamps, watermarks).
    """
    upright, sideways, slanted = _by_direction(marks)
    lines = _lines(upright, 0)
    for runs in sideways:
        lines.extend(_lines(runs, len(lines)))
    return lines, [text for text in (squeeze(clean(r.text)) for r in slanted) if text]


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


def _lines(runs: list[Run], first_row: int) -> list[list[Segment]]:
    lines: list[list[Segment]] = []
    group: list[Run] = []
    for run in sorted(runs, key=lambda r: (-r.y, r.x0)):
        if group:
            anchor = max(group, key=lambda r: r.size) if len(group) < 8 else group[0]
            if anchor.y - run.y > _SAME_LINE * max(anchor.size, run.size):
                _add_line(lines, group, first_row)
                group = []
        group.append(run)
    _add_line(lines, group, first_row)
    return lines


def _add_line(lines: list[list[Segment]], group: list[Run], first_row: int) -> None:
    row = first_row + len(lines)
    segments: list[Segment] = []
    parts: list[str] = []
    bold = 0
    last: Run | None = None
    end = 0.0
    start = 0.0

    def close() -> None:
        text = squeeze("".join(parts))
        if text and last is not None:
            size = max(sizes)
            segments.append(Segment(text, start, end, baseline, size, bold, order, row))

    sizes: list[float] = []
    baseline, order = 0.0, 0
    for run in sorted(group, key=lambda r: (r.x0, r.order)):
        text = clean(run.text)
        shown = text.strip(" ")
        if not shown:
            if last is not None and run.x0 - end < _WIDE_GAP * run.size and (not parts or parts[-1][-1:] != " "):
                parts.append(" ")
            continue
        if last is not None and run.text == last.text and run.x0 - last.x0 < 0.3 * (last.x1 - last.x0):
            continue  # the same text painted twice, a poor man's bold
        lead = len(text) - len(text.lstrip(" "))
        x0 = run.x0 + (lead * run.space * run.size if lead else 0.0)
        trail = len(text) - len(text.rstrip(" "))
        if last is None or x0 - end > _WIDE_GAP * max(run.size, last.size):
            close()
            parts, bold, sizes = [], 0, []
            start, baseline, order = x0, run.y, run.order
        elif run.x0 - end > word_gap(run.space) * run.size and parts and parts[-1][-1:] != " ":
            parts.append(" ")
        if not sizes or run.size > max(sizes):
            baseline = run.y
        sizes.append(run.size)
        parts.append(text)
        if run.bold:
            bold += len(shown.replace(" ", ""))
        last = run
        end = max(end if parts[:-1] else x0, run.x1 - trail * run.space * run.size)
    close()
    if segments:
        lines.append(segments)
