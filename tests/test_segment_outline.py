"""The clause tree: numbers as lawyers cite them, lists in lists, headings, and what is no clause."""

import pytest

from analyzer.models import Clause, Document
from analyzer.segment.outline import build_outline
from tests.documents import LONG, document


def numbers(*lines: str) -> list[str | None]:
    return [clause.number for clause in build_outline(document(*lines))]


def headings(*lines: str) -> list[str | None]:
    return [clause.heading for clause in build_outline(document(*lines))]


def kinds(*lines: str) -> list[str]:
    return [clause.kind for clause in build_outline(document(*lines))]


def own(doc: Document, clause: Clause) -> str:
    return " ".join(doc.text[clause.start : clause.end].split())


# Numbers


def test_typed_decimals_and_letters():
    assert numbers("14. LIABILITY", "14.2 The Supplier shall not:", "(a) use;", "(b) sell.", "14.3 Nothing") == [
        "14",
        "14.2",
        "14.2(a)",
        "14.2(b)",
        "14.3",
    ]


def test_automatic_numbers():
    assert numbers(
        "[#14.] Liability", "[14.2] The Supplier shall not:", "[(a)] use;", "[(i)] data; or", "[(b)] sell"
    ) == [
        "14",
        "14.2",
        "14.2(a)",
        "14.2(a)(i)",
        "14.2(b)",
    ]


def test_articles_and_sections():
    assert numbers("ARTICLE IV", "PAYMENT", "Section 4.01 Fees.", "Section 4.02 Tax.", "(a) net;", "ARTICLE V") == [
        "Article IV",
        "4.01",
        "4.02",
        "4.02(a)",
        "Article V",
    ]


def test_automatic_article_and_section_numbers():
    assert numbers("[#ARTICLE IV.] Payment", "[#Section 4.02] Tax. The Company pays.", "[(a)] net;") == [
        "Article IV",
        "4.02",
        "4.02(a)",
    ]


def test_schedules_parts_and_paragraphs():
    lines = (
        "1. Term",
        "SCHEDULE 2",
        "Part A: Terms",
        "3. Changes",
        "3.1 The Supplier",
        "(a) tells",
        "Part B: Register",
    )
    assert numbers(*lines) == [
        "1",
        "Schedule 2",
        "Schedule 2 Part A",
        "Schedule 2 Part A, 3",
        "Schedule 2 Part A, 3.1",
        "Schedule 2 Part A, 3.1(a)",
        "Schedule 2 Part B",
    ]


def test_a_schedule_and_its_part_on_one_line():
    assert numbers("Schedule 2, Part B", "1. Register") == ["Schedule 2 Part B", "Schedule 2 Part B, 1"]


def test_schedule_paragraphs_and_items_directly_under_it():
    assert numbers("SCHEDULE 2", "3.1 Audit", "Exhibit A", "(a) one", "(b) two") == [
        "Schedule 2",
        "Schedule 2, 3.1",
        "Exhibit A",
        "Exhibit A, (a)",
        "Exhibit A, (b)",
    ]


def test_exhibit_in_quotation_marks():
    assert numbers('EXHIBIT "B"', "1. Fees") == ["Exhibit B", "Exhibit B, 1"]


def test_numbers_with_blanks_in_them():
    assert numbers(
        "2. DEFINITIONS", "2. 3. the following:", "2. 3. 8. INFORMATION means:", "2. 3. 8. 1. the software"
    ) == [
        "2",
        "2.3",
        "2.3.8",
        "2.3.8.1",
    ]


def test_section_numbered_with_zero_holds_its_subsections():
    doc = document("SECTION 5.0 TERMINATION", "5.1 Breach", "SECTION 6.0 PAYMENT", "6.1 Invoices")
    clauses = build_outline(doc)
    assert [c.number for c in clauses] == ["5.0", "5.1", "6.0", "6.1"]
    assert [c.parent for c in clauses] == [None, 0, None, 2]


def test_articles_that_count_their_sections_anew_are_named():
    assert numbers("ARTICLE I", "1. Term", "2. Renewal", "ARTICLE II", "1. Fees", "1.1 The Client") == [
        "Article I",
        "Article I, 1",
        "Article I, 2",
        "Article II",
        "Article II, 1",
        "Article II, 1.1",
    ]


def test_articles_whose_sections_run_on_are_not_named():
    assert numbers("ARTICLE I", "1. Term", "2. Renewal", "ARTICLE II", "3. Fees") == [
        "Article I",
        "1",
        "2",
        "Article II",
        "3",
    ]


def test_recitals_are_cited_as_recitals():
    assert numbers("RECITALS", "(A) The Client runs a bank.", "(B) The Supplier answers calls.") == [
        None,
        "Recital A",
        "Recital B",
    ]


def test_lettered_clauses_after_the_recitals_are_no_recitals():
    assert numbers("RECITALS", LONG, "A. DEFINITIONS", "(i) Data means data;", "B. TERM") == [
        None,
        "(A)",
        "(A)(i)",
        "(B)",
    ]


def test_rows_flush_text_and_bullets_have_the_number_of_their_clause():
    assert numbers("5.1 Levels:", "| Measure | Target", "| Calls | 95%", "\u2022 late fees", LONG) == ["5.1"] * 5


# Letters, romans and lists in lists


def test_i_after_h_is_a_letter():
    letters = [f"({c}) item {c}" for c in "abcdefghij"]
    assert numbers("3.1 Each of:", *letters)[-2:] == ["3.1(i)", "3.1(j)"]


def test_i_that_opens_a_list_is_roman():
    doc = document("3.1 Each of:", "(a) these:", "(i) one;", "(ii) two;", "(b) those")
    clauses = build_outline(doc)
    assert [c.number for c in clauses] == ["3.1", "3.1(a)", "3.1(a)(i)", "3.1(a)(ii)", "3.1(b)"]
    assert [c.parent for c in clauses] == [None, 0, 1, 1, 0]


def test_i_after_h_is_roman_when_ii_follows():
    letters = [f"({c}) item {c}" for c in "abcdefg"]
    assert numbers("3.1 Each of:", *letters, "(h) these:", "(i) one;", "(ii) two;", "(i) item i", "(j) item j")[
        -5:
    ] == [
        "3.1(h)",
        "3.1(h)(i)",
        "3.1(h)(ii)",
        "3.1(i)",
        "3.1(j)",
    ]


def test_v_after_iv_is_roman_and_after_u_a_letter():
    romans = ["(i) a", "(ii) b", "(iii) c", "(iv) d", "(v) e"]
    assert numbers("3.1 Each of:", *romans)[-1] == "3.1(v)"
    letters = [f"({chr(c)}) item" for c in range(ord("a"), ord("w"))]
    clauses = build_outline(document("3.1 Each of:", *letters, "(w) last"))
    assert {c.parent for c in clauses[1:]} == {0}


def test_lists_of_three_levels():
    lines = (
        "5.2 On termination:",
        "(a) the Supplier shall:",
        "(i) return:",
        "(A) data;",
        "(B) keys;",
        "(ii) stop",
        "(b) pay",
    )
    assert numbers(*lines) == [
        "5.2",
        "5.2(a)",
        "5.2(a)(i)",
        "5.2(a)(i)(A)",
        "5.2(a)(i)(B)",
        "5.2(a)(ii)",
        "5.2(b)",
    ]


def test_numbered_list_inside_a_numbered_clause():
    lines = ("SECTION 2.0 PRECEDENCE", "1) Attachments", "2) Appendices", "3) Supplements", "SECTION 3.0 SCOPE")
    assert numbers(*lines) == ["2.0", "2.0(1)", "2.0(2)", "2.0(3)", "3.0"]
    assert numbers("SECTION 2.0 PRECEDENCE", "3) whose first two were lost") == ["2.0", "2.0(3)"]
    lines = (
        "5. TERM",
        "5.1 The Supplier shall return:",
        "1. all data held for the Client;",
        "2. keys.",
        "5.2 No",
        "6. FEES",
    )
    assert numbers(*lines) == ["5", "5.1", "5.1(1)", "5.1(2)", "5.2", "6"]


def test_a_list_that_starts_again_after_an_item_that_calls_for_one():
    romans = ["(i) one.", "(ii) Two, for the purpose of this Section:", "(i) first.", "(iii) three."]
    assert numbers("2. Provisions", *romans) == ["2", "2(i)", "2(ii)", "2(ii)(i)", "2(iii)"]


def test_roman_capitals_hold_digits():
    assert numbers(
        "Part I: Plan", "I. Documents of the plan and the drawings", "II. Attendance", "1. of the first meeting"
    ) == [
        "Part I",
        "Part I, (I)",
        "Part I, (II)",
        "Part I, (II)(1)",
    ]


def test_flush_text_after_a_list_belongs_to_the_clause_that_holds_it():
    doc = document("7. Data. The Supplier shall not:", "(a) use it;", "(b) sell it,", LONG, "(c) keep it.", "8. Term")
    clauses = build_outline(doc)
    assert [c.kind for c in clauses] == ["article", "item", "item", "text", "item", "article"]
    assert [c.number for c in clauses] == ["7", "7(a)", "7(b)", "7", "7(c)", "8"]
    assert clauses[3].parent == 0


def test_second_paragraph_of_an_item_stays_in_it():
    doc = document("3. Services", "(a) The Supplier shall provide the Services.", LONG, "(b) It is paid.")
    clauses = build_outline(doc)
    assert [c.number for c in clauses] == ["3", "3(a)", "3(b)"]
    assert own(doc, clauses[1]).endswith(LONG)


def test_a_cut_reference_is_no_item():
    assert numbers(
        "8.0 Assets", "a) pays", "b) buys", "c) the price set in", "b) above, the Client may offset.", "d) ends"
    ) == [
        "8.0",
        "8.0(a)",
        "8.0(b)",
        "8.0(c)",
        "8.0(d)",
    ]


# Headings


def test_unnumbered_headings_in_capitals_bold_or_style():
    assert headings("CONFIDENTIALITY", LONG, "**Governing Law**", LONG, "# Entire agreement", LONG) == [
        "CONFIDENTIALITY",
        "Governing Law",
        "Entire agreement",
    ]


def test_styled_headings_nest_by_level():
    clauses = build_outline(document("# Terms", "## Data", LONG, "### Use", LONG, "## Fees", LONG))
    assert [(c.heading, c.parent) for c in clauses] == [("Terms", None), ("Data", 0), ("Use", 1), ("Fees", 0)]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("9. FORCE MAJEURE", "FORCE MAJEURE"),
        (
            "2.5 REPORTS; AUDIT RIGHTS. For the purpose of this Section the Supplier keeps books.",
            "REPORTS; AUDIT RIGHTS",
        ),
        ("1.02 Interpretation. The words hereof and herein refer to this Agreement.", "Interpretation"),
        ("4.1 Fees: The Customer pays monthly.", "Fees"),
        ("6. Limits \u2013 Neither party is liable for lost profit.", "Limits"),
        ("16. Counterparts.", "Counterparts"),
        ("3. Term and Termination", "Term and Termination"),
        ("[#2.] How Provider will work. Provider will:", "How Provider will work"),
        ("[#16.] Everything else. Washington law applies.", "Everything else"),
        ("SCHEDULE 1 (Services and Service Levels)", "Services and Service Levels"),
        ("EXHIBIT C - LOGISTIC EXPENSES", "LOGISTIC EXPENSES"),
        ("Part B: AI Register", "AI Register"),
        ("5.2 Disclaimer. WITH THE EXCEPTION OF THE WARRANTY PROVIDED, there is none.", "Disclaimer"),
    ],
)
def test_heading_of_a_labelled_clause(line, heading):
    assert headings(line) == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "(a) the negligence or willful misconduct of the Contractor;",
        "[#(a)] the negligence or willful misconduct of the Contractor or its Personnel;",
        "[#(c)] infringement of intellectual property rights by the Services.",
        "[#8.4] The Supplier shall maintain professional indemnity insurance.",
        "[#1.1] In this Agreement:",
        "[#11.3] Neither party may assign this Contract.",
        "[#(a)] This Contract lasts for three (3) years. It may be renewed.",
        "3.1 Subject to clause 8.1, the Supplier is liable.",
        "EXHIBIT A TO SERVICES OUTSOURCING AGREEMENT",
        "4.1 ***",
    ],
)
def test_a_clause_that_begins_at_once_has_no_heading(line):
    assert headings(line) == [None]


def test_heading_on_the_line_after_its_label():
    doc = document(
        "ARTICLE IV", "PAYMENT OF FEES", "4.1 The Client pays.", "14.", "**Liability**", "14.1 Nothing in it limits"
    )
    clauses = build_outline(doc)
    assert [(c.number, c.heading) for c in clauses] == [
        ("Article IV", "PAYMENT OF FEES"),
        ("4.1", None),
        ("14", "Liability"),
        ("14.1", None),
    ]


def test_heading_between_two_sections_divides_the_clause_and_does_not_end_it():
    clauses = build_outline(document("9. MAINTENANCE", "9.4 Support", "**Maintenance Fees**", "9.5 The Client pays"))
    assert [(c.number, c.parent) for c in clauses] == [("9", None), ("9.4", 0), ("9", 0), ("9.5", 0)]


# What is no clause


def test_table_of_contents_with_dots_is_left_out():
    entries = ("SECTION 1.0 DEFINITIONS.......... Page 4", "SECTION 2.0 TERM.......... Page 5")
    assert kinds("AGREEMENT", *entries, "SECTION 1.0 DEFINITIONS", "1.1 In this") == [
        "section",
        "contents",
        "section",
        "section",
    ]


def test_table_of_contents_with_page_numbers_is_left_out():
    lines = ("CONTENTS", "1. DEFINITIONS 3", "2. TERM 5", "Schedule 1 (Services) 11", "1. DEFINITIONS", "1.1 In this")
    clauses = build_outline(document(*lines))
    assert [(c.kind, c.number) for c in clauses] == [("contents", None), ("article", "1"), ("section", "1.1")]


def test_table_of_contents_without_pages_is_known_by_what_comes_again():
    entries = ("1. DEFINITIONS", "1.1 Background", "1.2 Definitions", "2. TERM")
    lines = ("TABLE OF CONTENTS Page", *entries, "This Agreement is made between the parties. " * 5, *entries, LONG)
    clauses = build_outline(document(*lines))
    assert [c.kind for c in clauses][:2] == ["contents", "preamble"]
    assert [c.number for c in clauses][2:] == ["1", "1.1", "1.2", "2"]


def test_table_of_contents_ends_where_an_entry_comes_again_though_it_comes_a_third_time():
    entries = ("1. DEFINITIONS", "2. TERM", "3. FEES")
    clauses = build_outline(document("TABLE OF CONTENTS", *entries, *entries, "Schedule 1", *entries, LONG))
    assert [c.kind for c in clauses][:2] == ["contents", "article"]
    assert [c.number for c in clauses][1:6] == ["1", "2", "3", "Schedule 1", "Schedule 1, 1"]


def test_list_of_schedules_before_the_body_is_no_set_of_schedules():
    names = [f"Appendix {n} Rules on use" for n in (1, 2, 3)]
    clauses = build_outline(document(*names, "1. TERM", "1.1 In this", "2. FEES", "2.1 The Client", LONG, LONG))
    assert [c.number for c in clauses] == [None, "1", "1.1", "2", "2.1"]


def test_index_that_is_a_heading_of_its_own_is_no_contents():
    assert "contents" not in kinds("1. FEES", "INDEX", LONG, LONG, "2. TERM", LONG)


@pytest.mark.parametrize("stamp", ["Exhibit 10.14", "EXHIBIT 4.25", "Exhibit 28(h)(9)", "Exhibit 99"])
def test_filing_stamp_does_not_stand_over_the_contract(stamp):
    assert numbers(stamp, "SERVICES AGREEMENT", "1. TERM", "Exhibit A", "1. Fees") == [
        None,
        None,
        "1",
        "Exhibit A",
        "Exhibit A, 1",
    ]


def test_signature_block_ends_where_a_schedule_begins():
    lines = (
        "9. TERM",
        "IN WITNESS WHEREOF, the parties have signed.",
        "ACME, INC.",
        "By: ____",
        "Name:",
        "EXHIBIT A",
        "1. Fees",
    )
    clauses = build_outline(document(*lines))
    assert [(c.kind, c.number) for c in clauses] == [
        ("article", "9"),
        ("signature", None),
        ("schedule", "Exhibit A"),
        ("section", "Exhibit A, 1"),
    ]


def test_signature_block_before_the_terms_does_not_swallow_them():
    lines = (
        "IN WITNESS WHEREOF, signed.",
        "By: /s/ Jo",
        "Title: CFO",
        "# TERMS AND CONDITIONS",
        "1. LOCATION. The Host stays.",
    )
    clauses = build_outline(document(*lines))
    assert [(c.kind, c.heading) for c in clauses] == [
        ("signature", None),
        ("section", "TERMS AND CONDITIONS"),
        ("section", "LOCATION"),
    ]


def test_signature_in_a_table_row():
    assert kinds("9. TERM", "| Signed for ACME LIMITED By: ________ Name: ________") == ["article", "signature"]


def test_long_paragraph_that_opens_with_a_schedule_is_prose():
    assert numbers("4. FEES", "Schedule 3 " + "Sets out the fees that are due. " * 20) == ["4"]


def test_pages_are_given_for_a_pdf():
    doc = document("1. TERM", "1.1 In this", "2. FEES", "2.1 Paid", format="pdf", page_every=2)
    assert [c.page for c in build_outline(doc)] == [1, 1, 2, 2]
    assert {c.page for c in build_outline(document("1. TERM"))} == {None}
