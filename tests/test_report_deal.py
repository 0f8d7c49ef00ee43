"""How the documents of a deal stand to each other is told in every format, and nothing of it where there is one document."""

import io
import json

import openpyxl

from analyzer.models import (
    Amendment,
    Conflict,
    Contract,
    DealDocument,
    DealReading,
    Effect,
    FormerName,
    LawNamed,
    Precedence,
    RankedPart,
    Report,
    ReportDocument,
    ReportReference,
)
from analyzer.report import conflicts, deal
from analyzer.report.html import render_html
from analyzer.report.markdown import render_markdown
from analyzer.report.to_json import render_json
from analyzer.report.xlsx import render_xlsx
from tests.report_builders import make_contract, make_provisions, make_report, quote

SLA = "Service Levels.docx"


def one_deal() -> tuple[Report, Contract]:
    contract = make_contract()
    name = contract.document.name
    cap = quote(
        contract, "Neither party's total liability shall exceed the Charges paid in the preceding twelve months."
    )
    as_is = quote(contract, "Outputs of automated systems are provided as is")
    reading = DealReading(
        documents=(
            DealDocument(name=name, role="agreement", title="MASTER SERVICES AGREEMENT"),
            DealDocument(name=SLA, role="service levels", amends=name),
        ),
        precedence=(
            Precedence(
                parts=(
                    RankedPart(text="this Agreement", documents=(name,)),
                    RankedPart(text="AI Terms at https://supplier.example", unseen=True),
                ),
                evidence=as_is,
            ),
        ),
        amendments=(
            Amendment(
                action="changed",
                section="17.1",
                evidence=as_is,
                old=cap,
                document=name,
                now="17.1 Capped at £5,000,000.",
            ),
        ),
        laws=(
            LawNamed(
                instrument="UK data protection law",
                written="Data Protection Act 1998",
                former=FormerName(name="Data Protection Act 1998", until="2018-05-25", why="repealed"),
                evidence=(cap,),
            ),
        ),
    )
    conflict = Conflict(
        id="X12-1",
        check="X12",
        severity="high",
        message="Section 17.2 takes away what section 17.1 gives.",
        evidence=(as_is, cap),
        effects=(Effect(provision="liability-layering", element="ai-error-liability", before="strong", after="weak"),),
    )
    reference = ReportReference(
        instrument="EU AI Act",
        title="Regulation (EU) 2024/1689",
        kind="law",
        where="European Union",
        place="Art. 25(4)",
        gloss="written allocation",
        seen="unverified",
        standing="to come",
        since="2027-12-02",
        later=("2028-08-02",),
        cited=None,
    )
    first, *rest = make_provisions(contract)
    report = make_report(contract)
    other = ReportDocument(name=SLA, sha256="d" * 64, format="docx", pages=1, characters=10)
    more = {
        "documents": (*report.documents, other),
        "provisions": (first.model_copy(update={"references": (reference,)}), *rest),
        "deal": reading,
        "conflicts": (conflict,),
    }
    return report.model_copy(update=more), contract


TOLD = (
    "The documents of the deal",
    "master agreement",
    "service levels, changes",
    "Over the whole deal, the highest first",
    "(not supplied)",
    "17.1 of ",
    "changed in part",
    "Capped at £5,000,000.",
    "Boilerplate takes liability away (X12)",
    "Layered liability for AI-caused loss, liability for AI errors: from strong to weak.",
    "Data Protection Act 1998",
    "Until 25 May 2018: repealed",
    "applies from 2 December 2027 on, in part from 2 August 2028",
)


def test_markdown_tells_all_of_it() -> None:
    report, _ = one_deal()
    shown = render_markdown(report).replace("\\", "")
    assert [words for words in TOLD if words not in shown] == []


def test_the_page_tells_all_of_it_and_leads_to_the_passages() -> None:
    from lxml import html

    report, contract = one_deal()
    page = html.document_fromstring(render_html(report, [contract]))
    shown = " ".join(page.text_content().split())
    assert [words for words in TOLD if words not in shown] == []
    section = page.xpath("//section[@aria-labelledby='deal']")[0]
    assert section.xpath(".//s[contains(., 'total liability shall exceed')]")
    targets = {a.get("href") for a in section.xpath(".//a[@class='cite']")}
    assert targets
    ids = set(page.xpath("//@id"))
    assert {t.removeprefix("#") for t in targets} <= ids
    assert page.xpath("//nav/a[@href='#deal']")
    # A passage that an amendment changes is cited as changed wherever it is cited.
    assert "changes it" in shown


def test_the_spreadsheet_tells_it_too() -> None:
    report, _ = one_deal()
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(report)))
    summary = "\n".join(str(c.value) for row in book["Summary"].iter_rows() for c in row if c.value is not None)
    told = [words for words in TOLD if "highest" not in words and "applies from" not in words]
    assert [words for words in told if words not in summary] == []
    law = [[cell.value for cell in row] for row in book["Law and sources"].iter_rows()]
    assert law[1][1:5] == ["EU AI Act", "law", "European Union", "Art. 25(4)"]
    assert "2 December 2027" in law[1][6]


def test_json_carries_it_as_data() -> None:
    report, _ = one_deal()
    data = json.loads(render_json(report))
    assert data["deal"]["amendments"][0]["now"] == "17.1 Capped at £5,000,000."
    assert data["deal"]["laws"][0]["former"]["until"] == "2018-05-25"
    assert data["provisions"][0]["references"][0]["since"] == "2027-12-02"


def test_a_document_by_itself_has_no_such_part() -> None:
    report = make_report()
    assert not deal.is_shown(report)
    assert deal.TITLE not in render_markdown(report)
    assert 'id="deal"' not in render_html(report, [make_contract()])


def test_what_is_not_supplied_is_named_once() -> None:
    report, _ = one_deal()
    assert deal.unseen(report) == ("AI Terms at https://supplier.example", "Change Policy at the Supplier's portal")


def test_each_file_tells_what_rests_on_it() -> None:
    report, _ = one_deal()
    first, second = deal.parts(report)
    resting = sum(bool(e.evidence) for p in report.provisions for e in p.elements)
    assert first.cells[2].startswith(f"{resting} findings: Model and AI-stack change notice (3)")
    assert second.cells[2] == "no finding rests on it"


def test_conflicts_with_most_at_stake_come_first() -> None:
    report, _ = one_deal()
    high = report.conflicts[0]
    low = high.model_copy(update={"id": "X6-1", "check": "X6", "severity": "low"})
    both = report.model_copy(update={"conflicts": (low, high)})
    assert [c.id for c in conflicts.ranked(both)] == ["X12-1", "X6-1"]
    assert len({conflicts.anchor(c) for c in both.conflicts}) == 2


def test_a_part_that_ranks_higher_is_not_named_again_below() -> None:
    report, _ = one_deal()
    (order,) = report.deal.precedence
    parts = (
        RankedPart(text="Schedule 7", documents=("a",), sections=("Schedule 7", "Schedule 7 Part A")),
        RankedPart(
            text="remaining Schedules", documents=("a",), sections=("Schedule 1", "Schedule 7", "Schedule 7 Part A")
        ),
    )
    reading = report.deal.model_copy(update={"precedence": (order.model_copy(update={"parts": parts}),)})
    alone = report.model_copy(update={"deal": reading, "documents": report.documents[:1]})
    assert deal.orders(alone)[0].cells[1:] == ("Schedule 7", "remaining Schedules (Schedule 1)")
