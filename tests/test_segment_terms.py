import pytest

from analyzer.models import DefinedTerm
from analyzer.segment.terms import find_terms
from tests.documents import document


def terms(*lines: str) -> dict[str, str]:
    """Return each defined term with the text of its definition."""
    doc = document(*lines)
    return {t.term: doc.text[t.definition.start : t.definition.end] for t in find_terms(doc)}


def found(name: str, *lines: str) -> DefinedTerm:
    return next(t for t in find_terms(document(*lines)) if t.term == name)


@pytest.mark.parametrize(
    "verb",
    ["means", "shall mean", "will mean", "has the meaning given in Annex 1 and includes", "refers to", "includes"],
)
def test_quoted_term_and_verb(verb):
    line = f"1.1 \u201cClient Data\u201d {verb} all data of the Client. It is secret."
    assert terms(line) == {"Client Data": f"\u201cClient Data\u201d {verb} all data of the Client."}


@pytest.mark.parametrize("quotes", ['""', "\u201c\u201d", "\u2018\u2019"])
def test_quotation_marks_of_any_kind(quotes):
    assert list(terms(f"{quotes[0]}Losses{quotes[1]} means all losses.")) == ["Losses"]


def test_term_with_a_condition_before_its_verb():
    assert list(terms("\u201cControl\u201d, when used with respect to a person, means the power to direct it.")) == [
        "Control"
    ]
    assert list(terms("\u201cChange\u201d (of any kind) means a change.")) == ["Change"]


def test_two_names_for_one_meaning():
    both = terms("\u201cAgreement\u201d or \u201cContract\u201d means this document and its schedules.")
    assert list(both) == ["Agreement", "Contract"]
    assert len(set(both.values())) == 1


def test_parenthetical_term_with_the_words_before_it():
    line = "They met. Acme Foods, Inc., of Delaware (the \u201cClient\u201d), and Beta (\u201cProvider\u201d) agree."
    assert terms(line) == {
        "Client": "Acme Foods, Inc., of Delaware (the \u201cClient\u201d)",
        "Provider": "Acme Foods, Inc., of Delaware (the \u201cClient\u201d), and Beta (\u201cProvider\u201d)",
    }


def test_several_names_in_one_parenthesis():
    assert list(terms("Acme Foods, Inc. (\u201cAcme\u201d or the \u201cClient\u201d) agrees.")) == ["Acme", "Client"]


def test_bare_and_bold_terms():
    assert list(terms("**Affiliate means a company under common control.**")) == ["Affiliate"]
    assert list(terms("1.4 Business Day means a day on which banks open.")) == ["Business Day"]
    assert list(terms("(b) AI System means software that learns.")) == ["AI System"]


def test_stars_of_markdown_are_no_part_of_a_term():
    assert terms('"**Charges**" means the charges; and')["Charges"].endswith("the charges;")
    assert list(terms('Acme plc (the "**Supplier**") agrees.')) == ["Supplier"]
    assert list(terms("**Account** \u2013 your space in the Service.")) == ["Account"]


def test_definition_table():
    rows = ("| Defined term | Definition", "| AI Model | a model made by machine learning", "| Charges | the charges")
    assert terms(*rows) == {
        "AI Model": "AI Model | a model made by machine learning",
        "Charges": "Charges | the charges",
    }


def test_other_tables_define_nothing():
    assert terms("| Measure | Target", "| Accuracy | 95%") == {}


@pytest.mark.parametrize(
    "line",
    [
        "This Agreement includes its schedules.",
        "The Supplier means well and shall perform.",
        "It includes all costs.",
        "the word \u201creasonable\u201d is used often.",
        "He said \u201cWe agree to nothing\u201d and left.",
        "If the Client includes a request in its order, it is met.",
    ],
)
def test_what_defines_nothing(line):
    assert terms(line) == {}


def test_uses_are_counted_outside_the_definition_and_not_inside_longer_terms():
    lines = (
        "\u201cData\u201d means information.",
        "\u201cClient Data\u201d means the Data of the Client.",
        "The Supplier keeps Client Data and Data apart. Database is no use.",
    )
    assert found("Data", *lines).uses == 2
    assert found("Client Data", *lines).uses == 1


def test_first_definition_stands():
    lines = ("\u201cTerm\u201d means two years.", "\u201cTerm\u201d means three years.")
    assert terms(*lines) == {"Term": "\u201cTerm\u201d means two years."}


def test_spans_are_verbatim():
    doc = document("Intro.", "1.1 \u201cClient Data\u201d means data;", "Acme (the \u201cClient\u201d).")
    for term in find_terms(doc):
        assert doc.text[term.start : term.end] == term.term


def test_nothing_defined():
    assert find_terms(document("The Supplier shall perform.")) == ()
