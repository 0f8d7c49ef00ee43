"""The revisions and comments of a document, each with its place in all three views."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from analyzer.ingest.docx.changes import Change
from analyzer.ingest.docx.comments import CommentNode
from analyzer.ingest.docx.draft import LaidOut, lay_out
from analyzer.ingest.docx.notes import Margin, view_plain
from analyzer.ingest.docx.story import CommentEdge
from analyzer.ingest.docx.views import ViewContext, view_story
from analyzer.models.document import Span
from analyzer.models.revisions import Comment, RevisedDocument, Revision, RevisionKind, RevisionScope, Spans

_NARROW_TO_WIDE: tuple[RevisionScope, ...] = ("text", "paragraph", "numbering", "section", "cell", "row", "table")
_WIDTH = {scope: width for width, scope in enumerate(_NARROW_TO_WIDE)}
_Key = tuple[RevisionKind, str | None, datetime | None, str | None, RevisionScope | None]


@dataclass
class _Extent:
    """One revision as it grows along the marked text."""

    change: Change
    scope: RevisionScope
    start: int
    end: int


def list_revisions(revised: RevisedDocument, marked: LaidOut, margins: Sequence[Margin]) -> Iterator[Revision]:
    """List the revisions in the order of the marked text, then those of headers and footers."""
    starts = [block.start for block in marked.blocks]
    for extent in _extents(marked):
        yield Revision(
            kind=extent.change.kind,
            scope=extent.scope,
            author=extent.change.author,
            date=extent.change.date,
            text=marked.text[extent.start : extent.end],
            spans=_everywhere(revised, extent.start, extent.end),
            block=max(bisect_right(starts, extent.start) - 1, 0),
            move=extent.change.move,
        )
    for margin in margins:
        story = lay_out(view_story(ViewContext("marked"), margin.story))
        for extent in _extents(story):
            yield Revision(
                kind=extent.change.kind,
                scope=extent.scope,
                author=extent.change.author,
                date=extent.change.date,
                text=story.text[extent.start : extent.end],
                story=margin.kind,
                move=extent.change.move,
            )


def _extents(laid_out: LaidOut) -> list[_Extent]:
    """Join the marks along a text: same kind, author and date, nothing between them."""
    found: list[_Extent] = []
    growing: dict[_Key, _Extent] = {}
    for source, _, start, length, under in laid_out.traces():
        for change in source.standing.changes + under:
            # Changes of format stay apart by what they change; of the others the widest mark speaks for all.
            key = (
                change.kind,
                change.author,
                change.date,
                change.move,
                change.scope if change.kind == "format" else None,
            )
            extent = growing.get(key)
            if extent is None or extent.end < start:
                growing[key] = extent = _Extent(change, change.scope, start, start)
                found.append(extent)
            extent.end = max(extent.end, start + length)
            if _WIDTH[change.scope] > _WIDTH[extent.scope]:
                extent.scope = change.scope
    return sorted(found, key=lambda extent: extent.start)


def list_comments(revised: RevisedDocument, marked: LaidOut, nodes: Sequence[CommentNode]) -> list[Comment]:
    """List the comments in the order of their anchors, replies after what they reply to."""
    if not nodes:
        return []
    edges: dict[str, dict[str, int]] = {}
    for source, _, start, _, _ in marked.traces():
        if isinstance(source, CommentEdge):
            edges.setdefault(source.id, {}).setdefault(source.edge, start)
    by_id = {node.id: node for node in nodes}

    def thread(node: CommentNode) -> list[str]:
        """The ids from the first comment of a thread down to this one; a damaged file may go round in circles."""
        ids = [node.id]
        while node.parent in by_id and node.parent not in ids:
            node = by_id[node.parent]
            ids.append(node.id)
        return ids[::-1]

    written = {node.id: at for at, node in enumerate(nodes)}

    def order(node: CommentNode) -> tuple[int, list[int]]:
        ids = thread(node)
        anchor = edges.get(ids[0], {})
        return min(anchor.values(), default=len(marked.text)), [written[i] for i in ids]

    ordered = sorted(nodes, key=order)
    index = {node.id: at for at, node in enumerate(ordered)}
    found: list[Comment] = []
    for node in ordered:
        anchor = edges.get(node.id)
        spans = None
        if anchor:
            start = min(anchor.values())
            spans = _everywhere(revised, start, max(anchor.get("end", start), start))
        found.append(
            Comment(
                author=node.author,
                date=node.date,
                text=view_plain(node.story, "proposed"),
                resolved=node.resolved,
                parent=None if node.parent is None else index.get(node.parent),
                spans=spans,
            )
        )
    return found


def _everywhere(revised: RevisedDocument, start: int, end: int) -> Spans:
    base = revised.alignment("marked", "base").locate(start, end)
    proposed = revised.alignment("marked", "proposed").locate(start, end)
    return Spans(
        base=Span(start=base[0], end=base[1]),
        marked=Span(start=start, end=end),
        proposed=Span(start=proposed[0], end=proposed[1]),
    )
