"""What a sample can show about an accuracy threshold."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.crosscheck.proportions import (
    at_least,
    chance_of_passing,
    exact_interval,
    items_needed,
    margin_points,
)
from analyzer.crosscheck.quantities import read_counts, read_percents, read_periods, show_days
from analyzer.crosscheck.sampling import size_samples
from analyzer.models import SampleSize
from analyzer.segment import segment
from tests.documents import document

THRESHOLD = (
    "[5.1] If the accuracy of the virtual agent falls below 95% in a month, the Supplier shall pay a Service Credit."
)


def sizes_of(*lines: str) -> tuple[SampleSize, ...]:
    return size_samples([segment(document(*lines))])


def test_two_points_at_95_percent_take_457_items() -> None:
    assert items_needed(95, 2) == 457
    assert margin_points(95, 457) == pytest.approx(2.0, abs=0.01)


def test_a_share_alone_is_told_the_volume_it_needs() -> None:
    (size,) = sizes_of(THRESHOLD, "[7.1] The Supplier shall score 5% of AI-handled conversations each month.")
    assert (size.rate, size.minimum, size.scored, size.margin_points) == (5.0, None, None, None)
    assert (size.needed, size.volume_needed) == (457, 9_140)
    assert "9,140 AI units a month" in size.words
    assert "no minimum count" in size.words
    (three,) = sizes_of(THRESHOLD, "[7.1] The Supplier shall score 3% of AI-handled conversations each month.")
    assert three.volume_needed == 15_233


def test_a_count_is_told_what_it_shows() -> None:
    (size,) = sizes_of(THRESHOLD, "[7.1] Each month human evaluators score a sample of 100 AI-handled conversations.")
    assert size.scored == 100
    assert size.margin_points == pytest.approx(4.27, abs=0.01)
    assert size.exact == pytest.approx((88.72, 98.36), abs=0.01)
    assert size.missed == pytest.approx(0.29, abs=0.01)
    assert "If the true rate were 93%, 29 of 100 months would still pass." in size.words


def test_the_larger_of_share_and_floor_counts() -> None:
    sample = "[7.1] The Supplier shall score 5%, and in any event not fewer than 300, of AI-handled conversations each month."
    (size,) = sizes_of(THRESHOLD, sample, "[2.1] The forecast volume is 20,000 AI-handled conversations a month.")
    assert (size.rate, size.minimum, size.volume, size.scored) == (5.0, 300, 20_000, 1_000)
    (small,) = sizes_of(THRESHOLD, sample, "[2.1] The forecast volume is 2,000 AI-handled conversations a month.")
    assert small.scored == 300


def test_volumes_are_brought_to_the_period_of_the_sample() -> None:
    (size,) = sizes_of(
        "[5.1] If the accuracy of the virtual agent falls below 95% in a quarter, the Supplier shall pay a Service Credit.",
        "[7.1] The Supplier shall score 2% of AI-handled conversations each quarter.",
        "[2.1] The annual volume is 240,000 AI-handled conversations.",
    )
    assert (size.period, size.volume, size.scored) == ("quarter", 60_000, 1_200)


def test_an_error_rate_is_a_threshold_from_the_other_side() -> None:
    (size,) = sizes_of(
        "[5.1] If the error rate of the AI assistant exceeds 4% in a month the Supplier bears the loss.",
        "[7.1] The Supplier shall check a sample of 250 conversations of the AI assistant each month.",
    )
    assert (size.threshold, size.scored) == (96.0, 250)


@pytest.mark.parametrize(
    "lines",
    [
        [THRESHOLD],
        ["[5.1] Accuracy of data entry below 95% gives a Service Credit.", "[7.1] Two percent of records keyed by staff are checked."],
        ["[5.1] Availability of the AI platform below 99.5% gives a credit.", "[7.1] The Supplier checks 5% of AI conversations."],
        ["[5.1] The accuracy of the AI System is reported, for information only: target 95%.", "[7.1] The Supplier checks 5% of AI conversations."],
        ["[5.1] AI chats resolved, measured on every chat, below 95% give a credit.", "[7.1] The Supplier checks 5% of AI chats."],
    ],
)  # fmt: skip
def test_without_an_ai_threshold_at_stake_and_a_sample_nothing_is_said(lines: list[str]) -> None:
    assert sizes_of(*lines) == ()


def test_the_sentences_are_quoted() -> None:
    lines = (THRESHOLD, "[7.1] The Supplier shall score 5% of AI-handled conversations each month.")
    contract = segment(document(*lines))
    (size,) = size_samples([contract])
    assert [e.section for e in size.evidence] == ["5.1", "7.1"]
    assert all(contract.document.text[e.start : e.end] == e.quote for e in size.evidence)


shares = st.floats(min_value=50, max_value=99.5)
sizes = st.integers(min_value=1, max_value=400)


@given(shares, st.floats(min_value=0.3, max_value=10))
def test_the_items_needed_reach_the_margin_and_one_fewer_does_not(share: float, points: float) -> None:
    needed = items_needed(share, points)
    assert margin_points(share, needed) <= points + 1e-6
    assert needed == 1 or margin_points(share, needed - 1) > points - 1e-6


@given(sizes, st.data(), st.floats(min_value=0.01, max_value=0.99))
def test_the_tail_is_the_binomial_sum(items: int, data: st.DataObject, p: float) -> None:
    right = data.draw(st.integers(min_value=0, max_value=items))
    by_hand = math.fsum(math.comb(items, k) * p**k * (1 - p) ** (items - k) for k in range(right, items + 1))
    assert at_least(items, right, p) == pytest.approx(by_hand, abs=1e-9)


@given(sizes, st.data())
def test_the_exact_interval_holds_the_share_and_leaves_the_stated_tails(items: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(min_value=0, max_value=items))
    low, high = exact_interval(items, right)
    assert 0 <= low <= 100 * right / items <= high <= 100
    if right:
        assert at_least(items, right, low / 100) == pytest.approx(0.025, abs=1e-6)
    if right < items:
        assert at_least(items, right + 1, high / 100) == pytest.approx(0.975, abs=1e-6)


@given(sizes, shares)
def test_a_better_worker_passes_more_often(items: int, threshold: float) -> None:
    assert chance_of_passing(items, threshold, 40) <= chance_of_passing(items, threshold, 99.9) + 1e-12


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("thirty (30) days", 30), ("two weeks ahead", 14), ("24 months", 730), ("one hundred and eighty (180) days", 180),
        ("within 20 Working Days", 28), ("kept for a year", 365), ("a fortnight's notice, that is 14 days", 14),
    ],
)  # fmt: skip
def test_periods_are_read_in_days(text: str, days: float) -> None:
    assert read_periods(text)[0].number == pytest.approx(days)


def test_a_frequency_is_no_period() -> None:
    assert read_periods("not more than twice a year") == ()


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("three hundred per cent (300%)", [300]), ("half of all claims", [50]), ("three quarters (75%) of claims", [75]),
        ("5% and 3%", [5, 3]), ("fewer than 94 of 100 answers", [94]),
    ],
)  # fmt: skip
def test_percentages_are_read_in_figures_and_words(text: str, shares: list[Any]) -> None:
    assert [quantity.number for quantity in read_percents(text)] == shares


def test_counts_leave_percentages_out() -> None:
    assert [c.number for c in read_counts("1,200 claims, not fewer than 500, fifty transcripts, 97.5% and 5 %")] == [
        1200,
        500,
        50,
    ]


def test_periods_are_shown_as_a_lawyer_reads_them() -> None:
    assert [show_days(d) for d in (1, 14, 90, 730, 1095, 547.5)] == [
        "1 day",
        "14 days",
        "3 months",
        "2 years",
        "3 years",
        "18 months",
    ]
