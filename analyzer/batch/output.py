"""The folder a batch writes into: one batch at a time."""

from __future__ import annotations

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
