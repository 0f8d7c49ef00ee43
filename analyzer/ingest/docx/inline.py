"""The text of one paragraph as Word shows it, with what hangs on it: notes, text boxes, pictures.

Word spreads a paragraph over runs, and wraps runs in insertions, hyperlinks, content controls, smart tags and
fields. All wrappers are read through; of a field only the result is read, of an alternative only one branch.
"""

from dataclasses import dataclass, field

from lxml import etree

from analyzer.ingest.docx.revisions import LEFT_OUT, View
from analyzer.ingest.docx.styles import Look, StyleTable
from analyzer.ingest.docx.symbols import plain_text, symbol
from analyzer.ingest.docx.wml import (
    ALTERNATE,
    P_PR,
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
    int_value,
    on_off,
    outermost,
    text_value,
)

_WRAPPERS = frozenset(
    W + n for n in ("ins", "del", "moveTo", "moveFrom", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
_SPACES = frozenset(W + n for n in ("tab", "ptab", "br", "cr"))
_PICTURES = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_VML_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_CHARTS = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
)
_SELF_NUMBERING = ("AUTONUM", "LISTNUM")


@dataclass
class Findings:
    """What was met in a document and is not in its text; filled while reading."""

    hidden: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    charts: int = 0
    objects: int = 0
    chunks: int = 0
    self_numbering_fields: int = 0


@dataclass
class Inline:
    """The text gathered for one paragraph; more than one when a deleted mark joins them."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    plain: int = 0
    hidden: bool = False
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text on one line; every run of white space is one space."""
        return " ".join("".join(self.pieces).split())

    @property
    def is_bold(self) -> bool:
        """Whether all that shows is bold."""
        return self.bold > 0 and self.plain == 0


class InlineReader:
    """Reads paragraphs of one story in one view, keeping track of fields that go on from one to the next."""

    def __init__(self, styles: StyleTable, view: View, findings: Findings, story: etree._Element) -> None:
        self._styles = styles
        self._view = view
        self._left_out = LEFT_OUT[view]
        self._findings = findings
        self._open_fields: list[bool] = []
        self._broken = self._unmatched(story)

    def read(self, paragraph: etree._Element, into: Inline) -> None:
        """Append the text of a paragraph to `into`."""
        look = self._styles.paragraph(text_value(paragraph.find(P_PR), "pStyle"))
        self._walk(paragraph, into, look)

    def _unmatched(self, story: etree._Element) -> set[etree._Element]:
        """Find field starts without an end: they would swallow the rest of the document as an instruction."""
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

    @property
    def _shown(self) -> bool:
        return all(self._open_fields)

    def _walk(self, node: etree._Element, into: Inline, look: Look) -> None:
        for child in node:
            tag = child.tag
            if tag == R:
                self._run(child, into, look)
            elif tag in self._left_out:
                continue
            elif tag in _WRAPPERS:
                self._walk(child, into, look)
            elif tag == SDT:
                for content in child.iterchildren(SDT_CONTENT):
                    self._walk(content, into, look)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._walk(branch, into, look)
            elif isinstance(tag, str) and tag.startswith(M):
                into.pieces.append(_formula(child))
                into.plain += 1

    def _run(self, run: etree._Element, into: Inline, look: Look) -> None:
        properties = run.find(R_PR)
        bold, hidden = self._toggles(properties, look)
        start = len(into.pieces)
        self._content(run, properties, into, look)
        added = "".join(into.pieces[start:])
        if not added:
            return
        if hidden:
            del into.pieces[start:]
            into.hidden = True
            if added.strip():
                self._findings.hidden.append(" ".join(added.split()))
        elif not added.isspace():
            into.bold += bold
            into.plain += not bold

    def _toggles(self, properties: etree._Element | None, look: Look) -> tuple[bool, bool]:
        """Read bold and hidden: set on the run, or by its two styles, where both together cancel out."""
        if properties is None:
            return look.bold, look.hidden
        style_id = text_value(properties, "rStyle")
        bold, hidden = on_off(properties, "b"), on_off(properties, "vanish")
        run_look = Look() if style_id is None else self._styles.look(style_id)
        return (
            (look.bold != (run_look.bold and bool(run_look.chain))) if bold is None else bold,
            (look.hidden != run_look.hidden) if hidden is None else hidden,
        )

    def _content(self, run: etree._Element, properties: etree._Element | None, into: Inline, look: Look) -> None:
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field_mark(child, into)
            elif not self._shown:
                continue
            elif tag in (T, W + "delText"):
                into.pieces.append(plain_text(child.text or "", properties))
            elif tag in _SPACES:
                into.pieces.append(" ")
            elif tag == W + "noBreakHyphen":
                into.pieces.append("-")
            elif tag == W + "sym":
                into.pieces.append(symbol(child.get(W + "font"), child.get(W + "char")))
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnote" if tag == W + "footnoteReference" else "endnote"
                self._findings.notes.append((kind, child.get(W + "id", "")))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, into)
            elif tag == W + "ruby":
                for base in child.iterchildren(W + "rubyBase"):
                    self._walk(base, into, look)
            elif tag == ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    self._content(branch, properties, into, look)

    def _field_mark(self, mark: etree._Element, into: Inline) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin" and mark not in self._broken:
            data = mark.find(W + "ffData")
            if data is not None and self._shown:
                into.pieces.append(_form_value(data))
            instruction = mark.getparent()
            follower = None if instruction is None else instruction.getnext()
            code = "" if follower is None else "".join(e.text or "" for e in follower.iter(W + "instrText")).strip()
            self._findings.self_numbering_fields += code.upper().startswith(_SELF_NUMBERING)
            self._open_fields.append(False)
        elif kind == "separate" and self._open_fields:
            self._open_fields[-1] = True
        elif kind == "end" and self._open_fields:
            self._open_fields.pop()

    def _drawing(self, drawing: etree._Element, into: Inline) -> None:
        boxes = list(outermost(drawing, TXBX))
        into.boxes.extend(boxes)
        if drawing.tag == W + "object":
            self._findings.objects += 1
        elif not boxes:
            self._findings.pictures += sum(1 for _ in drawing.iter(_PICTURES, _VML_PICTURE))
            self._findings.charts += sum(1 for _ in drawing.iter(*_CHARTS))


def _form_value(data: etree._Element) -> str:
    """What an old-style form field shows: a box, ticked or not, or the chosen entry of a list."""
    box, entries = data.find(W + "checkBox"), data.find(W + "ddList")
    if box is not None:
        ticked = on_off(box, "checked")
        return "☒" if (on_off(box, "default") if ticked is None else ticked) else "☐"
    if entries is not None:
        listed = [e.get(VAL, "") for e in entries.iterchildren(W + "listEntry")]
        at = int_value(entries, "result") or int_value(entries, "default") or 0
        return listed[at] if 0 <= at < len(listed) else ""
    return ""


def _formula(node: etree._Element) -> str:
    """Write a formula on one line: fractions with a slash, powers with a caret, brackets and sums as they are."""
    if node.tag == M + "t":
        return node.text or ""
    part = {child.tag: child for child in node if isinstance(child.tag, str)}

    def inner(name: str) -> str:
        return _formula(part[M + name]) if M + name in part else ""

    if node.tag == M + "f":
        return f"({inner('num')})/({inner('den')})"
    if node.tag in (M + "sSup", M + "sSub"):
        return f"{inner('e')}^{inner('sup')}" if node.tag == M + "sSup" else f"{inner('e')}_{inner('sub')}"
    if node.tag == M + "nary":
        sign = node.find(f"{M}naryPr/{M}chr")
        return f"{'∫' if sign is None else sign.get(M + 'val', '')}{inner('sub')}{inner('sup')} {inner('e')}"
    written = "".join(_formula(child) for child in node if isinstance(child.tag, str))
    return f"({written})" if node.tag == M + "d" else written
