"""What every engine does: keep its workers busy and hand back outcomes as they come."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait

from analyzer.batch.deal import Work
from analyzer.models.batch import DealOutcome


def keep_busy(
    work: Iterable[tuple[int, Work]],
    *,
    submit: Callable[[Work], Future[DealOutcome]],
    workers: Callable[[], int],
) -> Generator[tuple[int, DealOutcome]]:
    """Submit deals and give each outcome with the number of its deal, as they come.

    Args:
        work: deals with a number of the caller's. Twice as many as workers are taken and held in memory at a time, so
            that a worker that gets free has its next deal at once.
        workers: how many there are; asked anew each time, for a cluster grows and shrinks.
    """
    source = iter(work)
    numbers: dict[Future[DealOutcome], int] = {}
    while True:
        while len(numbers) < 2 * workers() and (following := next(source, None)) is not None:
            numbers[submit(following[1])] = following[0]
        if not numbers:
            return
        for future in wait(numbers, return_when=FIRST_COMPLETED).done:
            yield numbers.pop(future), future.result()
