"""Another posture, edited wording, and what edited wording is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.models import Finding, Posture
from ui.services.engine import open_engine

if TYPE_CHECKING:
    from analyzer.pipeline import Analysis


def switch_posture(analysis: Analysis, posture: Posture, *, library_dir: Path | None = None) -> Analysis:
    """Return the analysis with its suggestions drafted under another posture."""
    from analyzer.pipeline import draft_again

    return draft_again(analysis, posture=posture, library=open_engine(library_dir).library)


def check_wording(
    analysis: Analysis, wording: str, *, provision: str, element: str, library_dir: Path | None = None
) -> Finding:
    """Judge edited wording on the element it is for."""
    from analyzer.pipeline import judge_wording

    engine = open_engine(library_dir)
    findings = judge_wording(
        analysis,
        wording,
        provision=provision,
        settings=engine.settings,
        library=engine.library,
        retriever=engine.retriever,
    )
    return next(finding for finding in findings if finding.element == element)


def put_wording(analysis: Analysis, edited: Mapping[tuple[str, str], str]) -> Analysis:
    """Return the analysis with edited wording in its suggestions, by provision and element."""
    from analyzer.report import reword

    return replace(analysis, report=reword(analysis.report, edited))
