"""Builders of a small contract and its report, without any analysis.

`make_contract(*lines)` reads one paragraph a line:

    "# 14 Changes to the Services"   a section's heading, with its number
    "14.2 The Supplier shall ..."    a clause with its typed number; "(a) ..." an item of the clause above
    "| a | b"                        a table row; the first of a table is its header
    "---"                            the next line begins a new page
    any other text                   a paragraph of the preamble
"""

import hashlib
import re

from analyzer.models import (
    Absence,
    Block,
    Clause,
    Conflict,
    Contract,
    Document,
    Evidence,
    Nearest,
    NewDefinition,
    Page,
    Party,
    Problem,
    Receipt,
    Renewal,
    RenewalFact,
    Report,
    ReportDocument,
    ReportEdit,
    ReportElement,
    ReportParties,
    ReportProvision,
    ReportScore,
    ReportSuggestion,
    Span,
    TierReading,
    Value,
)

NAME = "Master Services Agreement.pdf"
LINES = (
    "MASTER SERVICES AGREEMENT",
    "This Agreement is made between Harrow Mutual Insurance plc (the “Customer”) and Northgate Business Services "
    "Limited (the “Supplier”).",
    "# 9 Customer Data",
    "9.1 The Customer Data remains the property of the Customer.",
    "9.2 The Supplier may use Customer Data, including recordings and outputs, to develop and improve its models and "
    "those of its licensors, during and after the Term.",
    "# 14 Changes to the Services",
    "14.1 Either party may propose a change to the Services by a Change Request.",
    "14.2 The Supplier shall use reasonable endeavours to tell the Customer in advance of material changes to the AI "
    "models used in the Services, and may replace a model at any time where its licensor withdraws it.",
    "---",
    "14.3 For each change the Supplier shall provide:",
    "(a) a description of the change; and",
    "(b) test results on the Customer's own cases, at least ten Business Days before release.",
    "# 17 Limitation of liability",
    "17.1 Neither party's total liability shall exceed the Charges paid in the preceding twelve months.",
    "17.2 Outputs of automated systems are provided as is, and the Customer is solely responsible for checking them.",
    "---",
    "# Schedule 3 Service levels",
    "| Measure | Target | Service credit",
    "| AI resolution accuracy | 95% of sampled interactions | 5% of monthly Charges",
    "| Average handling time | 6 minutes | none",
)
SEARCHED = "Searched all 16 clauses, with the words roll back, revert, restore, earlier version."
LIABILITY_TEXT = (
    "17A Liability for AI Errors\n"
    "17A.1 The Supplier is liable for loss caused by an AI Error, up to [●: 2 times the annual Charges]."
)
NOTICE_TEXT = (
    "14.2 Changes to AI models. The Supplier shall notify the Customer in writing at least [●: 30 days] before an AI "
    "Change takes effect in production. The notice shall state:\n(a) the AI Component and its two versions;\n"
    "(b) the reason; and\n(c) the test and rollback plans."
)
NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*|Schedule \d+|\([a-z]\)) ")


def make_contract(*lines: str, name: str = NAME) -> Contract:
    text, blocks, clauses, pages = "", [], [], [0]
    table, rows, header = -1, 0, ()
    section = ""
    for line in lines or LINES:
        if line == "---":
            pages.append(len(text))
            continue
        start, body, kind, level = len(text), line, "paragraph", 0
        cells: list[Span] = []
        if line.startswith("# "):
            body, kind = line[2:], "heading"
        if line.startswith("| "):
            body, kind = line[2:], "table_row"
            at = start
            for cell in body.split(" | "):
                cells.append(Span(start=at, end=at + len(cell)))
                at += len(cell) + 3
            table, rows = (table, rows + 1) if blocks and blocks[-1].kind == "table_row" else (table + 1, 0)
            if rows == 0:
                header = tuple(body.split(" | "))
        end = start + len(body)
        in_table = kind == "table_row"
        blocks.append(
            Block(
                kind=kind,
                start=start,
                end=end,
                table=table if in_table else None,
                row=rows if in_table else None,
                cells=tuple(cells),
                header=header if in_table and rows else (),
            )
        )
        text += body + "\n\n"
        found = NUMBERED.match(body)
        label = found["number"] if found else None
        number = label
        if label and label.startswith("("):
            number, level = section + label, 2
        elif label:
            section, level = label, label.count(".")
        heading = body[len(label or "") :].strip() if kind == "heading" else None
        clause_kind = "row" if in_table else "preamble" if label is None else "item" if level == 2 else "section"
        clauses.append(
            Clause(
                kind=clause_kind,
                start=start,
                end=len(text),
                level=level,
                label=label,
                number=section if in_table else number,
                heading=heading,
                page=len(pages),
            )
        )
    document = Document(
        name=name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        format="pdf",
        text=text,
        pages=tuple(
            Page(number=i, start=start, end=end)
            for i, (start, end) in enumerate(zip(pages, [*pages[1:], len(text)], strict=True), 1)
        ),
        blocks=tuple(blocks),
    )
    parties = (
        Party(role="client", name="Harrow Mutual Insurance plc", aliases=("Customer",), why="named in the preamble"),
        Party(role="provider", name="Northgate Business Services Limited", aliases=("Supplier",), why="named too"),
    )
    return Contract(document=document, clauses=tuple(clauses), passages=(), terms=(), parties=parties)


def quote(contract: Contract, words: str) -> Evidence:
    """Find the words in the contract."""
    start = contract.document.text.index(words)
    clause = next(c for c in reversed(contract.clauses) if c.start <= start)
    return Evidence(
        document=contract.document.name,
        page=clause.page,
        section=clause.number,
        start=start,
        end=start + len(words),
        quote=words,
    )


def element(line: str, *evidence: Evidence, **more: object) -> ReportElement:
    """Read "id | title | status | reason"."""
    id, title, status, reason = line.split(" | ")
    values: dict[str, object] = {"criticality": "major", "confidence": "high", "method": "rules"}
    empty = {"value": None, "party": None, "absence": None}
    return ReportElement(id=id, title=title, status=status, reason=reason, evidence=evidence, **(values | empty | more))


def provision(line: str, *elements: ReportElement, **more: object) -> ReportProvision:
    """Read "id | title | status | group | score | exposure | plain words"; a score of "-" is none."""
    id, title, status, group, score, exposure, plain = line.split(" | ")
    numbers = {"score": None if score == "-" else score, "exposure": exposure, "weight": 16}
    values = {"steps": ("2.4 of 12 points = 20.0",), "suggestion": None, **numbers, **more}
    return ReportProvision(id=id, title=title, status=status, group=group, plain=plain, elements=elements, **values)


def suggestion(
    action: str, section: str, heading: str, text: str, /, *definitions: str, **edit: object
) -> ReportSuggestion:
    """Suggest one edit; a definition reads "term | text | term it follows"."""
    values = {"start": 0, "end": 0, "number": section, "text": text, "despite": None, "element": "any"}
    return ReportSuggestion(
        posture="balanced",
        action=action,
        section=section,
        heading=heading,
        text=text,
        note="Reasonable endeavours is the wording that fails in a dispute. Sources: S0, NIST AI RMF MANAGE 4.1.",
        edits=(ReportEdit(action=action, document=NAME, **(values | edit)),),
        definitions=tuple(
            NewDefinition(term=term, text=text, after=after)
            for term, text, after in (definition.split(" | ") for definition in definitions)
        ),
    )


def make_provisions(contract: Contract) -> tuple[ReportProvision, ...]:
    def found(words: str) -> Evidence:
        return quote(contract, words)

    notice = found("The Supplier shall use reasonable endeavours to tell the Customer in advance")
    material = found("in advance of material changes to the AI models used in the Services, and may")
    tests = found("test results on the Customer's own cases, at least ten Business Days before release")
    training = found("The Supplier may use Customer Data, including recordings and outputs, to develop and improve")
    as_is = found("Outputs of automated systems are provided as is")
    accuracy = found("AI resolution accuracy | 95% of sampled interactions | 5% of monthly Charges")
    after = {"start": as_is.end, "end": as_is.end}
    old = found("use reasonable endeavours to tell the Customer in advance")
    near = Nearest(evidence=found("Either party may propose a change to the Services"), why="changes of scope")
    absence = Absence(searched=SEARCHED, nearest=(near,), unseen=("Change Policy at the Supplier's portal",))
    return (
        provision(
            "model-change-notice | Model and AI-stack change notice | weak | change | 20 | 1280 | "
            "The AI doing your work can be replaced overnight, and nobody has to tell you.",
            element(
                "notice-period | Notice before a change | weak | Reasonable endeavours, no number of days.",
                notice,
                criticality="critical",
            ),
            element("notice-trigger | What counts as a change | weak | “Material” is left open.", material, notice),
            element(
                "test-evidence | Test results before release | strong | Due ten business days ahead.",
                tests,
                value=Value(number=10, unit="business days"),
                party="Supplier",
            ),
            element("rollback | Return to the earlier version | missing | No right to it.", absence=absence),
            suggestion=suggestion(
                *("tighten", "14.2", "Changes to AI models", NOTICE_TEXT),
                "AI Component | means any part of the Services that uses an AI Model. | Affiliate",
                "AI Change | means replacing, retraining or retiring an AI Model. | Affiliate",
                start=old.start,
                end=old.end,
                text="notify the Customer in writing at least [●: 30 days] in advance",
            ),
        ),
        provision(
            "data-ownership-training | Data ownership and ban on training use | adverse | data | 0 | 2250 | "
            "Your records can be used to build products for your competitors.",
            element("training-ban | No training on the client's data | adverse | Gives the right to train.", training),
            element("output-ownership | Ownership of outputs | unscored | In an annex.", training, confidence="low"),
            suggestion=suggestion(
                *("override", "9.2", "No training on Customer Data"),
                "Despite section 9.2, the Supplier shall not use Customer Data for Training.",
                "Training | fitting the parameters of an AI Model. | Term",
                number="9.3",
                despite="9.2",
                start=training.end,
                end=training.end,
            ),
        ),
        provision(
            "liability-layering | Layered liability for AI-caused loss | adverse | liability | 0 | 1600 | "
            "When the AI gets it wrong, the loss is yours.",
            element("ai-error-liability | Liability for AI errors | adverse | Moves the risk to the Customer.", as_is),
            suggestion=suggestion("insert", "17", "Liability for AI Errors", LIABILITY_TEXT, number="17A", **after),
        ),
        provision(
            "resolution-accuracy | Resolution accuracy | adequate | performance | 70 | 180 | Nobody promises it.",
            element(
                "accuracy-target | Accuracy target | adequate | A number with a credit; how it is measured is open.",
                accuracy,
                value=Value(number=95, unit="percent"),
            ),
            element("voice | Speech recognition accuracy | not_applicable | The services have no speech channel."),
        ),
        provision(
            "log-retention | AI log content and retention | missing | evidence | 0 | 900 | "
            "When a decision is questioned, there may be no record of how the AI reached it.",
            element("log | What is logged | missing | No log is asked for.", absence=Absence(searched=SEARCHED)),
        ),
        provision(
            "fairness-testing | Bias and fairness testing | not_assessed | compliance | - | 0 | Nobody checks.",
            steps=("no sign that AI decides on or ranks people",),
        ),
    )


def make_report(contract: Contract | None = None, **more: object) -> Report:
    contract = contract or make_contract()
    document = contract.document
    values: dict[str, object] = {
        "status": "partial",
        "documents": (
            ReportDocument(
                name=document.name,
                sha256=document.sha256,
                format=document.format,
                pages=len(document.pages),
                characters=len(document.text),
            ),
        ),
        "parties": ReportParties(client="Customer", provider="Supplier"),
        "tier": TierReading(value="high", source="detected", signals=("claims decisions", "health data")),
        "profile": "full",
        "posture": "balanced",
        "score": ReportScore(
            contract=21.4,
            band="F",
            core_index=9.8,
            range=(17.0, 33.6),
            groups={"change": 20.0, "data": 0.0, "liability": 0.0, "performance": 70.0, "evidence": 0.0},
            steps=("weighted mean of 4 provisions = 21.4", "at most 39: data-ownership-training is adverse"),
        ),
        "problems": (
            Problem(
                code="scanned-page",
                message="Page 7 is an image and was not read.",
                document=document.name,
                partial=True,
            ),
            Problem(code="tier", message="The impact tier was not declared; high was detected."),
        ),
        "receipt": Receipt(
            analyzer_version="0.1.0",
            library_sha256="a" * 64,
            library_version="2026.11",
            encoder="accurate",
            encoder_sha256="b" * 64,
            judge_sha256="c" * 64,
            model=None,
            prompts_sha256=None,
            settings={"top_k": "8"},
            left_the_machine="nothing",
            date="2026-11-20",
        ),
    }
    if "provisions" not in more:
        values["provisions"] = make_provisions(contract)
        values["conflicts"] = (
            Conflict(
                id="X5-1",
                check="X5",
                message="The notice is emptied by the right to replace a model at any time.",
                evidence=(quote(contract, "may replace a model at any time where its licensor withdraws it"),),
            ),
        )
        values["renewal"] = Renewal(
            notice_days=RenewalFact(value="90", quote="ninety days before expiry", page=3, confidence="high")
        )
    return Report(**(values | more))
