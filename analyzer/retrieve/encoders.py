"""Sentence encoders: the fast static one, the accurate transformer, or a folder of the user's own.

Both ship with the package and run on the processor without torch; nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
        options.intra_op_num_threads = 1
        return InferenceSession(self.folder / "model.onnx", options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text; what is past 128 tokens is not read."""
        return _stack([vector for vector, *_ in self._run(texts, self._session.get_outputs()[0].name)])

    def encode_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Return one unit vector a text, and of each text the vectors of its tokens."""
        both = self._run(texts, "embedding", "tokens")
        return _stack([vector for vector, _ in both]), [tokens for _, tokens in both]

    def _run(self, texts: Sequence[str], *outputs: str) -> list[list[Vectors]]:
        """Run each text by itself, on as many cores as there are.

        At 8 bit the scale of a batch depends on what is in it: alone, a text is always the same. It is faster too.
        """
        import numpy as np

        def run(ids: Sequence[int]) -> list[Vectors]:
            inputs = {
                "input_ids": np.array([ids], dtype=np.int64),
                "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
            }
            return [np.asarray(values[0], dtype=np.float32) for values in self._session.run(list(outputs), inputs)]

        tokens = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            return list(pool.map(run, tokens))


def _stack(vectors: Sequence[Vectors]) -> Vectors:
    import numpy as np

    return np.stack(vectors) if vectors else np.zeros((0, 1), dtype=np.float32)


def _load_tokenizer(folder: Path, *, truncate: bool) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    if truncate:
        tokenizer.enable_truncation(_MAX_TOKENS)
    else:
        tokenizer.no_truncation()
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
