"""Share a cap on tokens and cost among deals that are analysed at the same time, so that it holds whatever they use."""

from __future__ import annotations

from analyzer.models.batch import Spending


class Purse:
    """What is left of a cap: neither used nor promised to a deal that is still at work.

    Args:
        places: about how many deals are at work at a time; each is promised that part of what is left.
    """

    def __init__(self, cap: Spending, *, spent: Spending, places: int) -> None:
        self._cap = cap
        self._places = places
        self._tokens, self._cost = spent.tokens or 0, spent.cost or 0.0
        self._promised: dict[int, Spending] = {}

    def promise(self, number: int) -> Spending:
        """Return what a deal may use, and keep it back from the others until `settle`."""
        tokens, cost = self._cap.tokens, self._cap.cost
        if tokens is not None:
            held = sum(promise.tokens or 0 for promise in self._promised.values())
            tokens = max(0, tokens - self._tokens - held) // self._places
        if cost is not None:
            kept = sum(promise.cost or 0.0 for promise in self._promised.values())
            cost = max(0.0, cost - self._cost - kept) / self._places
        self._promised[number] = Spending(tokens=tokens, cost=cost)
        return self._promised[number]

    def settle(self, number: int, spent: Spending) -> None:
        """Note what a deal has used, and give back what it has not."""
        self._promised.pop(number, None)
        self._tokens += spent.tokens or 0
        self._cost += spent.cost or 0.0
