"""Reading tables that are drawn: the lines of text within a cell are the cell, whatever their spacing."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.ingest.pdf.grids import Grid, Rules, outermost
from analyzer.ingest.pdf.lines import Segment
from analyzer.ingest.pdf.stacks import find_stacked
from analyzer.ingest.pdf.tables import Row, Table, has_header

# A grid narrower than this share of the page's text may stand in a column of prose, which is read before the next one.
_WIDE = 0.5
_EDGE = 3.0

Lines = list[list[Segment]]


@dataclass
class _Cell:
    """The lines of text of one cell, from top to bottom."""

    lines: list[Segment] = field(default_factory=list)

    def text(self, left: float, right: float) -> str:
        """Return the text; a word longer than its cell goes on where the line broke it.

        Args:
            left, right: where the cell begins and ends.
        """
        text = ""
        above: Segment | None = None
        for line in self.lines:
            gap = " " if above is None or not _broken(above, line, left, right) else ""
            text = f"{text}{gap}{line.text}" if text else line.text
            above = line
        return text


def cut_at_grids(lines: Lines, grids: list[Grid], rules: Rules, page: int) -> list[Lines | Table]:
    """Cut the lines of a page where drawn tables stand, and read those; a table with text beside it is left alone."""
    if lines and len(rules) > 2:
        stacked = find_stacked(rules, lines)
        grids = [*grids, *(s for s in stacked if not any(s.is_read_as(grid) for grid in grids))]
    if not grids or not lines:
        return [lines]
    left, right = min(s.x0 for line in lines for s in line), max(s.x1 for line in lines for s in line)
    parts: list[Lines | Table] = []
    rest = lines
    for grid in outermost(grids):
        if grid.xs[-1] - grid.xs[0] < _WIDE * (right - left):
            continue
        inside = [at for at, line in enumerate(rest) if grid.row_at(_height(line)) is not None]
        if not inside or inside != list(range(inside[0], inside[-1] + 1)):
            continue
        own = rest[inside[0] : inside[-1] + 1]
        inner = [other for other in grids if other is not grid and other.is_in(grid)]
        if any(s.x0 < grid.xs[0] - _EDGE or s.x1 > grid.xs[-1] + _EDGE for line in own for s in line):
            continue
        table = _read(grid, _cell_by_cell(own, inner), page)
        if table is not None:
            parts += [rest[: inside[0]], table] if inside[0] else [table]
            rest = rest[inside[-1] + 1 :]
    return [*parts, rest] if rest else parts


def _height(line: list[Segment]) -> float:
    """Return a height that is within the letters of a line."""
    return line[0].y + 0.25 * line[0].size


def _cell_by_cell(lines: Lines, inner: list[Grid]) -> list[Segment]:
    """Return the pieces of lines in reading order: those within a table in a cell go cell by cell."""
    ordered: list[tuple[int, int, Segment]] = []
    first: dict[int, int] = {}
    for at, line in enumerate(lines):
        for segment in line:
            own = next((i for i, grid in enumerate(inner) if grid.cell_at(*_middle(segment)) is not None), None)
            if own is None:
                ordered.append((at, 0, segment))
                continue
            first.setdefault(own, at)
            ordered.append((first[own], inner[own].cell_at(*_middle(segment)) or 0, segment))
    return [segment for _, _, segment in sorted(ordered, key=lambda entry: entry[:2])]


def _middle(segment: Segment) -> tuple[float, float]:
    return (segment.x0 + segment.x1) / 2, _height([segment])


def _read(grid: Grid, segments: list[Segment], page: int) -> Table | None:
    cells: dict[int, _Cell] = {}
    for segment in segments:
        cell = grid.cell_at(*_middle(segment))
        if cell is None:
            return None
        cells.setdefault(cell, _Cell()).lines.append(segment)
    rows = [row for at in range(len(grid.cell_of)) if (row := _row(grid, at, cells)) is not None]
    if len(cells) < 2 or not rows:
        return None
    return Table(rows, list(grid.xs[:-1]), len(rows) > 1 and has_header(rows), page)


def _row(grid: Grid, at: int, cells: dict[int, _Cell]) -> Row | None:
    """Return the cells that begin in a row; where one from above or from the left goes on, it is empty."""
    columns = len(grid.xs) - 1
    texts: list[str] = []
    segments: list[Segment] = []
    for column in range(columns):
        number = grid.cell_of[at][column]
        cell = cells.get(number)
        begins = number == at * columns + column
        end = max(c for c in range(columns) if grid.cell_of[at][c] == number) + 1
        texts.append(cell.text(grid.xs[column], grid.xs[end]) if begins and cell else "")
        segments += cell.lines if begins and cell else []
    if not segments:
        return None
    bold = 2 * sum(s.bold for s in segments) > sum(len(s.text.replace(" ", "")) for s in segments)
    return Row(texts, bold, max(s.y for s in segments))


def _broken(above: Segment, line: Segment, left: float, right: float) -> bool:
    """Say whether a line is the rest of one word that filled the line above, with as much padding as before it."""
    if line.row == above.row or " " in above.text or not above.text[-1:].isalnum():
        return False
    letter = (above.x1 - above.x0) / len(above.text)
    goes_on = line.text[0].islower() or line.text[0] in "_)]}"
    return goes_on and above.x1 + letter > right - (above.x0 - left)
