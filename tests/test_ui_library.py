"""A workspace's own library: copied, checked before it is saved, its history kept."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from analyzer.errors import LibraryError, UsageError
from analyzer.library import load_library
from ui.services import engine, library, places

FILE = "provisions/data-residency.md"


@pytest.fixture
def own(core_library_dir: Path, index_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a workspace's own copy."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("CLAUSE_ANALYZER_LIBRARY_DIR", str(core_library_dir))
    monkeypatch.setenv("CLAUSE_ANALYZER_CACHE_DIR", str(index_cache))
    monkeypatch.setenv("CLAUSE_ANALYZER_ENCODER", "fast")
    monkeypatch.setattr(engine, "_opened", {})
    library.make_team_library("legal")
    folder = library.find_team_library("legal")
    assert folder is not None
    return folder


def test_a_copy_is_the_same_library_and_another_workspace_has_none(own: Path, core_library_dir: Path) -> None:
    assert load_library(own).sha256 == load_library(core_library_dir).sha256
    assert library.find_team_library("Legal ") is None


def test_a_change_is_saved_with_its_author_and_can_be_put_back(own: Path, core_library_dir: Path) -> None:
    before = library.read_file("legal", FILE)
    after = before.replace("weight-high: 9", "weight-high: 10")
    library.save("legal", FILE, after, who="ana", opened=before)
    assert load_library(own).provision("data-residency").weights["high"] == 10
    assert load_library(core_library_dir).provision("data-residency").weights["high"] == 9
    [change] = library.read_history("legal")
    assert (change.who, change.file) == ("ana", FILE)
    assert "-weight-high: 9" in change.diff
    assert "+weight-high: 10" in change.diff
    library.save("legal", FILE, library.read_before(change), who="bo", opened=after)
    assert library.read_file("legal", FILE) == before
    assert [c.who for c in library.read_history("legal")] == ["bo", "ana"]


def test_a_change_with_mistakes_is_not_saved(own: Path) -> None:
    before = library.read_file("legal", FILE)
    with pytest.raises(LibraryError, match="weight-high"):
        library.save("legal", FILE, before.replace("weight-high: 9", "weight-high: lots"), who="ana", opened=before)
    assert library.read_file("legal", FILE) == before
    assert library.read_history("legal") == ()


@pytest.mark.parametrize("file", ["../secrets.toml", "/etc/passwd", "README.md", "provisions/none.md"])
def test_only_files_of_the_library_can_be_read(own: Path, file: str) -> None:
    with pytest.raises(UsageError, match="no such file"):
        library.read_file("legal", file)


@pytest.mark.parametrize("name", ["../..", "/etc", "a/b", "", "..", "legal\0"])
def test_a_workspace_cannot_lead_out_of_its_folder(own: Path, name: str, tmp_path: Path) -> None:
    home = places.home(name, "libraries").resolve()
    assert home.parent == (tmp_path / "clause-analyzer" / "libraries").resolve()
    assert library.find_team_library(name) is None


def test_what_would_change_is_told_before_it_is_saved(own: Path) -> None:
    text = library.read_file("legal", "scoring.yaml")
    mine = text.replace("adverse: -0.5", "adverse: 0.0")
    trial = library.try_sample("legal")
    effect = library.what_would_change("legal", "scoring.yaml", mine, trial)
    assert effect.score_after > effect.score_before
    assert effect.shifts == ()
    assert library.read_file("legal", "scoring.yaml") == text
    assert set(engine._opened) == {own}


def test_a_report_made_with_another_library_is_no_measure_of_a_change(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def report(trial: library.Trial, folder: Path) -> SimpleNamespace:
        made.append(folder)
        return a_report(sha256=load_library(folder).sha256)

    monkeypatch.setattr(library, "_report", report)
    text = library.read_file("legal", "scoring.yaml")
    mine = text.replace("adverse: -0.5", "adverse: 0.0")
    for sha256, model, analyses in (
        (library.browse("legal").sha256, None, 1),
        ("another", None, 2),
        (library.browse("legal").sha256, "openai:gpt", 2),
    ):
        made.clear()
        trial = library.Trial((), library.Choices(), a_report(sha256=sha256, model=model))  # type: ignore[arg-type]
        library.what_would_change("legal", "scoring.yaml", mine, trial)
        assert len(made) == analyses


def a_report(*, sha256: str, model: str | None = None) -> SimpleNamespace:
    """Return what is read of a report."""
    receipt = SimpleNamespace(library_sha256=sha256, model=model)
    return SimpleNamespace(receipt=receipt, provisions=(), score=SimpleNamespace(contract=50.0))


def test_what_somebody_else_saved_is_not_overwritten(own: Path) -> None:
    before = library.read_file("legal", FILE)
    theirs = before.replace("weight-high: 9", "weight-high: 10")
    library.save("legal", FILE, theirs, who="bo", opened=before)
    with pytest.raises(UsageError, match="somebody saved another version"):
        library.save("legal", FILE, before.replace("weight-high: 9", "weight-high: 8"), who="ana", opened=before)
    assert library.read_file("legal", FILE) == theirs
