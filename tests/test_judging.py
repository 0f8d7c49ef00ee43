"""Wording that says nothing of AI turns against the client where AI is named beside it, and a draft sets it aside."""

import pytest

from analyzer import judging
from analyzer.assess import load_judge
from analyzer.assess.anchor import AnchorTest
from analyzer.draft import draft
from analyzer.judging import judge_as_ai, note_latent
from analyzer.library import Library
from analyzer.models import Contract, ElementStatus, Evidence, Finding, Method, Posture
from analyzer.segment import segment
from tests.documents import document

REMEDY = "Credits are the Customer's sole and exclusive remedy for a failure to meet a service level."
LINES = (
    "Services agreement between Acme Ltd (the “Customer”) and Vend Ltd (the “Supplier”).",
    "1. The Supplier shall answer calls for the Customer in accordance with the service levels in section 2.",
    f"2. {REMEDY}",
)
PROVISION, ELEMENT = "liability-layering", "direct-loss-list"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return segment(document(*LINES))


def quote(contract: Contract) -> Evidence:
    start = contract.document.text.index(REMEDY)
    return Evidence(
        document=contract.document.name, page=None, section="2", start=start, end=start + len(REMEDY), quote=REMEDY
    )


def finding(element: str, status: ElementStatus, *evidence: Evidence, method: Method = "rules") -> Finding:
    return Finding(
        provision=PROVISION, element=element, status=status, probability=0.9, confidence="high", evidence=evidence,
        reason="", method=method,
    )  # fmt: skip


def note(
    contract: Contract, before: Finding, named: Finding, library: Library, monkeypatch: pytest.MonkeyPatch
) -> Finding:
    """Note what is latent where assessment gives `named` once every sentence counts as one about AI."""

    def assess(contracts: list[Contract], *_: object, **__: object) -> tuple[Finding, ...]:
        (read,) = contracts
        assert read.passages == contract.passages
        assert read.document.text.startswith(contract.document.text)
        return (named,) if AnchorTest(read).service_is_ai else (before,)

    monkeypatch.setattr(judging, "assess", assess)
    assert not AnchorTest(contract).service_is_ai
    as_ai = judge_as_ai([contract], [], provisions=library.provisions, tier="standard", judge=load_judge("fast"))
    (noted,) = note_latent([before], as_ai)
    assert noted.model_copy(update={"latent": ()}) == before
    return noted


@pytest.mark.parametrize("status", ["missing", "weak", "adequate", "strong"])
def test_what_turns_adverse_once_ai_is_named_is_noted(
    status: ElementStatus, contract: Contract, core_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = finding(ELEMENT, "adverse", quote(contract))
    noted = note(contract, finding(ELEMENT, status), named, core_library, monkeypatch)
    assert noted.latent == (quote(contract),)


def test_what_is_adverse_anyway_is_not(
    contract: Contract, core_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    adverse = finding(ELEMENT, "adverse", quote(contract))
    assert note(contract, adverse, adverse, core_library, monkeypatch).latent == ()


def test_what_joins_what_is_adverse_is(
    contract: Contract, core_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = quote(contract), quote(contract).model_copy(update={"section": "9"})
    before = finding(ELEMENT, "adverse", here).model_copy(update={"against": (here,)})
    named = finding(ELEMENT, "adverse", here).model_copy(update={"against": (here, there)})
    assert note(contract, before, named, core_library, monkeypatch).latent == (there,)


@pytest.mark.parametrize("posture", ["client", "balanced", "provider"])
def test_the_draft_sets_aside_what_is_latent(posture: Posture, contract: Contract, core_library: Library) -> None:
    provision = core_library.provision(PROVISION)
    latent = {ELEMENT: finding(ELEMENT, "weak").model_copy(update={"latent": (quote(contract),)})}
    (suggestion,) = draft(
        contract,
        [latent.get(element.id, finding(element.id, "strong")) for element in provision.elements],
        provisions=[provision],
        definitions=core_library.definitions,
        posture=posture,
        tier="standard",
    )
    (edit,) = suggestion.edits
    assert edit.element == ELEMENT
    assert edit.text.startswith("Despite section 2, ")
    assert (edit.action, edit.despite) == ("override", "section 2")
