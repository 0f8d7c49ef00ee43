"""Language models by langchain: OpenAI, Azure OpenAI, any server that speaks their protocol, and what langchain knows by name.

The provider's own client waits and tries again, as Retry-After says or with backoff and jitter; here each answer gets a
deadline over all its tries, a shape, and a failure of its own kind.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from analyzer.errors import ModelError
from analyzer.llm.answers import shape_of
from analyzer.llm.failures import (
    BadAnswer,
    Declined,
    KeyRefused,
    ModelFailure,
    RateLimited,
    ServerBroken,
    TimedOut,
    Truncated,
    Unreachable,
)
from analyzer.llm.settings import ModelSettings
from analyzer.models.llm import Request, Usage

T = TypeVar("T", bound=BaseModel)
# Providers whose client takes a seed, a transport of our own and a strict JSON schema.
_OPENAI = {"openai": "api.openai.com", "azure_openai": None}
# What some models of a provider take and others refuse; refused, it is left out.
_OPTIONAL = ("temperature", "seed")


class Remote:
    """A chat model behind an API."""

    def __init__(self, name: str, settings: ModelSettings) -> None:
        """Find the provider and its client.

        Raises:
            ModelError: the name says no provider that is known, or its client is not installed.
        """
        self._settings = settings
        self._base_url = settings.base_url or os.environ.get("OPENAI_BASE_URL")
        provider, _, rest = name.partition(":")
        if settings.base_url or (self._base_url and provider in {"openai", name}):
            # A server of one's own may call its models anything: "llama3.1:8b" has no provider in it.
            self._provider, self._name = "openai", rest if provider == "openai" and rest else name
        else:
            self._provider, self._name = _find_provider(name)
            self._base_url = None
        self.model = f"{self._provider}:{self._name}"
        self.host: str | None = self._find_host()
        self._options: dict[str, Any] = {"temperature": 0.0}
        if self._provider in _OPENAI:
            self._options["seed"] = settings.seed

    @property
    def parameters(self) -> dict[str, str]:
        """Return what the model is called with, as the receipt shows it."""
        return {name: f"{value:g}" for name, value in self._options.items()}

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[_Line]:
        """Open a connection; one that can't be opened fails at each call."""
        from langsmith import tracing_context

        # A tracer that the environment switches on would send the contract somewhere else.
        with tracing_context(enabled=False):
            if self._provider not in _OPENAI:
                yield _Line(self, None)
                return
            from openai import DefaultAsyncHttpxClient

            async with DefaultAsyncHttpxClient() as transport:
                yield _Line(self, transport)

    def _find_host(self) -> str:
        known = _OPENAI.get(self._provider)
        url = self._base_url or (os.environ.get("AZURE_OPENAI_ENDPOINT") if self._provider == "azure_openai" else None)
        return urlsplit(url).netloc if url else known or f"the servers of {self._provider}"

    def _open_chat(self, request: Request[T], transport: Any) -> Any:
        from langchain.chat_models import init_chat_model

        extra: dict[str, Any] = {}
        if self._provider in _OPENAI:
            extra["http_async_client"] = transport
        if self._provider == "openai":
            extra["use_responses_api"] = False
        key = self._settings.api_key
        if key is not None:
            extra["api_key"] = key.get_secret_value()
        if self._base_url:
            extra["base_url"] = self._base_url
            if key is None and not os.environ.get("OPENAI_API_KEY"):
                extra["api_key"] = "none"
        return init_chat_model(
            self._name,
            model_provider=self._provider,
            timeout=self._settings.timeout_s,
            max_retries=self._settings.max_retries,
            max_tokens=request.max_output_tokens,
            **self._options,
            **extra,
        )

    async def _call(self, request: Request[T], transport: Any) -> tuple[T, Usage]:
        try:
            chat = self._open_chat(request, transport)
        except Exception as error:
            variable = {"azure_openai": "AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT"}.get(
                self._provider, f"{self._provider.upper()}_API_KEY"
            )
            raise KeyRefused(f"{self.model} can't be opened without a key; set {variable}") from error
        strict = {"method": "json_schema", "strict": True} if self._provider in _OPENAI else {}
        schema = {"title": request.shape.__name__, **shape_of(request)}
        asked = chat.with_structured_output(schema, include_raw=True, **strict)
        messages = [("system", request.prompt.text), ("human", request.text)]
        try:
            found = await asyncio.wait_for(asked.ainvoke(messages), self._settings.deadline_s)
        except ModelFailure:
            raise
        except Exception as error:
            refused = getattr(error, "param", None)
            if refused in _OPTIONAL and refused in self._options:
                del self._options[refused]
                return await self._call(request, transport)
            raise self._name_failure(error) from error
        return _read_answer(found, request)

    def _name_failure(self, error: Exception) -> ModelFailure:
        """Return the failure that a client's exception means: all clients name theirs alike and carry the HTTP status."""
        kinds = {kind.__name__ for kind in type(error).__mro__}
        status = getattr(error, "status_code", None)
        host = self.host
        if kinds & {"TimeoutError", "APITimeoutError", "TimeoutException"}:
            return TimedOut(f"{host} gave no whole answer in time; try again, or raise CLAUSE_ANALYZER_LLM_TIMEOUT_S")
        if kinds & {"APIConnectionError", "ConnectError", "ConnectionError"}:
            return Unreachable(f"nothing answers at {host}; check the network and CLAUSE_ANALYZER_LLM_BASE_URL")
        if "LengthFinishReasonError" in kinds:
            return Truncated(_CUT, _usage_of_completion(getattr(error, "completion", None)))
        if "ContentFilterFinishReasonError" in kinds:
            return Declined(f"a content filter of {host} held the answer back")
        if status in {401, 403}:
            return KeyRefused(f"{host} does not accept the key; check it and what it may use")
        if status == 404:
            return Declined(f"{host} has no model {self._name!r}; check the name")
        if status == 429:
            quota = getattr(error, "code", None) == "insufficient_quota"
            return RateLimited(
                f"the quota at {host} is used up" if quota else f"{host} still refuses for too many requests; try later"
            )
        if isinstance(status, int) and status >= 500:
            return ServerBroken(f"{host} failed with status {status}, after {self._settings.max_retries} more tries")
        if isinstance(status, int):
            what = getattr(error, "code", None) or getattr(error, "param", None) or "no reason given"
            return Declined(f"{host} declines the request with status {status} ({what})")
        if isinstance(error, ValueError | TypeError | KeyError):
            return BadAnswer(f"what {host} answers is not what such a server answers ({type(error).__name__})")
        return ServerBroken(f"the call to {host} failed ({type(error).__name__})")


class _Line:
    def __init__(self, remote: Remote, transport: Any) -> None:
        self._remote = remote
        self._transport = transport

    async def call(self, request: Request[T]) -> tuple[T, Usage]:
        """Answer one request, or raise a ModelFailure."""
        return await self._remote._call(request, self._transport)


_CUT = "the answer was cut at its length limit"


def _find_provider(name: str) -> tuple[str, str]:
    from langchain.chat_models import init_chat_model

    provider, separator, rest = name.partition(":")
    if not separator:
        rest, provider = name, _guess_provider(name)
    try:
        # Opened with a key that is none, only to learn whether there is such a client.
        init_chat_model(rest, model_provider=provider, api_key="none")
    except ImportError as error:
        raise ModelError(f"--llm {name}: install langchain-{provider.replace('_', '-')} to use it") from error
    except ValueError as error:
        if "Unsupported" in str(error):
            raise ModelError(
                f"--llm {name}: {provider!r} is no provider that langchain knows; write PROVIDER:MODEL, as in openai:gpt-4.1"
            ) from error
    except Exception:  # the client is there and wants more than a key; that is said at the first call
        pass
    return provider, rest


def _guess_provider(name: str) -> str:
    known = {"gpt": "openai", "o1": "openai", "o3": "openai", "o4": "openai", "claude": "anthropic"}
    for start, provider in known.items():
        if name.startswith(start):
            return provider
    raise ModelError(
        f"--llm {name}: which provider? Write PROVIDER:MODEL, as in openai:gpt-4.1, or set CLAUSE_ANALYZER_LLM_BASE_URL"
    )


def _read_answer(found: Any, request: Request[T]) -> tuple[T, Usage]:
    raw = found["raw"]
    counted = raw.usage_metadata or {}
    usage = Usage(input_tokens=counted.get("input_tokens", 0), output_tokens=counted.get("output_tokens", 0))
    if raw.response_metadata.get("finish_reason") in {"length", "max_tokens"}:
        raise Truncated(_CUT, usage)
    if raw.additional_kwargs.get("refusal"):
        raise Declined("the model declines to answer", usage)
    try:
        return request.shape.model_validate(found["parsed"]), usage
    except ValidationError as error:
        raise BadAnswer("an answer was not JSON of the asked shape", usage) from error


def _usage_of_completion(completion: Any) -> Usage:
    usage = getattr(completion, "usage", None)
    return Usage(
        input_tokens=getattr(usage, "prompt_tokens", 0) or 0, output_tokens=getattr(usage, "completion_tokens", 0) or 0
    )
