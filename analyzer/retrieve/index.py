"""The vectors of the library's exemplars, in Chroma: embedded and persistent, or on a server by URL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from analyzer.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from filelock import FileLock
    from numpy.typing import NDArray

    from analyzer.retrieve.encoders import Encoder

_CHUNK = 2_000
_QUERIES = 4


class VectorIndex:
    """A Chroma collection named after the hashes of library and encoder, so that a change of either rebuilds it."""

    def __init__(self, collection: Collection, size: int) -> None:
        self._collection = collection
        self._size = size

    def vectors(self) -> NDArray[np.float32]:
        """Return the stored vectors in the order of the exemplars."""
        import numpy as np

        stored = self._collection.get(include=["embeddings"])
        rows = np.asarray(stored["embeddings"], dtype=np.float32)
        return rows[np.argsort([int(i) for i in stored["ids"]])]

    def search(self, vectors: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return positions in the exemplar list and cosines of the `count` nearest, a row a vector."""
        import numpy as np

        count = min(count, self._size)
        if not len(vectors):
            return np.zeros((0, count), dtype=np.int64), np.zeros((0, count), dtype=np.float32)
        # Chroma answers one query on one core and several at once.
        with ThreadPoolExecutor(max_workers=_QUERIES) as pool:
            parts = [part for part in np.array_split(vectors, _QUERIES) if len(part)]
            answers = list(pool.map(partial(self._query, count=count), parts))
        positions: NDArray[np.int64] = np.concatenate([found for found, _ in answers])
        distances: NDArray[np.float32] = np.concatenate([far for _, far in answers])
        return positions, np.float32(1.0) - distances

    def _query(self, vectors: NDArray[np.float32], *, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        import numpy as np

        found = self._collection.query(query_embeddings=vectors, n_results=count, include=["distances"])
        positions = np.array([[int(i) for i in row] for row in found["ids"]], dtype=np.int64)
        return positions, np.array(found["distances"], dtype=np.float32)


def open_index(
    texts: Callable[[], Sequence[str]],
    size: int,
    *,
    key: str,
    encoder: Encoder,
    cache_dir: Path,
    chroma_url: str | None,
) -> VectorIndex:
    """Open the collection for `key`, building it when it is not there or not whole.

    Args:
        texts: gives the `size` texts; called only when the collection is built.
        key: names library and encoder; letters, digits and dashes.

    Raises:
        UsageError: the Chroma server can't be reached, the cache folder can't be written or the index in it is damaged.
    """
    from chromadb.errors import ChromaError, InternalError

    folder = cache_dir / "chroma" / key
    try:
        if chroma_url is None:
            found = _open_folder(folder, texts, key, encoder, lock=cache_dir / "chroma.lock")
        else:
            found = _open_on_server(chroma_url, texts, size, key, encoder, lock=cache_dir / "chroma.lock")
        if found.count() != size:
            raise InternalError(f"{found.count()} of {size} texts")
        return VectorIndex(found, size)
    except ChromaError as error:
        what = f"the index in {folder} can't be used: delete that folder, it is built anew"
        if chroma_url is not None:
            what = f"the Chroma server at {chroma_url} refused the index"
        raise UsageError(f"{what} ({error})") from error


def _open_folder(
    folder: Path, texts: Callable[[], Sequence[str]], key: str, encoder: Encoder, *, lock: Path
) -> Collection:
    # Chroma's files are not made for several processes, one of which writes. So each index has a folder of its own,
    # that shows up whole under its name and is only read from then on.
    if not folder.is_dir():
        with _lock(lock):
            if not folder.is_dir():
                draft = folder.with_suffix(".part")
                shutil.rmtree(draft, ignore_errors=True)
                with _local(draft) as client:
                    _build(client, texts(), key, encoder)
                draft.rename(folder)
    return _local(folder).get_collection(key, embedding_function=None)


def _open_on_server(
    url: str, texts: Callable[[], Sequence[str]], size: int, key: str, encoder: Encoder, *, lock: Path
) -> Collection:
    client = _remote(url)
    found = _find(client, key)
    if found is None or found.count() != size:
        with _lock(lock):
            found = _find(client, key)
            if found is None or found.count() != size:
                if found is not None:
                    client.delete_collection(key)
                found = _build(client, texts(), key, encoder)
    return found


def _lock(path: Path) -> FileLock:
    """Of several processes that start together one builds, and the others find it built."""
    from filelock import FileLock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(path.parent, error) from error
    return FileLock(path)


def _find(client: ClientAPI, key: str) -> Collection | None:
    from chromadb.errors import NotFoundError

    try:
        return client.get_collection(key, embedding_function=None)
    except NotFoundError:
        return None


def _build(client: ClientAPI, texts: Sequence[str], key: str, encoder: Encoder) -> Collection:
    # One thread inserts in one order, so that every machine has the same graph and a report comes out the same; what
    # is inserted is written out at once, so that nothing is left to do for who reads.
    space: CreateCollectionConfiguration = {
        "hnsw": {"space": "cosine", "ef_search": 150, "num_threads": 1, "batch_size": 2, "sync_threshold": 2}
    }
    vectors = encoder.encode(texts)
    collection = client.create_collection(key, configuration=space, embedding_function=None)
    for first in range(0, len(texts), _CHUNK):
        stop = min(first + _CHUNK, len(texts))
        collection.add(ids=[str(i) for i in range(first, stop)], embeddings=vectors[first:stop])
    collection.get(ids=["0"], include=["embeddings"])
    return collection


def _local(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        return cast("Client", client)
    except OSError as error:
        raise _not_writable(folder.parent.parent, error) from error


def _not_writable(cache_dir: Path, error: OSError) -> UsageError:
    return UsageError(f"the cache folder {cache_dir} can't be written: set CLAUSE_ANALYZER_CACHE_DIR ({error})")


def _remote(url: str) -> ClientAPI:
    from urllib.parse import urlsplit

    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"CLAUSE_ANALYZER_CHROMA_URL is {url!r}: expected the form http://127.0.0.1:8000")
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or 8000,
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
    except Exception as error:
        raise UsageError(
            f"no Chroma server answers at {url}: start it or unset CLAUSE_ANALYZER_CHROMA_URL ({error})"
        ) from error
