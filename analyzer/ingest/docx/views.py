"""One view of a story: its nodes into drafts, with the paragraphs, fields and numbers the view has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.ingest.docx.draft import Draft, Line
from analyzer.ingest.docx.numbering import Counters
from analyzer.ingest.docx.story import (
    FieldMark,
    Node,
    NoteReference,
    ParagraphNode,
    Story,
    TableNode,
    Text,
    TextBox,
    Unread,
)
from analyzer.models.document import BlockKind, View


@dataclass
class Findings:
    """What was met in a view and is not in its text; filled while the view is taken."""

    hidden: list[str] = field(default_factory=list)
    notes: list[NoteReference] = field(default_factory=list)
    pictures: int = 0
    charts: int = 0
    objects: int = 0
    chunks: int = 0
    self_numbering_fields: int = 0


@dataclass
class ViewContext:
    """What all stories share while one view of a document is taken."""

    view: View
    findings: Findings = field(default_factory=Findings)
    tables: int = 0

    def next_table(self) -> int:
        """Number the tables in the order they begin."""
        self.tables += 1
        return self.tables - 1


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the view: its draft (without text, for the number counts) and the text boxes on it."""

    draft: Draft
    boxes: list[TextBox]


def view_story(context: ViewContext, story: Story, *, kind: BlockKind | None = None) -> list[Draft]:
    """Take a view of a story; `kind` is what its blocks are called, when it is not for their form to say."""
    return StoryView(context, story, kind).read()


class StoryView:
    """Takes one view of one story; numbers are counted within it."""

    def __init__(self, context: ViewContext, story: Story, kind: BlockKind | None) -> None:
        self.context = context
        self._story = story
        self._kind = kind
        self._counters = Counters()
        self._boxes: list[TextBox] = []
        self._open_fields: list[bool] = []
        self._unmatched = _unmatched(mark for mark in story.fields if context.view in mark.standing.views)

    def read(self) -> list[Draft]:
        """Take the whole view."""
        drafts: list[Draft] = []
        for item in self.items(self._story.nodes):
            if isinstance(item, Paragraph):
                drafts.append(item.draft)
                drafts.extend(self.boxes(item.boxes))
            else:
                drafts.extend(item)
        return drafts

    def items(self, nodes: Sequence[Node]) -> Iterator[Paragraph | list[Draft]]:
        """Yield each paragraph, and for each table its rows, of a story or a table cell."""
        from analyzer.ingest.docx.tables import view_table

        view = self.context.view
        line: Line | None = None
        last: ParagraphNode | None = None  # whose mark this view leaves out, so that the next one goes on in its line
        for node in nodes:
            if view not in node.standing.views:
                continue
            if isinstance(node, ParagraphNode):
                if line is None:
                    line = Line()
                self._read(node, line)
                if view in node.mark.standing.views:
                    yield self._finish(node, line)
                    line = last = None
                else:
                    last = node
                continue
            rows = [row for row in node.rows if view in row.standing.views] if isinstance(node, TableNode) else []
            if isinstance(node, TableNode) and not rows:
                continue
            if line is not None and last is not None:  # nothing to run on into; without text the paragraph is gone
                yield self._finish(last, line)
                line = last = None
            if isinstance(node, TableNode):
                yield view_table(self, node, rows)
            else:
                self.context.findings.chunks += 1
        if line is not None and last is not None:
            yield self._finish(last, line)

    def boxes(self, boxes: Sequence[TextBox]) -> list[Draft]:
        """Read text boxes; they come after the paragraph or row that holds them."""
        kind = self._kind or "textbox"
        return [draft for box in boxes for draft in view_story(self.context, box.story, kind=kind)]

    def _finish(self, node: ParagraphNode, line: Line) -> Paragraph:
        # Word keeps the properties of a paragraph in its mark: of paragraphs that run together, the last one's hold.
        form, text = node.form.in_view(self.context.view), line.finish()
        number = form.label
        # Word numbers empty paragraphs, but not one that only ends a section, nor one whose text is all hidden, nor
        # one whose mark is gone.
        is_there = self.context.view in node.mark.standing.views
        counts = bool(text) or (is_there and not line.hidden and not node.ends_section)
        if form.place is not None and counts:
            number = self._counters.label(form.place)
        draft = Draft(
            kind=self._kind or form.kind,
            text=text,
            number=number,
            level=form.level,
            bold=line.is_bold,
            style=form.style,
            trace=line.trace,
            end=node.mark,
        )
        boxes, self._boxes = self._boxes, []
        return Paragraph(draft, boxes)

    def _read(self, node: ParagraphNode, line: Line) -> None:
        """Add what the view shows of a paragraph to a line."""
        view, findings = self.context.view, self.context.findings
        shown = all(self._open_fields)
        for piece in node.pieces:
            if view not in piece.standing.views:
                continue
            if isinstance(piece, Text) and shown:
                self._text(piece, line)
                continue
            line.mark(piece)
            if isinstance(piece, FieldMark):
                self._field_mark(piece, line)
                shown = all(self._open_fields)
            elif not shown:
                continue
            elif isinstance(piece, NoteReference):
                findings.notes.append(piece)
            elif isinstance(piece, TextBox):
                self._boxes.append(piece)
            elif isinstance(piece, Unread):
                findings.pictures += piece.pictures
                findings.charts += piece.charts
                findings.objects += piece.objects

    def _text(self, piece: Text, line: Line) -> None:
        hidden = piece.hidden.in_view(self.context.view)
        if self.context.view == "marked":  # both sides: what was hidden or shown by a tracked change shows
            hidden = hidden and piece.hidden.in_view("base")
        if hidden:
            line.hidden = True
            if not piece.text.isspace():
                self.context.findings.hidden.append(piece.text.strip())
            line.mark(piece)
            return
        line.add(piece.text, piece)
        if not piece.text.isspace():
            if piece.bold.in_view(self.context.view):
                line.bold = True
            else:
                line.plain = True

    def _field_mark(self, mark: FieldMark, line: Line) -> None:
        if mark.kind == "begin" and mark not in self._unmatched:
            if mark.value is not None and all(self._open_fields):
                self._text(mark.value, line)
            self.context.findings.self_numbering_fields += mark.numbers_itself
            self._open_fields.append(False)
        elif mark.kind == "separate" and self._open_fields:
            self._open_fields[-1] = True
        elif mark.kind == "end" and self._open_fields:
            self._open_fields.pop()


def _unmatched(marks: Iterator[FieldMark]) -> set[FieldMark]:
    """Find field starts without an end: they would swallow the rest of the story as an instruction."""
    open_marks: list[FieldMark] = []
    for mark in marks:
        if mark.kind == "begin":
            open_marks.append(mark)
        elif mark.kind == "end" and open_marks:
            open_marks.pop()
    return set(open_marks)
