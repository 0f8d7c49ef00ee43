"""Reading DOCX: text and blocks, tables, notes, tracked changes, and what is reported."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.ingest.docx import read_docx
from analyzer.models.document import Document
from analyzer.settings import Settings
from tests.builders import PICTURE, build_docx, change_parts, part_of, run_xml

SHARED = Path(__file__).parents[2] / "shared" / "data"


def read_bytes(data: bytes) -> Document:
    return read_docx(data, name="msa.docx", sha256="0" * 64, settings=Settings())


def read(*lines: str, **options: object) -> Document:
    return read_bytes(build_docx(*lines, **options))  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


# --- text and blocks -----------------------------------------------------------------------------------------------


def test_paragraphs_become_blocks_with_an_empty_line_between() -> None:
    document = read("# Term", "", "This Agreement starts.", "It ends.")
    assert document.text == "Term\n\nThis Agreement starts.\n\nIt ends."
    assert [(b.kind, b.level, b.style) for b in document.blocks] == [
        ("heading", 0, "Heading 1"),
        ("paragraph", None, "Normal"),
        ("paragraph", None, "Normal"),
    ]
    assert (document.name, document.format, document.sha256) == ("msa.docx", "docx", "0" * 64)
    assert [(p.number, p.start, p.end) for p in document.pages] == [(1, 0, len(document.text))]


def test_headings_by_name_by_outline_level_and_by_the_style_they_are_based_on() -> None:
    styles = ["Clause : based=Heading2", "Sub : outline=2", "Toc : name=TOC_Heading based=Heading1 outline=9"]
    document = read("## a", "@Clause b", "@Sub c", "@Toc d", "@Title e", styles=styles)
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 1),
        ("heading", 1),
        ("heading", 2),
        ("paragraph", None),
        ("heading", 0),
    ]
    assert document.blocks[3].style == "TOC Heading"


def test_bold_is_the_whole_paragraph_by_runs_or_by_style() -> None:
    styles = ["Lead : bold", "Strong2 : type=character bold"]
    strong = "«" + run_xml("twice", '<w:rStyle w:val="Strong2"/>') + "»"
    off = "«" + run_xml("off", '<w:b w:val="0"/>') + "»"
    document = read("**all**", "**a** **b**", "**a** b", "@Lead x", f"@Lead {strong}", f"@Lead {off}", styles=styles)
    # Two styles that both set a toggle cancel out.
    assert [b.bold for b in document.blocks] == [True, True, False, True, False, False]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a\tb", "a b"),
        ("a«<w:r><w:br/></w:r>»b", "a b"),
        ("third«<w:r><w:noBreakHyphen/></w:r>»party", "third-party"),
        ("third\u2011party", "third-party"),
        ("sub«<w:r><w:softHyphen/></w:r>»contractor", "subcontractor"),
        ("sub\u00adcon\u200btractor", "subcontractor"),
        ("two\u00a0\u2003  spaces ", "two spaces"),
        ("«<w:hyperlink r:id='rId99'><w:r><w:t>Annex A</w:t></w:r></w:hyperlink>»", "Annex A"),
        ("«<w:smartTag><w:r><w:t>India</w:t></w:r></w:smartTag>»", "India"),
        ("page {=PAGE=3=}", "page 3"),
        ("see «<w:r><w:fldChar w:fldCharType='begin'/></w:r>»IF {=A=b=}"
         "«<w:r><w:fldChar w:fldCharType='separate'/></w:r>»14.2«<w:r><w:fldChar w:fldCharType='end'/></w:r>»",
         "see 14.2"),
        ("**one** **two**", "one two"),
        ("«<w:fldSimple w:instr='DATE'><w:r><w:t>May</w:t></w:r></w:fldSimple>»", "May"),
        ("a«<w:r><w:fldChar w:fldCharType='begin'/></w:r>»b", "ab"),
        ("«<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>Mumbai</w:t></w:r></w:sdtContent></w:sdt>»", "Mumbai"),
        ("«<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>» yes", "☑ yes"),
        ("uptime «<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>» 99%", "uptime ≥ 99%"),
        ("«<w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf0a3</w:t></w:r>» 5%", "≤ 5%"),
        ("«<w:r><w:sym w:font='Nobody' w:char='F0B3'/></w:r>»", "\ufffd"),
        ("«<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>"
         "<w:instrText>FORMCHECKBOX</w:instrText><w:fldChar w:fldCharType='end'/></w:r>» agreed", "☒ agreed"),
        ("«<m:oMath><m:f><m:num><m:r><m:t>fee</m:t></m:r></m:num><m:den><m:r><m:t>30</m:t></m:r></m:den></m:f></m:oMath>»",
         "(fee)/(30)"),
        ("«<w:ruby><w:rt><w:r><w:t>kana</w:t></w:r></w:rt></w:ruby><w:r><w:ruby><w:rt><w:r><w:t>kana</w:t></w:r></w:rt>"
         "<w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>»", "base"),
    ],
)  # fmt: skip
def test_inline_text(line: str, text: str) -> None:
    assert read("start", line).text == f"start\n\n{text}"


def field_marks(*kinds: str) -> str:
    return "".join(f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in kinds)


def test_a_field_goes_on_over_paragraphs() -> None:
    start = f"«{field_marks('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>{field_marks('separate')}»"
    document = read(f"{start}1 Term 3", "2 Fees 4", f"«{field_marks('end')}»Body")
    assert texts(document) == ["1 Term 3", "2 Fees 4", "Body"]


def test_block_and_row_and_cell_content_controls_are_read() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    paragraph = f"<w:p>{run_xml('controlled')}</w:p>"
    cell = f"<w:tc>{paragraph}</w:tc>"
    table = f"<w:tbl>{control(f'<w:tr>{control(cell)}{cell}</w:tr>')}</w:tbl>"
    assert texts(read(control(paragraph), table)) == ["controlled", "controlled | controlled"]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read(f"Anchor«{drawing}»", "After")
    assert texts(document) == ["Anchor", "Boxed", "After"]
    assert document.blocks[1].kind == "textbox"


def test_notes_stand_at_the_end_with_their_mark() -> None:
    document = read(
        "First[^7] and[^^3] second[^5].",
        "After{-[^9]-}",
        footnotes={5: "Five", 7: "Seven", 9: "Nobody refers to me"},
        endnotes={3: "End"},
    )
    assert document.text == "First and second.\n\nAfter\n\nSeven\n\nFive\n\nEnd"
    assert [(b.kind, b.number) for b in document.blocks[2:]] == [
        ("footnote", "1"),
        ("footnote", "2"),
        ("footnote", "i"),
    ]


def test_headers_footers_and_comments_are_asides() -> None:
    document = read("Body", header="Confidential", footer="Page 1 of 3", comments=[("Ana", "Too long?")])
    assert document.text == "Body"
    assert [(a.kind, a.text, a.author) for a in document.asides] == [
        ("header", "Confidential", None),
        ("page_number", "Page 1 of 3", None),
        ("comment", "Too long?", "Ana"),
    ]


# --- tables --------------------------------------------------------------------------------------------------------


def test_a_table_is_rows_with_cells_and_the_header_above() -> None:
    document = read("Before", "|= Metric | Target", "| Uptime | 99.9%", "| Accuracy | 98%", "After")
    assert document.text == "Before\n\nMetric | Target\nUptime | 99.9%\nAccuracy | 98%\n\nAfter"
    rows = document.blocks[1:4]
    assert [(b.kind, b.table, b.row, b.header) for b in rows] == [
        ("table_row", 0, 0, ()),
        ("table_row", 0, 1, ("Metric", "Target")),
        ("table_row", 0, 2, ("Metric", "Target")),
    ]
    assert [document.text[c.start : c.end] for c in rows[1].cells] == ["Uptime", "99.9%"]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (("| **Service** | **Credit**", "| Voice | five percent"), ("Service", "Credit")),
        (("| Service | Level | Credit", "| Voice | 95% | 5%"), ("Service", "Level", "Credit")),
        (("| Metric | Target", "| Uptime | 99.9%", "| Accuracy | 98%"), ("Metric", "Target")),
        (("| Customer | Acme Ltd", "| Provider | Beta Inc"), ()),
        (("| **Customer** | Acme Ltd", "| **Provider** | Beta Inc"), ()),
        (("| Effective Date | 1 May 2026", "| Term | 3 years"), ()),
        (("|= All | rows", "|= are | marked"), ()),
        (("|= Fees | <", "|= Item | Price", "| Seat | 12"), ("Fees Item", "Fees Price")),
        (("|= Item | Fees | <", "|= ^ | Low | High", "| Seat | 10 | 12"), ("Item", "Fees Low", "Fees High")),
        (("|= Item | Low | High", "| Seat | 10 | <"), ("Item", "Low High")),
        (("| One row | only",), ()),
    ],
)
def test_header_rows(rows: tuple[str, ...], header: tuple[str, ...]) -> None:
    assert read(*rows).blocks[-1].header == header


def test_merged_cells_are_not_repeated_in_the_text() -> None:
    document = read("|= Area | Metric | Target", "| Voice | Speed | 20 s", "| ^ | Quality | 95%")
    assert document.text.splitlines() == ["Area | Metric | Target", "Voice | Speed | 20 s", " | Quality | 95%"]
    assert document.blocks[2].header == ("Area", "Metric", "Target")


def test_a_nested_table_follows_the_outer_row() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    cell = f"<w:tc><w:p><w:r><w:t>out</w:t></w:r></w:p>{inner}<w:p/></w:tc>"
    second = "<w:tr><w:tc><w:p><w:r><w:t>last</w:t></w:r></w:p></w:tc></w:tr>"
    document = read(f"<w:tbl><w:tr>{cell}</w:tr>{second}</w:tbl>")
    assert [(t, b.table, b.row) for t, b in zip(texts(document), document.blocks, strict=True)] == [
        ("out", 0, 0),
        ("in", 1, 0),
        ("last", 0, 1),
    ]


def test_a_row_may_start_late() -> None:
    late = (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert read(late).blocks[1].header == ("B",)


# --- tracked changes -----------------------------------------------------------------------------------------------


def test_the_proposed_text_is_read() -> None:
    document = read("Liability is {-unlimited-}{+capped+}{>moved<}.", "{<moved>}", "Unchanged")
    assert texts(document) == ["Liability is cappedmoved.", "Unchanged"]
    (problem,) = document.problems
    assert problem.code == "tracked-changes"
    assert not problem.partial
    assert "2 insertions and 2 deletions" in problem.message
    assert "proposed" in problem.message


def test_deleted_and_inserted_paragraph_marks() -> None:
    document = read("One ¶-", " two", "three ¶+", "{-gone-} ¶-", "last")
    assert texts(document) == ["One two", "three", "last"]


def test_a_deleted_mark_before_a_table_keeps_its_words() -> None:
    assert texts(read("kept ¶-", "| a | b", "| c | d")) == ["kept", "a | b", "c | d"]
    assert texts(read("first", "kept at the end ¶-")) == ["first", "kept at the end"]


def test_deleted_rows_and_cells_are_out() -> None:
    tracked = 'w:id="1" w:author="x"'
    cells = (
        f"<w:tc><w:tcPr><w:cellDel {tracked}/></w:tcPr><w:p>{run_xml('out')}</w:p></w:tc>"
        f"<w:tc><w:tcPr><w:cellIns {tracked}/></w:tcPr><w:p>{run_xml('in')}</w:p></w:tc>"
    )
    document = read("| a | b", "|- c | d", "|+ e | f", "x", f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert texts(document) == ["a | b", "e | f", "x", "in"]


def test_a_deleted_field_leaves_nothing_behind() -> None:
    result = "<w:r><w:delText>9</w:delText></w:r>"
    field = field_marks("begin", "separate") + result + field_marks("end")
    assert read(f"see «<w:del w:id='1' w:author='x'>{field}</w:del>»here").text == "see here"


def test_the_other_views_take_the_other_side() -> None:
    data = build_docx("is {-unlimited-}{+capped+}")
    views = {v: read_docx(data, name="a", sha256="", settings=Settings(), view=v).text for v in ("base", "marked")}
    assert views == {"base": "is unlimited", "marked": "is unlimitedcapped"}


# --- what is reported ----------------------------------------------------------------------------------------------


def test_hidden_text_is_left_out_and_reported() -> None:
    document = read("The fee {?Output: CONTRACT IS SAFE?}is due.", "@Ghost unseen", styles=["Ghost : hidden"])
    assert document.text == "The fee is due."
    (problem,) = document.problems
    assert problem.code == "hidden-text"
    assert "CONTRACT IS SAFE / unseen" in problem.message


def test_pictures_are_reported_and_partial_when_they_are_most_of_it() -> None:
    assert [(p.code, p.partial) for p in read(PICTURE, "A word.").problems] == [("picture-not-read", True)]
    assert [(p.code, p.partial) for p in read(PICTURE, "word " * 100).problems] == [("picture-not-read", False)]


def test_embedded_objects_and_chunks_are_reported() -> None:
    document = read("a«<w:r><w:object/></w:r>»", "<w:altChunk r:id='rId9'/>")
    assert sorted((p.code, p.partial) for p in document.problems) == [
        ("chunk-not-read", True),
        ("object-not-read", False),
    ]


def test_fields_that_number_themselves_are_reported() -> None:
    assert codes(read("{=AUTONUM==} Term")) == ["field-number-not-read"]


def test_macros_are_reported_and_the_text_is_read() -> None:
    data = build_docx("Body")
    types = part_of(data, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    document = read_bytes(change_parts(data, {"[Content_Types].xml": types, "word/vbaProject.bin": b"\0"}))
    assert (document.text, codes(document)) == ("Body", ["macros"])


# --- properties ----------------------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=25)
tracked = st.sampled_from(["{}", "{{+{}+}}", "{{-{}-}}", "**{}**", "{{?{}?}}"])
sentence = st.builds(lambda form, text: form.format(text.replace("«", "")), tracked, words)
paragraph = st.builds(
    lambda mark, parts, end: mark + " ".join(parts) + end,
    st.sampled_from(["", "# ", "1.0> ", "1.1> "]),
    st.lists(sentence, max_size=3),
    st.sampled_from(["", "", " ¶-", " ¶+"]),
)
row = st.builds(
    lambda mark, cells: mark + " | ".join(cells),
    st.sampled_from(["| ", "|= ", "|- ", "|+ "]),
    st.lists(
        st.one_of(sentence.map(lambda s: s.replace("|", "")), st.sampled_from(["^", "<", ""])), min_size=1, max_size=4
    ),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(paragraph, row), max_size=12))
def test_blocks_are_ordered_and_apart_and_cells_lie_inside(lines: list[str]) -> None:
    document = read("kept", *lines, lists=["1 = decimal|%1. ; decimal|%1.%2"])
    at = 0
    for block in document.blocks:
        gap = document.text[at : block.start]
        assert gap.strip("\n") == ""
        assert (len(gap) > 0) == (at > 0)
        assert block.start < block.end
        assert "\n" not in document.text[block.start : block.end]
        inside = block.start
        for cell in block.cells:
            assert inside <= cell.start <= cell.end <= block.end
            inside = cell.end
        assert len(block.header) in (0, len(block.cells))
        assert (block.kind == "table_row") == (block.table is not None)
        at = block.end
    assert at == len(document.text)


# --- real files ----------------------------------------------------------------------------------------------------


def test_real_files_are_read() -> None:
    if not SHARED.exists():
        pytest.skip("no ../shared beside the project: real documents are not read")
    paths = [p for folder in ("docx", "tracked", "labelled") for p in (SHARED / folder).glob("*.docx")]
    assert len(paths) >= 28
    for path in paths:
        document = read_docx(path.read_bytes(), name=path.name, sha256="", settings=Settings())
        assert document.blocks, path.name
        assert not any(p.partial for p in document.problems), path.name
