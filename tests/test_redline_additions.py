"""Definitions and comments that a redline adds: where they go, whose they are, what they say."""

import re

from lxml import etree

from analyzer.models import Evidence, NewDefinition, Party, ReportProvision
from analyzer.redline.explain import explain_edit
from tests.redline_builders import AUTHOR, NOTICE, contract_of, edit, numbered_host, reworded, run, suggest, tiny_docx

DEFINED = [
    "“**Charges**” means the sums due.",
    "“**Services**” means the work.",
    "(a) with reports; and",
    "“**Term**” means two years.",
]
TERMS = ("Charges", "Services", "Term")


class TestDefinitions:
    def with_definition(self, host: bytes, *terms: str) -> ReportProvision:
        document = contract_of(host).document
        new = [NewDefinition(term=t, text=f"means what {t} says.") for t in terms]
        last = document.blocks[-1]
        wanted = edit("tighten", "notice", document, last.start, last.end, "3.2", "Client decides each and every time.")
        return suggest(wanted, definitions=new)

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

    def test_where_the_list_is_the_last_thing_new_clauses_come_behind_it(self) -> None:
        host = tiny_docx(["In this Agreement:", *DEFINED[:2], DEFINED[3], "Signed for Client"])
        document = contract_of(host).document
        offset = document.text.index("Signed for")
        new = suggest(
            edit("insert", "notice", document, offset, offset, None, "Provider gives notice."),
            definitions=[NewDefinition(term="Upgrade", text="means a change.")],
        )
        assert run(host, new, contract=contract_of(host, terms=TERMS)).proposed[3:] == [
            "“Term” means two years.",
            "“Upgrade” means a change.",
            "Change notice",
            "Provider gives notice.",
            "Signed for Client",
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
        done = reworded(host, "15 days", "60 days")
        (comment,) = done.comments
        assert "Title of model-change-notice: Title of notice." in comment
        assert "Title of notice. Reason of notice. Finding" in comment
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
        assert "It sets aside section 1.1: “Provider serves Client.”" in run(host, new, contract=contract).comments[0]

    def test_it_says_what_the_other_side_can_follow(self) -> None:
        def passage(section: str, quote: str) -> Evidence:
            return Evidence(document="host.docx", page=None, section=section, start=0, end=len(quote), quote=quote)

        _, contract = numbered_host()
        offset = contract.document.text.index("Signed for")
        veto = edit(
            "override", "veto", contract.document, offset, offset, "3.1", "Despite it, no.", "sections 1.2 and 4.12"
        )
        new = suggest(veto, section="3", evidence=[passage("9.1", "Good words."), passage("4.1", "Not named.")])
        element = new.elements[0].model_copy(
            update={
                "status": "adverse",
                "reason": "Provider need not ask Client; other wording in the contract points the other way",
                "against": (passage("1.2", "Vendor need not ask."),),
            }
        )
        named = tuple(
            Party(role=role, name=None, aliases=(alias,), why="")
            for role, alias in (("client", "Customer"), ("provider", "Vendor"))
        )
        comment = " ".join(
            explain_edit(
                new.model_copy(update={"elements": (element,)}),
                veto,
                sources=("S0", "FIN10", "GSA-M", "DORA 30(2)(b)", "own default of 30 days"),
                parties=named,
            )
        )
        assert "Vendor need not ask Customer. It sets aside section 1.2: “Vendor need not ask.” Finding" in comment
        assert comment.endswith("Source: clause library (DORA 30(2)(b); own default of 30 days).")

    def test_what_is_missing_is_said_so(self) -> None:
        wanted = suggest(edit("insert", "log", contract_of(tiny_docx([NOTICE])).document, 0, 0, "1", "A log."))
        missing = wanted.elements[0].model_copy(update={"status": "missing", "reason": "nothing found on: a log"})
        provision = wanted.model_copy(update={"elements": (missing,)})
        assert wanted.suggestion is not None
        comment = explain_edit(provision, wanted.suggestion.edits[0], sources=(), parties=())
        assert comment[1] == "The contract does not say this."

    def test_comments_that_were_there_keep_their_bytes(self) -> None:
        host = tiny_docx(ANCHORED, comments=OLD_COMMENT, extended=EXTENDED)
        done = reworded(host, "15 days", "60 days")
        assert OLD_COMMENT.encode() in done.part("word/comments.xml")
        assert done.comments[0] == "Why 15?"
        assert len(done.comments) == 2
        added = etree.fromstring(done.part("word/commentsExtended.xml"))
        paragraph = re.findall(r'w14:paraId="(\w{8})"', done.part("word/comments.xml").decode())
        assert [e.values()[0] for e in added] == ["11111111", paragraph[1]]
