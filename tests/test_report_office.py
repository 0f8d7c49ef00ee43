"""Reports for Word and Excel: the rider and the spreadsheet."""

import io

import docx
import openpyxl
import pytest

from analyzer.models import (
    Report,
)
from analyzer.report import words
from analyzer.report.archive import date_in_words
from analyzer.report.rider import render_rider
from analyzer.report.sheets import safe
from analyzer.report.xlsx import render_xlsx
from tests.report_builders import (
    make_contract,
    make_report,
    provision,
    suggestion,
)
from tests.report_pages import hostile_report


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in docx.Document(io.BytesIO(content)).paragraphs]


class TestRider:
    def rider(self) -> list[tuple[str, str]]:
        contract = make_contract()
        return paragraphs(render_rider(make_report(contract), [contract]))

    def test_bears_parties_review_and_what_was_left_out(self) -> None:
        texts = [text for _, text in self.rider()]
        assert texts[0] == "Rider of AI provisions"
        assert (
            "Between Harrow Mutual Insurance plc (the “Customer”) as client and Northgate Business Services Limited "
            "(the “Supplier”) as provider." in texts
        )
        assert texts.count(words.DISCLAIMER) == 2
        assert any(text.startswith("Something was left out") for text in texts)

    def test_clauses_have_typed_number_heading_and_items(self) -> None:
        shown = self.rider()
        headings = [text for style, text in shown if style == "Heading 2"]
        assert headings == [
            "9.3\tNo training on Customer Data",
            "14.2\tChanges to AI models",
            "17A\tLiability for AI Errors",
        ]
        styles = {text: style for style, text in shown}
        assert styles["(b)\tthe reason; and"] == "Clause item"
        part = "17A.1\tThe Supplier is liable for loss caused by an AI Error, up to [●: 2 times the annual Charges]."
        assert styles[part] == "Clause part"
        assert any(s == "Clause text" and t.startswith("The Supplier shall notify the Customer") for s, t in shown)
        instructions = [text for style, text in shown if style == "Instruction"]
        assert "Insert as section 9.3, to apply despite section 9.2:" in instructions
        assert "Amend section 14.2 so that it reads:" in instructions

    @pytest.mark.parametrize(
        ("text", "heading", "first"),
        [
            ("Notice of each AI Change is due.", "5\tNotice", "Notice of each AI Change is due."),
            ("Notice. It is due in writing.", "5\tNotice", "It is due in writing."),
            ("5A Notice: It is due.", "5A\tNotice", "It is due."),
            ("5. The Supplier shall tell.", "5\tNotice", "The Supplier shall tell."),
            ("5 days after an AI Change, tell.", "5\tNotice", "5 days after an AI Change, tell."),
        ],
    )
    def test_number_and_heading_are_not_said_twice(self, text: str, heading: str, first: str) -> None:
        one = provision("p | T | weak | change | 1 | 1 | plain", suggestion=suggestion("insert", "5", "Notice", text))
        texts = [text for _, text in paragraphs(render_rider(make_report(provisions=(one,)), []))]
        assert texts[texts.index(heading) + 2] == first

    def test_definitions_are_in_alphabetical_order(self) -> None:
        terms = [text for _, text in self.rider() if text.startswith("“")]
        assert [t.split("”")[0] for t in terms] == ["“AI Change", "“AI Component", "“Training"]
        assert terms[2].startswith("“Training” means fitting the parameters")
        assert terms[0].endswith("[after “Affiliate”]")

    def test_drafting_notes_can_be_told_apart(self) -> None:
        notes = [text for style, text in self.rider() if style == "Drafting note"]
        assert len(notes) == 3
        assert all(note.startswith("Drafting note. ") and "balanced position" in note for note in notes)
        assert all("Sources: S0" in note for note in notes)

    def test_tables_name_the_places_and_the_words_that_change(self) -> None:
        contract = make_contract()
        overview, changes = docx.Document(io.BytesIO(render_rider(make_report(contract), [contract]))).tables
        assert [c.text for c in overview.rows[1].cells] == [
            "Data ownership and ban on training use",
            "Adverse",
            "Override the existing clause",
            "new section 9.3",
        ]
        assert [c.text for c in changes.rows[1].cells] == [
            "section 14.2",
            "use reasonable endeavours to tell the Customer in advance",
            "notify the Customer in writing at least [●: 30 days] in advance",
        ]

    def test_pages_are_numbered_and_dates_are_the_receipts(self) -> None:
        document = docx.Document(io.BytesIO(render_rider(make_report(), [])))
        footer = document.sections[0].footer._element.xml
        assert "PAGE" in footer
        assert "NUMPAGES" in footer
        assert "Draft of 20 November 2026" in document.sections[0].header.paragraphs[0].text
        assert document.core_properties.created.isoformat() == document.core_properties.modified.isoformat()
        assert f"{document.core_properties.created:%Y-%m-%d}" == "2026-11-20"

    def test_hostile_text_is_plain_text(self) -> None:
        report, contract = hostile_report()
        document = docx.Document(io.BytesIO(render_rider(report, [contract])))
        text = "\n".join(p.text for p in document.paragraphs)
        assert "<script>alert(1)</script>" in text
        assert "\u202e" not in text
        assert not document.element.xpath("//w:hyperlink | //w:instrText | //w:object")

    def test_a_date_that_cannot_be_read_is_shown_as_it_is(self) -> None:
        assert date_in_words("soon") == "soon"
        receipt = make_report().receipt.model_copy(update={"date": "soon"})
        assert render_rider(make_report(receipt=receipt), [])


class TestXlsx:
    def book(self, report: Report) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))

    def test_one_row_an_element_under_a_frozen_filtered_header(self) -> None:
        report = make_report()
        sheet = self.book(report)["Findings"]
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == 1 + sum(len(p.elements) for p in report.provisions)
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:T{len(rows)}"
        row = dict(zip(rows[0], rows[3], strict=True))
        assert (row["Status"], row["Section"], row["Page"], row["Value"]) == ("Strong", "14.3(b)", 2, 10)
        assert row["Quote"].startswith("test results on the Customer's own cases")

    def test_status_is_coloured_by_its_word(self) -> None:
        sheet = self.book(make_report())["Findings"]
        rules = [rule.formula for block in sheet.conditional_formatting for rule in block.rules]
        assert rules == [['"Adverse"'], ['"Missing"'], ['"Weak"'], ['"Adequate"'], ['"Strong"']]

    def test_summary_and_suggestions(self) -> None:
        book = self.book(make_report())
        summary = [row for row in book["Summary"].iter_rows(values_only=True) if row[0]]
        assert ("Score", 21.4) in {row[:2] for row in summary}
        assert summary[2][0] == "Read this first"
        assert [row[0] for row in book["Suggestions"].iter_rows(min_row=2, values_only=True)] == [
            p.title for p in make_report().provisions if p.suggestion
        ]

    def test_no_cell_of_a_hostile_contract_is_a_formula(self) -> None:
        report, _ = hostile_report()
        for sheet in self.book(report):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert cell.hyperlink is None
                    assert not isinstance(cell.value, str) or not cell.value.lstrip().startswith(tuple("=+-@\t"))
                    assert not isinstance(cell.value, str) or len(cell.value) <= 32_767

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1"])
    def test_formula_starts_are_neutralised(self, text: str) -> None:
        assert safe(text).startswith("'")

    def test_ordinary_text_is_left_alone(self) -> None:
        assert safe("14.2(b) = the notice") == "14.2(b) = the notice"
