"""The only way to a language model: one structured call, cached, capped, counted; langchain and openai stay in `remote`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from analyzer.errors import ModelError
from analyzer.llm.answers import AnswerFolder
from analyzer.llm.price import find_price
from analyzer.llm.redacted import Redacted
from analyzer.llm.session import Backend, CacheOnly, Session
from analyzer.llm.settings import ModelChoice, ModelSettings
from analyzer.models import Contract
from analyzer.models.batch import Spending
from analyzer.models.llm import LanguageModel, ModelUse

__all__ = ["ModelChoice", "ModelSettings", "keep_back", "open_model", "reopen_model"]

_TRANSCRIPT = "transcript:"
_Number = TypeVar("_Number", int, float)


def open_model(
    name: str, *, cache_dir: Path, settings: ModelSettings | None = None, allowance: Spending | None = None
) -> LanguageModel:
    """Open a language model for one run; no call is made yet.

    Args:
        name: PROVIDER:MODEL as langchain knows it, any model of the server at `base_url`, or transcript:DIR.
        cache_dir: where answers are kept, for the same question again and for replays.
        allowance: what a batch has left for this run, beside the caps in settings.

    Raises:
        ModelError: the name is not known, its client is not installed, or a cost is capped that can't be counted.
    """
    settings = settings or ModelSettings()
    if settings.redact and not all(map(find_spec, ("phonenumbers", "pyap"))):
        raise ModelError(
            f"--llm {name} with --redact: install the extra for it: pip install 'bpo-clause-analyzer[llm]'"
        )
    backend, cache = _find_backend(name, settings, cache_dir)
    allowance = allowance or Spending()
    max_cost = _least(settings.max_cost, allowance.cost)
    price = None if backend.host is None else find_price(backend.model, settings)
    if max_cost is not None and price is None and backend.host is not None:
        raise ModelError(
            f"--llm {name}: its price is not known, so its cost can't be capped; set CLAUSE_ANALYZER_LLM_PRICE_INPUT"
            " and CLAUSE_ANALYZER_LLM_PRICE_OUTPUT, in US dollars a million tokens"
        )
    return Session(
        backend,
        cache=cache,
        price=price,
        max_tokens=_least(settings.max_tokens, allowance.tokens),
        max_cost=max_cost,
        concurrency=settings.concurrency,
        redacts=settings.redact,
    )


def reopen_model(use: ModelUse, *, cache_dir: Path) -> LanguageModel:
    """Open what answered an earlier run, from what is kept on this machine alone: nothing is sent."""
    if use.model.startswith(_TRANSCRIPT):
        cache = AnswerFolder(Path(use.model.removeprefix(_TRANSCRIPT)))
    else:
        cache = _cache_of(use.model, use.host, cache_dir)
    return Session(CacheOnly(use.model), cache=cache, redacts=use.redacted)


def keep_back(model: LanguageModel, contracts: Sequence[Contract]) -> LanguageModel:
    """Return a model that is not told who these contracts are about, if it is to be asked in that way."""
    return Redacted(model, contracts) if model.redacts else model


def _find_backend(name: str, settings: ModelSettings, cache_dir: Path) -> tuple[Backend, AnswerFolder | None]:
    if name.startswith(_TRANSCRIPT):
        from analyzer.llm.transcript import Transcript

        return Transcript(Path(name.removeprefix(_TRANSCRIPT))), None
    try:
        from analyzer.llm.remote import Remote

        backend = Remote(name, settings)
    except ImportError as error:
        raise ModelError(f"--llm {name}: install the extra for it: pip install 'bpo-clause-analyzer[llm]'") from error
    return backend, _cache_of(backend.model, backend.host, cache_dir)


def _cache_of(model: str, host: str | None, cache_dir: Path) -> AnswerFolder:
    identity = hashlib.sha256(json.dumps([model, host]).encode()).hexdigest()[:16]
    return AnswerFolder(cache_dir / "answers" / identity)


def _least(one: _Number | None, other: _Number | None) -> _Number | None:
    return min((n for n in (one, other) if n is not None), default=None)
