"""The measuring: counts, intervals, calibration error, cases, floors."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from eval.__main__ import _check
from eval.cases import find_quote, load_labelled
from eval.metrics import Counts, Figure, by_document
from eval.scorers.calibration import calibration_error

ROOT = Path(__file__).resolve().parent.parent


def test_counts_give_precision_recall_and_f_one() -> None:
    counts = Counts(hits=6, false=2, missed=4)
    assert counts.precision == pytest.approx(0.75)
    assert counts.recall == pytest.approx(0.6)
    assert counts.f_one == pytest.approx(2 / 3)
    assert Counts().f_one is None


def test_an_interval_holds_the_value_and_is_the_same_each_time() -> None:
    rows = [Counts(3, 1, 0), Counts(1, 0, 2), Counts(4, 2, 2), Counts(0, 1, 1)]
    first = by_document("f", rows, lambda r: sum(r, Counts()).f_one, 12)
    assert first == by_document("f", rows, lambda r: sum(r, Counts()).f_one, 12)
    assert first.low is not None
    assert first.high is not None
    assert first.low < (first.value or 0) < first.high


def test_calibration_error_is_the_gap_between_said_and_true() -> None:
    assert calibration_error([(0.9, True)] * 9 + [(0.9, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.9, False)] * 10) == pytest.approx(0.9)
    assert calibration_error([]) is None


def test_a_quote_is_found_whatever_its_spaces_and_marks() -> None:
    text = "The Supplier\nshall  not use \u201cCustomer Data\u201d to train models."
    found = find_quote(text, 'shall not use "Customer Data"')
    assert found is not None
    assert text[found[0] : found[1]] == "shall  not use \u201cCustomer Data\u201d"
    assert find_quote(text, "the buyer shall") is None


def test_a_label_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps({"doc": "a", "tier": "huge", "elements": []}), encoding="utf-8")
    with pytest.raises(ValidationError):
        load_labelled(tmp_path)


@pytest.mark.parametrize("folder", ["samples/expected", "datasets/contracts"])
def test_every_own_label_is_known_and_every_quote_stands_in_its_contract(folder: str) -> None:
    from analyzer.ingest import ingest

    cases = load_labelled(ROOT / "eval" / folder, documents=ROOT / "eval" / "samples" if "samples" in folder else None)
    assert cases
    for case in cases:
        text = ingest(case.path).text
        quotes = [q for e in case.elements for q in e.quotes]
        found = [find_quote(text, q) is not None for q in quotes]
        assert sum(found) >= 0.9 * len(found), case.doc
        assert len({(e.provision, e.element) for e in case.elements}) == len(case.elements), case.doc


def test_a_floor_that_does_not_hold_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = tmp_path / "baseline.json"
    baseline.write_text(json.dumps({"good": {"at_least": 0.5}, "bad": {"at_most": 1.0}}), encoding="utf-8")
    monkeypatch.setattr("eval.__main__.BASELINE", baseline)
    assert _check([Figure("good", 0.6, None, None, 3), Figure("bad", 0.5, None, None, 3)]) == 0
    assert _check([Figure("good", 0.4, None, None, 3)]) == 1
    assert _check([Figure("bad", 1.5, None, None, 3)]) == 1
