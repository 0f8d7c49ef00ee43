"""Comments: who wrote what and when, which are replies, which are resolved. Where they are anchored is in the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from lxml import etree

from analyzer.ingest.docx.body import DocxContext, read_story
from analyzer.ingest.docx.changes import read_date
from analyzer.ingest.docx.notes import related_root, view_plain
from analyzer.ingest.docx.story import Story
from analyzer.ingest.docx.wml import P, W
from analyzer.models.document import Aside, View

_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


@dataclass(frozen=True)
class CommentNode:
    """One w:comment; `parent` is the id of the comment it replies to."""

    id: str
    author: str | None
    date: datetime | None
    story: Story
    resolved: bool = False
    parent: str | None = None


def read_comments(main: Part, context: DocxContext) -> list[CommentNode]:
    """Read the comments in the order of the file."""
    root = related_root(main, RT.COMMENTS)
    if root is None:
        return []
    elements = root.findall(W + "comment")
    # commentsExtended.xml knows a comment by the last of its paragraphs.
    by_paragraph = {p.get(_PARA_ID): e.get(W + "id", "") for e in elements for p in e.iter(P) if p.get(_PARA_ID)}
    extended = related_root(main, _EXTENDED)
    resolved: set[str] = set()
    parents: dict[str, str] = {}
    for entry in () if extended is None else extended.iterchildren(_W15 + "commentEx"):
        own = by_paragraph.get(entry.get(_W15 + "paraId"))
        parent = by_paragraph.get(entry.get(_W15 + "paraIdParent"))
        if own is not None and entry.get(_W15 + "done") in ("1", "true", "on"):
            resolved.add(own)
        if own is not None and parent is not None and parent != own:
            parents[own] = parent
    apart = DocxContext(context.styles, context.forms)  # a change in a comment is no change of the document
    return [_read(element, apart, resolved, parents) for element in elements]


def _read(element: etree._Element, context: DocxContext, resolved: set[str], parents: dict[str, str]) -> CommentNode:
    comment_id = element.get(W + "id", "")
    return CommentNode(
        comment_id,
        element.get(W + "author") or None,
        read_date(element.get(W + "date")),
        read_story(context, element),
        comment_id in resolved,
        parents.get(comment_id),
    )


def view_comments(comments: Sequence[CommentNode], view: View) -> list[Aside]:
    """Take the view of the comments that say anything."""
    texts = ((comment, view_plain(comment.story, view)) for comment in comments)
    return [Aside(kind="comment", text=text, author=comment.author) for comment, text in texts if text]
