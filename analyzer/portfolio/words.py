"""The words readers see for a portfolio: moments, days, values, places in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analyzer.models.finding import ProvisionStatus
from analyzer.models.portfolio import DealValue, Moment, MomentKind, PortfolioDeal
from analyzer.report.words import say_value

MOMENTS: Mapping[MomentKind, str] = {
    "notice": "Notice due",
    "missed": "Notice missed",
    "term end": "Term ends",
    "any time": "Any time",
    "ended": "Term ended",
    "unknown": "Not known",
}
LETTERS: Mapping[ProvisionStatus, str] = {
    "adverse": "!",
    "missing": "M",
    "weak": "W",
    "adequate": "A",
    "strong": "S",
    "not_assessed": "–",
}
STATES: Mapping[str, str] = {"complete": "Complete", "partial": "In part", "failed": "Not read"}


def when(moment: Moment | None) -> str:
    """Return the moment with its day: "Notice due 3 March 2027"."""
    if moment is None:
        return ""
    return MOMENTS[moment.kind] if moment.day is None else f"{MOMENTS[moment.kind]} {say_value(moment.day)}"


def how_soon(moment: Moment | None) -> str:
    """Return how long there is, and that the day is to be checked where it is: "101 days left, to be checked"."""
    if moment is None or moment.fact is None or moment.days_left is None:
        return ""
    return count_down(moment.days_left) + ("" if moment.fact.confidence == "high" else ", to be checked")


def count_down(days_left: int) -> str:
    """Return how long there is: "today", "1 day left", "12 days ago"."""
    if days_left == 0:
        return "today"
    number = abs(days_left)
    unit = "day" if number == 1 else "days"
    return f"{number:,} {unit} left" if days_left > 0 else f"{number:,} {unit} ago"


def sure(moment: Moment | None) -> str:
    """Return how sure the day of a moment is, empty without one."""
    return "" if moment is None or moment.fact is None else moment.fact.confidence.capitalize()


def worth(value: DealValue | None) -> str:
    """Return a deal's value as one phrase."""
    if value is None:
        return ""
    if value.amount is None:
        return "not known"
    return " ".join(filter(None, [value.currency, f"{value.amount:,.0f}"]))


def day(value: date) -> str:
    """Return a day as it is read aloud."""
    return say_value(value)


def change(deal: PortfolioDeal) -> float | None:
    """Return what the score gained since the run before."""
    if deal.score is None or deal.previous_score is None:
        return None
    return round(deal.score - deal.previous_score, 1)
