"""Round trips: a sample is analysed, every suggestion written into it as a tracked change, and that analysed again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

from analyzer.comparing import remember_searches, rescore
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
    """A sample before its redline and after it.

    `reached` is the score of the provisions that were assessed at first, `target` that score when each element is at its
    target or above. `new` are provisions that applied to nothing in the sample and do to the wording of the redline.
    """

    before: Report
    result: RedlineResult
    written: RevisedDocument
    after: Report
    reached: Score
    target: Score
    short: tuple[Shortfall, ...]
    new: tuple[str, ...]


class Traveller:
    """Analyses samples with one library and takes their redlines through."""

    def __init__(self, settings: Settings, library: Library, retriever: Retriever) -> None:
        self._settings = settings.model_copy(update={"libreoffice": False})
        self._library, self._retriever = library, remember_searches(retriever)

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
        """Write the redline under a posture and analyse what it proposes, its tier detected anew."""
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
            reached=self._score_again(drafted, after),
            target=self._aim(drafted),
            short=tuple(self._shortfalls(analysis, after, posture)),
            new=tuple(p.id for p in after.provisions if p.status != "not_assessed" and p.id not in _assessed(before)),
        )

    def analyze_view(self, written: RevisedDocument, view: Side, like: Report) -> Report:
        """Analyse one view of a redline as its report was made."""
        return analyze(
            [written.base if view == "base" else written.proposed],
            profile=like.profile,
            posture=like.posture,
            tier="auto" if like.tier.source == "detected" else like.tier.value,
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

    def _score_again(self, analysis: Analysis, after: Report) -> Score:
        now = {
            (p.id, e.id): e.status for p in after.provisions if p.id in _assessed(analysis.report) for e in p.elements
        }
        statuses = {(f.provision, f.element): now.get((f.provision, f.element), f.status) for f in analysis.findings}
        return rescore(analysis, statuses, library=self._library)

    def _shortfalls(self, analysis: Analysis, after: Report, posture: Posture) -> Sequence[Shortfall]:
        was = {(f.provision, f.element): f.status for f in analysis.findings}
        short = []
        for provision in (p for p in after.provisions if p.id in _assessed(analysis.report)):
            for element in provision.elements:
                wanted = target_status(posture, element.criticality)
                if element.status in _ORDER and _ORDER.index(element.status) < _ORDER.index(wanted):
                    before = was[provision.id, element.id]
                    short.append(Shortfall(provision.id, element.id, before, element.status, wanted, element.reason))
        return short


def _assessed(report: Report) -> frozenset[str]:
    return frozenset(p.id for p in report.provisions if p.status != "not_assessed")


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
                before, after, target = trip.before.score.contract, trip.reached.contract, trip.target.contract
                figures.append(count(f"redline: {name}, short of target", target - after, cases=1))
                points = (f"{score:.1f}" for score in (before, after, target))
                scores.append((name, *points, str(len(trip.short)), ", ".join(trip.new)))
                left += [
                    (name, f"{s.provision}/{s.element}", f"{s.before} -> {s.after}", s.wanted, s.reason)
                    for s in trip.short
                ]
    return Run(
        [Section("redline round trips", "Points short of the target, every suggestion accepted", figures, shown=False)],
        [
            Table(
                "Samples with every suggestion accepted",
                ("", "score before", "after", "target", "elements short", "provisions the wording brings into play"),
                tuple(scores),
            ),
            Table("What stays short, and why", ("", "element", "status", "wanted", "reason"), tuple(left)),
        ],
    )
