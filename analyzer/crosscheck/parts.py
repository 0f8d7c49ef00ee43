"""Tell what a name in an order of precedence means: documents and clauses supplied, or terms that stand outside the deal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analyzer.crosscheck.deal import ClauseKey, Deal, Sentence
from analyzer.crosscheck.references import all_clauses, read_references, resolve
from analyzer.models import DealDocument, DocumentRole
from analyzer.names import put_roles

PartKind = Literal["website terms", "maker's terms", "attachments", "document", "own part", "agreement", "other"]
# Terms that stand outside the deal and may change without the client.
OUTSIDE: frozenset[PartKind] = frozenset({"website terms", "maker's terms"})

_WEB = re.compile(
    r"https?:|www\.|\bURL\b|\bweb(?:site| site| page)\b|\bonline\b|\bposted\b|\bpublished\b|click", re.IGNORECASE
)
_MAKERS = re.compile(
    r"(?:\b(?:[Tt]hird[- ][Pp]art\w+|[Vv]endors?|[Ll]icen[sc]ors?|[Mm]anufacturers?|makers?"
    r"|(?:AI |[Mm]odel |tool |its |the |that )(?:provider|supplier|vendor)s?)(?:'s?)?\s(?:[\w-]+\s){0,3}(?:terms"
    r"|licen[cs]es?|conditions|polic(?:y|ies)|agreements?)\b)|\b(?:[Ll]icen[cs]e |[Uu]se |[Ss]tandard )?(?:terms"
    r"|licen[cs]es?|conditions|polic(?:y|ies))\b[^,;]{0,30}\b(?:of|from|issued by|applicable to) (?:any |the "
    r"|its )?(?:[Tt]hird[- ][Pp]art|[Vv]endor|[Ll]icen[sc]or|AI |[Mm]odel|tool)",
)
_RULES = re.compile(r"terms|polic|rules|conditions|licen", re.IGNORECASE)
_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|guidelines|documentation|trust cent(?:er|re)|terms of (?:use|service))\b", re.IGNORECASE
)
_OWN = re.compile(
    r"\bthis (?P<what>amendment|addendum|schedule|exhibit|annex|appendix|attachment|statement of work|sow"
    r"|order(?: form)?|dpa|policy|confirmation)\b",
    re.IGNORECASE,
)
_ATTACHMENTS = re.compile(
    r"\b(?:schedules|exhibits|annexes|annexures|appendices|attachments|addenda|addendums"
    r"|any (?:schedule|exhibit|annex|appendix|attachment|addendum))\b",
    re.IGNORECASE,
)
_NAMED: Mapping[DocumentRole, str] = {
    "order form": r"\border forms?\b|\bordering documents?\b|purchase orders?",
    "statement of work": r"\bstatements? of work\b|\bSOWs?\b|\bwork orders?\b",
    "data processing": r"\bdata (?:processing|protection) (?:addendum|agreement|schedule|annex|terms)\b|\bDPA\b",
    "service levels": r"\bservice level (?:agreement|schedule)\b|\bSLA\b|^(?:the |any )?service levels$",
    "ai terms": r"\b(?:AI|artificial intelligence) (?:addendum|schedule|annex|terms|exhibit)\b",
    "amendment": r"\bamendments?\b",
}
_DOCUMENTS = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in _NAMED.items())
_AGREEMENT = re.compile(
    r"\b(?:agreement|contract|clauses?|sections?|body|main (?:body|terms)|terms and conditions|these terms|mosa"
    r"|msa|part \d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Part:
    """One place in an order: what it means among the clauses supplied, and whether it is text that was not supplied."""

    text: str
    kind: PartKind
    clauses: frozenset[ClauseKey]
    documents: tuple[str, ...]
    sections: tuple[str, ...]
    unseen: bool


def read_part(deal: Deal, sentence: Sentence, name: str, documents: Sequence[DealDocument]) -> Part:
    """Return the part of the deal that a sentence calls by a name."""
    name = " ".join(name.split()).strip(" ,.;:")
    kind, clauses, unseen = _meaning(deal, sentence, name, documents)
    numbers = sorted({number for number, _ in clauses})
    sections = tuple(
        dict.fromkeys(
            deal.contracts[number].clauses[index].number or ""
            for number, index in sorted(clauses)
            if deal.contracts[number].clauses[index].kind == "schedule" and deal.contracts[number].clauses[index].number
        )
    )
    return Part(
        text=re.sub(r"^(?:the|a|an|any) ", "", name, flags=re.IGNORECASE),
        kind=kind,
        clauses=clauses,
        documents=tuple(documents[number].name for number in numbers) if kind != "other" else (),
        sections=sections if kind in {"attachments", "own part", "document"} else (),
        unseen=unseen,
    )


def _meaning(
    deal: Deal, sentence: Sentence, name: str, documents: Sequence[DealDocument]
) -> tuple[PartKind, frozenset[ClauseKey], bool]:
    none: frozenset[ClauseKey] = frozenset()
    own = _OWN.search(name)
    if own is not None:
        return "own part", _own_part(deal, sentence), False
    if _MAKERS.search(_with_roles(deal, sentence, name)):
        return "maker's terms", none, True
    if _WEB.search(name):
        return "website terms", none, True
    if _POLICY.search(name) and not _AGREEMENT.search(_POLICY.sub("", name)):
        supplied = [i for i, d in enumerate(documents) if d.role == "policy"]
        return "website terms", all_clauses(deal, supplied), not supplied
    for role, pattern in _DOCUMENTS:
        if pattern.search(name):
            supplied = [i for i, d in enumerate(documents) if d.role == role]
            clauses = all_clauses(deal, supplied) | _headed(deal, pattern)
            return "document", clauses, not clauses
    numbered = [resolve(deal, r, sentence) for r in read_references(name) if r.attachment]
    if numbered:
        clauses = frozenset().union(*numbered)
        return "attachments", clauses, not clauses
    if _ATTACHMENTS.search(name):
        return "attachments", _attachments(deal, documents), False
    outside = _defined_as_outside(deal, name)
    if outside is not None:
        return outside, none, True
    if _AGREEMENT.search(name):
        return "agreement", _bodies(deal, documents, sentence), False
    return "other", none, False


def _with_roles(deal: Deal, sentence: Sentence, name: str) -> str:
    parties = {party.role: party.aliases for party in deal.contracts[sentence.contract].parties}
    return put_roles(name, client=parties.get("client", ()), provider=parties.get("provider", ()))


def _defined_as_outside(deal: Deal, name: str) -> PartKind | None:
    """Return what kind of outside terms a defined term stands for ("URL Terms", "Platform Rules"), if it does."""
    for contract in deal.contracts:
        for term in contract.terms:
            if len(term.term) > 3 and term.term in name:
                body = contract.document.text[term.definition.start : term.definition.end]
                if not _RULES.search(body):
                    continue
                if _WEB.search(body):
                    return "website terms"
                if _MAKERS.search(body):
                    return "maker's terms"
    return None


def with_attachments(deal: Deal, part: Part, documents: Sequence[DealDocument]) -> Part:
    """Return the part with its schedules, where it is an agreement as a whole."""
    if part.kind != "agreement":
        return part
    numbers = {number for number, _ in part.clauses}
    attached = frozenset(key for key in _attachments(deal, documents) if key[0] in numbers)
    return replace(part, clauses=part.clauses | attached)


def _headed(deal: Deal, pattern: re.Pattern[str]) -> frozenset[ClauseKey]:
    found: frozenset[ClauseKey] = frozenset()
    for number, contract in enumerate(deal.contracts):
        for index, clause in enumerate(contract.clauses):
            if clause.kind == "schedule" and pattern.search(f"{clause.heading or ''} schedule"):
                found |= deal.subtree((number, index))
    return found


def _own_part(deal: Deal, sentence: Sentence) -> frozenset[ClauseKey]:
    outer = next(
        (
            key
            for key in reversed(deal.path(sentence.clause))
            if deal.contracts[key[0]].clauses[key[1]].kind == "schedule"
        ),
        None,
    )
    return deal.subtree(outer) if outer else all_clauses(deal, [sentence.contract])


def _attachments(deal: Deal, documents: Sequence[DealDocument]) -> frozenset[ClauseKey]:
    roles = {"schedule", "ai terms", "service levels", "data processing"}
    return deal.attached | all_clauses(deal, [i for i, d in enumerate(documents) if d.role in roles])


def _bodies(deal: Deal, documents: Sequence[DealDocument], sentence: Sentence) -> frozenset[ClauseKey]:
    """Return the clauses of the agreements, and of the document that speaks, outside their schedules."""
    numbers = {i for i, d in enumerate(documents) if d.role == "agreement"} or {sentence.contract}
    attached = _attachments(deal, documents)
    return all_clauses(deal, numbers) - attached
