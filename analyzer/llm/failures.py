"""How a call to a language model fails, each way its own error.

ModelError
`-- ModelFailure
    |-- KeyRefused      no key, or one that is not accepted
    |-- Declined        the model, its provider or a filter declines the request; no such model
    |-- RateLimited     still too many requests after the waits the server asked for
    |-- TimedOut        no whole answer within the time
    |-- Unreachable     nothing answers at the address
    |-- ServerBroken    the server failed, after retries
    |-- BadAnswer       not JSON, or not of the asked shape
    |-- Truncated       cut at its length limit
    |-- BudgetSpent     the cap on tokens or cost leaves no room
    `-- Pending         a transcript, or a replay from the cache, has no answer yet
"""

from __future__ import annotations

from typing import ClassVar, Literal

from analyzer.errors import ModelError
from analyzer.models.llm import Failure, FailureCode, Usage


class ModelFailure(ModelError):
    """A call that gave no answer. `usage` is what it used all the same.

    `repeats` says whether the next call would fail too: always, when several in a row did, or no more than any other.
    """

    repeats: ClassVar[Literal["always", "in a row", "no"]] = "no"
    failure: ClassVar[FailureCode]

    def __init__(self, message: str, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.usage = usage or Usage()

    def record(self) -> Failure:
        """Return the failure as it goes into a reply."""
        return Failure(code=self.failure, message=str(self))


class KeyRefused(ModelFailure):
    """There is no key, or it is not accepted."""

    code = failure = "model-key"
    repeats = "always"


class Declined(ModelFailure):
    """The model, its provider or a content filter declines."""

    code = failure = "model-refused"
    repeats = "in a row"


class RateLimited(ModelFailure):
    """Too many requests, still after waiting."""

    code = failure = "model-rate-limited"
    repeats = "in a row"


class TimedOut(ModelFailure):
    """No whole answer within the time."""

    code = failure = "model-timed-out"
    repeats = "in a row"


class Unreachable(ModelFailure):
    """Nothing answers at the address."""

    code = failure = "model-unreachable"
    repeats = "always"


class ServerBroken(ModelFailure):
    """The server failed, after retries."""

    code = failure = "model-broken"
    repeats = "in a row"


class BadAnswer(ModelFailure):
    """Not JSON, or not of the asked shape."""

    code = failure = "model-bad-answer"


class Truncated(ModelFailure):
    """Cut at the length limit."""

    code = failure = "model-truncated"


class BudgetSpent(ModelFailure):
    """The cap on tokens or cost leaves no room."""

    code = failure = "model-budget"


class Pending(ModelFailure):
    """No answer yet."""

    code = failure = "model-pending"
