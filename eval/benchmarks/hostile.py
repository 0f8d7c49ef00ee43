"""Measure what a batch survives: files made to break it, and `kill -9` at random moments, each followed by `--resume`."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path

from analyzer.store import open_store
from eval.benchmarks.batch import copy_changed, largest_mb, start_batch
from eval.benchmarks.poison import encrypted_pdf, endless_pdf, expanding_docx, expanding_pdf, truncated_docx
from eval.metrics import Figure, count

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
# What is left of a batch that was killed has so long to notice.
_LAST_SECONDS = 15.0


class _Ledger:
    """What a store held when it was last looked at, and what was wrong with it since."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[str, str] = {}
        self.lost = 0
        self.doubled = 0

    def look(self) -> None:
        """Compare with the last time: a row that was there is there, unchanged and once, and the file is sound."""
        if not self._path.exists():
            return
        connection = sqlite3.connect(self._path)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = connection.execute(
            "SELECT d.name, a.id || ' ' || a.score || ' ' || hex(a.report) FROM analyses a JOIN deals d ON d.id = a.deal_id"
        ).fetchall()
        failed = connection.execute(
            "SELECT d.name, r.result FROM run_deals r JOIN deals d ON d.id = r.deal_id WHERE r.state = 'failed'"
        ).fetchall()
        connection.close()
        rows = {name: str(hash(row)) for name, row in (*found, *failed)}
        self.doubled += len(found) + len(failed) - len(rows)
        self.lost += sum(rows.get(name) != row for name, row in self._rows.items())
        self._rows = rows


def measure_hostile(shared: Path, *, files: int = FILES, kills: int = KILLS) -> list[Figure]:
    """Run many files, one in twenty poison, kill the batch so many times and resume it, and count what was lost.

    Every second kill hits the whole process group, the others the batch alone, so that its workers must notice.
    """
    sources = sorted((shared / "data" / "contracts").glob("*.pdf"))
    if not sources:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "contracts", Path(name) / "out"
        bad = _write_poison(folder, files)
        origins = {}
        for number, source in enumerate(islice(cycle(sources), files - len(bad))):
            origins[f"{number:04}.pdf"] = source.name
            copy_changed(source, folder / f"{number:04}.pdf", number)
        ledger = _Ledger(out / "results.sqlite")
        survivors, peak = _run_and_kill(folder, out, ledger, good=len(origins), kills=kills)
        return [
            count("hostile: kills", kills, cases=files, better="higher"),
            *_count(out, bad, origins),
            count("hostile: rows lost or changed by a kill", ledger.lost, cases=files),
            count("hostile: rows doubled by a kill", ledger.doubled, cases=files),
            count("hostile: processes that outlived a kill", survivors, cases=kills),
            count("hostile: largest process after the last kill, MB", peak, cases=files),
        ]


def _count(out: Path, bad: set[str], origins: dict[str, str]) -> Iterable[Figure]:
    """Hold folder, batch.json and store against what was put in."""
    result = json.loads((out / "batch.json").read_text(encoding="utf-8"))
    deals = {deal["deal"]: deal for deal in result["deals"]}
    files = len(bad) + len(origins)
    with_reason = {d for d in bad if deals[d]["state"] == "failed" and deals[d]["problems"]}
    scores: dict[str, set[float]] = {}
    same = 0
    with open_store(out / "results.sqlite") as store:
        analyses = store.analyses.find(workspace="default")
        for analysis in analyses:
            written = out / "deals" / deals[analysis.deal]["folder"] / "report.json"
            kept = json.loads(store.analyses.report_json(analysis.id, workspace="default"))
            same += written.is_file() and json.loads(written.read_text(encoding="utf-8")) == kept
            scores.setdefault(origins.get(analysis.deal, analysis.deal), set()).add(analysis.score)
        verdict = store.audit.verify(pinned=result["audit_head"])
    times = Counter(Counter(analysis.deal for analysis in analyses).values())
    print(Counter((d["state"], *(p["code"] for p in d["problems"] if p["partial"])) for d in deals.values()))
    print(f"audit log: {verdict.entries} entries, {len(verdict.faults)} faults")
    yield count("hostile: deals in the result, each once", len(deals), cases=files, better="higher")
    yield count("hostile: good files with their result", same, cases=len(origins), better="higher")
    yield count("hostile: bad files with their reason", len(with_reason), cases=len(bad), better="higher")
    yield count("hostile: deals analysed once", times[1], cases=len(origins), better="higher")
    yield count("hostile: deals analysed more than once", times.total() - times[1], cases=files)
    differing = sum(len(found) > 1 for found in scores.values())
    yield count("hostile: contracts of which copies score differently", differing, cases=len(scores))
    yield count("hostile: faults in the audit log", len(verdict.faults), cases=verdict.entries)


def _run_and_kill(source: Path, out: Path, ledger: _Ledger, *, good: int, kills: int) -> tuple[int, float]:
    """Run a batch to its end, killing it on the way; return the processes that stayed, and the last part's peak in MB."""
    dice = random.Random(2026)
    survivors = 0
    # Of the good files, so many have their reports when it is killed; some moments fall into a start.
    for number, enough in enumerate(sorted(dice.sample(range(int(0.95 * good)), kills))):
        process = start_batch(source, out, 2)
        while process.poll() is None and len(list(out.glob("deals/*"))) < enough:
            time.sleep(0.05)
        time.sleep(dice.uniform(0, 3))
        if process.poll() is not None:
            raise RuntimeError(f"the batch ended with {process.returncode} before it was killed")
        (os.killpg if number % 2 else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        left = _await_end(process.pid)
        survivors += left
        ledger.look()
        what = "with all its processes" if number % 2 else "alone"
        print(f"killed {what}, {len(list(out.glob('deals/*')))} deals done, {left} processes left", flush=True)
    peak = largest_mb(start_batch(source, out, 2))
    ledger.look()
    return survivors, peak


def _await_end(session: int) -> int:
    """Return how many processes of a session still run some time after its leader was killed."""
    end = time.monotonic() + _LAST_SECONDS
    while (left := _count_running(session)) and time.monotonic() < end:
        time.sleep(0.2)
    return left


def _count_running(session: int) -> int:
    running = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, own = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        running += int(own) == session and state != "Z"
    return running


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
