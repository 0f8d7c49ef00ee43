"""Redlines of small hosts: what is reworded and inserted, in whose look and under which number."""

import re

from lxml import etree

from analyzer.models import ReportProvision
from tests.redline_builders import (
    BETTER,
    NOTICE,
    W,
    clause,
    contract_of,
    edit,
    numbered_host,
    read,
    reworded,
    run,
    suggest,
    tighten,
    tiny_docx,
)


def marks(xml: bytes, name: str) -> list[str]:
    """The words of each mark of one kind."""
    found = etree.fromstring(xml).iter(W + name)
    texts = ("".join(t.text or "" for t in mark.iter(W + "t", W + "delText")) for mark in found)
    return [text for text in texts if text]


class TestTighten:
    def test_only_the_words_that_differ_are_changed(self) -> None:
        host = tiny_docx(["# Changes", NOTICE, "The end."])
        done = reworded(host, NOTICE, BETTER)
        assert marks(done.part(), "del") == ["15"]
        assert marks(done.part(), "ins") == ["at least 60", "written "]
        assert done.proposed == ["Changes", BETTER, "The end."]
        assert done.base == ["Changes", NOTICE, "The end."]

    def test_a_sentence_with_little_in_common_is_replaced_in_one_piece(self) -> None:
        old = "Where a change is urgent, the Supplier shall give as much notice as it can and shall tell the Customer."
        new = "An AI Change may precede the notice only where it is needed, and the parties shall review the matter."
        host = tiny_docx([old])
        done = run(host, suggest(tighten(read(host), old, new)))
        assert marks(done.part(), "del") == [old[:-1]]
        assert marks(done.part(), "ins") == [new[:-1]]

    def test_new_words_take_the_look_of_those_they_replace(self) -> None:
        host = tiny_docx(["Provider shall give **15 days** notice of it."])
        done = reworded(host, "15 days", "60 days")
        assert '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">60</w:t></w:r>' in done.xml
        assert '<w:r><w:rPr><w:b/></w:rPr><w:delText xml:space="preserve">15</w:delText></w:r>' in done.xml

    def test_a_heading_before_the_sentence_stays(self) -> None:
        host = tiny_docx(["**Notice.** Provider may tell Client."])
        document = read(host)
        contract = contract_of(host).model_copy(
            update={"clauses": (clause(document, "Notice. Provider", number="1", kind="section", parent=None).model_copy(
                update={"heading": "Notice"}),)}
        )  # fmt: skip
        wanted = suggest(tighten(document, "Notice. Provider may tell Client.", "Client gets a report."))
        done = run(host, wanted, contract=contract)
        assert done.proposed == ["Notice. Client gets a report."]
        assert "".join(marks(done.part(), "del")) == "Provider may tell Client"
        assert "<w:b/>" not in "".join(re.findall("<w:ins .*?</w:ins>", done.xml))

    def test_two_findings_on_one_sentence_are_carried_out_together(self) -> None:
        host = tiny_docx([NOTICE, "The end."])
        document = read(host)
        first = suggest(tighten(document, NOTICE, "One thing is so."), provision="one")
        second = suggest(tighten(document, NOTICE, "Another thing is so."), provision="two")
        done = run(host, first, second)
        assert done.proposed == ["One thing is so. Another thing is so.", "The end."]
        assert [a.provision for a in done.result.applied] == ["one", "two"]
        assert len(done.comments) == 2

    def test_words_of_a_table_cell_are_changed_in_it(self) -> None:
        host = tiny_docx(["|= Metric | Target", "| Accuracy | Provider aims at 80 percent. // A note.", "After."])
        done = reworded(host, "Provider aims at 80 percent.", "Provider aims at 95 percent.")
        assert done.proposed == ["Metric | Target", "Accuracy | Provider aims at 95 percent. A note.", "After."]

    def test_a_cross_reference_that_goes_whole_is_struck_out_whole(self) -> None:
        host = tiny_docx(["Subject to clause {= REF x =14.2=} and the law, Provider may act."])
        wanted = tighten(
            read(host), "Subject to clause 14.2 and the law, Provider may act.", "Client decides each time."
        )
        done = run(host, suggest(wanted))
        assert done.proposed == ["Client decides each time."]
        assert done.base == ["Subject to clause 14.2 and the law, Provider may act."]
        assert "<w:delInstrText" in done.xml
        assert "<w:instrText" not in done.xml

    def test_a_link_keeps_its_look_to_itself(self) -> None:
        link = '«<w:hyperlink w:anchor="x"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>the site</w:t></w:r></w:hyperlink>»'
        host = tiny_docx([f"Provider lists vendors on {link}"])
        done = reworded(host, "Provider lists vendors on the site", "Provider names each vendor")
        assert done.proposed == ["Provider names each vendor"]
        inserted = next(etree.fromstring(done.part()).iter(W + "ins"))
        assert inserted.getparent().tag == W + "p"
        assert inserted.find(f"{W}r/{W}rPr") is None

    def test_a_change_of_someone_else_beside_the_words_stays_as_it_is(self) -> None:
        host = tiny_docx(["Provider {-may-}{+shall+} give 15 days of notice."])
        done = reworded(host, "Provider shall give 15 days of notice.", "Provider shall give 60 days of notice.")
        assert done.proposed == ["Provider shall give 60 days of notice."]
        assert done.base == ["Provider may give 15 days of notice."]
        assert done.xml.count('w:author="Counsel"') == 2


class TestInsert:
    def new_clause(self, offset: int, number: int) -> ReportProvision:
        document = contract_of(numbered_host()[0]).document
        edits = [
            edit("insert", "notice", document, offset, offset, f"{number}.1", "Provider gives notice:\n(a) early; and\n(b) in writing."),
            edit("override", "veto", document, offset, offset, f"{number}.2", "Despite section 1.1, Client may refuse.", "section 1.1"),
        ]  # fmt: skip
        return suggest(*edits, section=str(number), heading="Change notice")

    def test_word_numbers_the_new_clause_where_it_numbers_the_host(self) -> None:
        host, contract = numbered_host()
        offset = contract.document.text.index("Signed for")
        done = run(host, self.new_clause(offset, 3), contract=contract)
        assert done.proposed[6:12] == [
            "3. Change notice",
            "3.1 Provider gives notice:",
            "(a) early; and",
            "(b) in writing.",
            "3.2 Despite section 1.1, Client may refuse.",
            "This Agreement has been entered into on its date.",
        ]
        assert done.base == [line for line in done.proposed if line not in done.proposed[6:11]]
        assert [(a.action, a.section) for a in done.result.applied] == [("insert", "3.1"), ("override", "3.2")]
        # Nobody types what Word counts.
        assert not re.search(r"<w:t [^>]*>3\.", done.xml)

    def test_clauses_left_out_leave_no_gap_in_the_numbers(self) -> None:
        host, contract = numbered_host()
        offset = contract.document.text.index("Signed for")
        done = run(host, self.new_clause(offset, 7), contract=contract)
        assert "3.2 Despite section 1.1, Client may refuse." in done.proposed
        assert done.result.applied[1].section == "3.2"

    def test_numbers_that_the_host_types_are_typed(self) -> None:
        host = tiny_docx(
            [
                "1.\tServices",
                "1.1\tProvider serves Client.",
                "2.\tGeneral",
                "2.1\tNotices are in writing.",
                "Signed for Client",
            ]
        )
        document = read(host)
        tree = [
            clause(document, "1. Services", number="1.", kind="section", parent=None),
            clause(document, "1.1 Provider", number="1.1", kind="section", parent=0),
            clause(document, "2. General", number="2.", kind="section", parent=None),
            clause(document, "2.1 Notices", number="2.1", kind="section", parent=2),
        ]
        offset = document.text.index("Signed for")
        done = run(host, self.new_clause(offset, 3), contract=contract_of(host, clauses=tree))
        assert done.proposed[4:6] == ["3. Change notice", "3.1 Provider gives notice:"]
        assert '<w:t xml:space="preserve">3.</w:t><w:tab/>' in done.xml

    def test_a_number_that_word_would_get_wrong_is_typed(self) -> None:
        # All paragraphs below are of one list that never restarts, so the new parts would go on at (c).
        lines = ["General", "1> Notices are in writing.", "1> No waiver.", "The end follows.", "1> Schedule line."]
        host = tiny_docx(lines, lists=["1 = lowerLetter|(%1)"])
        document = read(host)
        tree = [
            clause(document, "General", number=None, kind="section", parent=None),
            clause(document, "Notices are", number="(a)", kind="item", parent=0),
            clause(document, "No waiver", number="(b)", kind="item", parent=0),
        ]
        offset = document.text.index("The end")
        new = suggest(edit("insert", "notice", document, offset, offset, "(a)", "Provider gives notice."))
        done = run(host, new, contract=contract_of(host, clauses=tree))
        assert done.proposed == [
            "General", "(a) Notices are in writing.", "(b) No waiver.", "Change notice", "(a) Provider gives notice.",
            "The end follows.", "(c) Schedule line.",
        ]  # fmt: skip
        assert '<w:numId w:val="0"/>' in done.xml

    def test_empty_paragraphs_that_set_clauses_apart_are_copied(self) -> None:
        host = tiny_docx(["First clause stands.", "", "Second clause stands.", "", "Signed by Client"])
        document = read(host)
        offset = document.text.index("Signed by")
        done = run(host, suggest(edit("insert", "notice", document, offset, offset, None, "Provider gives notice.")))
        paragraphs = list(etree.fromstring(done.part()).iter(W + "p"))
        words = ["".join(t.text or "" for t in p.iter(W + "t")) for p in paragraphs]
        assert words[2:] == [
            "Second clause stands.",
            "",
            "Change notice",
            "",
            "Provider gives notice.",
            "",
            "Signed by Client",
        ]
