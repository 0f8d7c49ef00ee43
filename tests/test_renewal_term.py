"""The term of a contract in the many ways contracts put it: how long, from when, until when, or until someone ends it."""

from datetime import date

import pytest

from analyzer.models import Renewal, Value
from analyzer.renewal import read_renewal
from analyzer.segment import segment
from tests.documents import document

OPENING = (
    "# SERVICES AGREEMENT",
    'This Services Agreement (the "Agreement") is entered into by and between Northgate Retail Limited ("Customer") and '
    'Halden Outsourcing Limited ("Supplier") and is effective as of 1 March 2024 (the "Effective Date").',
)
CLOSING = ("[9] Governing Law. This Agreement is governed by the laws of England and Wales.",)


def read(*clauses: str, opening: tuple[str, ...] = OPENING, today: date = date(2024, 6, 1)) -> Renewal:
    return read_renewal([segment(document(*opening, *clauses, *CLOSING))], today=today)


@pytest.mark.parametrize(
    ("clause", "expiry"),
    [
        ("This Agreement shall commence on the Effective Date and continue for a period of two (2) years.", "2026-02-28"),
        ("The initial term of this Agreement is three years commencing on the Effective Date.", "2027-02-28"),
        ("The Initial Term shall be eighteen (18) months from the Effective Date.", "2025-08-31"),
        ("Supplier shall provide the Services for a period of five (5) years beginning on the Effective Date.", "2029-02-28"),
        ("From the date of this Agreement Supplier shall maintain the Software for an additional three years.", "2027-02-28"),
        ("Supplier shall perform the Services until 30 June 2026.", "2026-06-30"),
        ("The contractual period runs from the Effective Date and ends after two years.", "2026-02-28"),
        ("The Initial Term begins on the Effective Date and lasts through the date two (2) years thereafter.", "2026-02-28"),
        ("This Agreement has an initial term of 36 months from the Effective Date.", "2027-02-28"),
        ("This Agreement will remain in force for a fixed term of five years from the Effective Date, unless terminated earlier.", "2029-02-28"),
        ("This Agreement begins on the Effective Date and, unless ended sooner in accordance with its terms, runs for four (4) years.", "2028-02-29"),
        ("Unless terminated earlier under clause 12, this Agreement shall continue in full force and effect for a period of twenty-four (24) months after the Effective Date.", "2026-02-28"),
        ("This Agreement shall come into force on the Effective Date and shall expire on 31 December 2026.", "2026-12-31"),
        ("This Agreement shall commence on the Effective Date and, unless terminated in accordance with clause 14, shall expire automatically on 30 June 2027.", "2027-06-30"),
        ("The term of this Agreement begins on April 1, 2024 and ends on March 31, 2027.", "2027-03-31"),
        ("The Term shall be from 1 April 2024 to 31 March 2027.", "2027-03-31"),
        ("The term of this Agreement shall run from 1 April 2024 through and including 31 March 2027.", "2027-03-31"),
        ("This Agreement will terminate on the third anniversary of the Effective Date.", "2027-03-01"),
        ("The Agreement continues until the fifth (5th) anniversary of the Effective Date.", "2029-03-01"),
        ('The period from the Effective Date until 31 May 2025 is the "Initial Term".', "2025-05-31"),
        ("The term of this Agreement will be for one (1) year commencing April 15, 2024.", "2025-04-14"),
        ("This Agreement shall be for an initial term of one year, beginning on 1 July 2024.", "2025-06-30"),
        ("The Services shall be provided for an initial period of 12 months from the Effective Date (the \"Initial Term\").", "2025-02-28"),
        ("This Agreement will be effective for a three-year term, commencing on the Effective Date.", "2027-02-28"),
        ("Supplier is engaged for a term of ninety (90) days commencing on the Effective Date; this is the term of this Agreement.", "2024-05-29"),
        ("The duration of this Agreement is ten (10) years, counted from the Effective Date.", "2034-02-28"),
        ("The Agreement shall take effect on the Effective Date and shall remain in effect through the end of business on December 31, 2025.", "2025-12-31"),
        ("Expiration Date: 30 November 2025. This Agreement ends on the Expiration Date.", "2025-11-30"),
        ("The term of this Agreement shall commence on the Effective Date and shall expire on the date that is four (4) years after the Effective Date.", "2028-02-29"),
        ("The term of this Agreement commences on the Effective Date, ending two (2) years thereafter.", "2026-02-28"),
        ("This Agreement shall remain in effect until the two-year anniversary of the Effective Date.", "2026-03-01"),
        ("This Agreement shall be in effect for a year from the Effective Date.", "2025-02-28"),
        ("This is a five (5) year term Agreement that commences on the Effective Date.", "2029-02-28"),
        ("The Customer engages the Supplier for a three (3) year period beginning on the Effective Date and ending on the day preceding the third anniversary of the Effective Date.", "2027-02-28"),
        ("The term of this Agreement shall be from the Effective Date through the first to occur of the completion of the Project and December 31, 2026.", "2026-12-31"),
        ("Two years from the Effective Date.", "2026-02-28"),
        ("This Agreement is valid for four years from the Effective Date.", "2028-02-29"),
        ("This Agreement shall continue in effect until June 30, 2025 and shall remain in effect from year to year thereafter.", "2025-06-30"),
        ("Unless sooner terminated by reason of default, this Agreement shall expire at 9:00 a.m. Central time on October 31, 2027.", "2027-10-31"),
        ("The primary term of this Agreement shall be from November 1, 2024 to October 31, 2026, and month to month thereafter.", "2026-10-31"),
        ("The Customer hereby retains the Supplier for a term of 36 consecutive months from the Effective Date.", "2027-02-28"),
        ("Subject to earlier termination, the term of this Agreement shall be a period of six (6) months following the Effective Date.", "2024-08-31"),
    ],
)  # fmt: skip
def test_the_last_day_of_the_term(clause: str, expiry: str) -> None:
    renewal = read(f"[2] Term. {clause}")
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.value.isoformat() == expiry
    assert renewal.expiry_date.confidence in {"high", "medium"}


def test_the_arithmetic_is_shown() -> None:
    renewal = read("[2] Term. This Agreement shall commence on the Effective Date and continue for two (2) years.")
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.arithmetic == ("2 years from the effective date, 1 March 2024 -> 28 February 2026",)


@pytest.mark.parametrize(
    "clause",
    [
        "This Agreement shall commence on the Effective Date and continue until terminated by either party.",
        "This Agreement shall remain in full force and effect until terminated in accordance with clause 12.",
        "This Agreement continues indefinitely from the Effective Date.",
        "This Agreement has no fixed term and continues unless and until either party gives notice.",
        "This Agreement is concluded for an indefinite period of time and its term is unlimited.",
    ],
)
def test_a_contract_that_runs_until_ended_has_no_expiry(clause: str) -> None:
    renewal = read(f"[2] Term. {clause}")
    assert renewal.expiry_date is None
    assert renewal.evergreen is not None
    assert renewal.evergreen.value


@pytest.mark.parametrize(
    "clause",
    [
        "The obligations in this clause continue for a period of five years after termination of this Agreement.",
        "The Supplier warrants the Deliverables for a period of twelve (12) months from delivery under this Agreement.",
        "During the term of this Agreement and for two (2) years thereafter neither party shall solicit the other's staff.",
        "The Supplier shall keep records for seven (7) years and make them available during the term of this Agreement.",
        "If a Force Majeure Event continues for a period of ninety (90) days either party may terminate this Agreement.",
        "Invoices under this Agreement are payable within forty-five (45) days of receipt.",
        "Supplier shall maintain insurance during the term of this Agreement and for a period of three years following its expiry.",
        "The licence granted under this Agreement is for a term of three years from first use.",
    ],
)
def test_other_periods_are_not_the_term(clause: str) -> None:
    renewal = read(f"[7] Other matters. {clause}")
    assert renewal.expiry_date is None
    assert renewal.initial_term is None


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        (
            "The term of this Agreement is three years from the Go-Live Date, as notified by the Customer.",
            "go-live date",
        ),
        ("This Agreement shall continue for two years from the Acceptance Date.", "acceptance date"),
    ],
)
def test_a_term_from_an_event_has_a_length_and_no_end(clause: str, reason: str) -> None:
    renewal = read(f"[2] Term. {clause}")
    assert renewal.initial_term is not None
    assert renewal.expiry_date is None
    assert [gap.field for gap in renewal.gaps] == ["expiry_date"]
    assert reason in renewal.gaps[0].reason


def test_a_term_in_a_key_terms_table() -> None:
    opening = (
        "# MASTER SERVICES AGREEMENT",
        'This Agreement is between Northgate Retail Limited ("Customer") and Halden Outsourcing Limited ("Supplier").',
        "| Item | Detail",
        "| Commencement Date | 1 March 2024",
        "| Initial Term | Three (3) years",
        "| Governing Law | England and Wales",
    )
    renewal = read(
        "[2] Term. This Agreement starts on the Commencement Date and continues for the Initial Term.", opening=opening
    )
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2024, 3, 1)
    assert renewal.initial_term is not None
    assert renewal.initial_term.value == Value(number=3, unit="years")
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.value == date(2027, 2, 28)


@pytest.mark.parametrize("label", ["EXHIBIT 10.4", "Exhibit 10.14"])
def test_a_filers_exhibit_number_makes_no_attachment(label: str) -> None:
    renewal = read(
        "[2] Term. This Agreement shall commence on the Effective Date and continue for two (2) years.",
        opening=(label, *OPENING),
    )
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.value == date(2026, 2, 28)
    assert renewal.expiry_date.confidence == "high"


def test_words_and_figures_that_differ_are_doubtful() -> None:
    renewal = read("[2] Term. This Agreement shall commence on the Effective Date and continue for three (2) years.")
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.confidence == "low"


def test_two_terms_that_contradict_each_other_are_not_sure() -> None:
    renewal = read(
        "[2] Term. This Agreement shall commence on the Effective Date and continue for a period of two (2) years.",
        "[3] Duration. This Agreement shall commence on the Effective Date and continue for a period of three (3) years.",
    )
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.confidence != "high"


def test_first_day_last_day_and_length_are_held_against_each_other() -> None:
    fits = read("[2] Contract data. Twelve (12) months (1 May 2024 to 30 April 2025).")
    assert fits.expiry_date is not None
    assert fits.expiry_date.value == date(2025, 4, 30)
    assert fits.expiry_date.arithmetic == (
        "12 months from its first day, 1 May 2024 -> 30 April 2025; 30 April 2025 is stated",
    )
    differs = read("[2] Term. The term of this Agreement is twelve (12) months from 1 May 2024 until 31 August 2025.")
    assert differs.expiry_date is not None
    assert differs.expiry_date.confidence == "low"


def test_the_later_of_two_days_is_not_known() -> None:
    renewal = read(
        "[2] Term. This Agreement shall continue until the later of the second anniversary of the Effective Date and completion."
    )
    assert renewal.expiry_date is None
    assert [gap.field for gap in renewal.gaps] == ["expiry_date"]


@pytest.mark.parametrize(
    "event", ["the Supplier's first invoice", "the date on which the last site goes live", "the First Commercial Sale"]
)
def test_a_period_counts_from_the_day_named_right_after_it(event: str) -> None:
    renewal = read(
        f"[2] Term. This Agreement is effective as of the Effective Date and continues for five (5) years from {event}."
    )
    assert renewal.initial_term is not None
    assert renewal.expiry_date is None


def test_a_proviso_does_not_shorten_the_term() -> None:
    renewal = read(
        "[2] Term. The initial term of this Agreement will be ten (10) years from the Effective Date, provided that at any time following the "
        "7th anniversary of such date either party may terminate this Agreement upon 60 days' notice."
    )
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.value == date(2034, 2, 28)
