"""The day a contract begins: every way of writing a date, blanks and black bars, and which part of 03/04/2019 is the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.models import Renewal
from analyzer.renewal import read_renewal
from analyzer.segment import segment
from tests.documents import document

PARTIES = 'between Northgate Retail Limited ("Customer") and Halden Outsourcing Limited ("Supplier")'
US_LAW = "[9] Governing Law. This Agreement is governed by the laws of the State of Delaware."
UK_LAW = "[9] Governing Law. This Agreement is governed by English law."
TODAY = date(2026, 1, 1)


def read(*lines: str) -> Renewal:
    return read_renewal([segment(document("# SERVICES AGREEMENT", *lines))], today=TODAY)


@pytest.mark.parametrize(
    "written",
    [
        "March 1, 2024", "March 1st, 2024", "1 March 2024", "1st March 2024", "1st day of March, 2024", "the 1st day of March 2024",
        "the first day of March, 2024", "Mar. 1, 2024", "1-Mar-2024", "2024-03-01", "MARCH 1, 2024", "March. 1st 2024",
        "the 1st day of March in the year 2024", "March\n1, 2024", "this first (1st) day of March, 2024", "1 March, 2024",
    ],
)  # fmt: skip
def test_a_date_however_it_is_written(written: str) -> None:
    renewal = read(f'This Agreement is made and entered into as of {written} (the "Effective Date") {PARTIES}.', US_LAW)
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 3, 1)
    assert renewal.effective_date.confidence == "high"


@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{y}-{n:02}-{d:02}"]),
)
def test_any_date_is_read_back(day: date, style: str) -> None:
    written = style.format(d=day.day, m=f"{day:%B}", y=day.year, n=day.month)
    renewal = read(f"This Agreement is effective as of {written} and is {PARTIES}.")
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == day


@pytest.mark.parametrize(
    ("written", "law", "value", "sure"),
    [
        ("03/04/2019", US_LAW, date(2019, 3, 4), True),
        ("03/04/2019", UK_LAW, date(2019, 4, 3), True),
        ("03/04/2019", "", date(2019, 3, 4), False),
        ("25/04/2019", "", date(2019, 4, 25), True),
        ("04/25/2019", UK_LAW, date(2019, 4, 25), True),
        ("9/21/98", "", date(1998, 9, 21), True),
        ("13.8.2001", UK_LAW, date(2001, 8, 13), True),
    ],
)
def test_day_and_month_by_the_law_of_the_contract(written: str, law: str, value: date, sure: bool) -> None:
    renewal = read(f"This Agreement is effective as of {written} and is {PARTIES}.", law)
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == value
    assert (renewal.effective_date.confidence != "low") is sure


def test_day_and_month_by_another_date_of_the_contract() -> None:
    renewal = read(
        f"This Agreement is effective as of 03/04/2019 and is {PARTIES}.", "The invoice of 28/02/2019 is paid."
    )
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2019, 4, 3)


def test_day_and_month_by_spelling() -> None:
    british = "The Supplier shall honour the programme and organise its labour in favour of the Customer."
    renewal = read(f"This Agreement is effective as of 03/04/2019 and is {PARTIES}.", british)
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2019, 4, 3)


@pytest.mark.parametrize(
    "blank",
    [
        "____ day of ___________, 2019",
        "_______, 2019",
        "[●] 2019",
        "[***]",
        "[insert date]",
        "____________",
        "[DATE]",
        "the ___ day of ______ 20__",
    ],
)
def test_a_blank_is_a_gap_and_no_date(blank: str) -> None:
    renewal = read(f'This Agreement is made as of {blank} (the "Effective Date") {PARTIES}.', US_LAW)
    assert renewal.effective_date is None
    assert [(gap.field, "blank" in gap.reason) for gap in renewal.gaps] == [("effective_date", True)]


def test_30_february_is_no_date() -> None:
    assert read(f"This Agreement is effective as of February 30, 2020 and is {PARTIES}.").effective_date is None


def test_a_month_without_a_day_is_no_date() -> None:
    assert read(f"This Agreement is effective as of July, 2011 and is {PARTIES}.").effective_date is None


def test_the_effective_date_goes_before_the_date_of_signing() -> None:
    renewal = read(f"This Agreement is made on 5 January 2024 {PARTIES} and takes effect on 1 March 2024.", UK_LAW)
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 3, 1)


def test_a_definition_goes_before_the_date_of_signing() -> None:
    renewal = read(
        f"This Agreement is dated as of January 5, 2024 and is {PARTIES}.",
        "[1] Definitions. In this Agreement:",
        '"Effective Date" means March 1, 2024.',
        US_LAW,
    )
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 3, 1)


def test_the_date_first_written_above() -> None:
    renewal = read(
        f"This Agreement is dated as of January 5, 2024 and is {PARTIES}.",
        '[1] The "Effective Date" is the date first written above.',
        US_LAW,
    )
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 1, 5)


@pytest.mark.parametrize(
    "tied",
    [
        "the date on which the Customer accepts the Site",
        "the date of closing of the Merger",
        "the date on which the parties accept the Deliverables",
        "the date on which the Customer gives its acceptance of the System",
    ],
)
def test_an_event_is_a_gap(tied: str) -> None:
    renewal = read(
        f"This Agreement is dated January 5, 2024 and is {PARTIES}.", f'[1] "Effective Date" means {tied}.', US_LAW
    )
    assert renewal.effective_date is None
    assert renewal.gaps[0].field == "effective_date"


def test_a_date_at_the_end_of_a_long_opening() -> None:
    renewal = read(
        "This Consulting Agreement is by and between Northgate Retail, Inc., a corporation incorporated on May 2, 1999 with offices at 12 Mill "
        'Road, Boston ("Customer"), and Halden Outsourcing Limited ("Supplier"), as of March 1, 2024.',
        US_LAW,
    )
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 3, 1)


def test_another_agreements_date_is_not_this_ones() -> None:
    renewal = read(
        f"This Agreement is {PARTIES}.",
        "WHEREAS, the parties entered into that certain Licence Agreement dated as of June 1, 2020; and",
        US_LAW,
    )
    assert renewal.effective_date is None


@pytest.mark.parametrize(
    "clause",
    [
        '"Effective Date" means the date on which this Agreement has been signed by both parties.',
        '"Effective Date" means the date this Agreement is executed by Supplier.',
        'The effective date of this Agreement (the "Effective Date") is the date it is countersigned by Customer.',
        'This Agreement shall become effective when signed by both parties (the "Effective Date").',
        'This Agreement takes effect upon its acceptance by Supplier (the "Effective Date").',
    ],
)
def test_a_contract_that_begins_when_it_is_signed(clause: str) -> None:
    signed = "Date: {} 3:57 PM", "Date: March 1, 2024", "Date: March 4, 2024"
    renewal = read(
        f"This Agreement is made as of 1 February 2024 {PARTIES}.",
        f"[1] {clause}",
        US_LAW,
        "IN WITNESS WHEREOF, the parties have executed this Agreement.",
        f"Northgate Retail Limited\nBy: ______________\nTitle: Director\n{signed[1]}",
        f"Halden Outsourcing Limited\nBy: ______________\nTitle: Director\n{signed[2]}",
        # What a program stamped on the file is no signature.
        signed[0].format("03/29/2024"),
    )
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 3, 4)
    assert renewal.effective_date.confidence == "medium"


def test_an_amendments_own_date_is_not_the_contracts() -> None:
    renewal = read(
        f"This Agreement is made on January 5, 2024 {PARTIES}.",
        '[1] "Effective Date" means the day on which the Customer accepts the Site.',
        US_LAW,
        "[10] First change",
        "The effective date of this Amendment is the date executed by both parties.",
        "Northgate Retail Limited\nBy: ______________\nDate: March 1, 2025",
    )
    assert renewal.effective_date is None


def test_the_last_signature_dates_the_contract() -> None:
    renewal = read(
        f'This Agreement is entered into as of the date of the last signature below (the "Effective Date") {PARTIES}.',
        "[1] Services. The Supplier shall provide the Services.",
        US_LAW,
        "IN WITNESS WHEREOF, the parties have executed this Agreement.",
        "Northgate Retail Limited\nBy: ______________\nName: A. Moss\nTitle: Director\nDate: March 1, 2024",
        "Halden Outsourcing Limited\nBy: ______________\nName: B. Lund\nTitle: Director\nDate: March 4, 2024",
    )
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 3, 4)
    assert renewal.effective_date.confidence != "high"
