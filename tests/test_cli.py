"""The command line: exit codes, one line for each refusal, files written."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "eval" / "samples"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    import os

    cache = tmp_path_factory.mktemp("cli-cache")
    return {
        **os.environ,
        "CLAUSE_ANALYZER_CACHE_DIR": str(cache),
        "CLAUSE_ANALYZER_ENCODER": "fast",
        "CLAUSE_ANALYZER_LIBREOFFICE": "0",
    }


def run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analyzer.cli", *arguments], capture_output=True, text=True, env=environment, cwd=ROOT
    )


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    out = tmp_path_factory.mktemp("report")
    done = run(
        "analyze", str(SAMPLES / "vendor-paper-ai-services.docx"), "--profile", "core", "--out", str(out),
        "--format", "md,json,html,docx,xlsx", environment=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "core index" in done.stdout
    return out


def test_analyze_writes_every_format(analysed: Path) -> None:
    names = {p.name for p in analysed.iterdir()}
    assert names == {"report.md", "report.json", "report.html", "rider.docx", "redline.docx", "report.xlsx"}


def test_the_report_fits_the_printed_schema(analysed: Path, environment: dict[str, str]) -> None:
    printed = run("schema", environment=environment)
    jsonschema.validate(json.loads((analysed / "report.json").read_text(encoding="utf-8")), json.loads(printed.stdout))


def test_every_quote_stands_in_the_document_at_its_offsets(analysed: Path) -> None:
    from analyzer.ingest import ingest

    report = json.loads((analysed / "report.json").read_text(encoding="utf-8"))
    text = ingest(SAMPLES / "vendor-paper-ai-services.docx").text
    quotes = [e for p in report["provisions"] for x in p["elements"] for e in x["evidence"]]
    assert len(quotes) > 10
    assert all(text[e["start"] : e["end"]] == e["quote"] for e in quotes)


def test_vendor_paper_scores_in_the_lowest_band(analysed: Path) -> None:
    report = json.loads((analysed / "report.json").read_text(encoding="utf-8"))
    assert report["score"]["band"] == "F"
    assert report["parties"] == {"client": "Customer", "provider": "Vendor"}
    assert {p["status"] for p in report["provisions"]} & {"adverse"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["analyze", "no-such-file.pdf"], 3, "no-such-file.pdf"),
        (["analyze", "README.md", "--profile", "everything"], 2, "--profile"),
        (["analyze", "README.md", "--format", "pptx"], 2, "--format"),
        (["analyze", "README.md", "--tier", "extreme"], 2, "--tier"),
        (["library", "check", "--folder", "tests"], 4, "no clause library"),
        (["no-such-command"], 2, ""),
    ],
)
def test_what_goes_wrong_is_one_line_and_its_own_exit_code(
    arguments: list[str], code: int, said: str, environment: dict[str, str]
) -> None:
    done = run(*arguments, environment=environment)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if said:
        assert len(done.stderr.strip().splitlines()) == 1


def test_a_damaged_file_is_refused_without_a_report(tmp_path: Path, environment: dict[str, str]) -> None:
    file = tmp_path / "broken.docx"
    file.write_bytes((SAMPLES / "vendor-paper-ai-services.docx").read_bytes()[:5000])
    done = run("analyze", str(file), "--out", str(tmp_path / "out"), environment=environment)
    assert done.returncode == 3
    assert "broken.docx" in done.stderr
    assert not (tmp_path / "out").exists()


def test_doctor_says_that_nothing_leaves_the_machine(environment: dict[str, str]) -> None:
    done = run("doctor", environment=environment)
    assert "leaves the machine: nothing" in done.stdout


def test_library_check_and_list(environment: dict[str, str]) -> None:
    assert "no mistakes" in run("library", "check", environment=environment).stdout
    listed = run("library", "list", "--profile", "core", environment=environment).stdout
    assert "data-ownership-training" in listed
    assert "training-ban" in listed
