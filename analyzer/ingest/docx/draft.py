"""Blocks before they have a place in the text, and the laying out that gives them one.

Each character is traced to the piece it comes from, so that the same piece can be found again in another view.
A break between blocks comes from the paragraph mark, cell or row before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from analyzer.ingest.docx.changes import Change
from analyzer.ingest.docx.story import CellNode, ParagraphMark, ParagraphNode, Piece, RowNode
from analyzer.models.document import Block, BlockKind, Span

CELL_GAP = " | "
PARAGRAPH_GAP, ROW_GAP = "\n\n", "\n"

Source: TypeAlias = Piece | ParagraphNode | ParagraphMark | CellNode | RowNode


class Trace(NamedTuple):
    """Characters `start`..`start + length` are those of a source from its character `skipped` on.

    What has no characters, such as the edge of a comment, has a length of 0.
    """

    source: Source
    skipped: int
    start: int
    length: int


@dataclass(slots=True)
class Draft:
    """A block to be; for a table row `text` is made of `cells`.

    `end` is what the break after it comes from, `gap` how many characters of the break are its own. `under` are changes
    it is under beside those of its pieces.
    """

    kind: BlockKind
    text: str
    number: str | None = None
    level: int | None = None
    bold: bool = False
    style: str | None = None
    table: int | None = None
    row: int | None = None
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    trace: list[Trace] = field(default_factory=list)
    end: ParagraphMark | RowNode | None = None
    gap: int = 0
    under: tuple[Change, ...] = ()


@dataclass(slots=True)
class Line:
    """The text of a paragraph as it grows, on one line: no space at either end, and never two together."""

    parts: list[str] = field(default_factory=list)
    trace: list[Trace] = field(default_factory=list)
    length: int = 0
    after_space: bool = True
    bold: bool = False
    plain: bool = False
    hidden: bool = False

    def add(self, text: str, source: Source) -> None:
        """Add the text of a source, in which every run of white space is one space."""
        skipped = 1 if self.after_space and text.startswith(" ") else 0
        kept = len(text) - skipped
        if kept:
            self.parts.append(text[skipped:] if skipped else text)
            self.trace.append(Trace(source, skipped, self.length, kept))
            self.length += kept
            self.after_space = text.endswith(" ")

    def mark(self, source: Source) -> None:
        """Note that a source without characters stands here."""
        self.trace.append(Trace(source, 0, self.length, 0))

    def finish(self) -> str:
        """Drop the space at the end and return the text."""
        whole = "".join(self.parts)
        if not (self.after_space and whole):
            return whole
        limit = len(whole) - 1
        at = len(self.trace)
        while at and self.trace[at - 1].start + self.trace[at - 1].length > limit:
            at -= 1
            source, skipped, start, length = self.trace[at]
            self.trace[at] = Trace(source, skipped, min(start, limit), max(min(length, limit - start), 0))
        return whole[:-1]

    @property
    def is_bold(self) -> bool:
        """Whether all that shows is bold."""
        return self.bold and not self.plain


@dataclass(frozen=True)
class LaidOut:
    """Text, its blocks, and the drafts with where they begin."""

    text: str
    blocks: tuple[Block, ...]
    placed: list[tuple[int, Draft]]

    def traces(self) -> Iterator[tuple[Source, int, int, int, tuple[Change, ...]]]:
        """Yield where each character comes from: the fields of a trace, its start in the text, and the draft's changes."""
        for at, draft in self.placed:
            under = draft.under
            for source, skipped, start, length in draft.trace:
                yield source, skipped, start + at, length, under
            if draft.end is not None:
                yield draft.end, 0, at + len(draft.text), draft.gap, under


def lay_out(drafts: Sequence[Draft]) -> LaidOut:
    """Join drafts into one text, an empty line between them, one line break between rows of a table.

    Drafts without text leave nothing but their traces.
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    placed: list[tuple[int, Draft]] = []
    at = 0
    before: Draft | None = None
    ending: list[Draft] = []
    for draft in drafts:
        if draft.text:
            gap = ""
            if before is not None:
                gap = ROW_GAP if draft.table is not None and draft.table == before.table else PARAGRAPH_GAP
                pieces.append(gap)
            _give_break(ending, len(gap))
            ending = []
            at += len(gap)
            pieces.append(draft.text)
            blocks.append(_block(draft, at))
            before = draft
        placed.append((at, draft))
        ending.append(draft)
        at += len(draft.text)
    return LaidOut("".join(pieces), tuple(blocks), placed)


def _give_break(ending: Sequence[Draft], length: int) -> None:
    """Give a break to one of the paragraph marks or rows it stands for: there are more where paragraphs are empty.

    The one that most views hold is most likely to be there in another view too.
    """
    if ending:
        owner = max(ending, key=lambda draft: 0 if draft.end is None else len(draft.end.standing.views))
        owner.gap = length


def _block(draft: Draft, start: int) -> Block:
    cells, at = [], start
    for cell in draft.cells:
        cells.append(Span(start=at, end=at + len(cell)))
        at += len(cell) + len(CELL_GAP)
    return Block(
        kind=draft.kind,
        start=start,
        end=start + len(draft.text),
        number=draft.number,
        level=draft.level,
        bold=draft.bold,
        style=draft.style,
        table=draft.table,
        row=draft.row,
        cells=tuple(cells),
        header=draft.header,
    )
