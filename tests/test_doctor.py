"""What doctor says of scans, of a language model and of what would leave the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.doctor import examine


def line(start: str) -> str:
    return next(row for row in examine().splitlines() if row.startswith(start))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, core_library_dir: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("CLAUSE_ANALYZER_LIBRARY_DIR", str(core_library_dir))
    monkeypatch.setenv("CLAUSE_ANALYZER_CACHE_DIR", str(tmp_path))
    for name in ("CLAUSE_ANALYZER_LLM", "CLAUSE_ANALYZER_CHROMA_URL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_model_nothing_leaves() -> None:
    assert line("model").startswith("model     none")
    assert line("leaves") == "leaves the machine: nothing"


def test_with_a_model_it_says_what_would_go_where(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("langchain_openai")
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM", "llama3.1:8b")
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM_BASE_URL", "http://10.0.0.5:8000/v1")
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM_MAX_TOKENS", "50000")
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM_REDACT", "true")
    monkeypatch.setenv("CLAUSE_ANALYZER_CHROMA_URL", "http://10.0.0.6:8000")
    assert "at most 50,000 tokens a run" in line("model")
    said = line("leaves")
    assert "a vector for each passage, no text, to http://10.0.0.6:8000" in said
    assert "names, addresses and amounts replaced, to 10.0.0.5:8000" in said


def test_a_model_that_can_not_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM", "nobody:nothing")
    assert "can't be used" in line("model")
    assert line("leaves") == "leaves the machine: nothing"


def test_what_reads_scans_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.doctor.name_recognizer", lambda settings: "Tesseract 5.3.0")
    assert line("scans") == "scans     read by Tesseract 5.3.0 (language eng)"


def test_where_nothing_reads_scans_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "install bpo-clause-analyzer[ocr] and Tesseract" in line("scans")
    monkeypatch.setenv("CLAUSE_ANALYZER_OCR", "false")
    assert "CLAUSE_ANALYZER_OCR is off" in line("scans")
