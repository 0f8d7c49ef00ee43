"""The measuring: figures and their intervals, cases, floors, comparison with the last run, tables."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from eval.cases import find_quote, load_labelled
from eval.floors import check_floors
from eval.last_run import compare_with_last, keep_run
from eval.metrics import Figure, bootstrap, f_one, macro_f_one, precision, rate, recall
from eval.tables import Run, Section, as_data, short, tabulate, write_table

ROOT = Path(__file__).resolve().parent.parent


def test_counts_give_precision_recall_and_f_one() -> None:
    totals = np.array([6.0, 2.0, 4.0])
    assert precision(totals) == pytest.approx(0.75)
    assert recall(totals) == pytest.approx(0.6)
    assert f_one(totals) == pytest.approx(2 / 3)
    assert f_one(np.zeros(3)) is None


def test_macro_f_one_is_the_mean_over_classes_that_occur() -> None:
    assert macro_f_one(np.array([1.0, 0, 0, 0, 1, 1, 0, 0, 0])) == pytest.approx(0.5)
    assert macro_f_one(np.zeros(6)) is None


def test_an_interval_holds_the_value_and_is_the_same_each_time() -> None:
    rows = [(3, 1, 0), (1, 0, 2), (4, 2, 2), (0, 1, 1)]
    first = bootstrap("f", rows, f_one, cases=12)
    second = bootstrap("f", rows, f_one, cases=12)
    assert first == second
    assert first.draws == second.draws
    assert first.low is not None
    assert first.high is not None
    assert first.low < (first.value or 0) < first.high


def test_two_cases_say_nothing_of_how_cases_differ() -> None:
    figure = rate("f", [(1, 2), (2, 2)])
    assert figure.value == pytest.approx(0.75)
    assert (figure.low, figure.high) == (None, None)
    assert rate("f", []).value is None
    assert rate("f", [(0, 0)] * 5).value is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=12))
def test_an_interval_is_in_order_and_within_what_single_cases_say(pairs: list[tuple[int, int]]) -> None:
    rows = [(right, right + wrong) for right, wrong in pairs]
    figure = rate("f", rows)
    shares = [right / asked for right, asked in rows if asked]
    if figure.low is not None and figure.high is not None:
        assert min(shares) - 1e-9 <= figure.low <= figure.high <= max(shares) + 1e-9


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


@pytest.mark.parametrize("folder", ["samples/expected", "datasets/contracts", "datasets/contracts-held-back"])
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


def section(value: float, *, better: str = "higher", draws: tuple[float, ...] = ()) -> Section:
    figure = Figure("found", value, None, None, 5, "lower" if better == "lower" else "higher", draws)
    return Section("set", "A set", [figure])


def test_a_floor_that_does_not_hold_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = tmp_path / "baseline.json"
    floors.write_text(json.dumps({"set": {"found": {"at_least": 0.5}}, "other": {"x": {"at_most": 1.0}}}), "utf-8")
    assert check_floors([section(0.6)], file=floors) == 0
    assert "1 floors checked, 0 not held" in capsys.readouterr().out
    assert check_floors([section(0.4)], file=floors) == 1
    assert "found: 0.400, allowed at least 0.5" in capsys.readouterr().err
    assert check_floors([Section("other", "", [Figure("x", 1.5, None, None, 3)])], file=floors) == 1


def test_a_floor_on_a_figure_that_is_gone_does_not_hold(tmp_path: Path) -> None:
    floors = tmp_path / "baseline.json"
    floors.write_text(json.dumps({"set": {"renamed": {"at_least": 0.5}}}), encoding="utf-8")
    assert check_floors([section(0.9)], file=floors) == 1


def test_the_floors_in_the_repository_are_of_the_expected_shape() -> None:
    assert check_floors([]) == 0


def test_a_change_is_told_from_noise_by_the_same_draws(tmp_path: Path) -> None:
    file = tmp_path / "last.json"
    noisy = tuple(0.5 + 0.2 * (i % 5 - 2) for i in range(100))
    keep_run([section(0.5, draws=noisy)], file=file)

    def said(now: Section) -> str:
        return compare_with_last([now], file=file)["set"]["found"]

    assert said(section(0.503, draws=noisy)) == "same"
    assert said(section(0.6, draws=tuple(d + 0.1 for d in noisy))) == "+.10 better"
    assert said(section(0.6, better="lower", draws=tuple(d + 0.1 for d in noisy))) == "+.10 WORSE"
    assert said(section(0.6, draws=tuple(reversed(noisy)))) == "+.10 (within noise)"
    assert said(section(0.6)) == "+.10"


def test_the_first_run_and_a_damaged_file_compare_with_nothing(tmp_path: Path) -> None:
    file = tmp_path / "last.json"
    assert compare_with_last([section(0.5)], file=file) == {"set": {}}
    file.write_text('{"old": 0.5, "broken', encoding="utf-8")
    assert compare_with_last([section(0.5)], file=file) == {"set": {}}
    file.write_text('{"set": 0.5}', encoding="utf-8")
    assert compare_with_last([section(0.5)], file=file) == {"set": {}}


def test_sections_that_are_not_measured_keep_their_last_figures(tmp_path: Path) -> None:
    file = tmp_path / "last.json"
    keep_run([section(0.5)], file=file)
    keep_run([Section("other", "", [Figure("x", 1.0, None, None, 3)])], file=file)
    assert compare_with_last([section(0.7)], file=file)["set"]["found"] == "+.20"


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "-"), (0.794, ".79"), (1.0, "1.00"), (0.9999, ".99"), (12.5, "12.50"), (0.0, ".00"), (-0.25, "-.25")],
)
def test_figures_are_written_as_the_tables_have_them(value: float | None, written: str) -> None:
    assert short(value) == written


def test_a_table_is_markdown_with_its_columns_aligned() -> None:
    lines = write_table(tabulate(section(0.5), {"found": "same"})).splitlines()
    assert lines[0] == "### A set"
    assert len({len(line) for line in lines[2:]}) == 1
    assert lines[-1].split("|")[1].strip() == "found"
    assert "since the last run" in lines[2]
    assert "since the last run" not in write_table(tabulate(section(0.5)))


def test_a_run_as_data_is_json() -> None:
    data = json.loads(json.dumps(as_data(Run([section(0.5)]))))
    assert data["sections"][0]["figures"][0]["value"] == 0.5
