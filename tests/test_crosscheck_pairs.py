"""Checks that hold two provisions against each other: what collides is reported with both quotes, its benign twin is not."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.crosscheck.commercial import read_commercial
from analyzer.crosscheck.pairs import find_pair_conflicts
from analyzer.ingest import ingest
from analyzer.models import Conflict, Contract, ElementStatus, Evidence, Finding
from analyzer.segment import segment
from tests.core import ROOT
from tests.documents import document

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/pairs.yaml").read_text(encoding="utf-8"))
PARAPHRASED = [case for case in CASES if case["set"] == "fourth"]
CONTRACTS = ROOT.parent / "shared/data/contracts"


def contract_of(text: str) -> Contract:
    return segment(document(*text.strip().split("\n")))


def finding(contract: Contract, element: str, status: ElementStatus, words: str) -> Finding:
    """Return a finding as assess gives it, quoting the passage with these words."""
    provision, _, name = element.partition("/")
    text = contract.document.text
    passage = next(p for p in contract.passages if words in text[p.start : p.end])
    quote = Evidence(
        document=contract.document.name, page=None, section=None, start=passage.start, end=passage.end,
        quote=text[passage.start : passage.end],
    )  # fmt: skip
    return Finding(
        provision=provision, element=name, status=status, probability=0.9, confidence="high", evidence=(quote,),
        reason="told by the test", method="rules",
    )  # fmt: skip


def checks_of(text: str) -> list[str]:
    return [conflict.check for conflict in find_pair_conflicts([contract_of(text)], [], tier="standard")]


def assert_quotes(conflicts: tuple[Conflict, ...], *contracts: Contract) -> None:
    texts = {contract.document.name: contract.document.text for contract in contracts}
    for conflict in conflicts:
        places = {(e.document, e.start, e.end) for e in conflict.evidence}
        assert len(places) >= 2, conflict.message
        assert all(texts[e.document][e.start : e.end] == e.quote for e in conflict.evidence)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["set"] != "fourth"],
    ids=lambda c: f"{c['check']}-{c['set']}-{'fires' if c['fires'] else 'silent'}",
)
def test_what_collides_is_reported_and_its_twin_is_not(case: dict[str, Any]) -> None:
    contract = contract_of(case["text"])
    found = find_pair_conflicts([contract], [], tier="standard")
    assert [c.check for c in found] == ([case["check"]] if case["fires"] else [])
    assert_quotes(found, contract)


def test_plain_paraphrases_are_found_in_most_cases_and_never_in_their_twins() -> None:
    fired = [case["check"] in checks_of(case["text"]) for case in PARAPHRASED if case["fires"]]
    silent = [not checks_of(case["text"]) for case in PARAPHRASED if not case["fires"]]
    assert sum(fired) >= 14
    assert all(silent)


def test_every_check_has_five_colliding_pairs_and_five_twins() -> None:
    for check in ("X1", "X2", "X3", "X5", "X6", "X7", "X10", "X11", "X14", "X16"):
        for fires in (True, False):
            assert sum(c["check"] == check and c["fires"] is fires for c in CASES) >= 5


def test_a_conflict_names_both_places_and_what_to_do() -> None:
    contract = contract_of(
        "[9.4] The Supplier shall retrain the models each quarter on the Customer's transcripts.\n"
        "[12.3] The Supplier shall not use Customer Data to train any model."
    )
    (conflict,) = find_pair_conflicts([contract], [], tier="standard")
    assert conflict.id == "X1-1"
    assert conflict.severity == "high"
    assert conflict.message.startswith("Section 9.4 has the AI learn from the client's data, which section 12.3 bans.")
    assert "Allow tuning only" in conflict.message
    assert "\n" not in conflict.message
    assert [e.section for e in conflict.evidence] == ["9.4", "12.3"]


def test_passages_of_two_documents_collide_and_are_cited_with_their_document() -> None:
    agreement = contract_of("[9.4] The Supplier shall retrain the models each quarter on the Customer's transcripts.")
    other = contract_of("[12.3] The Supplier shall not use Customer Data to train any model.")
    dpa = other.model_copy(update={"document": other.document.model_copy(update={"name": "dpa.docx"})})
    found = find_pair_conflicts([agreement, dpa], [], tier="standard")
    assert {e.document for e in found[0].evidence} == {"test.docx", "dpa.docx"}
    assert "dpa.docx" in found[0].message
    assert_quotes(found, agreement, dpa)


@pytest.mark.parametrize(
    ("check", "text", "cited"),
    [
        (
            "X5",
            "[4.7] The Supplier shall give the Customer 60 days' notice before it changes a model.\n"
            "[4.8] For the models of its AI vendor the Supplier goes by the vendor's fourteen (14) days.",
            ("model-change-notice/upstream-flow-down", "weak", "goes by the vendor's"),
        ),
        (
            "X6",
            "[5.1] The Supplier shall pay a Service Credit if the AI System is right in less than 95% of cases in a month.\n"
            "[7.1] Three per cent of what the AI System handles goes past a human specialist each month.",
            ("quality-sampling/sample-rate", "adequate", "Three per cent"),
        ),
        (
            "X10",
            "[2.1] Credit assessment is a High-Impact Process. Credit assessment is designated as high-impact.\n"
            "[4.3] Provider chooses when it moves any AI System to a new version.",
            ("model-change-notice/approval-veto", "adverse", "Provider chooses"),
        ),
        (
            "X16",
            "[5.1] A claims handler may override any output of the AI System.\n"
            "[5.7] Overrides enter the yearly appraisal of the handler.",
            ("human-oversight-override/override-log", "adverse", "yearly appraisal"),
        ),
    ],
    ids=lambda v: v if isinstance(v, str) and v.startswith("X") else "",
)
def test_findings_bring_in_what_the_words_alone_do_not_show(
    check: str, text: str, cited: tuple[str, ElementStatus, str]
) -> None:
    contract = contract_of(text)
    assert check not in checks_of(text)
    found = find_pair_conflicts([contract], [finding(contract, *cited)], tier="standard")
    assert check in [c.check for c in found]
    assert_quotes(found, contract)


def test_at_the_high_tier_deciding_on_people_is_high_impact_without_being_called_so() -> None:
    text = (
        "[2.1] The AI System scores applicants for credit assessment.\n"
        "[4.3] Any AI System may be updated at the Provider's discretion."
    )
    assert "X10" not in checks_of(text)
    found = find_pair_conflicts([contract_of(text)], [], tier="high")
    assert [c.check for c in found] == ["X10"]


def test_commercial_terms_read_before_are_used() -> None:
    contract = contract_of(next(c["text"] for c in CASES if c["check"] == "X7" and c["fires"]))
    commercial = read_commercial([contract])
    with_them = find_pair_conflicts([contract], [], tier="standard", commercial=commercial)
    assert with_them == find_pair_conflicts([contract], [], tier="standard")
    empty = find_pair_conflicts([contract], [], tier="standard", commercial=read_commercial([]))
    assert empty == ()


def test_an_empty_deal_has_no_conflicts() -> None:
    assert find_pair_conflicts([], [], tier="standard") == ()
    assert find_pair_conflicts([contract_of("[1.1] .")], [], tier="high") == ()


_SENTENCES = sorted({line for case in CASES for line in case["text"].strip().split("\n") if line.startswith("[")})


@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_whatever_passages_meet_every_conflict_has_two_quotes_of_the_text(lines: list[str]) -> None:
    contract = segment(document(*lines))
    found = find_pair_conflicts([contract], [], tier="high")
    assert_quotes(found, contract)
    assert len({c.id for c in found}) == len(found)


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="shared/data/contracts is not here")
def test_contracts_written_before_ai_raise_no_alarm() -> None:
    files = sorted(CONTRACTS.glob("*.txt"))[::7]
    alarms = {}
    for file in files:
        contract = segment(ingest(Path(file)))
        found = find_pair_conflicts([contract], [], tier="standard")
        if found:
            alarms[file.name] = [c.message for c in found]
    assert alarms == {}
