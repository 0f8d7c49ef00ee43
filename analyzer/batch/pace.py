"""How far a batch is, how fast it goes and how long it will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from typing import Literal

from analyzer.models.batch import BatchEvent, DealResult

# The rate is that of the last deals: contracts differ, and what was taken over at the start says nothing of the rest.
_WINDOW = 50


class Pace:
    """Counts deals, from the results there are and the number left, and makes the events that tell of them."""

    def __init__(self, results: Sequence[DealResult], *, left: int) -> None:
        self._total, self._done = len(results) + left, len(results)
        self._failed = sum(result.state == "failed" for result in results)
        self._finished = deque([time.monotonic()], maxlen=_WINDOW + 1)

    def event(self, kind: Literal["started", "deal", "finished"], deal: DealResult | None = None) -> BatchEvent:
        """Return the event of a deal that is done, or of the start or end."""
        if deal is not None:
            self._done += 1
            self._failed += deal.state == "failed"
            if not deal.reused:
                self._finished.append(time.monotonic())
        rate = None
        if len(self._finished) > 1:
            rate = (len(self._finished) - 1) / max(self._finished[-1] - self._finished[0], 1e-6)
        left = self._total - self._done
        return BatchEvent(
            kind=kind,
            total=self._total,
            done=self._done,
            failed=self._failed,
            deals_per_minute=None if rate is None else 60 * rate,
            seconds_left=None if rate is None else left / rate,
            deal=deal,
        )
