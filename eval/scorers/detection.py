"""Is the element there: precision, recall and F1 over elements, anything but missing being found."""

from collections.abc import Sequence

from eval.judged import JudgedCase
from eval.metrics import Counts, Figure, by_document


def score_detection(judged: Sequence[JudgedCase], *, name: str) -> list[Figure]:
    """Return precision, recall and F1 with intervals over documents."""
    rows = [counts_of(case) for case in judged]
    gold = sum(r.hits + r.missed for r in rows)

    def over(which: str, chosen: Sequence[Counts]) -> float | None:
        total = sum(chosen, Counts())
        value: float | None = getattr(total, which)
        return value

    return [
        by_document(f"{name} detection precision", rows, lambda r: over("precision", r), gold),
        by_document(f"{name} detection recall", rows, lambda r: over("recall", r), gold),
        by_document(f"{name} detection F1", rows, lambda r: over("f_one", r), gold),
    ]


def counts_of(case: JudgedCase) -> Counts:
    """Return the counts of one document."""
    hits = false = missed = 0
    for finding, label in case.pairs():
        found = finding.status not in {"missing", "unscored", "not_applicable"}
        hits += found and label is not None
        false += found and label is None
        missed += label is not None and not found
    return Counts(hits, false, missed)
