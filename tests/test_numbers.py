"""Numbers with their units as contracts write them, and the bands they fall into."""

import pytest

from analyzer.assess.numbers import Quantity, compare, convert, pick, read_quantities
from analyzer.models import Measure, Tier, Unit


def read(text: str) -> list[tuple[float, str]]:
    return [(q.number, q.unit) for q in read_quantities(text)]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("thirty (30) days before the change", 30, "days"),
        ("30 (thirty) days", 30, "days"),
        ("[30] days", 30, "days"),
        ("[\u25cf: 30 days]", 30, "days"),
        ("[\u25cf: 10] Business Days", 10, "business days"),
        ("[\u25cf: 5] working days", 5, "business days"),
        ("not less than ninety days", 90, "days"),
        ("one hundred and eighty days", 180, "days"),
        ("sixty (60) calendar days", 60, "days"),
        ("30 days' notice", 30, "days"),
        ("a 30-day notice", 30, "days"),
        ("1,000 days", 1000, "days"),
        ("two weeks", 2, "weeks"),
        ("within one business day", 1, "business days"),
    ],
)
def test_days(text: str, number: float, unit: str) -> None:
    assert read(text) == [(number, unit)]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("24 hours", 24, "hours"),
        ("twenty-four (24) hours", 24, "hours"),
        ("[\u25cf: 72 hours]", 72, "hours"),
        ("48 clock hours", 48, "hours"),
        ("within five minutes", 5, "minutes"),
        ("six (6) months", 6, "months"),
        ("12 calendar months", 12, "months"),
        ("seven years", 7, "years"),
        ("sixty (60) seconds", 60, "seconds"),
    ],
)
def test_other_times(text: str, number: float, unit: str) -> None:
    assert read(text) == [(number, unit)]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("by the second Business Day", 2, "business days"),
        ("no later than the fifth (5th) working day after it", 5, "business days"),
        ("on the next Business Day", 1, "business days"),
        ("the certificate is due by day 40", 40, "days"),
        ("within a week of the finding", 1, "weeks"),
        ("within a fortnight", 2, "weeks"),
        ("restored in an hour", 1, "hours"),
        ("first notice \u2264 24 h", 24, "hours"),
        ("95 out of every 100 answers", 95, "percent"),
        ("misses more than two in ten planted mistakes", 20, "percent"),
        ("one in five conversations", 20, "percent"),
    ],
)
def test_numbers_told_in_other_ways(text: str, number: float, unit: str) -> None:
    assert read(text) == [(number, unit)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the fees paid for the AI Services in the three months preceding the event", 0.25),
        ("the amounts payable under this Agreement in the preceding twelve (12) months", 1),
        ("two times the total Fees paid or payable in the twelve (12) months before the claim", 2),
        ("150% of the charges paid in the 6 months before the claim", 0.75),
    ],
)
def test_the_charges_of_a_period_are_a_share_of_the_annual_ones(text: str, number: float) -> None:
    assert [n for n, unit in read(text) if unit == "times annual charges"] == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("95%", 95),
        ("99.5 %", 99.5),
        ("ninety-five per cent (95%) of calls", 95),
        ("three percent", 3),
        ("2 percentage points", 2),
        ("[\u25cf: 5 percent] of the monthly charges", 5),
    ],
)
def test_percent(text: str, number: float) -> None:
    assert read(text) == [(number, "percent")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2x the annual charges", 2),
        ("1.5x annual Charges", 1.5),
        ("two times the annual fees", 2),
        ("three (3) times the Fees paid in the preceding year", 3),
        ("[\u25cf: 3 times] the annual charges", 3),
        ("200% of the fees", 2),
        ("150 per cent of the annual charges", 1.5),
        ("two hundred per cent (200%) of the Charges payable", 2),
        ("two hundred percent of the fees", 2),
    ],
)
def test_multiples_of_the_charges(text: str, number: float) -> None:
    assert read(text) == [(number, "times annual charges")]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("Provider shall report quarterly.", 3, "months"),
        ("In each quarter it reports.", 3, "months"),
        ("It reports each month.", 1, "months"),
        ("It reports every calendar month.", 1, "months"),
        ("It reports annually.", 1, "years"),
        ("It reports once in each contract year.", 1, "years"),
        ("It sends a weekly list.", 7, "days"),
        ("Logs are read daily.", 1, "days"),
    ],
)
def test_frequencies_are_periods(text: str, number: float, unit: str) -> None:
    assert (number, unit) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "$5,000,000 for each claim",
        "clause 14.2 of this Agreement",
        "a reasonable number of days",
        "no later than 5:00 p.m.",
        "ISO 27001",
        "a bi-weekly call",
        "the monthly Charges for the affected Services",
        "by 31 March 2026",
        "on the fifth Business Day of each invoice period",
        "two in Schedule 4",
        "Provider shall report without delay.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    assert read(text) == []


def test_several_numbers_are_read_in_order_and_frequencies_last() -> None:
    text = "Each quarter, at least thirty (30) days before and within 24 hours after, 95% of cases for 12 months."
    assert read(text) == [(30, "days"), (24, "hours"), (95, "percent"), (12, "months"), (3, "months")]


@pytest.mark.parametrize(
    "text", ["at least 30 days before", "within [\u25cf: 10] Business Days of it", "each quarter of it"]
)
def test_the_span_holds_the_number_and_nothing_around_it(text: str) -> None:
    (quantity,) = read_quantities(text)
    found = text[quantity.start : quantity.end]
    assert found == found.strip()
    assert not found.startswith(("at", "within"))
    assert found.lower().endswith(("days", "quarter"))


class TestConversion:
    @pytest.mark.parametrize(
        ("number", "unit", "wanted", "value"),
        [
            (2, "days", "hours", 48),
            (48, "hours", "days", 2),
            (2, "weeks", "days", 14),
            (10, "business days", "days", 14),
            (14, "days", "business days", 10),
            (1, "years", "months", 12),
            (90, "minutes", "hours", 1.5),
            (3, "percent", "percent", 3),
        ],
    )
    def test_between_times(self, number: float, unit: str, wanted: Unit, value: float) -> None:
        assert convert(Quantity(number, unit, 0, 0), wanted) == pytest.approx(value, rel=0.01)

    @pytest.mark.parametrize(
        ("unit", "wanted"),
        [
            ("percent", "days"),
            ("days", "percent"),
            ("times annual charges", "percent"),
            ("hours", "times annual charges"),
        ],
    )
    def test_never_between_a_time_and_a_share(self, unit: str, wanted: Unit) -> None:
        assert convert(Quantity(5, unit, 0, 0), wanted) is None


NOTICE = Measure(unit="days", comparison="at least", strong=(30, 30, 60), adequate=(15, 15, 30))
ROLLBACK = Measure(unit="hours", comparison="at most", strong=(72, 72, 24))
CAP = Measure(unit="times annual charges", comparison="at least", strong=(2, 2, 3), adequate=(1, 1, 2))
ACCURACY = Measure(unit="percent", comparison="at least", strong=(95, 95, 98), adequate=(90, 90, 95))


class TestBands:
    @pytest.mark.parametrize(
        ("value", "tier", "band"),
        [
            (30, "standard", "strong"),
            (29.9, "standard", "strong"),
            (28, "standard", "adequate"),
            (15, "routine", "adequate"),
            (14, "routine", "weak"),
            (60, "high", "strong"),
            (45, "high", "adequate"),
            (30, "high", "adequate"),
            (20, "high", "weak"),
        ],
    )
    def test_of_a_least_number_follow_the_tier(self, value: float, tier: Tier, band: str) -> None:
        assert compare(NOTICE, value, tier) == band

    @pytest.mark.parametrize(
        ("value", "tier", "band"),
        [
            (72, "standard", "strong"),
            (96, "standard", "adequate"),
            (150, "standard", "weak"),
            (24, "high", "strong"),
            (72, "high", "weak"),
            (1, "high", "strong"),
        ],
    )
    def test_of_a_greatest_number_follow_the_tier(self, value: float, tier: Tier, band: str) -> None:
        assert compare(ROLLBACK, value, tier) == band

    @pytest.mark.parametrize(
        ("measure", "value", "band"),
        [
            (ACCURACY, 95, "strong"),
            (ACCURACY, 94.9, "adequate"),
            (CAP, 2, "strong"),
            (CAP, 1.95, "adequate"),
            (CAP, 0.99, "weak"),
        ],
    )
    def test_have_slack_for_time_only(self, measure: Measure, value: float, band: str) -> None:
        assert compare(measure, value, "standard") == band

    def test_three_months_meet_ninety_days(self) -> None:
        measure = Measure(unit="months", comparison="at least", strong=(3, 3, 3))
        value = convert(Quantity(90, "days", 0, 0), "months")
        assert value is not None
        assert value < 3
        assert compare(measure, value, "standard") == "strong"


class TestPick:
    @pytest.mark.parametrize(
        ("text", "number", "unit"),
        [
            ("within 24 hours and at least 30 days before", 30, "days"),
            ("within 10 Business Days and 30 days before", 30, "days"),
            ("two weeks before", 2, "weeks"),
            ("95% of cases, six weeks before", 6, "weeks"),
            ("30 days before, or 60 days for another", 30, "days"),
        ],
    )
    def test_takes_the_unit_itself_first_then_what_converts(self, text: str, number: float, unit: str) -> None:
        picked = pick(read_quantities(text), NOTICE)
        assert picked is not None
        assert (picked[0].number, picked[0].unit) == (number, unit)

    @pytest.mark.parametrize(
        "text", ["95% of cases", "2x the annual charges", "soon", "records are kept for seven years"]
    )
    def test_finds_none_where_no_number_fits(self, text: str) -> None:
        assert pick(read_quantities(text), NOTICE) is None

    def test_gives_the_value_in_the_measures_unit(self) -> None:
        picked = pick(read_quantities("two weeks before"), NOTICE)
        assert picked is not None
        assert picked[1] == pytest.approx(14)
