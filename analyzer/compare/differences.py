"""Edits put together as a reader takes them: whole sentences, whole clauses, moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.compare.chunks import Aligned, Joint
from analyzer.compare.edits import Edit, Range, read_edits
from analyzer.compare.noise import Noise
from analyzer.compare.units import Text
from analyzer.models import ChangeKind, FoldReason

_FEWEST_MOVED = 5


@dataclass(frozen=True)
class Difference:
    """One change in words `a` of the first text and `b` of the second; `edits` are those within, none for a move."""

    kind: ChangeKind
    a: Range
    b: Range
    edits: tuple[Edit, ...] = ()
    joint: Joint | None = None


@dataclass(frozen=True)
class Differences:
    """What differs, in the order of the second text, and the edits that were folded as noise."""

    found: tuple[Difference, ...]
    folded: dict[Edit, FoldReason]


def find_differences(aligned: Aligned) -> Differences:
    """Return what differs between two texts."""
    noise = Noise(aligned)
    folded: dict[Edit, FoldReason] = {}
    kept: list[Edit] = []
    for edit in read_edits(aligned):
        reason = noise.reason(edit)
        if reason is None:
            kept.append(edit)
        else:
            folded[edit] = reason
    found = [*_rewordings(aligned, kept), *_moves(aligned), *_joints(aligned)]
    return Differences(tuple(sorted(found, key=lambda d: (d.b[0], d.a[0]))), folded)


def _rewordings(aligned: Aligned, edits: Sequence[Edit]) -> Iterator[Difference]:
    whole: list[Edit] = []
    within: list[Edit] = []
    for edit in edits:
        (whole if _is_whole(aligned, edit) else within).append(edit)
    yield from _whole_clauses(aligned, whole)
    group: list[Edit] = []
    around: tuple[Range, Range] | None = None
    for edit in within:
        a, b = _sentences(aligned, edit)
        if group and around and edit.chunk == group[0].chunk and (_touch(a, around[0]) or _touch(b, around[1])):
            around = (_union(around[0], a), _union(around[1], b))
            group.append(edit)
            continue
        if group and around:
            yield _reworded(group, around)
        group, around = [edit], (a, b)
    if group and around:
        yield _reworded(group, around)


def _reworded(edits: Sequence[Edit], around: tuple[Range, Range]) -> Difference:
    a, b = around
    kind: ChangeKind = "replace" if a[0] < a[1] and b[0] < b[1] else "insert" if b[0] < b[1] else "delete"
    return Difference(kind, a, b, tuple(edits))


def _sentences(aligned: Aligned, edit: Edit) -> tuple[Range, Range]:
    """Return the sentences that an edit touches on either side, empty on a side that has none of them.

    A sentence that is new as a whole has nothing before it; the sentence next to it did not change.
    """
    a, b = edit.a, edit.b
    if edit.removes:
        a = aligned.a.sentence(a[0])[0], aligned.a.sentence(a[1] - 1)[1]
    if edit.adds:
        b = aligned.b.sentence(b[0])[0], aligned.b.sentence(b[1] - 1)[1]
    if edit.removes and not edit.adds and not _is_all(a, edit.a, aligned.match):
        b = _partners(aligned.match, a, b)
        b = aligned.b.sentence(b[0])[0], aligned.b.sentence(b[1] - 1)[1]
    elif edit.adds and not edit.removes and not _is_all(b, edit.b, aligned.back):
        a = _partners(aligned.back, b, a)
        a = aligned.a.sentence(a[0])[0], aligned.a.sentence(a[1] - 1)[1]
    return a, b


def _is_all(sentence: Range, edited: Range, match: Sequence[int]) -> bool:
    """Say whether a sentence has no word that stands in the other text too."""
    return all(match[w] < 0 for w in range(*sentence)) or sentence == edited


def _partners(match: Sequence[int], words: Range, near: Range) -> Range:
    """Return the range in the other text of the words that are in both."""
    found = [match[w] for w in range(*words) if match[w] >= 0]
    return (min(found), max(found) + 1) if found else near


def _touch(one: Range, other: Range) -> bool:
    return one[0] < one[1] and other[0] < other[1] and one[0] < other[1] and other[0] < one[1]


def _union(one: Range, other: Range) -> Range:
    if one[0] == one[1]:
        return other
    if other[0] == other[1]:
        return one
    return min(one[0], other[0]), max(one[1], other[1])


def _is_whole(aligned: Aligned, edit: Edit) -> bool:
    """Say whether an edit takes out or puts in a whole paragraph."""
    if edit.removes and edit.adds:
        return False
    text, words = (aligned.a, edit.a) if edit.removes else (aligned.b, edit.b)
    unit = text.unit_at(words[0])
    return unit is not None and words[0] <= unit.body and words[1] >= unit.last


def _whole_clauses(aligned: Aligned, edits: Sequence[Edit]) -> Iterator[Difference]:
    """Yield clauses that are gone or new as a whole as one difference each, with all that stands under them."""
    for removed in (True, False):
        text = aligned.a if removed else aligned.b
        own = sorted((e for e in edits if e.removes == removed), key=lambda e: e.a if removed else e.b)
        group: list[Edit] = []
        for edit in own:
            if group and _goes_on(text, group, edit, removed=removed):
                group.append(edit)
                continue
            if group:
                yield _clause(group, removed=removed)
            group = [edit]
        if group:
            yield _clause(group, removed=removed)


def _goes_on(text: Text, group: Sequence[Edit], edit: Edit, *, removed: bool) -> bool:
    """Say whether a paragraph stands right after a group and under the clause that the group opens with."""
    before, words = (group[-1].a, edit.a) if removed else (group[-1].b, edit.b)
    first = text.index_at((group[0].a if removed else group[0].b)[0])
    last, here = text.index_at(before[0]), text.index_at(words[0])
    if first is None or last is None or here != last + 1 or not text.units[first].opens:
        return False
    root, clause = text.units[first].clause, text.units[here].clause
    parent: int | None = clause
    while parent is not None and parent > root:
        parent = text.contract.clauses[parent].parent
    return parent == root


def _clause(group: Sequence[Edit], *, removed: bool) -> Difference:
    a, b = (group[0].a[0], group[-1].a[1]), (group[0].b[0], group[-1].b[1])
    if removed:
        return Difference("delete", a, (b[0], b[0]), tuple(group))
    return Difference("insert", (a[0], a[0]), b, tuple(group))


def _moves(aligned: Aligned) -> Iterator[Difference]:
    """Yield what stands elsewhere: paragraphs that moved together are one move."""
    group: list[tuple[Range, Range]] = []
    ends: tuple[int, int] | None = None
    for chunk in aligned.chunks:
        if not chunk.moved or not chunk.a or not chunk.b or _is_note(aligned, chunk.unit_a):
            continue
        pair = (chunk.a[0], chunk.a[-1] + 1), (chunk.b[0], chunk.b[-1] + 1)
        at = chunk.unit_a or 0, chunk.unit_b or 0
        if ends is not None and at == (ends[0] + 1, ends[1] + 1):
            group.append(pair)
        else:
            yield from _move(group)
            group = [pair]
        ends = at
    yield from _move(group)


def _move(group: Sequence[tuple[Range, Range]]) -> Iterator[Difference]:
    """Yield a move, unless it is of a word or two, which stand anywhere."""
    if sum(a[1] - a[0] for a, _ in group) < _FEWEST_MOVED:
        return
    yield Difference("move", (group[0][0][0], group[-1][0][1]), (group[0][1][0], group[-1][1][1]))


def _is_note(aligned: Aligned, unit: int | None) -> bool:
    """Say whether a paragraph is a note or a box, which another format puts elsewhere on the page."""
    return unit is not None and aligned.a.units[unit].kind in {"footnote", "textbox"}


def _joints(aligned: Aligned) -> Iterator[Difference]:
    """Yield clauses that were cut in two or put together under other numbers; between formats that is only layout."""
    if aligned.a.contract.document.format != aligned.b.contract.document.format:
        return
    seen: set[tuple[int | None, int | None]] = set()
    for chunk in aligned.chunks:
        if chunk.joint is None or chunk.unit_a is None or chunk.unit_b is None:
            continue
        text, unit = (aligned.b, chunk.unit_b) if chunk.joint == "split" else (aligned.a, chunk.unit_a)
        part = text.units[unit]
        if part.opens and text.clause_of(part).number is not None and (chunk.unit_a, chunk.unit_b) not in seen:
            seen.add((chunk.unit_a, chunk.unit_b))
            a, b = (chunk.a[0], chunk.a[-1] + 1), (chunk.b[0], chunk.b[-1] + 1)
            yield Difference("format", a, b, joint=chunk.joint)
