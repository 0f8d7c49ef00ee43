"""Measure the throughput of batches: contracts a minute as workers are added, and the memory that takes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from eval.metrics import Figure, count

COPIES = 2


def measure_throughput(shared: Path, *, copies: int = COPIES) -> list[Figure]:
    """Return contracts a minute with one worker and with two, from start to end, and the largest process in MB."""
    sources = sorted((shared / "data" / "contracts").glob("*.pdf"))
    if not sources:
        return []
    rates, figures = {}, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for copy in range(copies):
            for source in sources:
                copy_changed(source, folder / "contracts" / f"{copy}-{source.name}", copy)
        # Without this the first run alone would build the index.
        warm = start_batch(folder / "contracts", folder / "warm", 1)
        while warm.poll() is None and not any(folder.glob("warm/deals/*")):
            time.sleep(0.05)
        os.killpg(warm.pid, signal.SIGKILL)
        warm.wait()
        for workers in (1, 2):
            out = folder / f"out-{workers}"
            peak = largest_mb(start_batch(folder / "contracts", out, workers))
            result = json.loads((out / "batch.json").read_text(encoding="utf-8"))
            began, ended = (datetime.fromisoformat(result[k]) for k in ("started_at", "finished_at"))
            cases = len(result["deals"])
            rates[workers] = 60 * cases / (ended - began).total_seconds()
            rate = count(f"batch: contracts a minute, {workers} workers", rates[workers], cases=cases, better="higher")
            figures += [rate, count(f"batch: largest process, {workers} workers, MB", peak, cases=cases)]
    scaling = count("batch: two workers over one", rates[2] / rates[1], cases=copies * len(sources), better="higher")
    return [*figures, scaling]


def copy_changed(source: Path, target: Path, number: int) -> None:
    """Copy a PDF with a comment at its end, so that its bytes are like no other's."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    with target.open("ab") as file:
        file.write(b"\n%% copy %d\n" % number)


def start_batch(source: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    """Start, or go on with, a batch by the command line, in a process group of its own."""
    command = [
        sys.executable, "-m", "analyzer.cli", "batch", str(source), "--out", str(out), "--profile", "core", "--resume",
        "--workers", str(workers), "--format", "json", "--quiet",
    ]  # fmt: skip
    limits = {"CLAUSE_ANALYZER_ENCODER": "fast", "CLAUSE_ANALYZER_MAX_READ_CPU_SECONDS": "20"}
    environment = {**os.environ, **limits}
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)


def largest_mb(process: subprocess.Popen[bytes]) -> float:
    """Wait for a batch and return the resident memory of the largest of its processes, workers and readers."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 7}:
        raise RuntimeError(f"the batch ended with {process.returncode}")
    return usage.ru_maxrss / 1024
