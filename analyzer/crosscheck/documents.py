"""Read which part each document of a deal plays, by its title and wording."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzer.crosscheck.deal import Deal
from analyzer.models import Contract, DealDocument, DocumentRole

_WORDS: Mapping[DocumentRole, str] = {
    "amendment": r"\b(?:amendment|(?:deed of )?variation|side letter|amending agreement|supplemental (?:agreement|deed)"
    r"|change order)\b",
    "ai terms": r"\b(?:AI|artificial intelligence|machine learning|generative AI)\b[^.\n]{0,40}\b"
    r"(?:addendum|schedule|annex|terms|exhibit|appendix|rider|supplement|agreement)\b",
    "data processing": r"\b(?:data (?:processing|protection|privacy)|DPA|privacy (?:addendum|schedule))\b",
    "service levels": r"\b(?:service[- ]levels?|SLA)\b",
    "statement of work": r"\b(?:statements? of work|SOW|work order|task order|call-off)\b",
    "order form": r"\b(?:order form|ordering document|(?:purchase|sales|subscription) order|order confirmation|quotation)\b",
    "policy": r"\b(?:polic(?:y|ies)|guidelines|code of conduct|documentation)\b",
    "agreement": r"\b(?:agreement|contract|terms|deed|MSA|conditions)\b",
}
_ROLES = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in _WORDS.items())
# "EXHIBIT 10.27" is the label of a filing, "Exhibit B" that of a schedule.
_FILED = re.compile(r"^\W*(?:EX(?:HIBIT)?)[- ]?\d+\.\d+\S*\W*", re.IGNORECASE)
_ATTACHED = re.compile(r"^\W*(?:schedule|exhibit|annex(?:ure)?|appendix|attachment)\s+[\dA-Z]{1,4}\b\W*", re.IGNORECASE)
_TITLE_BLOCKS = 6
_TITLE_CHARACTERS = 200


def read_documents(deal: Deal) -> tuple[DealDocument, ...]:
    """Return the documents with their roles, in the order given."""
    read = [_read(contract) for contract in deal.contracts]
    return tuple(
        document.model_copy(update={"amends": _amended(deal, number, read)})
        if document.role == "amendment"
        else document
        for number, document in enumerate(read)
    )


def _read(contract: Contract) -> DealDocument:
    document = contract.document
    for block in document.blocks[:_TITLE_BLOCKS]:
        title = _FILED.sub("", " ".join(document.text[block.start : block.end].split()))
        role = _role_of(title) if title and len(title) <= _TITLE_CHARACTERS else None
        if role is not None:
            return DealDocument(name=document.name, role=role, title=title)
    return DealDocument(name=document.name, role=_role_of(re.sub(r"[_-]+", " ", document.name)) or "other")


def _role_of(title: str) -> DocumentRole | None:
    """Return the role whose words come first: a "Service Level Agreement" is no agreement, an "Agreement on AI" is one."""
    own = _ATTACHED.sub("", title)
    found = [(match.start(), order, role) for order, (role, words) in enumerate(_ROLES) if (match := words.search(own))]
    role = min(found)[2] if found else None
    if own != title and role in {None, "agreement"}:
        return "schedule"
    return role


def _amended(deal: Deal, number: int, read: list[DealDocument]) -> str | None:
    """Return the document that an amendment changes: the one whose title it names, else the only agreement."""
    opening = " ".join(deal.contracts[number].document.text[:1500].lower().split())
    others = [d for i, d in enumerate(read) if i != number and d.role != "amendment"]
    named = [d for d in others if d.title and d.title.lower()[:60] in opening]
    agreements = [d for d in others if d.role == "agreement"]
    if len(named) == 1:
        return named[0].name
    return agreements[0].name if len(agreements) == 1 else others[0].name if len(others) == 1 else None
