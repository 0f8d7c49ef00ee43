"""A language model that is never told who the contract is about: stand-ins go out, and come back as what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from analyzer.llm.stand_ins import StandIns
from analyzer.models import Contract, Problem
from analyzer.models.llm import LanguageModel, ModelUse, Reply, Request

T = TypeVar("T", bound=BaseModel)


class Redacted:
    """Implements `LanguageModel` over another; prompts are ours and go out as they are."""

    redacts = False

    def __init__(self, model: LanguageModel, contracts: Sequence[Contract]) -> None:
        self._model = model
        self._stand_ins = StandIns(contracts)

    def ask(self, requests: Sequence[Request[T]]) -> tuple[Reply[T], ...]:
        """Answer requests."""
        hidden = [replace(request, text=self._stand_ins.hide(request.text)) for request in requests]
        return tuple(self._restore(reply) for reply in self._model.ask(hidden))

    def count_tokens(self, request: Request[T]) -> int:
        """Return an upper estimate of the tokens a request takes."""
        return self._model.count_tokens(request)

    def use(self) -> ModelUse:
        """Return what was asked so far."""
        return self._model.use()

    def problems(self) -> tuple[Problem, ...]:
        """Return what a reader must know of failures."""
        return self._model.problems()

    def _restore(self, reply: Reply[T]) -> Reply[T]:
        if reply.answer is None:
            return reply
        shape = type(reply.answer)
        return replace(reply, answer=shape.model_validate(self._restore_all(reply.answer.model_dump())))

    def _restore_all(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._stand_ins.restore(value)
        if isinstance(value, list):
            return [self._restore_all(item) for item in value]
        if isinstance(value, dict):
            return {key: self._restore_all(item) for key, item in value.items()}
        return value
