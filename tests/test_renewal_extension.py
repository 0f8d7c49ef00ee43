"""What follows the initial term: renewal by itself or by choice, for how long, and the notice that stops it."""

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
    '[2] Term. This Agreement shall commence on the Effective Date and continue for two (2) years (the "Initial Term").',
)


def read(*clauses: str, today: date = date(2024, 6, 1)) -> Renewal:
    return read_renewal([segment(document(*OPENING, *clauses))], today=today)


YEAR, MONTH = Value(number=1, unit="years"), Value(number=1, unit="months")


@pytest.mark.parametrize(
    ("clause", "term", "notice"),
    [
        ("Thereafter this Agreement shall automatically renew for successive one (1) year terms unless either party gives written notice of non-renewal at least ninety (90) days before the end of the then-current term.", YEAR, "90 days"),
        ("Upon expiry of the Initial Term this Agreement will automatically be extended for further periods of twelve (12) months each, unless terminated by either party on not less than three months' written notice prior to the end of the Initial Term or any extension.", Value(number=12, unit="months"), "3 months"),
        ("At the end of the Initial Term, this Agreement shall be renewed automatically from year to year unless one party notifies the other in writing sixty (60) days prior to expiration.", YEAR, "60 days"),
        ("This Agreement will continue thereafter on a month-to-month basis until either party gives thirty (30) days' notice.", MONTH, "30 days"),
        ("The Agreement shall be deemed renewed for additional one-year periods unless notice to the contrary is given no later than 45 days before the expiration date.", YEAR, "45 days"),
        ("The term shall be automatically extended for a like period unless either party gives not less than six (6) months prior notice of its intention not to renew this Agreement.", Value(number=2, unit="years"), "6 months"),
        ("This Agreement shall automatically renew for two additional terms of one year each unless Customer notifies Supplier, not less than 30 business days before the end of a term, that it does not wish to renew.", YEAR, "30 business days"),
        ("This Agreement will renew for successive 12-month periods (each a \"Renewal Term\") unless either Party provides the other with at least 180 days' prior written notice.", Value(number=12, unit="months"), "180 days"),
        ("Unless cancelled by written notice given not less than sixty (60) nor more than one hundred twenty (120) days prior to its expiration, this Agreement shall renew automatically for one year.", YEAR, "60 days"),
        ("This Agreement shall continue in effect until June 30, 2025 and shall remain in effect from year to year thereafter unless either party gives the other sixty (60) days' written notice of termination before the end of a year.", YEAR, "60 days"),
        ("This Agreement shall automatically extend for additional one (1) year periods after the Initial Term in the event that neither party gives the other notice of its intent not to extend at least thirty (30) days prior to the end of the Initial Term.", YEAR, "30 days"),
        ("This Agreement shall automatically renew for successive terms equal to the initial term, unless either party provides notice of non-renewal at least 30 days prior to the expiration.", Value(number=2, unit="years"), "30 days"),
        ("This Agreement shall automatically renew for consecutive renewal terms of one (1) year each.", YEAR, None),
    ],
)  # fmt: skip
def test_a_contract_that_renews_by_itself(clause: str, term: Value, notice: str | None) -> None:
    renewal = read(f"[3] Renewal. {clause}")
    assert renewal.auto_renews is not None
    assert renewal.auto_renews.value is True
    assert renewal.renewal_term is not None
    assert renewal.renewal_term.value == term
    if notice is None:
        assert renewal.notice_period is None
    else:
        number, _, unit = notice.partition(" ")
        assert renewal.notice_period is not None
        assert renewal.notice_period.value == Value(number=float(number), unit=unit)


@pytest.mark.parametrize(
    "clause",
    [
        "This Agreement may be renewed for additional one-year terms upon the mutual written agreement of the parties.",
        "Customer shall have the option to extend this Agreement for one further period of twelve months.",
        "The parties may extend the term of this Agreement by a written amendment signed by both.",
        "This Agreement shall not automatically renew at the end of the Initial Term.",
        "Thereafter, this Agreement shall renew only upon the mutual written agreement of the parties for renewal terms of one year each.",
    ],
)
def test_a_contract_that_renews_only_by_choice(clause: str) -> None:
    renewal = read(f"[3] Renewal. {clause}")
    assert renewal.auto_renews is not None
    assert renewal.auto_renews.value is False
    assert renewal.notice_deadline is None


def test_notice_in_the_next_sentence() -> None:
    renewal = read(
        "[3] Renewal. This Agreement shall automatically renew for successive periods of one year. "
        "Either party may prevent renewal by giving the other at least 90 days' notice before the end of the current term that it does not wish to renew."
    )
    assert renewal.notice_period is not None
    assert renewal.notice_period.value == Value(number=90, unit="days")


def test_nothing_said_is_nothing_known() -> None:
    renewal = read("[3] Fees. Customer shall pay the Fees within thirty (30) days of invoice.")
    assert renewal.auto_renews is None
    assert renewal.renewal_term is None
    assert renewal.notice_period is None
    assert renewal.notice_deadline is None


def test_a_licence_that_renews_is_not_the_contract() -> None:
    renewal = read(
        "[3] Software. The software licences renew automatically for one year unless cancelled on 30 days' notice."
    )
    assert renewal.auto_renews is None


CLAUSE = (
    "[3] Renewal. This Agreement shall automatically renew for successive terms of one (1) year unless either party gives "
    "notice of non-renewal not less than {notice} before the end of the then-current term."
)


@pytest.mark.parametrize(
    ("notice", "deadline", "days"),
    [
        ("ninety (90) days", date(2025, 11, 30), 90),
        ("three (3) months", date(2025, 11, 28), 92),
        ("six weeks", date(2026, 1, 17), 42),
        # 28 February 2026 is a Saturday: ten weekdays before it is Monday the 16th.
        ("ten (10) business days", date(2026, 2, 16), 12),
    ],
)
def test_the_deadline_is_counted_back_from_the_last_day(notice: str, deadline: date, days: int) -> None:
    renewal = read(CLAUSE.format(notice=notice))
    assert renewal.notice_deadline is not None
    assert renewal.notice_deadline.value == deadline
    assert renewal.notice_days is not None
    assert renewal.notice_days.value == days
    assert renewal.notice_deadline.arithmetic[0] == "2 years from the effective date, 1 March 2024 -> 28 February 2026"
    assert "before 28 February 2026 -> " in renewal.notice_deadline.arithmetic[1]


def test_a_deadline_in_business_days_is_not_sure() -> None:
    renewal = read(CLAUSE.format(notice="ten (10) business days"))
    assert renewal.notice_deadline is not None
    assert renewal.notice_deadline.confidence == "medium"
    assert "public holidays" in renewal.notice_deadline.arithmetic[-1]


def test_the_running_term_is_the_one_of_today() -> None:
    renewal = read(CLAUSE.format(notice="ninety (90) days"), today=date(2027, 5, 1))
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.value == date(2026, 2, 28)
    assert renewal.current_term_end is not None
    assert renewal.current_term_end.value == date(2028, 2, 29)
    assert renewal.current_term_end.confidence == "medium"
    assert renewal.notice_deadline is not None
    assert renewal.notice_deadline.value == date(2027, 12, 1)
    assert renewal.next_notice_deadline is None


def test_a_missed_deadline_is_shown_with_the_next_one() -> None:
    renewal = read(CLAUSE.format(notice="ninety (90) days"), today=date(2026, 1, 15))
    assert renewal.notice_deadline is not None
    assert renewal.notice_deadline.value == date(2025, 11, 30)
    assert renewal.next_notice_deadline is not None
    assert renewal.next_notice_deadline.value == date(2026, 11, 30)


def test_renewals_that_are_counted_come_to_an_end() -> None:
    clause = (
        "[3] Renewal. This Agreement shall automatically renew for up to two (2) additional terms of one year each."
    )
    assert read(clause, today=date(2028, 2, 28)).current_term_end is not None
    assert read(clause, today=date(2028, 3, 1)).current_term_end is None


def test_a_contract_that_has_run_out_has_no_running_term() -> None:
    renewal = read(today=date(2027, 1, 1))
    assert renewal.expiry_date is not None
    assert renewal.current_term_end is None


def test_a_notice_window_at_the_end_gives_no_deadline() -> None:
    renewal = read(
        "[3] Renewal. This Agreement shall automatically renew for one year unless either party gives notice within sixty (60) days "
        "prior to the end of the term."
    )
    assert renewal.notice_period is not None
    assert renewal.notice_period.confidence != "high"
    assert renewal.notice_deadline is None
    assert "notice_deadline" in {gap.field for gap in renewal.gaps}


@pytest.mark.parametrize(
    ("clause", "who", "notice"),
    [
        ("Either party may terminate this Agreement for convenience upon sixty (60) days' prior written notice.", "either", 60),
        ("Customer may terminate this Agreement at any time, with or without cause, on thirty (30) days' notice to Supplier.", "client", 30),
        ("The Supplier shall be entitled to terminate this Agreement for any reason by giving the Customer ninety (90) days written notice.", "provider", 90),
        ("This Agreement may be terminated by either party without cause upon 45 days' written notice to the other.", "either", 45),
        ("Either party may terminate this Agreement upon thirty (30) days' written notice.", "either", 30),
        ("This Agreement may be terminated at any time, without the payment of any penalty, by either party on sixty (60) days' notice, and shall automatically terminate in the event of its assignment.", "either", 60),
    ],
)  # fmt: skip
def test_termination_at_will(clause: str, who: str, notice: int) -> None:
    renewal = read(
        f"[4] Termination. {clause}",
        "[5] Charges. The Customer shall pay the Supplier the Charges. The Supplier shall provide the Services to the Customer.",
    )
    assert renewal.termination_for_convenience is not None
    assert renewal.termination_for_convenience.value == who
    assert renewal.convenience_notice is not None
    assert renewal.convenience_notice.value == Value(number=notice, unit="days")


@pytest.mark.parametrize(
    "clause",
    [
        "Either party may terminate this Agreement if the other commits a material breach not cured within thirty (30) days of notice.",
        "Customer may terminate this Agreement immediately in the event of the Supplier's insolvency.",
        "Neither party may terminate this Agreement for convenience.",
        "Either party may terminate a Statement of Work for convenience on thirty (30) days' notice.",
    ],
)
def test_termination_for_a_reason_is_not_at_will(clause: str) -> None:
    assert read(f"[4] Termination. {clause}").termination_for_convenience is None
