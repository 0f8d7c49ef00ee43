"""Compare a base with the versions that came back: who changed what, marked or not, and what it does to the client."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from analyzer.compare.advice import CounterTexts, Target, advise, is_near
from analyzer.compare.changes import VersionChanges, find_changes
from analyzer.compare.matrix import (
    Rescore,
    compare_provisions,
    count_concession,
    find_heaviest,
    settle_statuses,
    share_losses,
    statuses_of,
)
from analyzer.compare.meaning import read_meaning
from analyzer.compare.remarks import attach_remarks
from analyzer.compare.rounds import follow_turns
from analyzer.compare.side_by_side import lay_side_by_side
from analyzer.errors import InputError
from analyzer.models import (
    Change,
    Compared,
    ComparedDocument,
    ComparedScore,
    ComparedVersion,
    ComparisonReport,
    Contract,
    Problem,
    Provision,
    ReadVersion,
    Receipt,
    Report,
    Score,
    SideBySide,
)

__all__ = ["Counter", "CounterTexts", "Rescore", "Target", "compare"]

# Drafts for some provisions of a version, by their ids, under each posture.
Counter = Callable[[ReadVersion, Collection[str]], CounterTexts]

# Of two contracts from one template a fifth of the words may be the same; of two versions of one, hardly less than half.
_SAME_CONTRACT = 1 / 3


def compare(
    base: tuple[Contract, Report],
    versions: Sequence[ReadVersion],
    *,
    provisions: Sequence[Provision],
    target: Target,
    rescore: Rescore,
    counter: Counter,
    receipt: Receipt,
    problems: Sequence[Problem] = (),
    rounds: bool = False,
) -> Compared:
    """Return what the versions changed and what that does; changes that nobody marked come first.

    Args:
        base: the draft that was sent out, and its report.
        target: the least status that a posture asks of an element of a criticality.
        rescore: the score that element statuses come to, in the base's profile and tier.
        counter: what the library would put in place of what falls short.
        problems: what went wrong before, a version that can't be read among them.
        rounds: the versions are the turns of one negotiation, in order, and not several vendors.

    Raises:
        InputError: every version is another contract altogether.
    """
    contract, report = base
    before = rescore(statuses_of(report))
    found: list[tuple[ComparedVersion, tuple[SideBySide, ...]]] = []
    refused: list[Problem] = []
    for version in versions:
        changes = find_changes(contract, version)
        if changes.aligned < _SAME_CONTRACT:
            refused.append(_refusal(version, contract, changes))
            continue
        compared = _compare_version(base, version, changes, provisions, target, rescore, counter, before)
        found.append((compared, lay_side_by_side(changes.whole, compared.changes)))
    if not found:
        raise InputError(
            "\n".join(p.message for p in (*refused, *problems)) or "there is nothing to compare with the base"
        )
    told = tuple(version for version, _ in found)
    told, threads = follow_turns(told) if rounds else (told, ())
    everything = (*problems, *refused, *(p for v in versions for p in v.contract.document.problems if p.partial))
    return Compared(
        report=ComparisonReport(
            base=_document(contract, report, before),
            versions=told,
            tier=report.tier,
            profile=report.profile,
            posture=report.posture,
            threads=threads,
            status="partial" if any(p.partial for p in everything) else "complete",
            problems=everything,
            receipt=receipt,
        ),
        texts=tuple(rows for _, rows in found),
    )


def _compare_version(
    base: tuple[Contract, Report],
    version: ReadVersion,
    found: VersionChanges,
    provisions: Sequence[Provision],
    target: Target,
    rescore: Rescore,
    counter: Counter,
    before: Score,
) -> ComparedVersion:
    contract, report = base
    changes = read_meaning(
        found.changes,
        base=report,
        version=version.report,
        contracts=(contract, version.contract),
        provisions=provisions,
    )
    after = rescore(settle_statuses(report, changes))
    changes = share_losses(changes, before=before, after=after)
    losing = {e.provision for c in changes for e in c.elements if is_near(e)}
    drafts = counter(version, losing) if losing else {}
    changes = tuple(c.model_copy(update={"answers": advise(c, target=target, drafts=drafts)}) for c in changes)
    changes = attach_remarks(changes, version)
    rows = compare_provisions(report, changes, before=before, after=after)
    concession, gain = count_concession(rows, before)
    return ComparedVersion(
        name=version.contract.document.name,
        sha256=version.contract.document.sha256,
        document=_document(version.contract, version.report, after),
        marked=found.marked,
        authors=tuple(sorted({r.author for r in version.revised.revisions if r.author})),
        aligned=round(found.aligned, 3),
        changes=_in_order(changes),
        provisions=rows,
        concession=concession,
        gain=gain,
        heaviest=find_heaviest(changes),
        folded=found.folded,
        renumbered=found.renumbered,
    )


def _in_order(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return what nobody marked first, each part in the order of the text."""
    return tuple(sorted(changes, key=lambda c: (c.tracked, c.after_span.start if c.after_span else -1)))


def _document(contract: Contract, report: Report, score: Score) -> ComparedDocument:
    document = contract.document
    return ComparedDocument(
        name=document.name,
        sha256=document.sha256,
        format=document.format,
        pages=len(document.pages),
        characters=len(document.text),
        score=ComparedScore(contract=score.contract, band=score.band, core_index=score.core_index),
    )


def _refusal(version: ReadVersion, base: Contract, changes: VersionChanges) -> Problem:
    name = version.contract.document.name
    return Problem(
        code="another-contract",
        message=f"{name}: only {changes.aligned:.0%} of its words are in {base.document.name}; it is another contract, so"
        " it was not compared. Check that the base and the version belong together.",
        document=name,
        partial=True,
    )
