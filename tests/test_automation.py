"""Automation commitments: how firmly, by when, and what the number means in volume."""

from typing import Any

import pytest
import yaml

from analyzer.crosscheck.automation import read_automation
from analyzer.crosscheck.commercial import read_commercial
from analyzer.models import AutomationCommitment, Contract
from analyzer.segment import segment
from tests.core import ROOT
from tests.documents import document

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/automation.yaml").read_text(encoding="utf-8"))


def contract_of(text: str) -> Contract:
    return segment(document(*text.strip().split("\n")))


def commitments_of(text: str) -> tuple[AutomationCommitment, ...]:
    return read_automation([contract_of(text)])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_a_passage_gives_its_commitments(case: dict[str, Any]) -> None:
    found = commitments_of(case["text"])
    assert [c.force for c in found] == [c["force"] for c in case["commitments"]]
    for commitment, expected in zip(found, case["commitments"], strict=True):
        assert expected["of"].lower() in commitment.of.lower()
        assert [[step.share, step.by] for step in commitment.glide] == expected["glide"]
        assert commitment.glide[-1].units == expected["units"]


def test_the_words_tell_force_path_and_volume() -> None:
    (commitment,) = commitments_of(
        "[4.1] The Supplier shall automate 30% of password resets by month 6 and 65% by month 12.\n"
        "[4.2] The forecast volume is 8,000 password resets per month."
    )
    assert commitment.words == (
        "Binding: 30% (by month 6), 2,400 a month, then 65% (by month 12), 5,200 a month of password resets by the AI."
    )


def test_a_measure_without_an_object_is_named() -> None:
    (commitment,) = commitments_of(
        "| Indicator | Target | Credit\n| Virtual assistant containment | 30% | none, for information only"
    )
    assert commitment.words == "An aim, not a duty: 30%, measured as “Virtual assistant containment”."


@pytest.mark.parametrize(
    ("words", "force"),
    [
        ("shall", "binding"), ("must", "binding"), ("guarantees to", "binding"), ("aims to", "aspirational"), ("expects to", "aspirational"),
        ("intends to", "aspirational"), ("shall use reasonable efforts to", "conditional"),
    ],
)  # fmt: skip
def test_the_verb_decides_how_firm_it_is(words: str, force: str) -> None:
    (commitment,) = commitments_of(f"[1.1] The Supplier {words} automate 40% of address changes by month 9.")
    assert commitment.force == force


def test_two_volumes_for_the_same_units_give_none() -> None:
    (commitment,) = commitments_of(
        "[4.1] The chatbot shall resolve 40% of order status enquiries without an agent.\n"
        "[4.2] Site A expects 8,000 order status enquiries per month.\n"
        "[4.3] Site B expects 9,000 order status enquiries per month."
    )
    assert commitment.volume is None
    assert commitment.glide[0].units is None


def test_every_quote_is_of_the_document() -> None:
    for case in CASES:
        contract = contract_of(case["text"])
        for commitment in read_automation([contract]):
            assert commitment.evidence
            assert all(contract.document.text[e.start : e.end] == e.quote for e in commitment.evidence)


def test_the_commercial_reading_holds_all_three() -> None:
    contract = contract_of(
        "[4.1] The chatbot shall resolve 40% of order status enquiries without an agent.\n"
        "[5.1] If the accuracy of the chatbot falls below 95% in a month, the Supplier shall pay a Service Credit.\n"
        "[5.2] The Supplier shall score a sample of 200 chats of the chatbot each month.\n"
        "[9.1] The Supplier's liability shall not exceed £1,000,000."
    )
    commercial = read_commercial([contract])
    assert commercial.waterfall is not None
    assert [s.scored for s in commercial.samples] == [200]
    assert [c.of for c in commercial.automation] == ["order status enquiries"]
    assert read_commercial([]).waterfall is None
