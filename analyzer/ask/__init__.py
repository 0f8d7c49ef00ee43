"""Answer a question about a deal with words of its documents, or say that they do not answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from analyzer.ask.search import MOST_PASSAGES, Encode, Quote, find_nearest
from analyzer.models import Contract, Evidence, LanguageModel, QuotedAnswer
from analyzer.models.llm import Prompt, Reply, Request
from analyzer.prompts import fence
from analyzer.verbatim import find_quote

__all__ = ["MOST_PASSAGES", "ask"]

_MOST_TOKENS = 700


class Quoted(BaseModel):
    """Words of one passage."""

    model_config = ConfigDict(extra="forbid")

    passage: int
    words: str


class AskAnswer(BaseModel):
    """The answer as a language model is asked to give it."""

    model_config = ConfigDict(extra="forbid")

    quotes: list[Quoted]
    answer: Literal["yes", "no", "depends", "states", "not-said"]


def ask(
    contracts: Sequence[Contract],
    question: str,
    *,
    encode: Encode,
    quote: Quote,
    model: LanguageModel | None = None,
    prompt: Prompt | None = None,
) -> QuotedAnswer:
    """Answer a question from the passages nearest to it.

    Args:
        contracts: the documents of one deal, without what nobody sees of them.
        encode: gives a unit vector a text.
        quote: cuts a passage from its document.
        model: what chooses the words that answer; without one the nearest passages are returned as they are.
        prompt: what the model is told; with a model only.
    """
    question = " ".join(question.split())
    nearest = find_nearest(contracts, question, encode=encode, quote=quote)
    if model is None or prompt is None:
        return QuotedAnswer(question=question, verdict=None, quotes=tuple(nearest[:3]))
    if not nearest:
        return QuotedAnswer(question=question, verdict="not-said")
    shown = "\n\n".join(f"[{number}] {_place(e)}\n{e.quote}" for number, e in enumerate(nearest, 1))
    text = f"{fence(shown)}\n\nQuestion: {question}"
    (reply,) = model.ask([Request(prompt=prompt, text=text, shape=AskAnswer, max_output_tokens=_MOST_TOKENS)])
    return _verify(question, reply, nearest)


def _verify(question: str, reply: Reply[AskAnswer], nearest: Sequence[Evidence]) -> QuotedAnswer:
    """Return the answer if every quote stands in its passage; otherwise the contract is taken not to say it."""
    if reply.answer is None:
        why = reply.failure.message if reply.failure else "no answer"
        return QuotedAnswer(question=question, verdict=None, quotes=tuple(nearest[:3]), why=why)
    quotes: list[Evidence] = []
    for quoted in reply.answer.quotes:
        passage = nearest[quoted.passage - 1] if 0 < quoted.passage <= len(nearest) else None
        span = find_quote(quoted.words, passage.quote) if passage is not None else None
        if passage is None or span is None:
            return QuotedAnswer(
                question=question,
                verdict="not-said",
                why="the model's answer was thrown away: it quotes what the contract does not say",
            )
        quotes.append(_cut(passage, *span))
    verdict = reply.answer.answer
    if verdict == "not-said" or not quotes:
        unproved = None if verdict == "not-said" else "the model's answer was thrown away: it quotes nothing"
        return QuotedAnswer(question=question, verdict="not-said", why=unproved)
    return QuotedAnswer(question=question, verdict=verdict, quotes=tuple(dict.fromkeys(quotes)))


def _cut(passage: Evidence, start: int, end: int) -> Evidence:
    place = {"start": passage.start + start, "end": passage.start + end}
    return passage.model_copy(update={**place, "quote": passage.quote[start:end]})


def _place(evidence: Evidence) -> str:
    return ", ".join(filter(None, [evidence.document, evidence.section and f"section {evidence.section}"]))
