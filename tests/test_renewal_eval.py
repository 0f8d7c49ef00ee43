"""The measuring of renewal facts: what counts as right, wrong, and sure of itself, on contracts made for the test."""

import json
from pathlib import Path

import pytest

from eval.metrics import Figure
from eval.renewal import RenewalAccuracy, measure_renewal

CONTRACT = """SERVICES AGREEMENT

This Services Agreement (the "Agreement") is effective as of March 1, 2019 (the "Effective Date") and is between Alder Stores, Inc. ("Customer") and Birch Services, Inc. ("Provider").

1. Term. This Agreement shall commence on the Effective Date and continue for a period of two (2) years. It shall automatically renew for successive terms of one (1) year unless either party gives ninety (90) days' notice of non-renewal before the end of the then-current term.

2. Fees. Customer shall pay Provider for the Services that Provider shall perform for Customer.

3. Governing Law. This Agreement shall be governed by the laws of the State of Delaware.
"""
ANSWERS = {
    "Document Name": "SERVICES AGREEMENT",
    "Parties": 'Alder Stores, Inc. ("Customer"); Birch Services, Inc. ("Provider")',
    "Agreement Date": "3/1/2019",
    "Effective Date": "3/1/2019",
    "Expiration Date": "3/1/2021",
    "Renewal Term": "successive 1 year",
    "Notice Period to Terminate Renewal": "90 days",
    "Governing Law": "Delaware",
    "Termination for Convenience": "No",
}


def measure(folder: Path, **changed: str) -> RenewalAccuracy:
    contracts = folder / "data" / "contracts"
    contracts.mkdir(parents=True)
    answers = {name: {"answer": changed.get(name.replace(" ", "_"), answer)} for name, answer in ANSWERS.items()}
    (contracts / "alder.json").write_text(json.dumps({"answers": answers}), encoding="utf-8")
    (contracts / "alder.txt").write_text(CONTRACT, encoding="utf-8")
    return measure_renewal(folder)


def figure(measured: RenewalAccuracy, name: str) -> Figure:
    return next(f for f in measured.figures() if f.name == name)


def test_everything_right_and_a_table_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured = measure(tmp_path)
    assert {(row.field, row.verdict) for row in measured.rows if row.verdict in {"wrong", "none", "extra"}} == set()
    assert figure(measured, "renewal dates, held back").value == 1.0
    assert figure(measured, "renewal sure dates that contradict an answer, all").value == 0.0
    assert "governing law" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("field", "answer", "row", "verdict"),
    [
        ("Effective_Date", "3/2/2019", "effective date", "wrong"),
        ("Effective_Date", "", "effective date", "silent"),
        ("Effective_Date", "[]/[]/2019", "effective date", "silent"),
        ("Expiration_Date", "2/28/2021", "expiration date", "right"),
        ("Expiration_Date", "3/3/2021", "expiration date", "wrong"),
        ("Expiration_Date", "perpetual", "expiration date", "extra"),
        ("Expiration_Date", "perpetual", "runs until ended", "none"),
        ("Renewal_Term", "successive 12 months", "renewal term", "right"),
        ("Renewal_Term", "", "renewal term", "extra"),
        ("Notice_Period_to_Terminate_Renewal", "60 days", "notice period", "wrong"),
        ("Governing_Law", "Delaware; New York", "governing law", "right"),
        ("Governing_Law", "Ohio", "governing law", "wrong"),
        ("Termination_for_Convenience", "Yes", "termination at will", "none"),
        ("Parties", "Somebody Else", "both parties", "wrong"),
        ("Parties", "Alder Stors, Inc. (“Customer”); Birch Services Inc.", "both parties", "right"),
        ("Document_Name", "SERVICES AGREEMENT, d", "title", "right"),
        ("Document_Name", "OUTSOURCING AGREEMENT", "title", "wrong"),
        ("Agreement_Date", "3/1/2018", "agreement date", "wrong"),
        ("Agreement_Date", "[]/[]/2019", "agreement date", "silent"),
    ],
)
def test_each_kind_of_verdict(tmp_path: Path, field: str, answer: str, row: str, verdict: str) -> None:
    measured = measure(tmp_path, **{field: answer})
    assert next(r.verdict for r in measured.rows if r.field == row) == verdict


def test_a_sure_date_that_is_wrong_is_counted(tmp_path: Path) -> None:
    measured = measure(tmp_path, Effective_Date="3/2/2019")
    assert figure(measured, "renewal sure dates that contradict an answer, all").value == 0.5


def test_what_is_held_back_is_not_shown(tmp_path: Path) -> None:
    assert measure(tmp_path, Effective_Date="3/2/2019").failures() == ()


def test_no_data_is_nothing_measured(tmp_path: Path) -> None:
    assert measure_renewal(tmp_path).rows == ()
