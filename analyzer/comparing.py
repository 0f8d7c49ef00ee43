"""From a base and its versions to a comparison: each is analysed as any contract is, then they are held together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal, get_args

from analyzer.compare import compare
from analyzer.draft import target_status
from analyzer.drafting import draft_again
from analyzer.library import Library
from analyzer.models import (
    Analysis,
    Compared,
    CounterText,
    Document,
    ElementStatus,
    Posture,
    Problem,
    ProfileName,
    ReadVersion,
    RevisedDocument,
    Score,
    Stage,
    Tier,
)
from analyzer.opening import open_library
from analyzer.pipeline import analyze
from analyzer.progress import say_nothing
from analyzer.receipt import make_receipt
from analyzer.retrieve import Encoder, Retriever
from analyzer.score import score
from analyzer.segment import segment
from analyzer.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["compare_versions", "remember_vectors", "rescore"]


def compare_versions(
    base: Document,
    versions: Sequence[RevisedDocument],
    *,
    profile: ProfileName = "full",
    tier: Tier | Literal["auto"] = "auto",
    posture: Posture = "balanced",
    settings: Settings | None = None,
    library: Library | None = None,
    retriever: Retriever | None = None,
    today: date | None = None,
    problems: Sequence[Problem] = (),
    rounds: bool = False,
    progress: Callable[[Stage], None] = say_nothing,
) -> Compared:
    """Compare a base with the versions that came back.

    Args:
        versions: as `analyzer.reading.start_versions` gives them; the turns of one negotiation in order with `rounds`.
        tier: the tier of all; by default the one found in the base.
        problems: what went wrong in reading.

    Raises:
        InputError: every version is another contract altogether.
    """
    settings = settings or Settings()
    if library is None or retriever is None:
        library, retriever = open_library(settings)
    retriever = remember_vectors(retriever)
    run = partial(
        analyze,
        profile=profile,
        posture=posture,
        settings=settings,
        library=library,
        retriever=retriever,
        today=today or date.today(),
        progress=progress,
    )
    ours = run([base], tier=tier)
    theirs = [(version, run([version.proposed], tier=ours.report.tier.value)) for version in versions]
    return compare(
        (ours.contracts[0], ours.report),
        [_read_version(version, analysis, library) for version, analysis in theirs],
        provisions=library.in_profile(profile),
        target=target_status,
        rescore=partial(rescore, ours, library=library),
        receipt=make_receipt(library, settings=settings, today=today or date.today()),
        problems=problems,
        rounds=rounds,
    )


class _Remembering:
    """Encodes each text once: most of what a version says the base has said, and the same words get the same vector."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, as rows."""
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


def remember_vectors(retriever: Retriever) -> Retriever:
    """Return the retriever with encoders that remember, its scout too."""
    remembering = copy(retriever)
    remembering.encoder = _Remembering(retriever.encoder)
    remembering.scout = None if retriever.scout is None else remember_vectors(retriever.scout)
    return remembering


def _read_version(version: RevisedDocument, analysis: Analysis, library: Library) -> ReadVersion:
    contract = analysis.contracts[0]
    same = version.base.text == version.proposed.text
    return ReadVersion(
        revised=version,
        base_view=contract if same else segment(version.base),
        contract=contract,
        report=analysis.report,
        counter_texts=tuple(t for posture in get_args(Posture) for t in _counter(analysis, posture, library)),
    )


def rescore(analysis: Analysis, statuses: Mapping[tuple[str, str], ElementStatus], *, library: Library) -> Score:
    """Score a contract as if its elements had these statuses, each by its provision and id."""
    report = analysis.report
    findings = [f.model_copy(update={"status": statuses[f.provision, f.element]}) for f in analysis.findings]
    turned = {new.provision for new, old in zip(findings, analysis.findings, strict=True) if new.status != old.status}
    return score(
        findings,
        provisions=library.in_profile(report.profile),
        scoring=library.scoring,
        tier=report.tier.value,
        not_assessed={
            p.id: "; ".join(p.steps) for p in report.provisions if p.status == "not_assessed" and p.id not in turned
        },
    )


def _counter(analysis: Analysis, posture: Posture, library: Library) -> tuple[CounterText, ...]:
    """Return what the library would write in a version under a posture."""
    if posture != analysis.report.posture:
        analysis = draft_again(analysis, posture=posture, library=library)
    return tuple(
        CounterText(posture=posture, provision=p.id, element=edit.element, text=edit.text)
        for p in analysis.report.provisions
        if p.suggestion is not None
        for edit in p.suggestion.edits
    )
