"""The audit log: append-only, each entry with the hash of the one before, and the check that nothing was changed.

Whoever can write to the database can also write the whole chain anew. What that can't do is to reach a head that was
kept elsewhere: in a ticket, a signed e-mail, a repository, a write-once bucket. `verify(pinned=...)` compares with it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import inspect as inspect_row
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, undefer

from analyzer.errors import UsageError
from analyzer.models.store import AuditAction, AuditEntry, AuditFault, AuditHead, AuditVerdict, FaultKind
from analyzer.store.database import Database
from analyzer.store.tables import (
    AnalysisRow,
    AuditHeadRow,
    AuditRow,
    DealRow,
    DecisionRow,
    ProvisionRow,
    RunDealRow,
    RunRow,
    Table,
)

_CHUNK = 100


def append(session: Session, *, action: AuditAction, subjects: Sequence[int], workspace: str, who: str) -> None:
    """Append an entry for each of the rows that this session added or changed; writers wait for each other here."""
    session.flush()
    head = session.get_one(AuditHeadRow, 1, with_for_update=True, populate_existing=True)
    for subject in subjects:
        content = _hash_content(session, action, subject)
        assert content is not None, f"{action} {subject}"
        entry = AuditEntry(
            number=head.number + 1,
            at=datetime.now(UTC),
            who=who,
            workspace=workspace,
            action=action,
            subject=subject,
            content_sha256=content,
            previous=head.sha256,
            sha256="",
        )
        head.number, head.sha256 = entry.number, _hash_entry(entry)
        session.add(AuditRow(**entry.model_dump(exclude={"sha256"}), sha256=head.sha256))
    session.flush()


class AuditLog:
    """The log of a store, over all workspaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> AuditHead:
        """Return the newest entry's number and hash, to be kept elsewhere."""
        with self._database.reading() as session:
            row = session.get_one(AuditHeadRow, 1)
            return AuditHead(number=row.number, sha256=row.sha256)

    def entries(self, *, workspace: str) -> tuple[AuditEntry, ...]:
        """Return the entries about a workspace, oldest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(AuditRow).where(AuditRow.workspace == workspace).order_by(AuditRow.number))
            return tuple(_entry(row) for row in rows)

    def verify(self, *, pinned: str | None = None) -> AuditVerdict:
        """Recompute every hash, of the log and of what it is about, and return all that does not agree.

        Args:
            pinned: a head as `head` returned it once; without it the loss of the newest entries is found only when it was
                clumsy.

        Raises:
            UsageError: `pinned` is not of the form number:sha256.
        """
        expected = None if pinned is None else _parse(pinned)
        with self._database.reading() as session:
            return _Check(session).run(expected)


class _Check:
    """One pass over the log, entry by entry, and over what the entries vouch for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._faults: list[AuditFault] = []
        self._last = AuditHead(number=0, sha256="0" * 64)
        # A deal's terms may be saved again: only the newest entry speaks of what is there now.
        self._newest: dict[tuple[AuditAction, int], AuditEntry] = {}

    def run(self, pinned: AuditHead | None) -> AuditVerdict:
        count = 0
        pinned_sha256 = self._last.sha256 if pinned is not None and pinned.number == 0 else None
        for entry in self._read_entries():
            count += 1
            self._follow(entry)
            self._newest[entry.action, entry.subject] = entry
            if pinned is not None and entry.number == pinned.number:
                pinned_sha256 = entry.sha256
        last = self._last
        kept = self._session.get_one(AuditHeadRow, 1)
        if kept.number > last.number:
            self._find("cut off", None, f"entries {last.number + 1} to {kept.number} are gone from the end of the log")
        elif (kept.number, kept.sha256) != (last.number, last.sha256):
            self._find("altered", last.number, f"entry {last.number} is not the one that was written last")
        if pinned is not None and pinned_sha256 is None:
            self._find(
                "cut off", None, f"the pinned entry {pinned.number} is not in the log, which ends at {last.number}"
            )
        elif pinned is not None and pinned_sha256 != pinned.sha256:
            self._find("altered", pinned.number, f"entry {pinned.number} is not the one that was pinned")
        self._compare_content()
        return AuditVerdict(entries=count, head=last, faults=tuple(self._faults))

    def _read_entries(self) -> Iterator[AuditEntry]:
        rows = self._session.scalars(select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=_CHUNK))
        try:
            for row in rows:
                try:
                    yield _entry(row)
                except ValueError:
                    self._find("altered", row.number, f"entry {row.number} can't be read any more")
                    self._last = AuditHead(number=row.number, sha256=row.sha256)
        except ValueError:
            number = self._last.number + 1
            self._find("altered", number, f"the entries from {number} on can't be read any more")

    def _follow(self, entry: AuditEntry) -> None:
        number, last = entry.number, self._last
        gap = number - last.number - 1
        if gap:
            which = f"entry {number - 1} is" if gap == 1 else f"entries {last.number + 1} to {number - 1} are"
            self._find("missing", number, f"{which} gone from the log")
        elif entry.previous != last.sha256:
            self._find("reordered", number, f"entry {number} was not written after entry {last.number}")
        if _hash_entry(entry) != entry.sha256:
            self._find("altered", number, f"entry {number} is not as it was written")
        self._last = AuditHead(number=number, sha256=entry.sha256)

    def _compare_content(self) -> None:
        for (action, subject), entry in self._newest.items():
            what = f"{action.split()[0]} {subject} of entry {entry.number}"
            try:
                content = _hash_content(self._session, action, subject)
            except (zlib.error, ValueError):
                content = "it can't be read any more"
            if content is None:
                self._find("content missing", entry.number, f"{what} is gone")
            elif content != entry.content_sha256:
                self._find("content altered", entry.number, f"{what} is not as it was written")
            self._session.expunge_all()
        actions: tuple[tuple[AuditAction, InstrumentedAttribute[int]], ...] = (
            ("deal saved", DealRow.id),
            ("analysis added", AnalysisRow.id),
            ("decision added", DecisionRow.id),
            ("run started", RunRow.id),
        )
        for action, column in actions:
            for subject in self._session.scalars(select(column).order_by(column)):
                if (action, subject) not in self._newest:
                    self._find("unlogged", None, f"{action.split()[0]} {subject} is in the store and not in the log")

    def _find(self, kind: FaultKind, number: int | None, message: str) -> None:
        self._faults.append(AuditFault(kind=kind, number=number, message=message))


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry.model_validate(row, from_attributes=True)


def _parse(pinned: str) -> AuditHead:
    number, _, sha256 = pinned.strip().partition(":")
    if not number.isdecimal() or len(sha256) != 64:
        raise UsageError(f"{pinned!r} is no head of an audit log: expected number:sha256, as `audit head` prints it")
    return AuditHead(number=int(number), sha256=sha256)


def _hash_entry(entry: AuditEntry) -> str:
    return _hash([entry.model_dump(mode="json", exclude={"sha256"})])


def _hash_content(session: Session, action: AuditAction, subject: int) -> str | None:
    """Hash all that is stored of what an action is about; None when it is not there."""
    rows = _CONTENT[action](session, subject)
    return _hash(rows) if rows else None


def _analysis(session: Session, subject: int) -> list[dict[str, Any]]:
    row = session.get(AnalysisRow, subject, options=[undefer(AnalysisRow.report)])
    provisions = select(ProvisionRow).where(ProvisionRow.analysis_id == subject).order_by(ProvisionRow.position)
    return [] if row is None else [_fields(row), *map(_fields, session.scalars(provisions))]


def _decision(session: Session, subject: int) -> list[dict[str, Any]]:
    row = session.get(DecisionRow, subject)
    return [] if row is None else [_fields(row)]


def _deal(session: Session, subject: int) -> list[dict[str, Any]]:
    row = session.get(DealRow, subject)
    return [] if row is None else [_fields(row)]


def _run_started(session: Session, subject: int) -> list[dict[str, Any]]:
    row = session.get(RunRow, subject)
    tasks = select(RunDealRow.task).where(RunDealRow.run_id == subject).order_by(RunDealRow.position)
    if row is None:
        return []
    return [_fields(row, leave_out={"finished_at"}), *({"task": task} for task in session.scalars(tasks))]


def _run_finished(session: Session, subject: int) -> list[dict[str, Any]]:
    rows = select(RunDealRow).where(RunDealRow.run_id == subject).order_by(RunDealRow.position)
    run = session.get(RunRow, subject)
    return [] if run is None else [_fields(run), *map(_fields, session.scalars(rows))]


_CONTENT: dict[AuditAction, Callable[[Session, int], list[dict[str, Any]]]] = {
    "analysis added": _analysis,
    "decision added": _decision,
    "deal saved": _deal,
    "run started": _run_started,
    "run finished": _run_finished,
}


def _fields(row: Table, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    keys = [attribute.key for attribute in inspect_row(type(row)).column_attrs if attribute.key not in leave_out]
    return {key: getattr(row, key) for key in keys}


def _hash(rows: Iterable[dict[str, Any]]) -> str:
    def plain(value: Any) -> str:
        return cast("datetime", value).astimezone(UTC).isoformat()

    text = json.dumps(list(rows), sort_keys=True, separators=(",", ":"), default=plain)
    return hashlib.sha256(text.encode()).hexdigest()
