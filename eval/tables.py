"""Print figures as Markdown tables: readable in a terminal and ready to paste into `eval/README.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval.metrics import Figure


@dataclass(frozen=True)
class Section:
    """Figures that belong together; `key` names the section in floors, in JSON and in the last run.

    One that is not `shown` is left to a table that sums it up.
    """

    key: str
    title: str
    figures: Sequence[Figure]
    shown: bool = True


@dataclass(frozen=True)
class Table:
    """Rows of cells under a header."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Run:
    """What was measured, in the order it is printed, and on what (encoder, hashes of library and models)."""

    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    measured: dict[str, str] = field(default_factory=dict)

    def __iadd__(self, other: Run) -> Run:
        self.sections += other.sections
        self.tables += other.tables
        return self


def tabulate(section: Section, changes: Mapping[str, str] | None = None) -> Table:
    """Return a section's figures as a table.

    Args:
        changes: what to say of a figure beside the last run; without it that column is left out.
    """
    header = ["", "value", "95% interval", "cases"]
    rows = [[f.name, short(f.value), interval(f), str(f.cases)] for f in section.figures]
    if changes is not None:
        header.append("since the last run")
        for row, figure in zip(rows, section.figures, strict=True):
            row.append(changes.get(figure.name, ""))
    return Table(section.title, tuple(header), tuple(map(tuple, rows)))


def write_table(table: Table) -> str:
    """Write a table under its title as Markdown, columns aligned."""
    widths = [max(len(row[i]) for row in (table.header, *table.rows)) for i in range(len(table.header))]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"| {' | '.join((first, *rest))} |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([f"### {table.title}", "", line(table.header), line(rule), *map(line, table.rows), ""])


def short(value: float | None) -> str:
    """Write a figure as these tables do: ".79", "1.24", a dash where there is none."""
    if value is None:
        return "-"
    # What is short of one is never written as one.
    text = f"{min(value, 0.99) if 0.99 < value < 1 else value:.2f}".replace("-0.00", "0.00")
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def interval(figure: Figure) -> str:
    """Write the interval of a figure."""
    return "" if figure.low is None else f"{short(figure.low)} to {short(figure.high)}"


def as_data(run: Run) -> dict[str, object]:
    """Return a run as plain data for a JSON file."""
    return {
        "measured": run.measured,
        "sections": [
            {
                "key": s.key,
                "title": s.title,
                "figures": [
                    {"name": f.name, "value": f.value, "low": f.low, "high": f.high, "cases": f.cases}
                    for f in s.figures
                ],
            }
            for s in run.sections
        ],
        "tables": [{"title": t.title, "header": t.header, "rows": t.rows} for t in run.tables],
    }
