"""A deal of several documents: amendments override, other documents fill in, and every quote stands where it says."""

import pickle
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.models import Contract, Renewal, RenewalFact
from analyzer.renewal import read_renewal
from analyzer.segment import segment
from tests.documents import document

TODAY = date(2025, 1, 15)
MAIN = (
    "# MASTER SERVICES AGREEMENT",
    'This Master Services Agreement (the "Agreement") is effective as of 1 March 2022 (the "Effective Date") and is between Northgate '
    'Retail Limited ("Customer") and Halden Outsourcing Limited ("Supplier").',
    "[2] Term. This Agreement shall commence on the Effective Date and continue for two (2) years (the \"Initial Term\").",
    "[3] Renewal. This Agreement shall automatically renew for successive terms of one year unless either party gives ninety (90) days' "
    "notice of non-renewal before the end of the then-current term.",
    "[9] Governing Law. This Agreement is governed by the laws of England and Wales.",
)  # fmt: skip


def named(name: str, *lines: str) -> Contract:
    return segment(document(*lines).model_copy(update={"name": name}))


def amendment(*clauses: str, dated: str = "1 February 2024") -> Contract:
    return named(
        f"amendment {dated}",
        "# AMENDMENT No. 1 TO MASTER SERVICES AGREEMENT",
        f'This Amendment is made as of {dated} between Northgate Retail Limited ("Customer") and Halden Outsourcing Limited ("Supplier").',
        *clauses,
        "[8] All other terms of the Agreement remain in full force and effect.",
    )


@pytest.mark.parametrize(
    ("clause", "expiry"),
    [
        ("The term of the Agreement is hereby extended until 31 August 2026.", date(2026, 8, 31)),
        ("The parties hereby agree to extend the Term of the Agreement through December 31, 2027.", date(2027, 12, 31)),
        ("The Initial Term is hereby extended for a further period of two (2) years.", date(2026, 2, 28)),
        ("The term of the Agreement shall be extended for an additional one (1) year commencing on 1 April 2025.", date(2026, 3, 31)),
        ("The expiration date of the Agreement is hereby changed from 28 February 2024 to 30 June 2026.", date(2026, 6, 30)),
        ('In clause 2 (Term) the parties amend the end of the term by replacing "28 February 2024" with "31 May 2027".', date(2027, 5, 31)),
        ('The Term is renewed for three (3) years from 1 March 2024 to 28 February 2027, and may be extended once for twelve months.', date(2027, 2, 28)),
        ('Clause 2 is deleted and replaced with: "This Agreement shall commence on the Effective Date and continue for five (5) years."', date(2027, 2, 28)),
    ],
)  # fmt: skip
def test_an_amendment_moves_the_end(clause: str, expiry: date) -> None:
    renewal = read_renewal([named("msa", *MAIN), amendment(f"[1] Term. {clause}")], today=TODAY)
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.value == expiry
    assert renewal.expiry_date.document == "amendment 1 February 2024"
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2022, 3, 1)


def test_the_order_of_the_files_does_not_matter_for_amendments() -> None:
    first = amendment(
        "[1] Term. The term of the Agreement is hereby extended until 31 August 2026.", dated="1 February 2024"
    )
    second = amendment(
        "[1] Term. The term of the Agreement is hereby extended until 31 August 2028.", dated="1 May 2026"
    )
    for files in ([named("msa", *MAIN), second, first], [first, second, named("msa", *MAIN)]):
        renewal = read_renewal(files, today=TODAY)
        assert renewal.expiry_date is not None
        assert renewal.expiry_date.value == date(2028, 8, 31)


def test_an_amendment_that_says_nothing_of_the_term_changes_nothing() -> None:
    alone = read_renewal([named("msa", *MAIN)], today=TODAY)
    amended = read_renewal([named("msa", *MAIN), amendment("[1] Fees. The hourly rate is USD 40.")], today=TODAY)
    assert amended.expiry_date == alone.expiry_date
    assert amended.notice_deadline == alone.notice_deadline
    assert amended.governing_law == alone.governing_law


def test_an_amendment_changes_the_notice() -> None:
    changed = amendment(
        '[1] Renewal. Clause 3 is replaced with: "This Agreement shall automatically renew for successive terms of two years unless '
        "either party gives one hundred and eighty (180) days' notice of non-renewal before the end of the then-current term.\""
    )
    renewal = read_renewal([named("msa", *MAIN), changed], today=TODAY)
    assert renewal.notice_days is not None
    assert renewal.notice_days.value == 180
    assert renewal.renewal_term is not None
    assert renewal.renewal_term.value.number == 2


def test_a_restated_agreement_is_no_amendment() -> None:
    restated = named("restated", "# AMENDED AND RESTATED SERVICES AGREEMENT", *MAIN[1:])
    renewal = read_renewal([restated], today=TODAY)
    assert renewal.effective_date is not None
    assert renewal.effective_date.value == date(2022, 3, 1)


def test_an_order_form_gives_the_term_that_the_agreement_leaves_to_it() -> None:
    order = named(
        "order",
        "# ORDER FORM",
        "| Item | Detail",
        "| Subscription Term | 36 months",
        "| Annual service fee | USD 90,000 per year",
    )
    renewal = read_renewal([named("msa", MAIN[0], MAIN[1], MAIN[4]), order], today=TODAY)
    assert renewal.initial_term is not None
    assert renewal.initial_term.value.number == 36
    assert renewal.initial_term.document == "order"
    assert renewal.expiry_date is not None
    assert renewal.expiry_date.value == date(2025, 2, 28)
    assert renewal.expiry_date.confidence != "high"


def facts(contracts: list[Contract], today: date) -> list[RenewalFact[object]]:
    renewal = read_renewal(contracts, today=today)
    return [fact for name in type(renewal).model_fields if isinstance(fact := getattr(renewal, name), RenewalFact)]


def test_every_quote_stands_at_its_offsets() -> None:
    deal = [
        named("msa", *MAIN),
        amendment("[1] Term. The term of the Agreement is hereby extended until 31 August 2026."),
    ]
    texts = {contract.document.name: contract.document.text for contract in deal}
    found = facts(deal, TODAY)
    assert len(found) > 7
    for fact in found:
        assert fact.document is not None
        assert fact.quote == texts[fact.document][fact.start : fact.end]
        assert fact.section is not None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(
            alphabet=st.sampled_from("abcdefgh 0123456789(),.;:-/$%\"'\n\u201c\u201d\u00a0\u2013_[]*ABC"), max_size=200
        )
        | st.sampled_from(MAIN[1:])
        | st.sampled_from(
            [
                "until 31 December 2026 ",
                "thirty (30) days ",
                "automatically renew ",
                "the laws of ",
                "$1,000 per month ",
            ]
        ),
        max_size=8,
    )
)
def test_any_text_is_read_and_quoted_truly(lines: list[str]) -> None:
    contract = segment(document(*[line or " " for line in lines]))
    for fact in facts([contract], TODAY):
        assert fact.quote == contract.document.text[fact.start : fact.end]
        assert fact.quote.strip()


def test_an_empty_contract_gives_nothing() -> None:
    renewal = read_renewal([segment(document(" "))], today=TODAY)
    assert all(getattr(renewal, name) in (None, ()) for name in type(renewal).model_fields)


def test_the_same_deal_reads_the_same() -> None:
    deal = [named("msa", *MAIN)]
    assert read_renewal(deal, today=TODAY) == read_renewal(deal, today=TODAY)


def test_facts_survive_json_and_a_process_border_with_their_types() -> None:
    renewal = read_renewal([named("msa", *MAIN)], today=TODAY)
    assert Renewal.model_validate_json(renewal.model_dump_json()) == renewal
    assert pickle.loads(pickle.dumps(renewal)) == renewal
    written = renewal.model_dump(mode="json")
    assert written["effective_date"]["value"] == "2022-03-01"
    assert written["notice_days"]["value"] == 90
    assert written["auto_renews"]["value"] is True
    assert written["initial_term"]["value"] == {"number": 2.0, "unit": "years"}


def test_a_fact_of_an_older_report_needs_no_more_than_its_value_and_quote() -> None:
    older = {"notice_days": {"value": 90, "quote": "ninety days", "page": 3, "confidence": "high"}}
    renewal = Renewal.model_validate(older)
    assert renewal.notice_days is not None
    assert renewal.notice_days.value == 90
