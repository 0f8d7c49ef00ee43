"""The clause library as it is browsed and edited: the shipped one, and a workspace's own copy with its history."""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.models import ElementStatus, Report
from analyzer.settings import Settings
from ui.services.engine import close_engine, open_engine
from ui.services.places import home
from ui.services.running import Choices, Upload, start

if TYPE_CHECKING:
    from analyzer.library import Library

_SAMPLE = "vendor-paper-ai-services.docx"
_CURRENT, _HISTORY = "current", "history"
_STAMP = "%Y%m%dT%H%M%S.%f"
_EDITABLE = (
    "provisions/*.md", "exemplars/*.md", "definitions.md", "background.md", "law.md", "profiles/*.yaml", "scoring.yaml",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One saved change of a file: by whom, when, and its lines as a unified diff."""

    at: datetime
    who: str
    file: str
    diff: str
    folder: Path


@dataclass(frozen=True)
class Shift:
    """An element that another library judges otherwise."""

    provision: str
    element: str
    before: ElementStatus
    after: ElementStatus


@dataclass(frozen=True)
class Effect:
    """What another library would make of a contract."""

    score_before: float
    score_after: float
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Trial:
    """A contract to try a change of the library on, with the report on it where there is one."""

    uploads: tuple[Upload, ...]
    choices: Choices
    report: Report | None = None

    @property
    def name(self) -> str:
        """The names of its files."""
        return ", ".join(upload.name for upload in self.uploads)


def try_sample(workspace: str) -> Trial:
    """Return the sample contract as a trial, in the full profile."""
    return Trial((read_sample(),), Choices(library_dir=find_team_library(workspace)))


def read_sample() -> Upload:
    """Return the sample contract."""
    import eval.samples

    return Upload(_SAMPLE, (Path(str(eval.samples.__file__)).parent / _SAMPLE).read_bytes())


def browse(workspace: str) -> Library:
    """Return the library that a workspace works with."""
    return open_engine(find_team_library(workspace)).library


def find_team_library(workspace: str) -> Path | None:
    """Return the folder of a workspace's own library; None when it works with the one in settings."""
    folder = home(workspace, "libraries") / _CURRENT
    return folder if folder.is_dir() else None


def make_team_library(workspace: str) -> None:
    """Copy the library in settings for a workspace."""
    from analyzer.library import find_library_dir

    own = home(workspace, "libraries")
    own.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=own))
    shutil.copytree(find_library_dir(Settings().library_dir), draft, dirs_exist_ok=True)
    draft.rename(own / _CURRENT)


def list_files(workspace: str) -> tuple[str, ...]:
    """Return the files of a workspace's own library that can be edited."""
    folder = _own(workspace)
    return tuple(p.relative_to(folder).as_posix() for part in _EDITABLE for p in sorted(folder.glob(part)))


def read_file(workspace: str, file: str) -> str:
    """Return one file of a workspace's own library."""
    return _path(workspace, file).read_text(encoding="utf-8")


def check(workspace: str, file: str, text: str) -> None:
    """Load the library as it would be with a changed file.

    Raises:
        LibraryError: it would have mistakes; the message lists all of them.
    """
    from analyzer.library import load_library

    with _changed(workspace, file, text) as folder:
        load_library(folder)


def save(workspace: str, file: str, text: str, *, who: str, opened: str) -> None:
    """Check and save a changed file; what it replaces is kept.

    Args:
        opened: the file as it was when the change was begun.

    Raises:
        LibraryError: the library would have mistakes, and nothing was saved.
        UsageError: somebody else has saved it since, and nothing was saved.
    """
    check(workspace, file, text)
    path = _path(workspace, file)
    if path.read_text(encoding="utf-8") != opened:
        raise UsageError(
            f"{file}: somebody saved another version since you opened it; keep your wording, discard your changes here and"
            " put it into the new version"
        )
    kept = home(workspace, "libraries") / _HISTORY / datetime.now(UTC).strftime(_STAMP)
    kept.mkdir(parents=True)
    (kept / "before").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (kept / "after").write_text(text, encoding="utf-8")
    (kept / "about").write_text(f"{file}\n{who}\n", encoding="utf-8")
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def read_history(workspace: str) -> tuple[Change, ...]:
    """Return the saved changes, newest first."""
    changes = []
    for folder in sorted((home(workspace, "libraries") / _HISTORY).glob("*"), reverse=True):
        file, who = (folder / "about").read_text(encoding="utf-8").splitlines()[:2]
        before, after = ((folder / n).read_text(encoding="utf-8").splitlines() for n in ("before", "after"))
        diff = "\n".join(difflib.unified_diff(before, after, "before", "after", lineterm="", n=1))
        at = datetime.strptime(folder.name, _STAMP).replace(tzinfo=UTC)
        changes.append(Change(at=at, who=who, file=file, diff=diff, folder=folder))
    return tuple(changes)


def read_before(change: Change) -> str:
    """Return a file as it was before a change."""
    return (change.folder / "before").read_text(encoding="utf-8")


def what_would_change(workspace: str, file: str, text: str, trial: Trial) -> Effect:
    """Analyse a contract with the library as it would be, and compare with what it makes of it now.

    Raises:
        LibraryError: the library would have mistakes.
    """
    check(workspace, file, text)
    before = trial.report
    # A report that was made with another library, or with answers of a language model, is no measure.
    if before is None or before.receipt.model or before.receipt.library_sha256 != browse(workspace).sha256:
        before = _report(trial, _own(workspace))
    with _changed(workspace, file, text) as folder:
        after = _report(trial, folder)
        close_engine(folder)
    held = {(p.id, e.id): e.status for p in before.provisions for e in p.elements}
    shifts = tuple(
        Shift(provision=p.title, element=e.title, before=held[p.id, e.id], after=e.status)
        for p in after.provisions
        for e in p.elements
        if (p.id, e.id) in held and held[p.id, e.id] != e.status
    )
    return Effect(before.score.contract, after.score.contract, shifts)


def _report(trial: Trial, library_dir: Path) -> Report:
    plain = Choices(trial.choices.profile, trial.choices.tier, trial.choices.posture, library_dir)
    return start(trial.uploads, plain).result().report


@contextmanager
def _changed(workspace: str, file: str, text: str) -> Iterator[Path]:
    path = _path(workspace, file)
    own = _own(workspace)
    with tempfile.TemporaryDirectory(prefix="clause-library-") as folder:
        shutil.copytree(own, folder, dirs_exist_ok=True)
        (Path(folder) / path.relative_to(own)).write_text(text, encoding="utf-8")
        yield Path(folder)


def _path(workspace: str, file: str) -> Path:
    if file not in list_files(workspace):
        raise UsageError(f"{file}: the library has no such file")
    return _own(workspace) / file


def _own(workspace: str) -> Path:
    folder = find_team_library(workspace)
    if folder is None:
        raise UsageError("this workspace has no library of its own yet")
    return folder
