"""PDFs as text: paragraphs, columns, margins, hyphens, headings, and blocks that tile the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from analyzer.errors import EmptyFile
from analyzer.ingest import ingest
from analyzer.ingest.pdf.characters import clean
from analyzer.ingest.pdf.hyphens import Words
from analyzer.ingest.pdf.labels import label_of
from analyzer.models.document import Block, Document
from tests.pdf_builders import FILLER, blocks, bytes_of, pdf, read, text, writer_of

CONTRACTS = Path(__file__).parent.parent.parent / "shared" / "data" / "contracts"


def lines(x: float, y: float, *rows: str, size: float = 10, leading: float = 12, font: str = "F1") -> str:
    return "".join(text(x, y - i * leading, row, size=size, font=font) for i, row in enumerate(rows))


def test_lines_of_a_paragraph_are_joined_and_paragraphs_kept_apart() -> None:
    page = lines(72, 700, FILLER, "in line with good industry practice.") + lines(72, 660, FILLER, "without delay.")
    document = read(pdf(page))
    assert blocks(document) == [f"{FILLER} in line with good industry practice.", f"{FILLER} without delay."]
    assert document.format == "pdf"
    assert document.pages[0].end == len(document.text)


def test_two_columns_are_read_one_after_the_other_however_they_were_written() -> None:
    left = [f"left column line {i} of the first part that is" for i in range(12)]
    right = [f"right column line {i} of the second part that" for i in range(12)]
    by_line = "".join(text(60, 700 - 12 * i, left[i]) + text(330, 700 - 12 * i, right[i]) for i in range(12))
    by_column = lines(60, 700, *left) + lines(330, 706, *right)
    for page in (by_line, by_column):
        flat = read(pdf(text(60, 730, "A title that crosses both of the columns on this page", size=16) + page)).text
        assert flat.index("A title") < flat.index("left column line 0")
        assert flat.index("left column line 11") < flat.index("right column line 0")
        assert " | " not in flat


def test_running_headers_footers_and_page_numbers_are_set_aside() -> None:
    topics = ["fees", "audit", "liability", "exit", "notices"]
    pages = [
        text(72, 760, "Master Services Agreement - Confidential")
        + lines(72, 700, f"This page is about {topic} and nothing else.")
        + text(72, 40, f"Acme Corp. page copy {n}")
        + text(300, 20, f"- {n} -")
        for n, topic in enumerate(topics, 1)
    ]
    document = read(pdf(*pages))
    assert blocks(document) == [f"This page is about {topic} and nothing else." for topic in topics]
    assert {(a.kind, a.text) for a in document.asides if a.page == 2} == {
        ("header", "Master Services Agreement - Confidential"),
        ("page_number", "- 2 -"),
        ("footer", "Acme Corp. page copy 2"),
    }
    assert len(document.asides) == 15


def test_filing_line_is_a_footer_even_on_a_single_page() -> None:
    document = read(pdf(text(72, 700, "The fee is fixed.") + text(60, 30, "Source: ACME CORP, 8-K, 1/2/2003")))
    assert document.text == "The fee is fixed."
    assert [a.kind for a in document.asides] == ["footer"]


def test_titles_of_schedules_that_head_pages_are_not_running_headers() -> None:
    pages = [lines(72, 740, f"Schedule {n}", leading=30) + text(72, 600, f"Content of part {n}.") for n in (1, 2, 3)]
    assert [b for b in blocks(read(pdf(*pages))) if b.startswith("Schedule")] == [
        "Schedule 1",
        "Schedule 2",
        "Schedule 3",
    ]


def test_pages_that_are_all_alike_keep_their_body() -> None:
    form = lines(72, 740, *[f"Line {chr(97 + i)} of a form that was filled in for every site." for i in range(30)])
    for count in (2, 3):
        assert read(pdf(*[form] * count)).text.count("Line a of a form") == count
    short = lines(72, 740, "This certificate is void.")
    assert read(pdf(*[short] * 3)).text.count("void") == 3


def test_page_numbers_of_an_older_print_in_the_middle_of_pages_are_set_aside() -> None:
    pages = []
    for n in range(2, 7):
        above = [f"Obligation {n}{chr(97 + i)} of the Provider is set out in this line of text." for i in range(20)]
        above[-1] = f"The Provider shall at all times while Agreement {n} is in force and for as long as it"
        below = [f"performs the Services of lot {n} keep records.", *above[:19]]
        between = text(300, 446, str(n)) + text(72, 422, "[*] Confidential treatment requested.")
        pages.append(lines(72, 700, *above) + between + lines(72, 396, *below))
    document = read(pdf(*pages))
    assert [a.text for a in document.asides if a.kind == "page_number"] == ["2", "3", "4", "5", "6"]
    assert "treatment" not in document.text
    for n in range(2, 7):
        assert f"for as long as it performs the Services of lot {n} keep records." in document.text


def test_lone_number_in_the_body_is_not_taken_for_a_page_number() -> None:
    document = read(pdf(lines(72, 700, "The number of named users is", "250", leading=12)))
    assert "250" in document.text


@pytest.mark.parametrize(
    ("elsewhere", "joined"),
    [
        ("Their responsibility is shared by all.", "the responsibility of the Provider"),
        ("A respon-sibility like that is odd.", "the respon-sibility of the Provider"),
        ("Nothing else is said of it here.", "the responsibility of the Provider"),
    ],
)
def test_word_broken_at_a_line_end_is_joined_as_the_document_spells_it(elsewhere: str, joined: str) -> None:
    first = "All of the tasks that are listed in the schedule shall at all times be the respon-"
    document = read(pdf(lines(72, 700, first, "sibility of the Provider alone.") + text(72, 640, elsewhere)))
    assert joined in document.text


def test_true_hyphens_survive_a_line_end() -> None:
    first = "The Provider shall pass on all of the warranties which it may have from any third-"
    assert "from any third-party vendor" in read(pdf(lines(72, 700, first, "party vendor."))).text
    assert Words([]).join("a Non-", "Disclosure Agreement") == "a Non-Disclosure Agreement"
    assert Words([]).join("as set out below -", "and above") == "as set out below - and above"


def test_ligatures_and_odd_spaces_become_what_was_typed() -> None:
    page = "BT /F1 10 Tf 1 0 0 1 72 700 Tm (con\x01rm the \x02ow\xa0of € 5) Tj ET"
    document = read(pdf(page, differences=[1, "/fi", "/fl"]))
    assert document.text == "confirm the flow of € 5"
    assert clean("a\u00adb\u200bc\u2009d § ™ “e” ﬃ") == "a-bc d § ™ “e” ffi"


def test_kerned_strings_read_as_words() -> None:
    page = "BT /F1 10 Tf 1 0 0 1 72 700 Tm [(T)80(erm)-300(of)-280(thi)10(s)-300(deal.)] TJ ET"
    assert read(pdf(page)).text == "Term of this deal."


def test_word_spaced_by_letters_is_closed_up_where_the_document_has_it_whole() -> None:
    page = text(72, 700, "the C l o u d service") + text(72, 640, "Our Cloud is up.") + text(72, 580, "x y z w")
    assert blocks(read(pdf(page))) == ["the Cloud service", "Our Cloud is up.", "x y z w"]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_read_as_shown(rotate: int) -> None:
    # The text runs along the page's long side, as a landscape table does; /Rotate turns it upright.
    turn, first, second = {
        90: ("0 1 -1 0", (100, 72), (112, 72)),
        180: ("-1 0 0 -1", (500, 100), (500, 112)),
        270: ("0 -1 1 0", (500, 700), (488, 700)),
    }[rotate]
    page = text(*first, f"{FILLER} that is long enough", turn=turn) + text(*second, "to the very end.", turn=turn)
    assert read(pdf(page, rotate=rotate)).text == f"{FILLER} that is long enough to the very end."


def test_sideways_page_without_rotate_entry_reads_along_its_text() -> None:
    page = text(100, 72, FILLER, turn="0 1 -1 0") + text(112, 72, "to the very end.", turn="0 1 -1 0")
    assert read(pdf(page)).text == f"{FILLER} to the very end."


def test_typed_numbers_begin_blocks_but_references_do_not() -> None:
    page = lines(
        72, 700,
        "1. Term. This Agreement starts on the Effective Date and runs for three years under",
        "Section 4.02 and the order form.",
        "2. Fees. The Customer pays the fees within thirty days of the date of the invoice, see",
        "(b) for late payment.",
    )  # fmt: skip
    assert [b[:8] for b in blocks(read(pdf(page)))] == ["1. Term.", "2. Fees.", "(b) for "]
    assert label_of("Section 4.02 Audit") == "Section 4.02"
    assert label_of("ARTICLE IV TERM") == "ARTICLE IV"
    assert label_of("14.2 Audit") == "14.2"
    assert label_of("30 days after") is None


def test_paragraph_over_a_page_break_is_one_block_and_pages_know_where_they_begin() -> None:
    document = read(pdf(text(72, 60, FILLER), text(72, 740, "always in good faith.") + text(72, 700, "Next.")))
    assert blocks(document) == [f"{FILLER} always in good faith.", "Next."]
    first, second = document.pages
    assert document.text[second.start :].startswith("always in good faith.")
    assert first.end == second.start


def test_sentence_that_ends_with_the_page_stays_apart() -> None:
    document = read(pdf(text(72, 60, "The fee is fixed."), text(72, 740, "Notices are in writing.")))
    assert blocks(document) == ["The fee is fixed.", "Notices are in writing."]


def test_headings_and_bold() -> None:
    page = text(72, 700, "ARTICLE IV", font="F2") + text(72, 670, "4.1 Term of the Agreement") + text(72, 640, FILLER)
    document = read(pdf(page))
    found = dict(zip(blocks(document), document.blocks, strict=True))
    assert found["ARTICLE IV"].kind == "heading"
    assert found["ARTICLE IV"].bold
    assert found["4.1 Term of the Agreement"].kind == "heading"
    assert found[FILLER].kind == "paragraph"
    assert not found[FILLER].bold


def test_form_fields_are_text_where_they_stand() -> None:
    writer = writer_of(text(72, 700, "Term in months:") + text(72, 680, "Renews:") + text(72, 660, "End."))
    page = writer.pages[0]
    look = DecodedStreamObject()
    look.set_data(b"/Tx BMC BT /F1 10 Tf 2 4 Td (36) Tj ET EMC")
    look[NameObject("/BBox")] = RectangleObject((0, 0, 60, 14))
    widgets = []
    for value, y, appearance in (
        ("36", 696, writer._add_object(look)),
        ("/Yes", 676, DictionaryObject({NameObject("/Yes"): writer._add_object(DecodedStreamObject())})),
    ):
        field = DictionaryObject(
            {
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/Rect"): RectangleObject((160, y, 220, y + 14)),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): appearance}),
                NameObject("/V"): TextStringObject(value),
            }
        )
        if value == "/Yes":
            field[NameObject("/AS")] = NameObject("/Yes")
        widgets.append(writer._add_object(field))
    page[NameObject("/Annots")] = ArrayObject(widgets)
    flat = " ".join(read(bytes_of(writer)).text.replace("|", "").split())
    assert flat == "Term in months: 36 Renews: [x] End."


def assert_tiles(document: Document) -> None:
    at = 0
    for block in document.blocks:
        assert block.start >= at
        assert block.start < block.end or block.kind == "table_row"
        assert not document.text[at : block.start].strip("\n")
        assert not document.text[block.start : block.end].startswith((" ", "\n")) or block.kind == "table_row"
        assert_cells(document, block)
        at = block.end
    assert not document.text[at:].strip("\n")
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    for before, after in zip(document.pages, document.pages[1:], strict=False):
        assert before.start <= before.end == after.start


def assert_cells(document: Document, block: Block) -> None:
    texts = [document.text[cell.start : cell.end] for cell in block.cells]
    if block.cells:
        assert " | ".join(texts) == document.text[block.start : block.end]


placed = st.tuples(
    st.integers(20, 560),
    st.integers(20, 770),
    st.text(st.sampled_from("abcAB 1.-()|§"), min_size=1, max_size=40),
    st.sampled_from([8, 10, 14]),
    st.sampled_from(["1 0 0 1", "0 1 -1 0"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(placed, max_size=20), min_size=1, max_size=4))
def test_blocks_tile_the_text_and_keep_every_letter(pages: list[list[tuple[int, int, str, int, str]]]) -> None:
    # No two pieces of a page are equal: the same text painted twice at one place would be read once.
    named = [[(x, y, f"{chr(65 + i)}{s}", z, t) for i, (x, y, s, z, t) in enumerate(page)] for page in pages]
    contents = ["".join(text(x, y, s, size=z, turn=t) for x, y, s, z, t in page) or " " for page in named]
    if not any(named):
        with pytest.raises(EmptyFile):
            read(pdf(*contents))
        return
    document = read(pdf(*contents))
    assert_tiles(document)
    shown = sorted(c for page in named for _, _, s, _, _ in page for c in s if c.isalpha())
    kept = sorted(c for c in document.text + "".join(a.text for a in document.asides) if c.isalpha())
    assert kept == shown


def test_real_contracts_tile() -> None:
    if not CONTRACTS.is_dir():
        pytest.skip(f"{CONTRACTS} is not here")
    for path in sorted(CONTRACTS.glob("*.pdf"))[:6]:
        document = ingest(path)
        assert_tiles(document)
        assert not [p for p in document.problems if p.partial], path.name
        assert len(document.text) > 300 * len(document.pages) / 2, path.name
