"""`clause-analyzer ui`: the browser application."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer


def ui(
    host: Annotated[
        str, typer.Option(help="Address to serve at; others than this machine need sign-in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve at.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    without_sign_in: Annotated[
        bool, typer.Option("--without-sign-in", help="Let others in without signing in.")
    ] = False,
) -> None:
    """Open the browser application."""
    from analyzer.errors import UsageError

    if find_spec("streamlit") is None:
        raise UsageError("the browser application is not installed: pip install 'bpo-clause-analyzer[ui]'")
    from ui.server import serve

    serve(host=host, port=port, open_browser=browser, without_sign_in=without_sign_in)
