"""Who made the contract, what it calls itself and when it was made: what an amendment's own title is written from."""

import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.models import Renewal
from analyzer.renewal import read_renewal
from analyzer.segment import segment
from tests.documents import document

TODAY = date(2026, 1, 1)
DUTIES = (
    "[1] Services. The Supplier shall provide the Services to the Customer. The Supplier shall perform them with care.",
    "[2] Fees. The Customer shall pay the Supplier. The Customer shall pay within 30 days. The Supplier shall invoice.",
    "[3] Data. The Supplier shall keep the Customer's data safe. The Customer shall give the Supplier access.",
)


def read(*lines: str, more: tuple[tuple[str, ...], ...] = ()) -> Renewal:
    papers = [segment(document(*paper)) for paper in (lines, *more)]
    return read_renewal(papers, today=TODAY)


def parties(opening: str) -> list[tuple[str, str | None, str | None]]:
    renewal = read("# SERVICES AGREEMENT", opening, *DUTIES)
    return [(p.value.name, p.value.called, p.value.role) for p in renewal.parties]


BOTH = [
    ("Northgate Retail Limited", "Customer", "client"),
    ("Halden Outsourcing, Inc.", "Supplier", "provider"),
]


@pytest.mark.parametrize(
    "opening",
    [
        'This Agreement is made between Northgate Retail Limited ("Customer") and Halden Outsourcing, Inc. ("Supplier").',
        "This Agreement is by and between Northgate Retail Limited, a company incorporated in England and Wales whose registered"
        " office is at 1 Mill Road, Leeds (the “Customer”), and Halden Outsourcing, Inc., a Delaware corporation (the"
        " “Supplier”).",
        "This Agreement is made between Northgate Retail Limited (“Customer”), an English company, located at 1 Mill Road, Leeds,"
        " and Halden Outsourcing, Inc. (the “Supplier”), a Delaware corporation.",
        "Northgate Retail Limited, with a place of business in Leeds (“Customer”) and Halden Outsourcing, Inc., represented by"
        " its president (“Supplier”) agree as follows.",
        "This Agreement is made BETWEEN: (1) Northgate Retail Limited (company number 01234567) of 1 Mill Road, Leeds (the"
        " Customer); and (2) Halden Outsourcing, Inc. of 5 Elm Street, Dover (the Supplier).",
        "This Agreement is made between Northgate Retail Limited, hereinafter referred to as the “Customer”, and Halden"
        " Outsourcing, Inc., hereinafter called the “Supplier”.",
    ],
)
def test_the_parties_however_they_are_introduced(opening: str) -> None:
    assert parties(opening) == BOTH


def test_what_gets_a_name_in_the_next_sentence_is_no_party() -> None:
    assert (
        parties(
            "This Agreement is made between Northgate Retail Limited (“Customer”) and Halden Outsourcing, Inc. (“Supplier”). It"
            " starts on 5 May 2025. Halden’s staff (“Team Members”) perform the Services."
        )
        == BOTH
    )


def test_several_companies_on_one_side() -> None:
    found = parties(
        "This Agreement is made between Northgate Retail Limited, an English company, and Northgate Foods PLC, a Scottish"
        " company (each and both of them “Customer”), and Halden Outsourcing, Inc. (the “Supplier”)."
    )
    assert [(name, role) for name, _, role in found] == [
        ("Northgate Retail Limited", "client"),
        ("Northgate Foods PLC", "client"),
        ("Halden Outsourcing, Inc.", "provider"),
    ]


def test_a_name_that_is_blacked_out_is_a_gap_and_no_guess() -> None:
    renewal = read(
        "# SERVICES AGREEMENT",
        "This Agreement is made between [ * * * ] (the “Supplier”) and Northgate Retail Limited (the “Customer”).",
        *DUTIES,
    )
    assert [p.value.name for p in renewal.parties] == ["Northgate Retail Limited"]
    [gap] = [g for g in renewal.gaps if g.field == "parties"]
    assert gap.reason == "the name of the Supplier is left blank or blacked out"


@pytest.mark.parametrize(
    "opening",
    [
        "WHEREAS the Customer wishes to buy services.",
        "This Agreement (the “Agreement”) is effective on 1 March 2024 (the “Effective Date”).",
        "The Developer Terms and this Agreement (the “Terms”) apply; they are kept by the author (the “Keeper”).",
        "This Agreement is between the undersigned (the “Parties”), which are named in Schedule A.",
    ],
)
def test_where_nobody_is_named_nobody_is_found(opening: str) -> None:
    assert parties(opening) == []


def test_the_name_of_a_person_is_not_sure() -> None:
    renewal = read(
        "# SERVICE AGREEMENT", "Between: (1) ACME LIMITED (the “Customer”); and (2) Jo Brown (the “Supplier”).", *DUTIES
    )
    assert [(p.value.name, p.confidence) for p in renewal.parties] == [("ACME LIMITED", "high"), ("Jo Brown", "medium")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(string.ascii_letters, min_size=3, max_size=12).map(str.capitalize), min_size=1, max_size=4),
    st.sampled_from(["Ltd", "Limited", ", Inc.", "LLC", "plc", "GmbH", "Corporation"]),
)
def test_any_company_is_read_back_with_its_quote(words: list[str], form: str) -> None:
    name = f"Zeta {' '.join(words)}{form if form.startswith(',') else f' {form}'}"
    paper = document(
        "# SERVICES AGREEMENT",
        f"This Agreement is made between {name}, a company (the “Customer”), and Halden Limited (the “Supplier”).",
        *DUTIES,
    )
    renewal = read_renewal([segment(paper)], today=TODAY)
    assert [p.value.name for p in renewal.parties] == [name, "Halden Limited"]
    for party in renewal.parties:
        assert party.quote == paper.text[party.start : party.end]
        assert party.value.name in party.quote


@pytest.mark.parametrize(
    ("lines", "title", "sure"),
    [
        (("# SERVICES AGREEMENT", "This Services Agreement is made on 1 March 2024."), "Services Agreement", True),
        (("# MASTER SERVICES AGREEMENT", "THIS AGREEMENT is made on 1 March 2024."), "Master Services Agreement", False),
        (("**EXHIBIT 10.2 SITE DEVELOPMENT AND HOSTING AGREEMENT**", "Dated 1 March 2024."),
         "Site Development and Hosting Agreement", False),
        (("# DISTRIBUTION AND", "# SERVICES AGREEMENT", "Dated 1 March 2024."), "Distribution and Services Agreement", False),
        (("# ACME", "This Master Services Agreement (“MSA”) is made."), "Master Services Agreement", True),
        (("# FORM OF AI SERVICES AGREEMENT", "Dated 1 March 2024."), "AI Services Agreement", False),
        (("# SECOND AMENDMENT TO THE OUTSOURCING AGREEMENT", "Dated 1 March 2024."),
         "Second Amendment to the Outsourcing Agreement", False),
    ],
)  # fmt: skip
def test_the_title_as_the_paper_has_it(lines: tuple[str, ...], title: str, sure: bool) -> None:
    fact = read(*lines, *DUTIES).agreement_title
    assert fact is not None
    assert (fact.value, fact.confidence == "high") == (title, sure)


@pytest.mark.parametrize("line", ["The parties have made this agreement.", "1. Term of this Agreement.", "Hello."])
def test_a_sentence_is_no_title(line: str) -> None:
    assert read(line, *DUTIES).agreement_title is None


def test_the_day_it_was_made_is_not_the_day_it_takes_effect() -> None:
    renewal = read(
        "# SERVICES AGREEMENT",
        "This Services Agreement is entered into as of October 1, 2019 and is made effective as of November 1, 2019 (the"
        " “Effective Date”), between Northgate Retail Limited (“Customer”) and Halden Limited (“Supplier”).",
        *DUTIES,
    )
    assert renewal.agreement_date is not None
    assert renewal.effective_date is not None
    assert (renewal.agreement_date.value, renewal.effective_date.value) == (date(2019, 10, 1), date(2019, 11, 1))


MAIN = ("# SERVICES AGREEMENT", "This Services Agreement is dated 1 March 2024.", *DUTIES)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("AMENDMENT NO. 2 TO SERVICES AGREEMENT", 2),
        ("Third Amendment to the Services Agreement", 3),
        ("AMENDMENT NUMBER FOUR", 4),
        ("1st Amendment", 1),
        ("AMENDMENT TO SERVICES AGREEMENT", 1),
    ],
)
def test_the_number_of_the_last_amendment(title: str, number: int) -> None:
    renewal = read(*MAIN, more=((f"# {title}", "This amendment is dated 1 May 2025."),))
    assert renewal.last_amendment is not None
    assert renewal.last_amendment.value == number
    assert renewal.agreement_title is not None
    assert renewal.agreement_title.value == "Services Agreement"


def test_a_deal_without_amendments_has_no_last_one() -> None:
    assert read(*MAIN).last_amendment is None


def test_of_several_amendments_the_highest_number_counts() -> None:
    third, first = (("# Amendment No. 3", "Dated 1 May 2025."), ("# Amendment No. 1", "Dated 1 May 2026."))
    renewal = read(*MAIN, more=(third, first))
    assert renewal.last_amendment is not None
    assert renewal.last_amendment.value == 3
