"""References that stay as they are while the clause they name moves on: their words are the same, what they say is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.compare.chunks import Aligned
from analyzer.compare.edits import Range
from analyzer.compare.units import Text

_NAMED = re.compile(
    r"\b(?P<kind>section|clause|paragraph|article|schedule|annex|appendix|exhibit)s? "
    r"(?P<numbers>(?:\d+(?:\.\d+)*|[A-Z]|[IVXLC]+)\b(?:(?:, | and | or |, and |, or )\d+(?:\.\d+)*\b)*)(?!\()",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*|\b[A-Z]+\b", re.IGNORECASE)
# Of an act, or of another paper than this one.
_ELSEWHERE = re.compile(
    r",? (?:of|to|in) (?:(?:the|that) (?!(?:Agreement|Contract|Schedule)\b)[A-Z]|[A-Z]{2}|Regulation|Directive)"
)
_OPENING_WORDS = 6


@dataclass(frozen=True)
class StaleReference:
    """A reference in sentences `a` and `b` that names another clause than before.

    `named` is what it says, `meant` the clause it meant and `moved_to` that clause's number now, None if it is gone;
    `names` is the clause that it names now, None where there is none.
    """

    a: Range
    b: Range
    named: str
    meant: str
    moved_to: str | None
    names: str | None

    @property
    def why(self) -> str:
        """Return what became of the reference, in a line."""
        where = f"is {self.moved_to} now" if self.moved_to else "is gone"
        now = f"names “{self.names}”" if self.names else "names no clause"
        return f"the words “{self.named}” stayed, but “{self.meant}”, which they meant, {where}: the reference {now}"


def find_stale(aligned: Aligned) -> Iterator[StaleReference]:
    """Yield the references that stand unchanged in both texts and no longer name the same clause."""
    ours, theirs = _numbered(aligned.a), _numbered(aligned.b)
    for kind, number, start in _references(aligned.a.text):
        word = aligned.a.words.first_at(start)
        there = aligned.match[word] if word < len(aligned.match) else -1
        unit = _find(ours, kind, number)
        if there < 0 or unit is None or aligned.a.words.keys[word] != aligned.b.words.keys[there]:
            continue
        partner, now = aligned.paired.of.get(unit), _find(theirs, kind, number)
        if partner is not None and (partner == now or not aligned.b.units[partner].opens):
            continue
        if partner is None and now is not None and now not in aligned.paired.back:
            continue  # rewritten in its place
        moved_to = aligned.b.clause_of(aligned.b.units[partner]).number if partner is not None else None
        if partner is not None and moved_to is None:
            continue
        yield StaleReference(
            a=aligned.a.sentence(word),
            b=aligned.b.sentence(there),
            named=f"{kind} {number}",
            meant=_title(aligned.a, unit),
            moved_to=moved_to,
            names=None if now is None else _title(aligned.b, now),
        )


def _references(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the references to clauses of the same contract: the word before the number, the number, and where it stands."""
    for found in _NAMED.finditer(text):
        if _ELSEWHERE.match(text, found.end()):
            continue
        for number in _NUMBER.finditer(found["numbers"]):
            if number[0].lower() not in {"and", "or"}:
                yield found["kind"], number[0], found.start("numbers") + number.start()


def _numbered(text: Text) -> dict[str, int]:
    """Return the units that open a clause by its number; a number that stands twice names none of them."""
    units: dict[str, list[int]] = defaultdict(list)
    for at, unit in enumerate(text.units):
        number = text.clause_of(unit).number
        if unit.opens and number:
            units[_plain(number)].append(at)
    return {number: found[0] for number, found in units.items() if len(found) == 1}


def _find(units: dict[str, int], kind: str, number: str) -> int | None:
    for said in (number, f"{kind} {number}"):
        if (at := units.get(_plain(said))) is not None:
            return at
    return None


def _plain(number: str) -> str:
    return re.sub(r"\s+", " ", number).strip(" .").casefold()


def _title(text: Text, unit: int) -> str:
    """Return the heading of the clause that a unit opens, else its first words."""
    here = text.units[unit]
    clause = text.clause_of(here)
    words = text.quote(here.body, min(here.last, here.body + _OPENING_WORDS))
    return f"{clause.number} {clause.heading or words}"
