"""Time the command line against the extraction of the same file's text, as ratios in one run.

A 100-page PDF is put together from contracts. Each figure is the median of three child processes after one that warms the
caches, so that imports and start-up count on both sides.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from eval.metrics import Figure

PAGES = 100
_SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_EXTRACT = "import sys; from pathlib import Path; from analyzer.ingest import ingest; ingest(Path(sys.argv[1]))"
_PLAIN = "import sys; from pypdf import PdfReader; [p.extract_text() for p in PdfReader(sys.argv[1]).pages]"


def run_bench(shared: Path) -> list[Figure]:
    """Return times as ratios to extraction, and the peak memory of the analysis in MB."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hundred-pages.pdf"
        build_long_contract(file, shared)
        extract, _ = measure_command([sys.executable, "-c", _EXTRACT, str(file)], {})
        plain, _ = measure_command([sys.executable, "-c", _PLAIN, str(file)], {})
        figures = [
            _figure(f"bench: extraction of {PAGES} pages, seconds", extract),
            _figure("bench: plain pypdf over our extraction", plain / extract),
        ]
        for encoder in ("fast", "accurate"):
            for profile in ("core", "full"):
                command = [
                    sys.executable, "-m", "analyzer.cli", "analyze", str(file), "--quiet", "--profile", profile,
                    "--out", str(Path(folder) / "report"),
                ]  # fmt: skip
                seconds, megabytes = measure_command(command, {"CLAUSE_ANALYZER_ENCODER": encoder})
                figures.append(_figure(f"bench: {encoder} encoder, {profile}, over extraction", seconds / extract))
                figures.append(_figure(f"bench: {encoder} encoder, {profile}, peak MB", megabytes))
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


def measure_command(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return the median wall time in seconds and the highest resident memory in MB of three runs after a warm-up."""
    times, peaks = [], []
    for run in range(4):
        began = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 7}:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
        if run:
            times.append(elapsed)
            peaks.append(usage.ru_maxrss / 1024)
    return statistics.median(times), max(peaks)


def _figure(name: str, value: float) -> Figure:
    return Figure(name, value, None, None, 3)
