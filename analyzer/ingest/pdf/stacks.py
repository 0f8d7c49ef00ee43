"""Tables that part their rows by lines across and their columns by white space alone, as cover pages are set."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analyzer.ingest.pdf.grids import Grid, Rules, find_stacks
from analyzer.ingest.pdf.labels import is_bare_label
from analyzer.ingest.pdf.lines import Segment

Lines = list[list[Segment]]

_LEAST_GUTTER_EMS = 0.5
_ALIGNED = 3.0
# So many lines over the whole width are a row that spans the table; more are text between two strokes.
_SPANNING_LINES = 3
_BOXES = frozenset(("[ ]", "[x]", "[ x ]", "☐", "☑", "☒"))


def find_stacked(rules: Rules, lines: Lines) -> list[Grid]:
    """Return the grids of tables whose cells begin at the same places in each row."""
    grids: list[Grid] = []
    for left, right, heights in find_stacks(rules):
        rows = [_between(lines, top, bottom, left, right) for top, bottom in pairwise(heights)]
        starts = _shared_starts(rows)
        first = 0
        for at, row in enumerate([*rows, None]):
            if row is None or not _is_row(row, starts):
                own = [r for r in rows[first:at] if r is not None]
                grids += _grid(left, right, heights[first : at + 1], own, starts)
                first = at + 1
    return grids


def _between(lines: Lines, top: float, bottom: float, left: float, right: float) -> Lines | None:
    """Return the lines of text between two lines drawn, None where text runs beyond their ends."""
    row = [line for line in lines if bottom < line[0].y + 0.25 * line[0].size < top]
    beyond = any(s.x0 < left - _ALIGNED or s.x1 > right + _ALIGNED for line in row for s in line)
    return None if beyond else row


def _shared_starts(rows: Sequence[Lines | None]) -> list[float]:
    """Return where the columns of two rows at least begin, but the first."""
    seen = [_starts(row) for row in rows if row]
    starts: list[float] = []
    for start in sorted(x for xs in seen for x in xs):
        shared = sum(any(abs(x - start) <= _ALIGNED for x in xs) for xs in seen)
        if shared > 1 and (not starts or start - starts[-1] > _ALIGNED):
            starts.append(start)
    return starts


def _is_row(row: Lines, starts: Sequence[float]) -> bool:
    return len(row) <= _SPANNING_LINES or any(_is_clear(row, start) for start in starts)


def _starts(row: Lines) -> list[float]:
    """Return where the columns of a row begin, but the first: right of a band without text."""
    columns: list[list[Segment]] = []
    end = 0.0
    for segment in sorted((s for line in row for s in line), key=lambda s: s.x0):
        if not columns or segment.x0 - end > _LEAST_GUTTER_EMS * segment.size:
            # A column of nothing but numbers or boxes to tick belongs to the text beside it.
            if columns and all(s.text in _BOXES or is_bare_label(s.text) for s in columns[-1]):
                columns[-1].append(segment)
            else:
                columns.append([segment])
        else:
            columns[-1].append(segment)
        end = max(end, segment.x1)
    return [column[0].x0 for column in columns[1:]]


def _grid(
    left: float, right: float, heights: list[float], rows: Sequence[Lines], starts: Sequence[float]
) -> list[Grid]:
    """Return the grid of rows, if half of them at least have a second column."""
    filled = [row for row in rows if row]
    if not starts or not filled or 2 * sum(_is_clear(row, starts[0]) for row in filled) < len(filled):
        return []
    cell_of = []
    for at, row in enumerate(rows):
        numbers = [at * (len(starts) + 1)]
        for column, start in enumerate(starts, 1):
            numbers.append(at * (len(starts) + 1) + column if _is_clear(row, start) else numbers[-1])
        cell_of.append(tuple(numbers))
    return [Grid((left, *(x - 1 for x in starts), right), tuple(heights), tuple(cell_of))]


def _is_clear(row: Lines, start: float) -> bool:
    """Say whether no text of a row runs over the place where a column begins."""
    return not any(s.x0 < start - _ALIGNED and s.x1 > start for line in row for s in line)
