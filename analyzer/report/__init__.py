"""Write a report as JSON, Markdown, HTML, a spreadsheet, and a rider of the drafted clauses."""

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Literal

from analyzer.models import Contract, Report
from analyzer.report.build import build_report, note_model, redraft, reword
from analyzer.report.html import load_template, render_html
from analyzer.report.markdown import render_markdown
from analyzer.report.rider import render_rider
from analyzer.report.rider_style import load_docx
from analyzer.report.to_json import json_schema, render_json
from analyzer.report.xlsx import render_xlsx

__all__ = [
    "ReportFormat",
    "build_report",
    "json_schema",
    "load_writers",
    "note_model",
    "redraft",
    "reword",
    "write_reports",
]

ReportFormat = Literal["md", "json", "html", "docx", "xlsx"]


def load_writers(formats: Collection[ReportFormat]) -> None:
    """Load what the writers of some formats need, while something else is waited for."""
    if "html" in formats:
        load_template()
    if "docx" in formats:
        load_docx()


def write_reports(
    report: Report, *, contracts: Sequence[Contract], out: Path, formats: Sequence[ReportFormat]
) -> tuple[Path, ...]:
    """Write the report in each format and return the files, in that order.

    All formats are rendered before anything is written, and a file appears under its name only when it is whole.

    Args:
        contracts: the documents of the report; the HTML shows their text beside the findings.
        out: the folder; it is made when it is not there.
    """
    rendered = {out / _FILES[f][0]: _FILES[f][1](report, contracts) for f in formats}
    out.mkdir(parents=True, exist_ok=True)
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in rendered}
    try:
        for path, content in rendered.items():
            parts[path].write_bytes(content)
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return tuple(rendered)


_FILES: dict[ReportFormat, tuple[str, Callable[[Report, Sequence[Contract]], bytes]]] = {
    "md": ("report.md", lambda report, contracts: render_markdown(report).encode()),
    "json": ("report.json", lambda report, contracts: render_json(report).encode()),
    "html": ("report.html", lambda report, contracts: render_html(report, contracts).encode()),
    "docx": ("rider.docx", lambda report, contracts: render_rider(report, contracts)),
    "xlsx": ("report.xlsx", lambda report, contracts: render_xlsx(report)),
}
