"""The output shown in the README is what the demo prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    command = next(
        line
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if "clause-analyzer analyze" in line
    )
    arguments = command.split("analyze ", 1)[1].split()
    done = subprocess.run(
        [sys.executable, "-m", "analyzer.cli", "analyze", *arguments[:-1], str(tmp_path / arguments[-1])],
        capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "CLAUSE_ANALYZER_CACHE_DIR": str(tmp_path / "cache")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = re.search(
        r"<!-- demo -->\n```\n(.*?)```\n<!-- /demo -->", (ROOT / "README.md").read_text(encoding="utf-8"), re.S
    )
    assert shown is not None
    printed = done.stdout.split("\nWritten: ")[0]
    assert shown[1].strip() == printed.strip()


def test_the_readme_opens_with_one_sentence_and_two_commands() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").split("\n\n")
    assert lines[1].count(". ") == 0
    assert re.findall(r"make \w+", lines[2]) == ["make demo", "make test"]
