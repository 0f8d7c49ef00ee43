"""Is the number read the labelled one, with its unit: a number an element turns on, where its wording states one."""

from collections.abc import Sequence

from analyzer.models import Value
from eval.judged import JudgedCase, is_found
from eval.metrics import Figure, rate

# Units of one measure, in the smallest of them; business days are a measure of their own.
_SAME: dict[str, tuple[str, float]] = {
    "seconds": ("time", 1),
    "minutes": ("time", 60),
    "hours": ("time", 3_600),
    "days": ("time", 86_400),
    "weeks": ("time", 7 * 86_400),
    "months": ("months", 1),
    "years": ("months", 12),
}


def score_numbers(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return the share of labelled numbers that were read, where the element was found."""
    return [rate("number read, where the element is found", [_count(case) for case in judged])]


def is_same(one: Value | None, other: Value | None) -> bool:
    """Return whether two values say the same: two weeks are fourteen days, a year is twelve months."""
    if one is None or other is None:
        return one is other
    (kind, factor), (other_kind, other_factor) = (_SAME.get(v.unit, (v.unit, 1.0)) for v in (one, other))
    return kind == other_kind and abs(one.number * factor - other.number * other_factor) < 1e-6


def _count(case: JudgedCase) -> tuple[int, int]:
    """Return how many labelled numbers were read, and how many there are on elements that were found."""
    pairs = [(f.value, label.value) for f, label in case.pairs() if label is not None and label.value and is_found(f)]
    return sum(is_same(read, labelled) for read, labelled in pairs), len(pairs)
