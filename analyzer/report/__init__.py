"""Write a report as JSON, Markdown, HTML, a spreadsheet, and a rider of the drafted clauses."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path

from analyzer.beside import Later, in_turn
from analyzer.files import write_together
from analyzer.models import Contract, OutputFile, Report, ReportFormat
from analyzer.report.build import build_report, note_model, redraft, reword
from analyzer.report.html import load_template, render_html
from analyzer.report.markdown import render_markdown
from analyzer.report.rider import render_rider
from analyzer.report.rider_style import load_docx
from analyzer.report.to_json import json_schema, render_json
from analyzer.report.xlsx import render_xlsx

__all__ = [
    "WRITTEN_LATER",
    "build_report",
    "json_schema",
    "load_writers",
    "note_model",
    "redraft",
    "render_reports",
    "reword",
    "write_reports",
]


# What takes longest to write, and its library to load.
WRITTEN_LATER: tuple[ReportFormat, ...] = ("docx",)


def load_writers(formats: Collection[ReportFormat]) -> None:
    """Load what the writers of some formats need, while something else is waited for."""
    if "html" in formats:
        load_template()
    if "docx" in formats:
        load_docx()


def render_reports(
    report: Report, *, contracts: Sequence[Contract], formats: Sequence[ReportFormat]
) -> tuple[OutputFile, ...]:
    """Return the report in each format, in that order.

    Args:
        contracts: the documents of the report; the HTML shows their text beside the findings.
    """
    return tuple(OutputFile(name=_FILES[f][0], content=_FILES[f][1](report, contracts)) for f in formats)


def write_reports(
    report: Report,
    *,
    contracts: Sequence[Contract],
    out: Path,
    formats: Sequence[ReportFormat],
    later: Later = in_turn,
) -> tuple[Path, ...]:
    """Write the report in each format and return the files; nothing is written before all formats are rendered.

    Args:
        out: the folder; it is made when it is not there.
        later: begins those in `WRITTEN_LATER`.
    """
    render = partial(render_reports, report, contracts=contracts)
    waiting = [(later if f in WRITTEN_LATER else in_turn)(render, formats=[f]) for f in formats]
    rendered = [file for wait in waiting for file in wait()]
    write_together((out / file.name, file.content) for file in rendered)
    return tuple(out / file.name for file in rendered)


_FILES: dict[ReportFormat, tuple[str, Callable[[Report, Sequence[Contract]], bytes]]] = {
    "md": ("report.md", lambda report, contracts: render_markdown(report).encode()),
    "json": ("report.json", lambda report, contracts: render_json(report).encode()),
    "html": ("report.html", lambda report, contracts: render_html(report, contracts).encode()),
    "docx": ("rider.docx", lambda report, contracts: render_rider(report, contracts)),
    "xlsx": ("report.xlsx", lambda report, contracts: render_xlsx(report)),
}
