"""Put a report into plain words for the business owner: from its own facts, by a model only as far as code can follow it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from analyzer.explain.facts import state_facts
from analyzer.models import LanguageModel, PlainSummary, Report
from analyzer.models.llm import Prompt, Reply, Request
from analyzer.prompts import fence

__all__ = ["explain"]

_MOST_TOKENS = 900
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_NAMES = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w'\u2019-]+")
# Words of praise and comfort that no fact of a report has; a summary may only repeat them.
_COMFORT = re.compile(
    r"\b(?:strong|safe|secure|fully|protected|compliant|favou?rable|no (?:risk|gap|issue|concern)s?|well covered|adequate)\b",
    re.IGNORECASE,
)


class SaidSentence(BaseModel):
    """One sentence with the findings it rests on."""

    model_config = ConfigDict(extra="forbid")

    text: str
    findings: list[int]


class SaidSummary(BaseModel):
    """The summary as a language model is asked to give it."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[SaidSentence]


def explain(report: Report, *, model: LanguageModel | None = None, prompt: Prompt | None = None) -> PlainSummary:
    """Return the summary of a report.

    Args:
        model: what words it; without one, and where its sentences can't be verified, the report's own facts stand.
        prompt: what the model is told; with a model only.
    """
    facts = state_facts(report)
    if model is None or prompt is None:
        return PlainSummary(sentences=facts, by_model=False)
    numbered = "\n".join(f"[{number}] {fact}" for number, fact in enumerate(facts, 1))
    request = Request(prompt=prompt, text=fence(numbered), shape=SaidSummary, max_output_tokens=_MOST_TOKENS)
    (reply,) = model.ask([request])
    return _verify(reply, facts)


def _verify(reply: Reply[SaidSummary], facts: Sequence[str]) -> PlainSummary:
    own = PlainSummary(sentences=tuple(facts), by_model=False)
    if reply.answer is None:
        return own
    kept = [" ".join(s.text.split()) for s in reply.answer.sentences if _is_carried(s, facts)]
    dropped = len(reply.answer.sentences) - len(kept)
    # The first fact is the score: a summary without the whole of it would please more than it tells.
    if not kept:
        return own.model_copy(update={"dropped": dropped})
    return PlainSummary(sentences=(facts[0], *kept), by_model=True, dropped=dropped)


def _is_carried(sentence: SaidSentence, facts: Sequence[str]) -> bool:
    """Return whether a sentence has no number, name or comfort that the facts it rests on do not have."""
    if not sentence.findings or not all(0 < n <= len(facts) for n in sentence.findings):
        return False
    carried = " ".join(facts[n - 1] for n in sentence.findings).lower()
    said = [*_NUMBERS.findall(sentence.text), *_NAMES.findall(sentence.text), *_COMFORT.findall(sentence.text)]
    return all(word.lower() in carried for word in said)
