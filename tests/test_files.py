"""Files are whole or not there, whatever happens to the one who writes them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.errors import UsageError
from analyzer.files import write_together, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_its_folder_and_over_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.json"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert names(path.parent) == ["report.json"]


def test_of_files_that_belong_together_none_appears_when_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"before")
    flushed = []

    def fail_on_second(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail_on_second)
    with pytest.raises(UsageError, match=r"b can't be written \(No space left on device\)"):
        write_together([(tmp_path / "a", b"after"), (tmp_path / "b", b"after")])
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_a_place_that_is_no_folder_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(UsageError, match=r"can't be written"):
        write_whole(tmp_path / "taken" / "report.json", b"")


def test_what_a_killed_writer_left_is_swept_and_what_another_writes_is_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / f".a.{gone.pid}.part").write_bytes(b"half")
    (tmp_path / f".a.{os.getppid()}.part").write_bytes(b"at work")
    write_whole(tmp_path / "a", b"whole")
    assert names(tmp_path) == [f".a.{os.getppid()}.part", "a"]
