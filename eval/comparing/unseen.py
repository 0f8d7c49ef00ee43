"""Edits the comparison was not written on, over several contracts: what is found, and how often the effect is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from analyzer.models import Change
from eval.comparing.edits import KnownEdit, change_of, compare_edited
from eval.metrics import Figure, bootstrap

_HERE, _ROOT = Path(__file__).parent, Path(__file__).resolve().parents[2]
_SOURCES = (_ROOT / "tests" / "hosts", _ROOT / "eval" / "samples" / "source")


def measure_unseen(shared: Path) -> list[Figure]:
    """Return the share of edits found and of effects that are right, where rules were mended since and where they were not."""
    figures = []
    for name, file in (("mended on since", "unseen.yaml"), ("held back", "held_back.yaml")):
        if not (read := list(_read(_HERE / file, shared))):
            continue
        found = [[change is not None for _, change in own] for own in read]
        right = [[change.effect == edit.effect for edit, change in own if change is not None] for own in read]
        figures += [_share(f"edits {name}: found", found), _share(f"edits {name}: effect right", right)]
    return figures


def _read(file: Path, shared: Path) -> Iterator[list[tuple[KnownEdit, Change | None]]]:
    """Yield the edits of each contract that is there, each with the change that holds it."""
    for name, rows in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        own = [folder / f"{name}.md" for folder in _SOURCES if (folder / f"{name}.md").is_file()]
        found = own or sorted((shared / "data" / "contracts").glob(f"{name}*.txt"))
        if found:
            edits = [KnownEdit.model_validate(row) for row in rows]
            changes = compare_edited(found[0], edits)
            yield [(edit, change_of(edit, changes)) for edit in edits]


def _share(name: str, hits: list[list[bool]]) -> Figure:
    """Return the share of hits; its interval is over contracts."""
    rows = [(float(sum(own)), float(len(own))) for own in hits if own]
    return bootstrap(name, rows, lambda totals: float(totals[0] / totals[1]), cases=sum(total for _, total in rows))
