"""The server of the browser application: where it listens, what it adds to every answer, what it says of a failure."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="Streamlit is not installed: pip install 'bpo-clause-analyzer[ui]'")

from analyzer.errors import AnalyzerError, UsageError
from analyzer.models import Document
from analyzer.reading import start_reading
from analyzer.settings import Settings
from tests import breakers
from ui.server import SafeHeaders, configure, is_own, serve
from ui.services.running import Run, describe

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("box", False),
    ],
)
def test_an_address_is_own_only_when_nobody_else_reaches_it(host: str, own: bool) -> None:
    assert is_own(host) is own


def test_others_are_not_let_in_without_signing_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(UsageError, match="without signing in"):
        serve(host="0.0.0.0", open_browser=False)


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analyzer.cli", "ui", "--host", "0.0.0.0", "--no-browser"],
        capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 2
    assert "--without-sign-in" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_configuration_keeps_to_this_machine() -> None:
    chosen = configure(host="127.0.0.1", port=8501, open_browser=False)
    assert chosen["server.address"] == "127.0.0.1"
    assert chosen["browser.gatherUsageStats"] is False
    assert chosen["client.showErrorDetails"] == "none"
    assert "*" not in chosen["server.allowedHosts"]
    assert chosen["server.maxUploadSize"] == 100


@pytest.mark.parametrize(("path", "kept"), [("/media/abc.docx", False), ("/static/js/main.js", True)])
def test_every_answer_has_the_headers_and_only_code_may_be_cached(path: str, kept: bool) -> None:
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "headers": [(b"cache-control", b"public")]})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read")

    asyncio.run(SafeHeaders(app)({"type": "http", "path": path}, receive, send))
    headers = dict(sent[0]["headers"])
    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"connect-src 'self'" in headers[b"content-security-policy"]
    assert headers[b"cache-control"] == (b"public" if kept else b"no-store")


def test_a_failure_is_told_without_words_of_the_contract() -> None:
    secret = "Quillhaven pays 9,000,000"

    def work(run: Run[str]) -> str:
        raise ValueError(secret)

    run: Run[str] = Run(names=("a.docx",))
    with pytest.raises(AnalyzerError) as caught:
        run.submit(work).result()
    assert secret not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "ValueError at test_ui_server.py:" in str(caught.value)
    assert secret not in describe(ValueError(secret))


def test_a_stopped_run_ends_at_its_next_step() -> None:
    from threading import Event

    begun, go = Event(), Event()
    reached = []

    def work(run: Run[str]) -> str:
        begun.set()
        assert go.wait(30)
        run.begin("clauses")
        reached.append("clauses")
        return "result"

    run: Run[str] = Run(names=("a.docx",))
    run.submit(work)
    assert begun.wait(30)
    run.stop()
    go.set()
    with pytest.raises(AnalyzerError):
        run.result()
    assert reached == []


def test_a_stopped_run_ends_the_process_that_reads_its_file(tmp_path: Path) -> None:
    noted = tmp_path / "pid"

    def work(run: Run[Document]) -> Document:
        return run.read(start_reading(noted, settings=Settings(), read=breakers.note_and_sleep))()

    run: Run[Document] = Run(names=("slow.pdf",))
    run.submit(work)
    _wait_until(lambda: noted.is_file() and noted.read_text(encoding="utf-8") != "")
    process = Path(f"/proc/{noted.read_text(encoding='utf-8')}")
    assert process.exists()
    run.stop()
    with pytest.raises(AnalyzerError):
        run.result()
    _wait_until(lambda: not process.exists())


def test_a_file_whose_reading_begins_after_the_stop_is_not_read(tmp_path: Path) -> None:
    run: Run[Document] = Run(names=("slow.pdf",))
    run.stop()
    reading = run.read(start_reading(tmp_path / "pid", settings=Settings(), read=breakers.note_and_sleep))
    with pytest.raises(CancelledError):
        reading()


def _wait_until(reached: Callable[[], bool]) -> None:
    for _ in range(600):
        if reached():
            return
        time.sleep(0.1)
    raise AssertionError("not reached within a minute")
