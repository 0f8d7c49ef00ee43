"""Measure batches: contracts a minute as workers are added, memory, and a thousand files with poison, killed ten times."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path

from eval.benchmarks.poison import encrypted_pdf, endless_pdf, expanding_docx, expanding_pdf, truncated_docx
from eval.metrics import Figure

COPIES = 2
FILES = 1_000
KILLS = 10
_POISON: dict[str, Callable[[], bytes]] = {
    "cut.docx": truncated_docx,
    "locked.pdf": encrypted_pdf,
    "bomb.docx": expanding_docx,
    "endless.pdf": endless_pdf,
    "three-gigabytes.docx": lambda: expanding_docx(3_000),
    "three-gigabytes.pdf": lambda: expanding_pdf(3_000),
}
# In so many files there is one of each of these kinds of poison: together one in twenty.
_ONE_IN = {"cut.docx": 100, "locked.pdf": 100, "bomb.docx": 100, "endless.pdf": 100}
_ONE_IN |= {"three-gigabytes.docx": 200, "three-gigabytes.pdf": 200}


def measure_throughput(shared: Path) -> list[Figure]:
    """Return contracts a minute with one worker and with two, from start to end, and the largest process in MB."""
    sources = sorted((shared / "data" / "contracts").glob("*.pdf"))
    if not sources:
        return []
    rates, figures = {}, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for copy in range(COPIES):
            for source in sources:
                _copy_changed(source, folder / "contracts" / f"{copy}-{source.name}", copy)
        # Without this the first run alone would build the index.
        with suppress(_Killed):
            _run(folder / "contracts", folder / "warm", 1, stop_after=1)
        for workers in (1, 2):
            out = folder / f"out-{workers}"
            peak = _run(folder / "contracts", out, workers)
            result = json.loads((out / "batch.json").read_text(encoding="utf-8"))
            began, ended = (datetime.fromisoformat(result[k]) for k in ("started_at", "finished_at"))
            rates[workers] = 60 * len(result["deals"]) / (ended - began).total_seconds()
            count = len(result["deals"])
            figures.append(Figure(f"batch: contracts a minute, {workers} workers", rates[workers], None, None, count))
            figures.append(Figure(f"batch: largest process, {workers} workers, MB", peak, None, None, count, "lower"))
    return [*figures, Figure("batch: two workers over one", rates[2] / rates[1], None, None, COPIES * len(sources))]


def measure_hostile(shared: Path, *, files: int = FILES) -> list[Figure]:
    """Run a thousand files, one in twenty poison, kill the batch ten times and resume it, and count what was lost."""
    sources = sorted((shared / "data" / "contracts").glob("*.pdf"))
    if not sources:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "contracts", Path(name) / "out"
        bad = _write_poison(folder, files)
        for number, source in enumerate(islice(cycle(sources), files - len(bad))):
            _copy_changed(source, folder / f"{number:04}.pdf", number)
        kills, peak = _run_and_kill(folder, out, files)
        return [
            Figure("hostile: kills", kills, None, None, files),
            *_count(out, bad, files),
            Figure("hostile: largest process after the last kill, MB", peak, None, None, files, "lower"),
        ]


def _count(out: Path, bad: set[str], files: int) -> list[Figure]:
    result = json.loads((out / "batch.json").read_text(encoding="utf-8"))
    deals = {deal["deal"]: deal for deal in result["deals"]}
    with_report = {d for d in deals if (out / "deals" / deals[d]["folder"] / "report.json").is_file()}
    with_reason = {d for d in bad if deals[d]["state"] == "failed" and deals[d]["problems"]}
    connection = sqlite3.connect(out / "results.sqlite")
    times = Counter(n for (n,) in connection.execute("SELECT count(*) FROM analyses GROUP BY deal_id"))
    connection.close()
    print(Counter((d["state"], *(p["code"] for p in d["problems"] if p["partial"])) for d in deals.values()))
    return [
        Figure("hostile: good files with their result", len(with_report - bad), None, None, files - len(bad)),
        Figure("hostile: bad files with their reason", len(with_reason), None, None, len(bad)),
        Figure("hostile: deals analysed once", times[1], None, None, files - len(bad)),
        Figure("hostile: deals analysed more than once", times.total() - times[1], None, None, files, "lower"),
    ]


def _run_and_kill(source: Path, out: Path, files: int) -> tuple[int, float]:
    """Run a batch to its end, killing it at random moments on the way; return how often, and the peak of the last part."""
    dice = random.Random(2026)
    for kills in range(KILLS):
        # Some moments fall into the start, some into the work: on average a kill every sixteenth of the files.
        enough = len(list(out.glob("deals/*"))) + dice.randrange(files // 8)
        try:
            peak = _run(source, out, 2, stop_after=enough, wait=dice.uniform(0, 2))
        except _Killed:
            print(f"killed with {len(list(out.glob('deals/*')))} deals done", flush=True)
        else:
            return kills, peak
    return KILLS, _run(source, out, 2)


def _write_poison(folder: Path, files: int) -> set[str]:
    folder.mkdir(parents=True)
    names = set()
    for name, make in _POISON.items():
        content = make()
        for number in range(max(files // _ONE_IN[name], 1)):
            path = folder / f"bad-{number}-{name}"
            path.write_bytes(content)
            names.add(path.name)
    return names


def _copy_changed(source: Path, target: Path, number: int) -> None:
    """Copy a PDF with a comment at its end, so that its bytes are like no other's."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    with target.open("ab") as file:
        file.write(b"\n%% copy %d\n" % number)


def _start(source: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "analyzer.cli", "batch", str(source), "--out", str(out), "--profile", "core", "--resume",
        "--workers", str(workers), "--format", "json", "--quiet",
    ]  # fmt: skip
    limits = {"CLAUSE_ANALYZER_ENCODER": "fast", "CLAUSE_ANALYZER_MAX_READ_CPU_SECONDS": "20"}
    return subprocess.Popen(command, env={**os.environ, **limits}, stderr=subprocess.DEVNULL)


def _run(source: Path, out: Path, workers: int, *, stop_after: int | None = None, wait: float = 0.0) -> float:
    """Run a batch and return the resident memory of its largest process in MB.

    Args:
        stop_after: kill it when so many deals are done, and so many seconds later.

    Raises:
        _Killed: it was killed before it came to its end.
    """
    process = _start(source, out, workers)
    if stop_after is not None:
        while _runs(process.pid) and len(list(out.glob("deals/*"))) < stop_after:
            time.sleep(0.05)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == -signal.SIGKILL:
        raise _Killed
    if process.returncode not in {0, 7}:
        raise RuntimeError(f"the batch ended with {process.returncode}")
    return usage.ru_maxrss / 1024


def _runs(pid: int) -> bool:
    """Return whether a child still runs, and leave its end to be waited for."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


class _Killed(Exception):
    """The batch was killed, as was asked for."""
