"""Define the page, the styles and the lists of a sample's Word file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

from eval.samples.schemes import Level, Scheme

PAGES = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}


def _val(tag: str, value: object) -> str:
    return f'<w:{tag} w:val="{value}"/>'


class StyleSheet:
    """Define how a Word file looks; `text_width` is the width between its margins, in twentieths of a point."""

    def __init__(self, doc: Document, scheme: Scheme, meta: dict[str, Any]) -> None:
        self.doc, self.scheme, self.meta = doc, scheme, meta
        self.size = float(meta.get("size", 11))
        self.text_width = 0

    def define(self) -> None:
        """Set page, styles and lists."""
        self._page()
        self._styles()
        self._numbering()

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
