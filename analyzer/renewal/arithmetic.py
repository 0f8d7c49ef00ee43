"""Reckon with dates as contracts do: the last day of a term, the last day for a notice."""

from datetime import date, timedelta

from analyzer.models import Value
from analyzer.workdays import Workdays

WEEKDAYS = Workdays()


def add(day: date, period: Value, *, times: int = 1, workdays: Workdays = WEEKDAYS) -> date:
    """Return the day a period later, or earlier with a negative `times`; 31 January and a month is the end of February."""
    from dateutil.relativedelta import relativedelta

    number = period.number * times
    if period.unit == "business days":
        return workdays.move(day, int(number))
    if period.unit == "years":
        return day + relativedelta(months=round(12 * number))
    if period.unit == "months":
        whole = int(number)
        return day + relativedelta(months=whole, days=round(30 * (number - whole)))
    return day + timedelta(days=round(number * (7 if period.unit == "weeks" else 1)))


def last_day(first: date, period: Value) -> date:
    """Return the last day of a term that begins on `first`: one year from 1 March 2024 ends on 28 February 2025."""
    return add(first, period) - timedelta(days=1)
