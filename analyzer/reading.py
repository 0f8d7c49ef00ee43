"""Read a file in a process of its own, with limits on memory, processor time and time that the system holds.

A file that hangs its parser, expands without end or crashes it costs that process and one line of explanation.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from analyzer.errors import AnalyzerError, Damaged, TooLarge
from analyzer.ingest import ingest
from analyzer.models import Document
from analyzer.settings import Settings

# Loaded once into the process that readers are forked from: a reader then starts in milliseconds.
_PRELOADED = ["analyzer.reading", "analyzer.ingest.pdf", "analyzer.ingest.docx", "analyzer.ingest.plain"]
# Libraries that start threads of their own, which Python does not count.
_THREADED = {"chromadb", "onnxruntime"}
# The PDF reader stops by itself at the limit and keeps what it has; only what does not stop is stopped from outside.
_GRACE = 1.5


def read_isolated(
    source: Path | bytes,
    *,
    name: str | None = None,
    settings: Settings,
    read: Callable[..., Document] = ingest,
) -> Document:
    """Read one file, as `ingest` does, in a process of its own.

    Args:
        read: what reads; a function of a module, called as `ingest` is.

    Raises:
        InputError: the file can't be read, or not within the limits in settings.
    """
    return start_reading(source, name=name, settings=settings, read=read)()


def start_reading(
    source: Path | bytes,
    *,
    name: str | None = None,
    settings: Settings,
    read: Callable[..., Document] = ingest,
) -> Callable[[], Document]:
    """Begin to read one file in a process of its own and return what waits for the document.

    Raises what `read_isolated` raises, when it is waited for.
    """
    import multiprocessing
    from multiprocessing.context import BaseContext

    from pebble import concurrent

    methods = multiprocessing.get_all_start_methods()
    context: BaseContext
    if "fork" in methods and threading.active_count() == 1 and not _THREADED & sys.modules.keys():
        context = multiprocessing.get_context("fork")
    else:
        # A forked copy of this process would hold its threads' locks; a clean one that is forked again does not.
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        context.set_forkserver_preload(_PRELOADED)
    label = name or (source.name if isinstance(source, Path) else "document")
    # Pebble reads `context`; its annotations call it `mp_context`, which it would ignore.
    isolate: Callable[..., Any] = concurrent.process
    start = isolate(timeout=_GRACE * settings.max_read_seconds, context=context)(_read)
    reading: Future[Document] = start(source, label, settings, read)
    return lambda: _wait(reading, label, settings)


def start_deal(files: Sequence[Path], *, settings: Settings) -> Callable[[], tuple[Document, ...]]:
    """Begin to read the files of one deal, each in a process of its own, and return what waits for the documents."""
    waiting = [start_reading(file, settings=settings) for file in files]
    return lambda: tell_apart([wait() for wait in waiting])


def read_deal(files: Sequence[Path], *, settings: Settings) -> tuple[Document, ...]:
    """Read the files of one deal, each in a process of its own.

    Raises:
        InputError: a file can't be read, or not within the limits in settings.
    """
    return start_deal(files, settings=settings)()


def tell_apart(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Number documents that have one name: "annex.pdf", "annex.pdf (2)"."""
    seen: dict[str, int] = {}
    named = []
    for document in documents:
        count = seen[document.name] = seen.get(document.name, 0) + 1
        named.append(document if count == 1 else document.model_copy(update={"name": f"{document.name} ({count})"}))
    return tuple(named)


def limit_memory(size: int) -> None:
    """Hold this process, and those it starts, to so many bytes of memory of its own, where the system can."""
    if sys.platform != "win32":
        import resource

        # Of the limits there are, the one nearest to resident memory: address space counts what libraries only reserve.
        _lower(resource.RLIMIT_DATA, size)


def end_with_parent() -> None:
    """End this process when the one that started it is gone, killed even: nobody waits for its result."""
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _read(source: Path | bytes, name: str, settings: Settings, read: Callable[..., Document]) -> Document:
    """Read within the limits; this is what runs in the other process."""
    # Parsers warn on stderr, with words of the contract now and then.
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_CPU, settings.max_read_cpu_seconds)
        _lower(resource.RLIMIT_CORE, 0)
    end_with_parent()
    limit_memory(settings.max_read_memory_bytes)
    try:
        return read(source, name=name, settings=settings)
    except MemoryError:
        pass  # Only after this block are the frames gone that hold the memory.
    raise _too_much_memory(name, settings)


def _lower(limit: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(limit)
    lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (lowered, hard))


def _wait(reading: Future[Document], name: str, settings: Settings) -> Document:
    from pebble import ProcessExpired

    try:
        return reading.result()
    except TimeoutError as error:
        raise TooLarge(
            f"{name}: reading takes longer than {settings.max_read_seconds:g} seconds; split it, or raise"
            " CLAUSE_ANALYZER_MAX_READ_SECONDS"
        ) from error
    except ProcessExpired as error:
        if error.exitcode == -getattr(signal, "SIGXCPU", 0):
            raise TooLarge(
                f"{name}: reading takes more than {settings.max_read_cpu_seconds} seconds of processor time; split it, or"
                " raise CLAUSE_ANALYZER_MAX_READ_CPU_SECONDS"
            ) from error
        # A library that gets no memory ends the process in a way of its own; the system, where it has none left, kills it.
        if error.exitcode in {1, -getattr(signal, "SIGKILL", 0), -getattr(signal, "SIGABRT", 0)}:
            raise _too_much_memory(name, settings) from error
        raise Damaged(f"{name}: the file crashed the reader; save it anew and try again") from error
    except AnalyzerError:
        raise
    except Exception as error:
        raise Damaged(
            f"{name}: the file broke the reader ({type(error).__name__}); save it anew and try again"
        ) from error


def _too_much_memory(name: str, settings: Settings) -> TooLarge:
    return TooLarge(
        f"{name}: reading takes more than {settings.max_read_memory_bytes:,} bytes of memory; split it, or raise"
        " CLAUSE_ANALYZER_MAX_READ_MEMORY_BYTES"
    )
