"""A batch as tests set it up: a folder of contracts, a folder for results, an engine that makes its outcomes up."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from analyzer.batch import batch
from analyzer.batch.deal import Job, Work
from analyzer.models.batch import BatchEvent, BatchResult, DealOutcome
from analyzer.settings import Settings
from tests.batches import TODAY, made_up_engine


class Bench:
    """A folder of contracts, a folder for results, and an engine that counts what it was given."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.source, self.out, self.settings = folder / "contracts", folder / "out", settings
        self.done: list[str] = []
        self.events: list[BatchEvent] = []

    def write(self, **contents: str) -> None:
        for name, content in contents.items():
            path = self.source / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".txt").write_text(content, encoding="utf-8")

    def engine(self, work: Iterator[tuple[int, Work]], job: Job) -> Generator[tuple[int, DealOutcome]]:
        yield from made_up_engine(self._noting(work), job)

    def _noting(self, work: Iterator[tuple[int, Work]]) -> Iterator[tuple[int, Work]]:
        for number, deal in work:
            self.done.append(deal.deal.name)
            yield number, deal

    def run(self, **more: Any) -> BatchResult:
        self.done.clear()
        self.events.clear()
        options: dict[str, Any] = {
            "out": self.out,
            "profile": "core",
            "formats": ["json"],
            "engine": self.engine,
            "settings": self.settings,
            "who": "Ada",
            "today": TODAY,
            "progress": self.events.append,
        }
        return batch(self.source, **options | more)

    def files(self) -> set[str]:
        return {p.relative_to(self.out / "deals").as_posix() for p in (self.out / "deals").rglob("*") if p.is_file()}
