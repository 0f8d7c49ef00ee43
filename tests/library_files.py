"""A clause library of one provision, written out to be changed."""

import shutil
from pathlib import Path

from analyzer.library.exemplars import FLOORS, HARD_NEGATIVE_FLOOR

ROOT = Path(__file__).resolve().parent.parent

LAW = """---
schema: 1
as-of: 2026-11-22
---

# Law table

## S0

A source

- kind: market
- where: here
"""

PROVISION = """---
schema: 1
id: swap-notice
title: Notice of a swap
class: core
origin: sources
group: change
applies: always
weight-routine: 6
weight-standard: 8
weight-high: 10
---

# Notice of a swap

The client hears of a swap before it happens.

## Plain words

Nobody has to tell you.

## Why it matters

A swap changes results.

## Headings

- Change Control

## AI terms

- model version

## Ordinary terms

- Change Request

## References

- S0 | change section

## Postures

- client: sixty days
- balanced: thirty days
- provider: fifteen days

## Element: period

Notice before a swap

- criticality: critical
- promoted at high tier: no
- anchor: ai
- measure: days, at least 30 / 30 / 60, adequate 15 / 15 / 30
- strong: thirty days
- adequate: fifteen days
- weak: reasonable notice
- adverse: no notice
- about: model*, engine*
- about: notice, notif*
- weak cue: reasonable notice, where practicable
- adverse cue: without notice
- source: S0; BONP

### Draft: client

> The {provider} {shall} give the {client} [●: 60 days] of notice.

### Draft: balanced

> The {provider} {shall} give the {client} [●: 30 days; high 60 days] of notice.

### Draft: provider

> The {provider} {shall} give the {client} [●: 15 days] of notice.
"""


def exemplars() -> str:
    lines = ["# Exemplars: swap-notice", "", "## period"]
    for status, floor in FLOORS.items():
        lines += ["", f"### {status}", ""]
        lines += [f"- The {status} sentence number {n} on notice of a swap." for n in range(floor)]
    lines += ["", "## Hard negatives", ""]
    for n in range(HARD_NEGATIVE_FLOOR):
        lines += [f"- Notice number {n} of a change of address.", "  - why: an address is no model"]
    return "\n".join(lines) + "\n"


def write_library(tmp_path: Path) -> Path:
    """Write a complete library of one provision with one element."""
    for name in ("provisions", "exemplars", "profiles"):
        (tmp_path / name).mkdir()
    (tmp_path / "provisions" / "swap-notice.md").write_text(PROVISION, encoding="utf-8")
    (tmp_path / "exemplars" / "swap-notice.md").write_text(exemplars(), encoding="utf-8")
    for name in ("core", "extended", "full"):
        (tmp_path / "profiles" / f"{name}.yaml").write_text("- swap-notice\n", encoding="utf-8")
    (tmp_path / "definitions.md").write_text(
        "# Definitions\n\n## AI Model\n\n> means a model the {provider} uses.\n\n- Model\n- ML Model\n",
        encoding="utf-8",
    )
    (tmp_path / "background.md").write_text(
        "# Background\n\n## Hard negatives\n\n- This Agreement is made on a day.\n  - why: parties clause\n",
        encoding="utf-8",
    )
    (tmp_path / "law.md").write_text(LAW, encoding="utf-8")
    shutil.copy(ROOT / "clause_library" / "scoring.yaml", tmp_path / "scoring.yaml")
    return tmp_path


def change(path: Path, old: str, new: str, *, count: int = 1) -> int:
    """Replace text in a file and return the line where it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1
