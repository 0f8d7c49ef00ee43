"""A batch to be killed: `python -m tests.killed_batch SOURCE OUT`. It says on stdout when it begins to work."""

import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from analyzer.batch import batch
from analyzer.batch.deal import Job, Work
from analyzer.models.batch import BatchEvent, DealOutcome
from tests.batches import TODAY, made_up_engine


def slow_engine(work: Iterator[tuple[int, Work]], job: Job) -> Generator[tuple[int, DealOutcome]]:
    for each in made_up_engine(work, job):
        time.sleep(0.002)
        yield each


def tell(event: BatchEvent) -> None:
    if event.kind == "started":
        print("started", flush=True)


if __name__ == "__main__":
    batch(
        Path(sys.argv[1]),
        out=Path(sys.argv[2]),
        profile="core",
        formats=["json"],
        resume=True,
        engine=slow_engine,
        who="Ada",
        today=TODAY,
        progress=tell,
    )
