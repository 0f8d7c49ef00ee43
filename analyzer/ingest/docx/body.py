"""Block-level content of one story (body, text box, note) in document order: paragraphs, and tables by tables.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from analyzer.ingest.docx.draft import Draft
from analyzer.ingest.docx.inline import Findings, Inline, InlineReader
from analyzer.ingest.docx.numbering import Counters, NumberingTable, Place
from analyzer.ingest.docx.revisions import LEFT_OUT, View, mark_left_out
from analyzer.ingest.docx.styles import BODY_LEVEL, Look, StyleTable
from analyzer.ingest.docx.wml import ALTERNATE, P_PR, SDT, SDT_CONTENT, TBL, P, W, chosen, int_value, text_value
from analyzer.models.document import BlockKind

_CHUNK = W + "altChunk"
_WRAPPERS = frozenset(W + n for n in ("customXml", "smartTag", "ins", "del", "moveTo", "moveFrom"))


@dataclass
class DocxContext:
    """What all stories of one document share while they are read."""

    styles: StyleTable
    numbering: NumberingTable
    view: View
    findings: Findings = field(default_factory=Findings)
    tables: int = 0

    def next_table(self) -> int:
        """Number the tables in the order they begin."""
        self.tables += 1
        return self.tables - 1


@dataclass
class Paragraph:
    """A paragraph as read: its draft (empty text included, for the number counts) and the text boxes on it."""

    draft: Draft
    boxes: list[etree._Element]


def content_of(container: etree._Element, view: View) -> Iterator[etree._Element]:
    """Yield the children of a story, table or row that `view` holds, content controls and other wrappers opened."""
    for child in container:
        tag = child.tag
        if tag in LEFT_OUT[view]:
            continue
        if tag == SDT:
            for content in child.iterchildren(SDT_CONTENT):
                yield from content_of(content, view)
        elif tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                yield from content_of(branch, view)
        elif tag in _WRAPPERS:
            yield from content_of(child, view)
        else:
            yield child


class StoryReader:
    """Reads one story; numbers are counted within it."""

    def __init__(self, context: DocxContext, story: etree._Element, *, kind: BlockKind | None = None) -> None:
        self.context = context
        self._story = story
        self._kind = kind
        self._counters = Counters()
        self._inline = InlineReader(context.styles, context.view, context.findings, story)

    def read(self) -> list[Draft]:
        """Read the whole story."""
        drafts: list[Draft] = []
        for item in self.items(self._story):
            if isinstance(item, Paragraph):
                if item.draft.text:
                    drafts.append(item.draft)
                drafts.extend(self.boxes(item.boxes))
            else:
                drafts.extend(item)
        return drafts

    def items(self, container: etree._Element) -> Iterator[Paragraph | list[Draft]]:
        """Yield each paragraph, and for each table its rows, of a story or a table cell."""
        from analyzer.ingest.docx.tables import TableReader

        open_text: Inline | None = None
        last: etree._Element | None = None
        for child in content_of(container, self.context.view):
            if child.tag == P:
                open_text = open_text or Inline()
                self._inline.read(child, open_text)
                if mark_left_out(child, self.context.view):
                    last = child
                else:
                    yield self._finish(child, open_text)
                    open_text = last = None
                continue
            if child.tag in (TBL, _CHUNK) and last is not None and open_text is not None:
                if open_text.text:  # a deleted mark before a table has no paragraph to run on into
                    yield self._finish(last, open_text)
                open_text = last = None
            if child.tag == TBL:
                yield TableReader(self).read(child)
            elif child.tag == _CHUNK:
                self.context.findings.chunks += 1
        if last is not None and open_text is not None and open_text.text:
            yield self._finish(last, open_text)

    def boxes(self, boxes: list[etree._Element]) -> list[Draft]:
        """Read text boxes; they come after the paragraph or row that holds them."""
        return [draft for box in boxes for draft in StoryReader(self.context, box, kind=self._kind or "textbox").read()]

    def _finish(self, paragraph: etree._Element, inline: Inline) -> Paragraph:
        properties = paragraph.find(P_PR)
        look = self.context.styles.paragraph(text_value(properties, "pStyle"))
        text = inline.text
        place = self.context.numbering.place(properties, look)
        if place is not None and not text and self._does_not_count(properties, inline):
            place = None
        number = None if place is None else self._counters.label(place)
        heading = _heading(properties, look)
        level = heading if heading is not None else None if place is None else place.ilvl
        draft = Draft(
            kind=self._kind or _kind(heading, place),
            text=text,
            number=number,
            level=level,
            bold=inline.is_bold,
            style=look.name,
        )
        return Paragraph(draft, inline.boxes)

    @staticmethod
    def _does_not_count(properties: etree._Element | None, inline: Inline) -> bool:
        # Word numbers empty paragraphs, but not one that only ends a section, nor one whose text is all hidden.
        return inline.hidden or (properties is not None and properties.find(W + "sectPr") is not None)


def _heading(properties: etree._Element | None, look: Look) -> int | None:
    own = int_value(properties, "outlineLvl")
    if own is None:
        return look.heading
    return own if own < BODY_LEVEL else None


def _kind(heading: int | None, place: Place | None) -> BlockKind:
    if heading is not None:
        return "heading"
    return "paragraph" if place is None else "list_item"
