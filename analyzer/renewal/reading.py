"""What a reader of this stage found, and how it becomes a fact or a gap of the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from analyzer.models import Confidence, Contract, RenewalFact, RenewalGap
from analyzer.renewal.wording import Statement

T = TypeVar("T")
U = TypeVar("U")

_ORDER: tuple[Confidence, ...] = ("low", "medium", "high")
_LONGEST_QUOTE = 600


@dataclass(frozen=True)
class Reading(Generic[T]):
    """A value read from a statement; `at` is the place within it that told."""

    value: T
    statement: Statement
    confidence: Confidence
    at: int = 0
    steps: tuple[str, ...] = ()

    def become(self, value: U, *, confidence: Confidence | None = None, steps: Sequence[str] = ()) -> "Reading[U]":
        """Return what follows from this reading: another value, no surer than this one, with the steps that led to it."""
        kept = lowest(self.confidence, confidence or "high")
        return Reading(value, self.statement, kept, self.at, (*self.steps, *steps))


@dataclass(frozen=True)
class Gap:
    """Why something the contract speaks of can't be known."""

    field: str
    reason: str
    statement: Statement


def lowest(*confidences: Confidence) -> Confidence:
    """Return the lowest of several confidences."""
    return min(confidences, key=_ORDER.index)


def to_fact(reading: Reading[T]) -> RenewalFact[T]:
    """Return a reading with its quote; a long statement is quoted around the place that told."""
    statement = reading.statement
    contract = statement.wording.contract
    start, end = _window(contract.document.text, statement.start, statement.end, statement.offset_of(reading.at))
    return RenewalFact(
        value=reading.value,
        quote=contract.document.text[start:end],
        page=_page(contract, statement.offset_of(reading.at)),
        confidence=reading.confidence,
        document=contract.document.name,
        section=_section(statement),
        start=start,
        end=end,
        arithmetic=reading.steps,
    )


def to_gap(gap: Gap) -> RenewalGap:
    """Return a gap with its quote."""
    statement = gap.statement
    contract = statement.wording.contract
    start, end = _window(contract.document.text, statement.start, statement.end, statement.start)
    return RenewalGap(
        field=gap.field,
        reason=gap.reason,
        document=contract.document.name,
        page=_page(contract, start),
        quote=contract.document.text[start:end],
    )


def _window(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    if end - start > _LONGEST_QUOTE:
        first = max(start, at - _LONGEST_QUOTE // 2)
        last = min(end, first + _LONGEST_QUOTE)
        # Cut at words.
        start = first if first == start else text.find(" ", first, at) + 1 or first
        end = last if last == end else max(text.rfind(" ", at, last), at + 1)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _page(contract: Contract, offset: int) -> int | None:
    """Return the page an offset is on, for formats with pages."""
    if contract.document.format != "pdf":
        return None
    return next((p.number for p in reversed(contract.document.pages) if p.start <= offset), None)


def _section(statement: Statement) -> str | None:
    """Return the number of the clause or of the nearest numbered one around it, else the nearest heading."""
    above = list(statement.wording.clauses_above(statement.clause))
    numbers = (node.number for node in above if node.number)
    return next(numbers, None) or next((node.heading for node in above if node.heading), None)
