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
    ElementStatus,
    Evidence,
    Nearest,
    NewDefinition,
    Page,
    Party,
    Problem,
    ProvisionStatus,
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
NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*|Schedule \d+|\([a-z]\)) ")


def make_contract(*lines: str, name: str = "Master Services Agreement.pdf") -> Contract:
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
        Party(
            role="provider", name="Northgate Business Services Limited", aliases=("Supplier",), why="named there too"
        ),
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


def element(
    id: str, title: str, status: ElementStatus, reason: str, *evidence: Evidence, **more: object
) -> ReportElement:
    values: dict[str, object] = {
        "criticality": "major",
        "confidence": "high",
        "value": None,
        "party": None,
        "method": "rules",
        "absence": None,
    }
    return ReportElement(id=id, title=title, status=status, reason=reason, evidence=evidence, **(values | more))


def provision(
    id: str, title: str, status: ProvisionStatus, *elements: ReportElement, **more: object
) -> ReportProvision:
    values: dict[str, object] = {
        "group": "change",
        "plain": "The AI doing your work can be replaced overnight, and nobody has to tell you.",
        "score": 20.0,
        "weight": 16.0,
        "exposure": 1280.0,
        "steps": ("2.4 of 12 points = 20.0",),
        "suggestion": None,
    }
    return ReportProvision(id=id, title=title, status=status, elements=elements, **(values | more))


def make_provisions(contract: Contract) -> tuple[ReportProvision, ...]:
    notice = quote(contract, "The Supplier shall use reasonable endeavours to tell the Customer in advance")
    at_any_time = quote(
        contract, "in advance of material changes to the AI models used in the Services, and may replace a model"
    )
    tests = quote(contract, "test results on the Customer's own cases, at least ten Business Days before release")
    training = quote(
        contract,
        "The Supplier may use Customer Data, including recordings and outputs, to develop and improve its models and "
        "those of its licensors",
    )
    as_is = quote(contract, "Outputs of automated systems are provided as is")
    accuracy = quote(contract, "AI resolution accuracy | 95% of sampled interactions | 5% of monthly Charges")
    near = Nearest(
        evidence=quote(contract, "Either party may propose a change to the Services"), why="Changes of scope."
    )
    old = quote(contract, "use reasonable endeavours to tell the Customer in advance")
    return (
        provision(
            "model-change-notice",
            "Model and AI-stack change notice",
            "weak",
            element("notice-period", "Notice before a model change takes effect", "weak",
                    "Reasonable endeavours only, and no number of days.", notice, criticality="critical", party="Supplier"),
            element("notice-trigger", "What counts as a change", "weak",
                    "“Material” is not defined and upstream withdrawals are left out.", at_any_time, notice),
            element("test-evidence", "Test results before release", "strong", "Due ten business days ahead, on the "
                    "Customer's own cases.", tests, value=Value(number=10, unit="business days"), party="Supplier"),
            element("rollback", "Return to the earlier version", "missing", "Nothing gives a right to the earlier version.",
                    confidence="medium", absence=Absence(searched="Searched all 16 clauses, with the words roll back, "
                    "revert, restore, earlier version.", nearest=(near,), unseen=("Change Policy at the Supplier's portal",))),
            suggestion=ReportSuggestion(
                posture="balanced", action="tighten", section="14.2", heading="Changes to AI models",
                text="14.2 Changes to AI models. The Supplier shall notify the Customer in writing at least [●: 30 days] "
                "before an AI Change takes effect in production. The notice shall state:\n(a) the AI Component and its "
                "present and new version;\n(b) the reason; and\n(c) the test and rollback plans.",
                note="Reasonable endeavours is the wording that fails in a dispute; thirty days leave time to test. "
                "Sources: S0, NIST AI RMF MANAGE 4.1.",
                edits=(ReportEdit(action="tighten", element="notice-period", document=contract.document.name,
                                  start=old.start, end=old.end, number="14.2", despite=None,
                                  text="notify the Customer in writing at least [●: 30 days] in advance"),),
                definitions=(
                    NewDefinition(term="AI Component", text="means any part of the Services that uses an AI Model.",
                                  after="Affiliate"),
                    NewDefinition(term="AI Change", text="means replacing, retraining or retiring an AI Model.",
                                  after="Affiliate"),
                ),
            ),
        ),
        provision(
            "data-ownership-training", "Data ownership and ban on training use", "adverse",
            element("training-ban", "No training on the client's data", "adverse",
                    "Gives the Supplier the right that the element is meant to exclude.", training,
                    criticality="critical", party="Supplier"),
            element("output-ownership", "Ownership of outputs", "unscored", "The clause on outputs refers to an annex.",
                    training, confidence="low", method="model"),
            group="data", score=0.0, weight=18.0, exposure=2250.0,
            plain="Your records can be used to build products for your competitors.",
            suggestion=ReportSuggestion(
                posture="balanced", action="override", section="9.2", heading="No training on Customer Data",
                text="Despite section 9.2, the Supplier shall not use Customer Data for Training.",
                note="The present words permit training without end. Source: S2.",
                edits=(ReportEdit(action="override", element="training-ban", document=contract.document.name,
                                  start=training.end, end=training.end, number="9.3", despite="9.2",
                                  text="Despite section 9.2, the Supplier shall not use Customer Data for Training."),),
                definitions=(NewDefinition(term="Training", text="fitting the parameters of an AI Model.", after="Term"),),
            ),
        ),
        provision(
            "liability-layering", "Layered liability for AI-caused loss", "adverse",
            element("ai-error-liability", "Liability for AI errors", "adverse", "Moves the risk to the Customer.", as_is,
                    criticality="critical"),
            group="liability", score=0.0, exposure=1600.0,
            plain="When the AI gets it wrong, the loss is yours.",
            suggestion=ReportSuggestion(
                posture="balanced", action="insert", section="17", heading="Liability for AI Errors",
                text="17A Liability for AI Errors\n17A.1 The Supplier is liable for loss caused by an AI Error, up to "
                "[●: 2 times the annual Charges].", note="Sources: S0, S2.",
                edits=(ReportEdit(action="insert", element="ai-error-liability", document=contract.document.name,
                                  start=len(contract.document.text), end=len(contract.document.text), number="17A",
                                  despite=None, text="17A Liability for AI Errors"),),
            ),
        ),
        provision(
            "resolution-accuracy", "Resolution accuracy and AI first-contact SLA", "adequate",
            element("accuracy-target", "Accuracy target", "adequate", "A number with a credit; the method is left open.",
                    accuracy, value=Value(number=95, unit="percent")),
            element("voice", "Speech recognition accuracy", "not_applicable", "The services have no speech channel."),
            group="performance", score=70.0, weight=6.0, exposure=180.0,
            plain="The AI's accuracy is nobody's promise.",
        ),
        provision(
            "log-retention", "AI log content and retention", "missing",
            element("log-content", "What is logged", "missing", "No log of what the AI did is asked for.",
                    confidence="medium", absence=Absence(searched="Searched all 16 clauses and the schedule.")),
            group="evidence", score=0.0, weight=9.0, exposure=900.0,
            plain="When a decision is questioned, there may be no record of how the AI reached it.",
        ),
        provision(
            "fairness-testing", "Bias and fairness testing", "not_assessed", group="compliance", score=None,
            exposure=0.0, steps=("no sign that AI decides on or ranks people",),
            plain="Nobody checks whether the AI treats people alike.",
        ),
    )  # fmt: skip


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
            Problem(code="scanned-page", message="Page 7 is an image and was not read.", document=document.name, partial=True),
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
    }  # fmt: skip
    if "provisions" not in more:
        values["provisions"] = make_provisions(contract)
        values["conflicts"] = (
            Conflict(
                id="notice-against-withdrawal",
                message="The notice is emptied by the right to replace a model at any time.",
                evidence=(quote(contract, "may replace a model at any time where its licensor withdraws it"),),
            ),
        )
        values["renewal"] = Renewal(
            notice_days=RenewalFact(value="90", quote="ninety days before expiry", page=3, confidence="high")
        )
    return Report(**(values | more))
