"""`clause-analyzer ask`: a question about a contract, answered in the contract's own words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.model import Llm, MaxCost, MaxTokens, Redact, open_chosen

if TYPE_CHECKING:
    from analyzer.models import QuotedAnswer

_LEADS = {
    "yes": "Yes, by these words:",
    "no": "No, by these words:",
    "depends": "It depends:",
    "states": "The contract says:",
    "not-said": "The contract does not say.",
    None: "Without a model the passages nearest to the question are all there is; whether they answer it is for you to read:",
}


def ask(
    contract: Annotated[Path, typer.Argument(help="The contract.", show_default=False)],
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.", show_default=False)],
    also: Annotated[list[Path] | None, typer.Option(help="Further documents of the same deal.")] = None,
    llm: Llm = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    redact: Redact = False,
) -> None:
    """Answer a question about a contract with its own words, or say that it does not say."""
    from analyzer.errors import UsageError
    from analyzer.reading import read_deal
    from analyzer.settings import Settings

    if not question.strip():
        raise UsageError("ask what? Give the question after the contract, in quotation marks")
    settings = Settings()
    model = open_chosen(llm, settings, max_tokens=max_tokens, max_cost=max_cost, redact=redact)
    documents = read_deal([contract, *(also or ())], settings=settings)
    from analyzer.answering import answer

    print(_write(answer(documents, question, settings=settings, model=model), several=bool(also)))
    if model is None:
        return
    from analyzer.receipt import say_what_leaves

    left = say_what_leaves(settings.model_copy(update={"chroma_url": None}), model.use())
    print(f"Left this machine: {left}.", file=sys.stderr)
    for problem in model.problems():
        print(problem.message, file=sys.stderr)
    if model.problems():
        raise typer.Exit(5 if model.use().gave_nothing else 7)


def _write(answer: QuotedAnswer, *, several: bool) -> str:
    from analyzer.report import words
    from analyzer.report.visible import one_line

    lines = [_LEADS[answer.verdict]]
    for quote in answer.quotes:
        place = words.place(quote, documents=(quote, quote) if several else ())
        lines.append(f"- \u201c{one_line(quote.quote)}\u201d ({place})")
    if answer.why:
        lines.append(f"({answer.why})")
    return "\n".join(lines)
