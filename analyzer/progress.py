"""Show which stage runs and how long the whole will take, on a terminal."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from analyzer.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from analyzer.models import Stage

_LABELS = {
    "reading": "Reading the file",
    "clauses": "Splitting into clauses",
    "retrieval": "Comparing with the library",
    "assessment": "Judging each element",
    "second reading": "Asking the language model",
    "scoring": "Scoring",
    "drafting": "Drafting language",
}
# Shares of the whole, measured on contracts of 15 to 75 pages; the first estimate until this machine has its own.
_SHARES = {"reading": 0.25, "clauses": 0.1, "retrieval": 0.5, "assessment": 0.1, "scoring": 0.01, "drafting": 0.04}


def say_nothing(stage: Stage) -> None:
    """Show nothing."""


class StageProgress:
    """A progress bar by stages on stderr; silent when quiet or not on a terminal. Remembers how long stages took."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._shares = _read_shares() or _SHARES
        self._took: dict[str, float] = {}
        self._current: str | None = None
        self._began = 0.0
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> StageProgress:
        if self._shown:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                TimeElapsedColumn(),
                TextColumn("about"),
                TimeRemainingColumn(),
                TextColumn("left"),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("Starting", total=1.0)
        return self

    def __call__(self, stage: Stage) -> None:
        """Begin a stage."""
        self._finish()
        self._current, self._began = stage, time.monotonic()
        if self._bar is not None and self._task is not None:
            done = sum(self._shares.get(name, 0.0) for name in self._took)
            self._bar.update(self._task, description=_LABELS[stage], completed=min(done, 0.99))

    def _finish(self) -> None:
        if self._current is not None:
            self._took[self._current] = time.monotonic() - self._began
            self._current = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finish()
        if self._bar is not None:
            self._bar.stop()
        if kind is None and len(self._took) == len(_SHARES):
            _write_shares(self._took)


def _file() -> Path:
    return Settings().cache_dir / "stage-times.json"


def _read_shares() -> dict[str, float] | None:
    try:
        shares = json.loads(_file().read_text(encoding="utf-8"))
        return {name: float(shares[name]) for name in _SHARES}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_shares(took: dict[str, float]) -> None:
    total = sum(took.values()) or 1.0
    try:
        _file().write_text(json.dumps({name: value / total for name, value in took.items()}), encoding="utf-8")
    except OSError:
        return
