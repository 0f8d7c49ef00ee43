"""Look, before a deal is analysed, for text that works on its reader: hidden, addressed to a model, or in look-alike letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.lint.alike import find_look_alikes
from analyzer.lint.instructions import find_instructions
from analyzer.lint.place import find_place
from analyzer.models import Contract, Document
from analyzer.models.lint import Concealed, HostileKind, HostileText

__all__ = ["keep_visible", "lint"]

_MOST_OF_A_KIND = 20
_QUOTED_CHARACTERS = 300
_MESSAGES: dict[HostileKind, str] = {
    "hidden": "hidden text, which Word does not show unless asked to",
    "white": "white text on white",
    "tiny": "text too small to read",
    "invisible": "text in the PDF's invisible mode, with no scanned page over it",
    "off-page": "text off the page",
    "zero-width": "characters without width inside words: what is shown is not what is stored",
    "instruction": "words that tell a reader, a reviewer or a model what to do or how to rate this document",
    "look-alike": "letters of another alphabet that look like Latin ones: searches and rules pass the word by",
}
# Nobody who signs the contract sees it: it proves nothing.
_UNSEEN: frozenset[HostileKind] = frozenset({"hidden", "white", "tiny", "invisible", "off-page", "instruction"})


def lint(documents: Sequence[Document], *, concealed: Sequence[Sequence[Concealed]]) -> tuple[HostileText, ...]:
    """Return what in the documents works on their reader, document by document, in the order of the text.

    Args:
        concealed: for each document, what ingest found that the file has and does not show.
    """
    found: list[HostileText] = []
    for document, pieces in zip(documents, concealed, strict=True):
        own = [*_read_concealed(document, pieces), *_read_shown(document)]
        own.sort(key=lambda h: (h.start is None, h.start or 0))
        for kind in _MESSAGES:
            found += [h for h in own if h.kind == kind][:_MOST_OF_A_KIND]
    return tuple(found)


def keep_visible(contracts: Sequence[Contract], hostile: Sequence[HostileText]) -> tuple[Contract, ...]:
    """Return the contracts without the passages that nobody sees or that instruct their reader; text and clauses stay."""
    kept = []
    for contract in contracts:
        spans = [
            (h.start, h.end)
            for h in hostile
            if h.document == contract.document.name and h.kind in _UNSEEN and h.start is not None and h.end is not None
        ]
        seen = tuple(p for p in contract.passages if not any(a < p.end and p.start < b for a, b in spans))
        kept.append(contract if not spans else contract.model_copy(update={"passages": seen}))
    return tuple(kept)


def _read_concealed(document: Document, pieces: Sequence[Concealed]) -> Iterator[HostileText]:
    for piece in pieces:
        place = None if piece.kind in {"hidden", "zero-width"} else find_place(document, piece.text, page=piece.page)
        yield _report(piece.kind, document, place, piece.text, page=piece.page)
        # What is hidden may also be an order: that is what it is hidden for.
        if any(find_instructions(piece.text)):
            yield _report("instruction", document, place, piece.text, page=piece.page)


def _read_shown(document: Document) -> Iterator[HostileText]:
    for start, end in find_instructions(document.text):
        yield _report("instruction", document, (start, end), document.text[start:end])
    for start, end in find_look_alikes(document.text):
        yield _report("look-alike", document, (start, end), document.text[start:end])


def _report(
    kind: HostileKind, document: Document, place: tuple[int, int] | None, text: str, *, page: int | None = None
) -> HostileText:
    quote = document.text[place[0] : place[1]] if place else text
    if page is None and place and document.format == "pdf":
        page = next((p.number for p in reversed(document.pages) if p.start <= place[0]), None)
    return HostileText(
        kind=kind,
        document=document.name,
        page=page,
        start=place[0] if place else None,
        end=place[1] if place else None,
        quote=quote if len(quote) <= _QUOTED_CHARACTERS else quote[:_QUOTED_CHARACTERS].rstrip() + "\u2026",
        message=f"{document.name} has {_MESSAGES[kind]}",
    )
