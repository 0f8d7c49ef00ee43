"""The clause library with its index, opened once for all sessions; no contract is ever kept here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.library import Library
    from analyzer.retrieve import Retriever

_opened: dict[Path | None, tuple[str, Engine]] = {}
# One a folder: while the index of a library is built, the others stay open to everybody.
_locks: defaultdict[Path | None, Lock] = defaultdict(Lock)


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
    from analyzer.opening import open_library

    settings = Settings()
    if library_dir is not None:
        settings = settings.model_copy(update={"library_dir": library_dir})
    folder = settings.library_dir
    with _locks[folder]:
        now = hash_folder(find_library_dir(folder))
        before, engine = _opened.get(folder, (None, None))
        if engine is None or before != now:
            library, retriever = open_library(settings)
            engine = Engine(settings, library, retriever)
            _opened[folder] = now, engine
        return engine


def close_engine(library_dir: Path) -> None:
    """Let go of a library that is needed no more."""
    _opened.pop(library_dir, None)
    _locks.pop(library_dir, None)
