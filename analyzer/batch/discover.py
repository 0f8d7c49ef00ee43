"""Find the deals of a folder, or read them from a CSV manifest."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from analyzer.batch.manifest import read_manifest
from analyzer.errors import UsageError
from analyzer.models.batch import Deal, DealFile, DealTask, Discovery, Grouping

_READ = {".pdf", ".docx", ".docm", ".dotx", ".txt", ".md"}
# Not read, but a contract may well be in it: such a file is listed with its reason and never passed over in silence.
_REFUSED = {
    ".doc", ".rtf", ".odt", ".pages", ".wpd", ".htm", ".html", ".msg", ".eml", ".zip", ".7z", ".rar", ".gz", ".png",
    ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", "",
}  # fmt: skip
_FOLDER_LENGTH = 80


def discover(source: Path, *, out: Path, by: Grouping = "folder") -> Discovery:
    """Return the deals of a folder or a manifest, each with its files and a folder of its own among the outputs.

    In a folder each file at the top is a deal. Below, a deal is the highest folder that has a contract directly in it,
    with all that is under it; `by="file"` makes each file a deal wherever it is. Hidden files and `out` are left alone.

    Raises:
        UsageError: there is no such source, nothing in it, or the manifest has mistakes, which are listed all at once.
    """
    passed_over: tuple[Path, ...] = ()
    if source.is_file():
        found = read_manifest(source)
    elif source.is_dir():
        files, passed_over = _walk(source, out)
        found = _by_file(source, files) if by == "file" else _by_folder(source, files)
    else:
        raise UsageError(f"there is no {source}: give a folder of contracts, or a CSV manifest")
    if not found:
        raise UsageError(
            f"{source} has no contracts: PDF, DOCX, text and Markdown files are read, in folders of any depth"
        )
    folders = _name_folders([deal.name for deal, _ in found])
    tasks = (DealTask(deal=deal, folder=folders[deal.name], files=files) for deal, files in found)
    return Discovery(tasks=tuple(tasks), passed_over=passed_over)


def _walk(source: Path, out: Path) -> tuple[list[Path], tuple[Path, ...]]:
    files: list[Path] = []
    passed_over: list[Path] = []
    for path in _files_below(source, out.resolve()):
        suffix = path.suffix.lower()
        (files if suffix in _READ or suffix in _REFUSED else passed_over).append(path)
    return files, tuple(passed_over)


def _files_below(source: Path, out: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(source):
        here = Path(folder)
        folders[:] = sorted(n for n in folders if not n.startswith(".") and (here / n).resolve() != out)
        # "~$" begins the name of the lock that Word lays beside an open file; a pipe or device would never end.
        yield from (here / n for n in sorted(names) if not n.startswith((".", "~$")) and (here / n).is_file())


def _by_file(source: Path, files: Sequence[Path]) -> list[tuple[Deal, tuple[DealFile, ...]]]:
    return [(Deal(name=path.relative_to(source).as_posix()), (DealFile(path=path),)) for path in files]


def _by_folder(source: Path, files: Sequence[Path]) -> list[tuple[Deal, tuple[DealFile, ...]]]:
    with_files = {path.parent for path in files}
    deals: dict[str, list[Path]] = defaultdict(list)
    for path in files:
        above = [folder for folder in reversed(path.relative_to(source).parents) if folder != Path()]
        top = next((folder for folder in above if source / folder in with_files), None)
        deals[path.name if top is None else top.as_posix()].append(path)
    return [(Deal(name=name), tuple(DealFile(path=path) for path in paths)) for name, paths in deals.items()]


def _name_folders(names: Sequence[str]) -> dict[str, str]:
    """Return for each deal a folder name that any file system takes; what two names share gets a hash of the name."""
    plain = {name: _plain(name) for name in names}
    shared = defaultdict(list)
    for name, folder in plain.items():
        shared[folder.casefold()].append(name)
    return {n: f if len(shared[f.casefold()]) == 1 else f"{f}-{_short_hash(n)}" for n, f in plain.items()}


def _plain(name: str) -> str:
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name)).strip("-.")
    if len(plain.encode()) <= _FOLDER_LENGTH and plain:
        return plain
    return f"{plain.encode()[:_FOLDER_LENGTH].decode(errors='ignore')}-{_short_hash(name)}".strip("-.")


def _short_hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]
