"""Tracked changes as they are marked in the XML: which views hold a piece, who changed it, what it was before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Generic, TypeVar

from lxml import etree

from analyzer.ingest.docx.wml import W
from analyzer.models.document import View
from analyzer.models.revisions import RevisionKind, RevisionScope

T = TypeVar("T")

_AUTHOR, _DATE = W + "author", W + "date"

_KINDS: dict[str, RevisionKind] = {
    W + "ins": "insertion",
    W + "moveTo": "move_to",
    W + "cellIns": "insertion",
    W + "del": "deletion",
    W + "moveFrom": "move_from",
    W + "cellDel": "deletion",
}
CHANGE_TAGS = frozenset(W + name for name in ("ins", "del", "moveTo", "moveFrom"))
_CELL_CHANGE_TAGS = frozenset({W + "cellIns", W + "cellDel"})
_MOVE_STARTS: dict[str, RevisionKind] = {W + "moveFromRangeStart": "move_from", W + "moveToRangeStart": "move_to"}
_MOVE_ENDS: dict[str, RevisionKind] = {W + "moveFromRangeEnd": "move_from", W + "moveToRangeEnd": "move_to"}
MOVE_TAGS = frozenset({*_MOVE_STARTS, *_MOVE_ENDS})
_HELD_BY: dict[RevisionKind, frozenset[View]] = {
    "insertion": frozenset({"marked", "proposed"}),
    "move_to": frozenset({"marked", "proposed"}),
    "deletion": frozenset({"marked", "base"}),
    "move_from": frozenset({"marked", "base"}),
    "format": frozenset({"base", "marked", "proposed"}),
}


@dataclass(slots=True, eq=False)
class Change:
    """One change mark of the XML."""

    kind: RevisionKind
    scope: RevisionScope
    author: str | None
    date: datetime | None
    move: str | None = None


@dataclass(slots=True, eq=False)
class Standing:
    """The views that hold a piece of the document, and the changes it is under, the outermost first."""

    views: frozenset[View] = _HELD_BY["format"]
    changes: tuple[Change, ...] = ()

    def under(self, change: Change) -> "Standing":
        """Return the standing of what lies inside a change here."""
        return Standing(_narrow(self.views, change.kind), (*self.changes, change))


UNCHANGED = Standing()


@cache
def _narrow(views: frozenset[View], kind: RevisionKind) -> frozenset[View]:
    return views & _HELD_BY[kind]


@dataclass(frozen=True, slots=True)
class Tracked(Generic[T]):
    """Properties as they are, and as they were before a tracked change of them (None when there is none)."""

    now: T
    former: T | None = None

    def in_view(self, view: View) -> T:
        """Return the properties a view shows."""
        return self.former if view == "base" and self.former is not None else self.now


@dataclass
class ChangeLog:
    """Reads change marks and keeps them; knows which move the reader is inside of."""

    changes: list[Change] = field(default_factory=list)
    _moves: dict[tuple[RevisionKind, str], str] = field(default_factory=dict)

    def read(self, mark: etree._Element, scope: RevisionScope, kind: RevisionKind | None = None) -> Change:
        """Read one mark: w:ins, w:del, a move, a cell's mark, or any of the w:...Change elements."""
        kind = kind or _KINDS.get(mark.tag, "format")
        move = None
        if kind in ("move_from", "move_to"):
            move = next((name for (k, _), name in reversed(self._moves.items()) if k == kind), None)
        change = Change(kind, scope, mark.get(_AUTHOR) or None, read_date(mark.get(_DATE)), move)
        self.changes.append(change)
        return change

    def follow_move(self, edge: etree._Element) -> None:
        """Take note that a move's range begins or ends."""
        start, number = _MOVE_STARTS.get(edge.tag), edge.get(W + "id", "")
        if start is not None:
            self._moves[start, number] = edge.get(W + "name", "")
        else:
            self._moves.pop((_MOVE_ENDS[edge.tag], number), None)

    def under_marks(self, standing: Standing, properties: etree._Element | None, scope: RevisionScope) -> Standing:
        """Return the standing of a paragraph mark, row or cell, whose change marks lie among its properties."""
        if properties is not None:
            for child in properties:
                if child.tag in CHANGE_TAGS or child.tag in _CELL_CHANGE_TAGS:
                    standing = standing.under(self.read(child, scope))
        return standing

    def under_former(self, standing: Standing, properties: etree._Element | None, scope: RevisionScope) -> Standing:
        """Return the standing of what has `properties`: under a change of format when they were changed."""
        mark = None if properties is None else properties.find(f"{properties.tag}Change")
        return standing if mark is None else standing.under(self.read(mark, scope))


def read_tracked(properties: etree._Element | None, read: Callable[[etree._Element | None], T]) -> Tracked[T]:
    """Read properties and, when a change of them is tracked, what they were."""
    former = former_of(properties)
    return Tracked(read(properties), None if former is None else read(former))


def former_of(properties: etree._Element | None) -> etree._Element | None:
    """Find what properties were before a tracked change: w:rPr inside w:rPrChange, and its kin."""
    if properties is None:
        return None
    tag = properties.tag
    change = properties.find(f"{tag}Change")
    return None if change is None else change.find(tag)


@lru_cache(maxsize=1_000)
def read_date(value: str | None) -> datetime | None:
    """Read a w:date; None when it is not one. Word writes local time and calls it UTC, as does a date with no zone."""
    try:
        date = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)
