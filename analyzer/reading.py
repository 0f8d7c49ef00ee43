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
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args, overload

from analyzer.errors import AnalyzerError, Damaged, InputError, Scanned, TooLarge
from analyzer.ingest import ingest, read_revisions
from analyzer.models import Contract, Document, Problem, RevisedDocument, View
from analyzer.models.revisions import Side
from analyzer.settings import Settings

T = TypeVar("T")

# Loaded once into the process that readers are forked from: a reader then starts in milliseconds.
_PRELOADED = ["analyzer.reading", "analyzer.ingest.pdf", "analyzer.ingest.docx", "analyzer.ingest.plain"]
# Libraries that start threads of their own, which Python does not count.
_THREADED = {"chromadb", "onnxruntime"}
# The PDF reader stops by itself at the limit and keeps what it has; only what does not stop is stopped from outside.
_GRACE = 1.5


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
) -> Callable[[], T]:
    """Begin to read one file in a process of its own and return what waits for the result.

    A file with pages that are images is read a second time, with the time that recognising their words takes, where that
    can be done: no other file may take so long.

    Raises what `read_isolated` raises, when it is waited for.
    """
    label = name or (source.name if isinstance(source, Path) else "document")
    plain = settings.model_copy(update={"ocr": False})
    reading = _begin(source, label, plain, read, timeout_s=_GRACE * settings.max_read_seconds)

    def wait() -> T:
        from analyzer.ingest.pdf.recognize import is_ready

        try:
            result = _wait(reading, label, settings)
            if not (_has_images(result) and is_ready(settings)):
                return result
        except Scanned:
            if not is_ready(settings):
                raise
        longer = _GRACE * settings.max_read_seconds + settings.max_ocr_seconds
        return _wait(_begin(source, label, settings, read, timeout_s=longer), label, settings)

    return wait


def _begin(
    source: Path | bytes, label: str, settings: Settings, read: Callable[..., T], *, timeout_s: float
) -> Future[T]:
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
    # Pebble reads `context`; its annotations call it `mp_context`, which it would ignore.
    isolate: Callable[..., Any] = concurrent.process
    started: Future[T] = isolate(timeout=timeout_s, context=context)(_read)(source, label, settings, read)
    return started


def _has_images(result: object) -> bool:
    document = result.base if isinstance(result, RevisedDocument) else result
    problems = document.problems if isinstance(document, Document) else ()
    return any(problem.code in {"page-scanned", "page-unreadable"} for problem in problems)


def start_deal(
    files: Sequence[Path], *, settings: Settings, view: Side = "proposed"
) -> Callable[[], tuple[Document, ...]]:
    """Begin to read the files of one deal, each in a process of its own, and return what waits for the documents."""
    waiting = [start_reading(file, settings=settings, read=partial(ingest, view=view)) for file in files]
    return lambda: tell_apart([wait() for wait in waiting])


def read_deal(files: Sequence[Path], *, settings: Settings, view: Side = "proposed") -> tuple[Document, ...]:
    """Read the files of one deal, each in a process of its own.

    Raises:
        InputError: a file can't be read, or not within the limits in settings.
    """
    return start_deal(files, settings=settings, view=view)()


def start_contracts(
    files: Sequence[Path], *, settings: Settings, view: Side = "proposed"
) -> Callable[[], tuple[Contract, ...]]:
    """Begin to read the files of one deal and to split them into clauses, each in a process of its own.

    Returns what waits for them: what takes time there costs this process none.
    """
    waiting = [start_reading(file, settings=settings, read=partial(_read_clauses, view=view)) for file in files]

    def wait() -> tuple[Contract, ...]:
        contracts = [finish() for finish in waiting]
        documents = tell_apart([contract.document for contract in contracts])
        return tuple(
            contract if document is contract.document else contract.model_copy(update={"document": document})
            for contract, document in zip(contracts, documents, strict=True)
        )

    return wait


def _read_clauses(source: Path | bytes, *, name: str | None, settings: Settings, view: Side) -> Contract:
    from analyzer.segment import segment

    return segment(ingest(source, name=name, settings=settings, view=view))


def start_versions(
    files: Sequence[Path], *, settings: Settings
) -> Callable[[], tuple[tuple[RevisedDocument, ...], tuple[Problem, ...]]]:
    """Begin to read the versions of one contract, each in a process of its own, and return what waits for them.

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

    return wait


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
