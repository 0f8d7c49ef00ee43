"""Check the insurance against what the provider owes for AI loss (X7)."""

from collections.abc import Iterator

from analyzer.crosscheck.checks.collision import conflict
from analyzer.crosscheck.liability.insurance import RESPONDING, excludes
from analyzer.crosscheck.liability.limits import at_least, in_money
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Money, Tier, Waterfall, WaterfallStep


def find_uninsured_caps(reading: Reading, commercial: Commercial, tier: Tier) -> Iterator[Conflict]:
    """Yield a conflict where insurance excludes AI loss or falls short of the cap for it."""
    waterfall = commercial.waterfall
    if waterfall is None:
        return
    owed = [s for s in waterfall.steps if s.kind in {"head-cap", "uncapped"} and "ai" in s.heads]
    if not owed:
        return
    excluded = next((s.evidence[0] for s in waterfall.steps if s.kind == "insurance-exclusion"), None)
    if excluded is None:
        cited = reading.cited("ai-insurance/affirmative-ai", but=("missing", "weak", "adequate", "strong"))
        excluded = next((reading.deal.quote(s) for s in cited if excludes(s)), None)
    if excluded is not None:
        yield conflict(
            "X7", "high",
            "The provider answers for loss from AI, but its insurance may exclude that loss. Ask for cover that names AI, or for an endorsement.",
            (owed[0].evidence[0], excluded),
        )  # fmt: skip
        return
    yield from _short(waterfall, owed)


def _short(waterfall: Waterfall, owed: list[WaterfallStep]) -> Iterator[Conflict]:
    for step in owed:
        limit = None if step.limit is None else in_money(step.limit, waterfall.annual_charges) or at_least(step.limit)
        if limit is None:
            continue
        policies = [
            (s.limit.sums[0], s)
            for s in waterfall.steps
            if s.kind == "insurance"
            and s.heads[0] in RESPONDING
            and s.limit
            and s.limit.sums[0].currency == limit.currency
        ]
        if not policies:
            continue
        largest, policy = max(policies, key=lambda p: p[0].amount)
        if largest.amount < limit.amount:
            yield _conflict(step, policy, limit, largest)
            return


def _conflict(step: WaterfallStep, policy: WaterfallStep, limit: Money, largest: Money) -> Conflict:
    return conflict(
        "X7", "medium",
        f"The cap for AI loss is {limit.words} or more, but the largest policy that may respond is {largest.words}."
        " Raise the insurance to the cap, or ask for other security for the difference.",
        (step.evidence[0], policy.evidence[0]),
    )  # fmt: skip
