"""Hold a model's answers against the passages it was shown: what can't be found there word for word is thrown away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.models import Evidence
from analyzer.models.llm import Reply
from analyzer.models.review import ReadStatus, Shortlisted
from analyzer.review.compose import Sheet
from analyzer.review.shape import CheckAnswer, CheckAnswers
from analyzer.verbatim import find_quote


@dataclass(frozen=True)
class Verified:
    """An answer whose quotes stand in the passages shown: those passages, and the exact words."""

    status: ReadStatus
    reason: str
    passages: tuple[Shortlisted, ...]
    quotes: tuple[Evidence, ...]


@dataclass(frozen=True)
class Unusable:
    """Why there is no answer that counts."""

    outcome: Literal["dropped", "unanswered"]
    why: str


def verify(sheet: Sheet, reply: Reply[CheckAnswers]) -> dict[str, Verified | Unusable]:
    """Return what each check of a sheet came to, by its letter."""
    if reply.answer is None:
        why = reply.failure.message if reply.failure else "no answer"
        return {letter: Unusable("unanswered", why) for letter in sheet.checks}
    given: dict[str, list[CheckAnswer]] = {}
    for answer in reply.answer.answers:
        given.setdefault(answer.check.strip().removeprefix("Check ").rstrip("."), []).append(answer)
    found: dict[str, Verified | Unusable] = {}
    for letter in sheet.checks:
        match given.get(letter, []):
            case []:
                found[letter] = Unusable("unanswered", "the model left this check out")
            case [answer]:
                found[letter] = _verify_answer(answer, sheet.passages[letter])
            case _:
                found[letter] = Unusable("dropped", "the model answered this check more than once")
    return found


def _verify_answer(answer: CheckAnswer, shown: Mapping[int, Shortlisted]) -> Verified | Unusable:
    passages: list[Shortlisted] = []
    quotes: list[Evidence] = []
    for quoted in answer.quotes:
        passage = shown.get(quoted.passage)
        if passage is None:
            return Unusable("dropped", f"passage {quoted.passage} was not shown for this check")
        span = find_quote(quoted.words, passage.evidence.quote)
        if span is None:
            return Unusable("dropped", f"what it quotes does not stand in passage {quoted.passage}")
        passages.append(passage)
        quotes.append(_cut(passage.evidence, span))
    if not quotes and answer.status != "missing":
        return Unusable("dropped", f"it says {answer.status} and quotes nothing")
    reason = re.sub(r"\s+", " ", answer.reason).strip()[:300] or "no reason given"
    return Verified(answer.status, reason, tuple(dict.fromkeys(passages)), tuple(dict.fromkeys(quotes)))


def _cut(evidence: Evidence, span: tuple[int, int]) -> Evidence:
    start, end = evidence.start + span[0], evidence.start + span[1]
    return evidence.model_copy(update={"start": start, "end": end, "quote": evidence.quote[span[0] : span[1]]})
