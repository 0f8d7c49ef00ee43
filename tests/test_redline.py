"""Redlines of small hosts: what is written, in whose look and under which number."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from analyzer.errors import RedlineError
from analyzer.models import Contract, Document, Evidence, NewDefinition, ReportProvision
from analyzer.redline import redline
from tests.builders import change_parts
from tests.redline_builders import (
    AUTHOR,
    DATE,
    W,
    clause,
    contract_of,
    edit,
    read,
    run,
    suggest,
    tighten,
    tiny_docx,
)

NOTICE = "Provider shall give 15 days' notice of any change to the Model."
BETTER = "Provider shall give at least 60 days' written notice of any change to the Model."


def marks(xml: bytes, name: str) -> list[str]:
    """The words of each mark of one kind."""
    found = etree.fromstring(xml).iter(W + name)
    texts = ("".join(t.text or "" for t in mark.iter(W + "t", W + "delText")) for mark in found)
    return [text for text in texts if text]


class TestTighten:
    def test_only_the_words_that_differ_are_changed(self) -> None:
        host = tiny_docx(["# Changes", NOTICE, "The end."])
        done = run(host, suggest(tighten(read(host), NOTICE, BETTER)))
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
        done = run(host, suggest(tighten(read(host), "15 days", "60 days")))
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
        done = run(host, suggest(tighten(read(host), "Provider aims at 80 percent.", "Provider aims at 95 percent.")))
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
        done = run(
            host, suggest(tighten(read(host), "Provider lists vendors on the site", "Provider names each vendor"))
        )
        assert done.proposed == ["Provider names each vendor"]
        inserted = next(etree.fromstring(done.part()).iter(W + "ins"))
        assert inserted.getparent().tag == W + "p"
        assert inserted.find(f"{W}r/{W}rPr") is None

    def test_a_change_of_someone_else_beside_the_words_stays_as_it_is(self) -> None:
        host = tiny_docx(["Provider {-may-}{+shall+} give 15 days of notice."])
        done = run(
            host,
            suggest(
                tighten(read(host), "Provider shall give 15 days of notice.", "Provider shall give 60 days of notice.")
            ),
        )
        assert done.proposed == ["Provider shall give 60 days of notice."]
        assert done.base == ["Provider may give 15 days of notice."]
        assert done.xml.count('w:author="Counsel"') == 2


LISTS = ["1 = decimal|%1.|style=H1 ; decimal|%1.%2|style=H2 ; lowerLetter|(%3)|style=H3"]
STYLES = ["H1 : list=1 level=0 bold", "H2 : list=1 level=1", "H3 : list=1 level=2"]
NUMBERED = ["@H1: Services", "@H2: Provider serves Client.", "@H2: Provider shall:", "@H3: serve; and", "@H1: General",
            "@H2: Notices are in writing.", "This Agreement has been entered into on its date.", "| Signed for Client | Date"]  # fmt: skip


def numbered_host() -> tuple[bytes, Contract]:
    host = tiny_docx(NUMBERED, lists=LISTS, styles=STYLES)
    document = read(host)
    tree = [
        clause(document, "Services", number="1", kind="section", parent=None),
        clause(document, "Provider serves", number="1.1", kind="section", parent=0),
        clause(document, "Provider shall:", number="1.2", kind="section", parent=0),
        clause(document, "serve; and", number="(a)", kind="item", parent=2).model_copy(update={"level": 2}),
        clause(document, "General", number="2", kind="section", parent=None),
        clause(document, "Notices are", number="2.1", kind="section", parent=4),
    ]
    return host, contract_of(host, clauses=tree)


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


DEFINED = [
    "“**Charges**” means the sums due.",
    "“**Services**” means the work.",
    "(a) with reports; and",
    "“**Term**” means two years.",
]
TERMS = ("Charges", "Services", "Term")


class TestDefinitions:
    def with_definition(self, host: bytes, *terms: str) -> ReportProvision:
        document = read(host)
        new = [NewDefinition(term=t, text=f"means what {t} says.") for t in terms]
        old = document.text[document.blocks[-1].start : document.blocks[-1].end]
        return suggest(tighten(document, old, "Client decides each and every time."), definitions=new)

    def test_each_goes_to_its_alphabetical_place_in_the_look_of_the_host(self) -> None:
        host = tiny_docx(["In this Agreement:", *DEFINED, "Provider may do it."])
        done = run(
            host,
            self.with_definition(host, "Upgrade", "AI Model", "Subcontractor"),
            contract=contract_of(host, terms=TERMS),
        )
        assert done.proposed == [
            "In this Agreement:",
            "“AI Model” means what AI Model says.",
            "“Charges” means the sums due.",
            "“Services” means the work.",
            "(a) with reports; and",
            "“Subcontractor” means what Subcontractor says.",
            "“Term” means two years.",
            "“Upgrade” means what Upgrade says.",
            "Client decides each and every time.",
        ]  # fmt: skip
        assert '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Upgrade</w:t></w:r>' in done.xml
        assert {a.term for a in done.result.applied if a.action == "define"} == {"AI Model", "Subcontractor", "Upgrade"}

    def test_a_table_of_definitions_gets_a_row(self) -> None:
        host = tiny_docx(
            ["|= Definition | Meaning", "| Charges | The sums due.", "| Term | Two years.", "Provider may do it."]
        )
        done = run(host, self.with_definition(host, "Model"), contract=contract_of(host, terms=("Charges", "Term")))
        assert done.proposed == [
            "Definition | Meaning", "Charges | The sums due.", "Model | What Model says.", "Term | Two years.",
            "Client decides each and every time.",
        ]  # fmt: skip
        assert done.base == [
            "Definition | Meaning",
            "Charges | The sums due.",
            "Term | Two years.",
            "Provider may do it.",
        ]

    def test_in_a_numbered_list_it_comes_last_so_that_nothing_is_renumbered(self) -> None:
        host = tiny_docx(
            ["1> “Charges” means the sums due.", "1> “Term” means two years.", "Provider may do it."],
            lists=["1 = decimal|%1."],
        )
        done = run(host, self.with_definition(host, "Model"), contract=contract_of(host, terms=("Charges", "Term")))
        assert done.proposed[:3] == [
            "1. “Charges” means the sums due.",
            "2. “Term” means two years.",
            "3. “Model” means what Model says.",
        ]

    def test_without_a_list_they_get_a_clause_behind_the_new_ones(self) -> None:
        host, contract = numbered_host()
        document = contract.document
        offset = document.text.index("Signed for")
        new = suggest(
            edit("insert", "notice", document, offset, offset, "3.1", "Provider gives notice."),
            section="3",
            definitions=[NewDefinition(term="Model", text="means a model.")],
        )
        done = run(host, new, contract=contract)
        assert done.proposed[8:10] == [
            "4. Definitions for the clauses on artificial intelligence",
            "4.1 “Model” means a model.",
        ]


OLD_COMMENT = (
    '<w:comment w:id="7" w:author="Other Side" w:date="2026-01-01T00:00:00Z" w:initials="OS">'
    '<w:p w14:paraId="11111111"><w:r><w:t>Why 15?</w:t></w:r></w:p></w:comment>'
)
EXTENDED = (
    '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
    '<w15:commentEx w15:paraId="11111111" w15:done="0"/></w15:commentsEx>'
)
ANCHORED = (
    '<w:p><w:commentRangeStart w:id="7"/><w:r><w:t>Provider shall give 15 days of notice.</w:t></w:r>'
    '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>'
)


class TestComments:
    def test_a_comment_says_why_which_finding_and_from_where(self) -> None:
        host = tiny_docx([NOTICE])
        done = run(host, suggest(tighten(read(host), NOTICE, BETTER)))
        (comment,) = done.comments
        assert "Title of model-change-notice: Title of notice." in comment
        assert "Weak: reason of notice." in comment
        assert "Finding model-change-notice/notice. Source: clause library." in comment
        assert (
            f'w:author="{AUTHOR}" w:date="2026-11-22T09:30:00Z" w:initials="AC"'
            in done.part("word/comments.xml").decode()
        )
        assert set(re.findall(r'w:author="([^"]*)" w:date="([^"]*)"', done.xml)) == {(AUTHOR, "2026-11-22T09:30:00Z")}

    def test_an_override_quotes_what_it_sets_aside(self) -> None:
        host, contract = numbered_host()
        document = contract.document
        at = document.text.index("Provider serves Client.")
        quoted = Evidence(
            document=document.name, page=None, section="1.1", start=at, end=at + 23, quote="Provider serves Client."
        )
        offset = document.text.index("Signed for")
        new = suggest(edit("override", "veto", document, offset, offset, "3.1", "Despite section 1.1, no.", "section 1.1"), section="3", evidence=[quoted])  # fmt: skip
        assert "It sets aside 1.1: “Provider serves Client.”" in run(host, new, contract=contract).comments[0]

    def test_comments_that_were_there_keep_their_bytes(self) -> None:
        host = tiny_docx(ANCHORED, comments=OLD_COMMENT, extended=EXTENDED)
        done = run(host, suggest(tighten(read(host), "15 days", "60 days")))
        assert OLD_COMMENT.encode() in done.part("word/comments.xml")
        assert done.comments[0] == "Why 15?"
        assert len(done.comments) == 2
        added = etree.fromstring(done.part("word/commentsExtended.xml"))
        paragraph = re.findall(r'w14:paraId="(\w{8})"', done.part("word/comments.xml").decode())
        assert [e.values()[0] for e in added] == ["11111111", paragraph[1]]


def bound(inner: str) -> str:
    return f'<w:sdt><w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


BOX = (
    "«<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>Boxed words here.</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></w:pict></w:r>»"
)
REFUSALS = {
    "in-field": (["See clause {= REF x =14.2 and 14.3=} here."], "clause 14.2", "clause 99.1"),
    "in-pending-change": (["Provider {+shall always+} act."], "shall always", "may"),
    "in-control": (
        [bound("<w:p><w:r><w:t>Locked words here.</w:t></w:r></w:p>"), "Open."],
        "Locked words",
        "Free words",
    ),
    "in-note": (["Text[^1] here."], "A note says so.", "Nothing."),
    "in-text-box": ([f"Text {BOX}"], "Boxed words", "Free words"),
    "across-paragraphs": (["First part", "second part."], "First part\n\nsecond part.", "One part."),
    "around-object": (["Before[^1] after it."], "Before after", "Neither"),
    "no-place": (["It says this."], "It says this.", "It says this."),
}


class TestRefusals:
    @pytest.mark.parametrize("code", REFUSALS)
    def test_a_refused_edit_is_reported_and_the_rest_goes_on(self, code: str) -> None:
        before, old, new = REFUSALS[code]
        host = tiny_docx([*before, NOTICE], footnote="A note says so.")
        document = read(host)
        bad = tighten(document, old, new, element="bad")
        done = run(host, suggest(bad, tighten(document, NOTICE, BETTER, element="good")))
        assert [(r.element, r.code) for r in done.result.refused] == [("bad", code)]
        assert done.result.refused[0].text == new
        assert [a.element for a in done.result.applied] == ["good"]
        assert lines_with(done.proposed, "60 days' written notice")
        assert done.base == run(host).base

    def test_words_another_change_takes_are_refused(self) -> None:
        host = tiny_docx([NOTICE])
        document = read(host)
        done = run(
            host,
            suggest(
                tighten(document, NOTICE, BETTER, element="first"),
                tighten(document, "15 days' notice", "a letter", element="second"),
            ),
        )
        assert [(r.element, r.code) for r in done.result.refused] == [("second", "overlap")]

    def test_an_edit_of_another_document_is_refused(self) -> None:
        host = tiny_docx([NOTICE])
        other = tighten(read(host), NOTICE, BETTER).model_copy(update={"document": "sow.docx"})
        done = run(host, suggest(other))
        assert [(r.code, "sow.docx" in r.reason) for r in done.result.refused] == [("other-document", True)]

    def test_nothing_is_put_inside_a_move_that_is_pending(self) -> None:
        def edge(side: str, kind: str, of: str = "1") -> str:
            by = ' w:name="m" w:author="Counsel" w:date="2026-01-01T00:00:00Z"' if kind == "Start" else ""
            return f'«<w:move{side}Range{kind} w:id="{of}"{by}/>»'

        def moved(side: str) -> list[str]:
            words = f'«<w:move{side} w:id="9" w:author="Counsel" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Moved.</w:t></w:r></w:move{side}>»'
            return [f"{edge(side, 'Start')}{words}", "Inside.", f"Its end.{edge(side, 'End')}", "Behind."]

        host = tiny_docx(["Before.", *moved("To")])
        document = read(host)
        for words, code in (("Before.", None), ("Inside.", "in-pending-change"), ("Its end.", None), ("Behind.", None)):
            at = document.text.index(words) + len(words)
            done = run(host, suggest(edit("insert", "n1", document, at, at, None, "Provider gives notice.")))
            assert [r.code for r in done.result.refused] == ([code] if code else []), words

    def test_words_that_stand_twice_and_can_not_be_told_apart_are_refused(self) -> None:
        # The analyzer knows that the style hides its words; the redline's reader does not, and sees them twice.
        host = tiny_docx(["@Hid: Same words.", "Same words.", "Own words."], styles=["Hid : hidden"])
        document = read(host)
        edits = (
            tighten(document, "Same words.", "New words.", element="bad"),
            tighten(document, "Own", "Our", element="good"),
        )
        done = run(host, suggest(*edits))
        assert [(r.element, r.code) for r in done.result.refused] == [("bad", "found-twice")]
        assert [a.element for a in done.result.applied] == ["good"]

    def test_nothing_is_written_when_nothing_can_be_done(self, tmp_path: Path) -> None:
        host = tiny_docx(["It says this."])
        done = run(host, suggest(tighten(read(host), "It says this.", "It says this.")))
        assert not done.written
        assert done.result.applied == ()
        assert done.result.checks == ()


def lines_with(lines: list[str], words: str) -> bool:
    return any(words in line for line in lines)


class TestFiles:
    def test_another_file_than_the_one_analysed_is_refused(self) -> None:
        host, other = tiny_docx([NOTICE]), tiny_docx([NOTICE, "More."])
        with pytest.raises(RedlineError, match="changed since it was analysed"):
            run(other, suggest(tighten(read(host), NOTICE, BETTER)), contract=contract_of(host))

    def test_a_mistake_while_it_is_made_costs_the_redline_alone(self, tmp_path: Path) -> None:
        def broken(data: bytes) -> Document:
            raise KeyError("words of the contract")

        host, out = tiny_docx([NOTICE]), tmp_path / "redline.docx"
        wanted = [suggest(tighten(read(host), NOTICE, BETTER))]
        with pytest.raises(RedlineError, match=r"could not be made \(KeyError\)") as refused:
            redline(
                host, contract=contract_of(host), accepted=wanted, author=AUTHOR, date_utc=DATE, read=broken, out=out
            )
        assert "words of the contract" not in str(refused.value)
        assert list(tmp_path.iterdir()) == []

    def test_a_pdf_is_sent_to_the_rider(self, tmp_path: Path) -> None:
        host = tiny_docx([NOTICE])
        contract = contract_of(host)
        pdf = contract.model_copy(update={"document": contract.document.model_copy(update={"format": "pdf"})})
        with pytest.raises(RedlineError, match="rider"):
            redline(host, contract=pdf, accepted=[], author=AUTHOR, date_utc=DATE, read=read, out=tmp_path / "x.docx")

    @pytest.mark.parametrize(
        "start", ["", "\ufeff<?xml version='1.0' encoding='UTF-8'?>\r\n", "<?xml version='1.0'?><!-- by hand -->\n"]
    )
    def test_bytes_that_no_tool_of_ours_would_write_are_kept(self, start: str) -> None:
        odd = "\n  <w:p  w:rsidR='00A1' >\r\n<w:r><w:t>It&#8217;s &gt; &quot;odd&quot;</w:t></w:r></w:p  >\n<w:p/>\t<?keep me?>"
        plain = tiny_docx(f"{odd}<w:p><w:r><w:t>{NOTICE}</w:t></w:r></w:p>{odd}")
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            xml = archive.read("word/document.xml").decode()
        host = change_parts(plain, {"word/document.xml": (start + xml).encode()})
        done = run(host, suggest(tighten(read(host), NOTICE, BETTER)))
        before, after = (start + xml).split(NOTICE)
        assert done.xml.startswith(before[: before.rindex("<w:p>")])
        assert done.xml.endswith(after[after.index("</w:p>") :])
        assert done.proposed[1] == BETTER

    def test_the_same_input_gives_the_same_bytes(self) -> None:
        host = tiny_docx([NOTICE])
        wanted = suggest(tighten(read(host), NOTICE, BETTER))
        assert run(host, wanted).data == run(host, wanted).data

    def test_what_fails_its_checks_is_not_written(self, tmp_path: Path) -> None:
        host = tiny_docx([NOTICE])
        wanted = suggest(tighten(read(host), NOTICE, BETTER))
        unread = read(tiny_docx(["Something else."]))
        with pytest.raises(RedlineError, match="reading"):
            redline(
                host, contract=contract_of(host), accepted=[wanted], author=AUTHOR, date_utc=DATE,
                read=lambda _: unread, out=tmp_path / "redline.docx",
            )  # fmt: skip
        assert list(tmp_path.iterdir()) == []
