"""Batches that were interrupted, killed even: what is done stays done, and is done once."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch.deal import Job, Work
from analyzer.errors import UsageError
from analyzer.models.batch import BatchEvent, DealOutcome, Spending
from analyzer.settings import Settings
from analyzer.store import open_store
from tests.batch_bench import Bench
from tests.batches import TODAY, made_up_outcome
from tests.core import ROOT
from tests.databases import running_postgres


@pytest.fixture
def bench(tmp_path: Path, fast_settings: Settings) -> Bench:
    return Bench(tmp_path, fast_settings)


def interrupted(bench: Bench, after: int, **more: Any) -> None:
    """Run, and stop after so many deals."""

    def stop(event: BatchEvent) -> None:
        if event.done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.run(progress=stop, **more)


def test_resuming_does_what_is_left_and_nothing_else(bench: Bench) -> None:
    bench.write(**{f"deal{n}": "x" * (9 - n) for n in range(8)}, bad="x" * 20)
    interrupted(bench, after=3)
    assert bench.done == ["bad.txt", "deal0.txt", "deal1.txt"]
    result = bench.run(resume=True)
    assert bench.done == [f"deal{n}.txt" for n in range(2, 8)]
    assert [(e.kind, e.done) for e in bench.events][:2] == [("started", 3), ("deal", 4)]
    assert Counter(d.state for d in result.deals) == {"complete": 8, "failed": 1}
    assert result.run == 1
    # When all is done, resuming tells the same again.
    again = bench.run(resume=True)
    assert bench.done == []
    assert again == result


def test_resuming_begins_where_there_is_nothing_to_go_on_with(bench: Bench) -> None:
    bench.write(a="one")
    assert bench.run(resume=True).complete


def test_a_new_run_after_an_interruption_takes_over_what_is_done(bench: Bench) -> None:
    bench.write(**{f"deal{n}": "x" * (9 - n) for n in range(5)})
    interrupted(bench, after=2)
    result = bench.run()
    assert bench.done == ["deal2.txt", "deal3.txt", "deal4.txt"]
    assert sum(d.reused for d in result.deals) == 2


def test_resuming_keeps_the_deals_and_the_date_of_the_start(bench: Bench) -> None:
    bench.write(a="one", b="twenty")
    interrupted(bench, after=1)
    bench.write(c="new")
    result = bench.run(resume=True, today=TODAY.replace(year=2030))
    assert [d.deal for d in result.deals] == ["a.txt", "b.txt"]
    assert result.options.today == TODAY


@pytest.mark.parametrize(
    ("change", "said"),
    [({"posture": "client"}, "another posture"), ({"settings": 7}, "another library, settings")],
    ids=["posture", "settings"],
)
def test_resuming_with_other_options_is_refused(bench: Bench, change: dict[str, Any], said: str) -> None:
    bench.write(a="one", b="two")
    interrupted(bench, after=1)
    if "settings" in change:
        change = {"settings": bench.settings.model_copy(update={"max_pages": 7})}
    with pytest.raises(UsageError, match=said):
        bench.run(resume=True, **change)


def test_a_batch_goes_on_in_a_store_on_postgresql(bench: Bench, tmp_path: Path) -> None:
    bench.write(**{f"deal{n}": "x" * (9 - n) for n in range(5)})
    (tmp_path / "server").mkdir()
    with running_postgres(tmp_path / "server") as server:
        bench.settings = bench.settings.model_copy(update={"store_url": f"{server}/postgres"})
        interrupted(bench, after=2)
        result = bench.run(resume=True)
        assert bench.done == ["deal2.txt", "deal3.txt", "deal4.txt"]
        bench.run()
        assert bench.done == []
        with open_store(f"{server}/postgres") as store:
            assert store.audit.verify(pinned=result.audit_head).faults == ()
            assert len(store.analyses.find(workspace="default")) == 5


def test_the_cap_of_an_interrupted_run_is_what_it_left(bench: Bench) -> None:
    bench.write(**{f"deal{n}": "x" * (9 - n) for n in range(4)})
    allowed: list[Spending] = []

    def engine(work: Iterator[tuple[int, Work]], job: Job) -> Generator[tuple[int, DealOutcome]]:
        for number, deal in work:
            allowed.append(deal.allowance)
            outcome = made_up_outcome(deal)
            yield number, outcome.model_copy(update={"spent": Spending(tokens=40, cost=0.5)})

    cap = Spending(tokens=160, cost=5.0)
    interrupted(bench, after=2, engine=engine, cap=cap, workers=1)
    result = bench.run(resume=True, engine=engine, cap=cap, workers=1)
    assert [(a.tokens, a.cost) for a in allowed] == [(80, 2.5), (60, 2.25), (40, 2.0), (20, 1.75)]
    assert result.spent == Spending(tokens=160, cost=2.0)


def test_killed_at_any_moment_and_resumed_each_deal_is_done_exactly_once(bench: Bench) -> None:
    count, kills, dice = 150, 0, random.Random(7)
    bench.write(**{f"deal{n:03}": "x" * (n + 1) for n in range(count)}, bad="x")
    environment = {
        **os.environ,
        "CLAUSE_ANALYZER_LIBRARY_DIR": str(bench.settings.library_dir),
        "CLAUSE_ANALYZER_CACHE_DIR": str(bench.settings.cache_dir),
        "CLAUSE_ANALYZER_ENCODER": "fast",
    }
    command = [sys.executable, "-m", "tests.killed_batch", str(bench.source), str(bench.out)]
    while True:
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as process:
            assert process.stdout is not None
            # Some kills come before there is anything to go on with.
            if kills > 1:
                process.stdout.readline()
            time.sleep(dice.uniform(0, 0.15 if kills > 1 else 1.0))
            if kills < 10:
                process.send_signal(signal.SIGKILL)
            if process.wait() == 0:
                break
            kills += 1
    assert kills == 10
    connection = sqlite3.connect(bench.out / "results.sqlite")
    assert connection.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    done = connection.execute("SELECT deal_id, count(*) FROM analyses GROUP BY deal_id").fetchall()
    assert Counter(times for _, times in done) == {1: count}
    states = connection.execute("SELECT state, count(*) FROM run_deals GROUP BY state").fetchall()
    assert dict(states) == {"complete": count, "failed": 1}
    scores = connection.execute("SELECT count(DISTINCT score) FROM analyses").fetchone()
    assert scores == (count,)
    connection.close()
    with open_store(bench.out / "results.sqlite") as store:
        verdict = store.audit.verify()
    assert verdict.faults == ()
    # A deal's terms and its analysis, the deal that failed, and the run's start and end.
    assert verdict.entries == 2 * count + 1 + 2
    assert bench.files() == {f"deal{n:03}.txt/report.json" for n in range(count)}
