"""Names and small readings of WordprocessingML that every module of this folder shares."""

from collections.abc import Iterator

from lxml import etree

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_NS}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

P, R, T, TBL, TR, TC = (W + n for n in ("p", "r", "t", "tbl", "tr", "tc"))
P_PR, R_PR, VAL = W + "pPr", W + "rPr", W + "val"
SDT, SDT_CONTENT, TXBX = W + "sdt", W + "sdtContent", W + "txbxContent"
ALTERNATE = MC + "AlternateContent"

_LONGEST_NUMBER = 11  # characters of a signed 32-bit number
_OFF = frozenset({"0", "false", "off"})


def on_off(parent: etree._Element | None, name: str) -> bool | None:
    """Read a toggle such as w:b below `parent`; None when it isn't there."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else is_on(child)


def is_on(toggle: etree._Element) -> bool:
    """Read a toggle that is there."""
    return toggle.get(VAL, "1") not in _OFF


def text_value(parent: etree._Element | None, path: str) -> str | None:
    """Read w:val of a descendant given by local names joined with "/"."""
    if parent is None:
        return None
    child = parent.find("/".join(W + part for part in path.split("/")))
    return None if child is None else child.get(VAL)


def int_value(parent: etree._Element | None, path: str) -> int | None:
    """Read w:val as a whole number; None when absent or not a number."""
    return whole_number(text_value(parent, path))


def whole_number(value: str | None) -> int | None:
    """Turn an attribute into a number; None when it isn't one, or none Word would take."""
    if value is None or len(value) > _LONGEST_NUMBER:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def chosen(alternate: etree._Element) -> etree._Element | None:
    """Pick the one branch of mc:AlternateContent to read, so that a text box is not read twice."""
    choice = alternate.find(MC + "Choice")
    return alternate.find(MC + "Fallback") if choice is None else choice


def outermost(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield descendants called `name` that are not inside another one, one branch of each alternative."""
    for child in node:
        if child.tag == name:
            yield child
        elif child.tag == ALTERNATE:
            branch = chosen(child)
            if branch is not None:
                yield from outermost(branch, name)
        elif len(child):
            yield from outermost(child, name)
