"""A story (body, header, note, text box) as read from the XML once, before any view of it is taken.

What the views differ in is kept beside each piece: its standing, and for properties what they were before.
Pieces compare by identity: the same piece met in two views is the same text.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from analyzer.ingest.docx.changes import UNCHANGED, Standing, Tracked
from analyzer.ingest.docx.numbering import Place
from analyzer.models.document import BlockKind

SPACE_RUN = re.compile(r"\s+")
Edge: TypeAlias = Literal["start", "end", "mark"]
NoteKind: TypeAlias = Literal["footnote", "endnote"]
YES, NO = Tracked(True), Tracked(False)


@dataclass(slots=True, eq=False)
class Text:
    """Characters of one look; every run of white space in it is one space."""

    text: str
    standing: Standing
    bold: Tracked[bool]
    hidden: Tracked[bool]


@dataclass(slots=True, eq=False)
class FieldMark:
    """Where a field begins, its result begins, or it ends; `value` is what an old-style form field shows."""

    kind: Literal["begin", "separate", "end"]
    standing: Standing
    value: Text | None = None
    numbers_itself: bool = False


@dataclass(slots=True, eq=False)
class NoteReference:
    """The mark of a footnote or endnote in the text."""

    kind: NoteKind
    id: str
    standing: Standing


@dataclass(slots=True, eq=False)
class TextBox:
    """A text box on a paragraph."""

    story: "Story"
    standing: Standing


@dataclass(slots=True, eq=False)
class Unread:
    """Pictures, charts and embedded objects: counted, not read."""

    standing: Standing
    pictures: int = 0
    charts: int = 0
    objects: int = 0


@dataclass(slots=True, eq=False)
class CommentEdge:
    """Where the text a comment is anchored to begins or ends, or where its mark stands."""

    edge: Edge
    id: str
    standing: Standing = UNCHANGED


Piece: TypeAlias = Text | FieldMark | NoteReference | TextBox | Unread | CommentEdge


@dataclass(frozen=True, slots=True)
class Form:
    """What the properties of a paragraph and its style come to; `label` is a number that is not counted but given."""

    style: str | None
    kind: BlockKind
    level: int | None
    place: Place | None
    label: str | None = None


@dataclass(slots=True, eq=False)
class ParagraphMark:
    """The end of a paragraph. Where a view leaves it out, the paragraph runs on into the next."""

    standing: Standing


@dataclass(slots=True, eq=False)
class ParagraphNode:
    """One w:p."""

    pieces: list[Piece]
    form: Tracked[Form]
    mark: ParagraphMark
    standing: Standing
    ends_section: bool = False


@dataclass(frozen=True, slots=True)
class CellShape:
    """How a cell lies in the grid."""

    span: int = 1
    continues: bool = False
    shaded: bool = False


@dataclass(slots=True, eq=False)
class CellNode:
    """One w:tc."""

    nodes: "list[Node]"
    shape: Tracked[CellShape]
    standing: Standing


@dataclass(frozen=True, slots=True)
class RowShape:
    """Where a row begins in the grid, and whether it is declared a header."""

    column: int = 0
    is_header: bool = False


@dataclass(slots=True, eq=False)
class RowNode:
    """One w:tr."""

    cells: list[CellNode]
    shape: Tracked[RowShape]
    standing: Standing


@dataclass(frozen=True, slots=True)
class TableShape:
    """The style of a table, and whether it sets the first row apart."""

    style: str | None = None
    styled_header: bool = False


@dataclass(slots=True, eq=False)
class TableNode:
    """One w:tbl."""

    rows: list[RowNode]
    shape: Tracked[TableShape]
    standing: Standing


@dataclass(slots=True, eq=False)
class ChunkNode:
    """Another file taken in whole (w:altChunk): counted, not read."""

    standing: Standing


Node: TypeAlias = ParagraphNode | TableNode | ChunkNode


@dataclass(slots=True, eq=False)
class Story:
    """One story: its nodes, and its field marks in order."""

    nodes: list[Node] = field(default_factory=list)
    fields: list[FieldMark] = field(default_factory=list)
