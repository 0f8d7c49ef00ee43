"""The fitted model of a sentence that gives its reader an order: what its grammar and its words say together."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.wording import hash_wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PLACES = 8_192
# No words of the cases that the model was fitted on add more than this to what the grammar says.
_MOST_BY_WORDS = 9.0
ORDERS_FILE = Path(__file__).with_name("orders.npz")


class OrderModel:
    """Logistic regression over the features of `lexicon` and a sentence's words.

    `weights` has a number a feature, `wording` one a place that words fall on, each weighed by its rarity already.
    """

    def __init__(
        self,
        weights: NDArray[np.float32],
        wording: NDArray[np.float32],
        rarity: NDArray[np.float32],
        bias: float,
        threshold: float,
    ) -> None:
        self.weights, self.wording, self.rarity = weights.tolist(), wording.tolist(), rarity.tolist()
        self.bias, self.threshold = bias, threshold

    def score(self, features: tuple[float, ...], sentence: str) -> float:
        """Return the log odds that a sentence gives its reader an order; far below the threshold, by its grammar alone."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True) if value)
        if total < self.threshold - _MOST_BY_WORDS:
            return float(total)
        counts = hash_wording(sentence, size=PLACES, longest=1)
        length = sum((value * self.rarity[place]) ** 2 for place, value in counts.items()) ** 0.5
        words = sum(value * self.rarity[place] * self.wording[place] for place, value in counts.items())
        return float(total + words / (length or 1.0))


@lru_cache(maxsize=1)
def load_order_model() -> OrderModel:
    """Load the model that ships."""
    import numpy as np

    with np.load(ORDERS_FILE) as arrays:
        bias, threshold = map(float, arrays["scalars"])
        return OrderModel(
            arrays["weights"].astype(np.float32),
            arrays["wording"].astype(np.float32),
            arrays["rarity"].astype(np.float32),
            bias,
            threshold,
        )
