"""Encoders, the index and search: offline, deterministic, and the same embedded or on a server."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from analyzer.errors import UsageError
from analyzer.ingest import ingest
from analyzer.library import Library, load_library
from analyzer.models import Exemplar, Match
from analyzer.names import put_roles
from analyzer.retrieve import Encoder, Retriever, hash_encoder, load_encoder, open_retriever
from analyzer.retrieve.encoders import SHIPPED
from analyzer.retrieve.index import open_index
from analyzer.retrieve.lexical import LexicalIndex
from analyzer.segment import segment
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


@pytest.mark.parametrize("name", ["fast", "accurate"])
class TestEncoders:
    def test_load_without_a_network_and_return_unit_vectors(self, name: str) -> None:
        vectors = load_encoder(name).encode(TEXTS)
        assert vectors.shape[0] == len(TEXTS)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)

    def test_are_deterministic_across_loads(self, name: str) -> None:
        np.testing.assert_array_equal(load_encoder(name).encode(TEXTS), load_encoder(name).encode(TEXTS))

    def test_do_not_mix_up_texts_of_different_length(self, name: str) -> None:
        encoder = load_encoder(name)
        together = encoder.encode(TEXTS)
        for row, text in enumerate(TEXTS):
            assert float(together[row] @ encoder.encode([text])[0]) > 0.99

    def test_put_a_paraphrase_nearer_than_another_subject(self, name: str) -> None:
        vectors = load_encoder(name).encode(["The data stays in Irish data centers.", *TEXTS])
        assert int(np.argmax(vectors[1:] @ vectors[0])) == 1

    def test_take_a_folder_with_the_same_files(self, name: str) -> None:
        np.testing.assert_array_equal(load_encoder(str(SHIPPED / name)).encode(TEXTS), load_encoder(name).encode(TEXTS))
        assert hash_encoder(str(SHIPPED / name)) == hash_encoder(name)

    def test_read_an_empty_list_and_a_text_without_words(self, name: str) -> None:
        encoder = load_encoder(name)
        assert len(encoder.encode([])) == 0
        assert np.isfinite(encoder.encode(["", "\u25cf"])).all()


@pytest.mark.parametrize("name", ["slow", "", "/nowhere/at/all"])
def test_an_unknown_encoder_is_a_usage_error_that_lists_what_there_is(name: str) -> None:
    with pytest.raises(UsageError, match="use fast, accurate, or a folder"):
        load_encoder(name)


def open_at(folder: Path, encoder: Encoder, texts: Sequence[str] = TEXTS, key: str = "library-a") -> list[list[int]]:
    index = open_index(texts, key=key, encoder=encoder, cache_dir=folder, chroma_url=None)
    return index.search(load_encoder("fast").encode(QUESTIONS), 2)[0].tolist()


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

    def test_is_built_anew_when_texts_are_added(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        open_at(tmp_path, encoder)
        found = open_at(tmp_path, encoder, (QUESTIONS[0], *TEXTS))
        assert encoder.encoded == 2 * len(TEXTS) + 1
        assert found[0] == [0, 1]

    def test_is_repaired_after_an_interrupted_build(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        whole = open_at(tmp_path / "whole", encoder)
        client = chromadb.PersistentClient(
            str(tmp_path / "cut" / "chroma"), settings=ChromaSettings(anonymized_telemetry=False)
        )
        half = client.create_collection("library-a", embedding_function=None)
        half.add(ids=["0", "1"], embeddings=load_encoder("fast").encode(TEXTS[2:]))
        assert open_at(tmp_path / "cut", encoder) == whole

    def test_returns_vectors_in_the_order_of_the_texts(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        texts = [f"{text} {number}" for number in range(4) for text in TEXTS]
        index = open_index(texts, key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=None)
        np.testing.assert_allclose(index.vectors(), load_encoder("fast").encode(texts), atol=1e-5)

    def test_finds_equal_texts_first_with_a_cosine_of_one(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        index = open_index(TEXTS, key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=None)
        positions, cosines = index.search(encoder.encode(TEXTS), 10)
        assert positions.shape == (4, 4)
        assert positions[:, 0].tolist() == [0, 1, 2, 3]
        np.testing.assert_allclose(cosines[:, 0], 1.0, atol=1e-4)
        assert (np.diff(cosines, axis=1) <= 1e-6).all()

    def test_a_search_for_nothing_finds_nothing(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        index = open_index(TEXTS, key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=None)
        positions, cosines = index.search(np.zeros((0, 256), dtype=np.float32), 2)
        assert positions.shape == cosines.shape == (0, 2)

    def test_a_cache_that_is_no_folder_is_a_usage_error(self, tmp_path: Path, encoder: CountingEncoder) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(UsageError, match="set CLAUSE_ANALYZER_CACHE_DIR"):
            open_at(tmp_path / "file" / "cache", encoder)

    def test_a_damaged_index_is_a_usage_error_that_says_what_to_do(
        self, tmp_path: Path, encoder: CountingEncoder
    ) -> None:
        (tmp_path / "chroma").mkdir()
        (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
        with pytest.raises(UsageError, match=r"chroma can't be used: delete that folder"):
            open_at(tmp_path, encoder)


def test_a_changed_exemplar_changes_the_librarys_hash_and_so_the_index(core_library_dir: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(core_library_dir, tmp_path / "library")
    before = load_library(folder)
    path = folder / "exemplars" / "data-residency.md"
    path.write_text(path.read_text("utf-8").replace("Dublin", "Galway").replace("Ireland", "Portugal"), "utf-8")
    after = load_library(folder)
    assert len(after.exemplars) == len(before.exemplars)
    assert [e.text for e in after.exemplars] != [e.text for e in before.exemplars]
    assert after.sha256[:16] != before.sha256[:16]


class TestWords:
    def test_shares_are_between_0_and_1_and_best_first(self) -> None:
        positions, shares = LexicalIndex(TEXTS).search([*TEXTS, "zebra", "", "model model model version"], 3)
        assert positions.shape == (7, 3)
        assert (shares >= 0).all()
        assert (shares <= 1).all()
        assert (np.diff(shares, axis=1) <= 0).all()

    def test_the_text_itself_shares_most(self) -> None:
        positions, shares = LexicalIndex(TEXTS).search(TEXTS, 4)
        assert positions[:, 0].tolist() == [0, 1, 2, 3]
        assert (shares[:, 0] > shares[:, 1]).all()

    def test_unknown_words_share_nothing(self) -> None:
        assert LexicalIndex(TEXTS).search(["zebra giraffe", ""], 4)[1].max() == 0

    def test_never_returns_more_than_there_are(self) -> None:
        assert LexicalIndex(TEXTS[:2]).search(["notice"], 60)[0].shape == (1, 2)


def sample(exemplars: Sequence[Exemplar], count: int = 40) -> list[Exemplar]:
    return list(exemplars)[:: max(1, len(exemplars) // count)]


def by_passage(matches: Sequence[Match]) -> dict[int, list[Match]]:
    found: dict[int, list[Match]] = {}
    for match in matches:
        found.setdefault(match.passage, []).append(match)
    return found


@pytest.mark.parametrize("name", ["fast", "accurate"])
def test_a_passage_equal_to_an_exemplar_finds_it_first(
    name: str, core_library: Library, request: pytest.FixtureRequest
) -> None:
    retriever: Retriever = request.getfixturevalue(f"{name}_retriever")
    chosen = sample(core_library.exemplars)
    texts = [put_roles(e.text) for e in chosen]
    found = by_passage(retriever.search(texts))
    for row, exemplar in enumerate(chosen):
        assert found[row][0].exemplar == exemplar.id
        assert found[row][0].similarity == pytest.approx(1.0, abs=0.02)  # int8: the batch moves it a little
        assert found[row][0].fused == max(m.fused for m in found[row])


class TestSearch:
    def test_scores_are_in_range_and_tones_are_there_for_elements_only(self, fast_retriever: Retriever) -> None:
        matches = fast_retriever.search([*TEXTS, "zebra"])
        assert {m.passage for m in matches} == {0, 1, 2, 3, 4}
        for match in matches:
            assert 0 <= match.similarity <= 1.0001
            assert 0 <= match.lexical <= 1
            assert 0 <= match.fused <= 1.0001
            assert (match.tone is not None) == (match.element is not None)

    def test_each_text_finds_its_own_provision_first(self, fast_retriever: Retriever) -> None:
        found = by_passage(fast_retriever.search(TEXTS))
        assert [found[row][0].provision for row in range(4)] == [
            "model-change-notice",
            "data-residency",
            "data-ownership-training",
            "liability-layering",
        ]

    def test_matches_come_passage_by_passage(self, fast_retriever: Retriever) -> None:
        passages = [m.passage for m in fast_retriever.search(TEXTS, positions=[2, 5, 7, 11])]
        assert passages == sorted(passages)
        assert set(passages) == {2, 5, 7, 11}

    def test_is_deterministic(self, fast_retriever: Retriever) -> None:
        assert fast_retriever.search(TEXTS) == fast_retriever.search(TEXTS)

    def test_nothing_finds_nothing(self, fast_retriever: Retriever) -> None:
        assert fast_retriever.search([]) == ()

    def test_passages_of_fewer_than_five_words_are_skipped(self, fast_retriever: Retriever) -> None:
        text = "1. Term of notice\n\nThe Provider shall tell the Client of each change to the AI model.\n\nIt shall stop.\n"
        contract = segment(ingest(text.encode(), name="short.txt"))
        words = [len(contract.document.text[p.start : p.end].split()) for p in contract.passages]
        searched = set(by_passage(fast_retriever.retrieve(contract)))
        assert searched == {i for i, count in enumerate(words) if count >= 5}
        assert searched
        assert len(searched) < len(words)


def test_fusing_puts_the_best_first_and_weighs_vectors_over_words() -> None:
    from analyzer.retrieve import _fuse

    def fuse(dense: list[int], cosines: list[float], words: list[int], shares: list[float]) -> list[int]:
        rows = _fuse(
            np.array(dense, dtype=np.int64),
            np.array(cosines, dtype=np.float32),
            np.array(words, dtype=np.int64),
            np.array(shares, dtype=np.float32),
        )
        assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
        return [row[0] for row in rows]

    assert fuse([7, 8], [0.9, 0.5], [8, 7], [0.9, 0.5]) == [7, 8]
    assert fuse([7, 8], [0.6, 0.5], [8], [0.9]) == [8, 7]
    assert fuse([7, 8], [0.6, 0.5], [9], [0.1]) == [7, 8, 9]  # found by words alone: no nearer than the last
    assert fuse([7, 8], [0.6, 0.6], [], []) == [7, 8]


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
        remote = open_retriever(core_library.exemplars, library_sha256=core_library.sha256, settings=settings)
        here, there = fast_retriever.search(TEXTS), remote.search(TEXTS)
        assert [(m.passage, m.exemplar) for m in there] == [(m.passage, m.exemplar) for m in here]
        np.testing.assert_allclose([m.similarity for m in there], [m.similarity for m in here], atol=1e-4)
        assert not (tmp_path / "unused").exists()

    def test_keeps_the_index_for_the_next_run(self, chroma_url: str, encoder: CountingEncoder, tmp_path: Path) -> None:
        for _ in range(2):
            open_index(TEXTS, key="library-kept", encoder=encoder, cache_dir=tmp_path, chroma_url=chroma_url)
        assert encoder.encoded == len(TEXTS)

    def test_that_does_not_answer_is_a_usage_error(self, encoder: CountingEncoder, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
            url = f"http://127.0.0.1:{taken.getsockname()[1]}"
            with pytest.raises(UsageError, match=f"no Chroma server answers at {url}: start it or unset"):
                open_index(TEXTS, key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=url)

    @pytest.mark.parametrize("url", ["127.0.0.1:8000", "chroma.internal:9000", "file:///tmp", "http://"])
    def test_url_without_http_and_host_is_a_usage_error(
        self, url: str, encoder: CountingEncoder, tmp_path: Path
    ) -> None:
        with pytest.raises(UsageError, match=r"expected the form http://127\.0\.0\.1:8000"):
            open_index(TEXTS, key="library-a", encoder=encoder, cache_dir=tmp_path, chroma_url=url)


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
        assert seen == [False]

    def test_the_server_is_reached_without_telemetry(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import chromadb

        seen: list[bool] = []

        def spy(*, settings: "chromadb.config.Settings", **_: object) -> object:
            seen.append(settings.anonymized_telemetry)
            raise ValueError("spied")

        monkeypatch.setattr(chromadb, "HttpClient", spy)
        with pytest.raises(UsageError, match="spied"):
            open_index(
                TEXTS,
                key="library-a",
                encoder=load_encoder("fast"),
                cache_dir=tmp_path,
                chroma_url="http://127.0.0.1:1",
            )
        assert seen == [False]

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
