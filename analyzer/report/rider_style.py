"""How rider and amendment look: page, styles, header, footer, tables."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.models import Report
from analyzer.report import words
from analyzer.report.archive import date_in_words, moment
from analyzer.report.visible import one_line, shorten

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.table import CT_Row
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run
    from lxml.etree import _Element

_BREAKING = re.compile(r"[\t\n\r]")
_BLANK = re.compile(r"\[[^\[\]]{1,120}\]")
_FONT = "Arial"
_INK = "1C1D1F"
_LINE = "B9B9B2"
_QUIET = "585C63"
_WASH = "F1F1EC"


def load_docx() -> None:
    """Load python-docx, which takes its time."""
    import docx  # noqa: F401


def new_document(report: Report, *, title: str, host: str | None = None) -> "Document":
    """Return an empty document of drafted clauses with its page, styles, header and footer set.

    Args:
        host: what the clauses are for; the report's headline by default.
    """
    import docx
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.3)
    _set_properties(document, report, title)
    _set_styles(document)
    header = section.header.paragraphs[0]
    header.style = document.styles["Header"]
    to = shorten(one_line(host or words.headline(report)), 60)
    header.text = f"{title} to {to}\tDraft of {one_line(date_in_words(report.receipt.date))}"
    _set_right_tab(header, Cm(16.4))
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.add_run("Not legal advice; a lawyer must review.\tPage ")
    _add_field(footer, "PAGE")
    footer.add_run(" of ")
    _add_field(footer, "NUMPAGES")
    _set_right_tab(footer, Cm(16.4))
    return document


def add_paragraph(document: "Document", style: str, text: str = "") -> "Paragraph":
    """Add a paragraph in one of the rider's styles; by its id, since python-docx seeks a name anew each time."""
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def add_table(
    document: "Document", header: Sequence[str], rows: Sequence[Sequence[str]], *, widths_cm: Sequence[float]
) -> None:
    """Add a table whose header row repeats on every page and whose rows do not break."""
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=len(header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for index, cells in enumerate([header, *rows]):
        row = table.add_row()
        _flag_row(row._tr, "w:tblHeader" if index == 0 else "w:cantSplit")
        for cell, text, width in zip(row.cells, cells, widths_cm, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph._p.style = "Tabletext"
            if index == 0:
                paragraph.add_run(text).bold = True
                _shade(cell._tc.get_or_add_tcPr())
            else:
                add_text(paragraph, text)
    add_paragraph(document, "Table text")


def add_text(paragraph: "Paragraph", text: str) -> None:
    """Add text, with what stands in brackets highlighted: the parties have to agree it."""
    from docx.enum.text import WD_COLOR_INDEX

    at = 0
    for blank in _BLANK.finditer(text):
        if blank.start() > at:
            _add_run(paragraph, text[at : blank.start()])
        _add_run(paragraph, blank[0]).font.highlight_color = WD_COLOR_INDEX.YELLOW
        at = blank.end()
    if at < len(text):
        _add_run(paragraph, text[at:])


def _add_run(paragraph: "Paragraph", text: str) -> "Run":
    """Add a run; python-docx looks at every character for tabs and line breaks, which takes most of a rider's time."""
    if _BREAKING.search(text):
        return paragraph.add_run(text)
    run = paragraph.add_run()
    run._r.add_t(text)
    return run


def _set_properties(document: "Document", report: Report, title: str) -> None:
    properties = document.core_properties
    at = moment(report.receipt.date).replace(tzinfo=None)
    properties.title = title
    properties.author = properties.last_modified_by = "clause-analyzer"
    properties.comments = ""
    properties.created = properties.modified = at
    properties.revision = 1


def _set_styles(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    normal = _style(document, "Normal", size=10.5, after=6)
    normal.paragraph_format.line_spacing = 1.15
    _style(document, "Title", size=22, bold=True, after=2)
    _border(_style(document, "Title"), "bottom", size=0)
    _style(document, "Subtitle", size=12, color=_QUIET, after=14, italic=False)
    first = _style(document, "Heading 1", size=14, bold=True, before=20, after=6)
    first.paragraph_format.keep_with_next = True
    second = _style(document, "Heading 2", size=11.5, bold=True, before=18, after=4)
    second.paragraph_format.keep_with_next = True
    _hang(second, Cm(1.6), Cm(1.6))
    for name in ("Header", "Footer"):
        # The template's own stops would catch the tab that sends text to the right edge.
        _style(document, name, size=8.5, color=_QUIET).paragraph_format.tab_stops.clear_all()
    for line in document.styles["Table Grid"].element.iter(*(qn(f"w:{side}") for side in _SIDES)):
        line.set(qn("w:color"), _LINE)
    for spacing in _style(document, "Subtitle").element.rPr.findall(qn("w:spacing")):
        spacing.getparent().remove(spacing)
    for name in ("Clause text", "Clause part", "Clause item", "Instruction", "Drafting note", "Warning", "Table text"):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = normal
        added.quick_style = True
    for name, left, hang in (("Clause text", 1.6, 0.0), ("Clause part", 1.6, 1.6), ("Clause item", 2.6, 1.0)):
        _hang(_style(document, name, after=6), Cm(left), Cm(hang))
    _hang(_style(document, "Instruction", size=9.5, color=_QUIET, after=4), Cm(1.6), Cm(0))
    note = _style(document, "Drafting note", size=9.5, italic=True, before=6, after=10)
    _hang(note, Cm(1.6), Cm(0))
    note.paragraph_format.keep_together = True
    _shade(note.element.get_or_add_pPr())
    _border(_style(document, "Warning", size=10, bold=True, before=6, after=6), "left", size=24)
    _style(document, "Table text", size=9.5, after=2).paragraph_format.space_before = Pt(2)


def _style(
    document: "Document",
    name: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    color: str | None = None,
    before: float | None = None,
    after: float | None = None,
) -> "ParagraphStyle":
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style: ParagraphStyle = document.styles[name]
    font = style.font
    font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:cs"), _FONT)
    font.color.rgb = RGBColor.from_string(color or _INK)
    if size is not None:
        font.size = Pt(size)
    if bold is not None:
        font.bold = bold
    if italic is not None:
        font.italic = italic
    if before is not None:
        style.paragraph_format.space_before = Pt(before)
    if after is not None:
        style.paragraph_format.space_after = Pt(after)
    return style


def _hang(style: "ParagraphStyle", left: int, hang: int) -> None:
    from docx.shared import Length

    style.paragraph_format.left_indent = Length(left)
    style.paragraph_format.first_line_indent = Length(-hang)
    style.paragraph_format.tab_stops.add_tab_stop(Length(left))


def _set_right_tab(paragraph: "Paragraph", at: int) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Length

    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Length(at), WD_TAB_ALIGNMENT.RIGHT)


def _add_field(paragraph: "Paragraph", code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", None), (None, code), ("separate", None), (None, "1"), ("end", None)):
        run: Run = paragraph.add_run()
        if kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == code:
            instruction = OxmlElement("w:instrText")
            instruction.text = code
            run._r.append(instruction)
        else:
            run.text = text or ""


def _flag_row(row: "CT_Row", flag: str) -> None:
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement(flag))


def _shade(properties: "BaseOxmlElement") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), _WASH)
    _insert_in_order(properties, shade)


def _border(style: "ParagraphStyle", side: str, *, size: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if size:
        borders = OxmlElement("w:pBdr")
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "8"), ("color", _QUIET)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        _insert_in_order(properties, borders)


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")

# What the schema lets stand before shading or borders in the properties of a paragraph or cell.
_EARLIER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "tcW", "gridSpan", "vMerge", "tcBorders",
)  # fmt: skip


def _insert_in_order(properties: "BaseOxmlElement", child: "_Element") -> None:
    from docx.oxml.ns import qn

    earlier = {qn(f"w:{name}") for name in _EARLIER}
    properties.insert(len([own for own in properties if own.tag in earlier]), child)
