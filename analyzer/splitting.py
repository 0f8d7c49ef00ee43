"""Split documents into clauses in a process of its own, beside the ones that read them and the one that opens the library."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import NamedTuple

from analyzer.beside import Beside
from analyzer.models import Contract, Document, RevisedDocument, SplitVersion
from analyzer.models.document import Side

# Which file of a run, and which view of it.
Key = tuple[int, Side]


class Splitting(NamedTuple):
    """A document that is being split into clauses; call `wait` for the contract."""

    document: Document
    wait: Callable[[], Contract]


class Splitter:
    """Splits documents as they come; the process beside loads what that needs while they are read."""

    def __init__(self) -> None:
        self.beside = Beside(_prepare)
        self._begun: dict[Key, Callable[[], Contract]] = {}
        self._beginning = threading.Lock()

    def pass_on(self, number: int, reading: Future[Document] | Future[RevisedDocument]) -> None:
        """Send a file that has been read; one that could not be is somebody else's to tell of."""
        if reading.exception() is None:
            for view, document in in_views(reading.result()).items():
                self._begin((number, view), document)

    def start(self, key: Key, document: Document) -> Splitting:
        """Begin to split a document under the name it has here, where that is not begun."""
        wait = self._begin(key, document)
        return Splitting(document, lambda: wait().model_copy(update={"document": document}))

    def _begin(self, key: Key, document: Document) -> Callable[[], Contract]:
        # Whoever waits for a file may know that it is read before it is passed on.
        with self._beginning:
            if key not in self._begun:
                self._begun[key] = self.beside(_segment, document)
            return self._begun[key]


def in_views(read: Document | RevisedDocument) -> dict[Side, Document]:
    """Return the views of a file that are compared; one that has no changes has one."""
    if isinstance(read, Document):
        return {"proposed": read}
    if read.base.text == read.proposed.text:
        return {"proposed": read.proposed}
    return {"proposed": read.proposed, "base": read.base}


def put_together(version: RevisedDocument, number: int, contracts: Mapping[Key, Contract]) -> SplitVersion:
    """Return a version with its views split."""
    proposed = contracts[number, "proposed"]
    return SplitVersion(revised=version, base_view=contracts.get((number, "base"), proposed), contract=proposed)


def split_version(version: RevisedDocument) -> SplitVersion:
    """Split the views of a version, in this process."""
    return put_together(version, 0, {(0, view): _segment(read) for view, read in in_views(version).items()})


def split_later(file: Document | Contract | Splitting) -> Splitting:
    """Return what splits a document when its contract is waited for, here; what is split or being split stays so."""
    if isinstance(file, Splitting):
        return file
    if isinstance(file, Contract):
        return Splitting(file.document, lambda: file)
    return Splitting(file, partial(_segment, file))


def _prepare() -> None:
    from analyzer.segment import load_splitter

    load_splitter()


def _segment(document: Document) -> Contract:
    from analyzer.segment import segment

    return segment(document)
