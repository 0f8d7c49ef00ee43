"""Many contracts at once: a batch in the background, and what its workspace has of them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from analyzer.errors import AnalyzerError, UsageError
from analyzer.models import BatchEvent, Portfolio, Posture, ProfileName, Run
from analyzer.settings import Settings
from ui.services import places
from ui.services.library import find_team_library
from ui.services.running import Stopped, Upload, describe, put_down

if TYPE_CHECKING:
    from analyzer.store import Store

FILES = {
    "portfolio.xlsx": "Spreadsheet to work in (XLSX)",
    "portfolio.html": "Page with charts (HTML)",
    "notice-deadlines.ics": "Calendar of deadlines (ICS)",
}
_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")
_started: list[Batch] = []


@dataclass
class Batch:
    """A batch under way."""

    event: BatchEvent | None = None
    _stop: Event = field(default_factory=Event)
    _future: Future[None] | None = None

    def note(self, event: BatchEvent) -> None:
        """Take note of how far it is, unless it was stopped."""
        if self._stop.is_set():
            raise Stopped
        self.event = event

    def stop(self) -> None:
        """Stop after the deals under way; what is done is kept."""
        self._stop.set()
        if self._future is not None:
            self._future.cancel()

    @property
    def stopping(self) -> bool:
        """Return whether it was told to stop."""
        return self._stop.is_set()

    @property
    def done(self) -> bool:
        """Return whether it has ended."""
        return self._future is not None and self._future.done()

    def failure(self) -> str | None:
        """Return why it ended before its end, None when it did not or was stopped."""
        if self._future is None or self._stop.is_set():
            return None
        error = self._future.exception()
        if error is None:
            return None
        return str(error) if isinstance(error, AnalyzerError) else f"the batch failed ({describe(error)})"


def start_batch(
    source: Sequence[Upload] | Path, *, profile: ProfileName, posture: Posture, workspace: str, who: str
) -> Batch:
    """Begin to analyse many deals: files that were dropped, each a deal, or a folder of this machine."""
    batch = Batch()
    batch._future = _pool.submit(_run, batch, source, profile, posture, workspace, who)
    _started[:] = [*(b for b in _started if not b.done), batch]
    return batch


def stop_batches() -> None:
    """Stop all batches: unlike other work they outlive their session, but not the server."""
    for batch in _started:
        batch.stop()


def _run(
    batch: Batch, source: Sequence[Upload] | Path, profile: ProfileName, posture: Posture, workspace: str, who: str
) -> None:
    from analyzer.batch import batch as run
    from analyzer.portfolio import write_portfolio

    out = places.home(workspace, "portfolios")
    out.mkdir(parents=True, exist_ok=True)
    places.store()
    settings = Settings().model_copy(update={"store_url": places.store_url()})
    if (own := find_team_library(workspace)) is not None:
        settings = settings.model_copy(update={"library_dir": own})
    with tempfile.TemporaryDirectory(prefix="clause-analyzer-") as dropped, suppress(Stopped):
        if not isinstance(source, Path):
            put_down(source, Path(dropped))
            source = Path(dropped)
        run(
            source,
            out=out,
            profile=profile,
            posture=posture,
            formats=("json", "html"),
            workspace=workspace,
            who=who,
            settings=settings,
            progress=batch.note,
        )
    if (made := read_portfolio(workspace)) is not None:
        write_portfolio(made, out=out)


def read_portfolio(workspace: str) -> Portfolio | None:
    """Return the portfolio of the newest batch of a workspace, as far as it came; None before there is any."""
    from analyzer.portfolio import build_portfolio

    if not places.has_store():
        return None
    store = places.store()
    run = _find_run(store, workspace)
    found = None if run is None else build_portfolio(store, run, today=date.today())
    return found if found is not None and found.deals else None


def read_file(workspace: str, name: str) -> bytes:
    """Return one of the files of the newest portfolio."""
    assert name in FILES
    return (places.home(workspace, "portfolios") / name).read_bytes()


def write_amendments(portfolio: Portfolio, deals: Sequence[str]) -> bytes:
    """Return the amendments of some deals with their index, as a ZIP file.

    Raises:
        UsageError: a deal has no analysis.
    """
    from analyzer.amend import amend

    store = places.store()
    run = _find_run(store, portfolio.workspace)
    if run is None:
        raise UsageError("there is no portfolio in this workspace yet")
    with tempfile.TemporaryDirectory(prefix="clause-analyzer-") as folder:
        out = Path(folder) / "amendments"
        amend(portfolio, store=store, run=run, out=out, settings=Settings(), names=deals, templates=False)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(p for p in out.rglob("*") if p.is_file()):
                archive.write(path, path.relative_to(out).as_posix())
        return packed.getvalue()


def _find_run(store: Store, workspace: str) -> Run | None:
    return store.runs.latest(out=str(places.home(workspace, "portfolios").resolve()), workspace=workspace)
