"""What changed in running headers and footers, where a line of small print is easily overlooked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from analyzer.compare.words import read_words
from analyzer.models import AsideKind, ChangeKind, Document

_KINDS: tuple[AsideKind, ...] = ("header", "footer")


@dataclass(frozen=True)
class MarginChange:
    """A line of a header or footer before and after, one of them empty when it came or went."""

    place: Literal["header", "footer"]
    before: str
    after: str

    @property
    def kind(self) -> ChangeKind:
        """Return what became of the line."""
        return "replace" if self.before and self.after else "insert" if self.after else "delete"


def find_margin_changes(before: Document, after: Document) -> Iterator[MarginChange]:
    """Yield the lines that differ; page numbers and dates in them count up by themselves and are left aside."""
    for kind in _KINDS:
        ours, theirs = _lines(before, kind), _lines(after, kind)
        gone = [text for said, text in ours.items() if said not in theirs]
        come = [text for said, text in theirs.items() if said not in ours]
        for at in range(max(len(gone), len(come))):
            yield MarginChange(
                place="header" if kind == "header" else "footer",
                before=gone[at] if at < len(gone) else "",
                after=come[at] if at < len(come) else "",
            )


def _lines(document: Document, kind: AsideKind) -> dict[tuple[str, ...], str]:
    """Return the lines of the headers or footers by their words without numbers."""
    lines: dict[tuple[str, ...], str] = {}
    for aside in document.asides:
        if aside.kind == kind:
            said = tuple(word for word in read_words(aside.text).folded if word.isalpha())
            if said:
                lines.setdefault(said, aside.text.strip())
    return lines
