"""The pieces of one paragraph in order: text, fields, notes, text boxes, comments, and what each stands under.

Word spreads a paragraph over runs, and wraps runs in insertions, hyperlinks, content controls, smart tags and
fields. All wrappers are read through; of an alternative only one branch is read. Which part of a field shows is
for the view to say, since a tracked change may take one end of it away.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from analyzer.ingest.docx.changes import CHANGE_TAGS, MOVE_TAGS, ChangeLog, Standing, Tracked
from analyzer.ingest.docx.formulas import read_form_value, read_formula
from analyzer.ingest.docx.story import (
    NO,
    SPACE_RUN,
    YES,
    CommentEdge,
    Edge,
    FieldMark,
    NoteKind,
    NoteReference,
    Piece,
    Story,
    Text,
    TextBox,
    Unread,
)
from analyzer.ingest.docx.styles import Look, StyleTable
from analyzer.ingest.docx.symbols import plain_text, symbol
from analyzer.ingest.docx.wml import (
    ALTERNATE,
    R_PR,
    SDT,
    SDT_CONTENT,
    TXBX,
    VAL,
    M,
    R,
    T,
    W,
    chosen,
    is_on,
    outermost,
)

_WRAPPERS = frozenset(W + n for n in ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"))
_SPACES = frozenset(W + n for n in ("tab", "ptab", "br", "cr"))
_NOTES = frozenset({W + "footnoteReference", W + "endnoteReference"})
_DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
_PICTURES = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_VML_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_CHARTS = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)
_COMMENT_EDGES: dict[str, Edge] = {
    W + "commentRangeStart": "start",
    W + "commentRangeEnd": "end",
    W + "commentReference": "mark",
}
COMMENT_TAGS = frozenset(_COMMENT_EDGES)
_SELF_NUMBERING = ("AUTONUM", "LISTNUM")
_BOLD, _VANISH, _STYLE, _CHANGE = W + "b", W + "vanish", W + "rStyle", W + "rPrChange"
_LONG_PIECE = 2_000  # characters; joining on and on would cost their square


@dataclass(frozen=True)
class InlineReader:
    """Reads paragraphs of one story.

    Attributes:
        read_box: reads the story in a text box.
        fields: where the field marks of the story are noted.
    """

    styles: StyleTable
    changes: ChangeLog
    read_box: Callable[[etree._Element, Standing], Story]
    fields: list[FieldMark]

    def read(self, paragraph: etree._Element, look: Tracked[Look], standing: Standing) -> list[Piece]:
        """Read the pieces of a paragraph whose style has the given look."""
        pieces: list[Piece] = []
        self._walk(paragraph, pieces, look, standing)
        return pieces

    def _walk(self, node: etree._Element, pieces: list[Piece], look: Tracked[Look], standing: Standing) -> None:
        for child in node:
            tag = child.tag
            if tag == R:
                self._run(child, pieces, look, standing)
            elif tag in CHANGE_TAGS:
                inner, before = standing.under(self.changes.read(child, "text")), len(pieces)
                self._walk(child, pieces, look, inner)
                if len(pieces) == before:  # a change of what does not show, such as a field's code, has a place too
                    pieces.append(Unread(inner))
            elif tag in _WRAPPERS:
                self._walk(child, pieces, look, standing)
            elif tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    self._walk(content, pieces, look, standing)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._walk(branch, pieces, look, standing)
            elif tag in COMMENT_TAGS:
                pieces.append(read_comment_edge(child))
            elif tag in MOVE_TAGS:
                self.changes.follow_move(child)
            elif isinstance(tag, str) and tag.startswith(M):
                pieces.extend(read_formula(child, standing, self.changes))

    def _run(self, run: etree._Element, pieces: list[Piece], look: Tracked[Look], standing: Standing) -> None:
        properties = run.find(R_PR)
        own = _read_format(properties)
        bold, hidden = self._toggles(own, look.now)
        if own.change is None and look.former is None:
            writer = _RunWriter(pieces, properties, standing, YES if bold else NO, YES if hidden else NO)
        else:
            former = own
            if own.change is not None:
                standing = standing.under(self.changes.read(own.change, "text"))
                former = _read_format(own.change.find(R_PR))
            was_bold, was_hidden = self._toggles(former, look.in_view("base"))
            writer = _RunWriter(pieces, properties, standing, Tracked(bold, was_bold), Tracked(hidden, was_hidden))
        self._content(run, writer, look)
        writer.flush()

    def _toggles(self, own: "_Format", look: Look) -> tuple[bool, bool]:
        """Read bold and hidden: set on the run, or by its two styles, where both together cancel out."""
        style = Look() if own.style is None else self.styles.look(own.style)
        return (
            (look.bold != (style.bold and bool(style.chain))) if own.bold is None else own.bold,
            (look.hidden != style.hidden) if own.hidden is None else own.hidden,
        )

    def _content(self, run: etree._Element, writer: "_RunWriter", look: Tracked[Look]) -> None:
        for child in run:
            tag = child.tag
            if tag in (T, W + "delText"):
                writer.write(plain_text(child.text or "", writer.properties))
            elif tag == R_PR:
                continue
            elif tag in _SPACES:
                writer.write(" ")
            elif tag == W + "fldChar":
                self._field_mark(child, writer)
            elif tag == W + "noBreakHyphen":
                writer.write("-")
            elif tag == W + "sym":
                writer.write(symbol(child.get(W + "font"), child.get(W + "char")))
            elif tag in _NOTES:
                kind: NoteKind = "footnote" if tag == W + "footnoteReference" else "endnote"
                writer.add(NoteReference(kind, child.get(W + "id", ""), writer.standing))
            elif tag in _DRAWINGS:
                self._drawing(child, writer)
            elif tag in COMMENT_TAGS:
                writer.add(read_comment_edge(child))
            elif tag == W + "ruby":
                writer.flush()
                for base in child.iterchildren(W + "rubyBase"):
                    self._walk(base, writer.pieces, look, writer.standing)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._content(branch, writer, look)

    def _field_mark(self, mark: etree._Element, writer: "_RunWriter") -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            data = mark.find(W + "ffData")
            value = None if data is None else writer.text(read_form_value(data))
            instruction = mark.getparent()
            follower = None if instruction is None else instruction.getnext()
            code = "" if follower is None else "".join(e.text or "" for e in follower.iter(W + "instrText")).strip()
            found = FieldMark("begin", writer.standing, value, code.upper().startswith(_SELF_NUMBERING))
        elif kind == "separate":
            found = FieldMark("separate", writer.standing)
        elif kind == "end":
            found = FieldMark("end", writer.standing)
        else:
            return
        self.fields.append(found)
        writer.add(found)

    def _drawing(self, drawing: etree._Element, writer: "_RunWriter") -> None:
        boxes = list(outermost(drawing, TXBX))
        for box in boxes:
            writer.add(TextBox(self.read_box(box, writer.standing), writer.standing))
        unread = Unread(writer.standing)
        if drawing.tag == W + "object":
            unread.objects = 1
        elif not boxes:
            unread.pictures = sum(1 for _ in drawing.iter(_PICTURES, _VML_PICTURE))
            unread.charts = sum(1 for _ in drawing.iter(*_CHARTS))
        writer.add(unread)


class _Format(NamedTuple):
    """What a w:rPr says by itself, and the mark of a tracked change of it."""

    style: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    change: etree._Element | None = None


def _read_format(properties: etree._Element | None) -> _Format:
    """Read in one pass what matters here; most properties are fonts and sizes."""
    style: str | None = None
    bold = hidden = None
    change: etree._Element | None = None
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == _BOLD:
            bold = is_on(child)
        elif tag == _VANISH:
            hidden = is_on(child)
        elif tag == _STYLE:
            style = child.get(VAL)
        elif tag == _CHANGE:
            change = child
    return _Format(style, bold, hidden, change)


@dataclass(slots=True)
class _RunWriter:
    """Gathers the text of one run into as few pieces as its other content allows."""

    pieces: list[Piece]
    properties: etree._Element | None
    standing: Standing
    bold: Tracked[bool]
    hidden: Tracked[bool]
    waiting: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.waiting.append(text)

    def add(self, piece: Piece) -> None:
        self.flush()
        self.pieces.append(piece)

    def text(self, text: str) -> Text:
        return Text(text, self.standing, self.bold, self.hidden)

    def flush(self) -> None:
        text = "".join(self.waiting)
        self.waiting = []
        if not text:
            return
        if "  " in text or not text.isprintable():  # all white space but the plain space is not printable
            text = SPACE_RUN.sub(" ", text)
        last = self.pieces[-1] if self.pieces else None
        if (
            isinstance(last, Text)
            and last.standing is self.standing
            and last.bold == self.bold
            and last.hidden == self.hidden
            and len(last.text) < _LONG_PIECE
        ):
            # Editors cut text into runs at will; what looks alike is one piece.
            last.text += text[1:] if last.text.endswith(" ") and text.startswith(" ") else text
        else:
            self.pieces.append(self.text(text))


def read_comment_edge(element: etree._Element) -> CommentEdge:
    """Read one of the three marks of a comment in the text."""
    return CommentEdge(_COMMENT_EDGES[element.tag], element.get(W + "id", ""))
