"""The fitted model of a passage's status: what its signals, its tone and its words say together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analyzer.wording import hash_wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STATUSES: tuple[Literal["strong", "adequate", "weak", "adverse"], ...] = ("strong", "adequate", "weak", "adverse")
PLACES = 32_768
LONGEST_RUN = 3
# Each shipped encoder has a model of its own: the tone depends on the encoder.
STATUS_FILES = {name: Path(__file__).with_name(f"status-{name}.npz") for name in ("fast", "accurate")}


class StatusModel:
    """Softmax regression over a passage's features and its words.

    `weights` has a row a status over the features, `wording` a row a place that words fall on (a column a status),
    `rarity` weighs the places.
    """

    def __init__(
        self,
        weights: NDArray[np.float32],
        biases: NDArray[np.float32],
        wording: NDArray[np.float16],
        rarity: NDArray[np.float16],
    ) -> None:
        self.weights, self.biases, self.wording, self.rarity = weights, biases, wording, rarity

    def probabilities(self, features: Sequence[float], reading: str) -> tuple[float, ...]:
        """Return the probability of each of `STATUSES`."""
        import numpy as np

        logits = self.weights @ np.asarray(features, dtype=np.float32) + self.biases
        places, counts = _count(reading)
        if places:
            values = np.array(counts, dtype=np.float32) * self.rarity[places]
            length = float(np.linalg.norm(values))
            logits = logits + (values @ self.wording[places].astype(np.float32)) / (length or 1.0)
        highest = float(logits.max())
        parts = [math.exp(float(value) - highest) for value in logits]
        return tuple(part / sum(parts) for part in parts)

    def save(self, file: Path) -> None:
        """Write the model as .npz."""
        import numpy as np

        np.savez_compressed(file, weights=self.weights, biases=self.biases, wording=self.wording, rarity=self.rarity)


@lru_cache(maxsize=8192)
def _count(reading: str) -> tuple[list[int], list[float]]:
    """Return the places that a text's words fall on, and the count of each."""
    counts = hash_wording(reading, size=PLACES, longest=LONGEST_RUN)
    return list(counts), list(counts.values())


@lru_cache(maxsize=4)
def load_status_model(encoder: str = "accurate") -> StatusModel:
    """Load the model fitted for an encoder; an encoder of the user's own gets the accurate one's."""
    import numpy as np

    with np.load(STATUS_FILES.get(encoder, STATUS_FILES["accurate"])) as arrays:
        return StatusModel(arrays["weights"], arrays["biases"], arrays["wording"], arrays["rarity"])
