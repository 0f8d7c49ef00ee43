"""Split a document into its clause tree, passages, defined terms and parties."""

from analyzer.models import Contract, Document, Party, Passage
from analyzer.names import put_roles
from analyzer.segment.outline import build_outline
from analyzer.segment.parties import resolve_parties
from analyzer.segment.sentences import load_splitter, split_passages
from analyzer.segment.terms import find_terms

__all__ = ["load_splitter", "segment"]


def segment(document: Document, *, parties: tuple[Party, ...] | None = None) -> Contract:
    """Return the document as a contract: clauses whose own spans tile the body exactly once, and what they hold.

    Args:
        parties: those of the contract that the document is a part of; by default they are read from the document.
    """
    clauses = build_outline(document)
    terms = find_terms(document)
    if parties is None:
        parties = resolve_parties(document, terms)
    passages = tuple(_read(p, document.text, parties) for p in split_passages(document, clauses))
    return Contract(document=document, clauses=clauses, passages=passages, terms=terms, parties=parties)


def _read(passage: Passage, text: str, parties: tuple[Party, ...]) -> Passage:
    names = {party.role: party.aliases for party in parties}
    own = " ".join(text[passage.start : passage.end].split())
    reading = put_roles(
        f"{passage.lead} {own}".strip(), client=names.get("client", ()), provider=names.get("provider", ())
    )
    return passage.model_copy(update={"reading": reading})
