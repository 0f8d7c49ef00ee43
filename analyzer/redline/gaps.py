"""Whether new paragraphs may be put behind one of the host."""

from collections.abc import Iterator

from lxml import etree

from analyzer.redline.refusal import Refused
from analyzer.redline.story import Unit
from analyzer.redline.surroundings import is_bound
from analyzer.redline.wml import ARRIVING, AUTHOR, CHANGES, ID, LEAVING, P_PR, R_PR, SDT, TBL, P, W

# What begins a move, and what ends it.
_STARTS = {f"{W}move{side}RangeStart": f"{W}move{side}RangeEnd" for side in ("From", "To")}


def check_gap(unit: Unit) -> None:
    """Check that new paragraphs may be put after a unit.

    Raises:
        Refused: the place is in a text box, a locked control, a field, or a change that is pending.
    """
    paragraph, piece = unit.paragraphs[-1], unit.pieces[-1]
    if unit.where == "text-box":
        raise Refused("in-text-box")
    if piece.field is not None and (piece.node is None or piece.node.get(W + "fldCharType") != "end"):
        raise Refused("in-field")
    if is_bound(paragraph):
        raise Refused("in-control")
    for mark in (*_around(paragraph), *_on_its_end(paragraph), *_moves_across(paragraph)):
        raise Refused("in-pending-change", mark.get(AUTHOR, "someone"))


def _around(paragraph: etree._Element) -> Iterator[etree._Element]:
    yield from paragraph.iterancestors(*CHANGES)


def _on_its_end(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the pending change of a paragraph's end that would join it with the new paragraph instead of its own next."""
    for mark in paragraph.iterfind(f"{P_PR}/{R_PR}/*"):
        if mark.tag in LEAVING or (mark.tag in ARRIVING and _has_base_text(paragraph) and not _has_next(paragraph)):
            yield mark


def _has_base_text(paragraph: etree._Element) -> bool:
    return any(
        text.text and not any(node.tag in ARRIVING for node in text.iterancestors())
        for text in paragraph.iter(W + "t", W + "delText")
    )


def _has_next(paragraph: etree._Element) -> bool:
    return next((node.tag == P for node in paragraph.itersiblings(P, TBL, SDT, W + "sectPr")), False)


def _moves_across(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the marks of moves that begin before the paragraph's end and end after it."""
    begun: dict[tuple[str, str | None], etree._Element] = {}
    reached = False
    for node in paragraph.getroottree().iter(P, *_STARTS, *_STARTS.values()):
        if node is paragraph:
            reached = True
        elif reached and paragraph not in node.iterancestors(P):
            break
        if node.tag in _STARTS:
            begun[_STARTS[node.tag], node.get(ID)] = node
        else:
            begun.pop((node.tag, node.get(ID)), None)
    yield from begun.values()
