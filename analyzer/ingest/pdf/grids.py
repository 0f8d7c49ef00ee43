"""Tables that are drawn: lines that meet form a grid, and what stands between its lines is a cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

Rules = Sequence[tuple[float, float, float]]

# Lines that end so many points from each other meet; lines so near to each other are one.
_MEETS = 3.0
_SAME = 2.5
# A line parts two cells when it runs along so much of the side they share.
_ALONG = 0.85
_MOST_LINES = 400


@dataclass(frozen=True)
class Grid:
    """A drawn table in points: the places of its lines from left to right and from top to bottom, and its cells.

    `cell_of[row][column]` is the cell that a place between the lines belongs to: its own number, or that of the cell
    that spans it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell_of: tuple[tuple[int, ...], ...]

    def row_at(self, y: float) -> int | None:
        """Return the row at a height, None above and below the grid."""
        row = bisect_right([-line for line in self.ys], -y) - 1
        return row if 0 <= row < len(self.cell_of) else None

    def column_at(self, x: float) -> int | None:
        """Return the column at a place, None beside the grid."""
        column = bisect_right(self.xs, x) - 1
        return column if 0 <= column < len(self.xs) - 1 else None

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the cell at a place, None outside the grid."""
        row, column = self.row_at(y), self.column_at(x)
        return None if row is None or column is None else self.cell_of[row][column]

    def is_in(self, other: Grid) -> bool:
        """Say whether the grid stands within another."""
        inside = other.xs[0] <= self.xs[0] and self.xs[-1] <= other.xs[-1]
        return inside and other.ys[-1] <= self.ys[-1] and self.ys[0] <= other.ys[0]

    def is_read_as(self, other: Grid) -> bool:
        """Say whether two grids take the same width and share a height: two readings of one table."""
        alike = abs(self.xs[0] - other.xs[0]) <= _MEETS and abs(self.xs[-1] - other.xs[-1]) <= _MEETS
        return alike and self.ys[-1] < other.ys[0] and other.ys[-1] < self.ys[0]

    def walls_at(self, y: float) -> list[float]:
        """Return where lines part the cells at a height."""
        row = self.row_at(y)
        if row is None:
            return []
        cells = self.cell_of[row]
        return [self.xs[0], *(x for at, x in enumerate(self.xs[1:-1]) if cells[at] != cells[at + 1]), self.xs[-1]]


def find_grids(rules: Rules, bars: Rules) -> list[Grid]:
    """Return the grids of a page from top to bottom, those within the cells of others too.

    Args:
        rules: horizontal lines as (x0, x1, y).
        bars: vertical lines as (y0, y1, x).
    """
    if len(rules) < 2 or len(bars) < 3:
        return []
    across, upright = _whole(rules), _whole(bars)
    if len(across) + len(upright) > _MOST_LINES:
        return []  # a drawing
    found = (_grid(*lines) for lines in _meeting(across, upright))
    return sorted((grid for grid in found if grid is not None), key=lambda grid: -grid.ys[0])


def outermost(grids: list[Grid]) -> list[Grid]:
    """Return the grids from top to bottom without those that stand within another."""
    kept = [g for at, g in enumerate(grids) if not any(g.is_in(o) for i, o in enumerate(grids) if i != at)]
    return sorted(kept, key=lambda grid: -grid.ys[0])


def find_stacks(rules: Rules) -> list[tuple[float, float, list[float]]]:
    """Return the lines that begin and end alike, as they do between the rows of a table without upright lines.

    Returns:
        Where the lines of each stack begin and end, and their heights from top to bottom; three at least.
    """
    stacks: list[tuple[float, float, list[float]]] = []
    for x0, x1, y in sorted(_whole(rules), key=lambda rule: -rule[2]):
        for left, right, heights in stacks:
            if abs(left - x0) <= _MEETS and abs(right - x1) <= _MEETS:
                heights.append(y)
                break
        else:
            stacks.append((x0, x1, [y]))
    return [stack for stack in stacks if len(stack[2]) > 2]


def _whole(lines: Rules) -> list[tuple[float, float, float]]:
    """Put together the pieces a line is drawn in: (first, last, place)."""
    tracks: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines, key=lambda part: part[2]):
        if tracks and line[2] - tracks[-1][0][2] <= _SAME:
            tracks[-1].append(line)
        else:
            tracks.append([line])
    whole: list[tuple[float, float, float]] = []
    for track in tracks:
        place = track[0][2]
        first, last = None, 0.0
        for start, end, _ in sorted(track):
            if first is not None and start <= last + _MEETS:
                last = max(last, end)
                continue
            if first is not None:
                whole.append((first, last, place))
            first, last = start, end
        if first is not None:
            whole.append((first, last, place))
    return whole


def _meeting(across: Rules, upright: Rules) -> list[tuple[list[tuple[float, float, float]], ...]]:
    """Return the lines, horizontal and vertical, that hang together."""
    part = list(range(len(across) + len(upright)))

    def root(at: int) -> int:
        while part[at] != at:
            part[at] = at = part[part[at]]
        return at

    for i, (x0, x1, y) in enumerate(across):
        for j, (y0, y1, x) in enumerate(upright, len(across)):
            if x0 - _MEETS <= x <= x1 + _MEETS and y0 - _MEETS <= y <= y1 + _MEETS:
                part[root(i)] = root(j)
    groups: dict[int, tuple[list[tuple[float, float, float]], ...]] = {}
    for at in range(len(part)):
        own = groups.setdefault(root(at), ([], []))
        if at < len(across):
            own[0].append(across[at])
        else:
            own[1].append(upright[at - len(across)])
    return list(groups.values())


def _grid(across: Rules, upright: Rules) -> Grid | None:
    """Return the grid that lines form, None for a frame, a fork or cells that are no rectangles."""
    xs, ys = _places(upright), _places(across)[::-1]
    if len(xs) < 3 or len(ys) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    part = list(range(rows * columns))

    def root(at: int) -> int:
        while part[at] != at:
            part[at] = at = part[part[at]]
        return at

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _parts(upright, xs[column + 1], ys[row + 1], ys[row]):
                part[root(here + 1)] = root(here)
            if row + 1 < rows and not _parts(across, ys[row + 1], xs[column], xs[column + 1]):
                part[root(here + columns)] = root(here)
    cells: dict[int, list[int]] = {}
    for at in range(rows * columns):
        cells.setdefault(root(at), []).append(at)
    if len(cells) < 2 or not all(_is_rectangle(own, columns) for own in cells.values()):
        return None
    number = {at: own[0] for own in cells.values() for at in own}
    return Grid(
        tuple(xs), tuple(ys), tuple(tuple(number[r * columns + c] for c in range(columns)) for r in range(rows))
    )


def _places(lines: Rules) -> list[float]:
    """Return the places of lines, rising, near ones as one."""
    places: list[float] = []
    for place in sorted(line[2] for line in lines):
        if not places or place - places[-1] > _SAME:
            places.append(place)
    return places


def _parts(lines: Rules, place: float, low: float, high: float) -> bool:
    """Say whether a line at a place runs along most of a stretch."""
    along = sum(max(0.0, min(last, high) - max(first, low)) for first, last, at in lines if abs(at - place) <= _SAME)
    return along >= _ALONG * (high - low)


def _is_rectangle(cell: list[int], columns: int) -> bool:
    rows, across = [at // columns for at in cell], [at % columns for at in cell]
    return len(cell) == (max(rows) - min(rows) + 1) * (max(across) - min(across) + 1)
