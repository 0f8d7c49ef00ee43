"""The contract's text as HTML with its quotes marked, and where each quote stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.models import Evidence

if TYPE_CHECKING:
    from analyzer.pipeline import Analysis
    from analyzer.report.quotes import Key


@dataclass(frozen=True)
class TextOfDocument:
    """One document, laid out; everything that comes from the file is escaped."""

    name: str
    html: str


@dataclass(frozen=True)
class ContractText:
    """All documents of a deal with the number of each quote that can be shown in them."""

    documents: tuple[TextOfDocument, ...]
    numbers: dict[Key, int]

    def number(self, evidence: Evidence) -> int | None:
        """Return the number a quote is marked with; None when its text is not there."""
        from analyzer.report.quotes import key

        return self.numbers.get(key(evidence))


def lay_out_contract(analysis: Analysis) -> ContractText:
    """Lay out the documents of an analysis."""
    from analyzer.report.contract_text import lay_out
    from analyzer.report.quotes import collect_quotes

    quotes = collect_quotes(analysis.report, analysis.contracts)
    documents = []
    for index, contract in enumerate(analysis.contracts, 1):
        name = contract.document.name
        own = [q for q in quotes.values() if q.anchored and q.evidence.document == name]
        documents.append(TextOfDocument(name, str(lay_out(contract, index=index, quotes=own))))
    return ContractText(
        documents=tuple(documents),
        numbers={key: quote.number for key, quote in quotes.items() if quote.anchored},
    )
