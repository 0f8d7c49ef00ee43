"""The pieces a paragraph is made of: runs, fields and the tab at the right margin, as WordprocessingML."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement

FIELD_KINDS = ("begin", "separate", "end")


def make_run(text: str, *, bold: bool = False, under: bool = False, ital: bool = False) -> Any:
    """Return a run; a tab character becomes a w:tab."""
    run = OxmlElement("w:r")
    if bold or under or ital:
        props = OxmlElement("w:rPr")
        for on, tag in ((bold, "w:b"), (ital, "w:i")):
            if on:
                props.append(OxmlElement(tag))
        if under:
            line = OxmlElement("w:u")
            line.set(qn("w:val"), "single")
            props.append(line)
        run.append(props)
    for index, part in enumerate(text.split("\t")):
        if index:
            run.append(OxmlElement("w:tab"))
        if part:
            node = OxmlElement("w:t")
            node.text = part
            node.set(qn("xml:space"), "preserve")
            run.append(node)
    return run


def add_field(para: Any, code: str, result: str) -> None:
    """Add a field with the result that is shown until it is worked out anew."""
    for kind in FIELD_KINDS:
        run = OxmlElement("w:r")
        char = OxmlElement("w:fldChar")
        char.set(qn("w:fldCharType"), kind)
        run.append(char)
        para.append(run)
        if kind == "begin":
            instr = OxmlElement("w:r")
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            instr.append(text)
            para.append(instr)
        elif kind == "separate":
            para.append(make_run(result))


def add_right_tab(para: Any, at: int) -> None:
    """Add a tab that ends at a place, in twentieths of a point."""
    tabs = parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:pos="{at}"/></w:tabs>')
    para.get_or_add_pPr().append(tabs)
