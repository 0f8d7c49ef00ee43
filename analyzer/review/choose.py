"""Choose what a second reader is asked: the elements on which the first reading is unsure, and there is something to read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analyzer.models import Finding, Provision
from analyzer.models.lint import HostileText
from analyzer.models.review import Shortlist, Shortlisted
from analyzer.review.compose import Check
from analyzer.review.shape import ORDER

# The uncertain band, in the calibrated probability that a status is right. On labelled contracts left out one element in
# six is in it, and 8 in 10 of those that annotators found wording on; asking about them takes a quarter of the tokens.
SURE_FROM = 0.89
_MOST_PASSAGES = 7


def choose(
    findings: Sequence[Finding],
    shortlists: Sequence[Shortlist],
    *,
    provisions: Sequence[Provision],
    hostile: Sequence[HostileText],
    sure_from: float = SURE_FROM,
) -> list[Check]:
    """Return the checks to make, in the order of the findings.

    A passage that hides or that gives its reader instructions is shown to nobody.
    """
    elements = {(e.provision, e.id): (e, p.title) for p in provisions for e in p.elements}
    nearest = {(s.provision, s.element): s for s in shortlists}
    checks = []
    for finding in findings:
        key = finding.provision, finding.element
        if finding.probability >= sure_from or finding.status not in ORDER or key not in nearest:
            continue
        passages = [p for p in _with_evidence(nearest[key], finding) if not _is_hostile(p, hostile)]
        if passages:
            element, title = elements[key]
            checks.append(Check(element, title, nearest[key], tuple(passages)))
    return checks


def _with_evidence(shortlist: Shortlist, finding: Finding) -> list[Shortlisted]:
    """Return what was quoted first, for "missing" must not be said without it, then the nearest passages."""
    quoted = {(e.document, e.start, e.end) for e in finding.evidence}
    known = {(p.evidence.document, p.evidence.start, p.evidence.end): p for p in shortlist.passages}
    first = [known.get((e.document, e.start, e.end)) or _quoted(finding, at) for at, e in enumerate(finding.evidence)]
    rest = [p for place, p in known.items() if place not in quoted]
    return [*first, *rest][: max(_MOST_PASSAGES, len(first))]


def _quoted(finding: Finding, at: int) -> Shortlisted:
    status = next(s for s in ORDER if s == finding.status)
    return Shortlisted(
        evidence=finding.evidence[at],
        lead="",
        status=status,
        firm=True,
        binds=True,
        names_ai=True,
        reason=finding.reason,
    )


def _is_hostile(passage: Shortlisted, hostile: Collection[HostileText]) -> bool:
    evidence = passage.evidence
    return any(
        h.document == evidence.document
        and h.start is not None
        and h.end is not None
        and h.start < evidence.end
        and evidence.start < h.end
        for h in hostile
    )
