"""Does what looks on topic and is not fire: a finding of its provision that quotes it."""

from collections.abc import Sequence

from eval.cases import find_quote
from eval.judged import JudgedCase, is_found
from eval.metrics import Figure, rate


def score_hard_negatives(judged: Sequence[JudgedCase]) -> list[Figure]:
    """Return the share of listed hard negatives taken for evidence."""
    return [rate("hard negatives that fire", [_fired(case) for case in judged], better="lower")]


def _fired(case: JudgedCase) -> tuple[int, int]:
    fired = listed = 0
    for negative in case.case.hard_negatives:
        span = find_quote(case.contract.document.text, negative.quote)
        if span is None:
            continue
        listed += 1
        fired += any(
            finding.provision == negative.provision
            and is_found(finding)
            and any(min(e.end, span[1]) > max(e.start, span[0]) for e in finding.evidence)
            for finding in case.findings
        )
    return fired, listed
