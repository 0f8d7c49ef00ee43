"""The calendar of notice deadlines, read back by the library that calendar programs use."""

from datetime import date, timedelta
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from analyzer.calendar import write_calendar
from analyzer.models import Renewal, RenewalFact

TODAY = date(2026, 1, 15)


def fact(day: date, confidence: Literal["high", "medium", "low"] = "high") -> RenewalFact[date]:
    return RenewalFact(
        value=day,
        quote="ninety (90) days before the end of the term",
        page=4,
        confidence=confidence,
        document="msa.pdf",
        section="14.2",
        start=10,
        end=53,
        arithmetic=(f"90 days before {day + timedelta(days=90)} -> {day}",),
    )


def events(*deals: tuple[str, Renewal], today: date = TODAY) -> list[Component]:
    return list(Calendar.from_ical(write_calendar(deals, today=today)).walk("VEVENT"))


def test_one_event_a_deal_on_its_day_in_order_of_days() -> None:
    found = events(
        ("Payroll", Renewal(notice_deadline=fact(date(2026, 9, 1)))),
        ("Contact centre", Renewal(notice_deadline=fact(date(2026, 3, 1)))),
    )
    assert [e.start for e in found] == [date(2026, 3, 1), date(2026, 9, 1)]
    assert [e.end for e in found] == [date(2026, 3, 2), date(2026, 9, 2)]
    assert [str(e["SUMMARY"]) for e in found] == ["Last day for notice: Contact centre", "Last day for notice: Payroll"]


def test_the_event_shows_where_the_day_comes_from() -> None:
    (event,) = events(("Payroll", Renewal(notice_deadline=fact(date(2026, 9, 1)))))
    text = str(event["DESCRIPTION"])
    assert "90 days before 2026-11-30 -> 2026-09-01" in text
    assert "msa.pdf, section 14.2" in text
    assert "ninety (90) days before the end of the term" in text


def test_a_deadline_that_has_passed_gives_way_to_the_next() -> None:
    missed = Renewal(notice_deadline=fact(date(2026, 1, 14)), next_notice_deadline=fact(date(2027, 1, 14)))
    assert [e.start for e in events(("Payroll", missed))] == [date(2027, 1, 14)]
    assert events(("Payroll", Renewal(notice_deadline=fact(date(2026, 1, 14))))) == []
    assert [e.start for e in events(("Payroll", Renewal(notice_deadline=fact(TODAY))))] == [TODAY]


def test_a_deal_without_a_deadline_is_left_out() -> None:
    assert events(("Payroll", Renewal())) == []


def test_what_is_not_sure_is_tentative() -> None:
    (event,) = events(("Payroll", Renewal(notice_deadline=fact(date(2026, 9, 1), "medium"))))
    assert event["STATUS"] == "TENTATIVE"
    assert "check" in str(event["SUMMARY"])


def test_reminders_go_before_the_day() -> None:
    deals = [("Payroll", Renewal(notice_deadline=fact(date(2026, 9, 1))))]
    calendar = Calendar.from_ical(write_calendar(deals, today=TODAY, remind_days=(45, 5)))
    assert [alarm["TRIGGER"].dt for alarm in calendar.walk("VALARM")] == [timedelta(days=-45), timedelta(days=-5)]


def test_a_deal_keeps_its_identity_when_its_day_moves() -> None:
    (before,) = events(("Payroll", Renewal(notice_deadline=fact(date(2026, 9, 1)))))
    (after,) = events(("Payroll", Renewal(notice_deadline=fact(date(2026, 10, 1)))), today=date(2026, 2, 1))
    assert before["UID"] == after["UID"]
    assert before.start != after.start


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_a_name_can_add_no_lines_of_its_own(name: str) -> None:
    deal = f"{name}\r\nBEGIN:VEVENT\nDTSTART:20200101"
    found = events((deal, Renewal(notice_deadline=fact(date(2026, 9, 1)))))
    assert [e.start for e in found] == [date(2026, 9, 1)]


def test_the_same_deals_give_the_same_file() -> None:
    deals = [("Payroll", Renewal(notice_deadline=fact(date(2026, 9, 1))))]
    assert write_calendar(deals, today=TODAY) == write_calendar(deals, today=TODAY)
