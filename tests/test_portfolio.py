"""The portfolio: what is ranked first and why, what is common to many, what changed since the last run."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.models import (
    Moment,
    Renewal,
    Report,
    Value,
)
from analyzer.models.batch import Deal
from analyzer.models.portfolio import DealValue
from analyzer.portfolio import build_portfolio
from analyzer.portfolio.leverage import find_moment, weigh
from analyzer.store import Store, open_store
from tests.batches import TODAY
from tests.portfolios import fact, on, provision, report, run_of


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(tmp_path / "results.sqlite") as opened:
        yield opened


@pytest.mark.parametrize(
    ("renewal", "kind", "days_left"),
    [
        (None, "unknown", None),
        (Renewal(), "unknown", None),
        (Renewal(notice_deadline=on(10)), "notice", 10),
        (Renewal(notice_deadline=on(0)), "notice", 0),
        (Renewal(notice_deadline=on(-1), next_notice_deadline=on(364)), "notice", 364),
        (Renewal(notice_deadline=on(-1)), "missed", -1),
        (Renewal(notice_deadline=on(-1), termination_for_convenience=fact("either")), "any time", None),
        (Renewal(expiry_date=on(50)), "term end", 50),
        (Renewal(expiry_date=on(50), auto_renews=fact(True)), "unknown", None),
        (Renewal(expiry_date=on(-50), auto_renews=fact(False)), "ended", -50),
        (Renewal(expiry_date=on(-50), auto_renews=fact(True)), "unknown", None),
        (Renewal(termination_for_convenience=fact("client")), "any time", None),
        (Renewal(termination_for_convenience=fact("provider")), "unknown", None),
    ],
)
def test_the_moment_to_negotiate(renewal: Renewal | None, kind: str, days_left: int | None) -> None:
    moment = find_moment(renewal, today=TODAY)
    assert (moment.kind, moment.days_left) == (kind, days_left)


def test_leverage_is_exposure_times_value_times_nearness() -> None:
    value = DealValue(amount=300.0, currency="EUR", source="contract")
    moment = Moment(kind="notice", fact=on(90), days_left=90)
    leverage = weigh(0.5, value, moment, medians={"EUR": 100.0, "USD": 1.0})
    assert (leverage.exposure, leverage.value, leverage.nearness, leverage.index) == (0.5, 3.0, 0.5, 75.0)
    assert leverage.steps[-1] == "100 x 0.500 x 3.000 x 0.500 = 75.00"


@given(
    exposure=st.floats(0.01, 1.25),
    amount=st.floats(1, 1e9),
    days=st.integers(0, 2000),
    more=st.floats(1.1, 10),
)
def test_more_at_stake_or_sooner_never_ranks_lower(exposure: float, amount: float, days: int, more: float) -> None:
    def index(exposure: float, amount: float, days: int) -> float:
        value = DealValue(amount=amount, currency=None, source="manifest")
        return weigh(
            exposure, value, Moment(kind="notice", fact=on(days), days_left=days), medians={None: 1000.0}
        ).index

    base = index(exposure, amount, days)
    assert index(exposure * more, amount, days) >= base
    assert index(exposure, amount * more, days) >= base
    assert index(exposure, amount, days + 30) <= base


def test_the_queue_goes_by_leverage_and_the_unread_come_last(store: Store) -> None:
    deals = {
        "far": report(renewal=Renewal(notice_deadline=on(300))),
        "near": report(renewal=Renewal(notice_deadline=on(10))),
        "near and safe": report(provision("alpha", "strong"), renewal=Renewal(notice_deadline=on(10))),
        "near and large": report(renewal=Renewal(notice_deadline=on(10))),
        "ended": report(renewal=Renewal(expiry_date=on(-5))),
        "broken": None,
    }
    large = Deal(name="near and large", annual_value=9_000_000.0, owner="Dana")
    usual = Deal(name="near", annual_value=1_000_000.0)
    small = Deal(name="far", annual_value=500_000.0)
    portfolio = build_portfolio(
        store, run_of(store, deals, **{"near and large": large, "near": usual, "far": small}), today=TODAY
    )
    ranks = [(deal.rank, deal.deal) for deal in portfolio.deals]
    assert ranks == [
        (1, "near and large"), (2, "near"), (3, "far"), (4, "ended"), (5, "near and safe"), (None, "broken"),
    ]  # fmt: skip
    assert portfolio.deals[0].owner == "Dana"
    assert portfolio.deals[0].report == "deals/near and large/report.html"
    assert portfolio.deals[-1].problems == ("cut short",)
    assert portfolio.notes[0].startswith("The annual value of 2 of 5 deals is not known")


def test_values_are_compared_within_their_currency(store: Store) -> None:
    def worth(number: float, unit: str) -> Renewal:
        return Renewal(annual_value=fact(Value(number=number, unit=unit)), notice_deadline=on(0))

    deals: dict[str, Report | None] = {
        "yen": report(renewal=worth(90_000_000, "JPY")),
        "pounds": report(renewal=worth(400_000, "GBP")),
        "more pounds": report(renewal=worth(1_200_000, "GBP")),
    }
    portfolio = build_portfolio(store, run_of(store, deals), today=TODAY)
    times = {deal.deal: deal.leverage.value for deal in portfolio.deals if deal.leverage}
    assert times == {"yen": 1.0, "pounds": 0.5, "more pounds": 1.5}
    assert any("nothing is converted" in note for note in portfolio.notes)


def test_statuses_stand_in_the_order_of_the_provisions(store: Store) -> None:
    deals: dict[str, Report | None] = {
        "a": report(provision("alpha", "missing"), provision("zeta", "strong")),
        "b": report(provision("zeta", "weak")),
    }
    portfolio = build_portfolio(store, run_of(store, deals), today=TODAY)
    assert [p.provision for p in portfolio.provisions] == ["alpha", "zeta"]
    assert {deal.deal: deal.statuses for deal in portfolio.deals} == {"a": ("missing", "strong"), "b": (None, "weak")}
    zeta = portfolio.provisions[1]
    assert (zeta.statuses, zeta.deals, zeta.mean_score) == ({"strong": 1, "weak": 1}, ("b",), 65.0)


def test_one_template_for_the_deals_that_lack_the_same_clauses(store: Store) -> None:
    both = (provision("alpha", "missing"), provision("beta", "missing"))
    deals: dict[str, Report | None] = {f"both {n}": report(*both) for n in range(4)}
    deals |= {f"other words {n}": report(provision("alpha", "weak", action="tighten")) for n in range(5)}
    deals |= {f"fewer elements {n}": report(provision("beta", "weak", elements=("two",))) for n in range(3)}
    portfolio = build_portfolio(store, run_of(store, deals), today=TODAY)
    found = [(t.provisions, len(t.deals), t.gaps) for t in portfolio.templates]
    assert found == [(("alpha", "beta"), 4, 8), (("beta",), 3, 3)]
    assert portfolio.templates[0].deals == tuple(f"both {n}" for n in range(4))


@given(
    lacking=st.lists(st.sets(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=12),
)
def test_a_template_fits_each_of_its_deals_and_no_gap_is_in_two(lacking: list[set[str]]) -> None:
    from analyzer.portfolio.recurring import Recurring

    recurring = Recurring()
    for number, provisions in enumerate(lacking):
        recurring.add(f"{number}", report(*(provision(name, "missing") for name in sorted(provisions)), provision("z", "strong")))  # fmt: skip
    seen: set[tuple[str, str]] = set()
    for template in recurring.templates():
        assert len(template.deals) >= 3
        pairs = {(deal, name) for deal in template.deals for name in template.provisions}
        assert len(pairs) == template.gaps
        assert all(name in lacking[int(deal)] for deal, name in pairs)
        assert not seen & pairs
        seen |= pairs


def test_the_trend_tells_what_changed_and_whether_the_contracts_did(store: Store) -> None:
    run_of(store, {"up": report(score=40), "down": report(score=60), "same": report(score=5), "gone": report()})
    second = run_of(
        store, {"up": report(score=55), "down": report(score=50), "same": report(score=5), "new": report(score=70)}
    )
    trend = build_portfolio(store, second, today=TODAY).trend
    assert trend is not None
    assert [(c.deal, c.before, c.now) for c in (*trend.better, *trend.worse)] == [("up", 40, 55), ("down", 60, 50)]
    assert (trend.unchanged, trend.new, trend.gone, trend.comparable) == (1, ("new",), ("gone",), True)
    assert [point.mean_score for point in trend.history] == [38.8, 45.0]
    third = run_of(store, {"up": report(score=55)}, basis="c" * 64)
    trend = build_portfolio(store, third, today=TODAY).trend
    assert trend is not None
    assert not trend.comparable
