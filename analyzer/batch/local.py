"""The local engine: worker processes on this machine."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from analyzer.batch.deal import Job, Work
from analyzer.batch.engine import keep_busy
from analyzer.batch.worker import Worker
from analyzer.models.batch import DealOutcome


def run_local(work: Iterable[tuple[int, Work]], *, job: Job, workers: int | None) -> Generator[tuple[int, DealOutcome]]:
    """Analyse deals on this machine and give each outcome with the number of its deal, as they come.

    Args:
        workers: processes; one a core that this process may use by default.
    """
    count = workers or count_cores()
    processes = [Worker(job) for _ in range(count)]
    free: SimpleQueue[Worker] = SimpleQueue()
    for worker in processes:
        free.put(worker)

    def analyze(deal: Work) -> DealOutcome:
        worker = free.get()
        try:
            return worker.analyze(deal)
        finally:
            free.put(worker)

    threads = ThreadPoolExecutor(count)
    try:
        yield from keep_busy(work, submit=lambda deal: threads.submit(analyze, deal), workers=lambda: count)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        # A worker that is closed in the middle of a deal lets go of the thread that waits for it.
        for worker in processes:
            worker.close()


def count_cores() -> int:
    """Return the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
