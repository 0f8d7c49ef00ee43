"""Where a batch's results are, as commands are told it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.models import Run
    from analyzer.store import Store


def open_place(place: str | None) -> Store:
    """Open the store at a batch's folder, a file or a URL; without a place, the one in settings.

    Raises:
        UsageError: there is none.
    """
    from analyzer.errors import UsageError
    from analyzer.settings import Settings
    from analyzer.store import open_store

    place = place or Settings().store_url
    if place is None:
        raise UsageError("which store? Give a batch's folder, its results.sqlite, or a URL")
    if "://" in place:
        return open_store(place)
    file = Path(place) / "results.sqlite" if Path(place).is_dir() else Path(place)
    if not file.is_file():
        raise UsageError(f"there is no store at {file}: give a batch's folder, its results.sqlite, or a URL")
    return open_store(file)


def open_run(folder: Path, *, store: str | None, workspace: str) -> tuple[Store, Run]:
    """Open the store of a batch's folder, or the one given, with the newest run into the folder.

    A folder that was moved since has its run all the same, where its store moved with it.

    Raises:
        UsageError: there is no store or no run in it.
    """
    from analyzer.errors import UsageError
    from analyzer.settings import Settings

    shared = store or Settings().store_url
    opened = open_place(shared or str(folder))
    run = opened.runs.latest(out=str(folder.resolve()), workspace=workspace)
    if run is None and shared is None:
        run = opened.runs.latest(workspace=workspace)
    if run is None:
        opened.close()
        raise UsageError(
            f"no batch of workspace {workspace!r} has run into {folder}: give the folder that batch wrote to"
        )
    return opened, run
