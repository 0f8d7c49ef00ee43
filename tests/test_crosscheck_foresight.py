"""What would defeat drafted wording is seen before it is written, and the wording sets it aside by name."""

import pytest

from analyzer.crosscheck import Foresight, crosscheck
from analyzer.draft import draft
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract, Edit, Evidence, Finding, Foreseen, Suggestion
from analyzer.segment import segment

LINES = (
    "SERVICES AGREEMENT between Acme Ltd (the “Customer”) and Vend Ltd (the “Supplier”).",
    "1. Order of precedence\n\n1.1 If the documents conflict, the order of precedence is: the URL Terms, then this Agreement.",
    "2. Services\n\n2.1 The Supplier uses AI Systems in the Services.",
    "3. Liability\n\n3.1 The Supplier has no liability for loss caused by the output of an AI System.",
    "4. General\n\n4.1 Notices must be in writing.",
)
NOTICE = "The Supplier shall give the Customer 60 days' written notice before it changes an AI Model."
INDEMNITY = "The Supplier shall indemnify the Customer against all losses caused by an AI Error."


def contract_of(*more: str) -> Contract:
    return segment(ingest("\n\n".join((*LINES, *more)).encode(), name="msa.txt"))


def suggest(contract: Contract, provision: str, element: str, text: str) -> Suggestion:
    end = len(contract.document.text)
    edit = Edit(
        action="insert", element=element, document=contract.document.name, start=end, end=end, number="5.1", text=text
    )
    return Suggestion(
        provision=provision, posture="balanced", action="insert", section="5", text=text, note="", heading="", edits=(edit,)
    )  # fmt: skip


def met(contract: Contract, suggestion: Suggestion, library: Library) -> set[tuple[str, str | None]]:
    found = Foresight([contract], provisions=library.provisions).foresee([suggestion])
    assert all(f.provision == suggestion.provision and f.element == suggestion.edits[0].element for f in found)
    return {(f.check, f.evidence.section) for f in found}


def test_terms_that_nobody_supplied_would_prevail_over_the_draft(core_library: Library) -> None:
    contract = contract_of()
    assert met(contract, suggest(contract, "model-change-notice", "notice-period", NOTICE), core_library) == {
        ("X8", "1.1")
    }


def test_an_exclusion_elsewhere_would_empty_the_draft(core_library: Library) -> None:
    contract = contract_of()
    drafted = suggest(contract, "liability-layering", "third-party-indemnity", INDEMNITY)
    assert met(contract, drafted, core_library) == {("X8", "1.1"), ("X12", "3.1")}


def test_wording_that_sets_them_aside_meets_nothing_once_it_stands_there(core_library: Library) -> None:
    text = f"5. AI\n\n5.1 Despite sections 1.1 and 3.1, the AI Vendor counts as the Supplier. {INDEMNITY}"
    effects = {}
    for words in (text, f"5. AI\n\n5.1 {INDEMNITY}"):
        contract = contract_of(words)
        start = contract.document.text.index(INDEMNITY)
        evidence = Evidence(
            document="msa.txt", page=None, section="5.1", start=start, end=start + len(INDEMNITY), quote=INDEMNITY
        )
        finding = Finding(
            provision="liability-layering", element="third-party-indemnity", status="strong", probability=0.9,
            confidence="high", evidence=(evidence,), reason="binding", method="rules",
        )  # fmt: skip
        checked = crosscheck([contract], [finding], provisions=core_library.provisions, tier="standard")
        effects[words] = checked.findings[0].status
    assert list(effects.values()) == ["strong", "adverse"]


@pytest.mark.parametrize(
    ("clause", "status"),
    [
        ("Despite section 1.1, the Supplier shall treat all prompts as Customer AI Data.", "strong"),
        ("Despite section 1.1, the Supplier shall delete all prompts.", "weak"),
        ("The Supplier shall treat all prompts as Customer AI Data.", "weak"),
    ],
)
def test_a_definition_stands_with_the_clause_that_uses_it_and_sets_the_order_aside(
    clause: str, status: str, core_library: Library
) -> None:
    defined = "“Customer AI Data” means all prompts, outputs, embeddings and logs of an AI System."
    contract = contract_of(f"5. Definitions\n\n5.1 {defined}", f"6. AI data\n\n6.1 {clause}")
    start = contract.document.text.index(defined)
    evidence = Evidence(
        document="msa.txt", page=None, section="5.1", start=start, end=start + len(defined), quote=defined
    )
    finding = Finding(
        provision="data-ownership-training", element="data-scope", status="strong", probability=0.9, confidence="high",
        evidence=(evidence,), reason="binding", method="rules",
    )  # fmt: skip
    checked = crosscheck([contract], [finding], provisions=core_library.provisions, tier="standard")
    assert checked.findings[0].status == status


def test_a_definition_that_the_wording_rests_on_can_not_be_set_aside_by_naming_it(core_library: Library) -> None:
    contract = contract_of(
        "5. Definitions\n\n5.1 “Customer Data” means the records of the Customer. Customer Data does not include Service Data."
        "\n\n5.2 “Service Data” means prompts, transcripts and anything derived from them."
    )
    text = "Despite section 1.1, the Supplier shall not use Customer Data to train an AI Model."
    drafted = suggest(contract, "data-ownership-training", "training-ban", text)
    (found,) = Foresight([contract], provisions=core_library.provisions).foresee([drafted])
    assert (found.check, found.by_name, found.evidence.section) == ("definition", False, "5.1")
    assert found.why == "rests on “Customer Data”, which leaves out “Service Data” (section 5.1)"


def test_a_contract_without_such_passages_foresees_nothing(core_library: Library) -> None:
    contract = segment(ingest("\n\n".join((LINES[0], *LINES[2:3], *LINES[4:])).encode(), name="msa.txt"))
    drafted = suggest(contract, "liability-layering", "third-party-indemnity", INDEMNITY)
    assert met(contract, drafted, core_library) == set()
    assert Foresight([contract], provisions=core_library.provisions).foresee([]) == ()


@pytest.mark.parametrize(("counts", "effects"), [("is treated", {("X12", "3.1")}), ("is not to be treated", set())])
def test_only_what_counts_ai_loss_as_indirect_would_empty_a_draft(
    counts: str, effects: set[tuple[str, str]], core_library: Library
) -> None:
    line = f"3. Liability\n\n3.1 Loss caused by an AI System {counts} as indirect loss."
    contract = segment(ingest("\n\n".join((LINES[0], *LINES[2:3], line, LINES[4])).encode(), name="msa.txt"))
    drafted = suggest(contract, "liability-layering", "third-party-indemnity", INDEMNITY)
    assert met(contract, drafted, core_library) == effects


@pytest.mark.parametrize(
    ("sections", "opens"),
    [
        (("3.1",), "Despite section 3.1, the Supplier"),
        (("10.1", "9.2", "3.1"), "Despite sections 3.1, 9.2 and 10.1, the Supplier"),
        (("3.1", "Schedule 2, 4"), "Despite section 3.1 and Schedule 2, 4, the Supplier"),
    ],
)
def test_the_draft_names_what_it_sets_aside(sections: tuple[str, ...], opens: str, core_library: Library) -> None:
    contract = contract_of()
    provision = core_library.provision("model-change-notice")
    missing = [
        Finding(
            provision=provision.id, element=element.id, status="missing", probability=0.9, confidence="high", reason="",
            method="rules",
        )
        for element in provision.elements
    ]  # fmt: skip
    at = contract.document.text.index("The Supplier has no liability")
    foreseen = [
        Foreseen(
            provision=provision.id, element="notice-period", check="X12",
            evidence=Evidence(document="msa.txt", page=None, section=section, start=at, end=at + 5, quote="The S"),
        )
        for section in sections
    ]  # fmt: skip
    (suggestion,) = draft(
        contract, missing, provisions=[provision], definitions=core_library.definitions, posture="balanced",
        tier="standard", foreseen=foreseen,
    )  # fmt: skip
    edits = {edit.element: edit for edit in suggestion.edits}
    assert edits["notice-period"].text.startswith(opens)
    assert edits["notice-period"].action == "override"
    assert all(edit.despite is None for name, edit in edits.items() if name != "notice-period")
