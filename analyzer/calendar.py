"""Write the notice deadlines of many deals as a calendar (RFC 5545) that any calendar program opens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from analyzer.models import Renewal, RenewalFact

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//bpo-clause-analyzer//notice deadlines//EN"


def write_calendar(
    deals: Iterable[tuple[str, Renewal]], *, today: date, remind_days: tuple[int, ...] = (30, 7)
) -> bytes:
    """Return an .ics file with one day-long event for each deal that has a notice deadline still to come.

    A deal keeps its event's identity from one file to the next, so that a program replaces it and adds none. What is
    not sure is marked tentative. Deals without a deadline are left out.

    Args:
        deals: the name of each deal and its renewal facts.
        remind_days: how many days before the deadline a reminder is shown.
    """
    from icalendar import Calendar

    calendar = Calendar.new(prodid=_PRODUCT, name="Notice deadlines", uid=_identity("calendar"))
    due = ((deal, fact) for deal, renewal in deals if (fact := _still_to_come(renewal, today)) is not None)
    for deal, fact in sorted(due, key=lambda pair: (pair[1].value, pair[0])):
        calendar.add_component(_event(deal, fact, today, remind_days))
    written: bytes = calendar.to_ical()
    return written


def _still_to_come(renewal: Renewal, today: date) -> RenewalFact[date] | None:
    facts = (renewal.notice_deadline, renewal.next_notice_deadline)
    return next((fact for fact in facts if fact is not None and fact.value >= today), None)


def _event(deal: str, fact: RenewalFact[date], today: date, remind_days: tuple[int, ...]) -> Event:
    from icalendar import Alarm, Event
    from icalendar.enums import STATUS, TRANSP

    sure = fact.confidence == "high"
    event = Event.new(
        uid=_identity("deal", deal),
        stamp=datetime.combine(today, time(), UTC),
        start=fact.value,
        end=fact.value + timedelta(days=1),
        summary=f"Last day for notice: {deal}" if sure else f"Last day for notice (check): {deal}",
        description=_describe(fact),
        status=STATUS.CONFIRMED if sure else STATUS.TENTATIVE,
        transparency=TRANSP.TRANSPARENT,
    )
    for days in remind_days:
        alarm = Alarm.new(
            description=f"{days} days to the last day for notice: {deal}", uid=_identity("reminder", deal, str(days))
        )
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event


def _identity(*parts: str) -> str:
    """Return the same identity for the same thing in every file; the library's own would be drawn at random."""
    return str(uuid5(NAMESPACE_URL, "/".join((_PRODUCT, *parts))))


def _describe(fact: RenewalFact[date]) -> str:
    where = ", ".join(part for part in (fact.document, fact.section and f"section {fact.section}") if part)
    lines = (*fact.arithmetic, f"Confidence: {fact.confidence}", where, f"\u201c{' '.join(fact.quote.split())}\u201d")
    return "\n".join(line for line in lines if line)
