"""Is the status right: agreement on elements that are found and there, and recall of what is adverse."""

from collections.abc import Sequence

from eval.judged import JudgedCase
from eval.metrics import Figure, by_document


def score_status(judged: Sequence[JudgedCase], *, name: str) -> list[Figure]:
    """Return status agreement and adverse recall and precision."""
    agreement = [_agreement(case) for case in judged]
    adverse = [_adverse(case) for case in judged]
    return [
        by_document(f"{name} status agreement", agreement, _share, sum(n for _, n in agreement)),
        by_document(f"{name} adverse recall", [(a, b) for a, b, _ in adverse], _share, sum(b for _, b, _ in adverse)),
        by_document(f"{name} adverse precision", [(a, c) for a, _, c in adverse], _share, sum(c for *_, c in adverse)),
    ]


def _share(rows: Sequence[tuple[int, int]]) -> float | None:
    total = sum(n for _, n in rows)
    return sum(k for k, _ in rows) / total if total else None


def _agreement(case: JudgedCase) -> tuple[int, int]:
    found = [(f.status, label.status) for f, label in case.pairs() if label is not None and f.status != "missing"]
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
