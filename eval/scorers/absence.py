"""Is absence told: what is missing and not reported so, and what is reported missing and is there, apart."""

from collections.abc import Sequence

from eval.judged import JudgedCase, is_found
from eval.metrics import Figure, rate


def score_absence(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return both errors as shares: of what is missing, and of what is reported missing."""
    return [
        rate("missing elements not reported missing", [_not_reported(case) for case in judged], better="lower"),
        rate("reported missing, but there", [_reported_wrongly(case) for case in judged], better="lower"),
    ]


def _not_reported(case: JudgedCase) -> tuple[int, int]:
    missing = [finding for finding, label in case.pairs() if label is None]
    return sum(map(is_found, missing)), len(missing)


def _reported_wrongly(case: JudgedCase) -> tuple[int, int]:
    reported = [label for finding, label in case.pairs() if finding.status == "missing"]
    return sum(label is not None for label in reported), len(reported)
