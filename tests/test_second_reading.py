"""`--llm` from the command line to the report: what is asked, what is said of it, and what happens when it fails."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.cli import main
from analyzer.models import Report
from analyzer.settings import Settings
from tests.fake_openai import Asked, Fail, FakeOpenAI, Reaction, Say, fake_openai
from tests.reviewers import invent, script_of, sweep

pytest.importorskip("langchain_openai")

CONTRACT = """# Master Services Agreement

This Agreement is made between Harrow Bank plc (the "Client") and Quill Services Ltd (the "Provider").

## 1. Changes to the AI

The Provider will endeavour to inform the Client of updates to its AI Models where practicable.

## 2. Data

The Client owns the data that it gives to the Provider.

The Provider may use operational statistics to improve its services.

## 3. Location

The Provider intends to process Client Data in the United Kingdom, subject to operational needs.

## 4. Suppliers

The Provider shall provide a list of its subcontractors on request.

## 5. Liability

The Provider shall be liable for direct losses caused by its negligence, up to the charges paid in the previous year.
"""
Run = Callable[..., tuple[int, Report | None]]


@pytest.fixture
def run(fast_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `analyze` on the contract and return the exit code and the report."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CLAUSE_ANALYZER_ENCODER", "fast")
    monkeypatch.setenv("CLAUSE_ANALYZER_LIBRARY_DIR", str(fast_settings.library_dir))
    # The index of the session, and answers that no other test has.
    cache = tmp_path / "cache"
    cache.mkdir()
    for kept in fast_settings.cache_dir.iterdir():
        (cache / kept.name).symlink_to(kept)
    monkeypatch.setenv("CLAUSE_ANALYZER_CACHE_DIR", str(cache))
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM_MAX_RETRIES", "0")
    (tmp_path / "msa.md").write_text(CONTRACT, encoding="utf-8")

    def run(*options: str, fake: FakeOpenAI | None = None) -> tuple[int, Report | None]:
        if fake is not None:
            monkeypatch.setenv("CLAUSE_ANALYZER_LLM_BASE_URL", fake.base_url)
            options = ("--llm", "test-model", *options)
        out = tmp_path / "out"
        monkeypatch.setattr(
            sys, "argv",
            ["clause-analyzer", "analyze", str(tmp_path / "msa.md"), "--out", str(out), "--format", "json", "--quiet",
             "--profile", "core", *options],
        )  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            main()
        file = out / "report.json"
        report = Report.model_validate_json(file.read_text(encoding="utf-8")) if file.is_file() else None
        return int(ended.value.code or 0), report

    return run


@pytest.fixture
def offline(run: Run, fast_retriever: object) -> Report:
    code, report = run()
    assert (code, report is None) == (0, False)
    assert report is not None
    return report


def statuses(report: Report) -> list[str]:
    return [e.status for p in report.provisions for e in p.elements]


def test_offline_nothing_is_asked_and_nothing_leaves(offline: Report) -> None:
    assert offline.receipt.left_the_machine == "nothing"
    assert (offline.receipt.model, offline.receipt.language_model, offline.second_reading) == (None, None, None)


def test_the_receipt_says_what_was_asked_and_what_left(run: Run, offline: Report) -> None:
    with fake_openai(script_of(sweep("missing"))) as fake:
        code, report = run(fake=fake)
        again, replayed = run(fake=fake)
    assert code == again == 0
    assert report is not None
    assert replayed is not None
    use, reading = report.receipt.language_model, report.second_reading
    assert use is not None
    assert reading is not None
    assert use.sent == use.requests == len(fake.asked)
    assert use.characters_sent == sum(len(a.system) + len(a.user) for a in fake.asked)
    assert use.usage.tokens > 0
    assert use.prompts.keys() == {"adapt", "explain", "review"}
    assert f"{use.characters_sent:,} characters" in report.receipt.left_the_machine
    assert str(use.host) in report.receipt.left_the_machine
    assert 0 < len(reading.checks) < reading.elements
    # The second run is answered from the cache: the same report, and nothing sent.
    assert statuses(replayed) == statuses(report)
    assert replayed.receipt.left_the_machine == "nothing"
    assert replayed.receipt.language_model is not None
    assert replayed.receipt.language_model.cache_hits == replayed.receipt.language_model.requests


@pytest.mark.parametrize(
    ("reaction", "said"), [(Fail(401), "key"), (Fail(0), "nothing answers"), (Fail(500), "status 500")]
)
def test_a_model_that_gives_nothing_costs_exit_5_and_no_finding(
    reaction: Reaction, said: str, run: Run, offline: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    with fake_openai([reaction]) as fake:
        code, report = run(fake=fake)
    assert code == 5
    assert report is not None
    assert report.status == "partial"
    assert report.score == offline.score
    assert said in capsys.readouterr().err


def test_a_server_that_dies_halfway_leaves_a_partial_report(
    run: Run, offline: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM_CONCURRENCY", "1")
    seen = 0

    def script(asked: Asked) -> Reaction:
        nonlocal seen
        seen += 1
        if seen == 1:
            return script_of(sweep("missing"))(asked)
        fake.kill()
        return Fail(0)

    with fake_openai(script) as fake:
        code, report = run(fake=fake)
    assert code == 7
    assert report is not None
    assert report.status == "partial"
    assert {p.code for p in report.problems} == {"model-unreachable"}
    assert report.second_reading is not None
    outcomes = {c.outcome for c in report.second_reading.checks}
    assert outcomes > {"unanswered"}
    assert len(statuses(report)) == len(statuses(offline))


def test_a_cap_is_kept_and_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with fake_openai(script_of(sweep("missing"))) as fake:
        code, report = run("--max-tokens", "6000", fake=fake)
    assert code == 7
    assert report is not None
    assert report.receipt.language_model is not None
    assert 0 < report.receipt.language_model.usage.tokens <= 6000
    assert "the cap of 6,000 tokens is reached" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--llm", "nobody:nothing"], "no provider"),
        (["--llm", "gpt-unheard-of", "--max-cost", "1"], "its price is not known"),
    ],
)
def test_a_model_that_can_not_be_used_is_refused_before_anything_is_read(
    options: list[str], said: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = run(*options)
    assert (code, report) == (5, None)
    assert said in capsys.readouterr().err


def test_a_replay_makes_the_report_again_from_the_cache(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with fake_openai(script_of(sweep("weak"))) as fake:
        _, report = run(fake=fake)
    assert report is not None
    file = tmp_path / "out" / "report.json"
    code, said = replay(file, monkeypatch, capsys)
    assert code == 0
    assert said.startswith("The same. ")
    assert "from the cache" in said
    changed = report.provisions[0].elements[0].model_copy(update={"status": "strong"})
    provision = report.provisions[0].model_copy(update={"elements": (changed, *report.provisions[0].elements[1:])})
    forged = report.model_copy(update={"provisions": (provision, *report.provisions[1:])})
    file.write_text(forged.model_dump_json(by_alias=True), encoding="utf-8")
    code, said = replay(file, monkeypatch, capsys)
    assert code == 1
    assert said.startswith(f"{provision.id}, {changed.id}: strong -> ")


def test_a_replay_needs_the_file_as_it_was(
    run: Run, offline: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "msa.md").write_text(CONTRACT + "\nMore.\n", encoding="utf-8")
    assert replay(tmp_path / "out" / "report.json", monkeypatch, capsys)[0] == 3


def replay(file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Return the exit code and the first line printed."""
    monkeypatch.setattr(sys, "argv", ["clause-analyzer", "replay", str(file)])
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0), capsys.readouterr().out.partition("\n")[0]


def test_a_draft_in_the_models_wording_is_judged_again_offline(run: Run, offline: Report) -> None:
    def fit(asked: Asked) -> Reaction:
        if "drafts" not in asked.schema["properties"]:
            return script_of(sweep("missing"))(asked)
        drafts = re.findall(r"^Draft (\w), which must achieve: [^\n]*\n([^\n]+)", asked.user, re.MULTILINE)
        # One word is put in the contract's manner; every other text promises nothing any more.
        return Say(
            {
                "drafts": [
                    {"draft": letter, "text": text.replace("shall", "must" if at % 2 == 0 else "will endeavour to")}
                    for at, (letter, text) in enumerate(drafts)
                ]
            }
        )

    with fake_openai(fit) as fake:
        _, report = run(fake=fake)
    assert report is not None
    texts = [e.text for p in report.provisions if p.suggestion for e in p.suggestion.edits]
    notes = " ".join(p.suggestion.note for p in report.provisions if p.suggestion)
    assert not any("will endeavour to" in text for text in texts)
    assert "The library's words are kept for" in notes


def test_invented_quotes_change_no_score(run: Run, offline: Report) -> None:
    with fake_openai(script_of(invent)) as fake:
        code, report = run(fake=fake)
    assert code == 0
    assert report is not None
    assert report.score == offline.score
    assert report.second_reading is not None
    assert {c.outcome for c in report.second_reading.checks} == {"dropped"}


def test_a_transcript_is_written_then_answered(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "transcript"
    code, report = run("--llm", f"transcript:{folder}")
    assert code == 7
    assert report is not None
    assert report.receipt.left_the_machine == "nothing"
    # What a first answer leads to is asked in a second round.
    for _ in range(3):
        requests = sorted(folder.glob("*.request.json"))
        assert requests
        for file in requests:
            body = json.loads(file.read_text(encoding="utf-8"))["body"]
            system, user = (message["content"] for message in body["messages"])
            schema = body["response_format"]["json_schema"]["schema"]
            said = script_of(sweep("missing"))(Asked(system, user, schema, body, "", None))
            answer = file.with_name(file.name.replace(".request.", ".answer."))
            answer.write_text(json.dumps(said.content), encoding="utf-8")
        code, report = run("--llm", f"transcript:{folder}")
        if code == 0:
            break
    assert code == 0
    assert report is not None
    assert report.second_reading is not None
    assert {c.outcome for c in report.second_reading.checks} <= {"confirmed", "moved", "disagreed"}
