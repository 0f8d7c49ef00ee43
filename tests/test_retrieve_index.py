"""The index of vectors: kept, rebuilt, repaired; embedded or on a server; nothing leaves the machine."""

import multiprocessing
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzer.errors import UsageError
from analyzer.library import Library, load_library
from analyzer.retrieve import Encoder, Retriever, load_encoder, open_retriever
from analyzer.retrieve.index import open_index
from analyzer.settings import Settings

TEXTS = (
    "Provider shall notify Client in writing thirty days before a new model version is released.",
    "Client Data is stored only in Ireland.",
    "Client owns all outputs of the AI System.",
    "Provider shall indemnify Client against losses caused by an AI Error.",
)
QUESTIONS = ("Notice of every new version of the model is due 30 days before.", "Where the data may be stored.")


class CountingEncoder:
    """The fast encoder, counting the texts it is given."""

    name = "counting"

    def __init__(self) -> None:
        self.encoded = 0
        self._encoder = load_encoder("fast")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        return self._encoder.encode(texts)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


def open_at(folder: Path, encoder: Encoder, texts: Sequence[str] = TEXTS, key: str = "library-a") -> list[list[int]]:
    index = open_index(lambda: texts, len(texts), key=key, encoder=encoder, cache_dir=folder, chroma_url=None)
    return index.search(load_encoder("fast").encode(QUESTIONS), 2)[0].tolist()


def open_both(folder: Path) -> list[list[list[int]]]:
    """Open two indexes of a few thousand texts, as a process that starts with others does."""
    texts = [f"{text} {number}" for number in range(600) for text in TEXTS]
    return [open_at(folder, load_encoder("fast"), texts, key) for key in ("library-a", "library-b")]


class TestTheIndex:
    def test_is_built_once_and_kept(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        from chromadb.api.shared_system_client import SharedSystemClient

        first = open_at(tmp_path, encoder)
        SharedSystemClient.clear_system_cache()  # what another process would start with
        assert open_at(tmp_path, encoder) == first
        assert encoder.encoded == len(TEXTS)

    def test_is_built_anew_under_another_key(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        open_at(tmp_path, encoder)
        found = open_at(tmp_path, encoder, tuple(reversed(TEXTS)), key="library-b")
        assert encoder.encoded == 2 * len(TEXTS)
        assert [row[0] for row in found] == [3, 2]

    def test_is_built_whole_after_an_interrupted_build(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        whole = open_at(tmp_path / "whole", encoder)
        with chromadb.PersistentClient(
            str(tmp_path / "cut" / "chroma" / "library-a.part"), settings=ChromaSettings(anonymized_telemetry=False)
        ) as client:
            half = client.create_collection("library-a", embedding_function=None)
            half.add(ids=["0", "1"], embeddings=load_encoder("fast").encode(TEXTS[2:]))
        assert open_at(tmp_path / "cut", encoder) == whole
        assert [path.name for path in (tmp_path / "cut" / "chroma").iterdir()] == ["library-a"]

    def test_processes_that_start_together_read_the_same(self, tmp_path: Path) -> None:
        with ProcessPoolExecutor(6, mp_context=multiprocessing.get_context("spawn")) as pool:
            found = list(pool.map(open_both, [tmp_path] * 6))
        assert found == [found[0]] * 6

    def test_returns_vectors_in_the_order_of_the_texts(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        texts = [f"{text} {number}" for number in range(4) for text in TEXTS]
        index = open_index(
            lambda: texts, len(texts), key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=None
        )
        np.testing.assert_allclose(index.vectors(), load_encoder("fast").encode(texts), atol=1e-5)

    def test_finds_equal_texts_first_with_a_cosine_of_one(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        index = open_index(
            lambda: TEXTS, len(TEXTS), key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=None
        )
        positions, cosines = index.search(encoder.encode(TEXTS), 10)
        assert positions.shape == (4, 4)
        assert positions[:, 0].tolist() == [0, 1, 2, 3]
        np.testing.assert_allclose(cosines[:, 0], 1.0, atol=1e-4)
        assert (np.diff(cosines, axis=1) <= 1e-6).all()

    def test_a_search_for_nothing_finds_nothing(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        index = open_index(
            lambda: TEXTS, len(TEXTS), key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=None
        )
        positions, cosines = index.search(np.zeros((0, 256), dtype=np.float32), 2)
        assert positions.shape == cosines.shape == (0, 2)

    def test_a_cache_that_is_no_folder_is_a_usage_error(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(UsageError, match="set CLAUSE_ANALYZER_CACHE_DIR"):
            open_at(tmp_path / "file" / "cache", encoder)

    def test_a_damaged_index_is_a_usage_error_that_says_what_to_do(
        self, tmp_path: Path, encoder: CountingEncoder
    ) -> None:
        folder = tmp_path / "chroma" / "library-a"
        folder.mkdir(parents=True)
        (folder / "chroma.sqlite3").write_bytes(b"no database" * 1000)
        with pytest.raises(UsageError, match=r"library-a can't be used: delete that folder"):
            open_at(tmp_path, encoder)

    def test_an_index_that_lost_texts_is_refused(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        open_at(tmp_path, encoder)
        with pytest.raises(UsageError, match=r"library-a can't be used: delete that folder.*4 of 5 texts"):
            open_at(tmp_path, encoder, (*TEXTS, "One more."))


def test_a_changed_exemplar_changes_the_librarys_hash_and_so_the_index(core_library_dir: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(core_library_dir, tmp_path / "library")
    before = load_library(folder)
    path = folder / "exemplars" / "data-residency.md"
    path.write_text(path.read_text("utf-8").replace("Dublin", "Galway").replace("Ireland", "Portugal"), "utf-8")
    after = load_library(folder)
    assert len(after.exemplars) == len(before.exemplars)
    assert [e.text for e in after.exemplars] != [e.text for e in before.exemplars]
    assert after.sha256[:16] != before.sha256[:16]


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server on loopback."""
    folder = tmp_path_factory.mktemp("chroma-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*command, "--path", str(folder / "data")], stdout=log, stderr=log, cwd=folder)
        try:
            deadline = time.monotonic() + 60
            while not _answers(port):
                assert server.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, "the Chroma server did not start within a minute"
                time.sleep(0.1)
            with closing_clients():
                yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def closing_clients() -> Iterator[None]:
    """Close the HTTP clients that were opened meanwhile: Chroma's own `close` leaves their connections open."""
    import httpx

    with pytest.MonkeyPatch.context() as patch, ExitStack() as opened:
        original = httpx.Client
        patch.setattr(httpx, "Client", lambda **named: opened.enter_context(closing(original(**named))))
        yield


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


class TestAChromaServer:
    def test_gives_the_same_matches_as_the_embedded_index(
        self, chroma_url: str, core_library: Library, fast_settings: Settings, fast_retriever: Retriever, tmp_path: Path
    ) -> None:
        settings = fast_settings.model_copy(update={"chroma_url": chroma_url, "cache_dir": tmp_path / "unused"})
        remote = open_retriever(core_library.exemplars, settings=settings)
        here, there = fast_retriever.search(TEXTS), remote.search(TEXTS)
        ours, theirs = ({(m.passage, m.exemplar): m.similarity for m in found} for found in (here, there))
        # Each index is an approximation with a graph of its own: far matches may differ by one or two.
        both = ours.keys() & theirs.keys()
        assert len(both) >= 0.97 * max(len(ours), len(theirs))
        np.testing.assert_allclose([theirs[m] for m in both], [ours[m] for m in both], atol=1e-4)
        assert not (tmp_path / "unused" / "chroma").exists()

    def test_keeps_the_index_for_the_next_run(self, chroma_url: str, encoder: CountingEncoder, tmp_path: Path) -> None:
        for _ in range(2):
            open_index(
                lambda: TEXTS,
                len(TEXTS),
                key="library-kept",
                encoder=encoder,
                cache_dir=tmp_path,
                chroma_url=chroma_url,
            )
        assert encoder.encoded == len(TEXTS)

    def test_that_does_not_answer_is_a_usage_error(self, encoder: CountingEncoder, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
            url = f"http://127.0.0.1:{taken.getsockname()[1]}"
            with pytest.raises(UsageError, match=f"no Chroma server answers at {url}: start it or unset"):
                open_index(
                    lambda: TEXTS, len(TEXTS), key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=url
                )

    @pytest.mark.parametrize("url", ["127.0.0.1:8000", "chroma.internal:9000", "file:///tmp", "http://"])
    def test_url_without_http_and_host_is_a_usage_error(
        self, url: str, encoder: CountingEncoder, tmp_path: Path
    ) -> None:
        with pytest.raises(UsageError, match=r"expected the form http://127\.0\.0\.1:8000"):
            open_index(lambda: TEXTS, len(TEXTS), key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=url)


class TestNothingLeavesTheMachine:
    def test_chroma_is_opened_without_telemetry(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import chromadb

        seen: list[bool] = []
        original = chromadb.PersistentClient

        def spy(path: str, settings: "chromadb.config.Settings") -> object:
            seen.append(settings.anonymized_telemetry)
            return original(path, settings=settings)

        monkeypatch.setattr(chromadb, "PersistentClient", spy)
        open_at(tmp_path, load_encoder("fast"))
        assert seen
        assert not any(seen)

    def test_the_server_is_reached_without_telemetry(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import chromadb

        seen: list[bool] = []

        def spy(*, settings: "chromadb.config.Settings", **_: object) -> object:
            seen.append(settings.anonymized_telemetry)
            raise ValueError("spied")

        monkeypatch.setattr(chromadb, "HttpClient", spy)
        with pytest.raises(UsageError, match="spied"):
            open_index(
                lambda: TEXTS,
                len(TEXTS),
                key="library-a",
                encoder=load_encoder("fast"),
                cache_dir=tmp_path,
                chroma_url="http://127.0.0.1:1",
            )
        assert seen
        assert not any(seen)

    def test_the_suite_refuses_connections_and_look_ups_outside(self) -> None:
        with socket.socket() as outside, pytest.raises(AssertionError, match="only loopback"):
            outside.connect(("192.0.2.1", 80))
        with socket.socket(type=socket.SOCK_DGRAM) as outside, pytest.raises(AssertionError, match="only loopback"):
            outside.sendto(b"x", ("192.0.2.1", 53))
        with pytest.raises(AssertionError, match="only loopback"):
            socket.create_connection(("example.com", 443), timeout=1)

    def test_the_suite_lets_loopback_through(self) -> None:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()
            with socket.create_connection(server.getsockname(), timeout=5):
                pass
