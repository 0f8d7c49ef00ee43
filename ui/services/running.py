"""Work in the background: which step it is at, how long the steps took, and a way to stop it."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, get_args

from analyzer.errors import AnalyzerError, InputError
from analyzer.models import Analysis, Compared, Posture, ProfileName, Tier
from analyzer.settings import Settings
from ui.services.engine import open_engine
from ui.services.model import open_configured

if TYPE_CHECKING:
    from analyzer.reading import Reading

T = TypeVar("T")
R = TypeVar("R")
Step = Literal[
    "waiting", "reading", "opening", "clauses", "retrieval", "assessment", "second reading", "scoring", "drafting"
]  # fmt: skip
STEPS: tuple[Step, ...] = get_args(Step)

# More at a time make each slower and none faster: the work is arithmetic.
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="analysis")


class Stopped(Exception):
    """The person no longer wants the result."""


@dataclass(frozen=True)
class Upload:
    """A file as it was dropped, in memory only."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Choices:
    """How to analyse.

    `library_dir` is a team's own library, None the one in settings; `ask_model` lets a configured language model read
    doubtful elements a second time.
    """

    profile: ProfileName = "full"
    tier: Tier | Literal["auto"] = "auto"
    posture: Posture = "balanced"
    library_dir: Path | None = None
    ask_model: bool = False


@dataclass
class Run(Generic[T]):
    """Work under way; `contract` counts the contracts analysed so far, of `contracts`. Its files are let go of when it ends."""

    names: tuple[str, ...]
    contracts: int = 1
    contract: int = 0
    step: Step = "waiting"
    took: dict[Step, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    _stop: Event = field(default_factory=Event)
    _readings: list[Reading[Any]] = field(default_factory=list)
    _future: Future[T] | None = None

    def begin(self, step: Step) -> None:
        """Go on to a step, unless the run was stopped."""
        if self._stop.is_set():
            raise Stopped
        now = time.monotonic()
        self.took[self.step] = now - self.began
        self.step, self.began = step, now
        self.contract += step == "clauses"

    def read(self, reading: Reading[R]) -> Reading[R]:
        """Take note of files that are being read, whose processes end when the run is stopped."""
        self._readings.append(reading)
        if self._stop.is_set():
            reading.cancel()
        return reading

    def stop(self) -> None:
        """Give the run up: reading ends at once, arithmetic with its step, and the result is thrown away."""
        self._stop.set()
        if self._future is not None:
            self._future.cancel()
        for reading in tuple(self._readings):
            reading.cancel()

    @property
    def done(self) -> bool:
        """Return whether there is a result, or an error instead of one."""
        return self._future is not None and self._future.done()

    def result(self) -> T:
        """Return the result.

        Raises:
            AnalyzerError: one line for the person; it never holds words of the contract.
        """
        assert self._future is not None
        try:
            return self._future.result()
        except AnalyzerError:
            raise
        except Exception as error:
            raise AnalyzerError(f"the analysis failed ({describe(error)}); try again, and report this line") from None

    def submit(self, work: Callable[[Run[T]], T]) -> Run[T]:
        """Begin in the background and return this run."""
        self._future = _pool.submit(work, self)
        return self


def start(uploads: Sequence[Upload], choices: Choices) -> Run[Analysis]:
    """Begin to analyse the files of one deal."""
    files = tuple(uploads)
    run: Run[Analysis] = Run(names=tuple(upload.name for upload in files))
    return run.submit(lambda own: _analyse(own, files, choices))


def start_comparison(base: Upload, versions: Sequence[Upload], choices: Choices, *, rounds: bool) -> Run[Compared]:
    """Begin to compare a base with the versions that came back."""
    files = tuple(versions)
    run: Run[Compared] = Run(names=(base.name, *(f.name for f in files)), contracts=1 + len(files))
    return run.submit(lambda own: _compare(own, base, files, choices, rounds))


def _analyse(run: Run[Analysis], uploads: tuple[Upload, ...], choices: Choices) -> Analysis:
    run.begin("reading")
    from analyzer.ingest import ingest
    from analyzer.pipeline import analyze
    from analyzer.reading import start_reading, tell_apart

    waiting = [
        run.read(start_reading(upload.content, name=upload.name, settings=Settings(), read=ingest))
        for upload in uploads
    ]
    documents = tell_apart([wait() for wait in waiting])
    run.begin("opening")
    engine = open_engine(choices.library_dir)
    return analyze(
        documents,
        profile=choices.profile,
        tier=choices.tier,
        posture=choices.posture,
        settings=engine.settings,
        library=engine.library,
        retriever=engine.retriever,
        model=open_configured() if choices.ask_model else None,
        progress=run.begin,
    )


def _compare(
    run: Run[Compared], base: Upload, versions: tuple[Upload, ...], choices: Choices, rounds: bool
) -> Compared:
    run.begin("reading")
    from analyzer.comparing import compare_versions
    from analyzer.reading import start_deal, start_versions

    settings = Settings()
    with tempfile.TemporaryDirectory(prefix="clause-analyzer-") as own, tempfile.TemporaryDirectory() as other:
        ours = run.read(start_deal(put_down([base], Path(own)), settings=settings))
        theirs = run.read(start_versions(put_down(versions, Path(other)), settings=settings))
        [document], (read, problems) = ours(), theirs()
    if not read:
        raise InputError("; ".join(problem.message for problem in problems))
    run.begin("opening")
    engine = open_engine(choices.library_dir)
    return compare_versions(
        document,
        read,
        profile=choices.profile,
        tier=choices.tier,
        posture=choices.posture,
        settings=engine.settings,
        library=engine.library,
        retriever=engine.retriever,
        problems=problems,
        rounds=rounds,
        progress=run.begin,
    )


def put_down(uploads: Sequence[Upload], folder: Path) -> list[Path]:
    """Write files into a folder, those that have one name numbered, and return them."""
    taken: set[str] = set()
    paths = []
    for upload in uploads:
        name = Path(upload.name).name
        stem, suffix, count = Path(name).stem, Path(name).suffix, 2
        while name.lower() in taken:
            name, count = f"{stem} ({count}){suffix}", count + 1
        taken.add(name.lower())
        (folder / name).write_bytes(upload.content)
        paths.append(folder / name)
    return paths


def describe(error: BaseException) -> str:
    """Return what broke and where, without the message, which may quote the contract."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
