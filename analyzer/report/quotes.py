"""Number the quotes a report relies on, and cut a document's text where they begin and end."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from analyzer.models import Contract, ElementStatus, Evidence, Report
from analyzer.report import commercial, conflicts, deal, law, words

Key = tuple[str, int, int]
Bearing = ElementStatus | Literal["near", "conflict"]

# The bearing that gives a shared passage its look: the one that matters most to a reader comes first.
_WORST: tuple[Bearing, ...] = (
    "adverse", "conflict", "weak", "missing", "adequate", "strong", "unscored", "not_applicable", "near",
)  # fmt: skip


@dataclass(frozen=True)
class Reliance:
    """What a quote is used for: `anchor` is the id of the finding, `word` the status or why it is quoted."""

    anchor: str
    title: str
    bearing: Bearing
    word: str


@dataclass
class Quote:
    """A passage that findings rely on; `number` counts in the order of the documents.

    `anchored` is False when the document's text is not there or has other words at that place.
    """

    evidence: Evidence
    number: int = 0
    anchored: bool = False
    relied: list[Reliance] = field(default_factory=list)

    @property
    def bearing(self) -> Bearing:
        """The bearing that decides how the passage is marked."""
        return min((r.bearing for r in self.relied), key=_WORST.index, default="near")

    @property
    def rank(self) -> int:
        """How much the passage matters to a reader, 0 the most."""
        return _WORST.index(self.bearing)


@dataclass(frozen=True)
class Segment:
    """A stretch of text within which the same quotes hold."""

    start: int
    end: int
    quotes: tuple[Quote, ...] = ()


def anchor(provision: str, element: str | None = None) -> str:
    """Return the id in the HTML of a provision or of one of its elements."""
    parts = (re.sub(r"[^\w-]", "-", part) for part in (provision, element) if part is not None)
    return "f-" + "--".join(parts)


def key(evidence: Evidence) -> Key:
    """Return what makes two quotes the same passage."""
    return evidence.document, evidence.start, evidence.end


def collect_quotes(report: Report, contracts: Sequence[Contract]) -> dict[Key, Quote]:
    """Return every quote of the report once, numbered in the order of the documents."""
    quotes: dict[Key, Quote] = {}
    for evidence, reliance in _reliances(report):
        quote = quotes.setdefault(key(evidence), Quote(evidence))
        if reliance not in quote.relied:
            quote.relied.append(reliance)
    texts: dict[str, str] = {}
    for contract in contracts:
        texts.setdefault(contract.document.name, contract.document.text)
    order = {name: index for index, name in enumerate(texts)}
    ranked = sorted(
        quotes.values(), key=lambda q: (order.get(q.evidence.document, len(order)), q.evidence.start, q.evidence.end)
    )
    for number, quote in enumerate(ranked, 1):
        evidence = quote.evidence
        text = texts.get(evidence.document, "")
        quote.number = number
        quote.anchored = bool(evidence.quote) and text[max(evidence.start, 0) : evidence.end] == evidence.quote
    return {key(quote.evidence): quote for quote in ranked}


def _reliances(report: Report) -> Iterator[tuple[Evidence, Reliance]]:
    for provision in report.provisions:
        for element in provision.elements:
            here = anchor(provision.id, element.id)
            for evidence in element.evidence:
                yield evidence, Reliance(here, element.title, element.status, words.STATUSES[element.status])
            for near in element.absence.nearest if element.absence else ():
                yield near.evidence, Reliance(here, element.title, "near", "Close, does not count")
    for conflict in report.conflicts:
        for evidence in conflict.evidence:
            yield evidence, Reliance(conflicts.anchor(conflict), conflict.message, "conflict", "Conflict")
    for row in (*commercial.payers(report), *commercial.rules(report), *commercial.numbers(report)):
        for evidence in row.evidence:
            yield evidence, Reliance("who-pays", " · ".join(row.cells), "near", "Money and numbers")
    for row in deal.orders(report):
        yield row.evidence[0], Reliance("deal", " > ".join(row.cells[1:]), "near", "Order of precedence")
    for row in deal.changes(report):
        for evidence in row.evidence:
            yield evidence, Reliance("deal", f"{row.cells[0]}: {row.cells[1]}", "near", "Amendment")
    for row in deal.laws(report):
        for evidence in row.evidence:
            yield evidence, Reliance("laws", f"{row.cells[1]}: {row.cells[2]}", "near", law.TITLE)


class Marks:
    """The quotes of one document, as stretches that do not overlap."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        bounds = sorted({b for q in quotes for b in (q.evidence.start, q.evidence.end)})
        opening: dict[int, list[Quote]] = {}
        for quote in quotes:
            opening.setdefault(quote.evidence.start, []).append(quote)
        self._stretches: list[Segment] = []
        held: list[Quote] = []
        for start, end in pairwise(bounds):
            held = [q for q in held if q.evidence.end > start] + opening.get(start, [])
            if held:
                self._stretches.append(Segment(start, end, tuple(sorted(held, key=lambda q: q.number))))
        self._ends = [s.end for s in self._stretches]

    def cut(self, start: int, end: int) -> Iterator[Segment]:
        """Yield start..end in order, cut at the stretches, without gap or overlap."""
        at = start
        for stretch in self._stretches[bisect_left(self._ends, start + 1) :]:
            if stretch.start >= end:
                break
            if stretch.start > at:
                yield Segment(at, stretch.start)
            yield Segment(max(stretch.start, start), min(stretch.end, end), stretch.quotes)
            at = min(stretch.end, end)
        if at < end:
            yield Segment(at, end)
