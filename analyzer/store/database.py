"""Open the database: an SQLite file or PostgreSQL by URL, brought to the newest schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from analyzer.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0001"
_BARE_POSTGRESQL = frozenset({"postgresql", "postgres"})
_KINDS = _BARE_POSTGRESQL | {"sqlite"}
_BUSY_SECONDS = 60
# Any number that no other program takes for its PostgreSQL advisory locks.
_MIGRATION_LOCK = 0x434C4155


class Database:
    """Sessions on one database."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the data and changes nothing."""
        with self._explained(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session in a transaction: committed whole at the end, or not at all."""
        # SQLite must take its lock at the start: a reader that turns writer can find its data overtaken.
        engine = self._engine.execution_options(begin="IMMEDIATE")
        with self._explained(), Session(engine) as session, session.begin():
            yield session

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise UsageError(
                f"the store at {self.name} failed ({_reason(error)}): nothing of this step was kept"
            ) from error

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def open_database(place: Path | str) -> Database:
    """Open and migrate.

    Args:
        place: the file of an SQLite database, made when it is not there, or the URL of a database.

    Raises:
        UsageError: the database can't be reached, is of a kind that is not known, or is newer than this program.
    """
    url = _url(place)
    name = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    except (NoSuchModuleError, ImportError) as error:
        raise UsageError(
            f"the store at {name} can't be used ({error}): for PostgreSQL install bpo-clause-analyzer[distributed]"
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        with engine.execution_options(begin="IMMEDIATE").begin() as connection:
            _migrate(connection, name)
    except DBAPIError as error:
        engine.dispose()
        raise UsageError(
            f"the store at {name} can't be opened ({_reason(error)}): check path, address and rights"
        ) from error
    return Database(engine, name)


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


def _url(place: Path | str) -> URL:
    if isinstance(place, Path):
        return make_url("sqlite://").set(database=str(place))
    try:
        url = make_url(place)
    except ArgumentError as error:
        raise UsageError(
            f"the store {place!r} is no URL of a database: use the form postgresql://user@host/database"
        ) from error
    kind = url.get_backend_name()
    if kind not in _KINDS:
        raise UsageError(f"the store {kind}:// is not of a known kind: use a file, or postgresql://user@host/database")
    return url.set(drivername="postgresql+psycopg") if url.drivername in _BARE_POSTGRESQL else url


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        # The driver would begin transactions at a moment of its own, and none for DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS}000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def _migrate(connection: Connection, name: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    current = None
    if inspect(connection).has_table("alembic_version"):
        current = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if current == NEWEST:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise UsageError(
            f"the store at {name} was written by a newer version of this program (schema {current}, known up to"
            f" {NEWEST}): update the program"
        )
    command.upgrade(config, NEWEST)
