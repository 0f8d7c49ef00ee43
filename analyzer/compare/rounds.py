"""The turns of one negotiation: what became of each change from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.compare.words import read_words
from analyzer.models import Change, ComparedVersion, Thread, Turn, TurnState

_LIKE = 0.5


@dataclass
class _Line:
    """A place of the base as it goes through the turns; `last` is the change that stands there now, if any."""

    first: Change
    turns: list[Turn] = field(default_factory=list)
    last: Change | None = None
    accepted: bool = False


def follow_turns(versions: Sequence[ComparedVersion]) -> tuple[tuple[ComparedVersion, ...], tuple[Thread, ...]]:
    """Return the versions, and a thread for each place that any of them changed.

    What an earlier turn had marked and a later one has as plain text was accepted; it is not silent.

    Args:
        versions: the turns in order, each compared with the base.
    """
    lines: list[_Line] = []
    told: list[ComparedVersion] = []
    for version in versions:
        marked = [_known(change, lines) for change in version.changes]
        told.append(version.model_copy(update={"changes": tuple(marked)}))
        _take_turn(version, lines)
    return tuple(told), tuple(_thread(line) for line in lines)


def _known(change: Change, lines: Sequence[_Line]) -> Change:
    """Return a change as marked when it was put forward in an earlier turn and stands as plain text now."""
    line = _line_of(change, lines)
    before = line.last if line else None
    if change.tracked or before is None or not before.tracked or not _same(change, before):
        return change
    return change.model_copy(update={"tracked": True, "author": before.author, "date": before.date})


def _take_turn(version: ComparedVersion, lines: list[_Line]) -> None:
    still: set[int] = set()
    for change in version.changes:
        if not change.substantive:
            continue
        line = _line_of(change, [x for i, x in enumerate(lines) if i not in still])
        if line is None:
            line = _Line(change)
            lines.append(line)
        still.add(next(i for i, x in enumerate(lines) if x is line))
        _say(line, version.name, _state(line, change), change)
    for index, line in enumerate(lines):
        if index not in still and line.last is not None:
            line.turns.append(Turn(version=version.name, state="reverted", change=None, text=line.first.before))
            line.last, line.accepted = None, False


def _state(line: _Line, change: Change) -> TurnState:
    if line.last is None:
        return "new"
    if not _same(change, line.last):
        line.accepted = False
        return "modified"
    if line.accepted or (line.last.tracked and not change.tracked):
        line.accepted = True
        return "accepted"
    return "open"


def _say(line: _Line, version: str, state: TurnState, change: Change) -> None:
    line.turns.append(Turn(version=version, state=state, change=change.id, text=change.after))
    line.last = change


def _line_of(change: Change, lines: Sequence[_Line]) -> _Line | None:
    best, most = None, 0.0
    for line in lines:
        share = _shared(change, line.last or line.first)
        if share > most:
            best, most = line, share
    return best if most >= _LIKE else None


def _shared(change: Change, other: Change) -> float:
    """Return how much two changes are about the same words of the base, or say the same new ones; 0 to 1."""
    one, two = change.before_span, other.before_span
    if one is None or two is None:
        return 0.0
    if one.start < one.end and two.start < two.end:
        shared = min(one.end, two.end) - max(one.start, two.start)
        return max(shared, 0) / min(one.end - one.start, two.end - two.start)
    if one.start < one.end or two.start < two.end:
        return 0.0
    ours, theirs = (set(read_words(c.after).folded) for c in (change, other))
    return len(ours & theirs) / max(len(ours | theirs), 1)


def _same(one: Change, other: Change) -> bool:
    return one.kind == other.kind and read_words(one.after).folded == read_words(other.after).folded


def _thread(line: _Line) -> Thread:
    return Thread(
        section=line.first.base_section or line.first.section,
        before=line.first.before,
        state=line.turns[-1].state,
        turns=tuple(line.turns),
    )
