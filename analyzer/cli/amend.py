"""`clause-analyzer amend`: amendments for the deals at the head of the queue, and for what many lack alike."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, get_args

import typer

from analyzer.cli.options import PostureChoice, require
from analyzer.cli.places import open_run


def amend(
    folder: Annotated[Path, typer.Argument(help="The folder a batch wrote to.", show_default=False)],
    top: Annotated[int, typer.Option(min=0, help="How many deals from the head of the queue.")] = 10,
    deals: Annotated[list[str] | None, typer.Option("--deal", help="This deal instead; as often as needed.")] = None,
    posture: Annotated[
        str | None, typer.Option(help="client, balanced or provider; the one of the batch without it.")
    ] = None,
    templates: Annotated[bool, typer.Option(help="Also one amendment for all deals that lack the same.")] = True,
    out: Annotated[Path | None, typer.Option(help="Folder for the amendments; FOLDER/amendments without it.")] = None,
    store: Annotated[str | None, typer.Option(help="PostgreSQL by URL; FOLDER/results.sqlite without one.")] = None,
    workspace: Annotated[str, typer.Option(help="Whose deals these are.")] = "default",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only problems.")] = False,
) -> None:
    """Write an amendment ready to negotiate for each deal at the head of the queue, and an index of them."""
    from analyzer.amend import amend as write
    from analyzer.portfolio import build_portfolio
    from analyzer.settings import Settings

    if posture is not None:
        require(posture, get_args(PostureChoice), "--posture")
    settings = Settings()
    out = out or folder / "amendments"
    opened, run = open_run(folder, store=store, workspace=workspace)
    with opened:
        portfolio = build_portfolio(opened, run, today=date.today())
        written = write(
            portfolio,
            store=opened,
            run=run,
            out=out,
            settings=settings,
            top=top,
            names=deals or (),
            posture=posture,  # type: ignore[arg-type]
            templates=templates and not deals,
        )
    for each in written:
        if each.file is None:
            print(f"{each.name}: no change is suggested, so there is no amendment", file=sys.stderr)
    if not quiet:
        print(f"{sum(each.file is not None for each in written)} amendments in {out}; begin with {out / 'index.xlsx'}")
