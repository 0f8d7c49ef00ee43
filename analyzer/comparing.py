"""From a base and its versions to a comparison: each is analysed as any contract is, then they are held together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args

from analyzer.compare import CounterTexts, compare
from analyzer.draft import target_status
from analyzer.drafting import draft_again
from analyzer.library import Library
from analyzer.models import (
    Analysis,
    Compared,
    Contract,
    Document,
    ElementStatus,
    Matches,
    Posture,
    Problem,
    ProfileName,
    ReadVersion,
    RevisedDocument,
    Score,
    SplitVersion,
    Stage,
    Tier,
)
from analyzer.opening import open_library
from analyzer.pipeline import analyze
from analyzer.progress import say_nothing
from analyzer.receipt import make_receipt
from analyzer.retrieve import Retriever
from analyzer.score import score
from analyzer.settings import Settings
from analyzer.splitting import split_version

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["compare_versions", "remember_searches", "rescore"]


def compare_versions(
    base: Document | Contract,
    versions: Sequence[RevisedDocument | SplitVersion],
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
        versions: as `analyzer.reading` gives them, split into clauses there or not; the turns of one negotiation in order
            with `rounds`.
        tier: the tier of all; by default the one found in the base.
        problems: what went wrong in reading.

    Raises:
        InputError: every version is another contract altogether.
    """
    settings = settings or Settings()
    if library is None or retriever is None:
        library, retriever = open_library(settings)
    retriever = remember_searches(retriever)
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
    ours = run([base], tier=tier, drafts=False)
    split = [version if isinstance(version, SplitVersion) else split_version(version) for version in versions]
    theirs = [(version, run([version.contract], tier=ours.report.tier.value)) for version in split]
    return compare(
        (ours.contracts[0], ours.report),
        [_read_version(version, analysis) for version, analysis in theirs],
        provisions=library.in_profile(profile),
        target=target_status,
        rescore=partial(rescore, ours, library=library),
        counter=partial(_counter, {a.contracts[0].document.name: a for _, a in theirs}, library=library),
        receipt=make_receipt(library, settings=settings, today=today or date.today()),
        problems=problems,
        rounds=rounds,
    )


class _Remembering(Retriever):
    """Searches for each text once: most of what a version says the base has said, and the same words find the same."""

    def __init__(self, retriever: Retriever) -> None:
        vars(self).update(vars(retriever))
        self._retriever = retriever
        self._found: Matches | None = None
        self._rows: dict[str, tuple[int, int]] = {}

    def search(self, texts: Sequence[str], *, positions: Sequence[int] | None = None, count: int = 60) -> Matches:
        """Return for each text its matches, as they were found when it came up first."""
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new or self._found is None:
            found = self._retriever.search(new, count=count)
            edges = np.searchsorted(found.passage, np.arange(len(new) + 1)) + (len(self._found) if self._found else 0)
            self._rows.update(zip(new, pairwise(edges.tolist()), strict=True))
            self._found = found if self._found is None else _join(self._found, found)
        ranges = [self._rows[text] for text in texts]
        rows = np.concatenate([np.arange(*own) for own in ranges]) if ranges else np.zeros(0, dtype=np.int64)
        places = np.arange(len(texts)) if positions is None else np.asarray(positions, dtype=np.int64)
        sizes = [last - first for first, last in ranges]
        return replace(_pick(self._found, rows), passage=np.repeat(places, sizes))


def _join(ones: Matches, others: Matches) -> Matches:
    import numpy as np

    return _columns(lambda name: np.concatenate([getattr(ones, name), getattr(others, name)]), like=ones)


def _pick(matches: Matches, rows: NDArray[np.int64]) -> Matches:
    return _columns(lambda name: getattr(matches, name)[rows], like=matches)


def _columns(of: Callable[[str], NDArray[Any]], *, like: Matches) -> Matches:
    """Return matches with other rows; the lists that columns index stay those of the library."""
    lists = {"exemplars", "keys"}
    columns: dict[str, Any] = {f.name: of(f.name) for f in fields(like) if f.name not in lists}
    return replace(like, **columns)


def remember_searches(retriever: Retriever) -> Retriever:
    """Return the retriever with a memory of its own."""
    return _Remembering(retriever)


def _read_version(version: SplitVersion, analysis: Analysis) -> ReadVersion:
    return ReadVersion(
        revised=version.revised,
        base_view=version.base_view,
        contract=analysis.contracts[0],
        report=analysis.report,
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


def _counter(
    analyses: Mapping[str, Analysis], version: ReadVersion, wanted: Collection[str], *, library: Library
) -> CounterTexts:
    """Return what the library would write for some provisions of a version under each posture."""
    analysis = analyses[version.contract.document.name]
    texts: dict[tuple[Posture, str, str], str] = {}
    for posture in get_args(Posture):
        own = posture == analysis.report.posture
        drafted = analysis if own else draft_again(analysis, posture=posture, library=library, only=wanted)
        for provision in drafted.report.provisions:
            if provision.suggestion is not None:
                texts |= {(posture, provision.id, edit.element): edit.text for edit in provision.suggestion.edits}
    return texts
