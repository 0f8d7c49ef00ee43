"""Write comparison.html: the matrix, each version's changes, and the texts side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from analyzer.models import Compared, ComparedProvision, ComparisonReport, SideBySide
from analyzer.report.comparison import words
from analyzer.report.page import open_templates, read_style, write_policy
from analyzer.report.receipt import made_with
from analyzer.report.words import DISCLAIMER

_TEMPLATES = Path(__file__).parent / "templates"
_SHOWN_AROUND = 1  # paragraphs before and after a change that stay in sight


def render_html(compared: Compared) -> str:
    """Return the page; text of contracts is escaped, and neither script nor request is allowed on it."""
    style = read_style(_TEMPLATES / "comparison.css")
    report = compared.report
    return (
        open_templates(_TEMPLATES)
        .get_template("comparison.html.j2")
        .render(
            report=report,
            words=words,
            disclaimer=DISCLAIMER,
            policy=write_policy(style),
            style=Markup(style),
            matrix=_matrix(report),
            texts=[list(_stretches(rows)) for rows in compared.texts],
            receipt=(*made_with(report.receipt), ("Left this machine", report.receipt.left_the_machine)),
        )
    )


def _matrix(
    report: ComparisonReport,
) -> tuple[list[tuple[ComparedProvision, ...]], list[tuple[ComparedProvision, ...]]]:
    """Return the rows in which something happened, the most exposed first, and the others."""
    rows = list(zip(*(v.provisions for v in report.versions), strict=True))
    told = [r for r in rows if any(p.outcome not in {"kept", "silent"} for p in r)]
    told.sort(key=lambda r: -max(p.exposure - p.base_exposure for p in r))
    return told, [r for r in rows if r not in told]


def _stretches(rows: Sequence[SideBySide]) -> Iterator[tuple[bool, list[SideBySide]]]:
    """Yield rows in stretches: those to show, with a paragraph around each change, and those to fold away."""
    changed = [at for at, row in enumerate(rows) if row.changes or row.moved]
    near = {at + step for at in changed for step in range(-_SHOWN_AROUND, _SHOWN_AROUND + 1)}
    for shown, group in groupby(enumerate(rows), key=lambda pair: pair[0] in near):
        yield shown, [row for _, row in group]
