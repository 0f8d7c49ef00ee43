"""The tone of a passage on an element: how much it reads like the strong, adequate, weak and adverse exemplars.

Similarity finds the subject; strong and adverse wording on one subject are near neighbours. The tone is what is left
of a vector when the element's mean is taken off, mapped to the four statuses by ridge regression over the library's
own exemplars. It is worked out from the library alone, so a new exemplar changes it at the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from analyzer.models import Exemplar, ExemplarStatus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STATUSES: tuple[ExemplarStatus, ...] = get_args(ExemplarStatus)
_RIDGE = 1.0


class Tone:
    """Four numbers a passage and element, near 0 when undecided, in the order strong, adequate, weak, adverse."""

    def __init__(self, exemplars: Sequence[Exemplar], vectors: NDArray[np.float32]) -> None:
        import numpy as np

        rows = [i for i, e in enumerate(exemplars) if e.element is not None]
        keys = [(exemplars[i].provision, str(exemplars[i].element)) for i in rows]
        own = vectors[rows].astype(np.float64)
        index = {key: position for position, key in enumerate(dict.fromkeys(keys))}
        group = np.array([index[key] for key in keys])
        means = np.stack([own[group == position].mean(axis=0) for position in range(len(index))])
        status = [_STATUSES.index(s) for s in (exemplars[i].status for i in rows) if s is not None]
        targets = np.eye(len(_STATUSES))[status]
        centred = own - means[group]
        gram = centred.T @ centred + _RIDGE * np.eye(own.shape[1])
        self._weights = np.linalg.solve(gram, centred.T @ (targets - targets.mean(axis=0)))
        self._offsets = means @ self._weights
        self._index = index

    def of(
        self, vectors: NDArray[np.float32], rows: NDArray[np.int64], keys: Sequence[tuple[str, str | None]]
    ) -> list[tuple[float, float, float, float] | None]:
        """Return for each pair of a vector's row and a key (provision, element) its tone, None without an element."""
        import numpy as np

        projected = vectors @ self._weights
        known = np.array([self._index.get((p, e), -1) if e is not None else -1 for p, e in keys], dtype=np.int64)
        tones = projected[rows] - self._offsets[known]
        return [
            (four[0], four[1], four[2], four[3]) if number >= 0 else None
            for four, number in zip(tones.tolist(), known.tolist(), strict=True)
        ]
