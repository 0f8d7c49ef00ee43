"""Read a file in a process of its own, with limits on memory, processor time and time that the system holds.

A file that hangs its parser, expands without end or crashes it costs that process and one line of explanation.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args, overload

from analyzer.errors import AnalyzerError, Damaged, InputError, TooLarge
from analyzer.ingest import ingest, read_revisions
from analyzer.models import Contract, Document, Problem, RevisedDocument, View
from analyzer.models.document import Side
from analyzer.settings import Settings

T = TypeVar("T")

# Loaded once into the process that readers are forked from: a reader then starts in milliseconds.
_PRELOADED = ["analyzer.reading", "analyzer.ingest.pdf", "analyzer.ingest.docx", "analyzer.ingest.plain"]
# Libraries that start threads of their own, which Python does not count.
_THREADED = {"chromadb", "onnxruntime"}
# The PDF reader stops by itself at the limit and keeps what it has; only what does not stop is stopped from outside.
_GRACE = 1.5


class Reading(Generic[T]):
    """Files that are being read, each in a process of its own: call it to wait for what comes of them."""

    def __init__(self, finish: Callable[[], T], parts: Sequence[Future[Any] | Reading[Any]]) -> None:
        self._finish, self._parts = finish, parts

    def __call__(self) -> T:
        """Wait for the result.

        Raises:
            InputError: a file can't be read, or not within the limits in settings.
        """
        return self._finish()

    def cancel(self) -> None:
        """End the processes; whoever waits gets a CancelledError."""
        for part in self._parts:
            part.cancel()


@overload
def read_isolated(source: Path | bytes, *, name: str | None = None, settings: Settings) -> Document: ...
@overload
def read_isolated(
    source: Path | bytes, *, name: str | None = None, settings: Settings, read: Callable[..., T]
) -> T: ...
def read_isolated(
    source: Path | bytes, *, name: str | None = None, settings: Settings, read: Callable[..., Any] = ingest
) -> Any:
    """Read one file in a process of its own.

    Args:
        read: what reads: a function of a module, called as `ingest` is, such as `read_revisions`.

    Raises:
        InputError: the file can't be read, or not within the limits in settings.
    """
    return start_reading(source, name=name, settings=settings, read=read)()


def start_reading(
    source: Path | bytes,
    *,
    name: str | None = None,
    settings: Settings,
    read: Callable[..., T],
) -> Reading[T]:
    """Begin to read one file in a process of its own."""
    future, label = _start(source, name=name, settings=settings, read=read)
    return Reading(lambda: _wait(future, label, settings), [future])


def _start(
    source: Path | bytes, *, name: str | None, settings: Settings, read: Callable[..., T]
) -> tuple[Future[T], str]:
    import multiprocessing
    from multiprocessing.context import BaseContext

    from pebble import concurrent

    context: BaseContext
    if _can_fork():
        context = multiprocessing.get_context("fork")
    else:
        # A forked copy of this process would hold its threads' locks; a clean one that is forked again does not.
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        context.set_forkserver_preload(_PRELOADED)
    label = name or (source.name if isinstance(source, Path) else "document")
    # Pebble reads `context`; its annotations call it `mp_context`, which it would ignore.
    isolate: Callable[..., Any] = concurrent.process
    start = isolate(timeout=_GRACE * settings.max_read_seconds, context=context)(_read)
    reading: Future[T] = start(source, label, settings, read)
    return reading, label


def _can_fork() -> bool:
    import multiprocessing

    methods = multiprocessing.get_all_start_methods()
    return "fork" in methods and threading.active_count() == 1 and not _THREADED & sys.modules.keys()


def start_deal(files: Sequence[Path], *, settings: Settings, view: Side = "proposed") -> Reading[tuple[Document, ...]]:
    """Begin to read the files of one deal, each in a process of its own."""
    waiting = [start_reading(file, settings=settings, read=partial(ingest, view=view)) for file in files]
    return Reading(lambda: tell_apart([wait() for wait in waiting]), waiting)


def read_deal(files: Sequence[Path], *, settings: Settings, view: Side = "proposed") -> tuple[Document, ...]:
    """Read the files of one deal, each in a process of its own.

    Raises:
        InputError: a file can't be read, or not within the limits in settings.
    """
    return start_deal(files, settings=settings, view=view)()


def start_contracts(
    files: Sequence[Path], *, settings: Settings, view: Side = "proposed"
) -> Callable[[], tuple[Document | Contract, ...]]:
    """Begin to read the files of one deal and return what waits for them, split into clauses where that costs no waiting.

    A second process gets ready to split while the first reads; where it can't be forked, documents come back whole.
    """
    splitter = _Splitter() if _can_fork() else None
    reading = [_start(file, name=None, settings=settings, read=partial(ingest, view=view)) for file in files]
    if splitter is not None:
        for number, (future, _) in enumerate(reading):
            future.add_done_callback(partial(splitter.pass_on, number))

    def wait() -> tuple[Document | Contract, ...]:
        documents = tell_apart([_wait(future, label, settings) for future, label in reading])
        return documents if splitter is None else splitter.contracts(documents)

    return wait


class _Splitter:
    """A process that splits documents into clauses as they come; it loads what that needs while they are read."""

    def __init__(self) -> None:
        import multiprocessing

        context = multiprocessing.get_context("fork")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_split, args=(there, self._here), daemon=True)
        self._process.start()
        there.close()
        self._sending = threading.Lock()

    def pass_on(self, number: int, reading: Future[Document]) -> None:
        """Send a document that has been read; one that could not be is somebody else's to tell of."""
        if reading.exception() is None:
            with self._sending, suppress(OSError):
                self._here.send((number, reading.result()))

    def contracts(self, documents: Sequence[Document]) -> tuple[Document | Contract, ...]:
        """Return the documents split, under the names they have here; whole what the process did not live to split."""
        found: dict[int, Contract] = {}
        with suppress(EOFError, OSError):
            while len(found) < len(documents):
                number, contract = self._here.recv()
                found[number] = contract
        self._here.close()
        return tuple(
            found[number].model_copy(update={"document": document}) if number in found else document
            for number, document in enumerate(documents)
        )


def _split(there: Connection, here: Connection) -> None:
    """Split what comes through a pipe until its other end is closed; this is what runs in the other process."""
    from analyzer.segment import load_splitter, segment

    here.close()
    load_splitter()
    with suppress(EOFError, OSError):
        while True:
            number, document = there.recv()
            there.send((number, segment(document)))


def start_versions(
    files: Sequence[Path], *, settings: Settings
) -> Reading[tuple[tuple[RevisedDocument, ...], tuple[Problem, ...]]]:
    """Begin to read the versions of one contract, each in a process of its own.

    A version that can't be read costs itself only: it becomes a problem. Those that have one name are numbered.
    """
    waiting = [start_reading(file, settings=settings, read=read_revisions) for file in files]

    def wait() -> tuple[tuple[RevisedDocument, ...], tuple[Problem, ...]]:
        read: list[RevisedDocument] = []
        problems: list[Problem] = []
        for file, version in zip(files, waiting, strict=True):
            try:
                read.append(version())
            except InputError as error:
                problems.append(Problem(code=error.code, message=str(error), document=file.name, partial=True))
        names = [document.name for document in tell_apart([version.proposed for version in read])]
        return tuple(_rename(version, name) for version, name in zip(read, names, strict=True)), tuple(problems)

    return Reading(wait, waiting)


def _rename(version: RevisedDocument, name: str) -> RevisedDocument:
    views = {view: version.in_view(view).model_copy(update={"name": name}) for view in get_args(View)}
    return version.model_copy(update=views)


def tell_apart(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Number documents that have one name: "annex.pdf", "annex.pdf (2)"."""
    seen: dict[str, int] = {}
    named = []
    for document in documents:
        count = seen[document.name] = seen.get(document.name, 0) + 1
        named.append(document if count == 1 else document.model_copy(update={"name": f"{document.name} ({count})"}))
    return tuple(named)


def name_recognizer(settings: Settings) -> str | None:
    """Return engine and version that read the words of images here; None where nothing does."""
    from analyzer.ingest.pdf.recognize import is_ready, name_engine

    return name_engine() if is_ready(settings) else None


def say_how_to_get_recognizer() -> str:
    """Say what to install for the words of images to be read."""
    from analyzer.ingest.pdf.recognize import HOW_TO_GET

    return HOW_TO_GET


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


def _read(source: Path | bytes, name: str, settings: Settings, read: Callable[..., T]) -> T:
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


def _wait(reading: Future[T], name: str, settings: Settings) -> T:
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
    except (AnalyzerError, CancelledError):
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
