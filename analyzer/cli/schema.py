"""`clause-analyzer schema`: the JSON schemas of report.json and comparison.json."""

from typing import Annotated

import typer


def schema(what: Annotated[str, typer.Argument(help="report or comparison.")] = "report") -> None:
    """Print the JSON schema of report.json, or of comparison.json."""
    import json

    from analyzer.cli.options import require
    from analyzer.report import json_schema
    from analyzer.report.comparison import comparison_schema

    require(what, ("report", "comparison"), "schema")
    print(json.dumps(comparison_schema() if what == "comparison" else json_schema(), indent=2))
