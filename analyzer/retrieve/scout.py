"""Tell from the words of a passage whether it may speak to an element at all, so that only those are read.

Two readings are added: what each word tells, fitted on clauses of our own (`python -m eval.train_scout`), and how much likelier
the passage's words are under an element of the library than under ordinary contract language, so that an element of the user's
own is looked for too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.retrieve.encoders import SHIPPED
from analyzer.retrieve.vocabulary import Vocabulary, count_runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SCOUT_FILE = SHIPPED / "accurate" / "scout.npz"


@dataclass(frozen=True, eq=False)
class Scout:
    """A linear reading of words: above 0 a passage is worth reading."""

    words: dict[str, int]
    rarity: Floats
    tells: Floats
    likeliest: float
    ordinary: float
    offset: float

    @classmethod
    def load(cls, file: Path = SCOUT_FILE) -> Scout:
        """Read what was saved."""
        import numpy as np

        with np.load(file) as kept:
            words = str(kept["words"]).split("\n")
            likeliest, ordinary, offset = (float(value) for value in kept["rest"])
            return cls({w: i for i, w in enumerate(words)}, kept["rarity"], kept["tells"], likeliest, ordinary, offset)

    def save(self, file: Path) -> None:
        """Write to a file."""
        import numpy as np

        rest = np.array([self.likeliest, self.ordinary, self.offset])
        np.savez_compressed(
            file, words=np.array("\n".join(self.words)), rarity=self.rarity, tells=self.tells, rest=rest
        )

    def weigh(
        self,
        texts: Sequence[str],
        vocabulary: Vocabulary,
        keys: Sequence[tuple[str, str | None]],
        *,
        provisions: Collection[str] | None = None,
    ) -> Floats:
        """Return for each text how far it is worth reading.

        Args:
            vocabulary: the library's, with a column for each of `keys`.
            provisions: those that are looked for, by id; all by default.
        """
        import numpy as np

        likelihoods = measure_likelihoods(texts, vocabulary, keys, provisions=provisions)
        told = count_runs(texts, self.words, self.rarity) @ self.tells
        return np.asarray(told + likelihoods @ [self.likeliest, self.ordinary] + self.offset, dtype=np.float32)


def measure_likelihoods(
    texts: Sequence[str],
    vocabulary: Vocabulary,
    keys: Sequence[tuple[str, str | None]],
    *,
    provisions: Collection[str] | None = None,
) -> Floats:
    """Return for each text its log-likelihood under the element it is likeliest under, and under ordinary language."""
    import numpy as np

    sought = [n for n, (p, e) in enumerate(keys) if e is not None and (provisions is None or p in provisions)]
    ordinary = [n for n, (_, e) in enumerate(keys) if e is None]
    likelihoods = vocabulary.of(texts)
    nowhere = np.zeros(len(texts), dtype=np.float32)
    return np.column_stack([likelihoods[:, own].max(axis=1) if own else nowhere for own in (sought, ordinary)])
