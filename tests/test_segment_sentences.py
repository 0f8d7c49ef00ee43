import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.models import Passage
from analyzer.segment import segment
from analyzer.segment.outline import build_outline
from analyzer.segment.sentences import split_passages
from tests.documents import document


def passages(*lines: str) -> list[tuple[str, str, str]]:
    """Return (kind, lead, text) of each passage."""
    doc = document(*lines)
    return [(p.kind, p.lead, doc.text[p.start : p.end]) for p in split_passages(doc, build_outline(doc))]


def texts(*lines: str) -> list[str]:
    return [text for _, _, text in passages(*lines)]


def test_sentences_of_a_clause_without_its_label():
    assert texts("14.2 The Supplier shall notify the Client. The Client may object within ten days.") == [
        "The Supplier shall notify the Client.",
        "The Client may object within ten days.",
    ]


def test_a_heading_in_sentence_case_completes_no_section():
    lines = ["28. Periodic model performance review", "28.1 The Supplier shall review the model.", "29. End"]
    assert [lead for _, lead, _ in passages(*lines)] == ["", "", ""]
    items = ["28. Periodic model performance review", "(a) The Supplier shall review the model.", "29. End"]
    assert [lead for _, lead, _ in passages(*items)] == ["", "", ""]


def test_words_without_a_full_stop_that_hold_a_verb_are_completed_by_the_items():
    lines = ["28. The Supplier shall not at any time", "(a) train a model; or", "(b) sell the data."]
    assert [lead for _, lead, _ in passages(*lines)][1] == "The Supplier shall not at any time"


def test_an_automatic_number_takes_nothing_from_the_text():
    assert texts("[14.2] 30 days is the term. It may be extended by notice.") == [
        "30 days is the term.",
        "It may be extended by notice.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme, Inc. and Beta Corp. agree with Gamma Ltd. on the price.",
        "The Supplier (No. 02417733) is a U.S. company of St. Louis.",
        "Notices go to P.O. Box 12 by 5 p.m. on a Business Day, e.g. Monday.",
        "It complies with 45 C.F.R. Part 164, i.e. the rules, etc. as amended.",
        "The case of Smith v. Jones, para. 12, of Jan. 2024 applies.",
        "The fee is $1.5 million, or 2.5% of charges.",
        "Invoices under Art. 4 and Sec. 5.2 fall due.",
        "The cap is Rs. 10,00,00,000 a year, and each claim counts for Rs. 5 lakh or more.",
    ],
)
def test_abbreviations_and_numbers_do_not_end_a_sentence(sentence):
    assert texts(f"1.1 {sentence} The next sentence stands alone.") == [sentence, "The next sentence stands alone."]


@pytest.mark.parametrize("end", ["Acme Inc.", "the laws of the U.S.", "at 5 p.m.", "scripts, macros, etc."])
def test_an_abbreviation_can_end_a_sentence(end):
    assert texts(f"1.1 The Supplier reports to {end} The Client shall answer within a day.") == [
        f"The Supplier reports to {end}",
        "The Client shall answer within a day.",
    ]


def test_a_fragment_opens_the_sentence_after_it():
    assert texts("1.1 Fees. The Client shall pay the fees in thirty days. No set-off.") == [
        "Fees. The Client shall pay the fees in thirty days.",
        "No set-off.",
    ]


def test_lines_of_one_clause_are_sentences_of_their_own():
    lines = (
        "1.1 In this Agreement:",
        "\u201cAI System\u201d means software that learns",
        "\u201cFees\u201d means the fees",
    )
    assert len(texts(*lines)) == 3


def test_items_carry_the_words_that_open_the_list():
    found = passages(
        "5.1 Changes. The Provider shall not:", "(a) use Client Data; or", "(b) sell any of it. It is secret."
    )
    assert found[1:] == [
        ("item", "The Provider shall not:", "use Client Data; or"),
        ("item", "The Provider shall not:", "sell any of it."),
        ("item", "", "It is secret."),
    ]


def test_items_of_items_carry_both_leads():
    found = passages(
        "5.1 The Provider shall:", "(a) ensure that its AI Vendors:", "(i) keep logs;", "(ii) delete data."
    )
    assert found[-1] == ("item", "The Provider shall: ensure that its AI Vendors:", "delete data.")


def test_items_under_a_heading_or_a_finished_sentence_have_no_lead():
    found = passages("5. Data Protection", "(a) The Provider shall keep logs.", "(b) It deletes data.")
    assert {lead for _, lead, _ in found} == {""}
    found = passages("5. The Provider answers for its staff. It is liable.", "(a) The Provider shall keep logs.")
    assert found[-1][1] == ""


def test_a_second_list_carries_the_flush_text_before_it():
    flush = "Notwithstanding the foregoing the Provider may in an emergency do one of the following:"
    found = passages("5.1 The Provider shall not:", "(a) stop; or", "(b) change;", flush, "(a) stop for a day.")
    assert found[-1][1] == flush


def test_sections_can_carry_a_lead_as_well():
    found = passages("2.7 provide the following reports to the Client:", "2.7.1 weekly status;", "2.7.2 monthly costs")
    assert [lead for _, lead, _ in found] == ["", *["provide the following reports to the Client:"] * 2]


def test_table_rows_are_passages_with_their_header_as_lead():
    found = passages("5.1 Levels", "| Measure | Target", "| AI accuracy. Daily | 95%", "| Calls | 80%")
    assert found[1:] == [
        ("row", "", "Measure | Target"),
        ("row", "Measure | Target", "AI accuracy. Daily | 95%"),
        ("row", "Measure | Target", "Calls | 80%"),
    ]


def test_contents_and_signatures_give_no_passages():
    lines = ("1. TERM ......... 4", "2. FEES ......... 5", "1. TERM", "IN WITNESS WHEREOF, signed.", "By: ______")
    assert texts(*lines) == ["TERM"]


def test_a_very_long_sentence_is_cut_at_semicolons():
    parts = [f"it has kept and will keep the records of kind {n} in good order and ready for audit" for n in range(12)]
    sentence = "The Provider warrants that: " + "; ".join(parts) + "."
    found = passages(f"9.1 {sentence}")
    assert len(found) == 12
    assert found[3][1] == "The Provider warrants that:"
    assert found[3][2].startswith("it has kept and will keep the records of kind 3")


def test_a_very_long_sentence_without_semicolons_is_cut_at_its_clauses():
    parts = [f"provided that the Client has paid the invoice of month {n} on time and in full" for n in range(14)]
    found = texts("9.1 The Provider shall keep the records, " + ", ".join(parts) + ".")
    assert len(found) > 1
    assert all(20 < len(text.split()) <= 95 for text in found[:-1])


def test_a_very_long_sentence_is_cut_at_a_list_within_the_line():
    parts = [f"({c}) the records that relate to this matter and that it holds for the Client" for c in "abcdefgh"]
    found = texts("9.1 The Provider shall keep " + ", ".join(parts) + ".")
    assert len(found) > 1
    assert all(text.startswith("(") for text in found[1:])


def test_readings_have_roles_for_names_and_the_lead_before_the_text():
    doc = document(
        'This Agreement is between Acme Foods, Inc. ("Acme") and Beta Services LLC ("Beta").',
        "1. SERVICES",
        *["1.1 Beta shall provide the Services. Acme shall pay Beta."] * 5,
        "2. Beta shall not:",
        "(a) use Acme's data;",
    )
    readings = [p.reading for p in segment(doc).passages]
    assert readings[-1] == "Provider shall not: use Client's data;"
    assert "Client shall pay Provider." in readings


def check(found: tuple[Passage, ...], ends: list[tuple[int, int]], text: str) -> None:
    last = 0
    for passage in found:
        start, end = ends[passage.clause]
        assert max(start, last) <= passage.start < passage.end <= end
        assert text[passage.start : passage.end].strip() == text[passage.start : passage.end]
        last = passage.end


PROSE = st.lists(
    st.sampled_from(
        ["The", "Supplier", "shall", "Inc.", "No.", "U.S.", "pay.", "it;", "and", "(a)", "x:", "Why?", "  ", "\n"]
    ),
    min_size=1,
    max_size=160,
).map(" ".join)


@settings(max_examples=120, deadline=None)
@given(st.lists(PROSE.filter(str.strip), min_size=1, max_size=4))
def test_passages_lie_in_their_clause_in_order_and_without_overlap(paragraphs):
    doc = document(*(p.strip() for p in paragraphs))
    clauses = build_outline(doc)
    found = split_passages(doc, clauses)
    check(found, [(c.start, c.end) for c in clauses], doc.text)
    words = sum(len(doc.text[p.start : p.end].split()) for p in found)
    skipped = sum(len((c.label or "").split()) for c in clauses)
    wanted = [c for c in clauses if c.kind not in {"contents", "signature"}]
    assert words + skipped >= sum(len(doc.text[c.start : c.end].split()) for c in wanted)


def test_spacy_is_not_imported_before_it_is_needed():
    code = "import sys; import analyzer.segment; print('spacy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_spacy_comes_without_its_command_line_until_it_is_asked_for() -> None:
    script = """
import sys
from analyzer.segment import load_splitter
assert [s.text for s in load_splitter()("It is. We go.").sents] == ["It is.", "We go."]
assert not any(name.startswith("spacy.cli") for name in sys.modules)
import spacy
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
from spacy.cli import info
assert info(silent=True) == spacy.info(silent=True)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
