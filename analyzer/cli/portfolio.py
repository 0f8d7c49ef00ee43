"""`clause-analyzer portfolio`: the deals of a batch beside each other, written again from the store of results."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.places import open_run

if TYPE_CHECKING:
    from analyzer.models import Portfolio, Run
    from analyzer.store import Store


def portfolio(
    folder: Annotated[Path, typer.Argument(help="The folder a batch wrote to.", show_default=False)],
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day deadlines are counted from.")
    ] = None,
    store: Annotated[str | None, typer.Option(help="PostgreSQL by URL; FOLDER/results.sqlite without one.")] = None,
    workspace: Annotated[str, typer.Option(help="Whose deals these are.")] = "default",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only problems.")] = False,
) -> None:
    """Write a batch's portfolio again: queue, deadlines, heat map, common gaps, trend, calendar."""
    opened, run = open_run(folder, store=store, workspace=workspace)
    with opened:
        write(opened, run, out=folder, today=date.today() if today is None else today.date(), quiet=quiet)


def write(store: Store, run: Run, *, out: Path, today: date, quiet: bool) -> None:
    """Write the portfolio of a run and say what it holds."""
    from analyzer.portfolio import build_portfolio, write_portfolio

    built = build_portfolio(store, run, today=today)
    files = write_portfolio(built, out=out)
    if not quiet:
        print(_sum_up(built))
        print("Written: " + ", ".join(str(file) for file in files))


def _sum_up(built: Portfolio) -> str:
    ranked = [deal for deal in built.deals if deal.rank is not None]
    parts = [f"{len(ranked)} deals ranked"]
    due = [deal for deal in ranked if deal.moment is not None and deal.moment.kind == "notice"]
    if due:
        soonest = min(due, key=lambda deal: deal.moment.days_left or 0 if deal.moment else 0)
        days = soonest.moment.days_left if soonest.moment else 0
        parts.append(f"{len(due)} with a deadline for notice to come, the first in {days} days ({soonest.deal})")
    missed = sum(deal.missed is not None for deal in ranked)
    if missed:
        parts.append(f"{missed} missed one")
    if built.pending:
        parts.append(f"{built.pending} still to be analysed")
    return "; ".join(parts)
