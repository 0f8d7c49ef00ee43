"""The clause library with its index, opened once for all sessions; no contract is ever kept here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.library import Library
    from analyzer.retrieve import Retriever

_opened: dict[tuple[Path | None, str], Engine] = {}
_lock = Lock()


@dataclass(frozen=True)
class Engine:
    """A library ready to analyse with."""

    settings: Settings
    library: Library
    retriever: Retriever


def open_engine(library_dir: Path | None = None) -> Engine:
    """Open a library, the one in settings by default; a library that has changed since is opened anew.

    Raises:
        LibraryError: it has mistakes.
    """
    from analyzer.library import find_library_dir
    from analyzer.library.load import hash_folder
    from analyzer.pipeline import open_library

    settings = Settings()
    if library_dir is not None:
        settings = settings.model_copy(update={"library_dir": library_dir})
    folder = settings.library_dir
    with _lock:
        key = (folder, hash_folder(find_library_dir(folder)))
        if key not in _opened:
            for stale in [k for k in _opened if k[0] == folder]:
                del _opened[stale]
            library, retriever = open_library(settings)
            _opened[key] = Engine(settings, library, retriever)
        return _opened[key]
