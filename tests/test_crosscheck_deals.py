"""What empties a clause elsewhere is found, and its harmless twin is left alone: small deals in two halves."""

from pathlib import Path

import pytest

from analyzer.crosscheck import crosscheck, keep_effective
from analyzer.library import load_library
from analyzer.models import CrossCheck, Provision
from tests.core import ROOT
from tests.deals import HALVES, Deal, find_passage, load_deals

# The pair checks have tests of their own.
OWN = {"X4", "X8", "X9", "X12", "X13", "X15", "definition", "exception", "annex", "amendment", "documents"}
DEALS = [pytest.param(deal, id=f"{half}: {deal.name}") for half in HALVES for deal in load_deals(half)]


@pytest.fixture(scope="module")
def provisions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Provision, ...]:
    cache: Path = tmp_path_factory.mktemp("library")
    return load_library(ROOT / "clause_library", cache_dir=cache).in_profile("full")


def check(deal: Deal, provisions: tuple[Provision, ...]) -> CrossCheck:
    return crosscheck(keep_effective(deal.contracts), deal.findings, provisions=provisions, tier="standard")


@pytest.mark.parametrize("deal", DEALS)
def test_findings_fall_where_text_elsewhere_empties_them_and_nowhere_else(
    deal: Deal, provisions: tuple[Provision, ...]
) -> None:
    result = check(deal, provisions)
    before = {f"{f.provision}/{f.element}": f.status for f in deal.findings}
    after = {f"{f.provision}/{f.element}": f.status for f in result.findings}
    assert after == before | deal.falls
    assert {c.check for c in result.conflicts} & OWN == set(deal.checks)


@pytest.mark.parametrize("deal", [d for d in DEALS if d.values[0].checks])  # type: ignore[attr-defined]
def test_a_conflict_shows_both_passages_and_what_becomes_of_the_findings(
    deal: Deal, provisions: tuple[Provision, ...]
) -> None:
    result = check(deal, provisions)
    texts = {c.document.name: c.document.text for c in deal.contracts}
    changed = {(f.provision, f.element): (f, g) for f, g in zip(deal.findings, result.findings, strict=True) if f != g}
    shown = {(e.provision, e.element, e.after) for c in result.conflicts for e in c.effects}
    for conflict in result.conflicts:
        if conflict.check not in OWN:
            continue
        assert all(texts[e.document][e.start : e.end] == e.quote for e in conflict.evidence)
        # An annex that is not there has no passage of its own.
        assert len(conflict.evidence) >= 2 or "not supplied" in conflict.message
    for key, (old, new) in changed.items():
        if new.status != old.status:
            assert (*key, new.status) in shown
            assert old.evidence[0] in new.evidence
            assert old.reason in new.reason or "prevail" in new.reason
            assert all(texts[e.document][e.start : e.end] == e.quote for e in new.evidence)


@pytest.mark.parametrize("deal", [d for d in DEALS if {"gone", "kept"} & set(d.values[0].more)])  # type: ignore[attr-defined]
def test_text_that_an_amendment_took_away_is_read_no_more(deal: Deal) -> None:
    effective = keep_effective(deal.contracts)
    assert [c.document for c in effective] == [c.document for c in deal.contracts]
    for words in deal.more.get("gone", ()):
        assert find_passage(deal.contracts, words) is not None
        assert find_passage(effective, words) is None
    for words in deal.more.get("kept", ()):
        assert find_passage(effective, words) is not None


@pytest.mark.parametrize(
    "deal",
    [d for d in DEALS if {"roles", "precedence", "amendments"} & set(d.values[0].more)],  # type: ignore[attr-defined]
)
def test_the_deal_is_read_with_its_documents_their_order_and_what_was_amended(
    deal: Deal, provisions: tuple[Provision, ...]
) -> None:
    read = check(deal, provisions).deal
    roles = {document.name: document.role for document in read.documents}
    assert roles == roles | deal.more.get("roles", {})
    if "precedence" in deal.more:
        assert deal.more["precedence"] in [[part.text for part in order.parts] for order in read.precedence]
    if "amendments" in deal.more:
        assert [[a.action, a.section] for a in read.amendments] == deal.more["amendments"]


def test_both_halves_have_their_share_of_harmless_deals() -> None:
    for half in HALVES:
        deals = load_deals(half)
        assert len(deals) >= 40
        assert sum(d.defeats for d in deals) >= 20
        assert sum(not d.defeats for d in deals) >= 20
