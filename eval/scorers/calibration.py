"""Does confidence mean something: calibration error, and how often high-confidence findings are right.

Most elements of most contracts are missing, and rightly called so with high confidence; so each figure is given for all
findings and for what was found.
"""

from collections.abc import Sequence

import numpy as np

from analyzer.models import Finding
from eval.cases import GoldElement
from eval.judged import JudgedCase, is_found
from eval.metrics import Figure, Totals, bootstrap, rate

_BINS = 5


def score_calibration(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return expected calibration error, and accuracy and coverage at high confidence."""
    every = [case.pairs() for case in judged]
    found = [[(f, label) for f, label in pairs if is_found(f)] for pairs in every]
    return [*_figures(every, "all findings"), *_figures(found, "what was found")]


def _figures(cases: Sequence[Sequence[tuple[Finding, GoldElement | None]]], of: str) -> list[Figure]:
    said = [[(f.probability, is_right(f, label)) for f, label in pairs] for pairs in cases]
    high = [[is_right(f, label) for f, label in pairs if f.confidence == "high"] for pairs in cases]
    return [
        bootstrap(
            f"expected calibration error, {of}",
            [fill_bins(rows) for rows in said],
            calibration_error,
            cases=sum(map(len, said)),
            better="lower",
        ),
        rate(f"high confidence is right, {of}", [(sum(rows), len(rows)) for rows in high]),
        rate(f"share at high confidence, {of}", [(len(h), len(s)) for h, s in zip(high, said, strict=True)]),
    ]


def is_right(finding: Finding, label: GoldElement | None) -> bool:
    """Return whether a finding's status is the gold one."""
    return finding.status == (label.status if label is not None else "missing")


def fill_bins(rows: Sequence[tuple[float, bool]]) -> tuple[float, ...]:
    """Return for each of five bins of stated probability how many findings, their probabilities and how many right."""
    bins = np.zeros((_BINS, 3))
    for probability, right in rows:
        bins[min(int(probability * _BINS), _BINS - 1)] += (1, probability, right)
    return tuple(bins.ravel().tolist())


def calibration_error(totals: Totals) -> float | None:
    """Return the mean gap between stated probability and share right, bins weighted by size."""
    bins = totals.reshape(-1, 3)
    return float(np.abs(bins[:, 1] - bins[:, 2]).sum() / bins[:, 0].sum()) if bins[:, 0].sum() else None
