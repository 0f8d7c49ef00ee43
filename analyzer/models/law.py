"""The laws, standards and model clauses that positions refer to, with their dates and the names they went by."""

import re
from datetime import date
from typing import Literal

from analyzer.models.document import Record

InstrumentKind = Literal["law", "guidance", "standard", "model clauses", "proposal", "decision", "market"]
# How much of the passage referred to was seen when the reference was written down.
Seen = Literal["seen", "secondary source", "title only", "unverified"]

_NUMBERS = re.compile(r"(\d+)(?:\((\d+)\))?(?:\s*[-\u2013]\s*(\d+))?")


class Applies(Record):
    """A date from which an instrument applies, to what, and to which of its articles; empty for all of it."""

    start: str
    what: str
    articles: str = ""

    def covers(self, place: str) -> bool:
        """Return whether an article cited in `place` ("Art. 26(6)") is among these; "Art. 8-15" names a range."""
        ranges = [(int(a), sub, int(b or a)) for a, sub, b in _NUMBERS.findall(self.articles)]
        cited = [(int(a), sub, int(b or a)) for a, sub, b in _NUMBERS.findall(place)]
        return any(
            low <= last and first <= high and sub in {"", own}
            for low, sub, high in ranges
            for first, own, last in cited
        )


class FormerName(Record):
    """A name that no longer stands, until when it did (None: not known), and what became of it."""

    name: str
    until: str | None
    why: str


class Amended(Record):
    """When an instrument was changed, and how."""

    date: str
    what: str


class Instrument(Record):
    """A law, a standard, model clauses or a market note.

    Dates are written as far as they are known: "2026-08-02", "2025-03", "1967".
    """

    name: str
    title: str
    kind: InstrumentKind
    where: str
    known_as: tuple[str, ...] = ()
    published: str | None = None
    in_force: str | None = None
    applies: tuple[Applies, ...] = ()
    amended: tuple[Amended, ...] = ()
    former: tuple[FormerName, ...] = ()

    def applying_to(self, place: str) -> tuple[Applies, ...]:
        """Return the dates that hold for an article: those that name it, else those for everything else."""
        named = tuple(a for a in self.applies if a.articles and a.covers(place))
        return named or tuple(a for a in self.applies if not a.articles)


class Reference(Record):
    """A place in an instrument, as a position of the library cites it.

    `cited` is the name as written in the library; `superseded` says that it is one the instrument no longer bears.
    `place` is the article or section, `gloss` what stands there.
    """

    instrument: str
    cited: str
    place: str
    gloss: str = ""
    seen: Seen = "seen"
    superseded: bool = False


class LawTable(Record):
    """All instruments, as they stood on a day."""

    as_of: date
    instruments: tuple[Instrument, ...]

    def of(self, name: str) -> Instrument:
        """Return the instrument of a name as `Reference.instrument` has it."""
        return next(i for i in self.instruments if i.name == name)
