"""Is the quote the right one: overlap with the gold quotes where an element is found and there."""

from collections.abc import Sequence

from eval.cases import find_quote
from eval.judged import JudgedCase, is_found
from eval.metrics import Figure, rate


def score_evidence(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return the share of true positives whose evidence overlaps a gold quote."""
    return [rate("evidence overlaps the annotators' quote", [_overlaps(case) for case in judged])]


def _overlaps(case: JudgedCase) -> tuple[int, int]:
    right = total = 0
    for finding, label in case.pairs():
        if label is None or not label.quotes or not is_found(finding):
            continue
        spans = [s for s in (find_quote(case.contract.document.text, q) for q in label.quotes) if s is not None]
        if not spans:
            continue
        total += 1
        right += any(min(e.end, b) > max(e.start, a) for e in finding.evidence for a, b in spans)
    return right, total
