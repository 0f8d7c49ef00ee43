"""The folder a batch writes into: one batch at a time, and files that are whole or not there."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from analyzer.errors import UsageError


def lock_folder(out: Path) -> ExitStack:
    """Make the folder and keep other batches out of it; the lock goes with the process, even when that is killed.

    Raises:
        UsageError: another batch is writing into it, or it can't be written.
    """
    from filelock import FileLock, Timeout

    stack = ExitStack()
    try:
        out.mkdir(parents=True, exist_ok=True)
        stack.enter_context(FileLock(out / ".batch.lock", timeout=0))
    except Timeout as error:
        raise UsageError(f"another batch is writing into {out}: wait for it, or give another --out") from error
    except OSError as error:
        raise UsageError(f"{out} can't be written ({error.strerror}): check path and rights") from error
    return stack


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
            f"{path} can't be written ({error.strerror}): make room or set the rights, then go on with --resume"
        ) from error
