"""Write amendments ready to negotiate: one a deal, and one for all deals that lack the same clauses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.models import Portfolio, PortfolioDeal, Posture, Run, WrittenAmendment

if TYPE_CHECKING:
    from analyzer.settings import Settings
    from analyzer.store import Store

__all__ = ["amend"]


def amend(
    portfolio: Portfolio,
    *,
    store: Store,
    run: Run,
    out: Path,
    settings: Settings,
    top: int = 10,
    names: Sequence[str] = (),
    posture: Posture | None = None,
    templates: bool = True,
) -> tuple[WrittenAmendment, ...]:
    """Write an amendment for each deal at the head of the queue, one for each template, and index.xlsx.

    Args:
        portfolio: of `run`, as `analyzer.portfolio.build_portfolio` returns it.
        names: these deals instead of the `top` ones.
        posture: another than the batch's; the deals' files must still be there as they were.
        templates: also one amendment for all deals that lack the same clauses.

    Raises:
        UsageError: there is no such deal, or a deal's files are gone and another posture is wanted.
    """
    from analyzer.amend.desk import Desk
    from analyzer.amend.write import write_amendments
    from analyzer.library import load_library

    library = load_library(settings.library_dir, cache_dir=settings.cache_dir)
    desk = Desk(store, run, library, settings, posture)
    chosen = _choose(portfolio, top=top, names=names)
    for_many = desk.templates(portfolio) if templates else ()
    return write_amendments(desk.deals(chosen), for_many, out=out, today=portfolio.today)


def _choose(portfolio: Portfolio, *, top: int, names: Sequence[str]) -> list[PortfolioDeal]:
    ranked = {deal.deal: deal for deal in portfolio.deals if deal.rank is not None}
    if missing := [name for name in names if name not in ranked]:
        raise UsageError(f"no analysed deal is called {', '.join(map(repr, missing))}: portfolio.xlsx has their names")
    return [ranked[name] for name in names] if names else list(ranked.values())[:top]
