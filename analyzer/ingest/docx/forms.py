"""What the properties of a paragraph come to: its style, outline level, and place in a list."""

import re

from lxml import etree

from analyzer.ingest.docx.changes import Tracked, former_of
from analyzer.ingest.docx.number_formats import write_legacy_number
from analyzer.ingest.docx.numbering import NumberingTable
from analyzer.ingest.docx.story import Form
from analyzer.ingest.docx.styles import BODY_LEVEL, Look, StyleTable
from analyzer.ingest.docx.wml import P_PR, VAL, W, whole_number
from analyzer.models.document import BlockKind

_STYLE, _NUMBERING, _OUTLINE = W + "pStyle", W + "numPr", W + "outlineLvl"
_NUM_ID, _ILVL = W + "numId", W + "ilvl"
_NUMBERED, _RENUMBERED = W + "ins", W + "numberingChange"
# The number before a change, part by part: level, value, format and the text after it, as in "%1:3:0:.%2:1:4:)".
_ORIGINAL = re.compile(r"%\d:(\d{1,9}):(\d{1,3}):([^%]*)")

_Key = tuple[str | None, int | None, int | None, int | None]


class FormReader:
    """Reads the forms of one document; paragraphs of one form share it."""

    def __init__(self, styles: StyleTable, numbering: NumberingTable) -> None:
        self._styles = styles
        self._numbering = numbering
        self._known: dict[_Key, tuple[Form, Look]] = {}

    def read(self, properties: etree._Element | None) -> tuple[Tracked[Form], Tracked[Look], etree._Element | None]:
        """Read a w:pPr: its form, the look its style gives to runs, and the mark of a tracked change of either."""
        form, look = self._form(_key(properties))
        if properties is None:
            return Tracked(form), Tracked(look), None
        former = former_of(properties)
        if former is not None:
            was_form, was_look = self._form(_key(former))
            return Tracked(form, was_form), Tracked(look, was_look), properties.find(P_PR + "Change")
        mark = properties.find(f"{_NUMBERING}/{_RENUMBERED}")
        if mark is not None:
            return Tracked(form, self._renumbered(properties, mark)), Tracked(look), mark
        mark = properties.find(f"{_NUMBERING}/{_NUMBERED}")
        if mark is not None:
            style, _, _, outline = _key(properties)
            return Tracked(form, self._form((style, None, None, outline))[0]), Tracked(look), mark
        return Tracked(form), Tracked(look), None

    def _renumbered(self, properties: etree._Element, mark: etree._Element) -> Form:
        """Read the form before a w:numberingChange, which Word up to 2003 wrote: it holds the number itself."""
        style, _, _, outline = _key(properties)
        form, _ = self._form((style, 0, None, outline))
        original = mark.get(W + "original", "")
        parts = _ORIGINAL.findall(original)
        label = "".join(write_legacy_number(int(value), int(code)) + after for value, code, after in parts)
        label = label if parts else original
        kind: BlockKind = "list_item" if label and form.kind == "paragraph" else form.kind
        return Form(form.style, kind, form.level, None, label or None)

    def _form(self, key: _Key) -> tuple[Form, Look]:
        known = self._known.get(key)
        if known is None:
            style, num_id, ilvl, outline = key
            look = self._styles.paragraph(style)
            place = self._numbering.place(num_id, ilvl, look)
            heading = look.heading if outline is None else outline if outline < BODY_LEVEL else None
            level = heading if heading is not None else None if place is None else place.ilvl
            kind: BlockKind = "heading" if heading is not None else "paragraph" if place is None else "list_item"
            known = self._known[key] = Form(look.name, kind, level, place), look
        return known


def _key(properties: etree._Element | None) -> _Key:
    """Read in one pass what a form depends on; most properties have nothing to do with it."""
    style: str | None = None
    num_id = ilvl = outline = None
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == _STYLE:
            style = child.get(VAL)
        elif tag == _OUTLINE:
            outline = whole_number(child.get(VAL))
        elif tag == _NUMBERING:
            for part in child:
                if part.tag == _NUM_ID:
                    num_id = whole_number(part.get(VAL))
                elif part.tag == _ILVL:
                    ilvl = whole_number(part.get(VAL))
    return style, num_id, ilvl, outline
