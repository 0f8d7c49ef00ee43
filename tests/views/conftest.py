"""What the tests of the views share: settings of their own, and the samples analysed once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="Streamlit is not installed: pip install 'bpo-clause-analyzer[ui]'")

from analyzer.ingest import ingest, read_revisions
from analyzer.library import Library
from analyzer.models import Analysis, Compared
from analyzer.pipeline import analyze
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from tests.views.pages import SAMPLE, SAMPLES


@pytest.fixture(autouse=True)
def own_settings(core_library_dir: Path, index_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, data and secrets of this test alone."""
    for name, value in {
        "XDG_DATA_HOME": tmp_path / "data",
        "HOME": tmp_path,
        "CLAUSE_ANALYZER_LIBRARY_DIR": core_library_dir,
        "CLAUSE_ANALYZER_CACHE_DIR": index_cache,
        "CLAUSE_ANALYZER_ENCODER": "fast",
    }.items():
        monkeypatch.setenv(name, str(value))
    # A page that is run becomes the main module, which reader processes of later tests would run again.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    for name in ("CLAUSE_ANALYZER_STORE_URL", "CLAUSE_ANALYZER_LLM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def analysis(core_library: Library, fast_retriever: Retriever, fast_settings: Settings) -> Analysis:
    """The sample, analysed."""
    return analyze([ingest(SAMPLE)], settings=fast_settings, library=core_library, retriever=fast_retriever)


@pytest.fixture(scope="session")
def compared(core_library: Library, fast_retriever: Retriever, fast_settings: Settings) -> Compared:
    """The client's paper with one sentence turned against them, and nobody marked it."""
    from analyzer.comparing import compare_versions

    base = ingest(SAMPLES / "client-paper-ai-schedule.docx")
    lines = [b for b in base.blocks if "train" in base.text[b.start : b.end].lower()]
    worse = "Supplier may use Customer Data to train and improve its models."
    text = base.text[: lines[0].start] + worse + base.text[lines[0].end :]
    version = read_revisions(text.encode(), name="vendor.txt")
    return compare_versions(base, [version], settings=fast_settings, library=core_library, retriever=fast_retriever)
