"""What a report says of its redline: what stands in the file, and why the rest does not."""

import pytest

from analyzer.models import AppliedEdit, RedlineResult, RefusedEdit, Report
from analyzer.report.html import render_html
from analyzer.report.markdown import render_markdown
from tests.report_builders import make_contract, make_report

CONTRACT = make_contract()
REPORT = make_report()
PROVISION = next(p for p in REPORT.provisions if p.elements)


def applied(number: int) -> AppliedEdit:
    return AppliedEdit(
        provision=PROVISION.id, element=PROVISION.elements[0].id, action="insert", section="9.3", before="", after="New.",
        comment=number,
    )  # fmt: skip


REFUSED = RefusedEdit(
    provision=PROVISION.id, element=PROVISION.elements[0].id, action="tighten", section="9.2", text="New <b>words</b>.",
    code="in-field", reason="it falls inside a field | a cross-reference",
)  # fmt: skip
TERM = RefusedEdit(
    provision=PROVISION.id, term="AI | Error", action="define", section=None, text="means it.", code="no-place",
    reason="the contract has no list of definitions",
)  # fmt: skip


def with_redline(*made: AppliedEdit, refused: tuple[RefusedEdit, ...] = (), unchecked: tuple[str, ...] = ()) -> Report:
    result = RedlineResult(
        document="msa.docx", file="redline.docx" if made else None, sha256="0" * 64 if made else None, applied=made,
        refused=refused, unchecked=unchecked,
    )  # fmt: skip
    return REPORT.model_copy(update={"redline": result})


def test_a_report_without_a_redline_says_nothing_of_one() -> None:
    assert "The redline" not in render_markdown(REPORT)
    assert 'id="redline"' not in render_html(REPORT, [CONTRACT])


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (1, "1 change stands in redline.docx as tracked changes, each with a comment."),
        (2, "2 changes stand in redline.docx as tracked changes, each with a comment."),
        (0, "No change was made in msa.docx, so no redline was written."),
    ],
)
def test_it_says_what_the_file_holds(made: int, said: str) -> None:
    report = with_redline(*map(applied, range(made)), unchecked=("LibreOffice is not installed.",))
    for text in (render_markdown(report), render_html(report, [CONTRACT])):
        assert said in text
        assert "LibreOffice is not installed." in text


def test_each_change_that_was_refused_is_listed_with_its_reason() -> None:
    report = with_redline(applied(1), refused=(REFUSED, TERM))
    element = f"{PROVISION.title}: {PROVISION.elements[0].title} (tighter wording)"
    markdown, page = render_markdown(report), render_html(report, [CONTRACT])
    assert f"| {element} | 9.2 | it falls inside a field \\| a cross-reference |" in markdown
    assert "| definition of “AI \\| Error” |  | the contract has no list of definitions |" in markdown
    assert f'<th scope="row">{element}</th><td>9.2</td><td>it falls inside a field | a cross-reference</td>' in page
    assert "<td>the contract has no list of definitions</td>" in page


def test_the_report_reads_back_with_its_redline() -> None:
    report = with_redline(applied(1), refused=(REFUSED, TERM))
    assert Report.model_validate_json(report.model_dump_json(by_alias=True)) == report
