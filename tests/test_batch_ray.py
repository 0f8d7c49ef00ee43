"""The Ray engine: a machine is lost and nothing else, and the results are the local engine's to the byte."""

import os
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from analyzer.batch import batch
from analyzer.errors import UsageError
from analyzer.models.batch import BatchResult, DealResult
from analyzer.settings import Settings
from analyzer.store import open_store
from eval.benchmarks.poison import truncated_docx
from tests.batches import TODAY
from tests.core import ROOT

TEXT = (
    "This Agreement number {} is made between Harrow plc (the “Customer”) and Kite Ltd (the “Supplier”).\n\n"
    "1. The Supplier shall notify the Customer at least {} days before it replaces an AI model used in the Services.\n\n"
    "2. The Supplier may use Customer Data to train its AI models.\n"
)


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (the extra `distributed`)")
def test_a_cluster_that_loses_a_machine_gives_the_results_of_this_machine(
    fast_settings: Settings, tmp_path: Path
) -> None:
    source, here, there = tmp_path / "contracts", tmp_path / "here", tmp_path / "there"
    source.mkdir()
    for number in range(12):
        (source / f"{number:02}.txt").write_text(TEXT.format(number, 5 * number), encoding="utf-8")
    (source / "cut.docx").write_bytes(truncated_docx())
    (source / "manifest.csv").write_text(
        "deal,file,tier\n" + "".join(f"{n:02},{n:02}.txt,high\n" for n in range(12)) + "cut,cut.docx,\ngone,gone.pdf,\n"
    )
    environment = {
        **os.environ,
        "CLAUSE_ANALYZER_LIBRARY_DIR": str(fast_settings.library_dir),
        "CLAUSE_ANALYZER_CACHE_DIR": str(fast_settings.cache_dir),
        "CLAUSE_ANALYZER_ENCODER": "fast",
        # Ray has its workers give way to everything else; beside other tests they would starve.
        "RAY_worker_niceness": "0",
    }
    command = [sys.executable, "-m", "tests.ray_cluster", str(source / "manifest.csv"), str(there)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("lost a machine") == 1
    batch(source / "manifest.csv", out=here, profile="core", settings=fast_settings, who="Ada", today=TODAY, workers=2)
    assert _results(there) == _results(here)
    assert _files(there) == _files(here)
    assert len(_files(here)) == 24
    with open_store(here / "results.sqlite") as one, open_store(there / "results.sqlite") as other:
        assert other.audit.verify().faults == ()
        mine, others = (store.analyses.find(workspace="default") for store in (one, other))
        assert Counter(a.deal for a in others) == Counter(f"{n:02}" for n in range(12))
        reports = [
            {a.deal: store.analyses.report_json(a.id, workspace="default") for a in analyses}
            for store, analyses in ((one, mine), (other, others))
        ]
        assert reports[0] == reports[1]


def _results(out: Path) -> list[DealResult]:
    result = BatchResult.model_validate_json((out / "batch.json").read_text(encoding="utf-8"))
    return [deal.model_copy(update={"seconds": 0.0, "analysis": None}) for deal in result.deals]


def _files(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in (out / "deals").rglob("*") if p.is_file()}


def test_without_ray_the_engine_says_how_to_get_it(
    fast_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(UsageError, match=r"install bpo-clause-analyzer\[distributed\]"):
        batch(tmp_path, out=tmp_path / "out", engine="ray", settings=fast_settings)


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (the extra `distributed`)")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "nonsense"])
def test_an_address_where_no_cluster_answers_is_refused_at_once(
    address: str, fast_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(UsageError, match="no Ray cluster answers"):
        batch(tmp_path, out=tmp_path / "out", engine="ray", address=address, settings=fast_settings)
