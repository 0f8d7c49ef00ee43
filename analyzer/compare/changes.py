"""What one version changed: silently against the base, and tracked against its own base view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.compare.chunks import Aligned, align
from analyzer.compare.differences import Difference, find_differences
from analyzer.compare.edits import Range
from analyzer.compare.margins import find_margin_changes
from analyzer.compare.noise import count_folds, renumbering
from analyzer.compare.references import find_stale
from analyzer.compare.spans import cite, quote, read_runs, span
from analyzer.compare.units import read_text
from analyzer.models import (
    Change,
    Contract,
    Document,
    Fold,
    FoldReason,
    ReadVersion,
    Renumbering,
    RevisedDocument,
    Revision,
    Span,
)


@dataclass(frozen=True)
class VersionChanges:
    """The changes of one version without what they mean; `whole` is the base beside what the version proposes."""

    changes: tuple[Change, ...]
    folded: tuple[Fold, ...]
    renumbered: tuple[Renumbering, ...]
    whole: Aligned
    marked: bool

    @property
    def aligned(self) -> float:
        """Return the share of the shorter text's words that stand in the other too."""
        shorter = min(sum(len(u) for u in t.units) for t in (self.whole.a, self.whole.b))
        return min(sum(j >= 0 for j in self.whole.match) / shorter, 1.0) if shorter else 0.0


def find_changes(base: Contract, version: ReadVersion) -> VersionChanges:
    """Return what a version changed, what nobody marked first."""
    alike = base.document.format == version.contract.document.format
    ours, proposed = (read_text(c, signatures=alike) for c in (base, version.contract))
    marked = bool(version.revised.revisions) and version.base_view.document.text != version.contract.document.text
    view = read_text(version.base_view, signatures=alike) if marked else proposed
    silent = align(ours, view)
    unmarked = find_differences(silent)
    drafts = [_Draft(silent, d, tracked=False) for d in unmarked.found]
    folds = count_folds(silent, unmarked.folded)
    whole = silent
    if marked:
        tracked = align(view, proposed)
        pending = find_differences(tracked)
        drafts += [_Draft(tracked, d, tracked=True) for d in pending.found]
        folds += count_folds(tracked, pending.folded)
        whole = align(ours, proposed)
    folds["formatting"] += sum(r.kind == "format" for r in version.revised.revisions)
    changes = [_write(draft, number, version, silent, marked=marked) for number, draft in enumerate(drafts, 1)]
    changes += _stale(whole, len(changes))
    margins = _in_margins(base.document, version.revised, len(changes)) if alike else ()
    return VersionChanges(
        changes=(*changes, *margins),
        folded=_list_folds(folds),
        renumbered=tuple(Renumbering(base=o, version=n) for o, n in renumbering(whole).items() if o != n),
        whole=whole,
        marked=marked,
    )


@dataclass(frozen=True)
class _Draft:
    aligned: Aligned
    difference: Difference
    tracked: bool


def _stale(whole: Aligned, count: int) -> Iterator[Change]:
    """Yield the references that point elsewhere than before, numbered on from `count`; nobody marks what stays."""
    for number, found in enumerate(find_stale(whole), count + 1):
        before, after = span(whole.a, found.a), span(whole.b, found.b)
        yield Change(
            id=f"c{number}",
            kind="reference",
            tracked=False,
            section=cite(whole.b.contract, after[0]),
            base_section=cite(whole.a.contract, before[0]),
            before=quote(whole.a, found.a),
            after=quote(whole.b, found.b),
            why=found.why,
            words=read_runs(whole, range(*found.a), range(*found.b)),
            before_span=Span(start=before[0], end=before[1]),
            after_span=Span(start=after[0], end=after[1]),
            after_page=_page(whole.b.contract, after[0]),
        )


def _in_margins(base: Document, revised: RevisedDocument, count: int) -> Iterator[Change]:
    """Yield the changes in headers and footers, numbered on from `count`."""
    pairs = ((base, revised.base, False), (revised.base, revised.proposed, True))
    found = [(change, tracked) for old, new, tracked in pairs for change in find_margin_changes(old, new)]
    for number, (change, tracked) in enumerate(found, count + 1):
        by = next((r for r in revised.revisions if tracked and r.story == change.place), None)
        yield Change(
            id=f"c{number}",
            kind=change.kind,
            tracked=tracked,
            section=change.place,
            before=change.before,
            after=change.after,
            author=by.author if by else None,
            date=by.date if by else None,
        )


def _list_folds(folds: Counter[FoldReason]) -> tuple[Fold, ...]:
    return tuple(Fold(reason=reason, count=count) for reason, count in sorted(folds.items()) if count)


def _write(draft: _Draft, number: int, version: ReadVersion, silent: Aligned, *, marked: bool) -> Change:
    found, aligned = draft.difference, draft.aligned
    here, there = span(aligned.a, found.a), span(aligned.b, found.b)
    before_span = _to_base(silent, found.a) if draft.tracked else here
    after_span = there
    if marked and not draft.tracked:
        located = version.revised.locate(Span(start=there[0], end=there[1]), of="base", to="proposed")
        after_span = located.start, located.end
    by = _revision(draft, version.revised.revisions) if draft.tracked else None
    changed_edits = found.kind in {"replace", "format"}
    runs = read_runs(aligned, range(*found.a), range(*found.b)) if changed_edits or found.kind == "move" else ()
    if runs and runs[0].side == "both":  # with the marks that open the sentence
        opening = aligned.b.text[there[0] : aligned.b.words.starts[found.b[0]]]
        runs = (runs[0].model_copy(update={"text": opening + runs[0].text}), *runs[1:])
    base, proposed = silent.a.contract, version.contract
    after_section = cite(proposed, after_span[0]) if found.b[0] < found.b[1] else None
    base_section = cite(base, before_span[0]) if found.a[0] < found.a[1] else None
    return Change(
        id=f"c{number}",
        kind=found.kind,
        tracked=draft.tracked,
        section=after_section or base_section,
        base_section=base_section,
        before=quote(aligned.a, found.a),
        after=quote(aligned.b, found.b),
        author=by.author if by else None,
        date=by.date if by else None,
        structure=found.joint,
        words=runs,
        before_span=Span(start=before_span[0], end=before_span[1]),
        after_span=Span(start=after_span[0], end=after_span[1]),
        after_page=_page(proposed, after_span[0]),
    )


def _page(contract: Contract, offset: int) -> int | None:
    if contract.document.format != "pdf":
        return None
    return next((p.number for p in contract.document.pages if p.start <= offset < p.end), None)


def _to_base(silent: Aligned, view: Range) -> tuple[int, int]:
    """Return where words of a version's base view stand in the base."""
    found = sorted(silent.back[w] for w in range(*view) if w < len(silent.back) and silent.back[w] >= 0)
    if found:
        return silent.a.span(found[0], found[-1] + 1)
    before = next(
        (silent.back[w] for w in range(min(view[0], len(silent.back)) - 1, -1, -1) if silent.back[w] >= 0), -1
    )
    return silent.a.span(before + 1, before + 1)


def _revision(draft: _Draft, revisions: Sequence[Revision]) -> Revision | None:
    """Return the tracked change that a difference is made of for the most part."""
    found = draft.difference
    a, b = draft.aligned.a, draft.aligned.b
    edits = [(e.a, e.b) for e in found.edits] or [(found.a, found.b)]
    gone = [a.span(*e) for e, _ in edits if e[0] < e[1]]
    come = [b.span(*e) for _, e in edits if e[0] < e[1]]
    best, most = None, 0
    for revision in revisions:
        if revision.spans is None or revision.kind == "format":
            continue
        base, proposed = revision.spans.base, revision.spans.proposed
        shared = sum(_shared(s, (base.start, base.end)) for s in gone)
        shared += sum(_shared(s, (proposed.start, proposed.end)) for s in come)
        if shared > most:
            best, most = revision, shared
    return best


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
