"""A file is read in a process of its own: what hangs, explodes or crashes there costs that process only."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzer.errors import AnalyzerError, Damaged, Encrypted, InputError, TooLarge
from analyzer.ingest import ingest
from analyzer.models import Document
from analyzer.reading import read_isolated, tell_apart
from analyzer.settings import Settings
from eval.benchmarks.poison import encrypted_pdf, endless_pdf, expanding_docx, truncated_docx
from tests import breakers

LIMITS = Settings(max_read_cpu_seconds=1, max_read_seconds=20, max_read_memory_bytes=400_000_000)
# Taking memory costs processor time too, and how much depends on the machine.
ROOMY = LIMITS.model_copy(update={"max_read_cpu_seconds": 30})
HASTY = Settings(max_read_cpu_seconds=10, max_read_seconds=0.5)


@pytest.fixture
def threaded() -> Iterator[None]:
    """Another thread, as in a worker or a server: readers are then not forked from this process."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.parametrize("alone", [True, False])
def test_a_sound_file_is_read_as_without_a_process(alone: bool, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not alone:
        request.getfixturevalue("threaded")
    file = tmp_path / "msa.txt"
    file.write_text("1. The Supplier shall perform the Services.", encoding="utf-8")
    assert read_isolated(file, settings=LIMITS) == ingest(file)
    assert read_isolated(file.read_bytes(), name="a.txt", settings=LIMITS).name == "a.txt"


@pytest.mark.usefixtures("threaded")
@pytest.mark.parametrize(
    ("read", "settings", "error", "said"),
    [
        (breakers.take_all_memory, ROOMY, TooLarge, "more than 400,000,000 bytes of memory"),
        (breakers.take_all_memory_in_c, ROOMY, TooLarge, "more than 400,000,000 bytes of memory"),
        (breakers.spin, LIMITS, TooLarge, "more than 1 seconds of processor time"),
        (breakers.spin_in_c, LIMITS, TooLarge, "more than 1 seconds of processor time"),
        (breakers.sleep, HASTY, TooLarge, "longer than 0.5 seconds"),
        (breakers.crash, LIMITS, Damaged, "crashed the reader"),
        (breakers.stumble, LIMITS, Damaged, "broke the reader"),
    ],
)
def test_what_breaks_the_reader_is_one_line_of_explanation(
    read: Callable[..., Document], settings: Settings, error: type[AnalyzerError], said: str
) -> None:
    with pytest.raises(error) as raised:
        read_isolated(b"x", name="msa.pdf", settings=settings, read=read)
    assert str(raised.value).startswith("msa.pdf: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "words of the contract" not in str(raised.value)


@pytest.mark.usefixtures("threaded")
@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("cut.docx", truncated_docx, Damaged),
        ("locked.pdf", encrypted_pdf, Encrypted),
        ("bomb.docx", expanding_docx, TooLarge),
        ("endless.pdf", endless_pdf, TooLarge),
    ],
)
def test_poison_is_refused_with_its_reason(name: str, content: Callable[[], bytes], error: type[AnalyzerError]) -> None:
    with pytest.raises(error, match=re.escape(name)):
        read_isolated(content(), name=name, settings=LIMITS)


@pytest.mark.usefixtures("threaded")
def test_beside_other_threads_a_reader_is_forked_from_a_process_without_any() -> None:
    parent = read_isolated(Path("x"), name="parent.txt", settings=LIMITS, read=breakers.name_parent)
    assert "multiprocessing.forkserver" in parent.text


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_isolated(tmp_path / "absent.pdf", settings=LIMITS)


def test_a_reader_that_was_given_up_is_gone(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    with pytest.raises(TooLarge):
        read_isolated(noted, settings=HASTY, read=breakers.note_and_sleep)
    assert not Path(f"/proc/{noted.read_text(encoding='utf-8')}").exists()


def test_documents_of_one_name_are_told_apart() -> None:
    documents = [ingest(b"x y z", name=name) for name in ("a.txt", "b.txt", "a.txt", "a.txt")]
    assert [d.name for d in tell_apart(documents)] == ["a.txt", "b.txt", "a.txt (2)", "a.txt (3)"]
