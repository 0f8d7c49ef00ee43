"""Quote the contract: every quote is cut from the document's text at its own offsets."""

import re
from collections.abc import Sequence

from analyzer.models import Absence, Contract, Evidence, Nearest, Passage

_REFERENCE = re.compile(
    r"(?P<url>https?://[^\s)>\"\u201d]+|www\.[^\s)>\"\u201d]+)"
    r"|\b(?P<annex>(?:Schedule|Exhibit|Annex|Appendix|Attachment|Addendum)\s+(?:[A-Z]\b|\d{1,2}\b|[IVX]+\b))"
    r"|\b(?P<policy>[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,3} (?:Policy|Terms|Guidelines|Standards))\b"
)
_MAX_QUOTE = 900


def quote_passage(contract: Contract, passage: Passage) -> Evidence:
    """Return the passage as evidence, with its page and section; a very long one is cut at a word."""
    document = contract.document
    start, end = passage.start, passage.end
    if end - start > _MAX_QUOTE:
        end = document.text.rfind(" ", start, start + _MAX_QUOTE)
        end = start + _MAX_QUOTE if end <= start else end
    return Evidence(
        document=document.name,
        page=page_of(contract, start),
        section=section_of(contract, passage.clause),
        start=start,
        end=end,
        quote=document.text[start:end],
    )


def page_of(contract: Contract, offset: int) -> int | None:
    """Return the page an offset is on, for formats with pages."""
    if contract.document.format != "pdf":
        return None
    page = None
    for candidate in contract.document.pages:
        if candidate.start > offset:
            break
        page = candidate.number
    return page


def section_of(contract: Contract, clause: int) -> str | None:
    """Return the number of the clause or of the nearest numbered one around it, else the nearest heading."""
    index: int | None = clause
    heading: str | None = None
    while index is not None:
        node = contract.clauses[index]
        if node.number:
            return node.number
        heading = heading or node.heading
        index = node.parent
    return heading


def prove_absence(
    contracts: Sequence[Contract],
    nearest: Sequence[tuple[int, int, str]],
    *,
    looked_for: str,
    unseen: tuple[str, ...],
) -> Absence:
    """Say what was searched, what came nearest and why it does not count, and what was referred to but not supplied.

    Args:
        nearest: (contract, passage, why it does not count), nearest first.
        unseen: what `find_unseen` returned for the deal.
    """
    passages = sum(len(c.passages) for c in contracts)
    names = ", ".join(c.document.name for c in contracts)
    return Absence(
        searched=f"{passages} passages of {names}, for {looked_for}",
        nearest=tuple(
            Nearest(evidence=quote_passage(contracts[c], contracts[c].passages[p]), why=why) for c, p, why in nearest
        ),
        unseen=unseen,
    )


def find_unseen(contracts: Sequence[Contract]) -> tuple[str, ...]:
    """Return documents that are referred to and not among those supplied: URLs, policies, annexes without text."""
    present = {
        " ".join((clause.number or "").split()[:2]).lower()
        for contract in contracts
        for clause in contract.clauses
        if clause.kind == "schedule"
    }
    headings = " ".join((c.heading or "") for contract in contracts for c in contract.clauses).lower()
    found: dict[str, None] = {}
    for contract in contracts:
        for match in _REFERENCE.finditer(contract.document.text):
            name = " ".join(match[0].split()).rstrip(".,;")
            if match["annex"] and (name.lower() in present or name.lower() in headings):
                continue
            if match["policy"] and (name.lower() in headings or name.lower().startswith(("these ", "the "))):
                continue
            found.setdefault(name)
    return tuple(found)[:20]
