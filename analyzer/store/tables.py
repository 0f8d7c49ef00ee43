"""The tables; their definition in SQL, with the triggers, is in the migrations."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, ForeignKey, Index, LargeBinary, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Packed(TypeDecorator[str]):
    """A long text, compressed: a report of 700 KB takes 80."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Compress."""
        return None if value is None else zlib.compress(value.encode())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Expand."""
        return None if value is None else zlib.decompress(value).decode()


class Table(DeclarativeBase):
    """Base of all tables."""


class DealRow(Table):
    """A deal of a workspace, with its terms as JSON."""

    __tablename__ = "deals"
    __table_args__ = (UniqueConstraint("workspace", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)


class RunRow(Table):
    """A batch run."""

    __tablename__ = "runs"
    __table_args__ = (Index("ix_runs_workspace", "workspace"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(200))
    out: Mapped[str] = mapped_column(Text)
    options: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment)
    started_by: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class AnalysisRow(Table):
    """One analysis of a deal, whole; the columns beside the report repeat it for queries."""

    __tablename__ = "analyses"
    __table_args__ = (UniqueConstraint("run_id", "deal_id"), Index("ix_analyses_deal", "deal_id", "fingerprint"))

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    profile: Mapped[str] = mapped_column(String(20))
    posture: Mapped[str] = mapped_column(String(20))
    tier: Mapped[str] = mapped_column(String(20))
    score: Mapped[float]
    band: Mapped[str] = mapped_column(String(1))
    core_index: Mapped[float]
    report: Mapped[str] = mapped_column(Packed, deferred=True)


class ProvisionRow(Table):
    """One provision of an analysis, for the heat map and for other tools' queries."""

    __tablename__ = "provisions"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analyses.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    provision: Mapped[str] = mapped_column(String(200))
    group: Mapped[str] = mapped_column("provision_group", String(40))
    status: Mapped[str] = mapped_column(String(20))
    score: Mapped[float | None]
    weight: Mapped[float]
    exposure: Mapped[float]


class RunDealRow(Table):
    """One deal of a run: what to do, and once it is done, what came of it. State None is not done yet."""

    __tablename__ = "run_deals"
    __table_args__ = (UniqueConstraint("run_id", "deal_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"))
    task: Mapped[str] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(20))
    analysis_id: Mapped[int | None] = mapped_column(ForeignKey("analyses.id"))
    result: Mapped[str | None] = mapped_column(Text)
    tokens: Mapped[int] = mapped_column(default=0)
    cost: Mapped[float] = mapped_column(default=0.0)


class DecisionRow(Table):
    """One decision of a reviewer."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_deal", "deal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"))
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analyses.id"))
    provision: Mapped[str] = mapped_column(String(200))
    element: Mapped[str | None] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class AuditRow(Table):
    """One entry of the audit log."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(Text)
    workspace: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Table):
    """The newest entry of the log, in one row, which writers lock so that they append one after the other."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
