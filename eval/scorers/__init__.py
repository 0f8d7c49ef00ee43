"""One scorer a file; each takes judged cases and returns figures."""

from collections.abc import Sequence

from analyzer.library import Library
from analyzer.models import Provision
from eval.judged import JudgedCase
from eval.metrics import Figure
from eval.scorers.absence import score_absence
from eval.scorers.calibration import score_calibration
from eval.scorers.detection import score_detection
from eval.scorers.evidence import score_evidence
from eval.scorers.hard_negatives import score_hard_negatives
from eval.scorers.label import score_labels
from eval.scorers.status import score_status


def score_contracts(judged: Sequence[JudgedCase], *, library: Library, provisions: Sequence[Provision]) -> list[Figure]:
    """Return the figures of every scorer of whole contracts, as far as they are about some provisions."""
    cases = [case.only({p.id for p in provisions}) for case in judged]
    return [
        *score_detection(cases),
        *score_absence(cases),
        *score_status(cases),
        *score_evidence(cases),
        *score_hard_negatives(cases),
        *score_labels(cases, library=library, provisions=provisions),
        *score_calibration(cases),
    ]
