"""Does confidence mean something: expected calibration error, and how often high-confidence findings are right."""

from collections.abc import Sequence

from analyzer.models import Finding
from eval.cases import GoldElement
from eval.judged import JudgedCase
from eval.metrics import Figure, by_document

_BINS = 5


def score_calibration(judged: Sequence[JudgedCase], *, name: str) -> list[Figure]:
    """Return the calibration error, and accuracy and coverage at high confidence, a document a row."""
    rows = [[(f.probability, f.confidence == "high", _right(f, label)) for f, label in c.pairs()] for c in judged]
    cases = sum(len(r) for r in rows)

    def flat(chosen: Sequence[list[tuple[float, bool, bool]]]) -> list[tuple[float, bool, bool]]:
        return [x for row in chosen for x in row]

    def error(chosen: Sequence[list[tuple[float, bool, bool]]]) -> float | None:
        return calibration_error([(p, right) for p, _, right in flat(chosen)])

    def accuracy(chosen: Sequence[list[tuple[float, bool, bool]]]) -> float | None:
        high = [right for _, is_high, right in flat(chosen) if is_high]
        return sum(high) / len(high) if high else None

    def coverage(chosen: Sequence[list[tuple[float, bool, bool]]]) -> float | None:
        every = flat(chosen)
        return sum(is_high for _, is_high, _ in every) / len(every) if every else None

    return [
        by_document(f"{name} expected calibration error", rows, error, cases),
        by_document(f"{name} high confidence is right", rows, accuracy, cases),
        by_document(f"{name} high confidence coverage", rows, coverage, cases),
    ]


def calibration_error(rows: Sequence[tuple[float, bool]]) -> float | None:
    """Return the mean gap between stated probability and share right, over five bins weighted by size."""
    if not rows:
        return None
    total = 0.0
    for index in range(_BINS):
        inside = [
            (p, r) for p, r in rows if index / _BINS <= p < (index + 1) / _BINS or (p == 1.0 and index == _BINS - 1)
        ]
        if inside:
            total += abs(sum(p for p, _ in inside) - sum(r for _, r in inside))
    return total / len(rows)


def _right(finding: Finding, label: GoldElement | None) -> bool:
    return finding.status == (label.status if label is not None else "missing")
