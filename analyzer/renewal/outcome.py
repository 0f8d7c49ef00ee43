"""Reckon from what a deal says to what follows from it: the last day of the term, the price of a year."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from dateutil.relativedelta import relativedelta

from analyzer.models import Confidence, Renewal, RenewalFact, RenewalGap, Value
from analyzer.renewal.arithmetic import add, last_day
from analyzer.renewal.beginning import OWN_DATE
from analyzer.renewal.dates import write_date
from analyzer.renewal.deadline import count_days, find_current_end, find_deadlines
from analyzer.renewal.deal import Deal
from analyzer.renewal.effective import NAMES, read_named
from analyzer.renewal.law import US_STATES
from analyzer.renewal.periods import write_period
from analyzer.renewal.reading import Gap, Reading, lowest, to_fact, to_gap
from analyzer.renewal.term import Term
from analyzer.renewal.value import Price, write_money
from analyzer.workdays import Workdays

T = TypeVar("T")

_A_DAY = timedelta(days=1)
_MADE_NAMES = frozenset({"agreement date", "contract date", "signing date", "execution date", "signature date"})


@dataclass
class _Sheet:
    """The working sheet of one deal: what could not be known is noted beside what could."""

    deal: Deal
    gaps: list[Gap] = field(default_factory=list)

    def known(self, reading: Reading[T] | Gap | None) -> Reading[T] | None:
        if isinstance(reading, Gap):
            self.gaps.append(reading)
            return None
        return reading


def reckon(deal: Deal, *, today: date, workdays: Workdays) -> Renewal:
    """Return the facts of a deal and what follows from them on a day."""
    sheet = _Sheet(deal)
    effective, law = sheet.known(deal.effective), sheet.known(deal.law)
    expiry = _expiry(sheet, effective)
    renewal_term = _renewal_term(deal)
    term_end = find_current_end(deal, expiry, renewal_term, today=today)
    deadlines = find_deadlines(deal, term_end, renewal_term, today=today, workdays=workdays)
    deadline = sheet.known(deadlines.due)
    notice, convenience, evergreen = _notice(deal), deal.convenience, _evergreen(deal)
    parties = [sheet.known(party) for party in deal.parties]
    return Renewal(
        agreement_title=_fact(deal.title),
        agreement_date=_fact(deal.made),
        last_amendment=_fact(deal.number),
        parties=tuple(to_fact(party) for party in parties if party is not None),
        effective_date=_fact(effective),
        initial_term=_fact(_initial_term(deal, effective, expiry)),
        expiry_date=_fact(expiry),
        evergreen=_fact(evergreen),
        auto_renews=_fact(deal.extension.automatic if deal.extension else None),
        renewal_term=_fact(renewal_term),
        current_term_end=_fact(term_end),
        notice_period=_fact(notice),
        notice_days=_fact(count_days(notice, term_end, deadline)),
        notice_deadline=_fact(deadline),
        next_notice_deadline=_fact(deadlines.following),
        termination_for_convenience=_fact(convenience.who if convenience else None),
        convenience_notice=_fact(convenience.notice if convenience else None),
        governing_law=_fact(law),
        annual_value=_fact(_annual_value(deal, law)),
        calendar=workdays.calendar,
        gaps=_once(sheet.gaps),
    )


def _fact(reading: Reading[T] | None) -> RenewalFact[T] | None:
    return None if reading is None else to_fact(reading)


def _once(gaps: list[Gap]) -> tuple[RenewalGap, ...]:
    first: dict[str, Gap] = {}
    for gap in gaps:
        first.setdefault(gap.field, gap)
    return tuple(to_gap(gap) for gap in first.values())


def _notice(deal: Deal) -> Reading[Value] | None:
    """Return the notice that stops the renewal; of a contract that runs until ended, the notice that ends it."""
    if deal.notice is not None:
        return deal.notice.period
    ends = deal.convenience.notice if deal.convenience is not None else None
    if ends is None or _evergreen(deal) is None:
        return None
    return ends.become(ends.value, confidence="medium", steps=["it runs until ended: the notice that ends it"])


def _evergreen(deal: Deal) -> Reading[bool] | None:
    """Return that the contract runs until someone ends it: from the start, or from the first renewal on."""
    if deal.term is not None and deal.term.evergreen:
        return Reading(True, deal.term.statement, deal.term.confidence, deal.term.at)
    if deal.extension is not None and deal.extension.open_ended and deal.extension.automatic.value:
        return deal.extension.automatic.become(True, steps=["after the initial term it runs until ended"])
    return None


def _expiry(sheet: _Sheet, effective: Reading[date] | None) -> Reading[date] | None:
    """Return the last day of the initial term, then as each amendment moved it."""
    term = sheet.deal.term
    end = None if term is None else _end_of(sheet, term, effective)
    for extension in sheet.deal.prolonged:
        granted: Reading[object] = Reading(None, extension.statement, extension.confidence, extension.at)
        if extension.until is not None:
            before = [f"{write_date(end.value)} before the amendment"] if end is not None else []
            end = granted.become(extension.until, steps=before)
        elif extension.period is not None and (extension.start is not None or end is not None):
            begins = extension.start or (end.value + _A_DAY if end is not None else date.min)
            sure: Confidence = "high" if extension.start is not None or end is None else end.confidence
            new_end = last_day(begins, extension.period)
            steps = () if end is None else end.steps
            step = f"extended by {write_period(extension.period)} from {write_date(begins)} -> {write_date(new_end)}"
            end = granted.become(new_end, confidence=sure, steps=[*steps, step])
    return end


def _end_of(sheet: _Sheet, term: Term, effective: Reading[date] | None) -> Reading[date] | None:
    stated: Reading[object] = Reading(None, term.statement, term.confidence, term.at)
    if term.latest:
        sheet.gaps.append(
            Gap("expiry_date", "it ends on the later of several days, of which not all are known", term.statement)
        )
        return None
    if term.until is not None:
        sure, steps = _check(term)
        return stated.become(term.until, confidence=sure, steps=steps)
    if term.period is None:
        return None
    begins, name, sure = _first_day(sheet, term, effective)
    if begins is None:
        return None
    end = add(begins, term.period) if term.anniversary else last_day(begins, term.period)
    step = f"{write_period(term.period)} from {name}, {write_date(begins)} -> {write_date(end)}"
    return stated.become(end, confidence=sure, steps=[step])


def _check(term: Term) -> tuple[Confidence, list[str]]:
    """Hold a stated last day against the stated first day and length: they agree to a day, or neither is sure."""
    if term.until is None or term.period is None or not isinstance(term.start, date):
        return "high", []
    reckoned = last_day(term.start, term.period)
    step = f"{write_period(term.period)} from its first day, {write_date(term.start)} -> {write_date(reckoned)}"
    if abs(reckoned - term.until) <= _A_DAY:
        return "high", [f"{step}; {write_date(term.until)} is stated"]
    return "low", [f"{step}, but {write_date(term.until)} is stated"]


def _first_day(sheet: _Sheet, term: Term, effective: Reading[date] | None) -> tuple[date | None, str, Confidence]:
    """Return the day the term begins, what it is called and how sure that is."""
    if isinstance(term.start, date):
        return term.start, "its first day", "high"
    name = term.start or ""
    if name.endswith("effective date") and effective is not None:
        return effective.value, "the effective date", effective.confidence
    if name in {OWN_DATE, *_MADE_NAMES} and sheet.deal.made is not None:
        return sheet.deal.made.value, "the date of the contract", sheet.deal.made.confidence
    if not name and effective is not None:
        return effective.value, "the effective date, as no other day is named", lowest(effective.confidence, "medium")
    for wording in sheet.deal.wordings if name.endswith(" date") else ():
        named = read_named(wording, name, made=sheet.deal.made)
        if isinstance(named, Reading):
            # A day of that name may mean another thing in another part of the contract.
            return named.value, f"the {name}", lowest(named.confidence, "medium" if name not in NAMES else "high")
        if named is not None:
            break
    else:
        if name in NAMES and effective is not None:
            return (
                effective.value,
                f"the effective date, as no other {name} is given",
                lowest(effective.confidence, "medium"),
            )
    what = name or "effective date"
    sheet.gaps.append(Gap("expiry_date", f"the term runs from the {what}, which is not a known day", term.statement))
    return None, what, "low"


def _initial_term(deal: Deal, effective: Reading[date] | None, expiry: Reading[date] | None) -> Reading[Value] | None:
    """Return the initial term as stated, else the whole months between its first and last day."""
    term = deal.term
    if term is None:
        return None
    stated: Reading[object] = Reading(None, term.statement, term.confidence, term.at)
    if term.period is not None:
        return stated.become(term.period)
    begins = term.start if isinstance(term.start, date) else effective.value if effective is not None else None
    if begins is None or term.until is None or expiry is None or begins >= term.until:
        return None
    between = relativedelta(term.until + _A_DAY, begins)
    months = 12 * between.years + between.months
    if between.days or not months:
        return None
    value = Value(number=months / 12, unit="years") if months % 12 == 0 else Value(number=months, unit="months")
    step = f"{write_date(begins)} to {write_date(term.until)} -> {write_period(value)}"
    return stated.become(value, confidence=effective.confidence if effective is not None else "medium", steps=[step])


def _renewal_term(deal: Deal) -> Reading[Value] | None:
    extension = deal.extension
    if extension is None:
        return None
    if extension.term is None and extension.same_term and deal.term is not None and deal.term.period is not None:
        return extension.automatic.become(deal.term.period, steps=["as long as the initial term"])
    return extension.term


def _annual_value(deal: Deal, law: Reading[str] | None) -> Reading[Value] | None:
    price = deal.price
    if price is None:
        return None
    amount = price.amount
    sign = amount.statement.plain[amount.at : amount.at + 1]
    if sign == "$" and law is not None and law.value not in US_STATES:
        amount = amount.become(amount.value, confidence="medium", steps=["a bare $ is read as US dollars"])
    return _spread(deal, price, amount) if price.total else amount


def _spread(deal: Deal, price: Price, amount: Reading[Value]) -> Reading[Value] | None:
    """Return a total price divided over the years of the term."""
    period = deal.term.period if deal.term is not None else None
    years = None if period is None else {"years": 1.0, "months": 1 / 12}.get(period.unit, 0.0) * period.number
    if not years:
        return None
    value = Value(number=amount.value.number / years, unit=amount.value.unit)
    step = f"{write_money(amount.value)} in total / {years:g} years -> {write_money(value)} a year"
    return amount.become(value, confidence="medium", steps=[step])
