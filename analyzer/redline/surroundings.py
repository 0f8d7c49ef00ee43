"""What a paragraph is inside of that forbids changing it: pending changes, and content controls that are not free text."""

from lxml import etree

from analyzer.redline.wml import AUTHOR, CHANGES, SDT, TC, TR, W

_NOT_TEXT = ("dataBinding", "dropDownList", "comboBox", "date", "picture", "docPartList")
_CELL_CHANGES = CHANGES | {W + "cellIns", W + "cellDel", W + "cellMerge"}


def pending_around(paragraph: etree._Element) -> str | None:
    """Return the author of a pending change that a paragraph as a whole is in: of a block, a row or a cell."""
    for node in paragraph.iterancestors():
        if node.tag in CHANGES:
            return node.get(AUTHOR, "someone")
        marks = node.find(W + "trPr") if node.tag == TR else node.find(W + "tcPr") if node.tag == TC else None
        for mark in () if marks is None else marks:
            if mark.tag in _CELL_CHANGES:
                return mark.get(AUTHOR, "someone")
    return None


def is_bound(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph is in a content control that may not be typed in."""
    return any(binds(node) for node in paragraph.iterancestors(SDT))


def binds(control: etree._Element) -> bool:
    """Tell whether a content control may not be typed in: it is locked, bound to data, or a choice."""
    properties = control.find(W + "sdtPr")
    if properties is None:
        return False
    lock = properties.find(W + "lock")
    locked = lock is not None and lock.get(W + "val", "") in ("contentLocked", "sdtContentLocked")
    return locked or any(properties.find(W + name) is not None for name in _NOT_TEXT)
