"""Write files that are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

from analyzer.errors import UsageError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears under its name only when it is whole and on the disk.

    Raises:
        UsageError: it can't be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path} can't be written ({error.strerror}): make room or set the rights, and run it again"
        ) from error
