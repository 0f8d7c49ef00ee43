"""Where a deal's gaps are, and the provisions by group: what spreadsheet and page both show."""

from __future__ import annotations

from itertools import groupby
from typing import get_args

from analyzer.models.finding import ProvisionStatus
from analyzer.models.portfolio import CommonProvision, Portfolio, PortfolioDeal
from analyzer.models.provision import Group
from analyzer.portfolio.recurring import GAPS

_WORST = {"adverse": 0, "missing": 1, "weak": 2}
_GROUPS = get_args(Group)


def worst_gaps(deal: PortfolioDeal, portfolio: Portfolio, *, most: int = 3) -> list[tuple[str, ProvisionStatus]]:
    """Return title and status of the provisions that leave a deal most exposed, as all deals together weigh them."""
    gaps = [
        (_WORST[status], -provision.exposure, provision.title, status)
        for provision, status in zip(portfolio.provisions, deal.statuses, strict=True)
        if status in GAPS
    ]
    return [(title, status) for _, _, title, status in sorted(gaps)[:most]]


def group_provisions(portfolio: Portfolio) -> list[tuple[Group, list[tuple[int, CommonProvision]]]]:
    """Return the provisions of each group with their places in a deal's statuses, in the order of the groups."""
    placed = sorted(enumerate(portfolio.provisions), key=lambda pair: _GROUPS.index(pair[1].group))
    return [(group, list(members)) for group, members in groupby(placed, key=lambda pair: pair[1].group)]
