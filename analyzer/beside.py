"""Run functions in a process beside this one, which is started while this one can still be forked."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Later(Protocol):
    """What begins a call and returns what waits for its result."""

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Begin a call."""


def in_turn(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
    """Return what makes the call when its result is waited for, in this process."""
    return partial(function, *args, **kwargs)


class Beside:
    """A forked process that makes one call after another; start it before any thread.

    What it does not live to do, or can't, is done here when its result is waited for, so that errors arise here.
    """

    def __init__(self, prepare: Callable[[], object] | None = None) -> None:
        """Start the process.

        Args:
            prepare: what it does first, such as loading what the calls need.
        """
        import multiprocessing

        context = multiprocessing.get_context("fork")
        there, self._to = context.Pipe(duplex=False)
        self._from, back = context.Pipe(duplex=False)
        ours = (self._to, self._from)
        context.Process(target=_serve, args=(there, back, ours, prepare), daemon=True).start()
        there.close()
        back.close()
        self._numbers = count()
        self._beginning = threading.Lock()
        self._begun: SimpleQueue[tuple[int, Callable[[], Any]]] = SimpleQueue()
        self._arrived = threading.Condition()
        self._done: dict[int, tuple[Any, bool]] = {}
        self._over = False
        self._served = False

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Callable[[], T]:
        """Begin a call of a module's function, after those begun before, and return what waits for its result."""
        call = partial(function, *args, **kwargs)
        with self._beginning:
            # Both ends of the pipes have a thread: who begins a call waits for no other, and the process for nobody.
            if not self._served:
                threading.Thread(target=self._send, daemon=True).start()
                threading.Thread(target=self._take_in, daemon=True).start()
                self._served = True
            number = next(self._numbers)
            self._begun.put((number, call))
        return partial(self._wait, number, call)

    def _wait(self, number: int, call: Callable[[], T]) -> T:
        with self._arrived:
            self._arrived.wait_for(lambda: self._over or number in self._done)
            result, there = self._done.get(number, (None, False))
        return result if there else call()

    def _send(self) -> None:
        with suppress(OSError):
            while True:
                number, call = self._begun.get()
                try:
                    message = pickle.dumps((number, call))
                except Exception:
                    self._answer(number, None, there=False)
                else:
                    self._to.send_bytes(message)

    def _take_in(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                number, result, there = self._from.recv()
                self._answer(number, result, there=there)
        with self._arrived:
            self._over = True
            self._arrived.notify_all()

    def _answer(self, number: int, result: object, *, there: bool) -> None:
        with self._arrived:
            self._done[number] = result, there
            self._arrived.notify_all()


def _serve(
    there: Connection, back: Connection, others: tuple[Connection, Connection], prepare: Callable[[], object] | None
) -> None:
    """Make the calls that come through a pipe until its other end is closed; this is what runs in the other process."""
    for connection in others:
        connection.close()
    if prepare is not None:
        prepare()
    with suppress(EOFError, OSError):
        while True:
            number, call = there.recv()
            try:
                answer = pickle.dumps((number, call(), True))
            except Exception:
                answer = pickle.dumps((number, None, False))
            back.send_bytes(answer)
