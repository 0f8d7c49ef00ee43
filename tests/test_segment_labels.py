import pytest

from analyzer.numerals import is_roman, roman_value, write_roman
from analyzer.segment.labels import Label, letter_value, read_label


@pytest.mark.parametrize(
    ("text", "scheme", "label", "ordinals"),
    [
        ("1. Definitions", "decimal", "1", (1,)),
        ("1.1 In this Agreement", "decimal", "1.1", (1, 1)),
        ("14.2.3 The Supplier", "decimal", "14.2.3", (14, 2, 3)),
        ("14.2. The Supplier", "decimal", "14.2", (14, 2)),
        ("5.0 TERMINATION", "decimal", "5.0", (5,)),
        ("12A. Data", "decimal", "12A", (12,)),
        ("3) Supplements", "decimal", "3", (3,)),
        ("7 FORCE MAJEURE", "decimal", "7", (7,)),
        ("7 Force Majeure", "decimal", "7", (7,)),
        ("2. 3. 8. 1. with respect to the Supplier", "decimal", "2.3.8.1", (2, 3, 8, 1)),
        ("9. 1 The Supplier shall", "decimal", "9.1", (9, 1)),
        ("6. 2. 1. 30 (thirty) days after notice", "decimal", "6.2.1", (6, 2, 1)),
        ("(a) use", "lower", "(a)", (1,)),
        ("(aa) use", "lower", "(aa)", (27,)),
        ("a) use", "lower", "a)", (1,)),
        ("b. use", "lower", "b.", (2,)),
        ("(iv) use", "lower", "(iv)", (4,)),
        ("(xviii) use", "lower", "(xviii)", (18,)),
        ("(B) use", "upper", "(B)", (2,)),
        ("A. Recipient wishes", "upper", "A.", (1,)),
        ("III. Signing", "upper", "III.", (35,)),
        ("(3) use", "digit", "(3)", (3,)),
        ("\u2022 late fees", "bullet", "\u2022", ()),
        ("ARTICLE IV", "article", "ARTICLE IV", (4,)),
        ("Article IV \u2013 Payment", "article", "Article IV", (4,)),
        ("Article Two. Services", "article", "Article Two", (2,)),
        ("Section 4.02 Security.", "section", "Section 4.02", (4, 2)),
        ("SECTION 5.0 TERMINATION", "section", "SECTION 5.0", (5,)),
        ("\u00a7 12 Liability", "section", "\u00a7 12", (12,)),
        ("Clause 9 Liability", "section", "Clause 9", (9,)),
        ("Schedule 2", "schedule", "Schedule 2", (2,)),
        ("SCHEDULE TWO", "schedule", "SCHEDULE TWO", (2,)),
        ("Schedule 2 Part B", "schedule", "Schedule 2 Part B", (2,)),
        ("Exhibit A-1: Fees", "schedule", "Exhibit A-1", (1,)),
        ('EXHIBIT "C"', "schedule", "EXHIBIT C", (3,)),
        ("Part B: Register", "part", "Part B", (2,)),
    ],
)
def test_reads_the_labels_lawyers_write(text, scheme, label, ordinals):
    found = read_label(text)
    assert found is not None
    assert (found.scheme, found.text) == (scheme, label)
    if label != "III.":  # letter or numeral is decided by the outline
        assert found.ordinals == ordinals


@pytest.mark.parametrize(
    "text",
    [
        "Section 4.02 shall not apply to the Services.",
        "Section 2.1(d) of the Receivables Purchase Agreement has been met and so has the other condition.",
        "Exhibit A attached hereto is part of this Agreement.",
        "Schedule 2, as amended from time to time, sets out the charges that are payable.",
        "b) above, IBM may offset the balance owed.",
        "(ii) below applies.",
        "(30) days after receipt.",
        "5.1 of the Master Agreement is replaced.",
        "10 Business Days after notice",
        "The Supplier shall",
        "30 days after receipt",
        "1998 was the first year",
        "$5,000 a month",
        "(the \u201cClient\u201d)",
        "(including data)",
        "",
    ],
)
def test_does_not_take_prose_for_a_label(text):
    assert read_label(text) is None


def test_a_number_that_opens_the_clause_is_no_part_of_its_label():
    found = read_label("3. 10 Business Days after notice")
    assert found is not None
    assert found.text == "3"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("14.2 The Supplier", "The Supplier"),
        ("(a) use", "use"),
        ("SECTION 5.0 TERM", "TERM"),
        ("2. 1. Any", "Any"),
    ],
)
def test_length_covers_the_label_and_its_punctuation(text, rest):
    found = read_label(text)
    assert found is not None
    assert text[found.length :].strip() == rest


def test_style_tells_lists_apart():
    def style(text: str) -> str:
        found = read_label(text)
        assert isinstance(found, Label)
        return found.style

    assert style("(a) x") == style("(b) x") == "()"
    assert style("a. x") == "."
    assert style("a) x") == ")"
    assert style("1) x") == ")"
    assert style("1. x") == ""


@pytest.mark.parametrize(
    ("text", "value"), [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("xl", 40), ("XC", 90), ("lxxviii", 78)]
)
def test_roman_numerals(text, value):
    assert is_roman(text)
    assert roman_value(text) == value
    assert write_roman(value) == text.upper()


@pytest.mark.parametrize("text", ["", "iiii", "vx", "b", "aa", "c"])
def test_not_roman(text):
    assert not is_roman(text)


def test_letters_count_on_after_z():
    assert [letter_value(t) for t in ("a", "z", "aa", "cc")] == [1, 26, 27, 29]
