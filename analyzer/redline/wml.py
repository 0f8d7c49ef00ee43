"""Names and small readings of WordprocessingML that every module of this folder shares."""

import copy
from collections.abc import Iterable

from lxml import etree

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_NS}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15_NS = "http://schemas.microsoft.com/office/word/2012/wordml"
W15 = f"{{{W15_NS}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

P, R, T, TBL, TR, TC = (W + n for n in ("p", "r", "t", "tbl", "tr", "tc"))
P_PR, R_PR, VAL, ID, AUTHOR = W + "pPr", W + "rPr", W + "val", W + "id", W + "author"
INS, DEL, MOVE_TO, MOVE_FROM = (W + n for n in ("ins", "del", "moveTo", "moveFrom"))
SDT, SDT_CONTENT, TXBX, HYPERLINK = W + "sdt", W + "sdtContent", W + "txbxContent", W + "hyperlink"
ALTERNATE = _MC + "AlternateContent"
ARRIVING, LEAVING = frozenset({INS, MOVE_TO}), frozenset({DEL, MOVE_FROM})
CHANGES = ARRIVING | LEAVING
# What a mark of a tracked change is called; each has an id of its own.
REVISIONS = CHANGES | {
    W + n
    for n in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange",
        "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "moveFromRangeStart", "moveToRangeStart",
    )
}  # fmt: skip
_OFF = frozenset({"0", "false", "off"})


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Tell whether a toggle such as w:vanish is set below `parent`."""
    child = None if parent is None else parent.find(W + name)
    return child is not None and child.get(VAL, "1") not in _OFF


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """Read w:val of a child."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL)


def chosen(alternate: etree._Element) -> etree._Element | None:
    """Pick the branch of mc:AlternateContent that is read."""
    choice = alternate.find(_MC + "Choice")
    return alternate.find(_MC + "Fallback") if choice is None else choice


def without(element: etree._Element, names: Iterable[str]) -> etree._Element:
    """Copy an element without its children of these names."""
    copied = copy.deepcopy(element)
    copied.tail = None
    for name in names:
        for child in copied.findall(name):
            copied.remove(child)
    return copied


def adjoining(nodes: Iterable[etree._Element]) -> list[list[etree._Element]]:
    """Group nodes, in document order, into those that follow each other directly under one parent."""
    groups: list[list[etree._Element]] = []
    for node in nodes:
        if groups and groups[-1][-1].getnext() is node:
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups
