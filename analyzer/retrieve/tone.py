"""The tone of a passage on an element: how much it reads like the strong, adequate, weak and adverse exemplars.

Similarity finds the subject; strong and adverse wording on one subject are near neighbours. The tone is what is left
of a vector when the element's mean is taken off, mapped to the four statuses by ridge regression over the library's
own exemplars. It is worked out from the library alone, so a new exemplar changes it at the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from analyzer.models import Exemplar, ExemplarStatus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STATUSES: tuple[ExemplarStatus, ...] = get_args(ExemplarStatus)
_RIDGE = 1.0
_FILE = "tone.npz"


@dataclass(frozen=True, eq=False)
class Tone:
    """Four numbers a passage and key, near 0 when undecided, in the order strong, adequate, weak, adverse.

    `weights` maps a vector to the four, `offsets` is what each key's mean maps to, `judged` which keys are elements.
    """

    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    judged: NDArray[np.bool_]

    @classmethod
    def fit(cls, exemplars: Sequence[Exemplar], vectors: NDArray[np.float32], keys: NDArray[np.int64]) -> Tone:
        """Fit on the library.

        Args:
            keys: the number of each exemplar's key, from 0 without gaps.
        """
        import numpy as np

        rows = np.array([i for i, e in enumerate(exemplars) if e.status is not None], dtype=np.int64)
        own, group = vectors[rows].astype(np.float64), keys[rows]
        size = int(keys.max()) + 1
        counts = np.bincount(group, minlength=size)
        means = np.zeros((size, own.shape[1]))
        np.add.at(means, group, own)
        means /= np.maximum(counts, 1)[:, None]
        status = [_STATUSES.index(s) for s in (exemplars[i].status for i in rows) if s is not None]
        targets = np.eye(len(_STATUSES))[status]
        centred = own - means[group]
        gram = centred.T @ centred + _RIDGE * np.eye(own.shape[1])
        weights = np.linalg.solve(gram, centred.T @ (targets - targets.mean(axis=0)))
        return cls(weights.astype(np.float32), (means @ weights).astype(np.float32), counts > 0)

    @classmethod
    def load(cls, folder: Path) -> Tone:
        """Read a tone that was saved."""
        import numpy as np

        with np.load(folder / _FILE) as arrays:
            return cls(arrays["weights"], arrays["offsets"], arrays["judged"])

    def save(self, folder: Path) -> None:
        """Write the tone to a folder."""
        import numpy as np

        np.savez(folder / _FILE, weights=self.weights, offsets=self.offsets, judged=self.judged)

    def of(self, vectors: NDArray[np.float32], rows: NDArray[np.int64], keys: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the tone of each pair of a vector's row and a key; zeros for a key without exemplars of a status."""
        import numpy as np

        tones = (vectors @ self.weights)[rows] - self.offsets[keys]
        return np.asarray(np.where(self.judged[keys][:, None], tones, 0.0), dtype=np.float32)
