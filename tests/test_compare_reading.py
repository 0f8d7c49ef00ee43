"""Reading what is compared: split beside the reading, or here, with the same outcome; and each text searched for once."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np

from analyzer.comparing import remember_searches
from analyzer.ingest import ingest, read_revisions
from analyzer.library import Library
from analyzer.pipeline import analyze
from analyzer.reading import start_comparison
from analyzer.retrieve import Retriever
from analyzer.segment import segment
from analyzer.settings import Settings
from tests.comparison_pack import build_base, build_version

ROOT = Path(__file__).resolve().parent.parent
# What a process of its own prints that can fork: the splitter's contracts beside those split here.
_APART = """
import sys
from pathlib import Path
from analyzer.reading import start_comparison
from analyzer.segment import segment
from analyzer.settings import Settings

files = [Path(name) for name in sys.argv[1:]]
wait = start_comparison(files[0], files[1:], settings=Settings())
base, versions, problems = wait()
contracts = [base, *(c for v in versions for c in (v.contract, v.base_view))]
print(all(contract == segment(contract.document) for contract in contracts), len(versions), len(problems))
"""


def write(folder: Path) -> list[Path]:
    files = {"base": build_base(), "albion": build_version("albion")[0], "bad": b"PK\x03\x04 cut short"}
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    return [folder / f"{name}.docx" for name in files]


def test_versions_come_back_split_each_view_of_its_own(tmp_path: Path) -> None:
    base, good, bad = write(tmp_path)
    ours, versions, problems = start_comparison(base, [bad, good], settings=Settings())()
    assert ours == segment(ingest(base))
    (version,) = versions
    revised = read_revisions(good)
    assert version.contract == segment(revised.proposed)
    assert version.base_view == segment(revised.base)
    assert [p.document for p in problems] == ["bad.docx"]


def test_a_process_that_splits_beside_the_reading_gives_the_same(tmp_path: Path) -> None:
    base, good, bad = write(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _APART, *map(str, (base, bad, good, good))],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=300,
    )  # fmt: skip
    assert done.stdout.splitlines()[0] == "True 2 1"


def test_what_is_remembered_is_what_a_search_finds(fast_retriever: Retriever) -> None:
    texts = [f"The Provider shall {verb} every model within 30 days." for verb in ("test", "retrain", "switch off")]
    remembering = remember_searches(fast_retriever)
    remembering.search(texts[:2])
    again = remembering.search([texts[1], texts[2], texts[0], texts[1]], positions=[4, 5, 7, 9])
    direct = fast_retriever.search([texts[1], texts[2], texts[0], texts[1]], positions=[4, 5, 7, 9])
    for column in (f.name for f in fields(direct)):
        ours, found = getattr(again, column), getattr(direct, column)
        assert np.allclose(ours, found, atol=1e-5) if isinstance(found, np.ndarray) else ours == found, column
    assert len(remembering.search([])) == 0


def test_a_text_is_searched_for_once(fast_retriever: Retriever) -> None:
    asked: list[str] = []

    class Counting(Retriever):
        def __init__(self, retriever: Retriever) -> None:
            vars(self).update(vars(retriever))

        def search(self, texts, **given):  # type: ignore[no-untyped-def]
            asked.extend(texts)
            return super().search(texts, **given)

    remembering = remember_searches(Counting(fast_retriever))
    for texts in (["one text of a contract", "another text"], ["another text", "one text of a contract", "a third"]):
        remembering.search(texts)
    assert asked == ["one text of a contract", "another text", "a third"]


def test_an_analysis_without_drafts_judges_the_same(
    fast_settings: Settings, core_library: Library, fast_retriever: Retriever
) -> None:
    contract = segment(ingest(build_base(), name="base.docx"))
    given = {"settings": fast_settings, "library": core_library, "retriever": fast_retriever}
    whole, judged = (analyze([contract], profile="core", drafts=drafts, **given).report for drafts in (True, False))
    assert any(p.suggestion for p in whole.provisions)
    assert not any(p.suggestion for p in judged.provisions)
    assert judged.score == whole.score
    assert [p.status for p in judged.provisions] == [p.status for p in whole.provisions]
