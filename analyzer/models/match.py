"""What retrieve returns: passages of a contract beside exemplars of the library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.models.document import Record
from analyzer.models.provision import Exemplar, ExemplarStatus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Match(Record):
    """One passage of the contract beside one exemplar of the library.

    `passage` is an index into `Contract.passages`; `similarity` is the cosine of the two vectors, `lexical` how likely the
    passage's words are under the key as a share of the likeliest key, both 0 to 1; `fused` is their weighted mean. `tone` is
    how much the passage reads like the element's strong, adequate, weak and adverse exemplars, near 0 when undecided.
    """

    passage: int
    exemplar: str
    provision: str
    element: str | None
    status: ExemplarStatus | None
    similarity: float
    lexical: float
    fused: float
    tone: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, eq=False)
class Matches:
    """All matches of a contract: rows passage by passage, the best of a passage first.

    Columns, not records: a long contract has a hundred thousand matches, and nearly all are dropped by arithmetic.
    `exemplar` indexes `exemplars`, `key` indexes `keys`: an element of a provision, or (provision, None) for what looks
    like the provision and is not. `wording` has four columns: how much likelier the passage's words are under the key than
    under the middle key, the likeliest other key and the likeliest of what is no element, in log-likelihood; and under how
    many keys they are likelier. `tone` has a column a status, zero where the key has no element. `close` is what a second look at
    the pair says: log-odds that the passage speaks to the element, and a logit for each status; all 0 where nothing takes one.
    """

    exemplars: tuple[Exemplar, ...]
    keys: tuple[tuple[str, str | None], ...]
    passage: NDArray[np.int64]
    key: NDArray[np.int64]
    exemplar: NDArray[np.int64]
    similarity: NDArray[np.float32]
    lexical: NDArray[np.float32]
    fused: NDArray[np.float32]
    wording: NDArray[np.float32]
    tone: NDArray[np.float32]
    close: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.passage)

    def bare(self) -> Matches:
        """Return the matches without the exemplars: assess needs none, and a process beside no library."""
        return replace(self, exemplars=())

    def __iter__(self) -> Iterator[Match]:
        for row in range(len(self)):
            exemplar = self.exemplars[int(self.exemplar[row])]
            strong, adequate, weak, adverse = map(float, self.tone[row])
            yield Match(
                passage=int(self.passage[row]),
                exemplar=exemplar.id,
                provision=exemplar.provision,
                element=exemplar.element,
                status=exemplar.status,
                similarity=float(self.similarity[row]),
                lexical=float(self.lexical[row]),
                fused=float(self.fused[row]),
                tone=None if exemplar.element is None else (strong, adequate, weak, adverse),
            )
