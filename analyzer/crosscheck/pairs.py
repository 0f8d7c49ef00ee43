"""Hold provisions against each other, two passages at a time: the cross-provision checks that compare a pair."""

from collections import Counter
from collections.abc import Sequence

from analyzer.crosscheck.checks import CHECKS
from analyzer.crosscheck.commercial import gather
from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Contract, Finding, Tier


def find_pair_conflicts(
    contracts: Sequence[Contract], findings: Sequence[Finding], *, tier: Tier, commercial: Commercial | None = None
) -> tuple[Conflict, ...]:
    """Return the conflicts between two passages of a deal, each with both quoted.

    Args:
        findings: what assess made of the deal; a check looks there first and then at the passages. May be empty.
        commercial: what `read_commercial` returned for the same deal; read here when it is not given.
    """
    reading = Reading(Deal(contracts), findings)
    return check_pairs(reading, tier=tier, commercial=gather(reading) if commercial is None else commercial)


def check_pairs(reading: Reading, *, tier: Tier, commercial: Commercial) -> tuple[Conflict, ...]:
    """Return the same for a deal that is already indexed."""
    counts: Counter[str] = Counter()
    numbered = []
    for check in CHECKS:
        for conflict in check(reading, commercial, tier):
            if len({(e.document, e.start, e.end) for e in conflict.evidence}) < 2:
                continue  # a conflict is between two passages
            counts[conflict.check] += 1
            numbered.append(conflict.model_copy(update={"id": f"{conflict.check}-{counts[conflict.check]}"}))
    return tuple(numbered)
