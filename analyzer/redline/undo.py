"""Undo some changes of a document and leave all others: what is left is what it was made from."""

from collections.abc import Collection

from lxml import etree

from analyzer.redline.wml import DEL, ID, INS, P_PR, R_PR, TR, P, W

_COMMENT_MARKS = (W + "commentRangeStart", W + "commentRangeEnd")


def undo(root: etree._Element, ids: Collection[int]) -> None:
    """Reject the tracked changes of these ids, in place, and take the comments of these ids off."""
    own = {str(number) for number in ids}
    for paragraph in [p for p in root.iter(P) if _is_own(p.find(f"{P_PR}/{R_PR}/{INS}"), own)]:
        _remove(paragraph)
    for row in [r for r in root.iter(TR) if _is_own(r.find(f"{W}trPr/{INS}"), own)]:
        _remove(row)
    for mark in [m for m in root.iter(INS, *_COMMENT_MARKS) if _is_own(m, own)]:
        _remove(mark)
    for reference in [r for r in root.iter(W + "commentReference") if _is_own(r, own)]:
        run = reference.getparent()
        if run is not None:
            _remove(run)
    for mark in [m for m in root.iter(DEL) if _is_own(m, own)]:
        for node in mark.iter(W + "delText", W + "delInstrText"):
            node.tag = W + ("t" if node.tag == W + "delText" else "instrText")
        for run in mark:
            mark.addprevious(run)
        _remove(mark)


def _is_own(mark: etree._Element | None, own: Collection[str]) -> bool:
    return mark is not None and mark.get(ID) in own


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
