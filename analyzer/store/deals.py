"""The deals of a workspace and their terms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from analyzer.models.batch import Deal
from analyzer.store.audit import append
from analyzer.store.database import Database
from analyzer.store.tables import DealRow

# More names than this in one question, and asking for all deals is quicker.
_FEW = 500


class Deals:
    """Deals and their terms; every method takes a workspace and sees nothing of the others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, deal: Deal, *, workspace: str, who: str) -> None:
        """Add a deal, or set its terms anew."""
        with self._database.writing() as session:
            save_deals(session, [deal], workspace=workspace, who=who)

    def find(self, *, workspace: str) -> tuple[Deal, ...]:
        """Return the deals of a workspace by name."""
        with self._database.reading() as session:
            rows = session.scalars(select(DealRow.terms).where(DealRow.workspace == workspace).order_by(DealRow.name))
            return tuple(Deal.model_validate_json(terms) for terms in rows)


def save_deals(session: Session, deals: Sequence[Deal], *, workspace: str, who: str) -> list[int]:
    """Add deals or set their terms anew, and return their ids; terms that are the same leave no trace."""
    query = select(DealRow).where(DealRow.workspace == workspace)
    if len(deals) <= _FEW:
        query = query.where(DealRow.name.in_([deal.name for deal in deals]))
    known = {row.name: row for row in session.scalars(query)}
    rows, changed = [], []
    for deal in deals:
        terms = deal.model_dump_json()
        row = known.get(deal.name)
        if row is None:
            row = DealRow(workspace=workspace, name=deal.name)
            session.add(row)
        if row.terms != terms:
            row.terms = terms
            changed.append(row)
        rows.append(row)
    session.flush()
    if changed:
        append(session, action="deal saved", subjects=[r.id for r in changed], workspace=workspace, who=who)
    return [row.id for row in rows]
