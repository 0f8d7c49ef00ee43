"""What ingest returns of a document with tracked changes: its three views, who changed what, and the comments.

The three views of one file: base (all changes rejected), marked (as Word shows it, both sides) and proposed (all
accepted). Each is a Document with its own text and section numbers. The marked text holds every character of the
other two once, so it is where the views are tied together.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple

from analyzer.models.document import Document, Record, Span, View

RevisionKind = Literal["insertion", "deletion", "move_from", "move_to", "format"]
RevisionScope = Literal["text", "paragraph", "numbering", "section", "cell", "row", "table"]
Story = Literal["body", "header", "footer"]


class Spans(Record):
    """Where one thing stands in each view; empty where the view does not hold it, at the place it would have."""

    base: Span
    marked: Span
    proposed: Span


class Revision(Record):
    """One tracked change, as a reviewer would accept or reject it.

    What Word stores in pieces (a run here, a paragraph mark there) is one revision when kind, author and date are
    the same and nothing stands between. `scope` is the widest thing changed: a revision of scope "paragraph"
    takes in a paragraph mark (a split, a merge, a whole paragraph), one of kind "format" and scope "numbering"
    gives other numbers. `text` is its text in the marked view. `move` is the name that the two halves of a move
    share. `spans` and `block` (an index into the marked view's blocks) are None in a header or footer, whose text
    is not part of a Document's.
    """

    kind: RevisionKind
    scope: RevisionScope
    author: str | None
    date: datetime | None
    text: str
    story: Story = "body"
    spans: Spans | None = None
    block: int | None = None
    move: str | None = None


class Comment(Record):
    """One comment or reply; `parent` is the index of the comment it replies to.

    `spans` is the text it is anchored to, None when the anchor is gone. A reply has the anchor of its own.
    """

    author: str | None
    date: datetime | None
    text: str
    resolved: bool = False
    parent: int | None = None
    spans: Spans | None = None


class Stretch(Record):
    """Characters `start`..`end` of the marked text that every view treats alike.

    `base` and `proposed` are where they begin in that view, None where it leaves them out.
    """

    start: int
    end: int
    base: int | None
    proposed: int | None

    def begins(self, view: View) -> int | None:
        """Return where the stretch begins in a view."""
        return self.start if view == "marked" else self.base if view == "base" else self.proposed


class RevisedDocument(Record):
    """A document with its tracked changes and comments.

    The stretches are in order and tile the marked text; their offsets in each view rise. Revisions and comments
    are in the order of the marked text, replies after what they reply to; revisions of headers and footers come last.
    """

    base: Document
    marked: Document
    proposed: Document
    stretches: tuple[Stretch, ...]
    revisions: tuple[Revision, ...] = ()
    comments: tuple[Comment, ...] = ()

    def in_view(self, view: View) -> Document:
        """Return one of the three documents."""
        return self.marked if view == "marked" else self.base if view == "base" else self.proposed

    def locate(self, span: Span, *, of: View, to: View) -> Span:
        """Return where a span of one view stands in another; see `Alignment.locate`."""
        start, end = self.alignment(of, to).locate(span.start, span.end)
        return Span(start=start, end=end)

    def alignment(self, of: View = "base", to: View = "proposed") -> "Alignment":
        """Return what two views have in common."""
        if (of, to) not in self._alignments:
            self._alignments[of, to] = _align(self.stretches, of, to, len(self.in_view(to).text))
        return self._alignments[of, to]

    @cached_property
    def _alignments(self) -> dict[tuple[View, View], "Alignment"]:
        return {}  # filled as asked for


class Alignment(NamedTuple):
    """The characters one view has in common with another.

    `matches` are triples of start in the one, start in the other and length, rising in both; `starts` and `ends` are
    where they begin and end in the one, and `length` is that of the other's text.
    """

    matches: tuple[tuple[int, int, int], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    length: int

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return where a range of the one view stands in the other.

        Characters both views hold keep their edges. An edge at a character the other view does not hold goes out to
        the nearest one it does, so a deleted word gives what stands in its place, or an empty range there.
        """
        at = bisect_right(self.starts, start) - 1
        first, last = 0, self.length
        if at >= 0:
            here, there, length = self.matches[at]
            first = there + min(start - here, length)
        at = bisect_left(self.ends, end)
        if at < len(self.ends):
            here, there, length = self.matches[at]
            last = there + max(end - here, 0)
        return first, max(first, last)


def _align(stretches: tuple[Stretch, ...], of: View, to: View, length: int) -> Alignment:
    found: list[tuple[int, int, int]] = [(0, 0, length)] if of == to else []
    for stretch in () if of == to else stretches:
        here, there, size = stretch.begins(of), stretch.begins(to), stretch.end - stretch.start
        if here is None or there is None:
            continue
        if found and found[-1][0] + found[-1][2] == here and found[-1][1] + found[-1][2] == there:
            here, there, size = found[-1][0], found[-1][1], found[-1][2] + size
            found.pop()
        found.append((here, there, size))
    return Alignment(tuple(found), tuple(m[0] for m in found), tuple(m[0] + m[2] for m in found), length)
