"""What is asked of a language model and what comes back; the model itself is known by `LanguageModel` alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from analyzer.models.document import Problem, Record

FailureCode = Literal[
    "model-key",  # no key, or one that is not accepted
    "model-refused",  # the model or its provider declines the request
    "model-rate-limited",
    "model-timed-out",
    "model-unreachable",
    "model-broken",  # the server failed, after retries
    "model-bad-answer",  # not JSON, or not of the asked shape
    "model-truncated",  # the answer was cut at its length limit
    "model-budget",  # the cap on tokens or cost leaves no room
    "model-pending",  # a transcript waits for an answer
]
T = TypeVar("T", bound=BaseModel)


class Prompt(Record):
    """A prompt file by its name, with its hash."""

    name: str
    text: str
    sha256: str


class Usage(Record):
    """Tokens used, and their cost in US dollars; None when no price is known."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None

    @property
    def tokens(self) -> int:
        """Return all tokens, in and out."""
        return self.input_tokens + self.output_tokens


class Failure(Record):
    """Why a request has no answer: a code, and one line that says what to do."""

    code: FailureCode
    message: str


@dataclass(frozen=True)
class Request(Generic[T]):
    """One structured call: a prompt, what it is about, the shape of the answer, and how long that may be.

    `text` is all that leaves the machine beside the prompt.
    """

    prompt: Prompt
    text: str
    shape: type[T]
    max_output_tokens: int


@dataclass(frozen=True)
class Reply(Generic[T]):
    """The answer, of the asked shape, or why there is none. An answer from the cache has used no tokens."""

    answer: T | None
    failure: Failure | None = None
    usage: Usage = field(default_factory=Usage)
    cached: bool = False


class ModelUse(Record):
    """What a run asked of a language model, for the receipt.

    `host` is None where nothing leaves the machine. `sent` and `characters_sent` count requests, and their prompts and texts,
    that went out: not what the cache answered, nor what a cap or a failure before it kept back. `prompts` holds name and
    hash, `parameters` what the model was called with.
    """

    model: str
    host: str | None
    parameters: dict[str, str]
    prompts: dict[str, str]
    requests: int
    cache_hits: int
    sent: int
    usage: Usage
    characters_sent: int
    redacted: bool = False
    failures: dict[str, int]

    @property
    def gave_nothing(self) -> bool:
        """Return whether every request failed, and not only because an answer is still to come or a cap was reached."""
        broken = sum(n for code, n in self.failures.items() if code not in {"model-pending", "model-budget"})
        return broken > 0 and sum(self.failures.values()) == self.requests


class LanguageModel(Protocol):
    """Answers structured requests; a request that fails has a failure in its place, and nothing is raised."""

    @property
    def redacts(self) -> bool:
        """Return whether names, addresses and amounts must be replaced in what it is asked."""
        ...

    def ask(self, requests: Sequence[Request[T]]) -> tuple[Reply[T], ...]:
        """Return one reply a request, in their order."""
        ...

    def count_tokens(self, request: Request[T]) -> int:
        """Return an upper estimate of the tokens a request takes, prompt and text, without its answer."""
        ...

    def use(self) -> ModelUse:
        """Return what was asked so far."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """Return what a reader of the result must know of failures, one problem a kind."""
        ...
