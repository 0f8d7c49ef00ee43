"""The contract's text as HTML with its quotes marked, and where each quote stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from analyzer.models import Analysis, Evidence

if TYPE_CHECKING:
    from analyzer.report.quotes import Key


# A browser lays out only the leaves that are in view. A leaf for each clause would be thousands, and watching them costs it
# more than drawing them.
_CLAUSES_A_LEAF = 40
_CHARACTERS_A_LINE, _LINE_PX, _GAP_PX = 90, 26, 14


@dataclass(frozen=True)
class TextOfDocument:
    """One document, laid out; everything that comes from the file is escaped."""

    name: str
    html: str


@dataclass(frozen=True)
class ContractText:
    """All documents of a deal and the quotes that can be shown in them, by number."""

    documents: tuple[TextOfDocument, ...]
    quotes: dict[int, Evidence]
    numbers: dict[Key, int]

    def number(self, evidence: Evidence) -> int | None:
        """Return the number a quote is marked with; None when its text is not there."""
        from analyzer.report.quotes import key

        return self.numbers.get(key(evidence))


def lay_out_contract(analysis: Analysis, *, answers: Sequence[Evidence] = ()) -> ContractText:
    """Lay out the documents of an analysis.

    Args:
        answers: quotes that answer questions, marked beside those of the report.
    """
    from analyzer.report.contract_text import lay_out_clauses
    from analyzer.report.quotes import Quote, Reliance, collect_quotes, key

    quotes = collect_quotes(analysis.report, analysis.contracts)
    for evidence in answers:
        relied = Reliance("answer", "Answer to a question", "near", "Answer")
        quotes.setdefault(key(evidence), Quote(evidence, number=len(quotes) + 1, anchored=True, relied=[relied]))
    documents = []
    for index, contract in enumerate(analysis.contracts, 1):
        name = contract.document.name
        own = [q for q in quotes.values() if q.anchored and q.evidence.document == name]
        clauses = list(lay_out_clauses(contract, index=index, quotes=own, noted=False))
        documents.append(TextOfDocument(name, str(Markup("\n").join(_leaves(clauses)))))
    shown = {place: quote for place, quote in quotes.items() if quote.anchored}
    return ContractText(
        documents=tuple(documents),
        quotes={quote.number: quote.evidence for quote in shown.values()},
        numbers={place: quote.number for place, quote in shown.items()},
    )


def _leaves(clauses: Sequence[Markup]) -> Iterator[Markup]:
    """Put clauses together, each leaf with about the height that it will have."""
    for at in range(0, len(clauses), _CLAUSES_A_LEAF):
        leaf = clauses[at : at + _CLAUSES_A_LEAF]
        height_px = sum(_GAP_PX + _LINE_PX * (1 + len(clause) // _CHARACTERS_A_LINE) for clause in leaf)
        yield Markup('<div class="leaf" style="contain-intrinsic-size:auto {}px">{}</div>').format(
            height_px, Markup("\n").join(leaf)
        )
