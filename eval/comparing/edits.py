"""Edits on a sample contract: how many are found, and how many are read the right way (see edits.yaml for the first run)."""

from __future__ import annotations

import tempfile
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
    changes = _compare(edits)
    found = [(edit, _change_of(edit, changes)) for edit in edits]
    hits = [(edit, change) for edit, change in found if change is not None]
    right = sum(change.effect == edit.effect for edit, change in hits)
    told = {change.id for _, change in hits}
    return [
        Figure("edits found", len(hits) / len(edits), None, None, len(edits)),
        Figure("effect right, of those found", right / len(hits), None, None, len(hits)),
        Figure("changes made up", float(len(changes) - len(told)), None, None, len(changes), better="lower"),
    ]


def _compare(edits: list[KnownEdit]) -> list[Change]:
    from analyzer.comparing import compare_versions
    from analyzer.ingest import ingest, read_revisions
    from eval.samples.build import build_docx, read

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = _SOURCE.read_text(encoding="utf-8")
        for edit in edits:
            if text.count(edit.old) != 1:
                raise ValueError(f"not once in the sample: {edit.old!r}")
            text = text.replace(edit.old, edit.new)
        source = folder / "version.md"
        source.write_text(text, encoding="utf-8")
        build_docx(read(source), folder / "version.docx")
        version = read_revisions(folder / "version.docx")
        compared = compare_versions(ingest(_SAMPLES / "client-paper-ai-schedule.docx"), [version])
    return [change for change in compared.report.versions[0].changes if change.substantive]


def _change_of(edit: KnownEdit, changes: list[Change]) -> Change | None:
    """Return the change that holds an edit's words on both sides."""
    for change in changes:
        if _holds(change.before, edit.old) and (not edit.new or not change.after or _holds(change.after, edit.new)):
            return change
    return None


def _holds(text: str, words: str) -> bool:
    """Say whether the longest run of words in common is most of what is looked for; labels of the source aside."""
    wanted = words.split("{#")[0].split("\n")[0].lstrip("# ").strip()
    match = SequenceMatcher(None, text, wanted, autojunk=False).find_longest_match()
    return bool(wanted) and match.size >= 0.6 * len(wanted)
