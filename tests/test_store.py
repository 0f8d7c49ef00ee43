"""The store: reports kept whole, history only added to, and no workspace that sees another's."""

import inspect
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import BaseModel

from analyzer.errors import UsageError
from analyzer.models import Problem
from analyzer.models.batch import Deal, DealOutcome, OutputFile, Spending
from analyzer.models.store import Decision
from analyzer.store import Store, open_store
from tests.batches import OPTIONS, small_report, task
from tests.databases import running_postgres

WS, WHO = {"workspace": "legal"}, {"workspace": "legal", "who": "Ada"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty store can be opened."""
    if request.param == "sqlite":
        return tmp_path / "results.sqlite"
    psycopg = pytest.importorskip("psycopg", reason="the extra `distributed` is not installed")
    server: str = request.getfixturevalue("server")
    name = f"test_{abs(hash(request.node.name)) % 10**12}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


def test_a_report_comes_back_as_it_was_stored(store: Store) -> None:
    report = small_report(
        42.5, "a.pdf", "b.docx", problems=(Problem(code="x", message="b.docx: «half»", partial=True),)
    )
    added = store.analyses.add(report, deal=Deal(name="Harrow"), **WHO)
    assert store.analyses.report(added.id, **WS) == report
    assert (added.deal, added.status, added.score, added.band) == ("Harrow", "partial", 42.5, "C")
    assert [(p.provision, p.status, p.exposure) for p in added.provisions] == [
        ("model-change", "weak", 3.5),
        ("model-register", "weak", 3.5),
    ]
    assert added.made_at.utcoffset() is not None
    assert added.made_by == "Ada"


def test_analysing_again_adds_to_the_history(store: Store) -> None:
    deal = Deal(name="Harrow")
    first = store.analyses.add(small_report(10), deal=deal, **WHO)
    second = store.analyses.add(small_report(20), deal=deal, **WHO)
    assert [a.score for a in store.analyses.find(deal="Harrow", **WS)] == [20, 10]
    assert store.analyses.report(first.id, **WS).score.contract == 10
    assert first.id != second.id


def test_what_was_stored_is_there_after_opening_anew(place: Path | str) -> None:
    with open_store(place) as store:
        added = store.analyses.add(small_report(), deal=Deal(name="Harrow", owner="Grace", annual_value=1.2e6), **WHO)
    with open_store(place) as store:
        assert store.analyses.find(**WS) == (added,)
        assert store.deals.find(**WS) == (Deal(name="Harrow", owner="Grace", annual_value=1.2e6),)
        assert store.audit.verify().faults == ()


def test_the_terms_of_a_deal_are_set_anew_and_the_change_is_logged(store: Store) -> None:
    for owner in ("Grace", "Grace", "Joan"):
        store.deals.save(Deal(name="Harrow", owner=owner), **WHO)
    assert [d.owner for d in store.deals.find(**WS)] == ["Joan"]
    assert [e.action for e in store.audit.entries(**WS)] == ["deal saved", "deal saved"]


# Workspaces


def test_every_question_names_its_workspace(store: Store) -> None:
    for part in (store.deals, store.analyses, store.decisions, store.runs, store.audit):
        for name, method in inspect.getmembers(part, inspect.ismethod):
            if name.startswith("_") or (part is store.audit and name in {"head", "verify"}):
                continue
            parameter = inspect.signature(method).parameters.get("workspace")
            assert parameter is not None, f"{type(part).__name__}.{name}"
            assert parameter.kind is parameter.KEYWORD_ONLY
            assert parameter.default is parameter.empty


def test_a_workspace_sees_nothing_of_another(store: Store) -> None:
    mine = store.analyses.add(small_report(), deal=Deal(name="Harrow"), **WHO)
    store.decisions.add(_decision(mine.id), **WHO)
    run = store.runs.start([task("Harrow")], options=OPTIONS, **WHO)
    store.runs.record(run.id, task("Harrow"), DealOutcome(report=small_report()), fingerprint="f", **WHO)
    other = {"workspace": "finance"}
    assert store.deals.find(**other) == ()
    assert store.analyses.find(**other) == ()
    assert store.analyses.find(deal="Harrow", run=run.id, **other) == ()
    assert store.decisions.find(deal="Harrow", **other) == ()
    assert store.audit.entries(**other) == ()
    assert store.runs.latest(out=OPTIONS.out, **other) is None
    assert store.runs.find_same("f", deal="Harrow", **other) is None
    for refused in (
        lambda: store.analyses.report(mine.id, **other),
        lambda: store.analyses.report_json(mine.id, **other),
        lambda: store.decisions.add(_decision(mine.id), who="Eve", **other),
        lambda: store.runs.pending(run.id, **other),
        lambda: store.runs.results(run.id, **other),
        lambda: store.runs.spent(run.id, **other),
        lambda: store.runs.finish(run.id, who="Eve", **other),
        lambda: store.runs.files_before(run.id, **other),
        lambda: store.runs.record(run.id, task("Harrow"), DealOutcome(report=None), fingerprint="", who="Eve", **other),
    ):
        with pytest.raises(UsageError, match="'finance' has no"):
            refused()
    # A deal of the same name is another deal.
    store.analyses.add(small_report(99), deal=Deal(name="Harrow"), who="Eve", **other)
    assert [a.score for a in store.analyses.find(**WS)] == [50, 50]


def test_nothing_of_the_database_leaves_the_store(store: Store) -> None:
    run = store.runs.start([task("Harrow")], options=OPTIONS, **WHO)
    result = store.runs.record(run.id, task("Harrow"), DealOutcome(report=small_report()), fingerprint="f", **WHO)
    assert result.analysis is not None
    made = store.decisions.add(_decision(result.analysis), **WHO)
    given = [run, result, made, *store.analyses.find(**WS), *store.decisions.find(deal="Harrow", **WS)]
    given += [*store.audit.entries(**WS), store.audit.head(), *store.deals.find(**WS)]
    assert all(isinstance(value, BaseModel) and value.model_config.get("frozen") for value in given)


# Decisions


def _decision(analysis: int, **more: object) -> Decision:
    fields: dict[str, object] = {
        "deal": "Harrow",
        "analysis": analysis,
        "provision": "model-change",
        "element": "prior-notice",
        "subject": "finding",
        "kind": "accept",
    }
    return Decision.model_validate(fields | more)


def test_decisions_are_kept_in_order_with_who_and_when(store: Store) -> None:
    analysis = store.analyses.add(small_report(), deal=Deal(name="Harrow"), **WHO).id
    store.decisions.add(_decision(analysis), **WHO)
    store.decisions.add(_decision(analysis, kind="dismiss", reason="Covered in the DPA"), workspace="legal", who="Joan")
    store.decisions.add(
        _decision(analysis, element=None, subject="suggestion", kind="edit", text="At least 30 days"), **WHO
    )
    found = store.decisions.find(deal="Harrow", analysis=analysis, **WS)
    assert [(d.kind, d.who, d.reason, d.text) for d in found] == [
        ("accept", "Ada", None, None),
        ("dismiss", "Joan", "Covered in the DPA", None),
        ("edit", "Ada", None, "At least 30 days"),
    ]
    assert found[0].at <= found[1].at <= found[2].at
    assert store.decisions.find(deal="Harrow", analysis=analysis + 1, **WS) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "dismiss", "reason": " "}, "needs a reason"),
        ({"kind": "edit", "subject": "suggestion"}, "needs the new text"),
        ({"kind": "edit", "text": "x"}, "only a suggestion"),
        ({"provision": "no-such"}, "no provision 'no-such'"),
        ({"element": "no-such"}, "no element 'no-such'"),
        ({"provision": "model-register", "element": None, "subject": "suggestion"}, "no suggestion"),
        ({"analysis": 99}, "no analysis 99"),
        ({"deal": "Northgate"}, "no analysis"),
    ],
)
def test_a_decision_about_nothing_or_without_its_words_is_refused(
    wrong: dict[str, object], said: str, tmp_path: Path
) -> None:
    with open_store(tmp_path / "results.sqlite") as store:
        analysis = store.analyses.add(small_report(), deal=Deal(name="Harrow"), **WHO).id
        with pytest.raises(UsageError, match=said):
            store.decisions.add(_decision(**{"analysis": analysis} | wrong), **WHO)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match="name of who"):
            store.decisions.add(_decision(analysis), workspace="legal", who=" ")
        assert store.decisions.find(deal="Harrow", **WS) == ()


# Runs


def test_a_run_goes_from_pending_to_finished(store: Store) -> None:
    tasks = [task("one"), task("two"), task("three")]
    run = store.runs.start(tasks, options=OPTIONS, **WHO)
    assert store.runs.latest(out=OPTIONS.out, **WS) == run
    assert store.runs.latest(out="/elsewhere", **WS) is None
    assert store.runs.pending(run.id, **WS) == tuple(tasks)
    problem = Problem(code="damaged", message="two.txt: cut short", partial=True)
    outcome = DealOutcome(
        report=small_report(30),
        files=(OutputFile(name="report.json", content=b"{}"),),
        spent=Spending(tokens=7, cost=0.5),
    )
    store.runs.record(run.id, tasks[2], outcome, fingerprint="f3", **WHO)
    store.runs.record(run.id, tasks[1], DealOutcome(report=None, problems=(problem,)), fingerprint="f2", **WHO)
    assert store.runs.pending(run.id, **WS) == (tasks[0],)
    with pytest.raises(UsageError, match="1 deals left"):
        store.runs.finish(run.id, **WHO)
    store.runs.record(run.id, tasks[0], DealOutcome(report=small_report(10)), fingerprint="f1", **WHO)
    finished = store.runs.finish(run.id, **WHO)
    assert finished.finished_at is not None
    assert store.runs.finish(run.id, **WHO) == finished
    results = store.runs.results(run.id, **WS)
    assert [(r.deal, r.state, r.score, r.files, r.reused) for r in results] == [
        ("one", "complete", 10, (), False),
        ("two", "failed", None, (), False),
        ("three", "complete", 30, ("report.json",), False),
    ]
    assert results[1].problems == (problem,)
    assert store.runs.spent(run.id, **WS) == Spending(tokens=7, cost=0.5)
    assert {a.deal for a in store.analyses.find(run=run.id, **WS)} == {"one", "three"}
    assert store.audit.verify().faults == ()


def test_a_deal_has_one_result_however_often_it_is_recorded(store: Store) -> None:
    run = store.runs.start([task("one")], options=OPTIONS, **WHO)
    first = store.runs.record(run.id, task("one"), DealOutcome(report=small_report(1)), fingerprint="f", **WHO)
    again = store.runs.record(run.id, task("one"), DealOutcome(report=small_report(2)), fingerprint="f", **WHO)
    assert again == first
    assert [a.score for a in store.analyses.find(**WS)] == [1]


def test_a_later_run_takes_over_what_is_the_same(store: Store) -> None:
    run = store.runs.start([task("one")], options=OPTIONS, **WHO)
    made = store.runs.record(run.id, task("one"), DealOutcome(report=small_report(1)), fingerprint="f", **WHO)
    assert store.runs.find_same("f", deal="one", **WS) == made
    assert store.runs.find_same("g", deal="one", **WS) is None
    assert store.runs.find_same("f", deal="two", **WS) is None
    later = store.runs.start([task("one")], options=OPTIONS, **WHO)
    taken = store.runs.take_over(later.id, task("one"), earlier=made, **WS)
    assert (taken.reused, taken.analysis, taken.score) == (True, made.analysis, 1)
    assert [a.run for a in store.analyses.find(run=later.id, **WS)] == [run.id]
    assert store.runs.take_over(later.id, task("one"), earlier=made, **WS) == taken


def test_a_deal_that_was_read_in_part_is_never_taken_for_the_same(store: Store) -> None:
    two_files = task("one", "a.txt", "b.txt")
    run = store.runs.start([two_files], options=OPTIONS, **WHO)
    store.runs.record(run.id, two_files, DealOutcome(report=small_report(1, "a.txt")), fingerprint="f", **WHO)
    assert store.runs.find_same("f", deal="one", **WS) is None


def test_a_result_is_stored_whole_or_not_at_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run = store.runs.start([task("one")], options=OPTIONS, **WHO)
    before = store.audit.head()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr("analyzer.store.runs._keep", fail)
        store.runs.record(run.id, task("one"), DealOutcome(report=small_report()), fingerprint="f", **WHO)
    assert store.analyses.find(**WS) == ()
    assert store.audit.head() == before
    assert store.runs.pending(run.id, **WS) == (task("one"),)


def test_writers_at_the_same_time_make_one_chain(place: Path | str) -> None:
    def write(name: str) -> None:
        with open_store(place) as store:
            for number in range(10):
                store.analyses.add(small_report(number), deal=Deal(name=f"{name} {number}"), workspace=name, who=name)

    open_store(place).close()
    writers = [threading.Thread(target=write, args=(name,)) for name in ("legal", "finance", "it")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_store(place) as store:
        verdict = store.audit.verify()
        assert (verdict.entries, verdict.faults) == (60, ())
        assert len(store.analyses.find(**WS)) == 10


def test_a_report_of_another_version_is_given_as_text_and_refused_as_a_report(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = small_report()
    with monkeypatch.context() as patch:
        text = report.model_dump_json(by_alias=True).replace('"status"', '"new_field":1,"status"', 1)
        patch.setattr(type(report), "model_dump_json", lambda self, **_: text)
        added = store.analyses.add(report, deal=Deal(name="Harrow"), **WHO)
    assert store.analyses.report_json(added.id, **WS) == text
    with pytest.raises(UsageError, match="another version"):
        store.analyses.report(added.id, **WS)
