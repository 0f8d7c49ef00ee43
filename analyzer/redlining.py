"""Write the redline of an analysis, read again by the reader that read the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Analysis, ReportProvision
from analyzer.redline import redline
from analyzer.settings import Settings

__all__ = ["write_redline"]


def write_redline(
    analysis: Analysis,
    source: Path | bytes,
    *,
    out: Path,
    author: str,
    date_utc: datetime,
    settings: Settings,
    library: Library,
    accepted: Sequence[ReportProvision] | None = None,
) -> Analysis:
    """Write suggestions into a copy of the first document, a DOCX read in its proposed view, as tracked changes.

    Args:
        source: the file that was analysed.
        accepted: whose suggestions are carried out; all of the report's by default.

    Returns:
        The analysis, with what became of each change in its report.

    Raises:
        RedlineError: the file is no DOCX or not the one analysed, or the redline did not pass the gate.
    """
    contract, report = analysis.contracts[0], analysis.report
    result = redline(
        source,
        contract=contract,
        accepted=report.provisions if accepted is None else accepted,
        author=author,
        date_utc=date_utc,
        read=partial(ingest, name=contract.document.name, settings=settings),
        out=out,
        library=library.provisions,
        libreoffice=settings.libreoffice,
    )
    return analysis.model_copy(update={"report": report.model_copy(update={"redline": result})})
