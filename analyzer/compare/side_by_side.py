"""The two texts as rows beside each other, for those who show them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from analyzer.compare.chunks import Aligned, Chunk
from analyzer.compare.spans import read_runs
from analyzer.compare.units import Text
from analyzer.models import Change, SideBySide, Span


def lay_side_by_side(aligned: Aligned, changes: Sequence[Change]) -> tuple[SideBySide, ...]:
    """Return one row a paragraph, in the order of the second text; what only the first has stands where it was."""
    ordered = sorted(aligned.chunks, key=lambda c: _place(c, aligned))
    return tuple(_row(chunk, aligned, changes) for chunk in ordered)


def _place(chunk: Chunk, aligned: Aligned) -> tuple[int, int]:
    if chunk.b:
        return chunk.b[0], 1
    before = [aligned.match[w] for w in range(chunk.a[0] - 1, max(chunk.a[0] - 400, -1), -1) if aligned.match[w] >= 0]
    return (before[0] + 1 if before else 0), 0


def _row(chunk: Chunk, aligned: Aligned, changes: Sequence[Change]) -> SideBySide:
    return SideBySide(
        base_number=_number(aligned.a, chunk.a),
        number=_number(aligned.b, chunk.b),
        heading=any(
            t.units[u].heading for t, u in ((aligned.a, chunk.unit_a), (aligned.b, chunk.unit_b)) if u is not None
        ),
        moved=chunk.moved,
        runs=read_runs(aligned, chunk.a, chunk.b),
        changes=tuple(c.id for c in changes if c.kind != "comment" and _is_in(c, chunk, aligned)),
    )


def _number(text: Text, words: Sequence[int]) -> str | None:
    """Return the number of the clause that words open."""
    if not words:
        return None
    unit = text.unit_at(words[0])
    return text.clause_of(unit).number if unit is not None and unit.opens and words[0] <= unit.body else None


def _is_in(change: Change, chunk: Chunk, aligned: Aligned) -> bool:
    return _meets(change.before_span, aligned.a, chunk.a) or _meets(change.after_span, aligned.b, chunk.b)


def _meets(span: Span | None, text: Text, words: Sequence[int]) -> bool:
    if span is None or not words or span.start >= span.end:
        return False
    at = bisect_right(words, text.words.first_at(span.end) - 1) - 1
    return at >= 0 and text.words.ends[words[at]] > span.start
