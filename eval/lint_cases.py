"""Texts that give their reader orders, and clauses of contracts that only look as if they did."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).with_name("datasets") / "lint"


class LintCase(BaseModel):
    """A paragraph as it may stand in a contract; its id begins with the kind of text it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z-]+-\d+$")
    text: str = Field(min_length=5)

    @property
    def kind(self) -> str:
        """Return what the case is an example of."""
        return self.id.rpartition("-")[0]

    @property
    def held_back(self) -> bool:
        """Tell whether the case belongs to the third that nothing is tuned on: by the hash of its id."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 3 == 0


def load_orders(*, held_back: bool) -> tuple[LintCase, ...]:
    """Load the orders to a reader that are held back, or those that may be tuned on."""
    return _load("orders", held_back)


def load_clauses(*, held_back: bool) -> tuple[LintCase, ...]:
    """Load the clauses that are no orders: the held-back third, or those that may be tuned on."""
    return _load("clauses", held_back)


def _load(name: str, held_back: bool) -> tuple[LintCase, ...]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [LintCase.model_validate_json(line) for line in lines]
    if len({case.id for case in cases}) != len(cases):
        raise ValueError(f"{name}.jsonl: an id stands twice")
    return tuple(case for case in cases if case.held_back == held_back)
