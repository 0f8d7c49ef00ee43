"""`clause-analyzer audit`: check the audit log of a store, or pin its head."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from analyzer.cli.places import open_place

app = typer.Typer(help="Check the audit log of a store of results, or pin its head.", no_args_is_help=True)

_Place = Annotated[
    str | None,
    typer.Argument(help="A batch's folder, its results.sqlite or a URL; CLAUSE_ANALYZER_STORE_URL without one."),
]


@app.command("verify")
def audit_verify(
    place: _Place = None,
    pinned: Annotated[
        str | None, typer.Option(help="A head kept earlier, number:sha256; - reads it from stdin.")
    ] = None,
) -> None:
    """Recompute every hash of the log and of what it vouches for; exit 1 when something was changed."""
    with open_place(place) as store:
        verdict = store.audit.verify(pinned=sys.stdin.read() if pinned == "-" else pinned)
    for fault in verdict.faults:
        print(f"{fault.kind}: {fault.message}", file=sys.stderr)
    if verdict.faults:
        print(f"{verdict.entries} entries, {len(verdict.faults)} faults", file=sys.stderr)
        raise typer.Exit(1)
    against = "" if pinned else "; without --pinned the removal of the newest entries may go unseen"
    print(f"{verdict.entries} entries, nothing changed. Head: {verdict.head}{against}")


@app.command("head")
def audit_head(place: _Place = None) -> None:
    """Print the head of the log, to be kept where the store's users can't write."""
    with open_place(place) as store:
        print(store.audit.head())


@app.command("log")
def audit_log(
    place: _Place = None,
    workspace: Annotated[str, typer.Option(help="Whose entries.")] = "default",
) -> None:
    """Print the entries about a workspace, oldest first."""
    with open_place(place) as store:
        for entry in store.audit.entries(workspace=workspace):
            print(f"{entry.number:6} {entry.at:%Y-%m-%d %H:%M:%S} {entry.who:16} {entry.action} {entry.subject}")
