"""Sentence encoders: the fast static one, the accurate transformer, or a folder of the user's own.

Both ship with the package and run on the processor without torch; nothing is downloaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from analyzer.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    Vectors = NDArray[np.float32]

SHIPPED = Path(__file__).resolve().parent.parent / "encoders"
_BATCH = 32
_MAX_TOKENS = 128


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, as rows."""
        ...


class StaticEncoder:
    """One vector a token, averaged: `vectors.npz` (int8 rows with their scales) and `tokenizer.json`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return _load_tokenizer(self.folder, truncate=False)

    @cached_property
    def _table(self) -> tuple[Vectors, Vectors]:
        import numpy as np

        with np.load(self.folder / "vectors.npz") as arrays:
            return arrays["vectors"], arrays["scale"]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; a text without known tokens gets the zero vector."""
        import numpy as np

        rows, scale = self._table
        out = np.zeros((len(texts), rows.shape[1]), dtype=np.float32)
        tokens = [e.ids for e in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        known = [index for index, ids in enumerate(tokens) if ids]
        for first in range(0, len(known), _BATCH):
            batch = known[first : first + _BATCH]
            ids = np.concatenate([tokens[index] for index in batch]).astype(np.int64)
            starts = np.cumsum([0, *(len(tokens[index]) for index in batch[:-1])])
            # The sum points where the mean does.
            out[batch] = np.add.reduceat(rows[ids].astype(np.float32) * scale[ids, None], starts, axis=0)
        norms = np.linalg.norm(out, axis=1, keepdims=True)
        norms[norms == 0] = 1
        return np.asarray(out / norms, dtype=np.float32)


class OnnxEncoder:
    """A transformer in ONNX with pooling inside: `model.onnx` and `tokenizer.json`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return _load_tokenizer(self.folder, truncate=True)

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.log_severity_level = 3
        return InferenceSession(self.folder / "model.onnx", options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; what is past 128 tokens is not read."""
        return self._gather(texts, [vectors for vectors, _ in self._run(texts, self._session.get_outputs()[0].name)])

    def encode_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return one unit vector a text, and of each text the vectors of its tokens."""
        parts = list(self._run(texts, "embedding", "tokens"))
        tokens: list[Vectors] = [part for _, rows in parts for part in rows]
        ordered: list[Vectors] = [tokens[0]] * len(texts) if tokens else []
        for index, own in zip(_by_length(texts), tokens, strict=True):
            ordered[index] = own
        return self._gather(texts, [vectors for vectors, _ in parts]), ordered

    def _run(self, texts: Sequence[str], *outputs: str) -> Iterator[tuple[Vectors, list[Vectors]]]:
        import numpy as np

        # Texts of like length share a batch, so that little is padding.
        order = _by_length(texts)
        for first in range(0, len(order), _BATCH):
            batch = self._tokenizer.encode_batch([texts[i] for i in order[first : first + _BATCH]])
            inputs = {
                "input_ids": np.array([e.ids for e in batch], dtype=np.int64),
                "attention_mask": np.array([e.attention_mask for e in batch], dtype=np.int64),
            }
            vectors, *tokens = self._session.run(list(outputs), inputs)
            yield (
                np.asarray(vectors, dtype=np.float32),
                [own[: sum(e.attention_mask)] for rows in tokens for e, own in zip(batch, rows, strict=True)],
            )

    def _gather(self, texts: Sequence[str], parts: Sequence[Vectors]) -> Vectors:
        import numpy as np

        out = np.zeros((len(texts), parts[0].shape[1] if parts else 1), dtype=np.float32)
        if parts:
            out[_by_length(texts)] = np.concatenate(parts)
        return out


def _by_length(texts: Sequence[str]) -> list[int]:
    return sorted(range(len(texts)), key=lambda i: len(texts[i]))


def _load_tokenizer(folder: Path, *, truncate: bool) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    if truncate:
        tokenizer.enable_truncation(_MAX_TOKENS)
        tokenizer.enable_padding()
    else:
        tokenizer.no_truncation()
        tokenizer.no_padding()
    return tokenizer


@lru_cache(maxsize=4)
def load_encoder(name: str) -> Encoder:
    """Return an encoder by name ("fast", "accurate") or by the path of a folder with the same files.

    Raises:
        UsageError: no such encoder; the message says which there are.
    """
    folder = SHIPPED / name if name in {"fast", "accurate"} else Path(name)
    if (folder / "model.onnx").is_file():
        return OnnxEncoder(folder, name)
    if (folder / "vectors.npz").is_file():
        return StaticEncoder(folder, name)
    raise UsageError(
        f"no encoder {name!r}: use fast, accurate, or a folder with tokenizer.json and model.onnx or vectors.npz"
    )


def hash_encoder(name: str) -> str:
    """Return a hash of an encoder's files, for the receipt and the index's name."""
    # What ships does not change while it is used; a folder of the user's may.
    return _hash_shipped(name) if name in {"fast", "accurate"} else _hash_files(Path(name))


@lru_cache(maxsize=2)
def _hash_shipped(name: str) -> str:
    return _hash_files(SHIPPED / name)


def _hash_files(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
