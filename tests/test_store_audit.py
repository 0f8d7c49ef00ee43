"""The audit log: whatever is changed behind its back, `verify` finds."""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect
from typer.testing import CliRunner

from analyzer.cli.audit import app as audit_app
from analyzer.errors import UsageError
from analyzer.models.batch import Deal, DealOutcome
from analyzer.models.store import AuditVerdict, Decision
from analyzer.store import open_store
from analyzer.store.tables import AnalysisRow, AuditRow, DealRow, DecisionRow, ProvisionRow, RunDealRow, RunRow
from tests.batches import OPTIONS, small_report, task

WHO = {"workspace": "legal", "who": "Ada"}
TABLES = (DealRow, RunRow, RunDealRow, AnalysisRow, ProvisionRow, DecisionRow, AuditRow)
CELLS = [(table.__tablename__, column.name) for table in TABLES for column in inspect(table).columns]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a finished run, decisions and a second analysis, closed."""
    file = tmp_path_factory.mktemp("audit") / "results.sqlite"
    with open_store(file) as store:
        tasks = [task("one"), task("two")]
        run = store.runs.start(tasks, options=OPTIONS, **WHO)
        for each in tasks:
            store.runs.record(run.id, each, DealOutcome(report=small_report()), fingerprint="f" * 64, **WHO)
        store.runs.finish(run.id, **WHO)
        analysis = store.analyses.find(deal="one", workspace="legal")[0].id
        subject = {"deal": "one", "analysis": analysis, "provision": "model-change", "subject": "finding"}
        for kind in ("accept", "comment"):
            store.decisions.add(Decision.model_validate({**subject, "kind": kind, "reason": "Seen"}), **WHO)
        store.deals.save(Deal(name="one", owner="Joan"), **WHO)
        store.analyses.add(small_report(9), deal=Deal(name="one", owner="Joan"), **WHO)
    return file


@contextmanager
def tampering(written: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """Give a copy of the store as someone with the file in hand has it, the triggers taken away."""
    copy = written.with_name("tampered.sqlite")
    shutil.copy(written, copy)
    connection = sqlite3.connect(copy)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    try:
        yield copy, connection
    finally:
        connection.close()


def verify(file: Path, pinned: str | None = None) -> AuditVerdict:
    with open_store(file) as store:
        return store.audit.verify(pinned=pinned)


def test_an_untouched_store_has_no_faults(written: Path) -> None:
    verdict = verify(written)
    assert verdict.faults == ()
    assert verdict.entries == 10
    assert verify(written, str(verdict.head)) == verdict
    assert verify(written, "0:" + "0" * 64) == verdict


@pytest.mark.parametrize(("table", "column"), CELLS)
def test_every_changed_cell_is_found(written: Path, table: str, column: str) -> None:
    with tampering(written) as (file, connection):
        rows = connection.execute(f"SELECT rowid, {column} FROM {table} ORDER BY {column} IS NULL").fetchall()
        row, value = rows[(len(rows) - 1) // 2]
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (_other(value, column), row))
        connection.commit()
        assert verify(file).faults


def _other(value: object, column: str) -> object:
    """Return another value that the column takes."""
    if isinstance(value, bytes):
        return value[:10] + bytes([value[10] ^ 1]) + value[11:]
    if isinstance(value, int | float):
        return value + 1000
    if isinstance(value, str) and re.match(r"20\d\d-", value):
        return "2020" + value[4:]
    return "2026-01-01 00:00:00.000000" if column.endswith("at") else f"{value}?"


@settings(max_examples=20, deadline=None)
@given(table=st.sampled_from([t.__tablename__ for t in TABLES]), data=st.data())
def test_every_deleted_row_is_found(written: Path, table: str, data: st.DataObject) -> None:
    with tampering(written) as (file, connection):
        rows = connection.execute(f"SELECT rowid FROM {table}").fetchall()
        (row,) = data.draw(st.sampled_from(rows))
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        connection.commit()
        assert verify(file).faults


@settings(max_examples=10, deadline=None)
@given(pair=st.lists(st.integers(1, 10), min_size=2, max_size=2, unique=True))
def test_entries_that_changed_places_are_found(written: Path, pair: list[int]) -> None:
    with tampering(written) as (file, connection):
        one, other = pair
        for old, new in ((one, -1), (other, one), (-1, other)):
            connection.execute("UPDATE audit SET number = ? WHERE number = ?", (new, old))
        connection.commit()
        assert {"altered", "reordered"} & {fault.kind for fault in verify(file).faults}


def _cut_tail(connection: sqlite3.Connection) -> None:
    """Take the newest entry away with what it is about, and set the head back: all that a careful hand would do."""
    connection.execute("DELETE FROM provisions WHERE analysis_id = 3")
    connection.execute("DELETE FROM analyses WHERE id = 3")
    connection.execute("DELETE FROM audit WHERE number = 10")
    connection.execute("UPDATE audit_head SET number = 9, sha256 = (SELECT sha256 FROM audit WHERE number = 9)")


def _forge_chain(connection: sqlite3.Connection) -> None:
    """Change who made a decision, and write the log anew from there on."""
    connection.execute("UPDATE decisions SET who = 'Eve' WHERE id = 2")
    connection.commit()
    file = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    from analyzer.models.store import AuditEntry
    from analyzer.store import audit
    from analyzer.store.database import open_database

    database = open_database(file)
    with database.writing() as session:
        previous = "0" * 64
        for row in session.query(AuditRow).order_by(AuditRow.number):
            row.previous, row.sha256 = previous, ""
            content = audit._hash_content(session, row.action, row.subject)  # type: ignore[arg-type]
            row.content_sha256 = content if row.action != "run started" and content else row.content_sha256
            row.sha256 = previous = audit._hash_entry(AuditEntry.model_validate(row, from_attributes=True))
        session.get_one(audit.AuditHeadRow, 1).sha256 = previous
    database.close()


@pytest.mark.parametrize("tamper", [_cut_tail, _forge_chain])
def test_what_a_careful_hand_did_is_found_by_a_head_that_was_kept_elsewhere(
    written: Path, tamper: Callable[[sqlite3.Connection], None]
) -> None:
    pinned = str(verify(written).head)
    with tampering(written) as (file, connection):
        tamper(connection)
        connection.commit()
        assert verify(file).faults == (), "the test should tamper well enough to need the pin"
        assert verify(file, pinned).faults


def test_a_pin_of_a_longer_log_says_that_the_end_is_gone(written: Path) -> None:
    assert [f.kind for f in verify(written, "99:" + "a" * 64).faults] == ["cut off"]
    assert [f.kind for f in verify(written, "3:" + "a" * 64).faults] == ["altered"]
    with pytest.raises(UsageError, match="no head of an audit log"):
        verify(written, "yesterday")


def test_a_gap_and_a_clumsy_cut_are_named(written: Path) -> None:
    with tampering(written) as (file, connection):
        connection.execute("DELETE FROM audit WHERE number IN (4, 5)")
        connection.commit()
        assert ("missing", "entries 4 to 5 are gone from the log") in {(f.kind, f.message) for f in verify(file).faults}
    with tampering(written) as (file, connection):
        connection.execute("DELETE FROM audit WHERE number > 8")
        connection.commit()
        assert "cut off" in {f.kind for f in verify(file).faults}


@pytest.mark.parametrize("table", ["audit", "analyses", "provisions", "decisions"])
def test_the_database_itself_refuses_changes(written: Path, table: str) -> None:
    connection = sqlite3.connect(written)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_the_command_line_verifies_pins_and_lists(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner()
    head = run.invoke(audit_app, ["head", str(written.parent)]).stdout.strip()
    assert head == str(verify(written).head)
    good = run.invoke(audit_app, ["verify", str(written), "--pinned", head])
    assert (good.exit_code, good.stdout) == (0, f"10 entries, nothing changed. Head: {head}\n")
    assert "without --pinned" in run.invoke(audit_app, ["verify", str(written)]).stdout
    assert run.invoke(audit_app, ["verify", str(written), "--pinned", "-"], input=f"{head}\n").exit_code == 0
    listed = run.invoke(audit_app, ["log", str(written), "--workspace", "legal"]).stdout.splitlines()
    assert [line.split()[5:] for line in listed][:3] == [["saved", "1"], ["saved", "2"], ["started", "1"]]
    with tampering(written) as (file, connection):
        _cut_tail(connection)
        connection.commit()
        bad = run.invoke(audit_app, ["verify", str(file), "--pinned", head])
    assert bad.exit_code == 1
    assert "cut off: the pinned entry 10 is not in the log, which ends at 9" in bad.stderr
    monkeypatch.setenv("CLAUSE_ANALYZER_STORE_URL", f"sqlite:///{written}")
    assert run.invoke(audit_app, ["head"]).stdout.strip() == head


@pytest.mark.parametrize(("place", "said"), [([], "which store"), (["no/such/folder"], "there is no store")])
def test_the_command_line_makes_no_store_where_there_is_none(place: list[str], said: str) -> None:
    refused = CliRunner().invoke(audit_app, ["verify", *place])
    assert isinstance(refused.exception, UsageError)
    assert said in str(refused.exception)
