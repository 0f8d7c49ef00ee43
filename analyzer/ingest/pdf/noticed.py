"""Listening to what pypdf says while it repairs a file: a repair that loses text must not pass for a success."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Its other warnings (odd cross-reference tables, doubled keys) are about form and lose nothing.
_LOSES_TEXT = re.compile(
    r"decompress|Invalid Elementary Object|not defined|Advanced encoding|broken line|ended unexpectedly|missing EOD"
)


class Noticed(logging.Handler):
    """Collects pypdf's warnings of one read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self._losses = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count a warning that means lost text; other threads read other files."""
        if record.thread == self._thread and _LOSES_TEXT.search(record.getMessage()):
            self._losses += 1

    def take(self) -> int:
        """Return the number of losses since the last call."""
        losses, self._losses = self._losses, 0
        return losses


@contextmanager
def noticing() -> Iterator[Noticed]:
    """Listen to pypdf for the time of a read. This also keeps its warnings off the screen."""
    log = logging.getLogger("pypdf")
    if log.getEffectiveLevel() > logging.WARNING:
        log.setLevel(logging.WARNING)
    noticed = Noticed()
    log.addHandler(noticed)
    try:
        yield noticed
    finally:
        log.removeHandler(noticed)
