"""Find what one passage of a deal takes from another: definitions, exceptions, precedence, boilerplate, annexes, amendments."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.defeats.amendments import find_amendment_defeats
from analyzer.crosscheck.defeats.annexes import find_annex_defeats
from analyzer.crosscheck.defeats.consent import find_consent_defeats
from analyzer.crosscheck.defeats.definitions import find_definition_defeats
from analyzer.crosscheck.defeats.effects import Defeat, Standing, find_standing, is_lower, settle
from analyzer.crosscheck.defeats.exceptions import find_exception_defeats
from analyzer.crosscheck.defeats.exclusions import read_exclusions
from analyzer.crosscheck.defeats.force_majeure import find_force_majeure_defeats
from analyzer.crosscheck.defeats.precedence import find_precedence_defeats
from analyzer.crosscheck.defeats.remedies import excludes_liability, find_remedy_defeats
from analyzer.crosscheck.defeats.residency import find_residency_defeats
from analyzer.crosscheck.defeats.sparing import sets_aside
from analyzer.crosscheck.defeats.subcontractors import find_subcontractor_defeats
from analyzer.crosscheck.defeats.weighing import Weighing
from analyzer.crosscheck.effective import Change
from analyzer.crosscheck.orders import Order
from analyzer.crosscheck.reading import Reading
from analyzer.models import Finding

__all__ = [
    "Weighing",
    "excludes_liability",
    "find_defeats",
    "find_lost_ground",
    "find_other_words",
    "is_lower",
    "settle",
]


def find_defeats(
    reading: Reading,
    weighing: Weighing,
    findings: Sequence[Finding],
    *,
    orders: Sequence[Order],
    changes: Sequence[Change],
) -> tuple[Defeat, ...]:
    """Return every passage that defeats a finding of the deal, with the finding it defeats."""
    deal = reading.deal
    standing = find_standing(deal, findings)
    defeats = (
        *find_lost_ground(deal, standing),
        *find_other_words(
            reading,
            weighing,
            standing,
            every=find_standing(deal, findings, statuses=("strong", "adequate", "weak", "adverse")),
            orders=orders,
        ),
        *find_amendment_defeats(changes, standing),
    )
    support = {one.key: one.sentences for one in standing}
    return tuple(
        d
        for d in defeats
        if d.emptied == d.by
        or not any(
            sets_aside(deal, own, d.by) for own in (d.emptied, *(support.get(d.finding, ()) if d.finding else ()))
        )
    )


def find_lost_ground(deal: Deal, standing: Sequence[Standing]) -> tuple[Defeat, ...]:
    """Return the definitions and annexes that findings rest on and that do not hold what is rested on them."""
    exclusions = tuple(read_exclusions(deal))
    return (
        *find_definition_defeats(deal, exclusions, standing),
        *find_subcontractor_defeats(deal, exclusions, standing),
        *find_annex_defeats(deal, standing),
    )


def find_other_words(
    reading: Reading,
    weighing: Weighing,
    standing: Sequence[Standing],
    *,
    every: Sequence[Standing],
    orders: Sequence[Order],
) -> tuple[Defeat, ...]:
    """Return the wording elsewhere that defeats findings, all of which better words can set aside ("despite section 9").

    Args:
        every: the findings that an exception can be held against, poor ones too.
    """
    return (
        *find_exception_defeats(reading, weighing, every),
        *find_precedence_defeats(reading, orders, standing),
        *find_remedy_defeats(reading, standing),
        *find_force_majeure_defeats(reading.deal, standing),
        *find_consent_defeats(reading, standing),
        *find_residency_defeats(reading.deal, standing),
    )
