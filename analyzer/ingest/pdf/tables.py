"""Finding tables: consecutive lines whose pieces stand under one another, with clear space between the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.ingest.pdf.labels import is_bare_label, label_of
from analyzer.ingest.pdf.layout import Rules, Zone
from analyzer.ingest.pdf.lines import Segment

_MIN_GUTTER_EMS = 0.8
# Two lines of one cell are at most so many font sizes apart.
_CELL_PITCH = 1.75
_HEADER_WORDS = 8


@dataclass
class TextLine:
    """One line of running text, with the margins of the zone it stands in."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    left: float
    right: float
    page: int


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
        found.append(_text_line(lines[at], zone, page))
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


def _text_line(line: Sequence[Segment], zone: Zone, page: int) -> TextLine:
    whole = line[0] if len(line) == 1 else _joined(line)
    return TextLine(
        whole.text, whole.x0, whole.x1, whole.y, whole.size, whole.is_bold, zone.left, zone.right, page
    )


def _extent(lines: list[list[Segment]], at: int) -> tuple[int, list[tuple[float, float]]]:
    """Follow the gutters of a line downwards as long as they stay clear.

    Returns:
        Where the region ends, and the gutters clear in all of it.
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
        if not clear or len(clear) < (len(gutters) + 1) // 2 or pitch < 0 or pitch > 6 * size:
            break
        gutters = clear
        end += 1
        sure = end
    return sure, gutters


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


def _table(
    lines: list[list[Segment]], gutters: list[tuple[float, float]], rules: Rules, zone: Zone
) -> Table | None:
    several = [line for line in lines if len(line) > 1]
    if len(several) < 2 or 2 * len(several) < len(lines) and len(gutters) == 1 and len(several) < 3:
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
    return Table(rows, starts, _has_header(rows))


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
    tight = min(pitches, default=0.0)
    loose = max(pitches, default=0.0) > 1.4 * tight
    left, right = min(s.x0 for line in lines for s in line), max(s.x1 for line in lines for s in line)
    ruled = _ruled(rules, left, right, ys[0], ys[-1])
    ends = [
        max((s.x1 for line, where in zip(lines, placed, strict=True) for k, s in zip(where, line, strict=True) if k == c),
            default=0.0)
        for c in range(columns)
    ]
    for at, (line, where) in enumerate(zip(lines, placed, strict=True)):
        cells = list(zip(where, line, strict=True))
        if at == 0 or _starts_row(cells, groups[-1], ruled, columns, ends, tight if loose else None):
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
    covered: dict[int, float] = {}
    for x0, x1, y in rules:
        if bottom < y < top:
            covered[round(y)] = covered.get(round(y), 0.0) + max(0.0, min(x1, right) - max(x0, left))
    return [float(y) for y, length in covered.items() if length > 0.6 * (right - left)]


def _starts_row(
    cells: list[tuple[int, Segment]],
    above: list[tuple[int, Segment]],
    ruled: list[float],
    columns: int,
    ends: list[float],
    tight: float | None,
) -> bool:
    """Decide whether a line begins a new row or goes on in the cells of the row above.

    Args:
        ruled: The heights of the lines drawn across the table.
        ends: How far to the right each column reaches.
        tight: The pitch within a cell, where some rows stand further apart; None where all lines are evenly spaced.
    """
    y, last_y = cells[0][1].y, above[-1][1].y
    if any(y < rule <= last_y for rule in ruled):
        return True
    filled = {k for k, _ in cells}
    if len(filled) == columns and label_of(cells[0][1].text):
        return True
    if len(ruled) >= 2:
        return False
    if tight is not None and last_y - y > 1.25 * tight:
        return True
    by_column = dict(above)
    if any(_goes_on(by_column[k], s, ends[k]) for k, s in cells if k in by_column):
        return False
    if tight is not None:
        return len(filled) == columns and len(by_column) == columns
    return 0 in filled


def _goes_on(above: Segment, segment: Segment, end: float) -> bool:
    """Tell whether a piece is the rest of the cell text above it: its first word had no room there."""
    if len(above.text.split()) < 2 or label_of(segment.text):
        return False
    word = segment.text.split(" ", 1)[0]
    return above.x1 + (len(word) + 1) * (segment.x1 - segment.x0) / len(segment.text) > end


def _has_header(rows: list[Row]) -> bool:
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
