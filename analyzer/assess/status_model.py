"""The fitted model of a passage's status: what its signals, its tone and its words say together, and a close look at it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analyzer.memory import remember
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
    `rarity` weighs the places. `second` weighs the logarithms of these probabilities and the close reader's logits, for an
    encoder that comes with one.
    """

    def __init__(
        self,
        weights: NDArray[np.float32],
        biases: NDArray[np.float32],
        wording: NDArray[np.float16],
        rarity: NDArray[np.float16],
        second: NDArray[np.float32] | None = None,
    ) -> None:
        self.weights, self.biases, self.wording, self.rarity, self.second = weights, biases, wording, rarity, second

    def probabilities(
        self, features: Sequence[float], reading: str, *, close: Sequence[float] | None = None
    ) -> tuple[float, ...]:
        """Return the probability of each of `STATUSES`.

        Args:
            close: what a close look says of each; without one, words and features decide.
        """
        import numpy as np

        logits = self.weights @ np.asarray(features, dtype=np.float32) + self.biases
        places, counts = _count(reading)
        if places:
            values = np.array(counts, dtype=np.float32) * self.rarity[places]
            length = float(np.linalg.norm(values))
            logits = logits + (values @ self.wording[places].astype(np.float32)) / (length or 1.0)
        likely = _share(logits)
        if self.second is None or close is None or not any(close):
            return likely
        by_words, by_reader = self.second
        return _share(by_words * np.log(np.maximum(likely, 1e-6)) + by_reader * np.asarray(close))

    def save(self, file: Path) -> None:
        """Write the model as .npz."""
        import numpy as np

        # No weights for a second look are two noughts.
        second = np.zeros(2, dtype=np.float32) if self.second is None else self.second
        np.savez_compressed(
            file, weights=self.weights, biases=self.biases, wording=self.wording, rarity=self.rarity, second=second
        )


def _share(logits: NDArray[np.float32]) -> tuple[float, ...]:
    highest = float(logits.max())
    parts = [math.exp(float(value) - highest) for value in logits]
    return tuple(part / sum(parts) for part in parts)


@remember(8192)
def _count(reading: str) -> tuple[list[int], list[float]]:
    """Return the places that a text's words fall on, and the count of each."""
    counts = hash_wording(reading, size=PLACES, longest=LONGEST_RUN)
    return list(counts), list(counts.values())


@lru_cache(maxsize=4)
def load_status_model(encoder: str = "accurate") -> StatusModel:
    """Load the model fitted for an encoder; an encoder of the user's own gets the accurate one's."""
    import numpy as np

    with np.load(STATUS_FILES.get(encoder, STATUS_FILES["accurate"])) as arrays:
        second = arrays["second"] if arrays["second"].any() else None
        return StatusModel(arrays["weights"], arrays["biases"], arrays["wording"], arrays["rarity"], second)
