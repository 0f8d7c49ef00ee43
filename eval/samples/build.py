"""Build the sample contracts as DOCX and PDF from their plain-text sources."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from pypdf import PdfReader

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
EXPECTED = HERE / "expected"
ZIP_DATE = (2026, 1, 5, 9, 0, 0)
PAGES = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|__(?P<under>.+?)__|~~(?P<ital>.+?)~~|\[\[(?P<ref>[a-z0-9-]+)\]\]")
LABEL = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
DIRECTIVE = re.compile(r"^@([a-z]+)(?:\s+(.*))?$")
FIELD_KINDS = ("begin", "separate", "end")


class SourceError(ValueError):
    """Report a contract source that cannot be built."""


@dataclass(frozen=True)
class Level:
    """Describe one numbering level and the look of its paragraphs."""

    fmt: str
    text: str
    ref: str = ""
    legal: bool = False
    suffix: str = "tab"
    left: int = 0
    hanging: int = 0
    first: int = 0
    bold: bool = False
    caps: bool = False
    align: str = "both"
    before: int = 0
    after: int = 120
    new_page: bool = False
    size: float = 0.0


@dataclass(frozen=True)
class Scheme:
    """Hold the numbering of a body and of its schedules."""

    body: tuple[Level, ...]
    schedule: tuple[Level, ...]
    typed_body: bool = False
    typed_schedule: bool = False
    definition_left: int = 720
    table_head: str = "D9D9D9"


def _sched(heading: str, ref: str, align: str = "center", *, caps: bool = False) -> tuple[Level, ...]:
    return (
        Level("decimal", heading, ref=ref, suffix="space", bold=True, align=align, after=200, new_page=True, size=2,
              caps=caps),
        Level("decimal", "%2.", ref="%2", left=720, hanging=720, bold=True, align="left", before=160),
        Level("decimal", "%2.%3", ref="%2.%3", left=720, hanging=720),
        Level("lowerLetter", "(%4)", left=1287, hanging=567),
        Level("lowerRoman", "(%5)", left=1854, hanging=567),
    )  # fmt: skip


SCHEMES = {
    "article": Scheme(
        body=(
            Level("upperRoman", "ARTICLE %1.", ref="%1", suffix="space", bold=True, caps=True, align="center",
                  before=280, after=160),
            Level("decimalZero", "Section %1.%2", ref="%1.%2", legal=True, first=720),
            Level("lowerLetter", "(%3)", left=720, first=720),
            Level("lowerRoman", "(%4)", left=1440, first=720),
            Level("upperLetter", "(%5)", left=2160, first=720),
        ),
        schedule=(
            Level("upperLetter", "EXHIBIT %1 –", ref="Exhibit %1", suffix="space", bold=True, caps=True, align="center",
                  after=200, new_page=True),
            Level("decimal", "%2.", ref="%2", left=720, hanging=720, before=60),
            Level("lowerLetter", "(%3)", left=1440, hanging=720),
            Level("lowerRoman", "(%4)", left=2160, hanging=720),
        ),
        typed_schedule=True,
    ),
    "plain": Scheme(
        body=(
            Level("decimal", "%1.", ref="%1", left=680, hanging=680, bold=True, align="left", before=260, size=1),
            Level("decimal", "%1.%2", ref="%1.%2", left=680, hanging=680, align="left"),
            Level("lowerLetter", "(%3)", left=1134, hanging=454, align="left", after=80),
            Level("lowerRoman", "(%4)", left=1588, hanging=454, align="left", after=80),
        ),
        schedule=(
            Level("decimal", "Schedule %1:", ref="Schedule %1", suffix="space", bold=True, align="left", after=200,
                  new_page=True, size=3),
            Level("decimal", "%2.", ref="%2", left=680, hanging=680, bold=True, align="left", before=160),
            Level("decimal", "%2.%3", ref="%2.%3", left=680, hanging=680, align="left"),
            Level("lowerLetter", "(%4)", left=1134, hanging=454, align="left", after=80),
        ),
        definition_left=680,
        table_head="DCE6F1",
    ),
    "uk": Scheme(
        body=(
            Level("decimal", "%1.", ref="%1", left=720, hanging=720, bold=True, caps=True, align="left", before=240),
            Level("decimal", "%1.%2", ref="%1.%2", left=720, hanging=720),
            Level("lowerLetter", "(%3)", left=1287, hanging=567),
            Level("lowerRoman", "(%4)", left=1854, hanging=567),
        ),
        schedule=_sched("Schedule %1", "Schedule %1"),
    ),
    "short": Scheme(
        body=(
            Level("decimal", "%1.", ref="%1", left=454, hanging=454, align="left", before=60),
            Level("lowerLetter", "(%2)", left=908, hanging=454, align="left", after=80),
        ),
        schedule=_sched("Attachment %1:", "Attachment %1", align="left"),
        definition_left=454,
    ),
    "letters": Scheme(
        body=(
            Level("none", "", bold=True, caps=True, align="left", before=240),
            Level("lowerLetter", "(%2)", left=567, hanging=567),
            Level("lowerRoman", "(%3)", left=1134, hanging=567),
        ),
        schedule=_sched("Annex %1", "Annex %1"),
        typed_body=True,
        typed_schedule=True,
    ),
}  # fmt: skip


@dataclass
class Block:
    """Hold one paragraph, table or mark of a source."""

    kind: str
    text: str = ""
    level: int = 0
    label: str = ""
    rows: list[list[str]] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    in_schedule: bool = False
    number: str = ""
    ref: str = ""
    section: str = ""


@dataclass
class Contract:
    """Hold a parsed source with its numbers worked out."""

    name: str
    meta: dict[str, Any]
    blocks: list[Block]
    refs: dict[str, Block]

    @property
    def scheme(self) -> Scheme:
        """Return the numbering scheme the source names."""
        return SCHEMES[str(self.meta["scheme"])]


def roman(value: int) -> str:
    """Return a number as lower-case Roman digits."""
    out = ""
    for size, digits in ROMAN:
        while value >= size:
            out, value = out + digits, value - size
    return out


def shown(fmt: str, value: int) -> str:
    """Return a counter the way a number format prints it."""
    if fmt == "decimalZero":
        return f"{value:02d}"
    if fmt in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if fmt == "lowerLetter" else letter.upper()
    if fmt in {"lowerRoman", "upperRoman"}:
        return roman(value) if fmt == "lowerRoman" else roman(value).upper()
    return str(value)


class Counter:
    """Follow the counters of one multi-level list."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self.levels = levels
        self.values = [0] * len(levels)
        self.refs = [""] * len(levels)

    def step(self, index: int) -> tuple[str, str]:
        """Advance one level and return its printed number and its full reference."""
        self.values[index] += 1
        self.values[index + 1 :] = [0] * (len(self.levels) - index - 1)
        level = self.levels[index]
        number = self._fill(level.text, index, legal=level.legal)
        if level.ref:
            ref = self._fill(level.ref, index, legal=level.legal)
        else:
            ref = (self.refs[index - 1] if index else "") + number
        self.refs[index] = ref
        return number, ref

    def _fill(self, pattern: str, index: int, *, legal: bool) -> str:
        def put(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            fmt = self.levels[at].fmt
            return shown("decimal" if legal and at != index else fmt, self.values[at])

        return re.sub(r"%(\d)", put, pattern)


def parse(name: str, source: str) -> Contract:
    """Read a source text into blocks with numbers and references worked out."""
    _, head, body = source.split("---\n", 2)
    meta = dict(yaml.safe_load(head))
    blocks: list[Block] = []
    in_schedule = False
    widths: list[int] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in chunk.strip().split("\n")]
        block = _block(lines, in_schedule)
        if block.kind == "widths":
            widths = block.widths
            lines = lines[1:]
            if not lines:
                continue
            block = _block(lines, in_schedule)
        if block.kind == "schedule":
            in_schedule = True
        if block.kind == "body":
            in_schedule = False
            continue
        if block.kind == "table" and widths:
            block.widths, widths = widths, []
        block.in_schedule = in_schedule
        blocks.append(block)
    contract = Contract(name, meta, blocks, {})
    _number(contract)
    return contract


def _block(lines: list[str], in_schedule: bool) -> Block:
    if lines[0].startswith("|"):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        if len({len(row) for row in rows}) != 1:
            raise SourceError(f"uneven table: {lines[0]}")
        return Block("table", rows=rows)
    directive = DIRECTIVE.match(lines[0])
    if directive and directive.group(1) == "widths":
        return Block("widths", widths=[int(part) for part in (directive.group(2) or "").split()])
    text = " ".join(lines)
    label = ""
    found = LABEL.search(text)
    if found:
        label, text = found.group(1), text[: found.start()]
    directive = DIRECTIVE.match(text)
    if directive:
        return Block(directive.group(1), text=directive.group(2) or "", label=label)
    marks = re.match(r"^(#{1,5}|>{1,2}|-)\s+(.*)$", text)
    if not marks:
        return Block("text", text=text, label=label)
    mark, rest = marks.groups()
    if mark.startswith("#"):
        return Block("clause", text=rest, level=len(mark) - 1 + in_schedule, label=label)
    return Block("bullet" if mark == "-" else "definition", text=rest, level=len(mark) - 1, label=label)


def _number(contract: Contract) -> None:
    scheme = contract.scheme
    body, schedule = Counter(scheme.body), Counter(scheme.schedule)
    lists = {"party": Counter((Level("decimal", "(%1)"),)), "recital": Counter((Level("upperLetter", "(%1)"),))}
    section = "Front"
    place = ""
    for block in contract.blocks:
        if block.kind == "schedule":
            block.number, block.ref = schedule.step(0)
            place = section = block.ref
        elif block.kind == "clause":
            block.number, block.ref = (schedule if block.in_schedule else body).step(block.level)
            section = f"{place}, paragraph {block.ref}" if block.in_schedule else block.ref
            if not section:
                section = plain(block.text)
        elif block.kind in lists:
            block.number, block.ref = lists[block.kind].step(0)
            section = "Parties" if block.kind == "party" else f"Recital {block.ref}"
        elif block.kind == "part" and block.in_schedule:
            section = f"{place}, {block.text.partition(':')[0]}"
        block.section = section
        if block.label:
            if block.label in contract.refs:
                raise SourceError(f"label used twice: {block.label}")
            contract.refs[block.label] = block
    for block in contract.blocks:
        for text in (block.text, *(cell for row in block.rows for cell in row)):
            for match in INLINE.finditer(text):
                if match["ref"] and match["ref"] not in contract.refs:
                    raise SourceError(f"unknown reference: {match['ref']}")


def plain(text: str, refs: dict[str, Block] | None = None) -> str:
    """Return a text without its marks and with its references filled in."""

    def put(match: re.Match[str]) -> str:
        if match["ref"]:
            return refs[match["ref"]].ref if refs else match.group()
        return plain(match["bold"] or match["under"] or match["ital"], refs)

    return INLINE.sub(put, text)


def _val(tag: str, value: object) -> str:
    return f'<w:{tag} w:val="{value}"/>'


class Writer:
    """Write one contract into a Word document."""

    def __init__(self, contract: Contract, pages: dict[str, int] | None = None, *, typed: bool = False) -> None:
        self.contract = contract
        self.scheme = contract.scheme
        if typed:
            self.scheme = replace(self.scheme, typed_body=True, typed_schedule=True)
        self.meta = contract.meta
        self.pages = pages or {}
        self.size = float(self.meta.get("size", 11))
        self.doc: DocxDocument = Document()
        self.marks = 0
        body = self.doc.element.body
        for child in list(body):
            if child.tag != qn("w:sectPr"):
                body.remove(child)

    def write(self) -> bytes:
        """Return the whole document as bytes that do not depend on the time of day."""
        self._page()
        self._styles()
        self._numbering()
        self._furniture()
        for block, following in zip(self.contract.blocks, [*self.contract.blocks[1:], Block("end")], strict=True):
            self._put(block)
            if following.kind in {"table", "sign"} and block.kind not in {"table", "sign"}:
                self.doc.paragraphs[-1].paragraph_format.keep_with_next = True
        self._properties()
        raw = io.BytesIO()
        self.doc.save(raw)
        return _settle(raw.getvalue())

    def _page(self) -> None:
        width, height = PAGES[str(self.meta.get("page", "a4"))]
        section = self.doc.sections[0]
        section.page_width, section.page_height = Mm(width), Mm(height)
        margin = Mm(float(self.meta.get("margin", 25.4)))
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
        self.text_width = int((width - 2 * float(self.meta.get("margin", 25.4))) * 56.7)

    def _style(self, name: str, ident: str, level: Level, num: tuple[int, int] | None, outline: int | None) -> None:
        styles = self.doc.styles.element
        old = styles.xpath(f'w:style[@w:styleId="{ident}"]')
        for item in old:
            styles.remove(item)
        indent = f'<w:ind w:left="{level.left}"'
        if level.hanging:
            indent += f' w:hanging="{level.hanging}"'
        elif level.first:
            indent += f' w:firstLine="{level.first}"'
        numbering = f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
        head = level.bold
        custom = "" if name[0].islower() or name == "Body Text" else ' w:customStyle="1"'
        xml = (
            f'<w:style {nsdecls("w")} w:type="paragraph"{custom} w:styleId="{ident}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{"<w:keepNext/>" if head else ""}'
            f"{'<w:pageBreakBefore/>' if level.new_page and not self.meta.get('flow') else ''}{numbering}"
            f'<w:spacing w:before="{level.before}" w:after="{level.after}"/>{indent}/><w:jc w:val="{level.align}"/>'
            f"{'' if outline is None else _val('outlineLvl', outline)}</w:pPr>"
            f"<w:rPr>{'<w:b/>' if head else ''}{'<w:caps/>' if level.caps else ''}"
            f"{_val('sz', round(2 * (self.size + level.size))) if level.size else ''}</w:rPr></w:style>"
        )
        styles.append(parse_xml(xml))

    def _styles(self) -> None:
        normal = self.doc.styles["Normal"]
        font = str(self.meta.get("font", "Times New Roman"))
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), font)
        normal.font.size = Pt(self.size)
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), str(self.meta.get("lang", "en-US")))
        normal.element.get_or_add_rPr().append(lang)
        align = self.scheme.body[1].align
        left = self.scheme.definition_left
        for index, level in enumerate(self.scheme.body):
            num = None if self.scheme.typed_body else (1, index)
            self._style(f"heading {index + 1}", f"Heading{index + 1}", level, num, index)
        for index, level in enumerate(self.scheme.schedule):
            num = None if self.scheme.typed_schedule else (2, index)
            name = "Schedule Heading" if index == 0 else f"Schedule Level {index}"
            self._style(name, name.replace(" ", ""), level, num, 0 if index == 0 else None)
        side = Level("decimal", "", left=720, hanging=720, align=align)
        self._style("Party", "Party", side, (3, 0), None)
        self._style("Recital", "Recital", side, (4, 0), None)
        self._style("Clause Bullet", "ClauseBullet", Level("bullet", "", left=left + 360, hanging=360, align=align,
                    after=80), (5, 0), None)  # fmt: skip
        self._style("Body Text", "BodyText", Level("", "", align=align), None, None)
        self._style("Definition", "Definition", Level("", "", left=left, align=align), None, None)
        self._style("Definition Item", "DefinitionItem", Level("", "", left=left + 567, align=align), None, None)
        self._style("Cover Title", "CoverTitle", Level("", "", bold=True, align="center", before=2400, after=360,
                    size=7), None, None)  # fmt: skip
        self._style("Document Title", "DocumentTitle", Level("", "", bold=True, align="center", after=240, size=5),
                    None, None)  # fmt: skip
        self._style("Cover Line", "CoverLine", Level("", "", align="center", after=200, size=1), None, None)
        self._style("Part Heading", "PartHeading", Level("", "", bold=True, align="center", before=160, after=160),
                    None, None)  # fmt: skip
        self._style("Table Text", "TableText", Level("", "", align="left", before=40, after=40, size=-1.5), None, None)
        self._style("toc 1", "TOC1", Level("", "", align="left", after=60), None, None)
        tabs = f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:leader="dot" w:pos="{self.text_width}"/></w:tabs>'
        properties = self.doc.styles.element.xpath('w:style[@w:styleId="TOC1"]/w:pPr')[0]
        properties.insert(0, parse_xml(tabs))

    def _numbering(self) -> None:
        root = self.doc.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        lists = [
            (1, "" if self.scheme.typed_body else "Heading", self.scheme.body),
            (2, "" if self.scheme.typed_schedule else "Schedule", self.scheme.schedule),
            (3, "Party", (Level("decimal", "(%1)", left=720, hanging=720),)),
            (4, "Recital", (Level("upperLetter", "(%1)", left=720, hanging=720),)),
            (5, "ClauseBullet", (Level("bullet", "•", left=self.scheme.definition_left + 360, hanging=360),)),
        ]
        for ident, style, levels in lists:
            root.append(parse_xml(self._abstract(ident, style, levels)))
        for ident, _, _ in lists:
            root.append(
                parse_xml(f'<w:num {nsdecls("w")} w:numId="{ident}"><w:abstractNumId w:val="{ident}"/></w:num>')
            )

    @staticmethod
    def _abstract(ident: int, style: str, levels: Sequence[Level]) -> str:
        out = [
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ident}">'
            f'<w:multiLevelType w:val="{"multilevel" if len(levels) > 1 else "singleLevel"}"/>'
        ]
        for index, level in enumerate(levels):
            name = style
            if style == "Heading":
                name = f"Heading{index + 1}"
            elif style == "Schedule":
                name = "ScheduleHeading" if index == 0 else f"ScheduleLevel{index}"
            indent = f'w:left="{level.left}" '
            indent += f'w:hanging="{level.hanging}"' if level.hanging else f'w:firstLine="{level.first}"'
            out.append(
                f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{level.fmt}"/>'
                f"{_val('pStyle', name) if name else ''}{'<w:isLgl/>' if level.legal else ''}"
                f'<w:suff w:val="{level.suffix}"/><w:lvlText w:val="{level.text}"/><w:lvlJc w:val="left"/>'
                f"<w:pPr><w:ind {indent}/></w:pPr></w:lvl>"
            )
        return "".join([*out, "</w:abstractNum>"])

    def _furniture(self) -> None:
        section = self.doc.sections[0]
        section.different_first_page_header_footer = bool(self.meta.get("cover", True))
        left, _, right = str(self.meta.get("header", "")).partition("|")
        para = section.header.paragraphs[0]
        para.style = self.doc.styles["Table Text"]
        self._tab_right(para._p)
        para.add_run(left.strip() + ("\t" + right.strip() if right else ""))
        foot = section.footer.paragraphs[0]
        foot.style = self.doc.styles["Table Text"]
        self._tab_right(foot._p)
        foot.add_run(str(self.meta.get("footer", "")) + "\tPage ")
        self._field(foot._p, "PAGE", "1")
        foot.add_run(" of ")
        self._field(foot._p, "NUMPAGES", "1")

    def _tab_right(self, para: Any) -> None:
        tabs = parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:pos="{self.text_width}"/></w:tabs>')
        para.get_or_add_pPr().append(tabs)

    @staticmethod
    def _run(text: str, *, bold: bool = False, under: bool = False, ital: bool = False) -> Any:
        run = OxmlElement("w:r")
        if bold or under or ital:
            props = OxmlElement("w:rPr")
            for on, tag in ((bold, "w:b"), (ital, "w:i")):
                if on:
                    props.append(OxmlElement(tag))
            if under:
                line = OxmlElement("w:u")
                line.set(qn("w:val"), "single")
                props.append(line)
            run.append(props)
        for index, part in enumerate(text.split("\t")):
            if index:
                run.append(OxmlElement("w:tab"))
            if part:
                node = OxmlElement("w:t")
                node.text = part
                node.set(qn("xml:space"), "preserve")
                run.append(node)
        return run

    def _field(self, para: Any, code: str, result: str) -> None:
        for kind in FIELD_KINDS:
            run = OxmlElement("w:r")
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run.append(char)
            para.append(run)
            if kind == "begin":
                instr = OxmlElement("w:r")
                text = OxmlElement("w:instrText")
                text.set(qn("xml:space"), "preserve")
                text.text = f" {code} "
                instr.append(text)
                para.append(instr)
            elif kind == "separate":
                para.append(self._run(result))

    def _inline(self, para: Any, text: str, **looks: bool) -> None:
        at = 0
        for match in INLINE.finditer(text):
            if match.start() > at:
                para.append(self._run(text[at : match.start()], **looks))
            at = match.end()
            if match["ref"]:
                target = self.contract.refs[match["ref"]]
                live = self.meta.get("refs") == "field" and target.kind in {"clause", "schedule"}
                if live and not (target.in_schedule and target.kind == "clause"):
                    self._field(para, f"REF _Ref_{match['ref'].replace('-', '_')} \\w \\h", target.ref)
                else:
                    para.append(self._run(target.ref, **looks))
                continue
            for key in ("bold", "under", "ital"):
                if match[key]:
                    self._inline(para, match[key], **{**looks, key: True})
        if at < len(text):
            para.append(self._run(text[at:], **looks))

    def _para(self, text: str, style: str, label: str = "", mark: str = "") -> Any:
        para = self.doc.add_paragraph()
        para.style = self.doc.styles[style]
        names = [name for name in (f"_Ref_{label.replace('-', '_')}" if label else "", mark) if name]
        idents = []
        for name in names:
            start = OxmlElement("w:bookmarkStart")
            start.set(qn("w:id"), str(self.marks))
            start.set(qn("w:name"), name)
            para._p.append(start)
            idents.append(self.marks)
            self.marks += 1
        self._inline(para._p, text)
        for ident in idents:
            end = OxmlElement("w:bookmarkEnd")
            end.set(qn("w:id"), str(ident))
            para._p.append(end)
        return para

    def _put(self, block: Block) -> None:
        kind = block.kind
        if kind in {"clause", "schedule"}:
            self._clause(block)
        elif kind == "table":
            self._table(block)
        elif kind == "toc":
            self._toc()
        elif kind == "sign":
            self._sign(block)
        elif kind == "pagebreak":
            brk = OxmlElement("w:br")
            brk.set(qn("w:type"), "page")
            run = OxmlElement("w:r")
            run.append(brk)
            self.doc.add_paragraph()._p.append(run)
        else:
            styles = {"text": "Body Text", "title": "Cover Title", "heading": "Document Title",
                      "line": "Cover Line", "part": "Part Heading",
                      "party": "Party", "recital": "Recital", "bullet": "Clause Bullet",
                      "definition": "Definition Item" if block.level else "Definition"}  # fmt: skip
            if kind not in styles:
                raise SourceError(f"unknown mark: @{kind}")
            self._para(block.text, styles[kind], block.label)

    def _clause(self, block: Block) -> None:
        if block.kind == "schedule" or block.in_schedule:
            style = "Schedule Heading" if block.level == 0 else f"Schedule Level {block.level}"
            typed, level = self.scheme.typed_schedule, self.scheme.schedule[block.level]
        else:
            style = f"Heading {block.level + 1}"
            typed, level = self.scheme.typed_body, self.scheme.body[block.level]
        mark = f"_Toc_{block.ref.replace(' ', '_')}" if block.level == 0 and self.meta.get("toc") else ""
        text = block.text
        if typed and block.number:
            text = block.number + ("\t" if level.suffix == "tab" else " ") + text
        self._para(text, style, block.label, mark)

    def _table(self, block: Block) -> None:
        rows = block.rows
        count = len(rows[0])
        shares = block.widths or [1] * count
        widths = [self.text_width * share // sum(shares) for share in shares]
        table = self.doc.add_table(rows=len(rows), cols=count)
        table.style = self.doc.styles["Table Grid"]
        table.autofit = False
        table._tblPr.find(qn("w:tblW")).addnext(parse_xml(f'<w:tblInd {nsdecls("w")} w:w="108" w:type="dxa"/>'))
        for col, width in zip(table.columns, widths, strict=True):
            col._gridCol.set(qn("w:w"), str(width))
        for at, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            props = row._tr.get_or_add_trPr()
            props.append(OxmlElement("w:cantSplit"))
            if at == 0:
                props.append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(row.cells, cells, widths, strict=True):
                cell.width = width * 635
                para = cell.paragraphs[0]
                para.style = self.doc.styles["Table Text"]
                self._inline(para._p, text, bold=at == 0)
                if at == 0:
                    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{self.scheme.table_head}"/>'
                    cell._tc.get_or_add_tcPr().append(parse_xml(shade))
        self._para("", "Body Text")

    def _sign(self, block: Block) -> None:
        names = [part.strip() for part in block.text.split("|")]
        lead = str(self.meta.get("sign_lead", ""))
        fields = list(self.meta.get("sign_fields", ["By", "Name", "Title", "Date"]))
        width = self.text_width // 2
        table = self.doc.add_table(rows=1, cols=len(names))
        table.autofit = False
        for col in table.columns:
            col._gridCol.set(qn("w:w"), str(width))
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, name in zip(table.rows[0].cells, names, strict=True):
            cell.width = width * 635
            first = cell.paragraphs[0]
            first.style = self.doc.styles["Body Text"]
            first.alignment = WD_ALIGN_PARAGRAPH.LEFT
            self._inline(first._p, f"{lead} **{name}**" if lead else f"**{name}**")
            for title in fields:
                para = cell.add_paragraph()
                para.alignment = WD_ALIGN_PARAGRAPH.LEFT
                para.style = self.doc.styles["Body Text"]
                para.paragraph_format.space_before = Pt(10)
                tabs = f'<w:tabs {nsdecls("w")}><w:tab w:val="left" w:pos="1100"/></w:tabs>'
                para._p.get_or_add_pPr().insert(1, parse_xml(tabs))
                para._p.append(self._run(f"{title}:\t" + "_" * int(self.meta.get("sign_line", 26))))

    def _toc(self) -> None:
        content = OxmlElement("w:sdtContent")
        heads = [b for b in self.contract.blocks if b.kind in {"clause", "schedule"} and b.level == 0]
        for at, block in enumerate(heads):
            para = OxmlElement("w:p")
            props = OxmlElement("w:pPr")
            style = OxmlElement("w:pStyle")
            style.set(qn("w:val"), "TOC1")
            props.append(style)
            para.append(props)
            if at == 0:
                code = 'TOC \\o "1-1" \\h \\z \\t "Schedule Heading,1"'
                shell = OxmlElement("w:p")
                self._field(shell, code, "")
                for run in list(shell)[:-1]:
                    if run.find(qn("w:t")) is None:
                        para.append(run)
            link = OxmlElement("w:hyperlink")
            mark = f"_Toc_{block.ref.replace(' ', '_')}"
            link.set(qn("w:anchor"), mark)
            title = plain(block.text, self.contract.refs)
            title = title.upper() if (self.scheme.body[0].caps and block.kind == "clause") else title
            link.append(self._run(f"{block.number} {title}\t"))
            self._field(link, f"PAGEREF {mark} \\h", str(self.pages.get(block.ref, 1)))
            para.append(link)
            if at == len(heads) - 1:
                para.append(parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="end"/></w:r>'))
            content.append(para)
        sdt = parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
            "<w:docPartUnique/></w:docPartObj></w:sdtPr></w:sdt>"
        )
        sdt.append(content)
        body = self.doc.element.body
        body.insert(len(body) - 1, sdt)

    def _properties(self) -> None:
        props = self.doc.core_properties
        moment = dt.datetime(*ZIP_DATE)
        props.title = str(self.meta.get("title", ""))
        props.author = str(self.meta.get("author", ""))
        props.last_modified_by = props.author
        props.comments = ""
        props.keywords = ""
        props.created = props.modified = moment
        props.revision = 1
        package = self.doc.part.package
        for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
            del package.rels[key]


def _settle(raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()


def read(path: Path) -> Contract:
    """Parse the source file at a path."""
    return parse(path.stem, path.read_text(encoding="utf-8"))


def to_pdf(docx: Path, folder: Path) -> Path:
    """Convert a Word file to PDF with LibreOffice."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", "pdf",
                   "--outdir", str(folder), str(docx)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    pdf = folder / f"{docx.stem}.pdf"
    pdf.write_bytes(_fix_pdf(pdf.read_bytes()))
    return pdf


def _fix_pdf(raw: bytes) -> bytes:
    stamp = f"/CreationDate(D:{dt.datetime(*ZIP_DATE):%Y%m%d%H%M%S}Z".encode()
    raw = re.sub(rb"/CreationDate\(D:\d{14}.", lambda found: stamp.ljust(len(found.group()), b"'"), raw)
    ident = re.compile(rb"(?<=/ID \[ <)[0-9A-F]{32}(?=>)|(?<=>\n<)[0-9A-F]{32}(?=> \])|(?<=/DocChecksum /)[0-9A-F]{32}")
    blank = ident.sub(b"0" * 32, raw)
    digest = hashlib.sha256(blank).hexdigest()[:32].upper().encode()
    return ident.sub(digest, raw)


def heading_pages(contract: Contract, pdf: Path) -> dict[str, int]:
    """Find the page each main heading is printed on."""
    texts = [re.sub(r"\s+", "", page.extract_text()).lower() for page in PdfReader(pdf).pages]
    heads = [b for b in contract.blocks if b.kind in {"clause", "schedule"} and b.level == 0]
    pages: dict[str, int] = {}
    at = int(contract.meta.get("toc_pages", 2))
    for block in heads:
        want = re.sub(r"\s+", "", block.number + plain(block.text, contract.refs)).lower()
        while at < len(texts) and want not in texts[at]:
            at += 1
        if at == len(texts):
            raise SourceError(f"heading not found in the PDF: {block.number} {block.text}")
        pages[block.ref] = at + 1
    return pages


def build_docx(contract: Contract, target: Path, pages: dict[str, int] | None = None, *, typed: bool = False) -> None:
    """Write the Word file of a contract."""
    target.write_bytes(Writer(contract, pages, typed=typed).write())


def build(source: Path, folder: Path) -> int:
    """Build the Word and PDF files of a source and return the page count."""
    contract = read(source)
    docx = folder / f"{contract.name}.docx"
    pages: dict[str, int] | None = None
    build_docx(contract, docx)
    if contract.meta.get("toc"):
        with tempfile.TemporaryDirectory() as scratch:
            pages = heading_pages(contract, to_pdf(docx, Path(scratch)))
        build_docx(contract, docx, pages)
    with tempfile.TemporaryDirectory() as scratch:
        # LibreOffice may print "Section IV.01" where Word prints "Section 4.01", so such numbers are typed.
        printed = Path(scratch) / docx.name
        build_docx(contract, printed, pages, typed=any(level.legal for level in contract.scheme.body))
        return len(PdfReader(to_pdf(printed, folder)).pages)


def places(contract: Contract) -> list[tuple[str, str]]:
    """List every printed text of a contract with its section."""
    out = []
    for block in contract.blocks:
        texts = [block.text, *(cell for row in block.rows for cell in row)]
        out += [(block.section, plain(text, contract.refs)) for text in texts if text]
    return out


def check_expected(contract: Contract, path: Path) -> list[str]:
    """List the expected findings whose quote does not stand in the section named."""
    wrong = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        found = {section for section, text in places(contract) if item["quote"] in text}
        if item["section"] not in found:
            wrong.append(f"{item['provision']}/{item['element']}: {item['section']} not in {sorted(found)}")
    return wrong


def main(argv: Iterable[str] | None = None) -> int:
    """Build the samples named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description="Build the sample contracts.")
    parser.add_argument("names", nargs="*", help="samples to build; all when none is named")
    parser.add_argument("--check", action="store_true", help="only compare the expected findings with the sources")
    options = parser.parse_args(None if argv is None else list(argv))
    names = options.names or sorted(path.stem for path in SOURCE.glob("*.md") if path.stem != "README")
    failed = False
    for name in names:
        source = SOURCE / f"{name}.md"
        if not options.check:
            print(f"{name}: {build(source, HERE)} pages")
        expected = EXPECTED / f"{name}.json"
        if expected.exists():
            for line in check_expected(read(source), expected):
                print(f"{name}: {line}")
                failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
