"""Recognise the table of contents, so that it is not read as clauses."""

import re

from analyzer.models import Document

_TITLE = re.compile(r"\s*(?:table of contents|contents|index)\s*$", re.IGNORECASE)
_ENTRY = re.compile(r"(?:\.{4,}|(?:\. ){3,}|\u2026{2,}|_{4,}|\t)\s*(?:\d{1,3}|[ivxl]{1,6}|[A-Z]-\d{1,3})?\s*$")
_PAGE_AT_END = re.compile(r"\s(?:\d{1,3}|[ivxl]{1,6}|[A-Z]-\d{1,2})\s*$")


def find_contents(document: Document) -> frozenset[int]:
    """Return the indexes of the blocks that belong to a table of contents."""
    found: set[int] = set()
    in_contents = False
    gap = 0
    for index, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        if (block.style or "").lower().startswith(("toc", "table of contents")):
            found.add(index)
            continue
        if _TITLE.match(text) and index < len(document.blocks) * 0.5:
            in_contents, gap = True, 0
            found.add(index)
            continue
        entry = _ENTRY.search(text) is not None and len(text) < 3000
        if in_contents:
            short = len(text) < 160 and (entry or _PAGE_AT_END.search(text) is not None)
            # A heading of several lines, "Page", or a long run of entries joined into one block.
            if short or entry or re.fullmatch(r"\s*(?:page|clause|section)s?(?: no\.?)?\s*", text, re.IGNORECASE):
                found.add(index)
                gap = 0
            else:
                gap += 1
                if gap > 1 or len(text) > 200:
                    in_contents = False
        elif entry and re.search(r"(?:\.{4,}|(?:\. ){3,})\s*\d{1,3}\s*$", text):
            found.add(index)
    return frozenset(found)
