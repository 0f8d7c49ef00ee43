"""The fitted models of the assess stage: how likely a passage is on an element, and how likely a status is right.

They are small on purpose: fourteen features shared by all elements, weighed on practice contracts of our own. A few real ones set
the threshold and what a probability means; `eval/train_judge.py` does both and reports the left-out figure.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field

from analyzer.assess.status_model import STATUS_FILES, StatusModel, load_status_model
from analyzer.models import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Each shipped encoder has a judge of its own: cosines of different encoders are not on one scale.
JUDGE_FILES = {name: Path(__file__).with_name(f"judge-{name}.json") for name in ("fast", "accurate")}
# Log-odds of an element that no passage came near.
NO_PASSAGE = -8.0


class Judge(Record):
    """The fitted model: standardised features times weights plus bias is the log-odds that a passage is on an element.

    `threshold` is the log-odds from which an element counts as found. `presence` (slope, intercept) turns the best
    log-odds of a deal into the probability that the element is there; `agreement` (weight of presence, weight of the
    grade, intercept) turns both into the probability that the status is right. `status` grades a passage.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float
    presence: tuple[float, float]
    agreement: tuple[float, float, float]
    fitted_on: str
    status: StatusModel = Field(exclude=True)

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def log_odds(self, features: Sequence[Sequence[float]] | NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds for each row of features."""
        import numpy as np

        if not len(features):
            return np.zeros(0)
        weights = np.array(self.weights) / np.array(self.scales)
        return np.asarray((np.asarray(features) - np.array(self.means)) @ weights + self.bias, dtype=np.float64)

    def presence_probability(self, log_odds: float) -> float:
        """Return the calibrated probability that the element is addressed, from its best clause's log-odds."""
        slope, intercept = self.presence
        return sigmoid(slope * log_odds + intercept)

    def agreement_probability(self, log_odds: float, grade_probability: float) -> float:
        """Return the calibrated probability that a status is right."""
        by_presence, by_grade, intercept = self.agreement
        return sigmoid(by_presence * log_odds + by_grade * grade_probability + intercept)


def sigmoid(value: float) -> float:
    """Return the logistic function of a value."""
    return 1.0 / (1.0 + math.exp(-value))


@lru_cache(maxsize=4)
def load_judge(encoder: str = "accurate") -> Judge:
    """Load the judge fitted for an encoder; an encoder of the user's own gets the accurate one's."""
    fitted = json.loads(_judge_file(encoder).read_text(encoding="utf-8"))
    return Judge(**fitted, status=load_status_model(encoder))


def hash_judge(encoder: str = "accurate") -> str:
    """Return the hash of the judge for an encoder, for the receipt."""
    status = STATUS_FILES.get(encoder, STATUS_FILES["accurate"])
    return hashlib.sha256(_judge_file(encoder).read_bytes() + status.read_bytes()).hexdigest()


def _judge_file(encoder: str) -> Path:
    return JUDGE_FILES.get(encoder, JUDGE_FILES["accurate"])
