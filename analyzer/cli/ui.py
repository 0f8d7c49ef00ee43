"""`clause-analyzer ui`: the browser application."""


def ui() -> None:
    """Open the browser application."""
    from analyzer.errors import UsageError

    raise UsageError(
        "the browser application is not built yet; use `clause-analyzer analyze FILE` and open report.html"
    )
