"""Write files that are whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from glob import escape
from pathlib import Path

from analyzer.errors import UsageError

__all__ = ["write_together", "write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears under its name only when it is whole and on the disk.

    Raises:
        UsageError: it can't be written.
    """
    write_together([(path, content)])


def write_together(files: Iterable[tuple[Path, bytes]]) -> None:
    """Write files of which none appears under its name before all are whole and on the disk.

    Raises:
        UsageError: one can't be written.
    """
    # Two processes that write one file have a part each.
    parts: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files:
            part = parts[path] = path.with_name(f".{path.name}.{os.getpid()}.part")
            path.parent.mkdir(parents=True, exist_ok=True)
            _sweep(path)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path} can't be written ({error.strerror or error}): make room or set the rights, and run it again"
        ) from error
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()


def _sweep(path: Path) -> None:
    """Remove the parts of a file whose writers were killed."""
    for part in path.parent.glob(f".{escape(path.name)}.*.part"):
        writer = part.suffixes[-2].removeprefix(".")
        if writer.isdecimal() and not _is_running(int(writer)):
            part.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
