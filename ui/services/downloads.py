"""The files a person takes away, made when they are asked for and kept nowhere."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from analyzer.models import Analysis, Compared, RedlineResult
from ui.services.engine import open_engine

Format = Literal["html", "json", "xlsx", "docx", "md"]


@dataclass(frozen=True)
class Download:
    """One kind of file: what it is called, and what it is for."""

    format: Format
    label: str
    file_name: str
    mime: str


REPORTS = (
    Download("html", "Report to read (HTML)", "report.html", "text/html"),
    Download("xlsx", "Spreadsheet (XLSX)", "report.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Download("json", "Data (JSON)", "report.json", "application/json"),
)  # fmt: skip
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REDLINE = Download("docx", "Redline: your file with tracked changes (DOCX)", "redline.docx", _WORD)
RIDER = Download("docx", "Rider: the drafted clauses (DOCX)", "rider.docx", _WORD)


COMPARISONS = (
    Download("xlsx", "Spreadsheet (XLSX)", "comparison.xlsx", REPORTS[1].mime),
    Download("html", "Page to read (HTML)", "comparison.html", "text/html"),
    Download("json", "Data (JSON)", "comparison.json", "application/json"),
)


def make_comparison(compared: Compared, download: Download) -> bytes:
    """Return the bytes of one file of a comparison."""
    from analyzer.report.comparison import render_comparison

    assert download.format != "docx"
    [file] = render_comparison(compared, formats=[download.format])
    return file.content


def make_redline(
    analysis: Analysis, source: bytes, *, author: str, only: Collection[str] | None, library_dir: Path | None
) -> tuple[bytes | None, RedlineResult]:
    """Return the client's Word file with suggestions as tracked changes, and what became of each of them.

    The file is None when no change could be made.

    Raises:
        RedlineError: it did not pass the checks every redline passes.
    """
    from analyzer.redlining import write_redline

    engine = open_engine(library_dir)
    with tempfile.TemporaryDirectory(prefix="clause-analyzer-") as folder:
        out = Path(folder) / REDLINE.file_name
        done = write_redline(
            analysis,
            source,
            out=out,
            author=author,
            date_utc=datetime.now(UTC),
            settings=engine.settings,
            library=engine.library,
            accepted=[p for p in analysis.report.provisions if only is None or p.id in only],
        ).report.redline
        assert done is not None
        return (out.read_bytes() if done.file is not None else None), done


def make_report(analysis: Analysis, download: Download, *, only: Collection[str] | None = None) -> bytes:
    """Return the file's bytes.

    Args:
        only: provisions whose suggestions are kept; all by default.
    """
    from analyzer.report import render_reports

    report = analysis.report if only is None else keep_suggestions(analysis, only).report
    [file] = render_reports(report, contracts=analysis.contracts, formats=[download.format])
    return file.content


def keep_suggestions(analysis: Analysis, only: Collection[str]) -> Analysis:
    """Return the analysis with the suggestions of some provisions and no others."""
    provisions = tuple(
        p if p.id in only else p.model_copy(update={"suggestion": None}) for p in analysis.report.provisions
    )
    return analysis.model_copy(update={"report": analysis.report.model_copy(update={"provisions": provisions})})
