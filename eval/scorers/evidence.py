"""Is the quote the right one: overlap with the gold quotes where an element is found and there."""

from collections.abc import Sequence

from eval.cases import find_quote
from eval.judged import JudgedCase
from eval.metrics import Figure, by_document


def score_evidence(judged: Sequence[JudgedCase], *, name: str) -> list[Figure]:
    """Return the share of true positives whose evidence overlaps a gold quote."""
    rows = [_overlaps(case) for case in judged]

    def share(chosen: Sequence[tuple[int, int]]) -> float | None:
        total = sum(n for _, n in chosen)
        return sum(k for k, _ in chosen) / total if total else None

    return [by_document(f"{name} evidence overlaps gold", rows, share, sum(n for _, n in rows))]


def _overlaps(case: JudgedCase) -> tuple[int, int]:
    right = total = 0
    for finding, label in case.pairs():
        if label is None or not label.quotes or finding.status == "missing":
            continue
        spans = [s for s in (find_quote(case.contract.document.text, q) for q in label.quotes) if s is not None]
        if not spans:
            continue
        total += 1
        right += any(min(e.end, b) > max(e.start, a) for e in finding.evidence for a, b in spans)
    return right, total
