"""What drafted language does not mend is told with its reason, and only that."""

import pytest

from analyzer.draft import target_status
from analyzer.draft.target import drafted_for
from analyzer.drafting import draft_rehearsed
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Contract, Evidence, Finding, Posture, Suggestion
from analyzer.segment import segment

OPENING = "SERVICES AGREEMENT between Acme Ltd (the “Customer”) and Vend Ltd (the “Supplier”)."
SERVICES = "2. Services\n\n2.1 The Supplier uses AI Systems in the Services."
ORDER = "If the documents conflict, the order of precedence is: the URL Terms, then this Agreement."
AGAINST = "The Supplier may change an AI Model at any time without notice."


def contract_of(*lines: str, name: str = "msa.txt") -> Contract:
    return segment(ingest("\n\n".join((OPENING, SERVICES, *lines)).encode(), name=name))


def quote(contract: Contract, words: str, *, section: str | None) -> Evidence:
    start = contract.document.text.index(words)
    return Evidence(
        document=contract.document.name, page=None, section=section, start=start, end=start + len(words), quote=words
    )


def drafted(
    *contracts: Contract,
    library: Library,
    provision: str = "model-change-notice",
    adverse: dict[str, Evidence] | None = None,
) -> Suggestion:
    adverse = adverse or {}
    findings = [
        Finding(
            provision=provision, element=element.id, status="adverse" if element.id in adverse else "missing",
            probability=0.9, confidence="high", reason="", method="rules",
            against=(adverse[element.id],) if element.id in adverse else (),
        )
        for element in library.provision(provision).elements
    ]  # fmt: skip
    (suggestion,) = draft_rehearsed(
        contracts, findings, provisions=[library.provision(provision)], library=library, posture="client", tier="standard"
    )  # fmt: skip
    return suggestion


def test_what_the_language_sets_aside_by_name_is_mended(core_library: Library) -> None:
    contract = contract_of(f"3. Order\n\n3.1 {ORDER}", f"4. Changes\n\n4.1 {AGAINST}")
    here = quote(contract, AGAINST, section="4.1")
    suggestion = drafted(contract, library=core_library, adverse={"notice-period": here})
    edits = {e.element: e.despite for e in suggestion.edits}
    assert edits["notice-period"] == "sections 3.1 and 4.1"
    assert edits["notice-content"] == "section 3.1"
    assert suggestion.remaining == ()


def test_an_order_of_precedence_that_can_not_be_named_is_told(core_library: Library) -> None:
    suggestion = drafted(
        segment(ingest(f"{OPENING}\n\n{ORDER}\n\n{SERVICES}".encode(), name="msa.txt")), library=core_library
    )
    told = {r.element: r for r in suggestion.remaining}
    assert {e.despite for e in suggestion.edits if e.element == "notice-period"} == {
        "anything to the contrary elsewhere"
    }
    assert told["notice-period"].reason.startswith("The wording stays short: “URL Terms” prevails over it")
    assert [e.quote for e in told["notice-period"].evidence] == [ORDER]


def test_adverse_wording_of_another_document_has_to_be_changed_there(core_library: Library) -> None:
    contract, other = contract_of(), contract_of(f"4. Changes\n\n4.1 {AGAINST}", name="sow.txt")
    there = quote(other, AGAINST, section="4.1")
    suggestion = drafted(contract, other, library=core_library, adverse={"notice-period": there})
    edits = {e.element: e for e in suggestion.edits}
    assert edits["notice-period"].text.startswith("Despite anything to the contrary elsewhere, ")
    (left,) = suggestion.remaining
    assert (left.element, left.evidence) == ("notice-period", (there,))
    assert "sow.txt, 4.1" in left.reason


def test_every_adverse_passage_is_cited_and_no_other(core_library: Library) -> None:
    contract = contract_of(f"3. Notices\n\n3.1 Notices are in writing.\n\n4. Changes\n\n4.1 {AGAINST}")
    good, bad = (quote(contract, w, section=s) for w, s in (("Notices are in writing.", "3.1"), (AGAINST, "4.1")))
    provision = core_library.provision("model-change-notice")
    findings = [
        Finding(
            provision=provision.id, element=e.id, status="adverse", probability=0.9, confidence="high", reason="",
            method="rules", evidence=(bad, good), against=(bad,),
        )
        for e in provision.elements
    ]  # fmt: skip
    (suggestion,) = draft_rehearsed(
        [contract], findings, provisions=[provision], library=core_library, posture="balanced", tier="standard"
    )
    assert {e.despite for e in suggestion.edits} == {"section 4.1"}


@pytest.mark.parametrize("posture", ["client", "balanced", "provider"])
def test_where_impact_raises_the_target_the_draft_rises_with_it(posture: Posture, core_library: Library) -> None:
    stronger = {"client": "client", "balanced": "client", "provider": "balanced"}
    raised = 0
    for element in core_library.elements.values():
        usual, high = (target_status(posture, element.criticality_at(tier)) for tier in ("standard", "high"))
        assert drafted_for(element, posture=posture, tier="standard") == posture
        expected = posture if usual == high else stronger[posture]
        assert drafted_for(element, posture=posture, tier="high") == expected
        raised += usual != high
    assert raised > 0 or posture == "client"
