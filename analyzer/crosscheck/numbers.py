"""Read the one number of a sentence in a measure's unit, and grade it against the measure's thresholds."""

from __future__ import annotations

from analyzer.crosscheck.quantities import read_percents, read_periods
from analyzer.models import ElementStatus, Measure, Tier, Unit

_TIERS: tuple[Tier, ...] = ("routine", "standard", "high")
# Three months are 90 days to a lawyer, though a month is 30.4 days here.
_SLACK = 0.03


def read_number(text: str, unit: Unit) -> float | None:
    """Return a sentence's number, a period in days; None when there is none or more than one to choose from."""
    if unit in {"amount", "times annual charges"}:
        return None
    found = read_percents(text) if unit == "percent" else read_periods(text)
    numbers = {round(quantity.number, 2) for quantity in found}
    return numbers.pop() if len(numbers) == 1 else None


def grade_number(measure: Measure, number: float, tier: Tier) -> ElementStatus:
    """Return what a number as `read_number` gives it is worth by itself at a tier."""
    index = _TIERS.index(tier)
    if _reaches(measure, number, measure.strong[index]):
        return "strong"
    if measure.adequate is not None and _reaches(measure, number, measure.adequate[index]):
        return "adequate"
    return "weak"


def _reaches(measure: Measure, number: float, threshold: float) -> bool:
    if measure.unit != "percent":
        threshold = read_periods(f"{threshold:g} {measure.unit}")[0].number
    if measure.comparison == "at least":
        return number >= threshold * (1 - _SLACK)
    return number <= threshold * (1 + _SLACK)
