"""One run's use of a language model: answers from the cache first, within the cap, so many calls at a time, all counted."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol, TypeVar

from pydantic import BaseModel

from analyzer.llm.answers import AnswerFolder, shape_of
from analyzer.llm.failures import BudgetSpent, ModelFailure, Pending
from analyzer.llm.price import Price
from analyzer.models.document import Problem
from analyzer.models.llm import FailureCode, ModelUse, Reply, Request, Usage

T = TypeVar("T", bound=BaseModel)
# So many calls that fail one after the other are taken for a sign that the rest would.
_IN_A_ROW = 3
_OVERHEAD_TOKENS = 30


class Line(Protocol):
    """An open connection to a backend."""

    async def call(self, request: Request[T]) -> tuple[T, Usage]:
        """Answer one request, or raise a ModelFailure."""
        ...


class Backend(Protocol):
    """Where requests are answered. `host` is None where nothing leaves the machine."""

    @property
    def model(self) -> str:
        """Return its name, provider first."""
        ...

    @property
    def host(self) -> str | None:
        """Return where requests go."""
        ...

    @property
    def parameters(self) -> dict[str, str]:
        """Return what it is called with."""
        ...

    def connect(self) -> AbstractAsyncContextManager[Line]:
        """Open a connection for a number of calls."""
        ...


class CacheOnly:
    """Answers nothing: what the cache does not have stays open. For replays."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.host: str | None = None
        self.parameters: dict[str, str] = {}

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[CacheOnly]:
        """Open nothing."""
        yield self

    async def call(self, request: Request[T]) -> tuple[T, Usage]:
        """Raise that there is no answer."""
        raise Pending("the cache on this machine has no answer of that run to this; run it anew with the model")


class Session:
    """A language model with a cache, a cap and a count; implements `LanguageModel`."""

    def __init__(
        self,
        backend: Backend,
        *,
        cache: AnswerFolder | None,
        price: Price | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
        concurrency: int = 4,
        redacts: bool = False,
    ) -> None:
        self.redacts = redacts
        self._backend = backend
        self._cache = cache
        self._price = price
        self._max_tokens = max_tokens
        self._max_cost = max_cost
        self._concurrency = concurrency
        self._used = Usage(cost=0.0 if price else None)
        self._held: list[Usage] = []
        self._requests = self._hits = self._sent = self._characters = 0
        self._prompts: dict[str, str] = {}
        self._failed: Counter[FailureCode] = Counter()
        self._said: dict[FailureCode, str] = {}
        self._row = 0
        self._stopped: ModelFailure | None = None

    def ask(self, requests: Sequence[Request[T]]) -> tuple[Reply[T], ...]:
        """Answer requests, from the cache where it has them; a failure takes the place of an answer."""
        if not requests:
            return ()
        # A thread of its own, for the caller may run an event loop already.
        with ThreadPoolExecutor(max_workers=1) as aside:
            return aside.submit(asyncio.run, self._ask(requests)).result()

    def count_tokens(self, request: Request[T]) -> int:
        """Return more tokens than the request takes in any tokenizer: a character that is not ASCII may be one."""
        texts = (request.prompt.text, request.text, str(shape_of(request)))
        return _OVERHEAD_TOKENS + sum(len(t) // 3 + sum(not c.isascii() for c in t) for t in texts)

    def use(self) -> ModelUse:
        """Return what was asked so far."""
        return ModelUse(
            model=self._backend.model,
            host=self._backend.host,
            parameters=self._backend.parameters,
            prompts=dict(sorted(self._prompts.items())),
            requests=self._requests,
            cache_hits=self._hits,
            sent=self._sent,
            usage=self._used,
            characters_sent=self._characters,
            redacted=self.redacts,
            failures=dict(self._failed.items()),
        )

    def problems(self) -> tuple[Problem, ...]:
        """Return one problem a kind of failure, with its count."""
        return tuple(
            Problem(
                code=code,
                message=f"{self._failed[code]} of {self._requests} requests to the language model have no answer: {said}."
                " What they ask about stands as it is without a model.",
                partial=True,
            )
            for code, said in self._said.items()
        )

    async def _ask(self, requests: Sequence[Request[T]]) -> tuple[Reply[T], ...]:
        room = asyncio.Semaphore(self._concurrency)
        settled = asyncio.Condition()
        async with self._backend.connect() as line:

            async def one(request: Request[T]) -> Reply[T]:
                async with room:
                    return await self._answer(request, line, settled)

            return tuple(await asyncio.gather(*map(one, requests)))

    async def _answer(self, request: Request[T], line: Line, settled: asyncio.Condition) -> Reply[T]:
        self._requests += 1
        self._prompts[request.prompt.name] = request.prompt.sha256
        try:
            known = self._cache.find(request) if self._cache else None
            if known is not None:
                self._hits += 1
                return Reply(known[0], cached=True)
            if self._stopped is not None:
                raise type(self._stopped)(str(self._stopped))
            answer, usage = await self._call(request, line, settled)
        except ModelFailure as failure:
            self._note(failure)
            return Reply(None, failure.record(), failure.usage)
        self._row = 0
        if self._cache:
            self._cache.keep(request, answer, usage)
        return Reply(answer, usage=usage)

    async def _call(self, request: Request[T], line: Line, settled: asyncio.Condition) -> tuple[T, Usage]:
        most = Usage(input_tokens=self.count_tokens(request), output_tokens=request.max_output_tokens)
        async with settled:
            # What other calls may still use is held back; when they end, there may be room after all.
            while not self._fits([*self._held, most]):
                if not self._held or not self._fits([most]):
                    raise BudgetSpent(self._cap_words())
                await settled.wait()
            self._held.append(most)
        try:
            if self._backend.host is not None:
                self._sent += 1
                self._characters += len(request.prompt.text) + len(request.text)
            answer, usage = await line.call(request)
            return answer, self._count(usage)
        except ModelFailure as failure:
            failure.usage = self._count(failure.usage)
            raise
        finally:
            # Counted before it is let go: no call fits in between.
            async with settled:
                self._held.remove(most)
                settled.notify_all()

    def _fits(self, wanted: Sequence[Usage]) -> bool:
        tokens = self._used.tokens + sum(u.tokens for u in wanted)
        if self._max_tokens is not None and tokens > self._max_tokens:
            return False
        if self._max_cost is None or self._price is None:
            return True
        return (self._used.cost or 0.0) + sum(map(self._price.of, wanted)) <= self._max_cost

    def _cap_words(self) -> str:
        tokens = f"{self._max_tokens:,} tokens" if self._max_tokens is not None else ""
        cost = f"${self._max_cost:g}" if self._max_cost is not None else ""
        return f"the cap of {' and '.join(filter(None, [tokens, cost]))} is reached; raise it to ask on"

    def _count(self, usage: Usage) -> Usage:
        priced = usage.model_copy(update={"cost": self._price.of(usage) if self._price else None})
        self._used = Usage(
            input_tokens=self._used.input_tokens + usage.input_tokens,
            output_tokens=self._used.output_tokens + usage.output_tokens,
            cost=None if priced.cost is None else (self._used.cost or 0.0) + priced.cost,
        )
        return priced

    def _note(self, failure: ModelFailure) -> None:
        self._failed[failure.failure] += 1
        self._said.setdefault(failure.failure, str(failure))
        self._row = self._row + 1 if failure.repeats == "in a row" else self._row
        if failure.repeats == "always" or self._row >= _IN_A_ROW:
            self._stopped = self._stopped or failure
