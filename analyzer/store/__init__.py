"""Keep analyses, reviewers' decisions, batch runs and the audit log in a database: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from analyzer.store.analyses import Analyses
from analyzer.store.audit import AuditLog
from analyzer.store.database import Database, open_database
from analyzer.store.deals import Deals
from analyzer.store.decisions import Decisions
from analyzer.store.runs import Runs

__all__ = ["Store", "open_store"]


class Store:
    """An open store. Every query but the audit's takes a workspace and sees nothing of the others."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.name = database.name
        self.deals = Deals(database)
        self.analyses = Analyses(database)
        self.decisions = Decisions(database)
        self.runs = Runs(database)
        self.audit = AuditLog(database)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(place: Path | str) -> Store:
    """Open a store, making it or bringing it to the newest schema where that is needed.

    Args:
        place: an SQLite file, or the URL of a PostgreSQL database ("postgresql://user@host/database").

    Raises:
        UsageError: it can't be reached or was written by a newer version.
    """
    return Store(open_database(place))
