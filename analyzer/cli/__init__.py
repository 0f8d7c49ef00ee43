"""The command line: one file a command, and here only which commands there are.

Heavy imports stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import sys

import typer

from analyzer.cli import audit, library
from analyzer.cli.amend import amend
from analyzer.cli.analyze import analyze
from analyzer.cli.ask import ask
from analyzer.cli.batch import batch
from analyzer.cli.compare import compare
from analyzer.cli.doctor import doctor
from analyzer.cli.evaluate import evaluate
from analyzer.cli.portfolio import portfolio
from analyzer.cli.replay import replay
from analyzer.cli.schema import schema
from analyzer.cli.ui import ui

app = typer.Typer(
    name="clause-analyzer",
    help="Find missing, weak and adverse AI provisions in outsourcing contracts, and draft language that fits them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(analyze)
app.command()(compare)
app.command()(ask)
app.command()(batch)
app.command()(portfolio)
app.command()(amend)
app.add_typer(library.app, name="library")
app.add_typer(audit.app, name="audit")
app.command()(replay)
app.command()(schema)
app.command()(doctor)
app.command()(ui)
app.command("eval", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(evaluate)


def main() -> None:
    """Run the command line; every expected failure is one clear line and its own exit code."""
    from analyzer.errors import AnalyzerError

    # A run makes a million small objects and few cycles: looking for cycles often costs a tenth of the time.
    gc.set_threshold(100_000, 50, 50)
    try:
        app()
    except AnalyzerError as error:
        print(f"clause-analyzer: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("clause-analyzer: stopped", file=sys.stderr)
        sys.exit(130)
    finally:
        # At the end Python looks for cycles among all objects once more, for half a second on a long contract.
        gc.freeze()
