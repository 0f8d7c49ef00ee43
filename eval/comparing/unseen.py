"""Edits the comparison was not written on, over several contracts: what is found, and how often the effect is right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import yaml

from analyzer.models import Change
from eval.comparing.edits import KnownEdit, change_of, compare_edited
from eval.metrics import Figure, bootstrap

_HOSTS = Path(__file__).resolve().parents[2] / "tests" / "hosts"


def measure_unseen(shared: Path) -> list[Figure]:
    """Return the share of edits found and of effects that are right, the half that rules were mended on and the other."""
    read = list(_read(shared))
    figures = [_share("unseen edits: found", [[change is not None for _, change in own] for own in read])]
    for name, held in (("open half", False), ("held-back half", True)):
        right = [[c.effect == e.effect for e, c in own if c is not None and is_held_back(e) == held] for own in read]
        figures.append(_share(f"unseen edits: effect right, {name}", right))
    return figures


def is_held_back(edit: KnownEdit) -> bool:
    """Say whether nobody may look at how an edit fares before its rules are final."""
    return hashlib.sha256(f"{edit.old}\n{edit.new}".encode()).digest()[0] % 2 == 1


def _read(shared: Path) -> Iterator[list[tuple[KnownEdit, Change | None]]]:
    for name, rows in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")).items():
        host = _HOSTS / f"{name}.md"
        found = [host] if host.is_file() else sorted((shared / "data" / "contracts").glob(f"{name}*.txt"))
        if found:
            edits = [KnownEdit.model_validate(row) for row in rows]
            changes = compare_edited(found[0], edits)
            yield [(edit, change_of(edit, changes)) for edit in edits]


def _share(name: str, hits: list[list[bool]]) -> Figure:
    """Return the share of hits; its interval is over contracts."""
    rows = [(float(sum(own)), float(len(own))) for own in hits if own]
    return bootstrap(name, rows, lambda totals: float(totals[0] / totals[1]), cases=sum(total for _, total in rows))
