"""Whose law governs, and what the services cost a year."""

from datetime import date

import pytest

from analyzer.models import Renewal, Value
from analyzer.renewal import read_renewal
from analyzer.segment import segment
from tests.documents import document

OPENING = (
    "# SERVICES AGREEMENT",
    'This Services Agreement (the "Agreement") is entered into as of 1 March 2024 (the "Effective Date") between Northgate Retail, '
    'Inc., a corporation organised under the laws of the State of Nevada ("Customer"), and Halden Outsourcing Limited ("Supplier").',
)


def read(*clauses: str) -> Renewal:
    return read_renewal([segment(document(*OPENING, *clauses))], today=date(2024, 6, 1))


@pytest.mark.parametrize(
    ("clause", "law"),
    [
        ("This Agreement shall be governed by and construed in accordance with the laws of the State of New York, without regard to its conflict of laws principles.", "New York"),
        ("THIS AGREEMENT SHALL BE GOVERNED BY THE LAWS OF THE STATE OF NEW YORK WITHOUT REGARD TO ITS CONFLICTS OF LAW PRINCIPLES.", "New York"),
        ("This Agreement and any non-contractual obligations are governed by English law.", "England and Wales"),
        ("This Agreement is governed by, and shall be construed in accordance with, the law of England and Wales.", "England and Wales"),
        ("This Agreement is subject to Swiss law, to the exclusion of the CISG.", "Switzerland"),
        ("The validity and interpretation of this Agreement shall be governed by Delaware law.", "Delaware"),
        ("This Agreement shall be interpreted under the laws of the Province of Ontario and the federal laws of Canada applicable therein.", "Ontario"),
        ("This Agreement shall be governed by the laws of the Commonwealth of Massachusetts.", "Massachusetts"),
        ("The laws of the Republic of Ireland shall apply to this Agreement.", "Republic of Ireland"),
        ("This Agreement will be governed by the internal laws of Texas, and the parties submit to the courts of Harris County.", "Texas"),
        ("This Agreement is governed by the laws of the United States and of the State of Washington.", "Washington"),
        ("This Agreement shall be governed by and interpreted in accordance with the laws in force in Hong Kong.", "Hong Kong"),
        ("This agreement shall be governed by the laws of the Netherlands.", "Netherlands"),
        ("This Agreement shall be governed by the laws of Singapore and the parties agree to arbitrate there.", "Singapore"),
        ("The governing law of this Agreement is that of Scotland.", "Scotland"),
        ("Nebraska law governs this Agreement.", "Nebraska"),
        ("This Agreement shall be governed by the laws, both substantive and procedural, of the State of Ohio.", "Ohio"),
        ("This Agreement shall be governed by the internal laws (as opposed to the conflict of laws provisions) of the State of Illinois.", "Illinois"),
        ("This Agreement shall be construed, and the rights, duties and obligations of the parties shall in every case be determined, in accordance with the laws of Georgia.", "Georgia"),
        ("This Agreement shall be governed by the laws of the People's Republic of China.", "People's Republic of China"),
        ("This Agreement shall be governed by the laws of the State Of Utah.", "Utah"),
        ("This Agreement shall be governed by the laws of Ontario, Canada.", "Ontario, Canada"),
    ],
)  # fmt: skip
def test_the_law_by_its_name(clause: str, law: str) -> None:
    renewal = read(f"[9] Governing Law. {clause}")
    assert renewal.governing_law is not None
    assert renewal.governing_law.value == law
    assert renewal.governing_law.confidence == "high"


def test_a_name_in_small_letters_is_known_by_itself() -> None:
    renewal = read("[9] Governing Law. This Agreement is governed by the laws of the state of california.")
    assert renewal.governing_law is not None
    assert renewal.governing_law.value == "California"


def test_a_name_that_a_page_end_cut_off() -> None:
    renewal = read(
        "[9] Governing Law. This Agreement shall be governed by and construed in accordance with the laws of the State of\nFlorida, without regard to conflicts."
    )
    assert renewal.governing_law is not None
    assert renewal.governing_law.value == "Florida"


def test_the_law_in_a_key_terms_table() -> None:
    renewal = read("| Item | Detail", "| Governing Law | State of California")
    assert renewal.governing_law is not None
    assert renewal.governing_law.value == "California"


def test_where_a_party_was_formed_is_not_the_law() -> None:
    assert (
        read(
            "[9] General. The Supplier shall comply with all applicable laws of the place of performance."
        ).governing_law
        is None
    )


def test_a_blank_law_is_a_gap() -> None:
    renewal = read("[9] Governing Law. This Agreement shall be governed by the laws of the State of [____________].")
    assert renewal.governing_law is None
    assert [gap.field for gap in renewal.gaps] == ["governing_law"]


@pytest.mark.parametrize(
    ("clause", "number", "unit", "confidence"),
    [
        ("Customer shall pay Supplier an annual service fee of $1,200,000.", 1_200_000, "USD", "high"),
        ("The annual charges for the Services are £2.5 million.", 2_500_000, "GBP", "high"),
        ("Customer shall pay a monthly service fee of USD 30,000 per month.", 360_000, "USD", "high"),
        ("The fixed charges of EUR 45,000 are payable each quarter as the service charge.", 180_000, "EUR", "high"),
    ],
)
def test_what_a_year_costs(clause: str, number: float, unit: str, confidence: str) -> None:
    renewal = read(f"[5] Fees. {clause}")
    assert renewal.annual_value is not None
    assert renewal.annual_value.value == Value(number=number, unit=unit)
    assert renewal.annual_value.confidence == confidence


def test_a_total_is_spread_over_the_term() -> None:
    renewal = read(
        "[2] Term. This Agreement shall commence on the Effective Date and continue for three (3) years.",
        "[5] Fees. The total contract value is USD 3,000,000.",
    )
    assert renewal.annual_value is not None
    assert renewal.annual_value.value == Value(number=1_000_000, unit="USD")
    assert renewal.annual_value.arithmetic == ("USD 3,000,000 in total / 3 years -> USD 1,000,000 a year",)
    assert renewal.annual_value.confidence == "medium"


def test_several_prices_are_doubtful() -> None:
    renewal = read(
        "[5] Fees. Customer shall pay an annual service fee of $100,000 for the first year.",
        "[6] Fees. Customer shall pay an annual service fee of $150,000 for the second year.",
    )
    assert renewal.annual_value is not None
    assert renewal.annual_value.confidence == "low"


@pytest.mark.parametrize(
    "clause",
    [
        "Supplier shall carry liability insurance of at least $5,000,000 per year.",
        "Neither party's liability in any contract year shall exceed $2,000,000.",
        "Customer shall pay $25 per user per month for additional seats.",
        "Late payments bear a fee of $500 per month.",
    ],
)
def test_other_sums_are_not_the_price(clause: str) -> None:
    assert read(f"[5] Payment. {clause}").annual_value is None
