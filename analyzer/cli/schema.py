"""`clause-analyzer schema`: the JSON schema of report.json."""


def schema() -> None:
    """Print the JSON schema of report.json."""
    import json

    from analyzer.report import json_schema

    print(json.dumps(json_schema(), indent=2))
