"""The body of a document as the analyzer's text has it, each character with the place in the XML where it stands.

Document.text was made from the same XML, but does not say from where. This reader goes over the body again, in the
same order and by the same rules, and keeps the places. Where the two disagree an edit is refused, so a difference
between them costs an edit and never puts one in the wrong place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from lxml import etree

from analyzer.models import Side
from analyzer.redline.surroundings import binds, is_bound, pending_around
from analyzer.redline.wml import (
    ALTERNATE,
    ARRIVING,
    AUTHOR,
    CHANGES,
    LEAVING,
    P_PR,
    R_PR,
    SDT,
    SDT_CONTENT,
    TBL,
    TC,
    TR,
    TXBX,
    P,
    R,
    T,
    W,
    chosen,
    is_on,
)

Where = Literal["body", "cell", "text-box"]

LEFT_OUT: dict[Side, frozenset[str]] = {"base": ARRIVING, "proposed": LEAVING}
_CELL_LEFT_OUT: dict[Side, str] = {"base": W + "cellIns", "proposed": W + "cellDel"}
_INLINE = frozenset(W + n for n in ("hyperlink", "smartTag", "customXml", "dir", "bdo"))
_BLOCK = CHANGES | {W + "customXml", W + "smartTag"}
_SPACES = frozenset(W + n for n in ("tab", "ptab", "br", "cr"))
_OBJECTS = frozenset(
    W + n
    for n in ("footnoteReference", "endnoteReference", "commentReference", "drawing", "pict", "object", "ruby", "sym")
)
# What the analyzer's reader shows these characters as; a character it reads by its font can't be told from here.
_SHOWN = {0x00AD: "", 0x200B: "", 0x2060: "", 0xFEFF: "", 0x2011: "-", 0x0085: " "}
_UNREAD = "\ufffc"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PRIVATE = range(0xF000, 0xF100)


@dataclass(frozen=True)
class Piece:
    """One child of a run, or what stands in its place: the text it shows and what may not be done to it.

    `field` is the w:fldChar or w:fldSimple that opens the outermost field around it; `pending` the author of a tracked
    change it is in. A piece that does not show in the view has `shown` False.
    """

    text: str
    node: etree._Element | None
    run: etree._Element | None
    shown: bool = True
    field: etree._Element | None = None
    pending: str | None = None
    bound: bool = False
    object: bool = False


@dataclass(frozen=True)
class Atom:
    """One character of a unit's text: the piece it is from, by number, and its place in the piece's own text."""

    piece: int
    at: int


@dataclass
class Unit:
    """A paragraph, or a table cell: what one block, or one cell of a block, of the Document was made from."""

    where: Where
    paragraphs: list[etree._Element] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """The text on one line; every run of white space is one space."""
        return " ".join("".join(shown_text(p.text) for p in self.pieces if p.shown).split())

    @cached_property
    def atoms(self) -> list[Atom]:
        """The characters of `text`, one for one."""
        atoms: list[Atom] = []
        gap: Atom | None = None
        for number, piece in enumerate(self.pieces):
            if not piece.shown:
                continue
            for at, raw in enumerate(piece.text):
                shown = _shown(raw)
                if not shown:
                    continue
                if shown.isspace():
                    gap = gap or (Atom(number, at) if atoms else None)
                    continue
                if gap is not None:
                    atoms.append(gap)
                    gap = None
                atoms.append(Atom(number, at))
        return atoms


def shown_text(text: str) -> str:
    """Return text as the analyzer's reader shows it."""
    return text if text.isascii() else "".join(map(_shown, text))


def _shown(raw: str) -> str:
    return _UNREAD if ord(raw) in _PRIVATE else _SHOWN.get(ord(raw), raw)


def read_units(root: etree._Element, view: Side) -> list[Unit]:
    """Read the body of a w:document: every paragraph and table cell that shows text in a view, in the text's order."""
    body = root.find(W + "body")
    return [] if body is None else list(_Story(body, view).units(body, "body"))


@dataclass(frozen=True)
class _Around:
    """What is so for all runs below an element."""

    shown: bool = True
    pending: str | None = None
    bound: bool = False
    field: etree._Element | None = None


class _Story:
    def __init__(self, story: etree._Element, view: Side) -> None:
        self._view = view
        self._left_out = LEFT_OUT[view]
        self._open: list[tuple[etree._Element, bool]] = []
        self._broken = self._unmatched(story)

    def _unmatched(self, story: etree._Element) -> set[etree._Element]:
        stack: list[etree._Element] = []
        for mark in story.iter(W + "fldChar"):
            if any(a.tag in self._left_out for a in mark.iterancestors()):
                continue
            kind = mark.get(W + "fldCharType")
            if kind == "begin":
                stack.append(mark)
            elif kind == "end" and stack:
                stack.pop()
        return set(stack)

    def units(self, container: etree._Element, where: Where) -> Iterator[Unit]:
        """Yield what shows of the paragraphs, tables and text boxes of a container."""
        for unit, boxes in self._items(container, where):
            if unit.text:
                yield unit
            yield from boxes

    def _items(self, container: etree._Element, where: Where) -> Iterator[tuple[Unit, list[Unit]]]:
        unit, boxes = Unit(where), list[Unit]()
        for child in self._content(container):
            if child.tag == P:
                unit.paragraphs.append(child)
                boxes += self._read(child, unit)
                if not self._mark_left_out(child):
                    yield unit, boxes
                    unit, boxes = Unit(where), []
            elif child.tag == TBL:
                if unit.paragraphs:
                    yield unit, boxes
                    unit, boxes = Unit(where), []
                yield Unit(where), list(self._table(child))
        if unit.paragraphs:
            yield unit, boxes

    def _content(self, container: etree._Element) -> Iterator[etree._Element]:
        for child in container:
            tag = child.tag
            if tag in self._left_out:
                continue
            if tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    yield from self._content(content)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    yield from self._content(branch)
            elif tag in _BLOCK:
                yield from self._content(child)
            elif isinstance(tag, str):
                yield child

    def _mark_left_out(self, paragraph: etree._Element) -> bool:
        properties = paragraph.find(f"{P_PR}/{R_PR}")
        return properties is not None and any(child.tag in self._left_out for child in properties)

    def _table(self, table: etree._Element) -> Iterator[Unit]:
        for row in self._content(table):
            marks = row.find(W + "trPr")
            if row.tag != TR or (marks is not None and any(m.tag in self._left_out for m in marks)):
                continue
            cells = [
                c for c in self._content(row) if c.tag == TC and c.find(f"{W}tcPr/{_CELL_LEFT_OUT[self._view]}") is None
            ]
            after: list[Unit] = []
            for cell in cells:
                whole = Unit("cell")
                for part, boxes in self._items(cell, "cell"):
                    if part.text:
                        whole.paragraphs += part.paragraphs
                        whole.pieces += [*([Piece(" ", None, None)] if whole.pieces else []), *part.pieces]
                    after += boxes
                if whole.text:
                    yield whole
            yield from after

    def _read(self, paragraph: etree._Element, unit: Unit) -> list[Unit]:
        boxes: list[etree._Element] = []
        around = _Around(pending=pending_around(paragraph), bound=is_bound(paragraph))
        self._walk(paragraph, unit.pieces, boxes, around)
        return [found for box in boxes for found in self.units(box, "text-box")]

    def _walk(self, node: etree._Element, pieces: list[Piece], boxes: list[etree._Element], around: "_Around") -> None:
        for child in node:
            tag = child.tag
            if tag == R:
                self._run(child, pieces, boxes, around)
            elif tag in CHANGES:
                shown = around.shown and tag not in self._left_out
                self._walk(child, pieces, boxes, replace(around, shown=shown, pending=child.get(AUTHOR, "someone")))
            elif tag == W + "fldSimple":
                self._walk(child, pieces, boxes, replace(around, field=child if around.field is None else around.field))
            elif tag in _INLINE:
                self._walk(child, pieces, boxes, around)
            elif tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    self._walk(content, pieces, boxes, replace(around, bound=around.bound or binds(child)))
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._walk(branch, pieces, boxes, around)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                pieces.append(Piece(_UNREAD, child, None, shown=around.shown, object=True))

    def _run(self, run: etree._Element, pieces: list[Piece], boxes: list[etree._Element], around: "_Around") -> None:
        properties = run.find(R_PR)
        change = None if properties is None else properties.find(W + "rPrChange")
        pending = around.pending if change is None else change.get(AUTHOR, "someone")
        visible = around.shown and not is_on(properties, "vanish")
        for child in run:
            tag = child.tag
            if tag == R_PR or not isinstance(tag, str):
                continue
            field = self._field(around)
            if tag == W + "fldChar" and around.shown:
                # The mark that ends a field belongs to it as much as the one that begins it.
                self._mark(child)
                field = self._field(around) if field is None else field
            text, is_object = _text_of(child)
            shown = visible and all(showing for _, showing in self._open) and tag != W + "fldChar"
            pieces.append(Piece(text, child, run, shown, field, pending, around.bound, is_object))
            if is_object and around.shown:
                boxes.extend(_boxes(child))

    def _field(self, around: "_Around") -> etree._Element | None:
        return self._open[0][0] if self._open else around.field

    def _mark(self, mark: etree._Element) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin" and mark not in self._broken:
            self._open.append((mark, False))
        elif kind == "separate" and self._open:
            self._open[-1] = (self._open[-1][0], True)
        elif kind == "end" and self._open:
            self._open.pop()


def _text_of(child: etree._Element) -> tuple[str, bool]:
    """Return what a child of a run shows, and whether it is something that is not text."""
    tag = child.tag
    if tag in (T, W + "delText"):
        return child.text or "", False
    if tag in _SPACES:
        return " ", False
    if tag == W + "noBreakHyphen":
        return "-", False
    if tag in (W + "sym", W + "ruby"):
        return _UNREAD, True
    return "", tag in _OBJECTS or tag == ALTERNATE


def _boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost text boxes of a drawing, one branch of each alternative."""
    if drawing.tag == TXBX:
        yield drawing
    elif drawing.tag == ALTERNATE:
        branch = chosen(drawing)
        yield from () if branch is None else _boxes(branch)
    else:
        for child in drawing:
            yield from _boxes(child)
