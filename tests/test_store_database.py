"""Opening a store: the newest schema, one migration however many open it, and clear words when it can't be opened."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from analyzer.errors import UsageError
from analyzer.store import database, open_store
from analyzer.store.database import MIGRATIONS, NEWEST
from analyzer.store.tables import Table


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite"
    open_store(file).close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
        assert context.get_current_revision() == NEWEST
    engine.dispose()


def test_the_newest_schema_is_the_last_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [NEWEST]


def test_a_store_that_is_up_to_date_is_opened_without_migrating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(tmp_path / "results.sqlite").close()
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path / "no-such-folder")
    open_store(tmp_path / "results.sqlite").close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "results.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.bulk_insert", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            open_store(file)
    assert sqlite3.connect(file).execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    open_store(file).close()


def _open(file: Path) -> int:
    with open_store(file) as store:
        return store.audit.head().number


def test_two_that_open_a_new_store_at_once_both_get_it(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_open, [tmp_path / "results.sqlite"] * 3) == [0, 0, 0]


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite"
    open_store(file).close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(UsageError, match="newer version of this program"):
        open_store(file)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("not a url", "no URL of a database"),
        ("mysql://localhost/x", "mysql:// is not of a known kind"),
        ("nosuch://localhost/x", "nosuch:// is not of a known kind"),
        ("postgresql://someone:secret@127.0.0.1:1/x", "can't be opened"),
    ],
)
def test_what_is_no_store_is_refused_in_one_line_without_the_password(place: str, said: str) -> None:
    if place.startswith("postgresql"):
        pytest.importorskip("psycopg", reason="the extra `distributed` is not installed")
    with pytest.raises(UsageError) as raised:
        open_store(place)
    assert said in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite"
    file.write_bytes(b"This is a contract, not a database." * 100)
    with pytest.raises(UsageError, match="not a database"):
        open_store(file)
    with pytest.raises(UsageError, match="unable to open"):
        open_store(tmp_path / "no" / "such" / "folder.sqlite")
