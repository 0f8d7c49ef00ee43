"""Split documents into clauses in a process of its own, beside the ones that read them and the one that opens the library."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing.connection import Connection

from analyzer.models import Contract, Document, RevisedDocument, SplitVersion
from analyzer.models.document import Side

# Which file of a run, and which view of it.
Key = tuple[int, Side]


class Splitter:
    """A process that splits documents as they come; it loads what that needs while they are read."""

    def __init__(self) -> None:
        import multiprocessing

        context = multiprocessing.get_context("fork")
        there, self._to = context.Pipe(duplex=False)
        self._from, back = context.Pipe(duplex=False)
        context.Process(target=_split, args=(there, back, (self._to, self._from)), daemon=True).start()
        there.close()
        back.close()
        self._sending = threading.Lock()
        self._arrived = threading.Condition()
        self._found: dict[Key, Contract] = {}
        self._over = False
        self._listener: threading.Thread | None = None

    def pass_on(self, number: int, reading: Future[Document] | Future[RevisedDocument]) -> None:
        """Send a file that has been read; one that could not be is somebody else's to tell of."""
        if reading.exception() is None:
            with self._sending, suppress(OSError):
                for view, document in in_views(reading.result()).items():
                    self._to.send(((number, view), document))

    def listen(self) -> None:
        """Begin to take in what is split; the process would wait with the next document otherwise."""
        if self._listener is None:
            self._listener = threading.Thread(target=self._listen, daemon=True)
            self._listener.start()

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                key, contract = self._from.recv()
                with self._arrived:
                    self._found[key] = contract
                    self._arrived.notify()
        with self._arrived:
            self._over = True
            self._arrived.notify()

    def contracts(self, documents: Mapping[Key, Document]) -> dict[Key, Contract]:
        """Return the documents split, under the names they have here; here what the process did not live to split."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._over or documents.keys() <= self._found.keys())
        self._to.close()  # the process ends, and with it what listens
        late = split_here({key: document for key, document in documents.items() if key not in self._found})
        return {
            key: late.get(key) or self._found[key].model_copy(update={"document": document})
            for key, document in documents.items()
        }


def split_here(documents: Mapping[Key, Document]) -> dict[Key, Contract]:
    """Return the documents split, in this process."""
    from analyzer.segment import segment

    return {key: segment(document) for key, document in documents.items()}


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
    return put_together(version, 0, split_here({(0, view): read for view, read in in_views(version).items()}))


def _split(there: Connection, back: Connection, others: tuple[Connection, Connection]) -> None:
    """Split what comes through a pipe until its other end is closed; this is what runs in the other process."""
    from analyzer.segment import load_splitter, segment

    for connection in others:
        connection.close()
    load_splitter()
    with suppress(EOFError, OSError):
        while True:
            key, document = there.recv()
            back.send((key, segment(document)))
