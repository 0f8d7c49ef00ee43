"""What ingest returns: the text of one file and where its parts lie.

Offsets are half-open character ranges into `Document.text`, everywhere.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

DocumentFormat = Literal["pdf", "docx", "text", "markdown"]
BlockKind = Literal["paragraph", "heading", "list_item", "table_row", "footnote", "textbox"]
AsideKind = Literal["header", "footer", "page_number", "comment"]
# How text is kept from a person who reads the file and not from a program that does.
Concealment = Literal["hidden", "white", "tiny", "invisible", "off-page", "zero-width"]


class Record(BaseModel):
    """Base of every type that crosses a stage: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A half-open range of characters of one document's text."""

    start: int
    end: int


class Page(Record):
    """One page of a PDF, or the whole of a format without pages.

    `number` counts from 1 as a viewer shows it, not as the footer prints it.
    """

    number: int
    start: int
    end: int


class Block(Record):
    """One paragraph, heading, list item or table row of the body, in reading order.

    `number` is the label as Word shows it ("14.2", "(b)", "Article IV") when numbering is automatic; it is
    not part of the text. A label that was typed stays in the text and `number` is None.
    `level` is the outline or list depth, 0 for the outermost, None when the file does not say.
    A table row's cells are joined by " | " in the text; `cells` gives their spans and `header` the text of
    the header row above them, one string a cell.
    """

    kind: BlockKind
    start: int
    end: int
    number: str | None = None
    level: int | None = None
    bold: bool = False
    style: str | None = None
    table: int | None = None
    row: int | None = None
    cells: tuple[Span, ...] = ()
    header: tuple[str, ...] = ()


class Aside(Record):
    """Text that is in the file but not in the body: running headers and footers, page numbers, comments."""

    kind: AsideKind
    text: str
    page: int | None = None
    author: str | None = None


class Concealed(Record):
    """A piece of text that the file has and does not show; `text` as it would read.

    `page` counts from 1, None where the format has no pages. For zero-width characters `text` is the word they stand in.
    """

    kind: Concealment
    text: str
    page: int | None = None


class Problem(Record):
    """Something the reader must know about a result: what, where, and what to do next.

    A `partial` problem means that something was left out; one such problem makes the report partial.
    """

    code: str
    message: str
    document: str | None = None
    partial: bool = False


# The views of a file with tracked changes: all of them rejected, as they stand, all of them accepted.
View = Literal["base", "marked", "proposed"]
# The views a contract can have been meant to read as; the marked one shows both at once.
Side = Literal["base", "proposed"]


class Document(Record):
    """One contract file as text, with pages, blocks and what was kept apart from the body.

    `characters` of the report is `len(text)`. Blocks are in order and do not overlap; the text between two
    blocks is only line breaks. `doubtful` are the words that were recognised in an image with little confidence.
    `view` says what was read of tracked changes; where there are none, all views are one.
    """

    name: str
    sha256: str
    format: DocumentFormat
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()
    concealed: tuple[Concealed, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubtful: tuple[Span, ...] = ()
    view: View = "proposed"
