"""Read when a deal ends, what renews it and what stops that, with every date's arithmetic shown."""

from collections.abc import Sequence
from datetime import date

from analyzer.models import Contract, Renewal

__all__ = ["read_renewal"]


def read_renewal(contracts: Sequence[Contract], *, today: date, calendar: str | None = None) -> Renewal:
    """Return the renewal facts of one deal; a later amendment overrides what it changes.

    Args:
        contracts: the documents of the deal, the main one first.
        today: the day whose running term and next deadline are wanted.
        calendar: whose weekends and public holidays are no business days (see `Workdays`); weekends alone without one.

    Raises:
        UsageError: the calendar is not known.
    """
    # Its patterns take a quarter of a second to compile; on the command line that is another process's.
    from analyzer.renewal.deal import read_deal
    from analyzer.renewal.outcome import reckon
    from analyzer.workdays import Workdays

    return reckon(read_deal(contracts), today=today, workdays=Workdays(calendar))
