"""How much a passage belongs to each element: ridge regression over the library's exemplars, vector and words together.

The nearest exemplar says that something like the passage is in the library; the regression says what sets one element's
wording apart from all the others'. Closed form, so that a lawyer's new exemplar counts at the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.wording import count_wording, weigh_rarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_PLACES = 2048
_LONGEST = 2
_RIDGE = 3.0
_FILE = "affinity.npz"


@dataclass(frozen=True, eq=False)
class Affinity:
    """A number a passage and key, near 1 for what is just like a key's exemplars and near 0 for most.

    `rarity` weighs words, `means` is taken off the features, `weights` maps them to the keys, `bias` is each key's share.
    """

    rarity: Floats
    means: Floats
    weights: Floats
    bias: Floats

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: Floats, keys: NDArray[np.int64]) -> Affinity:
        """Fit on the library.

        Args:
            keys: the number of each exemplar's key, from 0 without gaps.
        """
        import numpy as np

        counts = cls.count(texts)
        rarity = weigh_rarity(counts)
        features = _join(vectors, counts, rarity)
        means = features.mean(axis=0)
        features -= means
        targets = np.zeros((len(texts), int(keys.max()) + 1), dtype=np.float32)
        targets[np.arange(len(texts)), keys] = 1.0
        bias = targets.mean(axis=0)
        gram = features.T @ features
        gram[np.diag_indices_from(gram)] += _RIDGE
        weights = np.linalg.solve(gram, features.T @ (targets - bias))
        return cls(rarity, means, weights.astype(np.float32), bias)

    @classmethod
    def load(cls, folder: Path) -> Affinity:
        """Read what was saved."""
        import numpy as np

        with np.load(folder / _FILE) as arrays:
            return cls(arrays["rarity"], arrays["means"], arrays["weights"], arrays["bias"])

    def save(self, folder: Path) -> None:
        """Write to a folder."""
        import numpy as np

        np.savez(folder / _FILE, rarity=self.rarity, means=self.means, weights=self.weights, bias=self.bias)

    @staticmethod
    def count(texts: Sequence[str]) -> Floats:
        """Return the words of texts as `of` takes them."""
        return count_wording(texts, size=_PLACES, longest=_LONGEST)

    def of(self, counts: Floats, vectors: Floats) -> Floats:
        """Return a row a text, a column a key."""
        import numpy as np

        features = _join(vectors, counts, self.rarity)
        return np.asarray((features - self.means) @ self.weights + self.bias, dtype=np.float32)


def _join(vectors: Floats, counts: Floats, rarity: Floats) -> Floats:
    """Put unit vectors beside the words, scaled to unit length."""
    import numpy as np

    words = counts * rarity
    words /= np.maximum(np.linalg.norm(words, axis=1, keepdims=True), 1e-6)
    return np.asarray(np.hstack([vectors, words]), dtype=np.float32)
