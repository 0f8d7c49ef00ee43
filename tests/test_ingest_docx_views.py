"""The views of documents with tracked changes, case by case; revisions, comments, and where things are in each view."""

from datetime import UTC, datetime

import pytest

from analyzer.errors import EmptyFile
from analyzer.ingest import ingest, read_revisions
from analyzer.models.document import Span, View
from analyzer.models.revisions import RevisedDocument, Revision
from tests.builders import build_docx, change_parts, inline_xml, part_of, run_xml
from tests.revision_builders import with_comments

BY = 'w:id="1" w:author="Counsel" w:date="2026-01-01T00:00:00Z"'
LISTS = ("1 = decimal|%1. ; decimal|%1.%2", "2 = upperLetter|%1)")
DAY = datetime(2026, 1, 1, tzinfo=UTC)


def read(*lines: str, **options: object) -> RevisedDocument:
    return read_revisions(build_docx(*lines, lists=LISTS, **options), name="msa.docx")  # type: ignore[arg-type]


def texts(revised: RevisedDocument, view: View) -> list[str]:
    document = revised.in_view(view)
    return [document.text[b.start : b.end] for b in document.blocks]


def numbered(revised: RevisedDocument, view: View) -> str:
    document = revised.in_view(view)
    return " / ".join(f"{b.number or '-'} {document.text[b.start : b.end]}" for b in document.blocks)


def listed(revised: RevisedDocument) -> list[tuple[str, str, str]]:
    return [(revision.kind, revision.scope, revision.text) for revision in revised.revisions]


def quoted(revised: RevisedDocument, revision: Revision, view: View) -> str:
    assert revision.spans is not None
    span: Span = getattr(revision.spans, view)
    return revised.in_view(view).text[span.start : span.end]


def paragraph(text: str, level: str = "", *, mark: str = "", was: str | None = None, inside: str = "") -> str:
    """A paragraph at "list.level", before a tracked change at `was` ("" for no list); `inside` goes into w:numPr."""

    def numbering(place: str, more: str = "") -> str:
        list_id, _, ilvl = place.partition(".")
        return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{list_id}"/>{more}</w:numPr>' if place else ""

    change = "" if was is None else f"<w:pPrChange {BY}><w:pPr>{numbering(was)}</w:pPr></w:pPrChange>"
    marked = f"<w:rPr><w:{mark} {BY}/></w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{numbering(level, inside)}{marked}{change}</w:pPr>{inline_xml(text)}</w:p>"


# --- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "was", "base", "proposed"),
    [
        ("1.0", "", "1. a / - b / 2. c", "1. a / 2. b / 3. c"),
        ("", "1.0", "1. a / 2. b / 3. c", "1. a / - b / 2. c"),
        ("1.1", "1.0", "1. a / 2. b / 3. c", "1. a / 1.1 b / 2. c"),
        ("2.0", "1.0", "1. a / 2. b / 3. c", "1. a / A) b / 2. c"),
    ],
)
def test_numbers_of_the_base_come_from_the_former_properties(level: str, was: str, base: str, proposed: str) -> None:
    revised = read("1.0> a", paragraph("b", level, was=was), "1.0> c")
    assert (numbered(revised, "base"), numbered(revised, "proposed")) == (base, proposed)
    assert numbered(revised, "marked") == proposed
    assert listed(revised) == [("format", "numbering", "b")]


def test_a_number_given_by_a_tracked_change_is_not_in_the_base() -> None:
    revised = read("1.0> a", paragraph("b", "1.0", inside=f"<w:ins {BY}/>"), "1.0> c")
    assert numbered(revised, "base") == "1. a / - b / 2. c"
    assert numbered(revised, "proposed") == "1. a / 2. b / 3. c"
    assert listed(revised) == [("format", "numbering", "b")]


@pytest.mark.parametrize(
    ("original", "label"),
    [("%1:7:0:.", "7."), ("%1:3:1:.%2:2:4:)", "III.b)"), ("(vi)", "(vi)"), ("", "-"), ("%1:1:255:", "-")],
)
def test_a_number_changed_as_word_2003_wrote_it(original: str, label: str) -> None:
    change = f'<w:numberingChange {BY} w:original="{original}"/>'
    revised = read("1.0> a", paragraph("b", "1.0", inside=change), "1.0> c")
    assert numbered(revised, "base") == f"1. a / {label} b / 2. c"
    assert numbered(revised, "proposed") == "1. a / 2. b / 3. c"


def test_the_former_style_makes_the_heading_and_the_bold_of_the_base() -> None:
    change = f'<w:pPrChange {BY}><w:pPr><w:pStyle w:val="Lead"/></w:pPr></w:pPrChange>'
    styles = ["Lead : outline=0 bold"]
    revised = read(f"<w:p><w:pPr>{change}</w:pPr>{run_xml('Term')}</w:p>", styles=styles)
    shown = {v: [(b.kind, b.level, b.bold, b.style) for b in revised.in_view(v).blocks] for v in ("base", "proposed")}
    assert shown == {"base": [("heading", 0, True, "Lead")], "proposed": [("paragraph", None, False, "Normal")]}
    assert listed(revised) == [("format", "paragraph", "Term")]


def test_numbers_after_a_split_and_a_merge() -> None:
    # The properties of a paragraph are in its mark: of two that run together the second's hold.
    split = read("1.0> a", paragraph("b ", "1.1", mark="ins"), "1.0> c", "1.0> d")
    assert numbered(split, "base") == "1. a / 2. b c / 3. d"
    assert numbered(split, "proposed") == "1. a / 1.1 b / 2. c / 3. d"
    merge = read("1.0> a", paragraph("b ", "1.0", mark="del"), "1.1> c", "1.0> d")
    assert numbered(merge, "base") == "1. a / 2. b / 2.1 c / 3. d"
    assert numbered(merge, "proposed") == "1. a / 1.1 b c / 2. d"


def test_numbers_of_inserted_and_deleted_paragraphs_and_rows() -> None:
    lines = ["1.0> a", "1.0> {+b+} ¶+", "1.0> {-c-} ¶-", "| 1.0> d", "|+ 1.0> {+e+}", "|- 1.0> {-f-}", "1.0> g"]
    revised = read(*lines)
    assert numbered(revised, "base") == "1. a / 2. c / 3. d / 4. f / 5. g"
    assert numbered(revised, "marked") == "1. a / 2. b / 3. c / 4. d / 5. e / 6. f / 7. g"
    assert numbered(revised, "proposed") == "1. a / 2. b / 3. d / 4. e / 5. g"


# --- what a view holds ---------------------------------------------------------------------------------------------


def test_what_was_inserted_and_deleted_again_is_in_neither_side() -> None:
    both = run_xml("both", tag="delText")
    revised = read(
        f"a «<w:ins {BY}><w:del {BY}>{both}</w:del></w:ins>» b «<w:del {BY}><w:ins {BY}>{both}</w:ins></w:del>»"
    )
    assert (revised.base.text, revised.marked.text, revised.proposed.text) == ("a b", "a both b both", "a b")


def test_a_paragraph_runs_on_over_a_table_that_is_gone_and_not_into_one_that_stays() -> None:
    revised = read("a", paragraph("b", mark="del"), "|- {-x-} | {-y-}", " c", paragraph("d", mark="del"), "| z | z")
    assert texts(revised, "base") == ["a", "b", "x | y", "c", "d", "z | z"]
    assert texts(revised, "proposed") == ["a", "b c", "d", "z | z"]


def test_inserted_and_deleted_cells() -> None:
    def cell(text: str, mark: str = "") -> str:
        return f"<w:tc><w:tcPr>{mark and f'<w:{mark} {BY}/>'}</w:tcPr><w:p>{run_xml(text)}</w:p></w:tc>"

    row = f"<w:tr>{cell('a')}{cell('b', 'cellIns')}{cell('c', 'cellDel')}</w:tr>"
    revised = read(f"<w:tbl>{row}</w:tbl>")
    assert [texts(revised, v) for v in ("base", "marked", "proposed")] == [["a | c"], ["a | b | c"], ["a | b"]]
    assert listed(revised) == [("insertion", "cell", "b | "), ("deletion", "cell", "c")]


def test_the_grid_of_the_base_is_the_former_one() -> None:
    def cell(text: str, now: str = "", was: str | None = None) -> str:
        change = "" if was is None else f"<w:tcPrChange {BY}><w:tcPr>{was}</w:tcPr></w:tcPrChange>"
        return f"<w:tc><w:tcPr>{now}{change}</w:tcPr><w:p>{run_xml(text)}</w:p></w:tc>"

    header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Low')}{cell('High')}</w:tr>"
    wide = cell("10", '<w:gridSpan w:val="2"/>', "")
    revised = read(f"<w:tbl>{header}<w:tr>{wide}</w:tr></w:tbl>")
    assert revised.proposed.blocks[1].header == ("Low High",)
    assert revised.base.blocks[1].header == ("Low",)
    assert ("format", "cell", "10") in listed(revised)


def test_a_tracked_merge_of_cells() -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p>{run_xml(text)}</w:p></w:tc>"

    def row(first: str, second: str) -> str:
        return f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{first}{second}</w:tr>"

    merge = f'<w:cellMerge {BY} w:vMerge="cont"/>'
    rows = (
        row(cell("Area"), cell("Fee")) + row(cell("Old", merge), cell("Low")) + f"<w:tr>{cell('x')}{cell('1')}</w:tr>"
    )
    revised = read(f"<w:tbl>{rows}</w:tbl>")
    assert revised.base.blocks[2].header == ("Area Old", "Fee Low")
    assert revised.proposed.blocks[2].header == ("Area", "Fee Low")


def test_hidden_by_a_tracked_change_is_hidden_on_one_side() -> None:
    def run(text: str, now: str, was: str) -> str:
        change = f"<w:rPrChange {BY}><w:rPr>{was}</w:rPr></w:rPrChange>"
        return f"<w:r><w:rPr>{now}{change}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"

    revised = read(f"a «{run('now ', '<w:vanish/>', '')}{run('was ', '', '<w:vanish/>')}»b")
    assert (revised.base.text, revised.marked.text, revised.proposed.text) == ("a now b", "a now was b", "a was b")
    assert [p.code for p in revised.proposed.problems] == ["tracked-changes", "hidden-text"]
    assert "“now”" in revised.proposed.problems[1].message


def test_a_changed_field_shows_one_result_in_each_view() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:del {BY}><w:r><w:delInstrText>REF a</w:delInstrText></w:r></w:del>"
    code += f"<w:ins {BY}><w:r><w:instrText>REF b</w:instrText></w:r></w:ins>"
    field = f"{mark('begin')}{code}{mark('separate')}{inline_xml('{-1.1-}{+1.2+}')}{mark('end')}"
    revised = read(f"see «{field}» above")
    assert (revised.base.text, revised.proposed.text) == ("see 1.1 above", "see 1.2 above")
    # The new code does not show, but it is a revision all the same; the old one is part of what was deleted.
    assert listed(revised) == [("deletion", "text", "1.1"), ("insertion", "text", ""), ("insertion", "text", "1.2")]


def test_a_field_deleted_at_one_end_only_does_not_swallow_the_rest() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = f'<w:ins {BY}><w:r><w:fldChar w:fldCharType="end"/></w:r></w:ins>'
    revised = read(f"a «{begin}»b«{end}» c", "d")
    assert texts(revised, "base") == ["a b c", "d"]
    assert texts(revised, "proposed") == ["a c", "d"]


def test_a_formula_is_as_it_was_and_as_it_will_be() -> None:
    def part(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    changed = f"<w:del {BY}>{part('30')}</w:del><w:ins {BY}>{part('60')}</w:ins>"
    revised = read(f"pay «<m:oMath><m:f><m:num>{part('fee')}</m:num><m:den>{changed}</m:den></m:f></m:oMath>» a day")
    assert revised.base.text == "pay (fee)/(30) a day"
    assert revised.proposed.text == "pay (fee)/(60) a day"
    assert listed(revised) == [("deletion", "text", "(fee)/(30)"), ("insertion", "text", "(fee)/(60)")]


def test_a_note_goes_with_its_reference_and_the_numbers_of_the_others_follow() -> None:
    gone = f'«<w:del {BY}><w:r><w:footnoteReference w:id="2"/></w:r></w:del>»'
    revised = read(f"a{gone} b[^3]", footnotes={2: "Old note", 3: "Kept {+and new+} note"})
    assert numbered(revised, "base") == "- a b / 1 Old note / 2 Kept note"
    assert numbered(revised, "proposed") == "- a b / 1 Kept and new note"
    assert listed(revised) == [
        ("deletion", "text", ""),  # the reference
        ("deletion", "text", "Old note\n\n"),
        ("insertion", "text", "and new"),
    ]


def test_headers_and_footers_have_views_and_revisions_of_their_own() -> None:
    data = build_docx("Body", header="HEAD", footer="Draft 1")
    header = part_of(data, "word/header1.xml")
    old = header[header.index(b"<w:r>") : header.index(b"</w:r>") + 6]
    new = inline_xml("Strictly {-private-}{+public+}").encode()
    revised = read_revisions(change_parts(data, {"word/header1.xml": header.replace(old, new)}), name="msa.docx")
    asides = {view: [a.text for a in revised.in_view(view).asides] for view in ("base", "proposed")}
    assert asides == {"base": ["Strictly private", "Draft 1"], "proposed": ["Strictly public", "Draft 1"]}
    found = [(r.kind, r.text, r.story, r.spans, r.block) for r in revised.revisions]
    assert found == [("deletion", "private", "header", None, None), ("insertion", "public", "header", None, None)]
    assert "1 insertion and 1 deletion" in revised.proposed.problems[0].message


def test_a_view_without_text() -> None:
    data = build_docx("{+All of it+}")
    assert read_revisions(data, name="msa.docx").base.text == ""
    assert ingest(data, name="msa.docx").text == "All of it"
    with pytest.raises(EmptyFile, match=r"^msa\.docx: no text is left with all tracked changes rejected"):
        ingest(data, name="msa.docx", view="base")
    with pytest.raises(EmptyFile, match="has no text"):
        read_revisions(build_docx(""), name="msa.docx")


def test_the_view_is_said_in_the_problem() -> None:
    data = build_docx("is {-unlimited-}{+capped+}")
    said = {view: ingest(data, name="a", view=view).problems[0].message for view in ("base", "proposed")}
    assert "all changes rejected" in said["base"]
    assert "all changes accepted" in said["proposed"]


def test_a_file_that_is_no_docx_has_one_view() -> None:
    revised = read_revisions(b"1. Term\n\nThree years.", name="msa.txt")
    assert revised.base == revised.marked == revised.proposed
    assert revised.revisions == ()
    assert revised.locate(Span(start=3, end=7), of="base", to="proposed") == Span(start=3, end=7)


# --- revisions -----------------------------------------------------------------------------------------------------


def test_pieces_of_one_change_are_one_revision() -> None:
    revised = read("Old.", "«" + "".join(inline_xml(f"{{+{t}+}}") for t in ("New ", "clause.")) + "» ¶+", "End.")
    (revision,) = revised.revisions
    assert (revision.kind, revision.scope, revision.author, revision.date) == ("insertion", "paragraph", "Counsel", DAY)
    assert revision.text == "New clause.\n\n"
    assert quoted(revised, revision, "proposed") == "New clause.\n\n"
    assert quoted(revised, revision, "base") == ""
    assert revision.block == 1


def test_changes_of_two_authors_or_with_words_between_are_apart() -> None:
    theirs = inline_xml("{+b+}").replace("Counsel", "Vendor")
    revised = read(f"{{+a+}}«{theirs}»{{+c+}} kept {{+d+}}")
    assert [(r.author, r.text) for r in revised.revisions] == [
        ("Counsel", "a"),
        ("Vendor", "b"),
        ("Counsel", "c"),
        ("Counsel", "d"),
    ]


def test_a_row_inserted_with_its_words_is_one_revision() -> None:
    revised = read("| a | b", "|+ {+c+} | {+d+}", "| e | f")
    assert listed(revised) == [("insertion", "row", "c | d\n")]


def test_the_halves_of_a_move_share_its_name() -> None:
    def moved(name: str, text: str, side: str) -> str:
        edge = f'<w:move{side}RangeStart w:id="{len(name)}" w:name="{name}" w:author="A"/>'
        words = f"<w:move{side} {BY}>{run_xml(text)}</w:move{side}>"
        return f'«{edge}{words}<w:move{side}RangeEnd w:id="{len(name)}"/>»'

    revised = read(
        f"a {moved('m1', 'x', 'From')}",
        f"b {moved('move2', 'y', 'From')}",
        f"c {moved('move2', 'y', 'To')} {moved('m1', 'x', 'To')}",
        "d {>loose<}",
    )
    assert [(r.kind, r.text, r.move) for r in revised.revisions] == [
        ("move_from", "x", "m1"),
        ("move_from", "y", "move2"),
        ("move_to", "y", "move2"),
        ("move_to", "x", "m1"),
        ("move_to", "loose", None),
    ]
    assert texts(revised, "base") == ["a x", "b y", "c", "d"]
    assert texts(revised, "proposed") == ["a", "b", "c y x", "d loose"]


def test_a_change_of_format_is_a_revision_and_moves_nothing() -> None:
    change = f"<w:rPrChange {BY}><w:rPr/></w:rPrChange>"
    revised = read(f"a «<w:r><w:rPr><w:b/>{change}</w:rPr><w:t>bold</w:t></w:r>»")
    assert listed(revised) == [("format", "text", "bold")]
    assert revised.base.text == revised.proposed.text == "a bold"
    assert len(revised.stretches) == 1
    assert "1 change of format" in revised.proposed.problems[0].message


@pytest.mark.parametrize(
    ("date", "read_as"),
    [
        ("2026-01-01T00:00:00Z", DAY),
        ("2026-01-01T00:00:00", DAY),
        ("2026-01-01T05:30:00+05:30", DAY),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(date: str, read_as: datetime | None) -> None:
    inserted = inline_xml("{+a+}").replace("2026-01-01T00:00:00Z", date)
    (revision,) = read(f"x «{inserted}»").revisions
    assert revision.date == read_as


def test_replaced_words_are_found_where_they_stood() -> None:
    revised = read("pay in {-30-}{+60+} days")
    base, proposed = revised.base.text, revised.proposed.text

    def find(words: str) -> str:
        start = base.index(words)
        span = revised.locate(Span(start=start, end=start + len(words)), of="base", to="proposed")
        return proposed[span.start : span.end]

    assert find("30") == "60"
    assert find("in 30") == "in 60"
    assert find("pay in") == "pay in"
    assert find("30 days") == "60 days"
    assert revised.alignment().matches == ((0, 0, 7), (9, 9, 5))


# --- comments ------------------------------------------------------------------------------------------------------


def anchored(text: str, number: int) -> str:
    start, end = f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>'
    return f'«{start}»{text}«{end}<w:r><w:commentReference w:id="{number}"/></w:r>»'


def test_comments_with_their_anchors_replies_and_whether_resolved() -> None:
    body = build_docx(f"The {anchored('cap', 2)} is low.", f"Term is {anchored('{-two-}{+three+} years', 0)}.")
    revised = read_revisions(
        with_comments(
            body, [("Ana", "Too\nlong", None, True), ("Ben", "Agreed", 0, True), ("Ben", "Why?", None, False)]
        ),
        name="msa.docx",
    )
    found = [(c.author, c.text, c.parent, c.resolved) for c in revised.comments]
    assert found == [("Ben", "Why?", None, False), ("Ana", "Too\nlong", None, True), ("Ben", "Agreed", 1, True)]
    cap, term, reply = revised.comments
    assert cap.spans is not None
    assert term.spans is not None
    assert reply.spans is None
    assert term.date == datetime(2026, 3, 1, 9, tzinfo=UTC)
    shown = {v: revised.in_view(v).text[s.start : s.end] for v, s in term.spans if isinstance(s, Span)}
    assert shown == {"base": "two years", "marked": "twothree years", "proposed": "three years"}
    assert revised.proposed.text[cap.spans.proposed.start : cap.spans.proposed.end] == "cap"
    assert [a.text for a in revised.proposed.asides] == ["Too\nlong", "Agreed", "Why?"]


def test_an_anchor_may_go_over_paragraphs_or_be_only_a_point() -> None:
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    body = build_docx(start, "first", "| cell", end, "after«<w:r><w:commentReference w:id='1'/></w:r>»")
    revised = read_revisions(
        with_comments(body, [("A", "both", None, False), ("A", "point", None, False)]), name="a.docx"
    )
    spans = [c.spans.marked for c in revised.comments if c.spans is not None]
    assert [revised.marked.text[s.start : s.end] for s in spans] == ["first\n\ncell", ""]
    assert spans[1].start == len(revised.marked.text)


def test_a_comment_on_deleted_words_stands_where_they_were() -> None:
    body = build_docx(f"Fees are {anchored('{-fixed-}', 0)} due.")
    (comment,) = read_revisions(with_comments(body, [("A", "no!", None, False)]), name="a.docx").comments
    assert comment.spans is not None
    assert comment.spans.proposed == Span(start=9, end=9)
    assert comment.spans.base == Span(start=9, end=14)


def test_replies_that_go_round_in_circles_are_listed_once() -> None:
    body = build_docx("text")
    comments = [("A", "one", 1, False), ("B", "two", 0, False), ("C", "three", 9, False)]
    with_gap = [*comments[:2], ("C", "three", None, False)]
    assert sorted(c.text for c in read_revisions(with_comments(body, with_gap), name="a.docx").comments) == [
        "one",
        "three",
        "two",
    ]
