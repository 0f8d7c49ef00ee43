"""Check accuracy thresholds on which money turns against the sample that is to show them (X6)."""

from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import conflict
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier


def find_unprovable_thresholds(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict for each threshold whose sample is too small to show it, or has no floor to make it large enough."""
    for size in commercial.samples:
        enough = size.scored is not None and size.scored >= size.needed
        if enough or len(size.evidence) < 2:
            continue
        remedy = f"Ask for a count of at least {size.needed:,} scored items a {size.period} instead of a share alone."
        yield conflict(
            "X6", "medium" if size.scored is not None else "low",
            f"Liability turns on {size.threshold:g}% accuracy, which the sample cannot show. {size.words} {remedy}",
            size.evidence,
        )  # fmt: skip
