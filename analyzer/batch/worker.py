"""One worker process: warm, held to a time a deal, and started anew when it is lost."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import TYPE_CHECKING

from analyzer.batch.deal import Job, Work, analyze_deal, fail, open_worker
from analyzer.models.batch import DealOutcome, Spending
from analyzer.settings import Settings

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

# A worker that is lost may have been killed for what another process did: its deal gets a second try, and no third.
_TRIES = 2


class Worker:
    """A process that analyses one deal after another.

    It is a pool of one from Pebble, which kills what takes too long and tells a process that was lost from an exception.
    One pool for all workers would share its pipes among them, and one that is killed in mid-sentence garbles those.
    """

    def __init__(
        self,
        job: Job,
        *,
        begin: Callable[[Job], None] = open_worker,
        analyze: Callable[[Work], DealOutcome] = analyze_deal,
    ) -> None:
        self._job = job
        self._begin = begin
        self._analyze = analyze
        self._pool = self._make_pool()
        self._waiting: ProcessFuture[DealOutcome] | None = None

    def analyze(self, work: Work) -> DealOutcome:
        """Analyse a deal, and wait for it.

        Raises:
            AnalyzerError: the worker can't do any deal: the library or its index can't be opened.
        """
        from pebble import ProcessExpired

        settings = self._job.settings
        limit = settings.max_deal_seconds + sum(_longest_read_s(content, settings) for _, content in work.files)
        for _ in range(_TRIES):
            try:
                self._waiting = self._pool.schedule(self._analyze, (work,), timeout=limit)
                return self._waiting.result()
            except TimeoutError:
                return _lose(
                    work,
                    "too-large",
                    f"its analysis takes longer than {settings.max_deal_seconds:g} seconds; split it, or raise"
                    " CLAUSE_ANALYZER_MAX_DEAL_SECONDS",
                )
            except ProcessExpired:
                continue
            except BrokenProcessPool:  # It was lost between two deals.
                self._end_pool()
                self._pool = self._make_pool()
        return _lose(work, "crashed", "its analysis crashed the worker twice, or took the machine's last memory")

    def close(self) -> None:
        """End the process, in the middle of a deal even; what waits for that deal gets a CancelledError."""
        # The pool would leave it waiting for ever.
        if self._waiting is not None:
            self._waiting.cancel()  # type: ignore[no-untyped-call]
        self._end_pool()

    def _end_pool(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _make_pool(self) -> ProcessPool:
        from pebble import ProcessPool

        # Not forked: libraries that have started threads here would not find them there.
        context = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=1, initializer=self._begin, initargs=(self._job,), context=context)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _lose(work: Work, code: str, message: str) -> DealOutcome:
    """Return the outcome of a deal whose process is gone: it may have spent all it was allowed."""
    spent = Spending(tokens=work.allowance.tokens or 0, cost=work.allowance.cost or 0.0)
    return fail(work.deal, code, message).model_copy(update={"spent": spent})


def _longest_read_s(content: bytes, settings: Settings) -> float:
    from analyzer.ingest.pdf.recognize import is_ready

    # Only a PDF can have pages that are images; it is read twice then.
    images = content.startswith(b"%PDF-") and is_ready(settings)
    return 2 * settings.max_read_seconds * (1 + images) + (settings.max_ocr_seconds if images else 0.0)
