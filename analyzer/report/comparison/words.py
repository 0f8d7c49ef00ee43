"""The words and signs readers see in a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from analyzer.models import Change, ComparedVersion, ComparisonReport
from analyzer.report.words import POSTURES, STATUSES, measure, number, section

OUTCOMES: Mapping[str, str] = {
    "kept": "Kept",
    "strengthened": "Strengthened",
    "softened": "Softened",
    "deleted": "Deleted",
    "countered": "Countered",
    "silent": "Not covered",
}
OUTCOME_MEANINGS: Mapping[str, str] = {
    "kept": "no change touches it",
    "strengthened": "the client is better protected than in the base",
    "softened": "it still says something, and less than the base",
    "deleted": "what protected the client is gone",
    "countered": "the vendor's own position stands in its place, or words against the client",
    "silent": "neither the base nor the version speaks of it",
}
# A sign beside each word, so that nothing hangs on colour.
OUTCOME_SIGNS: Mapping[str, str] = {
    "kept": "=",
    "strengthened": "▲",
    "softened": "▽",
    "deleted": "✕",
    "countered": "⇄",
    "silent": "–",
}
EFFECTS: Mapping[str, str] = {
    "strengthened": "Strengthened",
    "weakened": "Weakened",
    "removed": "Removed",
    "added": "Added",
    "neutral": "Neutral",
}
EFFECT_SIGNS: Mapping[str, str] = {"strengthened": "▲", "weakened": "▽", "removed": "✕", "added": "＋", "neutral": "="}
KINDS: Mapping[str, str] = {
    "insert": "Inserted",
    "delete": "Deleted",
    "replace": "Reworded",
    "move": "Moved",
    "reference": "Points elsewhere",
    "format": "Rearranged",
    "comment": "Comment",
}
FOLDS: Mapping[str, str] = {
    "numbering": "clauses renumbered",
    "references": "references that follow their clause",
    "capitals": "paragraphs in other capitals",
    "quotes": "paragraphs with other quotation marks or dashes",
    "spacing": "paragraphs with other spaces or line ends",
    "list endings": "endings of list items",
    "layout": "paragraphs cut or joined",
    "margins": "lines that the other file has in a margin or signature block",
    "formatting": "tracked changes of format",
}
ADVICE: Mapping[str, str] = {"accept": "Accept", "counter": "Counter with", "walk away": "Walk away, unless they take"}
STATES: Mapping[str, str] = {
    "new": "New",
    "open": "Still open",
    "modified": "Modified",
    "accepted": "Accepted",
    "reverted": "Reverted",
}
CONCESSION = (
    "Concession: how much of the protection that the base gives would be given away by signing the version, 0 to 100,"
    " weighted by exposure. Gain: how much of the base's exposure would be closed."
)

__all__ = [
    "ADVICE",
    "CONCESSION",
    "EFFECTS",
    "EFFECT_SIGNS",
    "FOLDS",
    "KINDS",
    "OUTCOMES",
    "OUTCOME_MEANINGS",
    "OUTCOME_SIGNS",
    "POSTURES",
    "STATES",
    "STATUSES",
    "by",
    "count_effects",
    "headline",
    "heaviest",
    "mark",
    "measure",
    "number",
    "place",
    "title_of",
]


def headline(report: ComparisonReport) -> str:
    """Return the title of a comparison."""
    count = len(report.versions)
    return f"{report.base.name} and {count} version{'s' if count != 1 else ''}"


def mark(change: Change, version: ComparedVersion) -> str:
    """Say whether somebody marked a change."""
    if change.kind == "comment":
        return "comment"
    if change.tracked:
        return "tracked"
    return "nobody marked this" if version.marked else "not marked: the file has no tracked changes"


def by(change: Change) -> str:
    """Return who made a change and when."""
    parts = [change.author or "", f"{change.date:%d %b %Y}".lstrip("0") if change.date else ""]
    return ", ".join(filter(None, parts))


def place(change: Change) -> str:
    """Return where a change stands, in both numberings where they differ."""
    here = section(change.section)
    if change.base_section and change.section != change.base_section:
        here += f" (base: {section(change.base_section)})"
    return here[:1].upper() + here[1:] + (f", page {change.after_page}" if change.after_page else "")


def count_effects(changes: Sequence[Change]) -> str:
    """Return how many changes have each effect: "6 weakened, 1 removed"."""
    counts = Counter(str(c.effect) for c in changes if c.substantive)
    return ", ".join(f"{count} {effect}" for effect in EFFECTS if (count := counts.get(effect))) or "no change of words"


def heaviest(version: ComparedVersion) -> tuple[Change, ...]:
    """Return the changes that matter most."""
    changes = {c.id: c for c in version.changes}
    return tuple(changes[number] for number in version.heaviest)


def title_of(change: Change, version: ComparedVersion) -> str | None:
    """Return the title of the provision that a change touches most."""
    return next((p.title for p in version.provisions if p.id == change.provision), None)
