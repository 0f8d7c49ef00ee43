"""Find the term that runs today and the last day on which notice stops the next one."""

from dataclasses import dataclass
from datetime import date, timedelta

from analyzer.models import Confidence, Value
from analyzer.renewal.arithmetic import add
from analyzer.renewal.dates import write_date
from analyzer.renewal.deal import Deal
from analyzer.renewal.periods import write_period
from analyzer.renewal.reading import Gap, Reading, lowest
from analyzer.workdays import Workdays

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadlines:
    """The day for notice of the running term, which may have passed, and the first one still to come if it has."""

    due: Reading[date] | Gap | None = None
    following: Reading[date] | None = None


def find_current_end(
    deal: Deal, expiry: Reading[date] | None, renewal_term: Reading[Value] | None, *, today: date
) -> Reading[date] | None:
    """Return the last day of the term that runs today; None when it has run out or nothing tells."""
    extension = deal.extension
    if expiry is None:
        return None
    if expiry.value >= today:
        return expiry
    if extension is None or not extension.automatic.value or renewal_term is None or not renewal_term.value.number:
        return None
    count, end = 0, expiry.value
    while end < today:
        count += 1
        if extension.limit is not None and count > extension.limit:
            return None
        end = add(expiry.value + _A_DAY, renewal_term.value, times=count) - _A_DAY
    step = f"renewed {count} times by {write_period(renewal_term.value)} since {write_date(expiry.value)} -> {write_date(end)}"
    # Whether it was ended or amended in the meantime, this document can't tell.
    sure = lowest(extension.automatic.confidence, renewal_term.confidence, "medium")
    return expiry.become(end, confidence=sure, steps=[step])


def find_deadlines(
    deal: Deal,
    term_end: Reading[date] | None,
    renewal_term: Reading[Value] | None,
    *,
    today: date,
    workdays: Workdays,
) -> Deadlines:
    """Return the last day for notice before the running term ends, and the next one to come when that has passed."""
    notice, extension = deal.notice, deal.extension
    if notice is None or term_end is None:
        return Deadlines()
    if notice.window:
        length = write_period(notice.period.value)
        within = f"notice is to be given within the last {length} of the term, not before them"
        return Deadlines(Gap("notice_deadline", within, notice.period.statement))
    due = _before(notice.period, term_end, workdays)
    if due.value >= today or renewal_term is None or extension is None or extension.limit is not None:
        return Deadlines(due)
    next_end = add(term_end.value + _A_DAY, renewal_term.value) - _A_DAY
    step = f"renewed once more by {write_period(renewal_term.value)} -> {write_date(next_end)}"
    ending = term_end.become(next_end, confidence=renewal_term.confidence, steps=[step])
    following = _before(notice.period, ending, workdays)
    return Deadlines(due, following if following.value >= today else None)


def _before(notice: Reading[Value], end: Reading[date], workdays: Workdays) -> Reading[date]:
    day = add(end.value, notice.value, times=-1, workdays=workdays)
    sure: Confidence = "high"
    steps = [*end.steps, f"{write_period(notice.value)} before {write_date(end.value)} -> {write_date(day)}"]
    if notice.value.unit == "business days" and workdays.calendar is None:
        sure = "medium"
        steps.append("weekends are left out, public holidays are not known: give notice earlier by their number")
    elif notice.value.unit == "business days":
        free = ", ".join(write_date(holiday) for holiday in workdays.holidays(day, end.value))
        steps.append(f"business days of {workdays.calendar}: weekends{free and ' and '}{free} are left out")
    elif workdays.calendar is not None and day not in workdays:
        # The contract's day stands; but a notice that arrives on such a day may count from the next business day.
        last = write_date(workdays.move(day, -1))
        steps.append(f"{write_date(day)} is no business day of {workdays.calendar}: have it arrive by {last}")
    return notice.become(day, confidence=lowest(end.confidence, sure), steps=steps)


def count_days(
    notice: Reading[Value] | None, end: Reading[date] | None, deadline: Reading[date] | None
) -> Reading[int] | None:
    """Return the notice in calendar days: counted on the calendar where the deadline is known, else 30 to a month."""
    if notice is None:
        return None
    if notice.value.unit == "days":
        return notice.become(round(notice.value.number))
    if end is not None and deadline is not None:
        days = (end.value - deadline.value).days
        step = f"{write_period(notice.value)}: {write_date(deadline.value)} to {write_date(end.value)} -> {days} days"
        return notice.become(days, steps=[step])
    each = {"weeks": 7.0, "months": 30.0, "years": 365.0, "business days": 1.4}[notice.value.unit]
    days = round(each * notice.value.number)
    return notice.become(days, confidence="medium", steps=[f"{write_period(notice.value)} taken as {days} days"])
