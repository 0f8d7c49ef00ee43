"""Time the command line against the extraction of the same file's text, as ratios in one run.

A 100-page PDF is put together from contracts. Each figure is the median of five rounds of child processes after one that
warms the caches, so that imports and start-up count on both sides.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.metrics import Figure

PAGES = 100
ROUNDS = 5
_SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_EXTRACT = "import sys; from pathlib import Path; from analyzer.ingest import ingest; ingest(Path(sys.argv[1]))"
_PLAIN = "import sys; from pypdf import PdfReader; [p.extract_text() for p in PdfReader(sys.argv[1]).pages]"


def run_bench(shared: Path) -> list[Figure]:
    """Return times as ratios to extraction, and the peak memory of the analysis in MB."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hundred-pages.pdf"
        build_long_contract(file, shared)
        commands = [
            Command(f"{encoder} encoder, {profile}", (
                sys.executable, "-m", "analyzer.cli", "analyze", str(file), "--quiet", "--profile", profile,
                "--out", str(Path(folder) / "report"),
            ), {"CLAUSE_ANALYZER_ENCODER": encoder})
            for encoder in ("fast", "accurate") for profile in ("core", "full")
        ]  # fmt: skip
        extract, plain = (Command(name, (sys.executable, "-c", name, str(file)), {}) for name in (_EXTRACT, _PLAIN))
        taken = measure_in_turn([extract, plain, *commands])
    basis = taken[extract.name]
    figures = [
        _figure(f"bench: extraction of {PAGES} pages, seconds", basis.seconds()),
        _figure("bench: plain pypdf over our extraction", taken[plain.name].over(basis)),
    ]
    for command in commands:
        figures.append(_figure(f"bench: {command.name}, over extraction", taken[command.name].over(basis)))
        figures.append(_figure(f"bench: {command.name}, peak MB", max(taken[command.name].peaks_mb)))
    return figures


def build_long_contract(file: Path, shared: Path, *, pages: int = PAGES) -> None:
    """Write a PDF of so many pages from real contracts where there are any, else from the samples."""
    from pypdf import PdfReader, PdfWriter

    sources = sorted((shared / "data" / "contracts").glob("*.pdf")) or sorted(_SAMPLES.glob("*.pdf"))
    writer = PdfWriter()
    while len(writer.pages) < pages:
        for source in sources:
            for page in PdfReader(source).pages:
                if len(writer.pages) < pages:
                    writer.add_page(page)
    writer.write(file)


@dataclass(frozen=True)
class Command:
    """A command line under a name, with what it finds in its environment besides."""

    name: str
    words: tuple[str, ...]
    environment: dict[str, str]


@dataclass
class Taken:
    """What a command took, round by round: wall time in seconds and resident memory in MB."""

    rounds: list[float] = field(default_factory=list)
    peaks_mb: list[float] = field(default_factory=list)

    def seconds(self) -> float:
        """Return the median time."""
        return statistics.median(self.rounds)

    def over(self, basis: Taken) -> float:
        """Return the median of the ratios to what another command took in the same round."""
        return statistics.median(own / other for own, other in zip(self.rounds, basis.rounds, strict=True))


def measure_in_turn(commands: Sequence[Command], *, rounds: int = ROUNDS) -> dict[str, Taken]:
    """Run all commands one after another, round by round after one that warms the caches, and return what they took.

    A machine that others share is faster at one time than at another; within a round it is much the same for all.
    """
    taken = {command.name: Taken() for command in commands}
    for number in range(1 + rounds):
        for command in commands:
            began = time.perf_counter()
            process = subprocess.Popen(
                command.words,
                env={**os.environ, **command.environment},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _, status, usage = os.wait4(process.pid, 0)
            elapsed = time.perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in {0, 7}:
                raise RuntimeError(f"{' '.join(command.words)} ended with {process.returncode}")
            if number:
                taken[command.name].rounds.append(elapsed)
                taken[command.name].peaks_mb.append(usage.ru_maxrss / 1024)
    return taken


def _figure(name: str, value: float) -> Figure:
    return Figure(name, value, None, None, ROUNDS)
