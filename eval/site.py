"""The browser application as its users have it, to test and to measure: started from the command line, driven by Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "eval" / "samples" / "vendor-paper-ai-services.docx"
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
_PATIENCE_S = 240


def why_not() -> str | None:
    """Return why the application can't be driven here; None when it can."""
    for package in ("streamlit", "playwright"):
        if find_spec(package) is None:
            return f"{package} is not installed: pip install 'bpo-clause-analyzer[ui,dev]'"
    return None if CHROMIUM else "Chromium is not installed: apt-get install chromium"


@dataclass(frozen=True)
class Site:
    """A running application."""

    url: str
    home: Path
    log: Path


@contextmanager
def serve(home: Path, *, library: Path, secrets: str | None = None, **environment: str) -> Iterator[Site]:
    """Serve the application from a folder of its own until the block ends.

    Args:
        secrets: the content of .streamlit/secrets.toml; "PORT" in it stands for the port.
    """
    port = free_port()
    if secrets is not None:
        (home / ".streamlit").mkdir()
        (home / ".streamlit" / "secrets.toml").write_text(secrets.replace("PORT", str(port)), encoding="utf-8")
    own = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "CLAUSE_ANALYZER_CACHE_DIR": str(home / "cache"),
        "CLAUSE_ANALYZER_LIBRARY_DIR": str(library),
        "CLAUSE_ANALYZER_ENCODER": "fast",
        "CLAUSE_ANALYZER_LIBREOFFICE": "false",
        **environment,
    }
    own.pop("CLAUSE_ANALYZER_STORE_URL", None)
    log = home / "server.log"
    command = [sys.executable, "-m", "analyzer.cli", "ui", "--no-browser", "--port", str(port)]
    with log.open("wb") as output, subprocess.Popen(command, cwd=home, env=own, stdout=output, stderr=output) as server:
        try:
            url = f"http://localhost:{port}"
            wait_for(f"{url}/_stcore/health", server, log)
            yield Site(url, home, log)
        finally:
            server.terminate()


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise AssertionError(f"the server ended:\n{log.read_text(encoding='utf-8')}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer within {_PATIENCE_S} s:\n{log.read_text(encoding='utf-8')}")
