"""Automatic numbers: cases from the specification and from what Word prints.

Each case is a list definition, paragraphs, and the label of each in order ("-" for none). Where LibreOffice shows
something else the case says so in `libreoffice`; test_ingest_docx_libreoffice holds it to that.
"""

from dataclasses import dataclass

import pytest

from analyzer.ingest.docx import read_docx
from analyzer.ingest.docx.number_formats import write_number
from analyzer.models.document import Document
from analyzer.settings import Settings
from tests.builders import build_docx, change_parts, paragraph_xml, part_of

OUTLINE = "1 = decimal|%1. ; decimal|%1.%2 ; lowerLetter|(%3) ; lowerRoman|(%4)"


def read(data: bytes, name: str = "contract.docx") -> Document:
    return read_docx(data, name=name, sha256="", settings=Settings())


@dataclass(frozen=True)
class Case:
    name: str
    lists: tuple[str, ...]
    levels: str
    labels: str
    styles: tuple[str, ...] = ()
    libreoffice: str | None = None

    @property
    def lines(self) -> list[str]:
        """Paragraphs; each of `levels` is a mark of the builders' notation, "_" none."""
        marks = self.levels.split()
        return [f"{mark.replace('_', '')} words {at}".strip() for at, mark in enumerate(marks)]


def on(*levels: int, number_list: int = 1) -> str:
    return " ".join(f"{number_list}.{level}>" for level in levels)


RESTART_WALK = on(0, 1, 2, 2, 1, 2, 0, 2)
CASES = [
    Case("levels", (OUTLINE,), on(0, 1, 2, 2, 3, 1, 2, 0, 1), "1. 1.1 (a) (b) (i) 1.2 (a) 2. 2.1"),
    Case("plain paragraphs between", (OUTLINE,), "1.0> _ 1.0> _ 1.1>", "1. - 2. - 2.1"),
    Case("letters repeat after z", ("1 = lowerLetter|(%1)|start=26",), on(0, 0, 0), "(z) (aa) (bb)"),
    Case("roman", ("1 = upperRoman|Article~%1|start=3",), on(0, 0), "Article~III Article~IV"),
    Case("starts", ("1 = decimal|%1.|start=3 ; decimal|%1.%2|start=7",), on(0, 1, 0, 1), "3. 3.7 4. 4.7"),
    Case("zero", ("1 = decimal|%1. ; decimalZero|%1.%2",), on(0, 1, 1), "1. 1.01 1.02"),
    # w:lvlRestart as Word prints it: never, only after the outermost level, after any outer level.
    Case(
        "never restarts",
        ("1 = decimal|%1. ; decimal|%1.%2. ; decimal|%1.%2.%3.|restart=0",),
        RESTART_WALK,
        "1. 1.1. 1.1.1. 1.1.2. 1.2. 1.2.3. 2. 2.1.4.",
        libreoffice="restarts all the same",
    ),
    Case(
        "restarts after the first level",
        ("1 = decimal|%1. ; decimal|%1.%2. ; decimal|%1.%2.%3.|restart=1",),
        RESTART_WALK,
        "1. 1.1. 1.1.1. 1.1.2. 1.2. 1.2.3. 2. 2.1.1.",
        libreoffice="restarts after any level",
    ),
    Case(
        "restarts after any level",
        ("1 = decimal|%1. ; decimal|%1.%2. ; decimal|%1.%2.%3.",),
        RESTART_WALK,
        "1. 1.1. 1.1.1. 1.1.2. 1.2. 1.2.1. 2. 2.1.1.",
    ),
    Case("two lists of one definition count on", (OUTLINE, "2 -> 1"), "1.0> 1.0> 2.0> 1.0>", "1. 2. 3. 4."),
    Case("start override restarts once", (OUTLINE, "2 -> 1 0=1"), "1.0> 1.0> 2.0> 2.0> _ 2.0>", "1. 2. 1. 2. - 3."),
    Case("start override at ten", (OUTLINE, "2 -> 1 0=10"), "1.0> 2.0> 2.1>", "1. 10. 10.1"),
    Case(
        "an override of the outer level leaves the inner one alone",
        (OUTLINE, "2 -> 1 0=1"),
        "1.0> 1.1> 1.1> 2.1>",
        "1. 1.1 1.2 1.3",
    ),
    Case(
        "an inner override counts at each restart",
        (OUTLINE, "2 -> 1 1=5"),
        "2.0> 2.1> 2.1> 2.0> 2.1>",
        "1. 1.5 1.6 2. 2.5",
        libreoffice="uses the override once only; ISO 29500-1 (first edition, 17.9.27) says at each restart",
    ),
    Case(
        "a level replaced in one list",
        (OUTLINE, "2 -> 1 1:upperLetter|%2)"),
        "1.0> 1.1> 2.0> 2.1> 2.1>",
        "1. 1.1 2. A) B)",
    ),
    Case("two definitions apart", (OUTLINE, "2 = decimal|%1)"), "1.0> 2.0> 1.0> 2.0>", "1. 1) 2. 2)"),
    Case(
        "legal",
        ("1 = upperRoman|Article~%1. ; decimalZero|Section~%1.%2|legal ; lowerLetter|(%3)",),
        on(0, 0, 1, 1, 2),
        "Article~I. Article~II. Section~2.01 Section~2.02 (a)",
        libreoffice="does not know w:isLgl",
    ),
    Case(
        "legal deeper",
        ("1 = upperRoman|%1 ; lowerLetter|%2 ; decimal|%1.%2.%3|legal",),
        on(0, 1, 2),
        "I a 1.1.1",
        libreoffice="does not know w:isLgl",
    ),
    Case("skipped level shows its start", (OUTLINE,), on(1, 1, 0), "1.1 1.2 2."),
    Case("a level skipped later", ("1 = decimal|%1 ; decimal|%1.%2 ; decimal|%1.%2.%3",), on(0, 2, 1), "1 1.1.1 1.2"),
    Case("bullets have no number", ("1 = bullet|• ; decimal|%2.",), on(0, 1, 0), "- 1. -"),
    Case(
        "a bullet level prints nothing below",
        ("1 = decimal|%1. ; bullet|— ; decimal|%1.%2%3",),
        on(0, 2, 2),
        "1. 1.1 1.2",
    ),
    Case("text without a number", ("1 = none|Recital ; decimal|%2.",), on(0, 0, 1), "Recital Recital 1."),
    Case("nothing at all", ("1 = none| ; decimal|%2.",), on(0, 1), "- 1."),
    Case(
        "hidden number counts",
        ("1 = decimal|%1.|hidden ; decimal|%1.%2",),
        on(0, 0, 1),
        "- - 2.1",
        libreoffice="shows a hidden number",
    ),
    Case("unknown list", (OUTLINE,), "7.0> 1.0>", "- 1."),
    Case(
        "by style",
        ("1 = decimal|%1.|style=Clause ; decimal|%1.%2|style=Sub",),
        "@Clause @Sub @Sub @Clause @Sub",
        "1. 1.1 1.2 2. 2.1",
        styles=("Clause : list=1", "Sub : list=1 level=1"),
    ),
    Case(
        "the level's link wins over the style's level",
        ("1 = decimal|%1.|style=Clause ; decimal|%1.%2|style=Sub",),
        "@Clause @Sub",
        "1. 1.1",
        styles=("Clause : list=1", "Sub : list=1"),
        libreoffice="takes level 0; ISO 29500-1, 17.9.23 gives the level that names the style",
    ),
    Case(
        "inherited from the style it is based on",
        ("1 = decimal|%1.|style=Clause ; decimal|%1.%2",),
        "@Clause @Kin @Deep",
        "1. 2. 2.1",
        styles=("Clause : list=1", "Kin : based=Clause", "Deep : based=Clause level=1"),
    ),
    Case(
        "switched off by the paragraph and by a style",
        ("1 = decimal|%1.|style=Clause",),
        "@Clause @Clause:0> @Plain @Clause",
        "1. - - 2.",
        styles=("Clause : list=1", "Plain : based=Clause list=0"),
    ),
    Case(
        "level of the paragraph over that of the style",
        ("1 = decimal|%1.|style=Clause ; decimal|%1.%2",),
        "@Clause @Clause:1.1> @Clause:.1>",
        "1. 1.1 1.2",
        styles=("Clause : list=1",),
    ),
    Case(
        "list of the paragraph over that of the style",
        ("1 = decimal|%1.|style=Clause", "2 = lowerLetter|(%1)"),
        "@Clause @Clause:2.0> @Clause:2> @Clause",
        "1. (a) (b) 2.",
        styles=("Clause : list=1",),
    ),
    Case(
        "levels of a numbering style",
        ("1 = decimal|%1. ; decimal|%1.%2 ; ~Outline", "2 ~ Outline"),
        "2.0> 2.1> 2.0>",
        "1. 1.1 2.",
        styles=("Outline : type=numbering list=1",),
    ),
]


def shown(label: str | None) -> str:
    return "-" if label is None else label.replace(" ", "~")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_labels(case: Case) -> None:
    document = read(build_docx(*case.lines, lists=case.lists, styles=case.styles))
    assert " ".join(shown(block.number) for block in document.blocks) == case.labels


@pytest.mark.parametrize(
    ("number_format", "number", "written"),
    [
        ("decimal", 10, "10"),
        ("decimalZero", 9, "09"),
        ("decimalZero", 10, "10"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 4000, "4000"),
        ("upperLetter", 53, "AAA"),
        ("lowerLetter", 26, "z"),
        ("ordinal", 1, "1st"),
        ("ordinal", 12, "12th"),
        ("ordinal", 22, "22nd"),
        ("ordinal", 103, "103rd"),
        ("cardinalText", 1, "One"),
        ("cardinalText", 21, "Twenty-one"),
        ("cardinalText", 340, "Three hundred forty"),
        ("ordinalText", 3, "Third"),
        ("ordinalText", 20, "Twentieth"),
        ("ordinalText", 25, "Twenty-fifth"),
        ("chicago", 5, "**"),
        ("numberInDash", 2, "- 2 -"),
        ("decimalEnclosedParen", 2, "(2)"),
        ("hex", 26, "1A"),
        ("001", 7, "007"),
        ("a format of the future", 7, "7"),
        ("none", 7, ""),
    ],
)
def test_formats(number_format: str, number: int, written: str) -> None:
    assert write_number(number, number_format) == written


def numbers(*lines: str, **options: object) -> list[str | None]:
    return [b.number for b in read(build_docx(*lines, **options)).blocks]  # type: ignore[arg-type]


def test_a_label_is_not_part_of_the_text_and_a_typed_one_is() -> None:
    document = read(build_docx("1.0> Term", "2. Fees", lists=[OUTLINE]))
    assert document.text == "Term\n\n2. Fees"
    assert [b.number for b in document.blocks] == ["1.", None]
    assert [b.kind for b in document.blocks] == ["list_item", "paragraph"]
    assert [b.level for b in document.blocks] == [0, None]


def test_a_numbered_heading_stays_a_heading() -> None:
    lists = ["1 = decimal|%1.|style=Heading1"]
    document = read(build_docx("# Term", lists=lists, styles=["Heading1 : name=heading_1 list=1"]))
    assert [(b.kind, b.number, b.level) for b in document.blocks] == [("heading", "1.", 0)]


def test_empty_paragraphs_count() -> None:
    assert numbers("1.0> a", "1.0> ", "1.0> c", lists=[OUTLINE]) == ["1.", "3."]


def test_a_paragraph_that_only_ends_a_section_does_not_count() -> None:
    end = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:sectPr/></w:pPr></w:p>'
    assert numbers("1.0> a", end, "1.0> b", lists=[OUTLINE]) == ["1.", "2."]


def test_numbers_count_through_tables_in_document_order() -> None:
    lines = ["1.0> before", "| 1.0> first | 1.0> second", "| 1.0> | fee", "1.0> after"]
    document = read(build_docx(*lines, lists=[OUTLINE]))
    assert [b.number for b in document.blocks] == ["1.", "2.", "4.", "5."]
    assert document.text == "before\n\nfirst | second\n | fee\n\nafter"


def test_deleted_paragraphs_do_not_count_and_inserted_ones_do() -> None:
    lines = ["1.0> a", "1.0> {-gone-} ¶-", "1.0> {+new+} ¶+", "1.0> d", "| 1.0> kept", "|- 1.0> {-row-}", "1.0> last"]
    document = read(build_docx(*lines, lists=[OUTLINE]))
    assert document.text == "a\n\nnew\n\nd\n\nkept\n\nlast"
    assert [b.number for b in document.blocks] == ["1.", "2.", "3.", "4.", "5."]


def test_hidden_paragraphs_do_not_count() -> None:
    assert numbers("1.0> a", "1.0> {?b?}", "1.0> c", lists=[OUTLINE]) == ["1.", "2."]


def test_text_boxes_and_notes_count_for_themselves() -> None:
    box = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
    inner = paragraph_xml("1.0> boxed")
    document = read(build_docx("1.0> a", f"1.0> b«{box.format(inner)}»", "1.0> c", lists=[OUTLINE]))
    assert [(b.kind, b.number) for b in document.blocks] == [
        ("list_item", "1."),
        ("list_item", "2."),
        ("textbox", "1."),
        ("list_item", "3."),
    ]


def test_a_level_without_a_start_begins_at_zero_and_a_single_level_list_has_one_level() -> None:
    data = build_docx("1.0> a", "1.1> b", lists=["1 = decimal|%1. ; decimal|%1.%2"])
    xml = part_of(data, "word/numbering.xml").replace(b'<w:start w:val="1"/>', b"")
    xml = xml.replace(b'<w:lvl w:ilvl="0">', b'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">')
    assert [b.number for b in read(change_parts(data, {"word/numbering.xml": xml})).blocks] == ["0.", "1."]
