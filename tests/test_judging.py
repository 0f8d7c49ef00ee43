"""Wording that says nothing of AI turns against the client where AI is named beside it, and a draft sets it aside."""

import pytest

from analyzer.assess import load_judge
from analyzer.draft import draft
from analyzer.judging import judge_contracts, note_latent, search_library
from analyzer.library import Library
from analyzer.models import Contract, Finding
from analyzer.retrieve import Retriever
from analyzer.segment import segment
from analyzer.settings import Settings
from tests.documents import document

LINES = (
    "Services agreement between Acme Ltd (the “Customer”) and Vend Ltd (the “Supplier”).",
    "1. The Supplier shall answer calls for the Customer in accordance with the service levels in section 2.",
    "2. Credits are the Customer's sole and exclusive remedy for a failure to meet a service level.",
    "3. Recoverable loss is limited to the direct cost of repeating the work.",
)
KEY = ("liability-layering", "direct-loss-list")


@pytest.fixture(scope="module")
def contract() -> Contract:
    return segment(document(*LINES))


@pytest.fixture(scope="module")
def noted(
    contract: Contract, core_library: Library, fast_retriever: Retriever, fast_settings: Settings
) -> dict[tuple[str, str], Finding]:
    provisions = core_library.provisions
    findings = judge_contracts(
        [contract], provisions=provisions, tier="standard", settings=fast_settings, retriever=fast_retriever
    )
    after = note_latent(
        findings,
        [contract],
        [search_library(contract, fast_retriever, provisions=provisions)],
        provisions=provisions,
        tier="standard",
        judge=load_judge("fast"),
    )
    assert [f.model_copy(update={"latent": ()}) for f in after] == list(findings)
    return {(f.provision, f.element): f for f in after}


def test_a_sole_remedy_is_noted_where_it_would_empty_the_draft(
    noted: dict[tuple[str, str], Finding], contract: Contract
) -> None:
    assert noted[KEY].status != "adverse"
    (latent,) = noted[KEY].latent
    assert latent.section == "2"
    assert contract.document.text[latent.start : latent.end] == latent.quote


def test_what_names_no_risk_is_noted_nowhere(noted: dict[tuple[str, str], Finding]) -> None:
    assert {e.section for f in noted.values() for e in f.latent} == {"2"}


@pytest.mark.parametrize("posture", ["client", "balanced", "provider"])
def test_the_draft_sets_aside_what_is_noted(
    posture: str, noted: dict[tuple[str, str], Finding], contract: Contract, core_library: Library
) -> None:
    suggestions = draft(
        contract,
        list(noted.values()),
        provisions=core_library.provisions,
        definitions=core_library.definitions,
        posture=posture,  # type: ignore[arg-type]
        tier="standard",
    )
    (edit,) = [e for s in suggestions for e in s.edits if (s.provision, e.element) == KEY]
    assert edit.despite is not None
    assert edit.text.startswith("Despite section 2, ")
