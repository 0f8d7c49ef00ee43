"""Remember what was read of a text while it is worked on, and forget all of it at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_forgetting: list[Callable[[], None]] = []


def remember(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that keeps what a function made of its last `most` texts, until `forget_texts`.

    For whatever takes words of a contract; `lru_cache` alone would hold them as long as the process lives.
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        remembering = lru_cache(maxsize=most)(function)
        _forgetting.append(remembering.cache_clear)
        return remembering  # type: ignore[return-value]

    return keep


def forget_texts() -> None:
    """Forget every text that was read; who reads one again reads it anew."""
    for forget in _forgetting:
        forget()
