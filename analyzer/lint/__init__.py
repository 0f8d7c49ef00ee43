"""Look, before a deal is analysed, for text that works on its reader: hidden, addressed to a model, or in look-alike letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from analyzer.lint.alike import find_look_alikes
from analyzer.lint.instructions import find_instructions
from analyzer.lint.place import find_places
from analyzer.models import Contract, Document, HostileKind, HostileText, Problem

__all__ = ["keep_visible", "lint", "warn"]

_MOST_OF_A_KIND = 20
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


def lint(documents: Sequence[Document]) -> tuple[HostileText, ...]:
    """Return what in the documents works on their reader, document by document, kind by kind, in the order of the text."""
    found: list[HostileText] = []
    for document in documents:
        own = list(dict.fromkeys([*_read_concealed(document), *_read_shown(document), *_read_margins(document)]))
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


def warn(hostile: Sequence[HostileText]) -> tuple[Problem, ...]:
    """Return one problem a document, so that nobody reads its score without knowing."""
    problems = []
    for name in dict.fromkeys(h.document for h in hostile):
        counts = Counter(h.kind for h in hostile if h.document == name)
        what = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        message = f"{name}: it holds text that works on its reader ({what}); the report lists it"
        problems.append(Problem(code="hostile-text", message=message, document=name))
    return tuple(problems)


def _read_concealed(document: Document) -> Iterator[HostileText]:
    # One that the file also shows somewhere is left where it stands: who hides a copy of a clause hides not the clause.
    copies = Counter((piece.page, piece.text) for piece in document.concealed)
    places = {}
    for (page, text), count in copies.items():
        found = find_places(document, text, page=page)
        places[page, text] = iter(found if len(found) <= count else ())
    for piece in document.concealed:
        within = piece.kind not in {"hidden", "zero-width"}
        place = next(places[piece.page, piece.text], None) if within else None
        yield _report(piece.kind, document, place, piece.text, page=piece.page)
        # What is hidden may also be an order: that is what it is hidden for.
        if any(find_instructions(piece.text)):
            yield _report("instruction", document, place, piece.text, page=piece.page)


def _read_shown(document: Document) -> Iterator[HostileText]:
    for start, end in find_instructions(document.text):
        yield _report("instruction", document, (start, end), document.text[start:end])
    for start, end in find_look_alikes(document.text):
        yield _report("look-alike", document, (start, end), document.text[start:end])


def _read_margins(document: Document) -> Iterator[HostileText]:
    """Read headers and footers; people's comments do speak to their readers."""
    for text in dict.fromkeys(aside.text for aside in document.asides if aside.kind in {"header", "footer"}):
        for start, end in find_instructions(text):
            yield _report("instruction", document, None, text[start:end])


def _report(
    kind: HostileKind, document: Document, place: tuple[int, int] | None, text: str, *, page: int | None = None
) -> HostileText:
    if page is None and place and document.format == "pdf":
        page = next((p.number for p in reversed(document.pages) if p.start <= place[0]), None)
    return HostileText(
        kind=kind,
        document=document.name,
        page=page,
        start=place[0] if place else None,
        end=place[1] if place else None,
        quote=document.text[place[0] : place[1]] if place else text,
        message=_MESSAGES[kind],
    )
