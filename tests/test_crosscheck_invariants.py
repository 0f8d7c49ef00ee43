"""What holds of crosscheck whatever the deal: it invents nothing, raises nothing by itself, and disturbs no ordinary contract."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analyzer.crosscheck.defeats as defeats
from analyzer.crosscheck import crosscheck, keep_effective
from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.defeats.exceptions import _NOTHING, _OVERRIDES
from analyzer.crosscheck.defeats.matters import MATTERS
from analyzer.crosscheck.defeats.weighing import Weighing
from analyzer.crosscheck.reading import Reading
from analyzer.ingest import ingest
from analyzer.library import load_library
from analyzer.models import Contract, ElementStatus, Evidence, Finding, Provision
from analyzer.segment import segment
from tests.core import ROOT
from tests.deals import HALVES, load_deals

ORDER: tuple[ElementStatus, ...] = ("strong", "adequate", "weak", "missing", "adverse")
REAL = ROOT.parent / "shared" / "data" / "contracts"


@pytest.fixture(scope="module")
def provisions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Provision, ...]:
    cache: Path = tmp_path_factory.mktemp("library")
    return load_library(ROOT / "clause_library", cache_dir=cache).in_profile("full")


SENTENCES = sorted(
    {
        contract.document.text[p.start : p.end]
        for half in HALVES
        for deal in load_deals(half)
        for contract in deal.contracts
        for p in contract.passages
        if p.end - p.start > 40
    }
)
ELEMENTS = sorted({(f.provision, f.element) for half in HALVES for d in load_deals(half) for f in d.findings})


def make(lines: list[str]) -> Contract:
    text = "SERVICES AGREEMENT\n\n" + "\n\n".join(f"{i}. {line}" for i, line in enumerate(lines, 1))
    return segment(ingest(text.encode(), name="deal.txt"))


def find(contract: Contract, key: tuple[str, str], status: ElementStatus, index: int) -> Finding:
    passage = contract.passages[index % len(contract.passages)]
    quote = contract.document.text[passage.start : passage.end]
    return Finding(
        provision=key[0],
        element=key[1],
        status=status,
        probability=0.7,
        confidence="medium",
        evidence=(
            Evidence(document="deal.txt", page=None, section=None, start=passage.start, end=passage.end, quote=quote),
        ),
        reason="as found",
        method="rules",
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=9, unique=True),
    chosen=st.lists(
        st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(ORDER), st.integers(0, 20)),
        max_size=6,
        unique_by=lambda c: c[0],
    ),
)
def test_any_mixture_of_clauses_is_read_without_inventing_or_raising(
    provisions: tuple[Provision, ...],
    lines: list[str],
    chosen: list[tuple[tuple[str, str], ElementStatus, int]],
) -> None:
    contract = make(lines)
    findings = tuple(find(contract, key, status, index) for key, status, index in chosen)
    result = crosscheck([contract], findings, provisions=provisions, tier="standard")
    text = contract.document.text
    assert [(f.provision, f.element) for f in result.findings] == [(f.provision, f.element) for f in findings]
    for before, after in zip(findings, result.findings, strict=True):
        assert ORDER.index(after.status) >= ORDER.index(before.status)
        assert after.evidence[0] == before.evidence[0]
        assert all(text[e.start : e.end] == e.quote for e in after.evidence)
        if after.status == before.status:
            assert after == before
    ids = [c.id for c in result.conflicts]
    assert len(ids) == len(set(ids))
    for conflict in result.conflicts:
        assert all(text[e.start : e.end] == e.quote for e in conflict.evidence)
        for effect in conflict.effects:
            assert ORDER.index(effect.after) > ORDER.index(effect.before)
    # What is settled stays settled.
    again = crosscheck([contract], result.findings, provisions=provisions, tier="standard")
    assert [f.status for f in again.findings] == [f.status for f in result.findings]


def test_every_element_a_check_names_is_in_the_library(provisions: tuple[Provision, ...]) -> None:
    known = {p.id: {e.id for e in p.elements} for p in provisions}
    tables = [matter.elements for matter in MATTERS]
    for module in pkgutil.iter_modules(defeats.__path__, f"{defeats.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, dict) and value and all(isinstance(v, tuple) for v in value.values()):
                tables.append(value)
    assert len(tables) > 15
    for table in tables:
        for provision, elements in table.items():
            assert set(elements) <= known[provision], provision


@pytest.mark.skipif(not REAL.is_dir(), reason="the real contracts are not at ../shared/data/contracts")
def test_exceptions_in_contracts_before_ai_take_nothing_from_the_client(provisions: tuple[Provision, ...]) -> None:
    files = sorted(REAL.glob("*.txt"))[::5]
    assert files
    read = 0
    for file in files:
        contract = segment(ingest(file))
        assert keep_effective([contract]) == (contract,)
        deal = Deal([contract])
        weighing = Weighing(Reading(deal), provisions)
        for sentence in deal.sentences_with("notwithstanding", "despite", "regardless", "nothing"):
            for pattern in (_OVERRIDES, _NOTHING):
                for found in pattern.finditer(sentence.reading):
                    read += 1
                    content = sentence.reading[found.end() :]
                    taken = [
                        (p.id, e.id)
                        for p in provisions
                        for e in p.elements
                        if weighing.reach(content, (p.id, e.id), contract=0) is not None
                    ]
                    assert taken == [], sentence.reading
    assert read > 10
