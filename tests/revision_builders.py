"""Documents with tracked changes, and what each view of them must read: a model that knows nothing of the reader.

A document is made of plain data (`Paragraph`, `Table`), from which `docx_of` writes a file and `lines_of` works
out the text and number of each block in a view by the rules alone: a change keeps or drops what it wraps, a dropped
paragraph mark runs the paragraph on into the next, a table without rows is not there. Every run has words of its own,
so that each can be found again in any view.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from hypothesis import strategies as st

from tests.builders import NAMESPACES, build_docx, change_parts, part_of, run_xml

View = Literal["base", "marked", "proposed"]
Change = Literal["ins", "del", "moveTo", "moveFrom"]
Wrapper = Literal["", "hyperlink", "sdt", "field", "smartTag"]

LISTS = ["1 = decimal|%1. ; decimal|%1.%2"]
AUTHORS = ("Ana", "Ben")
_RELS = "word/_rels/document.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MICROSOFT = "http://schemas.microsoft.com/office/2011"
_DROPPED: dict[View, tuple[str, ...]] = {"base": ("ins", "moveTo"), "marked": (), "proposed": ("del", "moveFrom")}


@dataclass(frozen=True)
class Mark:
    """A tracked change and who made it."""

    change: Change
    author: str = "Ana"

    @property
    def attributes(self) -> str:
        return f'w:id="1" w:author="{self.author}" w:date="2026-03-0{AUTHORS.index(self.author) + 1}T09:00:00Z"'


def kept(marks: Iterable[Mark], view: View) -> bool:
    """Whether a view holds what is under some changes."""
    return not any(mark.change in _DROPPED[view] for mark in marks)


@dataclass(frozen=True)
class Run:
    """Words under the changes `marks`, the outermost first; `hidden` now, and before a tracked change of format."""

    words: str
    marks: tuple[Mark, ...] = ()
    wrapper: Wrapper = ""
    hidden: bool = False
    was_hidden: bool | None = None

    def shows(self, view: View) -> bool:
        was = self.hidden if self.was_hidden is None else self.was_hidden
        hidden = {"base": was, "marked": was and self.hidden, "proposed": self.hidden}[view]
        return kept(self.marks, view) and not hidden


@dataclass(frozen=True)
class Paragraph:
    """Runs, the changes of the mark at its end, and its list level (None for no number), now and before."""

    runs: tuple[Run, ...]
    mark: tuple[Mark, ...] = ()
    level: int | None = None
    was_level: int | Literal["same"] | None = "same"
    box: "tuple[Paragraph, ...]" = ()
    note: "Paragraph | None" = None
    note_marks: tuple[Mark, ...] = ()

    def level_in(self, view: View) -> int | None:
        return self.was_level if view == "base" and self.was_level != "same" else self.level


@dataclass(frozen=True)
class Cell:
    """Paragraphs, a table among them perhaps, and the changes of the cell itself."""

    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...] = ()
    inner: "Table | None" = None


@dataclass(frozen=True)
class Row:
    """Cells, and the changes of the row itself."""

    cells: tuple[Cell, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows."""

    rows: tuple[Row, ...]


Block = Paragraph | Table


# --- WordprocessingML ----------------------------------------------------------------------------------------------


def _wrapped(inner: str, marks: Sequence[Mark]) -> str:
    for mark in reversed(marks):
        inner = f"<w:{mark.change} {mark.attributes}>{inner}</w:{mark.change}>"
    return inner


def _run(run: Run) -> str:
    dropped = any(mark.change == "del" for mark in run.marks)
    properties = "<w:vanish/>" if run.hidden else ""
    if run.was_hidden is not None:
        was = "<w:vanish/>" if run.was_hidden else ""
        properties += f"<w:rPrChange {Mark('ins').attributes}><w:rPr>{was}</w:rPr></w:rPrChange>"
    xml = run_xml(run.words, properties, tag="delText" if dropped else "t")
    if run.wrapper == "field":
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
        code = "delInstrText" if dropped else "instrText"
        xml = f"{begin}<w:r><w:{code}>QUOTE</w:{code}></w:r>{separate}{xml}{end}"
    xml = _wrapped(xml, run.marks)
    if run.wrapper == "hyperlink":
        return f'<w:hyperlink w:anchor="a">{xml}</w:hyperlink>'
    if run.wrapper == "sdt":
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    if run.wrapper == "smartTag":
        return f'<w:smartTag w:element="e">{xml}</w:smartTag>'
    return xml


def _numbering(level: int | None) -> str:
    return "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


class Writer:
    """Writes blocks; gathers the notes on the way."""

    def __init__(self) -> None:
        self.notes: dict[int, str] = {}

    def paragraph(self, paragraph: Paragraph) -> str:
        marks = "".join(f"<w:{mark.change} {mark.attributes}/>" for mark in paragraph.mark)
        properties = _numbering(paragraph.level) + (f"<w:rPr>{marks}</w:rPr>" if marks else "")
        if paragraph.was_level != "same":
            was = f"<w:pPr>{_numbering(paragraph.was_level)}</w:pPr>"
            properties += f"<w:pPrChange {Mark('ins').attributes}>{was}</w:pPrChange>"
        content = "".join(map(_run, paragraph.runs))
        if paragraph.box:
            inner = "".join(map(self.paragraph, paragraph.box))
            content += f"<w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r>"
        if paragraph.note is not None:
            note_id = len(self.notes) + 2
            self.notes[note_id] = self.paragraph(paragraph.note)
            content += _wrapped(f'<w:r><w:footnoteReference w:id="{note_id}"/></w:r>', paragraph.note_marks)
        return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"

    def table(self, table: Table) -> str:
        rows = "".join(self._row(row) for row in table.rows)
        return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>{rows}</w:tbl>'

    def _row(self, row: Row) -> str:
        marks = "".join(f"<w:{mark.change} {mark.attributes}/>" for mark in row.marks)
        return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(map(self._cell, row.cells))}</w:tr>"

    def _cell(self, cell: Cell) -> str:
        names = {"ins": "cellIns", "del": "cellDel"}
        marks = "".join(f"<w:{names[mark.change]} {mark.attributes}/>" for mark in cell.marks)
        content = "".join(map(self.paragraph, cell.paragraphs))
        if cell.inner is not None:
            content += self.table(cell.inner) + "<w:p/>"
        return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{marks}</w:tcPr>{content}</w:tc>'


@cache
def _host() -> bytes:
    # Without the styles and themes of python-docx's template, which cost more to read than all the rest.
    data = build_docx("x", lists=LISTS, footnotes={2: "x"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/numbering.xml")
        changes: dict[str, bytes | None] = {name: None for name in archive.namelist() if name not in kept}
    return change_parts(data, {**changes, "word/styles.xml": f"<w:styles {NAMESPACES}/>".encode()})


def docx_of(blocks: Sequence[Block]) -> bytes:
    """Write a document."""
    writer = Writer()
    body = "".join(writer.paragraph(b) if isinstance(b, Paragraph) else writer.table(b) for b in blocks)
    notes = "".join(f'<w:footnote w:id="{i}">{xml}</w:footnote>' for i, xml in writer.notes.items())
    parts = {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode(),
        "word/footnotes.xml": f"<w:footnotes {NAMESPACES}>{notes}</w:footnotes>".encode(),
    }
    return change_parts(_host(), parts)


def with_comments(data: bytes, comments: Sequence[tuple[str, str, int | None, bool]]) -> bytes:
    """Add comments 0, 1, ...: author, text, number of the comment it replies to, whether resolved.

    A text of several lines is a comment of several paragraphs; what is known of it hangs on the last, as Word has it.
    """
    written, extended = "", ""
    for at, (author, text, parent, resolved) in enumerate(comments):
        lines = text.split("\n")
        ids = [f"{at + 1:04X}{line + 1:04X}" for line in range(len(lines))]
        paragraphs = "".join(f'<w:p w14:paraId="{i}">{run_xml(line)}</w:p>' for i, line in zip(ids, lines, strict=True))
        written += f'<w:comment w:id="{at}" w:author="{author}" w:date="2026-03-01T09:00:00Z">{paragraphs}</w:comment>'
        root = f' w15:paraIdParent="{_last_id(comments, parent)}"' if parent is not None else ""
        extended += f'<w15:commentEx w15:paraId="{ids[-1]}"{root} w15:done="{int(resolved)}"/>'
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    w15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    parts = {
        "comments": (f"<w:comments {NAMESPACES} {w14}>{written}</w:comments>", _OFFICE),
        "commentsExtended": (f"<w15:commentsEx {w15}>{extended}</w15:commentsEx>", _MICROSOFT),
    }
    types, rels = part_of(data, "[Content_Types].xml").decode(), part_of(data, _RELS).decode()
    changes: dict[str, bytes | None] = {}
    for name, (xml, schema) in parts.items():
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
        types = types.replace("</Types>", f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>')
        added = f'<Relationship Id="{name}" Type="{schema}/relationships/{name}" Target="{name}.xml"/></Relationships>'
        rels = rels.replace("</Relationships>", added)
        changes[f"word/{name}.xml"] = xml.encode()
    return change_parts(data, {**changes, "[Content_Types].xml": types.encode(), _RELS: rels.encode()})


def _last_id(comments: Sequence[tuple[str, str, int | None, bool]], at: int) -> str:
    return f"{at + 1:04X}{len(comments[at][1].splitlines()):04X}"


# --- the model -----------------------------------------------------------------------------------------------------


@dataclass
class _Flow:
    """What one story counts and owes."""

    view: View
    counts: list[int] = field(default_factory=lambda: [0, 0])
    notes: list[Paragraph] = field(default_factory=list)

    def number(self, level: int | None) -> str | None:
        if level is None:
            return None
        if level == 0:
            self.counts = [self.counts[0] + 1, 0]
            return f"{self.counts[0]}."
        self.counts = [max(self.counts[0], 1), self.counts[1] + 1]
        return f"{self.counts[0]}.{self.counts[1]}"


Line = tuple[str, str | None]
Box = tuple[Paragraph, ...]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _flowing(blocks: Sequence[Block], flow: _Flow) -> Iterator[tuple[str, str | None, list[Box]] | Table]:
    """Yield each paragraph (text, number, its text boxes) and each table that is there, paragraphs run together."""
    text = ""
    boxes: list[Box] = []
    hidden = False
    pending: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Table):
            if not any(kept(row.marks, flow.view) for row in block.rows):
                continue
            if pending is not None:
                yield _paragraph(text, pending, boxes, flow, counts=False)
                text, boxes, pending, hidden = "", [], None, False
            yield block
            continue
        text += "".join(run.words for run in block.runs if run.shows(flow.view))
        hidden = hidden or any(kept(run.marks, flow.view) and not run.shows(flow.view) for run in block.runs)
        boxes.extend([block.box] if block.box else [])
        if block.note is not None and kept(block.note_marks, flow.view):
            flow.notes.append(block.note)
        pending = block
        if kept(block.mark, flow.view):
            yield _paragraph(text, block, boxes, flow, counts=not hidden)
            text, boxes, pending, hidden = "", [], None, False
    if pending is not None:
        yield _paragraph(text, pending, boxes, flow, counts=False)


def _paragraph(
    text: str, last: Paragraph, boxes: list[Box], flow: _Flow, *, counts: bool
) -> tuple[str, str | None, list[Box]]:
    """The last paragraph's properties hold; an empty one counts if its mark is there and nothing in it is hidden."""
    line = _one_line(text)
    number = flow.number(last.level_in(flow.view)) if line or counts else None
    return line, number, boxes


def _box_lines(boxes: Sequence[Box], flow: _Flow) -> list[Line]:
    return [line for box in boxes for line in _story(box, _Flow(flow.view, notes=flow.notes))]


def _story(blocks: Sequence[Block], flow: _Flow) -> list[Line]:
    lines: list[Line] = []
    for item in _flowing(blocks, flow):
        if isinstance(item, Table):
            lines.extend(_table(item, flow))
        else:
            text, number, boxes = item
            lines.extend([(text, number)] if text else [])
            lines.extend(_box_lines(boxes, flow))
    return lines


def _table(table: Table, flow: _Flow) -> list[Line]:
    lines: list[Line] = []
    for row in table.rows:
        if not kept(row.marks, flow.view):
            continue
        cells = [_cell(cell, flow) for cell in row.cells if kept(cell.marks, flow.view)]
        number = next((number for text, number, _ in cells if text or number), None)
        if any(text for text, _, _ in cells) or (number and len(cells) > 1):
            lines.append((" | ".join(text for text, _, _ in cells), number))
        for _, _, after in cells:
            lines.extend(after)
    return lines


def _cell(cell: Cell, flow: _Flow) -> tuple[str, str | None, list[Line]]:
    texts: list[str] = []
    number: str | None = None
    boxes: list[Box] = []
    inner: list[Line] = []
    blocks: list[Block] = [*cell.paragraphs, *([cell.inner] if cell.inner else []), Paragraph(())]
    for item in _flowing(blocks if cell.inner else cell.paragraphs, flow):
        if isinstance(item, Table):
            inner.extend(_table(item, flow))
            continue
        text, own, more = item
        boxes.extend(more)
        number = own if number is None and not texts else number
        texts.extend([text] if text else [])
    return " ".join(texts), number, _box_lines(boxes, flow) + inner


def lines_of(blocks: Sequence[Block], view: View) -> list[Line]:
    """Text and number of every block in a view; notes come last, with their mark for a number."""
    flow = _Flow(view)
    lines = _story(blocks, flow)
    for at, note in enumerate(flow.notes, 1):
        text = _story([note], _Flow(view))
        lines.extend([(text[0][0], str(at))] if text else [])
    return lines


def runs_of(blocks: Sequence[Block]) -> Iterator[tuple[Run, tuple[Mark, ...]]]:
    """Yield every run with all the changes it is under, those of its row, cell and note included."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    inside: list[Block] = [*cell.paragraphs, *([cell.inner] if cell.inner else [])]
                    for run, marks in runs_of(inside):
                        yield run, (*row.marks, *cell.marks, *marks)
            continue
        for run in block.runs:
            yield run, run.marks
        yield from runs_of(block.box)
        if block.note is not None:
            for run, marks in runs_of([block.note]):
                yield run, (*block.note_marks, *marks)


# --- random documents ----------------------------------------------------------------------------------------------


@st.composite
def marks(draw: st.DrawFn, changes: Sequence[Change] = ("ins", "del", "moveTo", "moveFrom")) -> tuple[Mark, ...]:
    """No change mostly, one often, a deletion inside another's insertion sometimes."""
    kind = draw(st.sampled_from(["none", "none", "none", "one", "one", "nested"]))
    if kind == "none":
        return ()
    if kind == "nested":
        return Mark("ins", draw(st.sampled_from(AUTHORS))), Mark("del", draw(st.sampled_from(AUTHORS)))
    return (Mark(draw(st.sampled_from(list(changes))), draw(st.sampled_from(AUTHORS))),)


class Words:
    """Gives every run words no other has."""

    def __init__(self) -> None:
        self.given = 0

    def next(self, form: str) -> str:
        self.given += 1
        return form.format(f"w{self.given}x")


_FORMS = ["{}", "{} ", " {}", " {} ", "{0} and {0}y  ", " \t{}"]


@st.composite
def runs(draw: st.DrawFn, words: Words) -> tuple[Run, ...]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        form = draw(st.sampled_from(_FORMS))
        hidden, was_hidden = draw(st.sampled_from([(False, None)] * 6 + [(True, None), (True, False), (False, True)]))
        wrapper = draw(st.sampled_from(["", "", "", "hyperlink", "sdt", "field", "smartTag"]))
        found.append(Run(words.next(form), draw(marks()), wrapper, hidden, was_hidden))
    return tuple(found)


@st.composite
def paragraphs(draw: st.DrawFn, words: Words, *, plain: bool = False) -> Paragraph:
    mark = draw(marks())
    content = draw(runs(words))
    if plain:
        return Paragraph(content, mark)
    level = draw(st.sampled_from([None, None, 0, 1]))
    was = draw(st.sampled_from(["same", "same", "same", None, 0, 1]))
    extra = draw(st.sampled_from(["", "", "", "", "box", "note"]))
    box = tuple(draw(st.lists(paragraphs(words, plain=True), min_size=1, max_size=2))) if extra == "box" else ()
    note = Paragraph(draw(runs(words))) if extra == "note" else None
    return Paragraph(content, mark, level, was, box, note, draw(marks()) if note else ())


@st.composite
def tables(draw: st.DrawFn, words: Words, *, depth: int = 0) -> Table:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        cells = []
        for _ in range(draw(st.integers(1, 2))):
            inner = draw(tables(words, depth=1)) if depth == 0 and draw(st.integers(0, 7)) == 0 else None
            content = draw(st.lists(paragraphs(words), min_size=1, max_size=2))
            cells.append(Cell(tuple(content), draw(marks(("ins", "del"))) if draw(st.booleans()) else (), inner))
        found.append(Row(tuple(cells), draw(marks(("ins", "del")))))
    return Table(tuple(found))


@st.composite
def documents(draw: st.DrawFn, *, in_one_order: bool = False) -> list[Block]:
    """A document of a few blocks, with words in it that no view leaves out.

    Args:
        in_one_order: without what stands in another order in another view: a text box on a paragraph that runs on into
            the next comes after both.
    """
    words = Words()
    blocks: list[Block] = [Paragraph((Run("Agreement"),))]
    for _ in range(draw(st.integers(1, 6))):
        block = draw(tables(words) if draw(st.integers(0, 3)) == 0 else paragraphs(words))
        if in_one_order and isinstance(block, Paragraph) and block.mark:
            block = replace(block, box=())
        blocks.append(block)
    return [*blocks, Paragraph((Run("Signed"),))]
