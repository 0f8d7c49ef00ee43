"""Is the provision's label right, by the scoring scheme applied to the gold elements."""

from collections.abc import Sequence

from analyzer.library import Library
from analyzer.models import Finding, Provision, ProvisionStatus
from analyzer.score import score
from eval.judged import JudgedCase
from eval.metrics import Figure, rate


def score_labels(judged: Sequence[JudgedCase], *, library: Library, provisions: Sequence[Provision]) -> list[Figure]:
    """Return label agreement over provisions that either side calls anything but missing."""
    return [rate("provision label agrees", [_agreement(case, library, provisions) for case in judged])]


def _agreement(case: JudgedCase, library: Library, provisions: Sequence[Provision]) -> tuple[int, int]:
    ours = _labels(case.findings, case, library, provisions)
    gold = case.case.gold()
    as_gold = [
        f.model_copy(
            update={"status": gold[f.provision, f.element].status if (f.provision, f.element) in gold else "missing"}
        )
        for f in case.findings
    ]
    theirs = _labels(as_gold, case, library, provisions)
    both = [(ours[p], theirs[p]) for p in ours if ours[p] != "missing" or theirs[p] != "missing"]
    return sum(a == b for a, b in both), len(both)


def _labels(
    findings: Sequence[Finding], case: JudgedCase, library: Library, provisions: Sequence[Provision]
) -> dict[str, ProvisionStatus]:
    scored = score(findings, provisions=provisions, scoring=library.scoring, tier=case.case.tier, not_assessed={})
    return {p.provision: p.status for p in scored.provisions}
