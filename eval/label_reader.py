"""A reader that knows the labels of a contract: a language model that makes no mistake and sees only what it is shown."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from analyzer.llm.session import Session
from analyzer.models import Provision
from analyzer.models.llm import Request, Usage
from eval.cases import GoldElement, LabelledCase, find_quote

T = TypeVar("T", bound=BaseModel)
_CHECK = re.compile(
    r"^Check (?P<letter>\w)\. (?P<provision>[^\n]*?): (?P<element>[^\n]*)\n(?:[^\n]+\n)*?read passages (?P<read>[\d, ]+)",
    re.MULTILINE,
)
_CHARACTERS_A_TOKEN = 4
_FEWEST_WORDS = 5


@dataclass(frozen=True)
class Seen:
    """A request as a model reads it: passages by number, and for each letter the titles and the passages to read."""

    passages: Mapping[int, str]
    checks: Mapping[str, tuple[str, str, tuple[int, ...]]]


def read_sheet(text: str) -> Seen:
    """Read the passages and checks back from a request of the second reading."""
    code = re.search(r"^--- (\w{12})$", text, re.MULTILINE)
    if code is None:
        raise ValueError("this is no request of the second reading")
    _, evidence, asked = text.split(f"--- {code[1]}")
    shown = evidence.split("\n\nTerms these passages use:")[0]
    pieces = re.split(r"\n\n\[(\d+)\] [^\n]*\n", "\n\n" + shown.strip())
    passages = {
        int(number): re.sub(r"^\(it completes: .*\)\n", "", body).strip()
        for number, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    checks = {
        found["letter"]: (found["provision"], found["element"], tuple(map(int, found["read"].split(", "))))
        for found in _CHECK.finditer(asked)
    }
    return Seen(passages, checks)


def say(status: str, quotes: Mapping[int, str] | None = None, *, reason: str = "Because it says so.") -> dict[str, Any]:
    """Return the answer to one check, without its letter."""
    return {
        "reason": reason,
        "quotes": [{"passage": number, "words": words} for number, words in (quotes or {}).items()],
        "binds": "provider",
        "number": None,
        "unit": None,
        "status": status,
    }


def open_label_reader(case: LabelledCase, provisions: Sequence[Provision]) -> Session:
    """Open a reader for one contract; it costs nothing and sends nothing."""
    titles = {(e.provision, e.id): (p.title, e.title) for p in provisions for e in p.elements}
    labels = {titles[key]: label for key, label in case.gold().items() if not label.optional and key in titles}
    return Session(_LabelReader(labels), cache=None)


class _LabelReader:
    model = "labels"
    host: str | None = None

    def __init__(self, labels: Mapping[tuple[str, str], GoldElement]) -> None:
        self.parameters: dict[str, str] = {}
        self._labels = labels

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[_LabelReader]:
        """Open nothing."""
        yield self

    async def call(self, request: Request[T]) -> tuple[T, Usage]:
        """Answer each check as its label has it."""
        seen = read_sheet(request.text)
        answers = [
            {"check": letter, **answer_by(self._labels.get((provision, element)), {n: seen.passages[n] for n in read})}
            for letter, (provision, element, read) in seen.checks.items()
        ]
        answer = request.shape.model_validate({"answers": answers})
        asked = len(request.prompt.text) + len(request.text)
        usage = Usage(
            input_tokens=asked // _CHARACTERS_A_TOKEN,
            output_tokens=len(answer.model_dump_json()) // _CHARACTERS_A_TOKEN,
        )
        return answer, usage


def answer_by(label: GoldElement | None, passages: Mapping[int, str]) -> dict[str, Any]:
    """Answer as a label has it, quoting a passage that holds its words; without such a passage say missing."""
    if label is None:
        return say("missing")
    for number, passage in passages.items():
        if any(_is_of(passage, quote) for quote in label.quotes):
            return say(label.status, {number: passage})
    return say("missing")


def _is_of(passage: str, quote: str) -> bool:
    """Return whether a passage holds labelled words, or is a part of them that tells."""
    if find_quote(passage, quote) is not None:
        return True
    return len(passage.split()) >= _FEWEST_WORDS and find_quote(quote, passage) is not None
