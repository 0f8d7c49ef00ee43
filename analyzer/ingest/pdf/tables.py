"""Finding tables: consecutive lines whose pieces stand under one another, with clear space between the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.ingest.pdf.labels import is_bare_label, label_of
from analyzer.ingest.pdf.layout import Rules, Zone
from analyzer.ingest.pdf.lines import Segment

_MIN_GUTTER_EMS = 0.35
# Two lines of one cell are at most so many font sizes apart.
_CELL_PITCH = 1.75
_HEADER_WORDS = 8
# The right margin of a line is where the longest of so many lines above and below it end.
_AROUND = 10


@dataclass
class TextLine:
    """One line of running text, with the margins that the lines around it keep to.

    `after_break` says that a page break of an earlier print stood between it and the line above.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    left: float
    right: float
    page: int
    after_break: bool = False


@dataclass
class Row:
    """One row of a table: the text of each cell, "" where it is empty."""

    cells: list[str]
    bold: bool
    y: float


@dataclass
class Table:
    """Rows in order; `header` tells whether the first names the columns. `starts` are the columns' left edges."""

    rows: list[Row]
    starts: list[float] = field(default_factory=list)
    header: bool = False
    page: int = 0


def read_zone(zone: Zone, rules: Rules, page: int) -> list[TextLine | Table]:
    """Turn a zone into running lines and tables, in order."""
    lines = [_with_label_joined(line) for line in zone.lines]
    found: list[TextLine | Table] = []
    at = 0
    while at < len(lines):
        if len(lines[at]) > 1:
            end, gutters = _extent(lines, at)
            table = _table(lines[at:end], gutters, rules, zone)
            if table is not None:
                table.page = page
                found.append(table)
                at = end
                continue
        around = lines[max(0, at - _AROUND) : at + _AROUND + 1]
        found.append(_text_line(lines[at], zone.left, min(zone.right, max(line[-1].x1 for line in around)), page))
        at += 1
    return found


def _with_label_joined(line: list[Segment]) -> list[Segment]:
    """Put "(a)" and the text a tab away from it together: that is a list item, not two cells."""
    if len(line) == 2 and is_bare_label(line[0].text):
        return [_joined(line)]
    return line


def _joined(line: Sequence[Segment]) -> Segment:
    first, last = line[0], line[-1]
    text = " ".join(s.text for s in line)
    size = max(s.size for s in line)
    return Segment(text, first.x0, last.x1, first.y, size, sum(s.bold for s in line), first.order, first.row)


def _text_line(line: Sequence[Segment], left: float, right: float, page: int) -> TextLine:
    whole = line[0] if len(line) == 1 else _joined(line)
    return TextLine(whole.text, whole.x0, whole.x1, whole.y, whole.size, whole.is_bold, left, right, page)


def _extent(lines: list[list[Segment]], at: int) -> tuple[int, list[tuple[float, float]]]:
    """Follow the gutters of a line downwards as long as some stay clear.

    Returns:
        Where the region ends, and the gutters that are clear in nearly all of its lines.
    """
    gutters = [(a.x1, b.x0) for a, b in pairwise(lines[at])]
    end = at + 1
    sure = end  # the region ends at a line of several pieces or the last close line of a cell
    while end < len(lines):
        line, above = lines[end], lines[end - 1]
        size = max(line[0].size, above[0].size)
        clear = _clear(gutters, line, size)
        pitch = above[0].y - line[0].y
        if len(line) == 1:
            if len(clear) < len(gutters) or pitch > _CELL_PITCH * size or pitch < 0:
                break
            if line[0].x0 < gutters[0][0] and not _continues_cell(line[0], lines[at:end], gutters):
                break
            end += 1
            sure = end
            continue
        if not clear or 3 * len(clear) < len(gutters) or pitch < 0 or pitch > 6 * size:
            break
        gutters = _merged(gutters, clear, line)
        end += 1
        sure = end
    return sure, _common(lines[at:sure])


def _merged(
    gutters: list[tuple[float, float]], clear: list[tuple[float, float]], line: list[Segment]
) -> list[tuple[float, float]]:
    """Narrow the gutters by a line; one that a spanning cell closes stays, and one that only this line shows is new."""
    merged = list(clear)
    for low, high in [*gutters, *((a.x1, b.x0) for a, b in pairwise(line))]:
        if not any(low < other_high and high > other_low for other_low, other_high in merged):
            merged.append((low, high))
    return sorted(merged)


def _common(lines: list[list[Segment]]) -> list[tuple[float, float]]:
    """Return the gutters that all but a few spanning cells leave clear."""
    segments = [s for line in lines for s in line]
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    cover = [0] * (int(right - left) + 2)
    for s in segments:
        for x in range(int(s.x0 - left), int(s.x1 - left) + 1):
            cover[x] += 1
    spanning = len(lines) // 8
    size = sorted(s.size for s in segments)[len(segments) // 2]
    gutters: list[tuple[float, float]] = []
    start = None
    for x, count in enumerate(cover):
        if count <= spanning and start is None:
            start = x
        elif count > spanning and start is not None:
            if start > 0 and x - start >= _MIN_GUTTER_EMS * size:
                gutters.append((left + start, left + x))
            start = None
    return gutters


def _continues_cell(segment: Segment, above: list[list[Segment]], gutters: list[tuple[float, float]]) -> bool:
    """Tell whether a lone line at the left is the rest of a wrapped first cell, not the text after the table."""
    first = next((line[0] for line in reversed(above) if line[0].x1 <= gutters[0][1]), None)
    return first is not None and abs(first.x0 - segment.x0) <= 2 and not is_bare_label(segment.text.split(" ")[0])


def _clear(gutters: list[tuple[float, float]], line: list[Segment], size: float) -> list[tuple[float, float]]:
    left: list[tuple[float, float]] = []
    for low, high in gutters:
        for s in line:
            if s.x1 <= low or s.x0 >= high:
                continue
            if s.x0 <= low and s.x1 >= high:
                low = high
            elif s.x0 - low > high - s.x1:
                high = s.x0
            else:
                low = s.x1
        if high - low >= _MIN_GUTTER_EMS * size:
            left.append((low, high))
    return left


def _table(lines: list[list[Segment]], gutters: list[tuple[float, float]], rules: Rules, zone: Zone) -> Table | None:
    several = [line for line in lines if len(line) > 1]
    if not gutters:
        return None
    if len(several) < 2 or (2 * len(several) < len(lines) and len(gutters) == 1 and len(several) < 3):
        return None
    if len(several) == 2 and all(_reads_on(line, zone) for line in several):
        return None
    edges = [(low + high) / 2 for low, high in gutters]
    placed = [[_column(s, edges) for s in line] for line in lines]
    if sum(1 for columns in placed if len(set(columns)) > 1) < 2:
        return None
    rows = _rows(lines, placed, len(edges) + 1, rules)
    if len(rows) < 2:
        return None
    starts = [
        min((s.x0 for line in lines for s in line if _column(s, edges) == k), default=0.0)
        for k in range(len(edges) + 1)
    ]
    return Table(rows, starts, has_header(rows))


def _reads_on(line: list[Segment], zone: Zone) -> bool:
    """Tell whether a split line looks like justified prose: it fills the width and each piece has several words."""
    gaps = sum(b.x0 - a.x1 for a, b in pairwise(line))
    fills = line[-1].x1 - line[0].x0 > 0.8 * (zone.right - zone.left)
    return fills and gaps < 2.5 * line[0].size * (len(line) - 1) and all(len(s.text.split()) > 3 for s in line)


def _column(segment: Segment, edges: list[float]) -> int:
    middle = (segment.x0 + segment.x1) / 2
    return sum(1 for edge in edges if middle > edge)


def _rows(lines: list[list[Segment]], placed: list[list[int]], columns: int, rules: Rules) -> list[Row]:
    groups: list[list[tuple[int, Segment]]] = []
    ys = [line[0].y for line in lines]
    pitches = [a - b for a, b in pairwise(ys)]
    size = lines[0][0].size
    spacing = _Spacing(_row_pitch(pitches, size), _is_cell_by_cell(lines))
    left, right = min(s.x0 for line in lines for s in line), max(s.x1 for line in lines for s in line)
    ruled = _ruled(rules, left, right, ys[0], ys[-1])
    rowed = list(zip(placed, lines, strict=True))
    in_columns = [(k, s) for where, line in rowed for k, s in zip(where, line, strict=True)]
    firsts = [min((s.x0 for k, s in in_columns if k == column), default=right) for column in range(columns)]
    # A cell may reach nearly to the next column.
    ends = [start - size / 2 for start in firsts[1:]] + [right]
    for at, (where, line) in enumerate(rowed):
        cells = list(zip(where, line, strict=True))
        if at == 0 or _starts_row(cells, groups[-1], ruled, ends, spacing):
            groups.append(cells)
        else:
            groups[-1].extend(cells)
    rows: list[Row] = []
    for group in groups:
        texts = [" ".join(s.text for k, s in group if k == column) for column in range(columns)]
        bold = 2 * sum(s.bold for _, s in group) > sum(len(s.text.replace(" ", "")) for _, s in group)
        rows.append(Row(texts, bold, group[0][1].y))
    return rows


def _ruled(rules: Rules, left: float, right: float, top: float, bottom: float) -> list[float]:
    """Return the heights at which lines are drawn across most of a table; the underline of a word is none."""
    drawn: dict[int, list[tuple[float, float]]] = {}
    for x0, x1, y in rules:
        if bottom < y < top:
            drawn.setdefault(round(y), []).append((max(x0, left), min(x1, right)))
    return [
        float(y)
        for y, parts in drawn.items()
        if min(x0 for x0, _ in parts) < left + 6
        and max(x1 for _, x1 in parts) > right - 6
        and sum(max(0.0, x1 - x0) for x0, x1 in parts) > 0.6 * (right - left)
    ]


@dataclass(frozen=True)
class _Spacing:
    """How the rows of a table show: by a pitch from which on a line is a new row (None where all lines are evenly
    spaced), and by a stream that finishes each cell before the next."""

    row_pitch: float | None
    cell_by_cell: bool


def _row_pitch(pitches: list[float], size: float) -> float | None:
    """Return the pitch that parts the lines of a cell from the rows, where the table has two kinds of pitch."""
    steps = sorted(pitch for pitch in pitches if pitch > 0.9 * size)
    for low, high in pairwise(steps):
        if high > 1.25 * low and low <= _CELL_PITCH * size:
            return (low + high) / 2
    return None


def _is_cell_by_cell(lines: list[list[Segment]]) -> bool:
    several = [line for line in lines if len(line) > 1]
    if max(line[0].order for line in several) < min(s.order for line in several for s in line[1:]):
        return False  # written column by column: the order says nothing about rows
    latest = -1
    for line in lines:
        if any(s.order < latest for s in line):
            return True
        latest = max(latest, *(s.order for s in line)) if len(line) > 1 else max(latest, line[0].order)
    return False


def _starts_row(
    cells: list[tuple[int, Segment]],
    above: list[tuple[int, Segment]],
    ruled: list[float],
    ends: list[float],
    spacing: _Spacing,
) -> bool:
    """Decide whether a line begins a new row or goes on in the cells of the row above.

    Args:
        ruled: The heights of the lines drawn across the table.
        ends: How far to the right the text of each column may reach.
    """
    y, last_y = cells[0][1].y, above[-1][1].y
    columns = len(ends)
    if any(y < rule <= last_y for rule in ruled):
        return True
    filled = {k for k, _ in cells}
    if len(filled) == columns and label_of(cells[0][1].text):
        return True
    if len(ruled) >= 2:
        return False
    apart = spacing.row_pitch is not None and last_y - y > spacing.row_pitch
    if spacing.cell_by_cell:
        return min(s.order for _, s in cells) > max(s.order for _, s in above) and (apart or 0 in filled)
    if apart:
        return True
    by_column = dict(above)
    going_on = [_goes_on(by_column[k], s, ends[k]) for k, s in cells if k in by_column]
    full = len(filled) == columns == len(by_column)
    if spacing.row_pitch is None and full and not all(going_on):
        return True
    if any(going_on):
        return False
    return full if spacing.row_pitch is not None else 0 in filled


def _goes_on(above: Segment, segment: Segment, end: float) -> bool:
    """Tell whether a piece is the rest of the cell text above it: its first word had no room there."""
    if len(above.text.split()) < 2 or label_of(segment.text):
        return False
    word = segment.text.split(" ", 1)[0]
    return above.x1 + (len(word) + 1) * (segment.x1 - segment.x0) / len(segment.text) > end


def has_header(rows: list[Row]) -> bool:
    """Tell whether the first row names the columns."""
    first, rest = rows[0], rows[1:]
    if not all(first.cells) or any(len(cell.split()) > _HEADER_WORDS for cell in first.cells):
        return False
    if first.bold and not all(row.bold for row in rest):
        return True
    digits = [any(c.isdigit() for c in cell) for cell in first.cells]
    return not any(digits) and any(
        sum(1 for row in rest if any(c.isdigit() for c in row.cells[k])) > 0.6 * len(rest)
        for k in range(len(first.cells))
    )
