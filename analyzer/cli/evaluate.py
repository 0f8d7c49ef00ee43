"""`clause-analyzer eval`: the same as `python -m eval`."""

from __future__ import annotations

import typer


def evaluate(context: typer.Context) -> None:
    """Measure the analyzer on labelled contracts (the same as `python -m eval`)."""
    from eval.__main__ import main as run

    raise typer.Exit(run(context.args))
