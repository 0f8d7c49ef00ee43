"""Business days by country and region: weekends, public holidays, and what they do to the last day for a notice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import UsageError
from analyzer.models import Renewal
from analyzer.renewal import read_renewal
from analyzer.segment import segment
from analyzer.workdays import Workdays
from tests.documents import document

CALENDARS = {name: Workdays(name) for name in (None, "GB-ENG", "US-CA", "SA")}
CLAUSES = (
    "# SERVICES AGREEMENT",
    'This Services Agreement (the "Agreement") is entered into by and between Northgate Retail Limited ("Customer") and '
    'Halden Outsourcing Limited ("Supplier") and is effective as of 1 January 2026 (the "Effective Date").',
    "[2] Term. This Agreement shall commence on the Effective Date and continue until 31 December 2026. Thereafter this"
    " Agreement shall automatically renew for successive one (1) year terms unless either party gives written notice of"
    " non-renewal at least {notice} before the end of the then-current term.",
)


def read(notice: str, calendar: str | None) -> Renewal:
    contract = segment(document(*(clause.format(notice=notice) for clause in CLAUSES)))
    return read_renewal([contract], today=date(2026, 6, 1), calendar=calendar)


@given(
    calendar=st.sampled_from(tuple(CALENDARS)),
    day=st.dates(date(2015, 1, 1), date(2035, 12, 31)),
    number=st.integers(-60, 60),
)
def test_so_many_business_days_lie_between(calendar: str | None, day: date, number: int) -> None:
    workdays = CALENDARS[calendar]
    moved = workdays.move(day, number)
    first, last = sorted((day, moved))
    # The day counted from does not count, the day counted to does.
    counted = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    counted.remove(day)
    assert sum(d in workdays for d in counted) == abs(number)
    assert moved == day or moved in workdays


@pytest.mark.parametrize(
    ("calendar", "due", "told"),
    [
        (None, date(2026, 12, 17), "public holidays are not known"),
        ("GB-ENG", date(2026, 12, 15), "weekends and 25 December 2026, 28 December 2026 are left out"),
        ("US", date(2026, 12, 16), "weekends and 25 December 2026 are left out"),
        # Friday and Saturday are the weekend.
        ("SA", date(2026, 12, 17), "business days of SA: weekends are left out"),
    ],
)
def test_a_notice_in_business_days_skips_what_its_calendar_does(calendar: str | None, due: date, told: str) -> None:
    renewal = read("ten (10) business days", calendar)
    deadline, days = renewal.notice_deadline, renewal.notice_days
    assert deadline is not None
    assert days is not None
    assert (deadline.value, renewal.calendar) == (due, calendar)
    assert days.value == (date(2026, 12, 31) - due).days
    assert told in deadline.arithmetic[-1]
    assert deadline.confidence == ("medium" if calendar is None else "high")


def test_a_day_that_is_no_business_day_stays_the_deadline_and_says_so() -> None:
    # 6 days before 31 December is Christmas Day.
    plain, english = (read("six (6) days", calendar).notice_deadline for calendar in (None, "GB-ENG"))
    assert plain is not None
    assert english is not None
    assert plain.value == english.value == date(2026, 12, 25)
    assert english.arithmetic[-1] == "25 December 2026 is no business day of GB-ENG: have it arrive by 24 December 2026"
    assert english.arithmetic[:-1] == plain.arithmetic


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("XX", "'XX' is no country whose holidays are known; write GB, or with the region US-CA"),
        ("GB-LON", "'GB-LON' has no region that is known; those of GB are ENG, NIR, SCT, WLS"),
        ("MT-1", "'MT-1' has no region that is known; write MT alone"),
    ],
)
def test_an_unknown_calendar_is_refused(calendar: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        Workdays(calendar)
    assert str(refused.value) == said
