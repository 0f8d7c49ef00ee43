"""Write comparison.md: the versions, the matrix and the changes in short, for a terminal or a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.models import Change, ComparedVersion, ComparisonReport
from analyzer.report.comparison import words
from analyzer.report.visible import one_line, shorten
from analyzer.report.words import DISCLAIMER


def render_markdown(report: ComparisonReport) -> str:
    """Return the summary; text of contracts can't end a cell or begin a heading."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: ComparisonReport) -> Iterator[str]:
    yield f"# What came back on {_cell(report.base.name)}"
    yield ""
    for problem in report.problems:
        yield f"- {'**Left out.** ' if problem.partial else ''}{_cell(problem.message)}"
    yield from ("", "| Version | Nobody marked | Changes | Score | Concession | Gain |", "|---|---|---|---|---|---|")
    for version in report.versions:
        unmarked = str(len(version.silent)) if version.marked else "all: no tracked changes"
        scores = f"{report.base.score.contract:.1f} → {version.document.score.contract:.1f}"
        told = words.count_effects(version.changes)
        yield f"| {_cell(version.name)} | {unmarked} | {told} | {scores} | {version.concession:.1f} | {version.gain:.1f} |"
    yield from ("", words.CONCESSION, "", "## Matrix", "")
    yield f"| Provision | {' | '.join(_cell(v.name) for v in report.versions)} |"
    yield "|---|" + "---|" * len(report.versions)
    for rows in zip(*(v.provisions for v in report.versions), strict=True):
        if any(row.outcome not in {"kept", "silent"} for row in rows):
            cells = (f"{words.OUTCOME_SIGNS[r.outcome]} {words.OUTCOMES[r.outcome]}" for r in rows)
            yield f"| {rows[0].title} | {' | '.join(cells)} |"
    for version in report.versions:
        yield from _version(version)
    yield from ("", DISCLAIMER)


def _version(version: ComparedVersion) -> Iterator[str]:
    yield from ("", f"## {_cell(version.name)}", "")
    if version.marked and version.silent:
        yield from ("Nobody marked:", "", *(_change(c, version) for c in version.silent), "")
    yield from (_change(c, version) for c in version.changes if c.substantive and (c.tracked or not version.marked))


def _change(change: Change, version: ComparedVersion) -> str:
    said = change.number or f"“{shorten(_cell(change.before), 80)}” → “{shorten(_cell(change.after), 80)}”"
    return f"- {words.EFFECTS[change.effect]}, {words.place(change)}: {said} ({_cell(change.why)})"


def _cell(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", one_line(text))
