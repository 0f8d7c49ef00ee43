"""Shared fixtures: the library of the five core provisions, its retrievers, the four hosts, no network."""

import ipaddress
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.ingest import ingest
from analyzer.library import Library, load_library
from analyzer.models import Contract
from analyzer.retrieve import Retriever, open_retriever
from analyzer.segment import segment
from analyzer.settings import Settings
from tests.core import CORE, HOSTS, ROOT


def is_loopback(address: Any) -> bool:
    """Return whether a socket address stays on this machine; a path is a Unix socket."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Refuse every connection and every name look-up that would leave this machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), name))
    look_up = socket.getaddrinfo

    def look_up_loopback(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_loopback((name, 0)):
            raise AssertionError(f"a test looked up {name!r}: only loopback is allowed")
        return look_up(host, *rest, **named)

    patch.setattr(socket, "getaddrinfo", look_up_loopback)
    yield
    patch.undo()


def _guarded(original: Callable[..., Any], name: str) -> Callable[..., Any]:
    def refuse_outside(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1] if name == "sendto" else arguments[0]
        if not is_loopback(address):
            raise AssertionError(f"a test reached for {address!r}: only loopback is allowed")
        return original(self, *arguments)

    return refuse_outside


@pytest.fixture(scope="session")
def core_library_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the clause library with the five core provisions and nothing else."""
    source, folder = ROOT / "clause_library", tmp_path_factory.mktemp("core-library")
    for name in ("definitions.md", "background.md", "law.md", "scoring.yaml"):
        shutil.copy(source / name, folder / name)
    for part in ("provisions", "exemplars"):
        (folder / part).mkdir()
        for provision in CORE:
            shutil.copy(source / part / f"{provision}.md", folder / part / f"{provision}.md")
    (folder / "profiles").mkdir()
    for profile in ("core", "extended", "full"):
        (folder / "profiles" / f"{profile}.yaml").write_text("".join(f"- {p}\n" for p in CORE), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def core_library(core_library_dir: Path) -> Library:
    """The library of the five core provisions."""
    return load_library(core_library_dir)


@pytest.fixture(scope="session")
def index_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this session keeps its indexes; pytest-xdist gives each worker a folder of its own."""
    return tmp_path_factory.mktemp("index")


def _settings(encoder: str, cache_dir: Path, library_dir: Path) -> Settings:
    return Settings(encoder=encoder, cache_dir=cache_dir, library_dir=library_dir, chroma_url=None)


@pytest.fixture(scope="session")
def fast_settings(index_cache: Path, core_library_dir: Path) -> Settings:
    """Settings with the fast encoder, over the core library."""
    return _settings("fast", index_cache, core_library_dir)


@pytest.fixture(scope="session")
def accurate_settings(index_cache: Path, core_library_dir: Path) -> Settings:
    """Settings with the accurate encoder, over the core library."""
    return _settings("accurate", index_cache, core_library_dir)


@pytest.fixture(scope="session")
def fast_retriever(core_library: Library, fast_settings: Settings) -> Retriever:
    """The core library's retriever with the fast encoder."""
    return open_retriever(core_library.exemplars, settings=fast_settings)


@pytest.fixture(scope="session")
def accurate_retriever(core_library: Library, accurate_settings: Settings) -> Retriever:
    """The core library's retriever with the accurate encoder; the index takes some ten seconds."""
    return open_retriever(core_library.exemplars, settings=accurate_settings)


@pytest.fixture(scope="session")
def hosts() -> dict[str, Contract]:
    """The four host contracts, segmented."""
    return {name: segment(ingest(ROOT / "tests" / "hosts" / f"{name}.docx")) for name in HOSTS}
