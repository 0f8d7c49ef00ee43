"""What crosscheck reads before it judges: references, orders of precedence, the parts documents play, amendments."""

import pytest

from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.documents import read_documents
from analyzer.crosscheck.effective import read_changes
from analyzer.crosscheck.numbers import grade_number, read_number
from analyzer.crosscheck.orders import read_orders
from analyzer.crosscheck.references import read_references, resolve
from analyzer.ingest import ingest
from analyzer.models import Measure
from analyzer.segment import segment


def make_deal(**files: str) -> Deal:
    """Segment texts, one paragraph a line; a file's name is its keyword."""
    return Deal([segment(ingest(text.replace("\n", "\n\n").encode(), name=f"{n}.txt")) for n, text in files.items()])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("notwithstanding Section 9", [("9", None)]),
        ("clauses 4.2, 7 and 12.1(b) apply", [("4.2", None), ("7", None), ("12.1(b)", None)]),
        ("paragraph 3 of Schedule 4", [("3", "schedule 4")]),
        ("Article IX (Liability)", [("9", None)]),
        ("as set out in Exhibit B and Annex 2", [(None, "exhibit b"), (None, "annex 2")]),
        ("the section above, at 9 o'clock", []),
        ("the Supplier shall schedule a review and exhibit a sample", []),
        ("SCHEDULE B and ARTICLE IV", [(None, "schedule b"), ("4", None)]),
    ],
)
def test_references_are_read(text: str, found: list[tuple[str | None, str | None]]) -> None:
    assert [(r.section, r.attachment) for r in read_references(text)] == found


CONTRACT = """SERVICES AGREEMENT
1. Scope. The Supplier provides the Services described in Section 9 and Schedule 2.
9. Data
9.1 The Supplier shall keep the data safe.
9.2 The Supplier shall return the data.
90. Notices are sent by post.
Schedule 2 Service levels
1. The target is 95%.
9. The report is due each month. Paragraph 1 and clause 9.2 apply."""


@pytest.mark.parametrize(
    ("words", "reference", "read"),
    [
        ("described in", 0, ["The Supplier shall keep the data safe.", "The Supplier shall return the data."]),
        (
            "described in",
            1,
            ["The target is 95%.", "The report is due each month.", "Paragraph 1 and clause 9.2 apply."],
        ),
        ("clause 9.2", 0, ["The target is 95%."]),
        ("clause 9.2", 1, ["The Supplier shall return the data."]),
    ],
)
def test_a_reference_means_the_clause_with_all_under_it(words: str, reference: int, read: list[str]) -> None:
    deal = make_deal(agreement=CONTRACT)
    here = next(s for s in deal.sentences if words in s.text)
    clauses = resolve(deal, read_references(here.text)[reference], here)
    sentences = [s.text for s in deal.sentences_in(clauses)]
    assert [text for text in sentences if text in read] == read
    assert not any("Notices" in text or "Scope" in text for text in sentences)


def test_a_reference_to_nothing_supplied_means_nothing() -> None:
    deal = make_deal(agreement="SERVICES AGREEMENT\n1. Exhibit K and Section 44 apply.")
    here = deal.sentences[-1]
    assert [resolve(deal, r, here) for r in read_references(here.text)] == [frozenset(), frozenset()]


@pytest.mark.parametrize(
    ("text", "parts", "over_all"),
    [
        (
            "If there is a conflict, the Order Form prevails over this Agreement.",
            ["Order Form", "this Agreement"],
            False,
        ),
        (
            "The order of precedence is this Agreement, then the Schedules, then the Order Form.",
            ["this Agreement", "Schedules", "Order Form"],
            False,
        ),
        (
            "If the documents conflict, the Order Form prevails, followed by the URL Terms and then the Schedules.",
            ["Order Form", "URL Terms", "Schedules"],
            False,
        ),
        ("In the event of any inconsistency, this Addendum shall control.", ["this Addendum"], True),
    ],
)
def test_an_order_of_precedence_is_read_highest_first(text: str, parts: list[str], over_all: bool) -> None:
    deal = make_deal(agreement=f"SERVICES AGREEMENT\n1. {text}")
    order = read_orders(deal, read_documents(deal))[0]
    assert [part.text for part in order.parts] == parts
    assert order.over_all is over_all


@pytest.mark.parametrize(
    "text",
    [
        "The laws of Ohio shall govern, without regard to conflict of laws.",
        "No terms of an AI vendor prevail over this Agreement in case of conflict.",
        "The Supplier shall control access to the premises.",
        "The parties shall meet in the following order of priority to settle a dispute: managers, directors, mediators.",
        "Orders are delivered in the order in which they were placed.",
    ],
)
def test_what_ranks_no_documents_is_no_order_of_precedence(text: str) -> None:
    deal = make_deal(agreement=f"SERVICES AGREEMENT\n1. {text}")
    assert read_orders(deal, read_documents(deal)) == ()


def test_what_stands_below_together_is_one_place() -> None:
    deal = make_deal(
        agreement="SERVICES AGREEMENT\n1. If they conflict, the Order Form prevails over this Agreement and the Schedules."
        "\n2. Fees are due.\nSchedule 1 Rates\n1. Ten.",
        order="ORDER FORM\n1. Twelve.",
    )
    order = read_orders(deal, read_documents(deal))[0]
    places = {s.text: order.place_of(s) for s in deal.sentences}
    assert (places["Twelve."], places["Fees are due."], places["Ten."]) == (0, 1, 1)


def test_terms_that_may_change_without_the_client_are_marked_unseen() -> None:
    deal = make_deal(
        agreement="SERVICES AGREEMENT\n1. In a conflict the order of precedence is: (a) the terms at https://v.example/ai; "
        "(b) this Agreement; (c) the licence terms of third-party models; and (d) the Data Processing Addendum."
    )
    order = read_orders(deal, read_documents(deal))[0]
    assert [(part.kind, part.unseen) for part in order.parts] == [
        ("website terms", True),
        ("agreement", False),
        ("maker's terms", True),
        ("document", True),
    ]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("MASTER SERVICES AGREEMENT (including Service Levels)", "agreement"),
        ("SERVICE LEVEL AGREEMENT", "service levels"),
        ("AMENDMENT NO. 3 TO THE SERVICES AGREEMENT", "amendment"),
        ("DEED OF VARIATION", "amendment"),
        ("DATA PROCESSING ADDENDUM TO THE MASTER AGREEMENT", "data processing"),
        ("ARTIFICIAL INTELLIGENCE SCHEDULE", "ai terms"),
        ("Exhibit 10.27", "agreement"),
        ("EXHIBIT B TO THE AGREEMENT", "schedule"),
        ("EXHIBIT C STATEMENT OF WORK", "statement of work"),
        ("Order Form", "order form"),
        ("AI Acceptable Use Policy", "policy"),
    ],
)
def test_a_document_plays_the_part_its_title_names_first(title: str, role: str) -> None:
    deal = make_deal(file=f"{title}\nThis agreement is made today.\n1. The Supplier serves.")
    assert read_documents(deal)[0].role == role


def test_an_amendment_names_what_it_amends() -> None:
    deal = make_deal(
        dpa="DATA PROCESSING ADDENDUM\n1. The Supplier keeps data safe.",
        msa="MASTER SERVICES AGREEMENT\n1. The Supplier serves.",
        two="AMENDMENT NO. 2\nThis amends the Data Processing Addendum between the parties.\n1. Section 1 is deleted.",
        one="AMENDMENT NO. 1\n1. Section 1 is deleted.",
    )
    amends = {d.name: d.amends for d in read_documents(deal)}
    assert amends == {"dpa.txt": None, "msa.txt": None, "two.txt": "dpa.txt", "one.txt": "msa.txt"}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Section 2 is deleted.", [("deleted", "2")]),
        (
            "Section 2 (Audit) of the Agreement is hereby deleted in its entirety and replaced with:",
            [("replaced", "2")],
        ),
        ("Clauses 2 and 3 are deleted.", [("deleted", "2"), ("deleted", "3")]),
        ("2.4 Term. Section 2 is amended and restated in its entirety as follows:", [("replaced", "2")]),
        ("With effect from 1 May 2026, Schedule 3 is replaced by the following.", [("replaced", "Schedule 3")]),
        ("The rates in Schedule 3 are replaced with the rates below.", [("changed", "Schedule 3")]),
        ("Section 2 is amended by replacing \u201cten days\u201d with \u201cfive days\u201d.", [("changed", "2")]),
        (
            "A new Clause 22.7 is inserted: \u201cThe Supplier shall report. Section 2 is deleted.\u201d",
            [("added", "22.7")],
        ),
        (
            "The definition of \u201cSubcontractor\u201d is deleted.",
            [("replaced", "definition of \u201cSubcontractor\u201d")],
        ),
        ("If a provision is invalid, Section 2 may be amended.", []),
        ("Records are deleted and replaced each year.", []),
    ],
)
def test_amending_words_are_read(text: str, changes: list[tuple[str, str]]) -> None:
    deal = make_deal(
        master="SERVICES AGREEMENT\n2. The Client may audit within ten days.\n3. Fees are due.\nSchedule 3 Rates\n1. Ten.",
        change=f"AMENDMENT\n1. {text}",
    )
    found = read_changes(deal, read_documents(deal))
    assert [(c.action, c.section) for c in found] == changes
    assert all(number == 0 for c in found for number, _ in c.clauses)


def test_an_ordinary_contract_amends_nothing() -> None:
    deal = make_deal(agreement="SERVICES AGREEMENT\n1. Section 2 is deleted.\n2. The Client may audit.")
    assert read_changes(deal, read_documents(deal)) == ()


NOTICE = Measure(unit="days", comparison="at least", strong=(30, 30, 60), adequate=(15, 15, 30))


@pytest.mark.parametrize(
    ("text", "number", "status"),
    [
        ("at least sixty (60) days before", 60, "strong"),
        ("three weeks before", 21, "adequate"),
        ("ten days before", 10, "weak"),
    ],
)
def test_one_number_is_graded_by_the_measure(text: str, number: float, status: str) -> None:
    assert read_number(text, "days") == number
    assert grade_number(NOTICE, number, "standard") == status


def test_of_several_numbers_none_is_chosen() -> None:
    assert read_number("ten days, or five days in an emergency", "days") is None
