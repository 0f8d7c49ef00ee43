"""Tracked changes: which of them a view of the document leaves out, and how many there are.

The three views of one file: base (all changes rejected), marked (as it stands, both sides) and proposed
(all accepted). Only the proposed view is complete; the others still take numbering and paragraph
properties from the proposed side, because w:pPrChange and its kin are not read.
"""

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from analyzer.ingest.docx.wml import P_PR, R_PR, W

View = Literal["base", "marked", "proposed"]

_ARRIVING = frozenset({W + "ins", W + "moveTo"})
_LEAVING = frozenset({W + "del", W + "moveFrom"})
LEFT_OUT: dict[View, frozenset[str]] = {"base": _ARRIVING, "marked": frozenset(), "proposed": _LEAVING}
_CELL_LEFT_OUT: dict[View, str | None] = {"base": W + "cellIns", "marked": None, "proposed": W + "cellDel"}


@dataclass(frozen=True)
class RevisionCount:
    """How many tracked insertions and deletions a document has; a move counts as one of each."""

    insertions: int = 0
    deletions: int = 0


def count_revisions(root: etree._Element) -> RevisionCount:
    """Count the revision marks of text, paragraph marks, rows and cells below `root`."""
    insertions = sum(1 for _ in root.iter(*_ARRIVING, W + "cellIns"))
    deletions = sum(1 for _ in root.iter(*_LEAVING, W + "cellDel"))
    return RevisionCount(insertions, deletions)


def mark_left_out(paragraph: etree._Element, view: View) -> bool:
    """Tell whether the paragraph's own mark is gone in `view`, so that it runs on into the next one."""
    properties = paragraph.find(f"{P_PR}/{R_PR}")
    return properties is not None and any(child.tag in LEFT_OUT[view] for child in properties)


def row_left_out(row: etree._Element, view: View) -> bool:
    """Tell whether a table row is gone in `view`."""
    properties = row.find(W + "trPr")
    return properties is not None and any(child.tag in LEFT_OUT[view] for child in properties)


def cell_left_out(cell: etree._Element, view: View) -> bool:
    """Tell whether a table cell is gone in `view`."""
    name = _CELL_LEFT_OUT[view]
    return name is not None and cell.find(f"{W}tcPr/{name}") is not None
