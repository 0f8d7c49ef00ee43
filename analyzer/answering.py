"""Answer a question about a deal: its files are read as an analysis reads them, then asked."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.ask import ask
from analyzer.assess.evidence import quote_passage
from analyzer.lint import keep_visible, lint
from analyzer.models import Contract, Document, LanguageModel, QuotedAnswer
from analyzer.prompts import load_prompt
from analyzer.retrieve import load_encoder
from analyzer.segment import segment
from analyzer.settings import Settings

__all__ = ["answer"]


def answer(
    files: Sequence[Document | Contract], question: str, *, settings: Settings, model: LanguageModel | None = None
) -> QuotedAnswer:
    """Answer a question about a deal in its own words; without a model, return the passages nearest to it.

    Args:
        files: the documents, or the contracts of an analysis, which are not split into clauses again.
    """
    read = [file if isinstance(file, Contract) else segment(file) for file in files]
    contracts = keep_visible(read, lint([contract.document for contract in read]))
    if model is not None:
        from analyzer.llm import keep_back

        model = keep_back(model, contracts)
    return ask(
        contracts,
        question,
        encode=load_encoder(settings.encoder).encode,
        quote=quote_passage,
        model=model,
        prompt=load_prompt("ask"),
    )
