"""A second look at a passage beside an element: whether it speaks to it, and how well, by a small fitted network.

Vectors tell what a passage is about as a whole. A sentence of real paper speaks to three elements at once: here each
element looks for its own words in it. An element asks by the mean vectors of its strong, adequate, weak and adverse
exemplars, so that one that a lawyer adds asks as well. Fitted by `eval/encoders/train_reader.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from analyzer.models import Exemplar, ExemplarStatus
from analyzer.retrieve.encoders import SHIPPED, OnnxEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

READER_FILE = SHIPPED / "accurate" / "reader.npz"
# What is said of a pair that nobody looked at.
NOT_READ = -8.0
# Of a text, so many of its likeliest keys are looked at.
_MOST_KEYS = 24
_HEADS = 4
_FILE = "questions.npy"
_PAIRS_AT_ONCE = 4_096
_STATUSES: tuple[ExemplarStatus, ...] = get_args(ExemplarStatus)


@dataclass(frozen=True, eq=False)
class CloseReader:
    """The network and what each key of the library asks.

    `weights` are its matrices by name, `asking` has for each key its unit mean vector of each status, zeros where it has
    none, and `asked` the same as the network puts it; `prior` is added to what comes out.
    """

    encoder: OnnxEncoder
    weights: dict[str, Floats]
    asking: Floats
    asked: Floats
    prior: Floats

    @classmethod
    def open(cls, folder: Path, encoder: OnnxEncoder, names: Sequence[tuple[str, str | None]]) -> CloseReader:
        """Load the network, and from a folder what each key asks.

        Args:
            names: provision and element of each key; on those of the shipped library the network knows more than what
                the exemplars ask.
        """
        import numpy as np

        weights, elements = _load_weights(READER_FILE)
        asking = np.load(folder / _FILE)
        asked = _put(weights, "q", asking) + weights["se"]
        prior = np.zeros((len(names), 1 + len(_STATUSES)), dtype=np.float32)
        for key, (provision, element) in enumerate(names):
            if (number := elements.get(f"{provision}/{element}")) is not None:
                asked[key] += weights["own"][number]
                prior[key] = weights["prior"][number]
        return cls(encoder, weights, asking, asked, prior)

    def read(
        self, tokens: Sequence[Floats], vectors: Floats, rows: NDArray[np.int64], keys: NDArray[np.int64]
    ) -> Floats:
        """Return for each pair of a text and a key the log-odds that it speaks to it and a logit for each status.

        Args:
            tokens: of each text the vectors of its tokens.
            rows: the text of each pair, in order; its likeliest keys first.
        """
        import numpy as np

        found = np.zeros((len(rows), 1 + len(_STATUSES)), dtype=np.float32)
        found[:, 0] = NOT_READ
        place = np.arange(len(rows)) - np.searchsorted(rows, rows)
        wanted = np.flatnonzero((place < _MOST_KEYS) & self._asks[keys])
        for first in range(0, len(wanted), _PAIRS_AT_ONCE):
            some = wanted[first : first + _PAIRS_AT_ONCE]
            found[some] = self._look(tokens, vectors, rows[some], keys[some])
        return found

    @cached_property
    def _asks(self) -> NDArray[np.bool_]:
        """Return which keys are elements; what only looks like a provision asks nothing."""
        import numpy as np

        return np.asarray(self.asking.any(axis=(1, 2)), dtype=bool)

    def _look(
        self, tokens: Sequence[Floats], vectors: Floats, rows: NDArray[np.int64], keys: NDArray[np.int64]
    ) -> Floats:
        import numpy as np

        weights, asked = self.weights, self.asked[keys]
        seen = np.empty_like(asked)
        for row in np.unique(rows).tolist():
            own = np.flatnonzero(rows == row)
            known, said = (_in_heads(_put(weights, layer, tokens[row])) for layer in ("k", "v"))
            questions = _in_heads(asked[own].reshape(-1, asked.shape[2]))
            attention = _softmax(questions @ known.transpose(0, 2, 1) / math.sqrt(known.shape[2]))
            seen[own] = (attention @ said).transpose(1, 0, 2).reshape(asked[own].shape)
        one = _normalise(weights, "n1", asked + _put(weights, "o", seen))
        joined = _put(weights, "f.3", _gelu(_put(weights, "f.0", np.concatenate([one, asked], axis=2))))
        two = _normalise(weights, "n2", one + joined)
        cosines = np.einsum("pd,psd->ps", vectors[rows], self.asking[keys])
        middle = cosines.mean(axis=1, keepdims=True)
        everything = np.concatenate([two.reshape(len(rows), -1), 4 * cosines, 20 * (cosines - middle)], axis=1)
        out = _put(weights, "out.3", _gelu(_put(weights, "out.0", everything))) + self.prior[keys]
        out[:, :1] += weights["a"] * middle + weights["b"]
        return np.asarray(out, dtype=np.float32)


def save_questions(
    exemplars: Sequence[Exemplar], vectors: NDArray[np.float32], keys: NDArray[np.int64], folder: Path
) -> None:
    """Work out what each key asks and write it to a folder.

    Args:
        vectors: the exemplars' vectors under the encoder that ships with the network.
        keys: the number of each exemplar's key, from 0 without gaps.
    """
    import numpy as np

    asking = np.zeros((int(keys.max()) + 1, len(_STATUSES), vectors.shape[1]), dtype=np.float32)
    statuses = np.array([_STATUSES.index(e.status) if e.status else -1 for e in exemplars])
    judged = statuses >= 0
    np.add.at(asking, (keys[judged], statuses[judged]), vectors[judged])
    np.save(folder / _FILE, asking / np.maximum(np.linalg.norm(asking, axis=2, keepdims=True), 1e-6))


@lru_cache(maxsize=1)
def _load_weights(file: Path) -> tuple[dict[str, Floats], dict[str, int]]:
    """Return the matrices by name, and the number of each element that it was fitted on."""
    import numpy as np

    with np.load(file) as arrays:
        elements = arrays["elements"].tolist()
        weights = {name: arrays[name].astype(np.float32) for name in arrays.files if name != "elements"}
    return weights, {name: number for number, name in enumerate(elements)}


def _put(weights: dict[str, Floats], layer: str, values: Floats) -> Floats:
    return values @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"]


def _in_heads(values: Floats) -> Floats:
    """Return rows of features as heads x rows x features of a head."""
    return values.reshape(len(values), _HEADS, -1).transpose(1, 0, 2)


def _normalise(weights: dict[str, Floats], layer: str, values: Floats) -> Floats:
    import numpy as np

    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + 1e-5)
    return np.asarray(centred / spread * weights[f"{layer}.weight"] + weights[f"{layer}.bias"], dtype=np.float32)


def _gelu(values: Floats) -> Floats:
    import numpy as np
    from scipy.special import erf

    return np.asarray(0.5 * values * (1 + erf(values / math.sqrt(2))), dtype=np.float32)


def _softmax(values: Floats) -> Floats:
    import numpy as np

    parts = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(parts / parts.sum(axis=-1, keepdims=True), dtype=np.float32)
