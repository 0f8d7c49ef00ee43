"""Where saved things are: the store of results, and a folder for each workspace."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from platformdirs import user_data_path

from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.store import Store


def store_url() -> str:
    """Return the URL of the store: the one in settings, else a file among the user's data."""
    file = user_data_path("clause-analyzer") / "results.sqlite"
    return Settings().store_url or f"sqlite:///{file}"


def has_store() -> bool:
    """Return whether anything was ever saved."""
    url = store_url()
    return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).is_file()


def store() -> Store:
    """Open the store; it stays open for all sessions."""
    return _open(store_url())


def home(workspace: str, part: Literal["libraries", "portfolios"]) -> Path:
    """Return the folder that a workspace keeps something in; it need not be there yet."""
    # A workspace's name comes from a claim or a file: only its hash tells two apart that read alike as a folder.
    slug = re.sub(r"[^a-z0-9]+", "-", workspace.lower()).strip("-")[:40]
    return user_data_path("clause-analyzer") / part / f"{slug}-{hashlib.sha256(workspace.encode()).hexdigest()[:12]}"


@lru_cache(maxsize=4)
def _open(url: str) -> Store:
    from analyzer.store import open_store

    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return open_store(url)
