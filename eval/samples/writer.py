"""Write a sample contract as a Word file, the same bytes whenever it is written."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from eval.samples.contract import INLINE, Block, Contract, SourceError, plain
from eval.samples.runs import add_field, add_right_tab, make_run
from eval.samples.styles import StyleSheet

ZIP_DATE = (2026, 1, 5, 9, 0, 0)


class Writer:
    """Write one contract into a Word document."""

    def __init__(self, contract: Contract, pages: dict[str, int] | None = None, *, typed: bool = False) -> None:
        self.contract = contract
        self.scheme = contract.scheme
        if typed:
            self.scheme = replace(self.scheme, typed_body=True, typed_schedule=True)
        self.meta = contract.meta
        self.pages = pages or {}
        self.text_width = 0
        self.doc: DocxDocument = Document()
        self.marks = 0
        body = self.doc.element.body
        for child in list(body):
            if child.tag != qn("w:sectPr"):
                body.remove(child)

    def write(self) -> bytes:
        """Return the whole document as bytes that do not depend on the time of day."""
        sheet = StyleSheet(self.doc, self.scheme, self.meta)
        sheet.define()
        self.text_width = sheet.text_width
        self._furniture()
        for block, following in zip(self.contract.blocks, [*self.contract.blocks[1:], Block("end")], strict=True):
            self._put(block)
            if following.kind in {"table", "sign"} and block.kind not in {"table", "sign"}:
                self.doc.paragraphs[-1].paragraph_format.keep_with_next = True
        self._properties()
        raw = io.BytesIO()
        self.doc.save(raw)
        return _settle(raw.getvalue())

    def _furniture(self) -> None:
        section = self.doc.sections[0]
        section.different_first_page_header_footer = bool(self.meta.get("cover", True))
        left, _, right = str(self.meta.get("header", "")).partition("|")
        para = section.header.paragraphs[0]
        para.style = self.doc.styles["Table Text"]
        add_right_tab(para._p, self.text_width)
        para.add_run(left.strip() + ("\t" + right.strip() if right else ""))
        foot = section.footer.paragraphs[0]
        foot.style = self.doc.styles["Table Text"]
        add_right_tab(foot._p, self.text_width)
        foot.add_run(str(self.meta.get("footer", "")) + "\tPage ")
        add_field(foot._p, "PAGE", "1")
        foot.add_run(" of ")
        add_field(foot._p, "NUMPAGES", "1")

    def _inline(self, para: Any, text: str, **looks: bool) -> None:
        at = 0
        for match in INLINE.finditer(text):
            if match.start() > at:
                para.append(make_run(text[at : match.start()], **looks))
            at = match.end()
            if match["ref"]:
                target = self.contract.refs[match["ref"]]
                live = self.meta.get("refs") == "field" and target.kind in {"clause", "schedule"}
                if live and not (target.in_schedule and target.kind == "clause"):
                    add_field(para, f"REF _Ref_{match['ref'].replace('-', '_')} \\w \\h", target.ref)
                else:
                    para.append(make_run(target.ref, **looks))
                continue
            for key in ("bold", "under", "ital"):
                if match[key]:
                    self._inline(para, match[key], **{**looks, key: True})
        if at < len(text):
            para.append(make_run(text[at:], **looks))

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
                para._p.append(make_run(f"{title}:\t" + "_" * int(self.meta.get("sign_line", 26))))

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
                add_field(shell, code, "")
                for run in list(shell)[:-1]:
                    if run.find(qn("w:t")) is None:
                        para.append(run)
            link = OxmlElement("w:hyperlink")
            mark = f"_Toc_{block.ref.replace(' ', '_')}"
            link.set(qn("w:anchor"), mark)
            title = plain(block.text, self.contract.refs)
            title = title.upper() if (self.scheme.body[0].caps and block.kind == "clause") else title
            link.append(make_run(f"{block.number} {title}\t"))
            add_field(link, f"PAGEREF {mark} \\h", str(self.pages.get(block.ref, 1)))
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
