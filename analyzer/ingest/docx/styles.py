"""Styles of a document: what a paragraph or run takes from its style and from those it is based on."""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from analyzer.ingest.docx.wml import P_PR, R_PR, VAL, W, int_value, on_off, text_value

BODY_LEVEL = 9
_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """One w:style, by itself, without what it inherits."""

    id: str
    name: str
    based_on: str | None
    num_id: int | None
    ilvl: int | None
    outline: int | None
    bold: bool | None
    hidden: bool | None


@dataclass(frozen=True)
class Look:
    """What a style comes to once the styles it is based on are counted in.

    `heading` is the outline level, 0 for the outermost, None for body text. `chain` starts with the style itself.
    """

    name: str | None = None
    chain: tuple[Style, ...] = ()
    heading: int | None = None
    bold: bool = False
    hidden: bool = False


def _read_style(element: etree._Element) -> Style:
    paragraph, run = element.find(P_PR), element.find(R_PR)
    style_id = element.get(W + "styleId", "")
    name = text_value(element, "name") or style_id
    # Word writes built-in headings in lower case and shows them capitalised.
    name = _HEADING.sub(r"Heading \1", name) if _HEADING.match(name) else name
    return Style(
        id=style_id,
        name=name,
        based_on=text_value(element, "basedOn"),
        num_id=int_value(paragraph, "numPr/numId"),
        ilvl=int_value(paragraph, "numPr/ilvl"),
        outline=int_value(paragraph, "outlineLvl"),
        bold=on_off(run, "b"),
        hidden=on_off(run, "vanish"),
    )


def heading_level(style: Style) -> int | None:
    """Read the outline level a style sets: by w:outlineLvl, else by its name; BODY_LEVEL or more means body text."""
    if style.outline is not None:
        return style.outline
    if style.name.lower() == "title":
        return 0
    named = _HEADING.match(style.name)
    return int(named.group(1)) - 1 if named else None


class StyleTable:
    """All styles of one document, looked up by id."""

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else root.findall(W + "style")
        self._styles = {e.get(W + "styleId", ""): _read_style(e) for e in elements}
        self._elements = {e.get(W + "styleId", ""): e for e in elements}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{R_PR}")
        self._default_bold = on_off(defaults, "b") or False
        self._looks: dict[str | None, Look] = {}

    @cached_property
    def default_paragraph(self) -> str | None:
        """The id of the style of a paragraph that names none."""
        for style_id, element in self._elements.items():
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                return style_id
        return None

    def number_style(self, style_id: str) -> int | None:
        """The w:numId a numbering style (w:numStyleLink) refers to."""
        style = self._styles.get(style_id)
        return None if style is None else style.num_id

    def paragraph(self, style_id: str | None) -> Look:
        """What a paragraph takes from its style, or from the default one."""
        if style_id is None or style_id not in self._styles:
            style_id = self.default_paragraph
        return self.look(style_id)

    def look(self, style_id: str | None) -> Look:
        """What a paragraph, run or table style comes to with all it is based on."""
        known = self._looks.get(style_id)
        if known is None:
            known = self._looks[style_id] = self._build(style_id)
        return known

    def shades_header_row(self, style_id: str | None) -> bool:
        """Tell whether a table style sets its first row apart in bold or by shading."""
        for style in self.look(style_id).chain:
            for part in self._elements[style.id].findall(W + "tblStylePr"):
                if part.get(W + "type") == "firstRow":
                    fill = part.find(f"{W}tcPr/{W}shd")
                    return bool(on_off(part.find(R_PR), "b")) or (fill is not None and fill.get(VAL) != "nil")
        return False

    def _build(self, style_id: str | None) -> Look:
        found: dict[str, Style] = {}  # by id, for a style may be based on itself in a damaged file
        while style_id is not None and style_id in self._styles and style_id not in found:
            found[style_id] = self._styles[style_id]
            style_id = found[style_id].based_on
        chain = tuple(found.values())
        if not chain:
            return Look(bold=self._default_bold)
        level = next((own for own in map(heading_level, chain) if own is not None), BODY_LEVEL)
        return Look(
            name=chain[0].name,
            chain=chain,
            heading=level if level < BODY_LEVEL else None,
            bold=next((s.bold for s in chain if s.bold is not None), self._default_bold),
            hidden=next((s.hidden for s in chain if s.hidden is not None), False),
        )
