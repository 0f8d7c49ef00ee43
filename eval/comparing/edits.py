"""Edits on a sample contract: how many are found, and how many are read the right way (see edits.yaml for the first run)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from analyzer.models import Change, ChangeEffect, Record
from eval.metrics import Figure

_SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_SOURCE = _SAMPLES / "source" / "client-paper-ai-schedule.md"


class KnownEdit(Record):
    """One edit on the source of a sample, and its effect as a lawyer for the customer reads it."""

    old: str
    new: str
    effect: ChangeEffect


def measure_edits() -> list[Figure]:
    """Return the share of edits that are found, of those found the share with the right effect, and what is made up."""
    edits = [KnownEdit.model_validate(row) for row in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())]
    changes = compare_edited(_SOURCE, edits)
    found = [(edit, change_of(edit, changes)) for edit in edits]
    hits = [(edit, change) for edit, change in found if change is not None]
    right = sum(change.effect == edit.effect for edit, change in hits)
    told = {change.id for _, change in hits}
    return [
        Figure("edits found", len(hits) / len(edits), None, None, len(edits)),
        Figure("effect right, of those found", right / len(hits), None, None, len(hits)),
        Figure("changes made up", float(len(changes) - len(told)), None, None, len(changes), better="lower"),
    ]


def compare_edited(source: Path, edits: Sequence[KnownEdit]) -> list[Change]:
    """Return what a comparison reports of edits on a contract: the source of a sample (.md), or plain text."""
    from analyzer.comparing import compare_versions
    from analyzer.ingest import ingest, read_revisions

    text = source.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        base = _write(text, Path(name) / f"base{source.suffix}")
        for edit in edits:
            if text.count(edit.old) != 1:
                raise ValueError(f"not once in {source.name}: {edit.old!r}")
            text = text.replace(edit.old, edit.new)
        version = _write(text, Path(name) / f"version{source.suffix}")
        compared = compare_versions(ingest(base), [read_revisions(version)])
    return [change for change in compared.report.versions[0].changes if change.substantive]


def _write(text: str, file: Path) -> Path:
    """Write a contract to a file that can be compared: the source of a sample as DOCX, other text as it is."""
    from eval.samples.build import build_docx
    from eval.samples.contract import read

    file.write_text(text, encoding="utf-8")
    if file.suffix != ".md":
        return file
    build_docx(read(file), file.with_suffix(".docx"))
    return file.with_suffix(".docx")


def change_of(edit: KnownEdit, changes: Sequence[Change]) -> Change | None:
    """Return the change that holds an edit's words on both sides."""
    old, new = _differing(edit)
    for change in changes:
        if _holds(change.before, old) and (not new or not change.after or _holds(change.after, new)):
            return change
    return None


def _differing(edit: KnownEdit) -> tuple[str, str]:
    """Return the old and the new words without the sentences that both begin with."""
    old, new = edit.old.split(". "), edit.new.split(". ")
    while len(old) > 1 and len(new) > 1 and old[0] == new[0]:
        del old[0], new[0]
    return ". ".join(old), ". ".join(new)


def _holds(text: str, words: str) -> bool:
    """Say whether the longest run of words in common is most of what is looked for; labels of the source aside."""
    wanted = words.split("{#")[0].split("\n")[0].lstrip("# ").strip()
    match = SequenceMatcher(None, text, wanted, autojunk=False).find_longest_match()
    return bool(wanted) and match.size >= 0.6 * len(wanted)
