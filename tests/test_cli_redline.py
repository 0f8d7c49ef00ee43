"""`analyze` and tracked changes: which view is read, and what becomes of redline.docx."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analyzer.ingest import read_revisions
from analyzer.models import Side
from tests.builders import build_docx, change_parts, part_of

ROOT = Path(__file__).resolve().parent.parent
LINES = (
    "# Services agreement between Acme Ltd (the “Customer”) and Vend Ltd (the “Supplier”)",
    "1. The Supplier uses AI Systems in the Services and shall give {-15-}{+one hundred+} days' notice before it changes an AI Model.",
    "2. The Supplier shall not use Customer Data to train an AI Model.",
    "3. This Agreement is governed by the law of England.",
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {
        **os.environ,
        "CLAUSE_ANALYZER_CACHE_DIR": str(tmp_path_factory.mktemp("cache")),
        "CLAUSE_ANALYZER_ENCODER": "fast",
        "CLAUSE_ANALYZER_LIBREOFFICE": "0",
    }


def analyze(file: Path, out: Path, environment: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    arguments = ["analyze", str(file), "--profile", "core", "--format", "json,docx", "--out", str(out), *more]
    return subprocess.run(
        [sys.executable, "-m", "analyzer.cli", *arguments], capture_output=True, text=True, env=environment, cwd=ROOT
    )


def report_in(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return found


def was_read(out: Path, file: Path, view: Side) -> bool:
    """Whether the report is about a view: as long as its text, and its problem names it."""
    report, text = report_in(out), read_revisions(file).in_view(view).text
    sides = {"base": "all changes rejected", "proposed": "all changes accepted"}
    (said,) = [p["message"] for p in report["problems"] if p["code"] == "tracked-changes"]
    return report["documents"][0]["characters"] == len(text) and sides[view] in said


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("source") / "msa.docx"
    file.write_bytes(build_docx(*LINES))
    return file


def test_the_proposed_view_is_read_and_redlined(tracked: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    done = analyze(tracked, tmp_path, environment, "--author", "Ada Counsel")
    assert done.returncode == 0, done.stderr
    assert was_read(tmp_path, tracked, "proposed")
    redline = report_in(tmp_path)["redline"]
    assert redline["file"] == "redline.docx"
    assert len(redline["applied"]) > 10
    assert f"Redline: {len(redline['applied'])} tracked changes" in done.stdout
    revised = read_revisions(tmp_path / "redline.docx")
    assert {r.author for r in revised.revisions} == {"Counsel", "Ada Counsel"}
    assert revised.base.text == read_revisions(tracked).base.text


def test_the_base_view_has_a_rider_and_no_redline(tracked: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "redline.docx").write_bytes(b"of an earlier run")
    done = analyze(tracked, tmp_path, environment, "--view", "base")
    assert done.returncode == 0, done.stderr
    assert was_read(tmp_path, tracked, "base")
    assert {p.name for p in tmp_path.iterdir()} == {"report.json", "rider.docx"}
    assert "over the proposed view only" in done.stderr
    assert report_in(tmp_path)["redline"] is None


@pytest.mark.parametrize("view", ["base", "proposed"])
def test_a_replay_reads_the_view_that_was_read(
    view: Side, tracked: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    assert analyze(tracked, tmp_path, environment, "--view", view).returncode == 0
    assert report_in(tmp_path)["documents"][0]["view"] == view
    command = [sys.executable, "-m", "analyzer.cli", "replay", str(tmp_path / "report.json"), str(tracked)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT)
    assert (done.returncode, done.stdout.splitlines()) == (0, ["The same."]), done.stdout + done.stderr


def test_what_is_no_docx_has_a_rider_and_no_redline(tmp_path: Path, environment: dict[str, str]) -> None:
    file, out = tmp_path / "msa.txt", tmp_path / "out"
    file.write_text(
        "\n\n".join(line.replace("{-15-}", "").replace("{+one hundred+}", "90") for line in LINES), encoding="utf-8"
    )
    done = analyze(file, out, environment)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in out.iterdir()} == {"report.json", "rider.docx"}


def test_a_redline_that_cannot_be_written_costs_the_redline_alone(
    tracked: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    document = part_of(tracked.read_bytes(), "word/document.xml").decode()
    utf16 = document.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("encoding='UTF-8'", 'encoding="UTF-16"')
    file, out = tmp_path / "msa.docx", tmp_path / "out"
    file.write_bytes(change_parts(tracked.read_bytes(), {"word/document.xml": utf16.encode("utf-16")}))
    assert zipfile.is_zipfile(io.BytesIO(file.read_bytes()))
    done = analyze(file, out, environment)
    assert done.returncode == 6
    assert {p.name for p in out.iterdir()} == {"report.json", "rider.docx"}
    report = report_in(out)
    assert report["redline"] is None
    (problem,) = [p for p in report["problems"] if p["code"] == "redline"]
    assert problem["message"] == "msa.docx: the text of the Word file is not in UTF-8; save it again in Word"
    assert problem["message"] in done.stderr


def test_an_unknown_view_is_refused(tracked: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    done = analyze(tracked, tmp_path, environment, "--view", "marked")
    assert done.returncode == 2
    assert "--view" in done.stderr
