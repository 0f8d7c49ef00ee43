"""The XML of one story (body, header, note, text box) into nodes: paragraphs, and tables by grid.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from analyzer.ingest.docx.changes import CHANGE_TAGS, MOVE_TAGS, UNCHANGED, ChangeLog, Standing
from analyzer.ingest.docx.forms import FormReader
from analyzer.ingest.docx.inline import COMMENT_TAGS, InlineReader, read_comment_edge
from analyzer.ingest.docx.numbering import NumberingTable
from analyzer.ingest.docx.story import ChunkNode, CommentEdge, Node, ParagraphMark, ParagraphNode, Story
from analyzer.ingest.docx.styles import StyleTable
from analyzer.ingest.docx.wml import ALTERNATE, P_PR, R_PR, SDT, SDT_CONTENT, TBL, P, W, chosen

_CHUNK = W + "altChunk"
_WRAPPERS = frozenset(W + n for n in ("customXml", "smartTag"))


@dataclass
class DocxContext:
    """What all stories of one document share while they are read."""

    styles: StyleTable
    forms: FormReader
    changes: ChangeLog = field(default_factory=ChangeLog)

    @classmethod
    def of(cls, styles_root: etree._Element | None, numbering_root: etree._Element | None) -> "DocxContext":
        """Begin with the styles and lists of a document."""
        styles = StyleTable(styles_root)
        return cls(styles, FormReader(styles, NumberingTable(numbering_root, styles)))


def read_story(context: DocxContext, container: etree._Element, standing: Standing = UNCHANGED) -> Story:
    """Read the story in `container`, all of which has a standing."""
    return StoryReader(context).read(container, standing)


class StoryReader:
    """Reads one story."""

    def __init__(self, context: DocxContext) -> None:
        self.context = context
        self._story = Story()
        self._waiting: list[CommentEdge] = []
        self._last: ParagraphNode | None = None
        self._inline = InlineReader(
            context.styles,
            context.changes,
            lambda box, standing: read_story(context, box, standing),
            self._story.fields,
        )

    def read(self, container: etree._Element, standing: Standing) -> Story:
        """Read the whole story."""
        self._story.nodes = self.nodes(container, standing)
        if self._last is not None and self._waiting:
            self._last.pieces.extend(self._waiting)
        return self._story

    def nodes(self, container: etree._Element, standing: Standing) -> list[Node]:
        """Read the nodes of a story or a table cell."""
        from analyzer.ingest.docx.grid import read_table

        found: list[Node] = []
        for child, inner in self.content(container, standing):
            if child.tag == P:
                found.append(self._paragraph(child, inner))
            elif child.tag == TBL:
                found.append(read_table(self, child, inner))
            elif child.tag == _CHUNK:
                found.append(ChunkNode(inner))
        return found

    def content(self, container: etree._Element, standing: Standing) -> Iterator[tuple[etree._Element, Standing]]:
        """Yield the children of a story, table or row with their standing: wrappers opened, marks between them noted."""
        for child in container:
            tag = child.tag
            if tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    yield from self.content(content, standing)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    yield from self.content(branch, standing)
            elif tag in CHANGE_TAGS:
                yield from self.content(child, standing.under(self.context.changes.read(child, "paragraph")))
            elif tag in _WRAPPERS:
                yield from self.content(child, standing)
            elif tag in COMMENT_TAGS:
                self._comment_edge(read_comment_edge(child))
            elif tag in MOVE_TAGS:
                self.context.changes.follow_move(child)
            else:
                yield child, standing

    def _comment_edge(self, edge: CommentEdge) -> None:
        # Between paragraphs a range begins with the next paragraph and ends with the one before.
        if edge.edge == "start" or self._last is None:
            self._waiting.append(edge)
        else:
            self._last.pieces.append(edge)

    def _paragraph(self, element: etree._Element, standing: Standing) -> ParagraphNode:
        changes, properties = self.context.changes, element.find(P_PR)
        form, look, change = self.context.forms.read(properties)
        inner = standing
        if change is not None:
            was = form.in_view("base")
            renumbered = (was.place, was.label) != (form.now.place, form.now.label)
            inner = standing.under(changes.read(change, "numbering" if renumbered else "paragraph", "format"))
        pieces = [*self._waiting, *self._inline.read(element, look, inner)]
        self._waiting = []
        mark = standing
        section: etree._Element | None = None
        if properties is not None:
            mark = changes.under_marks(mark, properties.find(R_PR), "paragraph")
            section = properties.find(W + "sectPr")
            mark = changes.under_former(mark, section, "section")
        self._last = ParagraphNode(pieces, form, ParagraphMark(mark), standing, section is not None)
        return self._last
