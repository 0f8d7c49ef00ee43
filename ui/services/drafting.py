"""Another posture, edited wording, and what edited wording is worth."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from analyzer.models import Analysis, Finding, Posture
from ui.services.engine import open_engine

_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafting")


def switch_posture(analysis: Analysis, posture: Posture, *, library_dir: Path | None = None) -> Analysis:
    """Return the analysis with its suggestions drafted under another posture."""
    from analyzer.drafting import draft_again

    return draft_again(analysis, posture=posture, library=open_engine(library_dir).library)


def start_switching(analysis: Analysis, posture: Posture, *, library_dir: Path | None = None) -> Future[Analysis]:
    """Begin the same in the background, after what others have asked for."""
    return _pool.submit(switch_posture, analysis, posture, library_dir=library_dir)


def check_wording(
    analysis: Analysis, wording: str, *, provision: str, element: str, library_dir: Path | None = None
) -> Finding:
    """Judge edited wording on the element it is for."""
    from analyzer.judging import judge_wording

    engine = open_engine(library_dir)
    findings = judge_wording(
        wording,
        provision,
        parties=analysis.contracts[0].parties,
        tier=analysis.report.tier.value,
        settings=engine.settings,
        library=engine.library,
        retriever=engine.retriever,
    )
    return next(finding for finding in findings if finding.element == element)


def put_wording(analysis: Analysis, edited: Mapping[tuple[str, str], str]) -> Analysis:
    """Return the analysis with edited wording in its suggestions, by provision and element."""
    from analyzer.report import reword

    return analysis.model_copy(update={"report": reword(analysis.report, edited)})
