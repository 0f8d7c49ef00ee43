"""What a report says of its redline: what stands in the file, and why the rest does not."""

import io

import pytest
from docx import Document
from markupsafe import escape

from analyzer.models import AppliedEdit, RedlineResult, RefusedEdit, Remaining, Report
from analyzer.report.html import render_html
from analyzer.report.markdown import render_markdown
from analyzer.report.rider import render_rider
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


class TestWhatNoDraftMends:
    REPORT = REPORT.model_copy(
        update={
            "provisions": tuple(
                p
                if p.suggestion is None
                else p.model_copy(
                    update={
                        "suggestion": p.suggestion.model_copy(
                            update={
                                "remaining": tuple(
                                    Remaining(element=p.elements[0].id, reason=reason)
                                    for reason in ("The wording | stays short.", "It has to be changed in sow.docx.")
                                )
                            }
                        )
                    }
                )
                for p in REPORT.provisions
            )
        }
    )

    def told(self) -> list[str]:
        return [
            f"{p.elements[0].title}: The wording | stays short. It has to be changed in sow.docx."
            for p in self.REPORT.provisions
            if p.suggestion is not None
        ]

    def test_the_markdown_and_the_page_say_it_in_a_line_for_each_element(self) -> None:
        page, written = render_html(self.REPORT, [CONTRACT]), render_markdown(self.REPORT)
        assert page.count("<b>Not mended by this language.</b>") == len(self.told()) > 0
        lines = [line for line in written.splitlines() if line.startswith("- Not mended by this language: ")]
        assert [line.replace("\\", "").split(": ", 1)[1] for line in lines] == self.told()
        assert all(str(escape(line)) in page for line in self.told())

    def test_the_rider_says_it(self) -> None:
        rider = Document(io.BytesIO(render_rider(self.REPORT, [CONTRACT])))
        notes = [p.text for p in rider.paragraphs if p.text.startswith("Not mended")]
        assert sorted(notes) == sorted(f"Not mended by this language. {line}" for line in self.told())

    def test_where_all_is_mended_nothing_is_said(self) -> None:
        assert "Not mended" not in render_markdown(REPORT)
        assert "Not mended" not in render_html(REPORT, [CONTRACT])
