"""What is measured goes through the stages as they ship: single sentences, whole cases, the command."""

import json
from pathlib import Path

import pytest

from analyzer.settings import Settings
from eval.__main__ import main
from eval.cases import load_labelled
from eval.judged import judge_case
from eval.metrics import rate
from eval.sentence_cases import load_sentence_cases, load_traps
from eval.sentences import DraftedSentence, judge_drafted, judge_placed, judge_traps, load_drafted
from eval.shipped import Shipped, open_shipped
from eval.tables import Run, Section

NOTICE = (
    "The Supplier shall give the Client at least sixty days' written notice before it changes or retrains any AI model."
)


@pytest.fixture(scope="module")
def shipped(fast_settings: Settings) -> Shipped:
    return open_shipped(fast_settings)


def test_a_sentence_on_an_element_is_ranked_found_and_graded(shipped: Shipped) -> None:
    sentence = DraftedSentence(provision="model-change-notice", element="notice-period", status="strong", text=NOTICE)
    judged = judge_drafted(shipped, [sentence])[0]
    assert ("model-change-notice", "notice-period") in judged.reaction.ranked[:3]
    assert judged.said in {"strong", "adequate"}
    assert judged.graded in {"strong", "adequate"}
    assert all(f.evidence[0].quote in NOTICE for f in judged.reaction.found)


def test_a_sentence_on_nothing_is_let_pass(shipped: Shipped) -> None:
    rent = "The tenant shall pay the rent on the first day of each month and keep the premises in good repair."
    sentence = DraftedSentence(provision="model-change-notice", element=None, status="hard_negative", text=rent)
    judged = judge_drafted(shipped, [sentence])[0]
    assert (judged.said, judged.graded, judged.reaction.found) == ("none", None, ())


def test_only_the_case_itself_is_evidence_in_its_host_contract(shipped: Shipped) -> None:
    cases = [c for c in load_sentence_cases() if c.provision == "data-residency" and not c.held_back][:4]
    judged = judge_placed(shipped, cases)
    assert [j.status for j in judged] == [c.status for c in cases]
    for one, case in zip(judged, cases, strict=True):
        for finding in one.reaction.found:
            assert all(evidence.quote in case.text for evidence in finding.evidence), case.id
    for trap, found in judge_traps(shipped, load_traps()[:3]):
        assert all(evidence.quote in trap.text for finding in found for evidence in finding.evidence)


def test_a_line_of_another_shape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sentences.jsonl"
    file.write_text(
        json.dumps({"provision": "p", "element": None, "status": "bad", "text": "x"}) + "\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match="status"):
        load_drafted(file)


def test_a_whole_case_has_a_finding_for_every_element(shipped: Shipped) -> None:
    samples = Path(__file__).resolve().parent.parent / "eval" / "samples"
    case = load_labelled(samples / "expected", documents=samples)[0]
    judged = judge_case(shipped, case)
    assert [(f.provision, f.element) for f in judged.findings] == list(shipped.library.elements)
    core = judged.only({"data-residency"})
    assert {f.provision for f in core.findings} == {"data-residency"}
    assert {e.provision for e in core.case.elements} <= {"data-residency"}


def test_a_measurement_is_printed_kept_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Run(
        [
            Section("set", "A set", [rate("found", [(1, 2)] * 4)]),
            Section("quiet", "Quiet", [rate("x", [(1, 1)])], shown=False),
        ]
    )
    monkeypatch.setattr("eval.__main__.MEASUREMENTS", {"all": lambda shared: run})
    monkeypatch.setattr("eval.last_run.LAST_RUN", tmp_path / "last.json")
    assert main(["--json", str(tmp_path / "out.json")]) == 0
    printed = capsys.readouterr().out
    assert "### A set" in printed
    assert "Quiet" not in printed
    assert {s["key"] for s in json.loads((tmp_path / "out.json").read_text("utf-8"))["sections"]} == {"set", "quiet"}
    assert main([]) == 0
    assert "same" in capsys.readouterr().out
    assert main(["--readme"]) == 0
    assert "since the last run" not in capsys.readouterr().out


def test_nothing_to_measure_on_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["acord", "--shared", str(tmp_path)]) == 3
    assert "give --shared FOLDER" in capsys.readouterr().err
