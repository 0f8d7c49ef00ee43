"""Round trips: a sample is analysed, every suggestion written into it as a tracked change, and that analysed again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from analyzer.comparing import remember_vectors, rescore
from analyzer.draft import target_status
from analyzer.drafting import draft_again
from analyzer.ingest import ingest, read_revisions
from analyzer.library import Library
from analyzer.models import (
    Analysis,
    ElementStatus,
    Finding,
    Posture,
    ProfileName,
    RedlineResult,
    Report,
    RevisedDocument,
    Score,
    Side,
)
from analyzer.opening import open_library
from analyzer.pipeline import analyze
from analyzer.redlining import write_redline
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from eval.metrics import Figure, count
from eval.tables import Run, Section, Table

SAMPLES = tuple(sorted((Path(__file__).parent / "samples").glob("*.docx")))
_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")
_DATE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Shortfall:
    """An element that is below its target when every suggestion is accepted."""

    provision: str
    element: str
    before: ElementStatus
    after: ElementStatus
    wanted: ElementStatus
    reason: str


@dataclass(frozen=True)
class RoundTrip:
    """A sample before its redline and after it; `target` is the score when each element is at its target or above."""

    before: Report
    result: RedlineResult
    written: RevisedDocument
    after: Report
    target: Score
    short: tuple[Shortfall, ...]


class Traveller:
    """Analyses samples with one library and takes their redlines through."""

    def __init__(self, settings: Settings, library: Library, retriever: Retriever) -> None:
        self._settings = settings.model_copy(update={"libreoffice": False})
        self._library, self._retriever = library, remember_vectors(retriever)

    def analyze(self, source: Path, profile: ProfileName) -> Analysis:
        """Analyse a sample, its tier detected."""
        return analyze(
            [ingest(source)],
            profile=profile,
            settings=self._settings,
            library=self._library,
            retriever=self._retriever,
        )

    def take(self, source: Path, analysis: Analysis, posture: Posture) -> RoundTrip:
        """Write the redline under a posture and analyse what it proposes, at the tier of the sample."""
        drafted = draft_again(analysis, posture=posture, library=self._library)
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "redline.docx"
            before = write_redline(
                drafted,
                source,
                out=out,
                author="Counsel",
                date_utc=_DATE,
                settings=self._settings,
                library=self._library,
            ).report
            # Paper that has all the posture asks for gets no redline: it is compared with itself.
            written = read_revisions(out if out.is_file() else source, name=source.name)
        assert before.redline is not None
        after = self.analyze_view(written, "proposed", before)
        return RoundTrip(
            before=before,
            result=before.redline,
            written=written,
            after=after,
            target=self._aim(drafted),
            short=tuple(self._shortfalls(analysis, after, posture)),
        )

    def analyze_view(self, written: RevisedDocument, view: Side, like: Report) -> Report:
        """Analyse one view of a redline as its report was made."""
        return analyze(
            [written.base if view == "base" else written.proposed],
            profile=like.profile,
            posture=like.posture,
            tier=like.tier.value,
            settings=self._settings,
            library=self._library,
            retriever=self._retriever,
        ).report

    def _wanted(self, report: Report, finding: Finding) -> ElementStatus:
        """Return the target of an element, or its status where that is better or not judged."""
        element = self._library.elements[finding.provision, finding.element]
        target = target_status(report.posture, element.criticality_at(report.tier.value))
        if finding.status not in _ORDER or _ORDER.index(finding.status) >= _ORDER.index(target):
            return finding.status
        return target

    def _aim(self, analysis: Analysis) -> Score:
        wanted = {(f.provision, f.element): self._wanted(analysis.report, f) for f in analysis.findings}
        return rescore(analysis, wanted, library=self._library)

    def _shortfalls(self, analysis: Analysis, after: Report, posture: Posture) -> Sequence[Shortfall]:
        was = {(f.provision, f.element): f.status for f in analysis.findings}
        short = []
        for provision in after.provisions:
            for element in provision.elements:
                wanted = target_status(posture, element.criticality)
                if element.status in _ORDER and _ORDER.index(element.status) < _ORDER.index(wanted):
                    before = was[provision.id, element.id]
                    short.append(Shortfall(provision.id, element.id, before, element.status, wanted, element.reason))
        return short


def measure_redlines(samples: Sequence[Path] = SAMPLES, profiles: Sequence[ProfileName] = ("core", "full")) -> Run:
    """Return the scores of the samples before and after their redlines, and every element that stays short, with why."""
    settings = Settings()
    traveller = Traveller(settings, *open_library(settings))
    figures: list[Figure] = []
    scores: list[tuple[str, ...]] = []
    left: list[tuple[str, ...]] = []
    for source in samples:
        for profile in profiles:
            analysis = traveller.analyze(source, profile)
            for posture in get_args(Posture):
                trip = traveller.take(source, analysis, posture)
                name = f"{source.stem}, {profile}, {posture}"
                before, after, target = trip.before.score.contract, trip.after.score.contract, trip.target.contract
                figures.append(count(f"redline: {name}, short of target", target - after, cases=1))
                scores.append((name, *(f"{score:.1f}" for score in (before, after, target)), str(len(trip.short))))
                left += [
                    (name, f"{s.provision}/{s.element}", f"{s.before} -> {s.after}", s.wanted, s.reason)
                    for s in trip.short
                ]
    return Run(
        [Section("redline round trips", "Points short of the target, every suggestion accepted", figures, shown=False)],
        [
            Table(
                "Samples with every suggestion accepted",
                ("", "score before", "after", "target", "elements short"),
                tuple(scores),
            ),
            Table("What stays short, and why", ("", "element", "status", "wanted", "reason"), tuple(left)),
        ],
    )
