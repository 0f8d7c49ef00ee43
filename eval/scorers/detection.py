"""Is the element there: precision, recall and F1 over elements, anything but missing being found."""

from collections.abc import Sequence

from eval.judged import JudgedCase, is_found
from eval.metrics import Figure, bootstrap, f_one, precision, recall


def score_detection(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return precision, recall and F1."""
    rows = [count_elements(case) for case in judged]
    there = sum(hits + missed for hits, _, missed in rows)
    return [
        bootstrap("element detection: precision", rows, precision, cases=there),
        bootstrap("element detection: recall", rows, recall, cases=there),
        bootstrap("element detection: F1", rows, f_one, cases=there),
    ]


def count_elements(case: JudgedCase) -> tuple[int, int, int]:
    """Return (hits, false, missed) of one contract."""
    hits = false = missed = 0
    for finding, label in case.pairs():
        found = is_found(finding)
        hits += found and label is not None
        false += found and label is None
        missed += label is not None and not found
    return hits, false, missed
