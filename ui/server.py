"""Serve the application: bound to this machine, no usage statistics, no details of errors, headers that keep it to itself."""

from __future__ import annotations

import logging
from asyncio import create_task
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from analyzer.errors import AnalyzerError, UsageError
from analyzer.settings import Settings
from ui.sessions import SessionSettings, end_abandoned, stop_work

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send
    from streamlit import App

_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    # Streamlit's front end needs inline styles and scripts made at run time; nothing is loaded from, or sent to, elsewhere.
    b"content-security-policy": b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
    b" style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:;"
    b" connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cross-origin-opener-policy": b"same-origin",
}
_log = logging.getLogger(__name__)


def serve(
    *, host: str = "127.0.0.1", port: int = 8501, open_browser: bool = True, without_sign_in: bool = False
) -> None:
    """Serve until stopped.

    Args:
        host: an address other than this machine's own needs sign-in, or `without_sign_in`.

    Raises:
        UsageError: others could reach it and nobody would have to sign in.
    """
    from ui.access import read_access_file, sign_in_is_on

    if sign_in_is_on():
        read_access_file()
    elif not is_own(host) and not without_sign_in:
        raise UsageError(
            f"--host {host}: others could reach it and read contracts without signing in; add an [auth] section to"
            " .streamlit/secrets.toml, or say --without-sign-in where the network itself keeps others out"
        )
    make_app().run(config=configure(host=host, port=port, open_browser=open_browser))


def is_own(host: str) -> bool:
    """Return whether an address can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def configure(*, host: str, port: int, open_browser: bool) -> dict[str, Any]:
    """Return the settings of the server."""
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": not open_browser,
        "server.maxUploadSize": max(1, Settings().max_file_bytes // 1_000_000),
        "server.fileWatcherType": "none",
        "server.enableStaticServing": False,
        # A full collection after each click and each look at a run would walk through the whole library every time.
        "runner.postScriptGC": False,
        # Longer than `ui.sessions` waits, which ends a session for good.
        "server.disconnectedSessionTTL": round(SessionSettings().forget_after_s) + 3600,
        # Only names of this machine, so that a page elsewhere can't reach it through a name of its own.
        "server.allowedHosts": ["127.0.0.1", "localhost", "[::1]"] if is_own(host) else [],
        "browser.gatherUsageStats": False,
        "browser.serverAddress": "localhost" if is_own(host) else host,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "minimal",
        "logger.level": "error",
        "theme.light.primaryColor": "#174a8b",
        "theme.dark.primaryColor": "#9cc3f5",
    }


def make_app() -> App:
    """Return the application."""
    import streamlit as st
    from starlette.middleware import Middleware

    return st.App(
        Path(__file__).parent / "streamlit_app.py",
        lifespan=_live,
        middleware=[Middleware(SafeHeaders)],
        on_script_error=show_failure,
    )


class SafeHeaders:
    """Adds headers to every answer that keep it out of frames, other sites and caches."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        private = scope["type"] == "http" and not str(scope["path"]).startswith("/static/")

        async def answer(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = [(k, v) for k, v in message["headers"] if k.lower() not in _HEADERS]
                if private:
                    headers = [(k, v) for k, v in headers if k.lower() != b"cache-control"]
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = [*headers, *_HEADERS.items()]
            await send(message)

        await self._app(scope, receive, answer)


def show_failure(error: Exception) -> bool:
    """Say that something broke and where, never with words of a contract; the log has no more than that."""
    import streamlit as st

    from ui.services.running import describe

    if isinstance(error, AnalyzerError):
        st.error(str(error), icon=":material/error:")
        return True
    _log.error("a page failed: %s", describe(error))
    st.error(
        f"This page failed ({describe(error)}). Your review is still there: go back and try again, and report this line.",
        icon=":material/error:",
    )
    return True


@asynccontextmanager
async def _live(app: App) -> AsyncIterator[None]:
    """Open the library while the first person looks at the page; end sessions whose pages are gone, and all at the end."""
    from streamlit.runtime import get_instance

    from ui.services.portfolio import stop_batches

    Thread(target=_open_library, daemon=True).start()
    ending = create_task(end_abandoned(get_instance(), after_s=SessionSettings().forget_after_s))
    yield
    ending.cancel()
    stop_work()
    stop_batches()


def _open_library() -> None:
    from ui.services.engine import open_engine

    try:
        open_engine()
    except AnalyzerError as error:
        _log.error("%s", error)
