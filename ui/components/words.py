"""The words on controls."""

from collections.abc import Mapping

from analyzer.models import Posture, ProfileName, Tier
from analyzer.report import words

TIERS: Mapping[Tier | str, str] = {
    "auto": "Find out from the contract",
    "routine": "Routine: assists, drafts, sorts",
    "standard": "Standard: handles customers' requests",
    "high": "High: decides about people or money",
}
PROFILES: Mapping[ProfileName, str] = {
    "full": "Full: all provisions",
    "extended": "Extended: core and common ones",
    "core": "Core: the five that matter most",
}
POSTURES: Mapping[Posture, str] = {
    "client": "Client-favourable",
    "balanced": "Balanced",
    "provider": "Provider fallback",
}
STATUSES = words.STATUSES
GROUPS = words.GROUPS
DISCLAIMER = words.DISCLAIMER
# Worst first: the order of filters and lists.
ORDER = ("adverse", "missing", "weak", "adequate", "strong", "not_assessed")
