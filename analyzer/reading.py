"""Read a file in a process of its own, with limits on memory, processor time and time that the system holds.

A file that hangs its parser, expands without end or crashes it costs that process and one line of explanation.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args, overload

from analyzer.beside import Later, in_turn
from analyzer.errors import AnalyzerError, Damaged, InputError, TooLarge
from analyzer.ingest import ingest, read_revisions
from analyzer.models import Contract, Document, Problem, RevisedDocument, SplitVersion, View
from analyzer.models.document import Side
from analyzer.settings import Settings
from analyzer.splitting import Key, Splitter, Splitting, in_views, put_together, split_later

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
) -> tuple[Callable[[], tuple[Splitting, ...]], Later]:
    """Begin to read the files of one deal and return what waits for them, and what begins calls once they are split.

    A second process gets ready to split while the first reads; where it can't be forked, all is done here and in turn.
    """
    splitter = Splitter() if _can_fork() else None
    reading = [_start(file, name=None, settings=settings, read=partial(ingest, view=view)) for file in files]
    _pass_on([future for future, _ in reading], splitter)

    def wait() -> tuple[Splitting, ...]:
        documents = tell_apart([_wait(future, label, settings) for future, label in reading])
        return tuple(_split(splitter, (number, "proposed"), document) for number, document in enumerate(documents))

    return wait, in_turn if splitter is None else splitter.beside


def _pass_on(reading: Sequence[Future[Any]], splitter: Splitter | None, *, first: int = 0) -> None:
    """Have files split as they are read, under their numbers from `first` on."""
    if splitter is not None:
        for number, future in enumerate(reading, first):
            future.add_done_callback(partial(splitter.pass_on, number))


def _split(splitter: Splitter | None, key: Key, document: Document) -> Splitting:
    return split_later(document) if splitter is None else splitter.start(key, document)


def start_versions(
    files: Sequence[Path], *, settings: Settings
) -> Reading[tuple[tuple[RevisedDocument, ...], tuple[Problem, ...]]]:
    """Begin to read the versions of one contract, each in a process of its own.

    A version that can't be read costs itself only: it becomes a problem. Those that have one name are numbered.
    """
    reading = [_start(file, name=None, settings=settings, read=read_revisions) for file in files]

    def wait() -> tuple[tuple[RevisedDocument, ...], tuple[Problem, ...]]:
        versions, problems = _wait_for_versions(files, reading, settings)
        return tuple(versions.values()), problems

    return Reading(wait, [future for future, _ in reading])


def start_comparison(
    base: Path, files: Sequence[Path], *, settings: Settings
) -> Callable[[], tuple[Contract, tuple[SplitVersion, ...], tuple[Problem, ...]]]:
    """Begin to read a base and its versions, as `start_versions` does, and return what waits for them, split into clauses."""
    splitter = Splitter() if _can_fork() else None
    ours = _start(base, name=None, settings=settings, read=ingest)
    _pass_on([ours[0]], splitter)

    def start() -> list[tuple[Future[RevisedDocument], str]]:
        reading = [_start(file, name=None, settings=settings, read=read_revisions) for file in files]
        _pass_on([future for future, _ in reading], splitter, first=1)
        return reading

    # Once one process is started, others come from a clean one that takes its time to start.
    beside = ThreadPoolExecutor(max_workers=1)
    started = beside.submit(start)
    beside.shutdown(wait=False)

    def wait() -> tuple[Contract, tuple[SplitVersion, ...], tuple[Problem, ...]]:
        document = _wait(*ours, settings)
        versions, problems = _wait_for_versions(files, started.result(), settings)
        views: dict[Key, Document] = {(0, "proposed"): document}
        for number, version in versions.items():
            views |= {(number, view): read for view, read in in_views(version).items()}
        splitting = {key: _split(splitter, key, read) for key, read in views.items()}
        contracts = {key: begun.wait() for key, begun in splitting.items()}
        split = (put_together(version, number, contracts) for number, version in versions.items())
        return contracts[0, "proposed"], tuple(split), problems

    return wait


def _wait_for_versions(
    files: Sequence[Path], reading: Sequence[tuple[Future[RevisedDocument], str]], settings: Settings
) -> tuple[dict[int, RevisedDocument], tuple[Problem, ...]]:
    """Return the versions that can be read, each under its place among the files from 1, and what became of the others."""
    read: dict[int, RevisedDocument] = {}
    problems: list[Problem] = []
    for number, (file, (future, label)) in enumerate(zip(files, reading, strict=True), 1):
        try:
            read[number] = _wait(future, label, settings)
        except InputError as error:
            problems.append(Problem(code=error.code, message=str(error), document=file.name, partial=True))
    names = [document.name for document in tell_apart([version.proposed for version in read.values()])]
    renamed = {n: _rename(version, name) for (n, version), name in zip(read.items(), names, strict=True)}
    return renamed, tuple(problems)


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
