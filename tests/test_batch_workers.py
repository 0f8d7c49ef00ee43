"""Workers, and a real batch of small files with poison among them: what breaks costs itself only."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from analyzer.batch import deal
from analyzer.batch.deal import Job, Work
from analyzer.batch.worker import Worker
from analyzer.errors import LibraryError, TooLarge
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Portfolio
from analyzer.models.batch import BatchResult, Deal, Spending
from analyzer.pipeline import analyze
from analyzer.report import write_reports
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from analyzer.store import open_store
from eval.benchmarks.poison import encrypted_pdf, endless_pdf, expanding_docx, truncated_docx
from tests.batches import TODAY
from tests.breakers import analyze_as_told, begin_nothing
from tests.builders import build_docx
from tests.core import ROOT


def work(name: str, *files: str) -> Work:
    contents = tuple((file, b"The Supplier shall perform the Services.") for file in files or ("a.txt",))
    return Work(Deal(name=name), contents, problems=(), allowance=Spending())


@pytest.fixture
def worker() -> Iterator[Worker]:
    settings = Settings(max_deal_seconds=0.5, max_read_seconds=0.1)
    job = Job(settings, "core", "balanced", ("json",), TODAY)
    with Worker(job, begin=begin_nothing, analyze=analyze_as_told) as started:
        yield started


def test_a_deal_that_crashes_or_hangs_fails_and_the_next_one_does_not(worker: Worker) -> None:
    assert worker.analyze(work("Harrow")).state == "complete"
    crashed = worker.analyze(work("crash"))
    assert [(p.code, p.partial) for p in crashed.problems] == [("crashed", True)]
    assert crashed.problems[0].message.startswith("crash: its analysis crashed the worker twice")
    assert worker.analyze(work("Harrow")).state == "complete"
    hung = worker.analyze(work("hang"))
    assert [p.code for p in hung.problems] == ["too-large"]
    assert "longer than 0.5 seconds" in hung.problems[0].message
    assert worker.analyze(work("Harrow")).state == "complete"


def test_a_deal_whose_worker_is_lost_once_has_its_result(worker: Worker, tmp_path: Path) -> None:
    assert worker.analyze(work("crash once", str(tmp_path / "seen"))).state == "complete"


def test_a_worker_that_is_lost_between_two_deals_is_started_anew(worker: Worker) -> None:
    worker.analyze(work("Harrow"))
    (process,) = worker._pool._pool_manager.worker_manager.workers.values()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    assert worker.analyze(work("Harrow")).state == "complete"


def test_a_worker_is_closed_in_the_middle_of_a_deal() -> None:
    job = Job(Settings(), "core", "balanced", ("json",), TODAY)
    worker = Worker(job, begin=begin_nothing, analyze=analyze_as_told)
    worker.analyze(work("Harrow"))
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(worker.analyze, work("hang"))
        while worker._waiting is None or not worker._waiting.running():
            time.sleep(0.01)
        worker.close()
        assert isinstance(waiting.exception(timeout=30), CancelledError)


def test_what_would_go_wrong_for_every_deal_is_raised(worker: Worker) -> None:
    with pytest.raises(LibraryError, match="has a mistake"):
        worker.analyze(work("refuse"))


def test_a_library_that_can_not_be_opened_is_raised_from_the_worker(tmp_path: Path) -> None:
    settings = Settings(library_dir=tmp_path, cache_dir=tmp_path)
    with Worker(Job(settings, "core", "balanced", ("json",), TODAY)) as started:
        for _ in range(2):
            with pytest.raises(LibraryError, match="no clause library"):
                started.analyze(work("Harrow"))


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyError("words of the contract"), "unexpected", r"Harrow: its analysis failed \(KeyError at .*py:\d+\)"),
        (MemoryError(), "too-large", "more than 4,000,000,000 bytes of memory"),
        (TooLarge("a.txt: too many clauses"), "too-large", "a.txt: too many clauses"),
    ],
)
def test_an_analysis_that_fails_is_the_deals_own_problem(
    error: Exception,
    code: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    fast_settings: Settings,
    core_library: Library,
    fast_retriever: Retriever,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    job = Job(fast_settings, "core", "balanced", ("json",), TODAY)
    monkeypatch.setattr(deal, "_opened", deal._Opened(job, core_library, fast_retriever))
    monkeypatch.setattr("analyzer.pipeline.analyze", fail)
    outcome = deal.analyze_deal(work("Harrow"))
    (problem,) = outcome.problems
    assert (outcome.report, problem.code, problem.partial) == (None, code, True)
    assert re.search(said, problem.message)
    assert "words of the contract" not in problem.message


RENEWS = (
    "This Agreement is made on 1 January 2026 between Harrow plc (the “Customer”) and Kite Ltd (the “Supplier”).\n\n"
    "1. This Agreement continues until 31 December 2026. Thereafter it renews automatically for terms of one year each,"
    " unless a party gives notice of non-renewal at least ten (10) business days before the end of the term.\n"
)


@pytest.mark.parametrize(("calendar", "day"), [(None, 17), ("GB-ENG", 15), ("US", 16)])
def test_business_days_are_those_of_the_deals_calendar(
    calendar: str | None,
    day: int,
    monkeypatch: pytest.MonkeyPatch,
    fast_settings: Settings,
    core_library: Library,
    fast_retriever: Retriever,
) -> None:
    job = Job(fast_settings, "core", "balanced", ("json",), TODAY)
    monkeypatch.setattr(deal, "_opened", deal._Opened(job, core_library, fast_retriever))
    harrow = Work(Deal(name="Harrow", calendar=calendar), (("a.txt", RENEWS.encode()),), (), Spending())
    report = deal.analyze_deal(harrow).report
    assert report is not None
    assert report.renewal is not None
    assert report.renewal.notice_deadline is not None
    assert report.renewal.notice_deadline.value == date(2026, 12, day)
    assert report.renewal.calendar == calendar


CLAUSES = (
    "# 1. Changes to AI models",
    "The Supplier shall notify the Customer at least 60 days before it replaces an AI model used in the Services.",
    "# 2. Data",
    "The Supplier shall not use Customer Data to train any AI model.",
    "# 3. Liability",
    "The Supplier provides the output of AI as is and is not liable for errors of the AI model.",
)


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """36 small contracts of two files each or one, and four that are poison."""
    folder = tmp_path_factory.mktemp("contracts")
    for number in range(18):
        lines = (
            f"This Agreement number {number} is made between Harrow plc (the “Customer”) and Kite Ltd (the “Supplier”).",
        )
        lines += CLAUSES[: 2 + 2 * (number % 3)]
        (folder / f"plain-{number:02}.txt").write_text(
            "\n\n".join(x.removeprefix("# ") for x in lines), encoding="utf-8"
        )
        (folder / f"deal-{number:02}").mkdir()
        (folder / f"deal-{number:02}" / "msa.docx").write_bytes(build_docx(*lines))
    (folder / "deal-00" / "locked.pdf").write_bytes(encrypted_pdf())
    (folder / "cut.docx").write_bytes(truncated_docx())
    (folder / "bomb.docx").write_bytes(expanding_docx())
    (folder / "endless.pdf").write_bytes(endless_pdf())
    return folder


def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "CLAUSE_ANALYZER_LIBRARY_DIR": str(settings.library_dir),
        "CLAUSE_ANALYZER_CACHE_DIR": str(settings.cache_dir),
        "CLAUSE_ANALYZER_ENCODER": "fast",
        "CLAUSE_ANALYZER_MAX_READ_CPU_SECONDS": "2",
        "CLAUSE_ANALYZER_MAX_READ_MEMORY_BYTES": "400000000",
    }


@pytest.fixture(scope="module")
def finished(contracts: Path, fast_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contracts through the command line, killed when a third was done, and resumed."""
    out = tmp_path_factory.mktemp("out")
    command = [sys.executable, "-m", "analyzer.cli", "batch", str(contracts), "--out", str(out), "--profile", "core"]
    command += ["--resume", "--workers"]
    with subprocess.Popen(
        [*command, "1"], env=environment(fast_settings), cwd=ROOT, stderr=subprocess.DEVNULL
    ) as process:
        while len(list(out.glob("deals/*"))) < 13:
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
    workers = _children_of_the_dead(out)
    done = subprocess.run([*command, "2"], env=environment(fast_settings), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 7, done.stderr
    assert "Traceback" not in done.stderr
    assert "39 deals: 35 complete, 1 partial, 3 failed" in done.stdout
    for poison in ("bomb.docx: ", "cut.docx: ", "endless.pdf: ", "deal-00: locked.pdf: "):
        assert sum(line.startswith(poison) for line in done.stderr.splitlines()) == 1, done.stderr
    assert workers == []
    return out


def _children_of_the_dead(out: Path) -> list[int]:
    """Return the workers that still run some time after their batch was killed."""
    for _ in range(100):
        left = []
        for process in Path("/proc").glob("[0-9]*/environ"):
            try:
                started = process.with_name("cmdline").read_bytes()
                if b"spawn_main" in started and str(out.parent).encode() in process.read_bytes():
                    left.append(int(process.parent.name))
            except OSError:
                continue
        if not left:
            return []
        time.sleep(0.1)
    return left


def test_every_good_file_has_its_result_and_every_bad_one_its_reason(finished: Path) -> None:
    result = BatchResult.model_validate_json((finished / "batch.json").read_text(encoding="utf-8"))
    failed = {d.deal: [p.code for p in d.problems] for d in result.deals if d.state != "complete"}
    assert failed == {
        "bomb.docx": ["too-large"],
        "cut.docx": ["damaged"],
        "deal-00": ["encrypted"],
        "endless.pdf": ["too-large"],
    }
    for each in result.deals:
        assert {p.name for p in (finished / "deals" / each.folder).glob("*")} == set(each.files)
    assert len({d.score for d in result.deals if d.score is not None}) > 1
    portfolio = Portfolio.model_validate_json((finished / "portfolio.json").read_bytes())
    assert {d.deal for d in portfolio.deals if d.rank is None} == {d.deal for d in result.deals if d.score is None}
    assert (finished / "portfolio.html").is_file()


def test_the_killed_and_resumed_batch_did_each_deal_once(finished: Path) -> None:
    with open_store(finished / "results.sqlite") as store:
        analyses = store.analyses.find(workspace="default")
        assert Counter(Counter(a.deal for a in analyses).values()) == {1: 36}
        assert {a.run for a in analyses} == {1}
        assert store.audit.verify().faults == ()


def test_a_report_is_that_of_the_deal_analysed_alone(
    finished: Path,
    contracts: Path,
    fast_settings: Settings,
    core_library: Library,
    fast_retriever: Retriever,
    tmp_path: Path,
) -> None:
    for name in ("plain-02.txt", "deal-02/msa.docx"):
        document = ingest(contracts / name)
        folder = finished / "deals" / name.split("/")[0]
        made = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        alone = analyze(
            [document],
            profile="core",
            settings=fast_settings,
            library=core_library,
            retriever=fast_retriever,
            today=date.fromisoformat(made["receipt"]["date"]),
        )
        write_reports(alone.report, contracts=alone.contracts, out=tmp_path, formats=["json", "html"])
        for report in ("report.json", "report.html"):
            assert (folder / report).read_bytes() == (tmp_path / report).read_bytes()
