"""The checks that hold two provisions against each other, one file a subject."""

from collections.abc import Callable, Iterator

from analyzer.crosscheck.checks.cover import find_uninsured_caps
from analyzer.crosscheck.checks.early_deletion import find_early_deletions
from analyzer.crosscheck.checks.human_only import find_automated_reserves
from analyzer.crosscheck.checks.impact import find_routine_rules
from analyzer.crosscheck.checks.notice import find_short_upstream_notice
from analyzer.crosscheck.checks.override import find_hurried_overseers
from analyzer.crosscheck.checks.retraining import find_banned_retraining
from analyzer.crosscheck.checks.threshold import find_unprovable_thresholds
from analyzer.crosscheck.checks.upgrade import find_forced_upgrades
from analyzer.crosscheck.checks.zero_retention import find_unkept_logs
from analyzer.crosscheck.reading import Reading
from analyzer.models import Commercial, Conflict, Tier

CHECKS: tuple[Callable[[Reading, Commercial, Tier], Iterator[Conflict]], ...] = (
    find_banned_retraining,
    find_unkept_logs,
    find_automated_reserves,
    find_short_upstream_notice,
    find_unprovable_thresholds,
    find_uninsured_caps,
    find_routine_rules,
    find_early_deletions,
    find_forced_upgrades,
    find_hurried_overseers,
)
