"""The contract as the readers of this stage see it: statements in plain lower case, with dates and periods marked.

In a statement's `marked` text each date is replaced by a run of one character, each period, sum of money and blank by
another, so that a pattern can say "until DATE". `plain`, `lower` and `marked` have the same length; `offset_of` leads
from a place in them back to the document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from analyzer.models import Clause, Contract, Passage, Value
from analyzer.money import dollar_of, read_money
from analyzer.renewal.dates import DateOrder, WrittenDate, find_dates
from analyzer.renewal.periods import Period, find_anniversaries, find_periods

DATE, PERIOD, MONEY, BLANK, ANNIVERSARY = "\ue000+", "\ue001+", "\ue002+", "\ue003+", "\ue004+"

_PLAIN = {ord(c): " " for c in "\n\r\t\f\v\u00a0\u2002\u2003\u2009\u200b"}
_PLAIN |= {ord(c): '"' for c in "\u201c\u201d\u201e\u00ab\u00bb"} | {ord(c): "'" for c in "\u2018\u2019\u0060\u00b4"}
# The marks themselves mean nothing in a contract.
_PLAIN |= {ord(c): " " for c in "\ue000\ue001\ue002\ue003\ue004"}
_PLAIN |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2212"}
_LOWER = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_TO_PLAIN = re.compile("[" + "".join(re.escape(chr(c)) for c in _PLAIN) + "]")
_MANY_SPACES = re.compile(" {2,}")

# "____ day of ______, 2019", "[●]", "[insert date]", "[***]", "XX": left blank, or blacked out.
BLANKS = re.compile(
    r"(?:_ ?){2,}(?:(?: day)? of)?[ ,]*(?:(?:_ ?){2,})?[ ,]*(?:(?:19|20)?(?:\d\d|_+))?|\[ ?[*\u25cf\u2022.x_ -]+ ?\]"
    r"|\[ ?(?:insert|date|to be|tbd|tbc|day|month|year|effective|commencement|start|term|number|amount|state"
    r"|jurisdiction|country)"
    r"[^\]]{0,40}\]|\*{3,}|\btbd\b|\b(?:x{2,4}[/-]){2}x{2,4}\b"
)
_OF_ATTACHMENT = re.compile(r"(?:schedule|exhibit|annex|annexure|appendix|attachment|addendum)\b", re.IGNORECASE)
# What follows a passage that was cut in the middle: "(1) year", "or 16.3", "1st 2019".
_RUNS_ON = re.compile(
    r"(?:\(?\d{1,3}\)? ?(?:st|nd|rd|th|years?|months?|days?)\b|\(\d{1,3}\) [a-z]|\d{1,2},? (?:19|20)\d\d\b|(?:19"
    r"|20)\d\d\b|[a-z]{2,})"
)
# A sentence that a page end cut before a name: "the laws of the State of" / "Florida".
_BROKEN_OFF = re.compile(r"[a-z][a-z'-]* [a-z'-]+,?$")
_RUN_IN = re.compile(r"[A-Z][^.:|]{1,70}[.:] (?=[A-Z(\"])")
_COMPLETE = re.compile(r"[;,] (?:and|or)$")
_ITEM = re.compile(r"\(?[a-z0-9]{1,4}[.)]", re.IGNORECASE)
_LONGEST = 2_500
# "Exhibit 10.4" as the first line is what the filer called the contract, not an attachment to it.
_FRONT = 1_500
_OPENING = 5_000
_WITNESS = re.compile(
    r"\b(?:in witness whereof|as witness|signed (?:by|for)|executed (?:by|as)|agreed and accepted"
    r"|accepted and agreed)\b"
)
_SIGNATURES = 2_500


@dataclass(frozen=True)
class Statement:
    """A sentence, item or row with what is written in it and where it stands.

    `trail` are the headings it stands under, innermost first, in lower case; `lead` the words above that an item
    completes; `place` its index in the wording.
    """

    wording: "Wording" = field(repr=False, compare=False)
    place: int
    start: int
    end: int
    clause: int
    lead: str = ""

    @cached_property
    def plain(self) -> str:
        """Return the words as written, with single spaces and plain quotation marks and dashes."""
        return _MANY_SPACES.sub(" ", _plain(self.wording.contract.document.text[self.start : self.end]))

    @cached_property
    def lower(self) -> str:
        """Return the plain words in lower case, character for character."""
        return _lower(self.plain)

    @cached_property
    def trail(self) -> str:
        """Return the headings above, innermost first."""
        headings: list[str] = []
        for node in self.wording.clauses_above(self.clause):
            if node.heading:
                headings.append(node.heading.lower())
        return " > ".join(headings)

    @cached_property
    def body(self) -> int:
        """Return the place after a heading that runs into the sentence: "Term and Renewal. The initial term ..."."""
        heading = _RUN_IN.match(self.plain)
        return heading.end() if heading is not None else 0

    @cached_property
    def attached(self) -> bool:
        """Say whether it stands in a schedule or exhibit."""
        return any(
            (node.kind == "schedule" or _OF_ATTACHMENT.match(node.number or "")) and node.start >= _FRONT
            for node in self.wording.clauses_above(self.clause)
        )

    @cached_property
    def dates(self) -> tuple[WrittenDate, ...]:
        """Return the dates with places within the statement."""
        return tuple(find_dates(self.lower, order=self.wording.order))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Return the periods with places within the statement."""
        return tuple(find_periods(self.lower))

    @cached_property
    def anniversaries(self) -> tuple[Period, ...]:
        """Return the anniversaries with places within the statement."""
        return tuple(find_anniversaries(self.lower))

    @cached_property
    def money(self) -> tuple[tuple[Value, int, int], ...]:
        """Return the sums of money with places within the statement."""
        found = read_money(self.plain, dollar=self.wording.dollar)
        return tuple((Value(number=float(a.money.amount), unit=a.money.currency), a.start, a.end) for a in found)

    @cached_property
    def marked(self) -> str:
        """Return the words in lower case with dates, periods, sums and blanks as runs of their marks."""
        text = list(self.lower)
        taken = [
            *((0, d.start, d.end) for d in self.dates),
            *((4, a.start, a.end) for a in self.anniversaries),
            *((1, p.start, p.end) for p in self.periods),
            *((2, start, end) for _, start, end in self.money),
            *((3, m.start(), m.end()) for m in BLANKS.finditer(self.lower)),
        ]
        for kind, start, end in taken:
            if all(c < "\ue000" or c > "\ue004" for c in text[start:end]):
                text[start:end] = chr(0xE000 + kind) * (end - start)
        return "".join(text)

    def offset_of(self, place: int) -> int:
        """Return the offset in the document of a place in the plain text."""
        original = _plain(self.wording.contract.document.text[self.start : self.end])
        removed = 0
        for match in _MANY_SPACES.finditer(original):
            if match.start() - removed >= place:
                break
            removed += len(match[0]) - 1
        return self.start + place + removed

    def place_of(self, offset: int) -> int:
        """Return the place in the plain text of an offset in the document that the statement covers."""
        return len(_MANY_SPACES.sub(" ", _plain(self.wording.contract.document.text[self.start : offset])))

    def date_at(self, place: int) -> WrittenDate:
        """Return the date that covers a place of the marked text."""
        return next(d for d in self.dates if d.start <= place < d.end)

    def period_at(self, place: int) -> Period:
        """Return the period or anniversary that covers a place of the marked text."""
        return next(p for p in (*self.anniversaries, *self.periods) if p.start <= place < p.end)

    def money_at(self, place: int) -> Value:
        """Return the sum that covers a place of the marked text."""
        return next(value for value, start, end in self.money if start <= place < end)


class Wording:
    """One contract as statements in order, and its whole text in lower case, character for character.

    `order` is how its dates in figures are written, once its law is known.
    """

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.order: DateOrder | None = None
        self.dollar = dollar_of(contract.document.text)
        self.lower = _lower(_plain(contract.document.text))
        self.statements = tuple(self._join())
        self._starts = [s.start for s in self.statements]

    @cached_property
    def lines(self) -> str:
        """Return the whole text with plain quotation marks and dashes, its lines kept, character for character."""
        text = self.contract.document.text
        return "".join(c if c == "\n" else p for c, p in zip(text, _plain(text), strict=True))

    def mentioning(self, *stems: str) -> tuple[Statement, ...]:
        """Return the statements that hold one of the given lower-case strings, in order."""
        places: set[int] = set()
        for stem in stems:
            at = self.lower.find(stem)
            while at >= 0:
                place = bisect_right(self._starts, at) - 1
                if place >= 0 and at < self.statements[place].end:
                    places.add(place)
                    at = self.lower.find(stem, self.statements[place].end)
                else:
                    at = self.lower.find(stem, at + len(stem))
        return tuple(self.statements[place] for place in sorted(places))

    def statement_at(self, offset: int) -> Statement:
        """Return the statement that covers an offset, or the last before it."""
        return self.statements[max(0, bisect_right(self._starts, offset) - 1)]

    def opening(self) -> tuple[Statement, ...]:
        """Return what stands before the terms: cover, title, parties, recitals; a table of contents does not count."""
        read, place = 0, 0
        while place < len(self.statements) and read < _OPENING:
            read += self.statements[place].end - self.statements[place].start
            place += 1
        return self.statements[:place]

    def following(self, statement: Statement, count: int) -> tuple[Statement, ...]:
        """Return the next statements within the same clause or its items."""
        after = self.statements[statement.place + 1 : statement.place + 1 + count]
        return tuple(s for s in after if s.clause == statement.clause or self._within(s.clause, statement.clause))

    def clauses_above(self, clause: int) -> Iterator[Clause]:
        """Yield a clause and those around it, innermost first."""
        index: int | None = clause
        while index is not None:
            node = self.contract.clauses[index]
            yield node
            index = node.parent

    def signatures(self) -> str:
        """Return the text of the signature blocks in lower case: what the outline calls so, and what follows the words."""
        parts = [self.lower[c.start : c.end] for c in self.contract.clauses if c.kind == "signature"]
        parts += [self.lower[m.end() : m.end() + _SIGNATURES] for m in _WITNESS.finditer(self.lower)]
        return "\n".join(parts)

    def _within(self, clause: int, outer: int) -> bool:
        parent = self.contract.clauses[clause].parent
        return parent is not None and (parent == outer or self._within(parent, outer))

    def _join(self) -> Iterator[Statement]:
        """Yield the passages as statements; pieces of one sentence that the layout cut are put together again."""
        start = end = clause = -1
        place, lead = 0, ""
        for passage in _cut(self.contract):
            same = passage.clause == clause and passage.end - start <= _LONGEST and passage.kind != "row"
            if same and start >= 0 and self._runs_on(start, end, passage.start):
                end = passage.end
                continue
            if start >= 0:
                yield Statement(self, place, start, end, clause, lead)
                place += 1
            start, end, clause = passage.start, passage.end, passage.clause
            lead = _lower(_plain(passage.lead))
        if start >= 0:
            yield Statement(self, place, start, end, clause, lead)

    def _runs_on(self, start: int, end: int, following: int) -> bool:
        text = self.contract.document.text
        if self.lower[end - 1] in ";:":
            return False
        if _RUNS_ON.match(text, following):
            return True
        last = text[max(start, end - 60) : end].rstrip()
        return bool(_BROKEN_OFF.search(last)) and not _COMPLETE.search(last) and not _ITEM.match(text, following)


def _cut(contract: Contract) -> Iterator[Passage]:
    """Yield the passages, those that nothing divides cut at a space: patterns are for sentences, not for pages."""
    text = contract.document.text
    for passage in contract.passages:
        start = passage.start
        while passage.end - start > _LONGEST:
            end = max(text.rfind(" ", start, start + _LONGEST), start + _LONGEST // 2)
            yield passage.model_copy(update={"start": start, "end": end})
            start = end
        yield passage if start == passage.start else passage.model_copy(update={"start": start})


def _plain(text: str) -> str:
    """Return a text with plain spaces, quotation marks and dashes, character for character."""
    return _TO_PLAIN.sub(lambda match: _PLAIN[ord(match[0])], text)


def _lower(text: str) -> str:
    """Return a text in lower case, character for character."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_LOWER)
