"""Comments of a version beside the change they speak of; those that speak of none stand by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.compare.spans import cite
from analyzer.models import Change, Comment, ReadVersion, Remark, Span


def attach_remarks(changes: Sequence[Change], version: ReadVersion) -> tuple[Change, ...]:
    """Return the changes with the comments on them, and the other comments as changes of their own."""
    comments = version.revised.comments
    beside: dict[str, list[Remark]] = {}
    alone: list[Change] = []
    home: dict[int, str | None] = {}
    for index, comment in enumerate(comments):
        if comment.parent is not None and comment.parent in home:
            home[index] = home[comment.parent]
        else:
            home[index] = _change_at(changes, comment)
        remark = Remark(
            author=comment.author,
            date=comment.date,
            text=comment.text,
            resolved=comment.resolved,
            reply=comment.parent is not None,
        )
        change = home[index]
        if change is None:
            change = home[index] = f"c{len(changes) + len(alone) + 1}"
            alone.append(_by_itself(change, comment, version))
        beside.setdefault(change, []).append(remark)
    everything = (*changes, *alone)
    return tuple(c.model_copy(update={"remarks": tuple(beside[c.id])}) if c.id in beside else c for c in everything)


def _change_at(changes: Sequence[Change], comment: Comment) -> str | None:
    """Return the change nearest to the middle of a comment's anchor among those it touches."""
    if comment.spans is None:
        return None
    anchor = comment.spans.proposed
    touched = [c for c in changes if c.after_span is not None and _touch(c.after_span, anchor)]
    return min(touched, key=lambda c: _apart(c.after_span, anchor)).id if touched else None


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _apart(one: Span | None, other: Span) -> int:
    return abs(one.start + one.end - other.start - other.end) if one else 0


def _by_itself(number: str, comment: Comment, version: ReadVersion) -> Change:
    span = comment.spans.proposed if comment.spans else None
    quoted = version.contract.document.text[span.start : span.end] if span else ""
    return Change(
        id=number,
        kind="comment",
        tracked=True,
        section=cite(version.contract, span.start) if span else None,
        before=quoted,
        after=quoted,
        author=comment.author,
        date=comment.date,
        why="a comment; no words changed",
        after_span=span,
    )
