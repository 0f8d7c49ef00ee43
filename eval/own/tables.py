"""What a user's labels say of the analyzer: figures over contracts, a row a provision, the confusion of statuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt

from eval.metrics import Figure, bootstrap, f_one, precision, rate, recall
from eval.own.judged import JudgedOwn, Judgement, Said
from eval.scorers.calibration import calibration_error, fill_bins
from eval.tables import Table, short

_STATUSES: tuple[Said, ...] = ("strong", "adequate", "weak", "adverse", "missing")
_Z = 1.96


def score_own(judged: Sequence[JudgedOwn]) -> list[Figure]:
    """Return the figures of all labels, with intervals over contracts."""
    counts = [count(case.judgements) for case in judged]
    there = sum(hits + missed for hits, _, missed in counts)
    graded = [[j for j in c.judgements if j.label.status != "present" and (j.there or j.found)] for c in judged]
    adverse = [[j for j in c.judgements if j.label.status == "adverse"] for c in judged]
    quoted = [[j.overlaps for j in c.judgements if j.there and j.found and j.overlaps is not None] for c in judged]
    every = [[(j.probability, j.right) for j in c.judgements] for c in judged]
    figures = [
        bootstrap("found: precision", counts, precision, cases=there),
        bootstrap("found: recall", counts, recall, cases=there),
        bootstrap("found: F1", counts, f_one, cases=there),
        rate("status agrees (either side not missing)", [(sum(j.right for j in row), len(row)) for row in graded]),
        rate("adverse called adverse", [(sum(j.right for j in row), len(row)) for row in adverse]),
        rate("evidence overlaps your quote", [(sum(row), len(row)) for row in quoted]),
        bootstrap(
            "expected calibration error",
            [fill_bins(row) for row in every],
            calibration_error,
            cases=sum(map(len, every)),
            better="lower",
        ),
    ]
    return [figure for figure in figures if figure.cases]


def count(judgements: Iterable[Judgement]) -> tuple[int, int, int]:
    """Return (hits, false, missed)."""
    rows = list(judgements)
    return (
        sum(j.there and j.found for j in rows),
        sum(j.found and not j.there for j in rows),
        sum(j.there and not j.found for j in rows),
    )


def tabulate_by_provision(judged: Sequence[JudgedOwn]) -> Table:
    """Return precision and recall a provision; a contract labels few provisions twice, so intervals are Wilson's."""
    by_provision: dict[str, list[Judgement]] = defaultdict(list)
    for case in judged:
        for judgement in case.judgements:
            by_provision[judgement.label.provision].append(judgement)
    header = ("provision", "labels", "there", "found", "precision", "95%", "recall", "95%", "status agrees")
    rows = []
    for provision, judgements in by_provision.items():
        hits, false, missed = count(judgements)
        graded = [j for j in judgements if j.label.status != "present" and (j.there or j.found)]
        rows.append(
            (
                provision,
                str(len(judgements)),
                str(hits + missed),
                str(hits + false),
                *share_with_interval(hits, hits + false),
                *share_with_interval(hits, hits + missed),
                f"{sum(j.right for j in graded)} of {len(graded)}",
            )
        )
    return Table("By provision", header, tuple(rows))


def tabulate_confusion(judged: Sequence[JudgedOwn]) -> Table:
    """Return how often each labelled status was given each status."""
    every = [j for case in judged for j in case.judgements]
    rows = []
    for status in (*_STATUSES, "present"):
        said = [j.said for j in every if j.label.status == status]
        if said:
            rows.append((status, *(str(said.count(s)) for s in _STATUSES)))
    return Table("Your label (rows) and the analyzer's (columns)", ("", *_STATUSES), tuple(rows))


def share_with_interval(part: int, whole: int) -> tuple[str, str]:
    """Write a share and its 95% interval by Wilson, which holds for a handful of labels too."""
    if not whole:
        return "-", ""
    share = part / whole
    middle = (share + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    half = _Z * sqrt(share * (1 - share) / whole + _Z**2 / (4 * whole**2)) / (1 + _Z**2 / whole)
    return short(share), f"{short(max(middle - half, 0.0))} to {short(min(middle + half, 1.0))}"
