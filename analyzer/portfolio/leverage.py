"""How much there is to gain on a deal and how soon: exposure x value x nearness of the moment to negotiate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median

from analyzer.models.batch import Deal
from analyzer.models.portfolio import DealValue, Leverage, Moment, MomentKind
from analyzer.models.renewal import DateFact, Renewal
from analyzer.models.report import ReportProvision

HALVED_EVERY_DAYS = 90
# Where no day presses: a client that may end the deal at will can open talks any day, and of an unknown day there is
# nothing to plan by.
_WITHOUT_A_DAY: dict[MomentKind, tuple[float, str]] = {
    "any time": (0.5, "the client may end the deal at any time"),
    "missed": (0.25, "the deadline has passed and no later one is known"),
    "unknown": (0.25, "no deadline is known"),
    "ended": (0.0, "the term has ended"),
}
_FREE = {"client", "either"}


def find_moment(renewal: Renewal | None, *, today: date) -> Moment:
    """Return when the deal can next be negotiated from strength, as its renewal facts tell on this day."""
    if renewal is None:
        return Moment(kind="unknown")
    deadlines = [fact for fact in (renewal.notice_deadline, renewal.next_notice_deadline) if fact is not None]
    coming = next((fact for fact in deadlines if fact.value >= today), None)
    if coming is not None:
        return _on_a_day("notice", coming, today)
    renews = renewal.auto_renews is not None and renewal.auto_renews.value
    end = renewal.current_term_end or renewal.expiry_date
    if end is not None and end.value >= today and not renews:
        return _on_a_day("term end", end, today)
    if _may_end_at_will(renewal):
        return Moment(kind="any time")
    if deadlines:
        return _on_a_day("missed", deadlines[-1], today)
    if end is not None and end.value < today and not renews:
        return _on_a_day("ended", end, today)
    return Moment(kind="unknown")


def find_missed(renewal: Renewal | None, *, today: date) -> date | None:
    """Return the deadline of the running term when it has passed."""
    deadline = None if renewal is None else renewal.notice_deadline
    return deadline.value if deadline is not None and deadline.value < today else None


def find_value(deal: Deal, renewal: Renewal | None) -> DealValue:
    """Return what a deal is worth a year: as the manifest says, else as the contract does."""
    if deal.annual_value:
        return DealValue(amount=deal.annual_value, currency=None, source="manifest")
    stated = None if renewal is None else renewal.annual_value
    if stated is not None and stated.value.number > 0:
        return DealValue(amount=stated.value.number, currency=stated.value.unit, source="contract")
    return DealValue(amount=None, currency=None, source="assumed")


def find_medians(values: Iterable[DealValue]) -> dict[str | None, float]:
    """Return the median value of each currency; there are no exchange rates without asking somebody."""
    amounts: dict[str | None, list[float]] = defaultdict(list)
    for value in values:
        if value.amount is not None:
            amounts[value.currency].append(value.amount)
    return {currency: median(of_it) for currency, of_it in amounts.items()}


def measure_exposure(provisions: Sequence[ReportProvision]) -> float:
    """Return what is exposed as a share of all that could be, over the provisions that were assessed."""
    assessed = [p for p in provisions if p.score is not None]
    possible = sum(100 * p.weight for p in assessed)
    return sum(p.exposure for p in assessed) / possible if possible else 0.0


def weigh(exposure: float, value: DealValue, moment: Moment, *, medians: dict[str | None, float]) -> Leverage:
    """Return the leverage of one deal with its arithmetic."""
    times = 1.0 if value.amount is None else value.amount / medians[value.currency]
    if moment.days_left is not None and moment.kind in {"notice", "term end"}:
        nearness = 0.5 ** (moment.days_left / HALVED_EVERY_DAYS)
        why = f"{moment.days_left} days left, halved every {HALVED_EVERY_DAYS}"
    else:
        nearness, why = _WITHOUT_A_DAY[moment.kind]
    index = 100 * exposure * times * nearness
    return Leverage(
        index=round(index, 2),
        exposure=round(exposure, 3),
        value=round(times, 3),
        nearness=round(nearness, 3),
        steps=(
            f"exposure {exposure:.3f} of all that could be exposed",
            f"value {times:.3f}: {_explain_value(value, medians)}",
            f"nearness {nearness:.3f}: {why}",
            f"100 x {exposure:.3f} x {times:.3f} x {nearness:.3f} = {index:.2f}",
        ),
    )


def _on_a_day(kind: MomentKind, fact: DateFact, today: date) -> Moment:
    return Moment(kind=kind, fact=fact, days_left=(fact.value - today).days)


def _may_end_at_will(renewal: Renewal) -> bool:
    who = renewal.termination_for_convenience
    return who is not None and who.value in _FREE


def _explain_value(value: DealValue, medians: dict[str | None, float]) -> str:
    if value.amount is None:
        return "not known, taken as the median"
    currency = f"{value.currency} " if value.currency else ""
    return f"{currency}{value.amount:,.0f} a year over the median {currency}{medians[value.currency]:,.0f}"
