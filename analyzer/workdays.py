"""Business days: weekdays, or what a country or region works, by its own weekend and public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from analyzer.errors import UsageError

if TYPE_CHECKING:
    from holidays import HolidayBase

_WEEKDAYS = 5
_A_DAY = timedelta(days=1)


class Workdays:
    """Tells business days from others.

    Args:
        calendar: a country, alone or with its region, as ISO 3166 writes them ("GB-ENG", "US-CA"). Without one weekdays
            count: contracts seldom say whose holidays they mean.

    Raises:
        UsageError: the calendar is not known.
    """

    def __init__(self, calendar: str | None = None) -> None:
        self.calendar = calendar
        self._holidays = None if calendar is None else _open(calendar)

    def __contains__(self, day: date) -> bool:
        """Say whether a day is a business day."""
        if self._holidays is None:
            return day.weekday() < _WEEKDAYS
        return bool(self._holidays.is_working_day(day))

    def move(self, day: date, number: int) -> date:
        """Return the business day so many after a day, or before it where `number` is negative; 0 is the day itself."""
        step = _A_DAY if number > 0 else -_A_DAY
        left = abs(number)
        while left:
            day += step
            left -= day in self
        return day

    def holidays(self, first: date, last: date) -> tuple[date, ...]:
        """Return the public holidays from one day to another, both counted, that fall on no weekend."""
        if self._holidays is None:
            return ()
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return tuple(day for day in days if day in self._holidays and not self._holidays.is_weekend(day))


def check_calendar(calendar: str) -> None:
    """Make sure that a calendar is known.

    Raises:
        UsageError: it is not, or its country has no such region; the message names those there are.
    """
    from holidays import list_supported_countries

    country, _, region = calendar.partition("-")
    regions = list_supported_countries().get(country)
    if regions is None:
        raise UsageError(f"{calendar!r} is no country whose holidays are known; write GB, or with the region US-CA")
    if region and region not in regions:
        known = f"those of {country} are {', '.join(regions)}" if regions else f"write {country} alone"
        raise UsageError(f"{calendar!r} has no region that is known; {known}")


def _open(calendar: str) -> HolidayBase:
    from holidays import country_holidays

    check_calendar(calendar)
    country, _, region = calendar.partition("-")
    return country_holidays(country, subdiv=region or None)
