"""Is the status right: agreement on elements that are found and there, and what is adverse."""

from collections.abc import Sequence

from eval.judged import JudgedCase, is_found
from eval.metrics import Figure, rate


def score_status(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return status agreement, and recall and precision of adverse."""
    adverse = [_adverse(case) for case in judged]
    return [
        rate("status right where found and there", [_agreement(case) for case in judged]),
        rate("adverse elements called adverse", [(right, gold) for right, gold, _ in adverse]),
        rate("elements called adverse that are", [(right, found) for right, _, found in adverse]),
    ]


def _agreement(case: JudgedCase) -> tuple[int, int]:
    found = [(f.status, label.status) for f, label in case.pairs() if label is not None and is_found(f)]
    return sum(a == b for a, b in found), len(found)


def _adverse(case: JudgedCase) -> tuple[int, int, int]:
    """Return adverse found and right, adverse in gold, adverse found."""
    right = gold = found = 0
    for finding, label in case.pairs():
        is_gold = label is not None and label.status == "adverse"
        right += is_gold and finding.status == "adverse"
        gold += is_gold
        found += finding.status == "adverse"
    return right, gold, found
