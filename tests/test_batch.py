"""The batch's own work: what is done once, what is not done again, what is left out."""

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.batch import batch
from analyzer.batch.deal import Job, Work
from analyzer.batch.purse import Purse
from analyzer.errors import ModelError, UsageError
from analyzer.models.batch import BatchResult, DealOutcome, Spending
from analyzer.settings import Settings
from analyzer.store import open_store
from tests.batch_bench import Bench
from tests.batches import made_up_engine


@pytest.fixture
def bench(tmp_path: Path, fast_settings: Settings) -> Bench:
    return Bench(tmp_path, fast_settings)


def test_every_deal_has_its_result_or_its_reason(bench: Bench) -> None:
    bench.write(a="one", harrow__msa="twenty", harrow__bad_annex="x", bad="x")
    result = bench.run()
    assert not result.complete
    assert [(d.deal, d.state, d.score) for d in result.deals] == [
        ("a.txt", "complete", 3),
        ("bad.txt", "failed", None),
        ("harrow", "partial", 6),
    ]
    reasons = {d.deal: [p.message for p in d.problems] for d in result.deals}
    assert reasons == {"a.txt": [], "bad.txt": ["bad.txt: cut short"], "harrow": ["bad_annex.txt: cut short"]}
    assert bench.files() == {"a.txt/report.json", "harrow/report.json"}
    written = json.loads((bench.out / "batch.json").read_text(encoding="utf-8"))
    assert written["schema"] == "clause-analyzer/batch@1"
    assert BatchResult.model_validate(written) == result
    with open_store(bench.out / "results.sqlite") as store:
        assert store.audit.verify(pinned=result.audit_head).faults == ()


def test_the_largest_deals_go_first(bench: Bench) -> None:
    bench.write(a="x", b="x" * 1000, c="x" * 50)
    bench.run()
    assert bench.done == ["b.txt", "c.txt", "a.txt"]


def test_what_is_unchanged_is_not_analysed_again(bench: Bench) -> None:
    bench.write(a="one", b="two", bad="x", harrow__msa="x", harrow__bad="y")
    first = bench.run()
    bench.write(b="two, amended")
    second = bench.run()
    # What failed or was read in part is tried again, and what changed.
    assert sorted(bench.done) == ["b.txt", "bad.txt", "harrow"]
    assert {d.deal for d in second.deals if d.reused} == {"a.txt"}
    assert second.run != first.run
    with open_store(bench.out / "results.sqlite") as store:
        history = store.analyses.find(workspace="default", deal="b.txt")
        assert [a.score for a in history] == [12, 3]
        assert len(store.analyses.find(workspace="default", deal="a.txt")) == 1
        assert len(store.analyses.find(workspace="default", run=second.run)) == 3


@pytest.mark.parametrize(
    "change",
    [{"profile": "full"}, {"posture": "client"}, {"formats": ["json", "md"]}, {"settings": {"max_pages": 7}}],
    ids=lambda change: next(iter(change)),
)
def test_other_options_or_settings_make_it_another_analysis(bench: Bench, change: dict[str, Any]) -> None:
    bench.write(a="one")
    bench.run()
    if "settings" in change:
        change = {"settings": bench.settings.model_copy(update=change["settings"])}
    bench.run(**change)
    assert bench.done == ["a.txt"]


@pytest.mark.parametrize("change", ["tier", "posture", "calendar", "file name", "library"])
def test_a_deal_with_other_terms_names_or_library_is_another(bench: Bench, tmp_path: Path, change: str) -> None:
    bench.write(a="one", b="one")
    manifest = bench.source / "deals.csv"
    manifest.write_text("deal,file,tier,posture,owner,calendar\nHarrow,a.txt,,,Grace,\n", encoding="utf-8")
    source, bench.source = bench.source, manifest
    bench.run()
    bench.run()
    assert bench.done == []
    line = {
        "tier": "Harrow,a.txt,high,,Grace,",
        "posture": "Harrow,a.txt,,client,Grace,",
        "calendar": "Harrow,a.txt,,,Grace,gb-eng",
        "file name": "Harrow,b.txt,,,Grace,",
    }.get(change, "Harrow,a.txt,,,Joan,")
    manifest.write_text(f"deal,file,tier,posture,owner,calendar\n{line}\n", encoding="utf-8")
    if change == "library":
        bench.run()
        assert bench.done == [], "who owns a deal changes nothing in its report"
        import shutil

        assert bench.settings.library_dir is not None
        library = shutil.copytree(bench.settings.library_dir, tmp_path / "library")
        with (library / "definitions.md").open("a", encoding="utf-8") as file:
            file.write("\n")
        bench.settings = bench.settings.model_copy(update={"library_dir": library})
    bench.run()
    assert bench.done == ["Harrow"]
    assert (source / "a.txt").exists()


def test_reports_that_were_taken_away_are_made_again(bench: Bench) -> None:
    bench.write(a="one", b="two")
    bench.run()
    (bench.out / "deals/a.txt/report.json").unlink()
    bench.run()
    assert bench.done == ["a.txt"]


def test_no_report_of_an_earlier_run_stands_beside_a_failure(bench: Bench) -> None:
    bench.write(harrow__msa="one")
    bench.run()
    (bench.out / "deals/harrow/notes.md").write_text("My own notes.", encoding="utf-8")
    (bench.source / "harrow/msa.txt").rename(bench.source / "harrow/bad.txt")
    assert [d.state for d in bench.run().deals] == ["failed"]
    assert bench.files() == {"harrow/notes.md"}


def test_a_file_that_is_not_there_costs_itself_only(bench: Bench) -> None:
    bench.write(a="one")
    (bench.source / "deals.csv").write_text("deal,file\nHarrow,a.txt\nHarrow,gone.txt\nKite,lost.txt\n")
    bench.source = bench.source / "deals.csv"
    result = bench.run()
    assert [(d.deal, d.state) for d in result.deals] == [("Harrow", "partial"), ("Kite", "failed")]
    assert "gone.txt: there is no such file" in result.deals[0].problems[0].message


# Interruption


def test_workspaces_of_one_store_keep_apart(bench: Bench, tmp_path: Path) -> None:
    bench.write(a="one")
    bench.settings = bench.settings.model_copy(update={"store_url": f"sqlite:///{tmp_path / 'shared.sqlite'}"})
    bench.run(workspace="legal")
    bench.run(workspace="finance")
    assert bench.done == ["a.txt"]
    bench.run(workspace="legal")
    assert bench.done == []
    assert not (bench.out / "results.sqlite").exists()


def test_two_batches_into_one_folder_are_refused(bench: Bench) -> None:
    bench.write(a="one")

    def engine(work: Iterator[tuple[int, Work]], job: Job) -> Generator[tuple[int, DealOutcome]]:
        with pytest.raises(UsageError, match="another batch is writing"):
            batch(bench.source, out=bench.out, settings=bench.settings)
        yield from made_up_engine(work, job)

    assert bench.run(engine=engine).complete


def test_an_engine_that_can_not_work_at_all_stops_the_batch_with_its_reason(bench: Bench) -> None:
    bench.write(a="one")

    def engine(work: Iterator[tuple[int, Work]], job: Job) -> Generator[tuple[int, DealOutcome]]:
        raise ModelError("no model answers")
        yield

    with pytest.raises(ModelError):
        bench.run(engine=engine)
    assert bench.run(resume=True).complete


def test_an_output_that_can_not_be_written_stops_the_batch_before_the_result_is_stored(bench: Bench) -> None:
    bench.write(a="one")
    (bench.out / "deals").mkdir(parents=True)
    (bench.out / "deals/a.txt").write_text("in the way")
    with pytest.raises(UsageError, match="can't be written"):
        bench.run()
    (bench.out / "deals/a.txt").unlink()
    assert bench.run(resume=True).complete


def test_progress_tells_rate_and_time_left(bench: Bench) -> None:
    bench.write(a="one", b="two", bad="x")
    bench.run()
    kinds = [(e.kind, e.done, e.total, e.failed) for e in bench.events]
    assert kinds[0] == ("started", 0, 3, 0)
    assert kinds[-1] == ("finished", 3, 3, 1)
    assert [e.deal.deal for e in bench.events if e.deal is not None] == bench.done
    assert bench.events[0].deals_per_minute is None
    assert all(e.deals_per_minute and e.seconds_left is not None for e in bench.events[1:])
    assert bench.events[-1].seconds_left == 0


@given(
    cap=st.integers(0, 10_000),
    places=st.integers(1, 40),
    moves=st.lists(st.tuples(st.integers(0, 20), st.floats(0, 1)), max_size=60),
)
def test_a_cap_holds_whatever_deals_at_the_same_time_use_of_their_share(
    cap: int, places: int, moves: list[tuple[int, float]]
) -> None:
    purse = Purse(Spending(tokens=cap, cost=cap / 7), spent=Spending(tokens=0, cost=0.0), places=places)
    at_work: dict[int, Spending] = {}
    tokens, cost = 0, 0.0
    for which, share in moves:
        if which in at_work:
            promise = at_work.pop(which)
            assert promise.tokens is not None
            assert promise.cost is not None
            used = Spending(tokens=int(share * promise.tokens), cost=share * promise.cost)
            tokens, cost = tokens + (used.tokens or 0), cost + (used.cost or 0.0)
            purse.settle(which, used)
        else:
            at_work[which] = purse.promise(which)
        held = sum(p.tokens or 0 for p in at_work.values())
        assert tokens + held <= cap
        assert cost + sum(p.cost or 0.0 for p in at_work.values()) <= cap / 7 + 1e-6
    assert Purse(Spending(), spent=Spending(), places=places).promise(1) == Spending()
