"""New paragraphs and rows in the look of those beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from analyzer.models import Block, Clause
from analyzer.redline.story import Unit
from analyzer.redline.tracker import Tracker, marked_properties, text_run
from analyzer.redline.wml import CHANGES, HYPERLINK, INS, P_PR, R_PR, TC, TR, VAL, W_NS, P, R, W, without

# Words in pieces, each with the w:rPr it takes.
Words = Sequence[tuple[str, etree._Element | None]]

_NOT_COPIED = (W + "sectPr", W + "pPrChange", W + "pageBreakBefore", R_PR)
_NOT_EMPTY = (*CHANGES, W + "sectPr", W + "numPr")
_NOT_IN_CELL = tuple(W + name for name in ("vMerge", "cellIns", "cellDel", "cellMerge", "tcPrChange"))
_NOT_IN_ROW = (*CHANGES, W + "trPrChange", W + "tblHeader")
_BEFORE_NUMBERING = frozenset(
    W + name for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


@dataclass(frozen=True)
class Template:
    """A paragraph of the host that new ones are made after.

    `label` is the number it bears, None where it has none; `automatic` says that Word makes it, else `gap` is what
    stands between it and the words. `numeral`, `lead` and `body` are the looks of a typed label, of the first words
    after it and of the last; `stop` says that a heading ends with a full stop. `spacer` is the empty paragraph that
    sets it apart from the one before.
    """

    paragraph: etree._Element
    label: str | None
    automatic: bool
    gap: str
    numeral: etree._Element | None
    lead: etree._Element | None
    body: etree._Element | None
    stop: bool
    spacer: etree._Element | None


def read_template(unit: Unit, block: Block, clause: Clause | None) -> Template:
    """Read how the paragraph in which a clause begins is set."""
    label = clause.label if clause is not None and block.number is None else None
    typed = label if label and unit.text.startswith(label) else ""
    begin = len(typed) + unit.text[len(typed) : len(typed) + 1].isspace()
    heading = clause.heading if clause is not None else None
    return Template(
        paragraph=unit.paragraphs[-1],
        label=block.number or typed or None,
        automatic=block.number is not None,
        gap=_gap(unit, len(typed)) if typed else "\t",
        numeral=look_at(unit, 0),
        lead=look_at(unit, begin),
        body=look_at(unit, len(unit.text) - 1),
        stop=heading is not None and unit.text.startswith(f"{heading}.", begin),
        spacer=_spacer(unit.paragraphs[0]),
    )


def _gap(unit: Unit, at: int) -> str:
    node = unit.pieces[unit.atoms[at].piece].node if at < len(unit.atoms) else None
    return "\t" if node is not None and node.tag == W + "tab" else " "


def look_at(unit: Unit, at: int) -> etree._Element | None:
    """Return the look of a character, or of the nearest one before it that is neither linked nor generated."""
    for atom in reversed(unit.atoms[: at + 1]):
        piece = unit.pieces[atom.piece]
        if piece.run is not None and piece.field is None and next(piece.run.iterancestors(HYPERLINK), None) is None:
            return piece.run.find(R_PR)
    return None


def _spacer(paragraph: etree._Element) -> etree._Element | None:
    before = paragraph.getprevious()
    if before is None or before.tag != P or next(before.iter(R, *_NOT_EMPTY), None) is not None:
        return None
    return before


def new_paragraph(
    template: Template, words: Words, tracker: Tracker, *, label: str | None, generated: bool, heading: bool
) -> etree._Element:
    """Make an inserted paragraph.

    Args:
        label: its number, to be written out; None where it has none or Word makes it.
        generated: keep the numbering that the template has; without it Word gives it no number.
        heading: it stays with the paragraph after it, as the template may.
    """
    paragraph = _blank(template.paragraph, tracker)
    if not heading:
        for keep in paragraph[0].findall(W + "keepNext"):
            paragraph[0].remove(keep)
    if template.automatic and not generated:
        _stop_numbering(paragraph)
    typed = [text_run(label + template.gap, template.numeral)] if label else []
    paragraph.append(tracker.inserted(*typed, *(text_run(text, look) for text, look in words)))
    return paragraph


def new_spacer(template: Template, tracker: Tracker) -> etree._Element | None:
    """Make an inserted empty paragraph, where the host sets its paragraphs apart by one."""
    return None if template.spacer is None else _blank(template.spacer, tracker)


def new_row(row: etree._Element, cells: Sequence[Words], tracker: Tracker) -> etree._Element:
    """Make an inserted table row in the look of another, with one paragraph in each of its cells."""
    made = etree.Element(TR, nsmap={"w": W_NS})
    exceptions, properties = row.find(W + "tblPrEx"), row.find(W + "trPr")
    if exceptions is not None:
        made.append(without(exceptions, (W + "tblPrExChange",)))
    own = etree.Element(W + "trPr", nsmap={"w": W_NS}) if properties is None else without(properties, _NOT_IN_ROW)
    if not len(own):
        # The schema asks for a property beside the mark.
        etree.SubElement(own, W + "cantSplit", {VAL: "off"})
    own.append(tracker.mark(INS))
    made.append(own)
    for cell, words in zip(row.findall(TC), cells, strict=True):
        copied = etree.SubElement(made, TC)
        look = cell.find(W + "tcPr")
        if look is not None:
            copied.append(without(look, _NOT_IN_CELL))
        paragraph = _blank(cell.find(P), tracker)
        paragraph.append(tracker.inserted(*(text_run(text, own) for text, own in words)))
        copied.append(paragraph)
    return made


def _blank(model: etree._Element | None, tracker: Tracker) -> etree._Element:
    """Make an inserted paragraph without words, set like another."""
    paragraph = etree.Element(P, nsmap={"w": W_NS})
    properties = None if model is None else model.find(P_PR)
    own = etree.Element(P_PR, nsmap={"w": W_NS}) if properties is None else without(properties, _NOT_COPIED)
    mark = None if properties is None else properties.find(R_PR)
    own.append(marked_properties(mark, tracker.mark(INS)))
    paragraph.append(own)
    return paragraph


def _stop_numbering(paragraph: etree._Element) -> None:
    properties = paragraph[0]
    for old in properties.findall(W + "numPr"):
        properties.remove(old)
    numbering = etree.Element(W + "numPr", nsmap={"w": W_NS})
    etree.SubElement(numbering, W + "numId", {VAL: "0"})
    properties.insert(sum(child.tag in _BEFORE_NUMBERING for child in properties), numbering)
