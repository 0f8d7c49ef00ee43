"""A contract as the units that are aligned: its paragraphs and table rows, each with the clause it stands in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from analyzer.compare.words import Words, read_words
from analyzer.models import BlockKind, Clause, Contract

_AFTER_LABEL = frozenset(".):")


@dataclass(frozen=True)
class Unit:
    """A paragraph or row and the clause it stands in: its words are `first`..`last`, those before `body` its label."""

    first: int
    body: int
    last: int
    clause: int
    kind: BlockKind
    heading: bool
    opens: bool

    def __len__(self) -> int:
        return self.last - self.body


@dataclass(frozen=True)
class Text:
    """A contract ready to be compared."""

    contract: Contract
    words: Words
    units: tuple[Unit, ...]

    @property
    def text(self) -> str:
        """Return the text that offsets point into."""
        return self.contract.document.text

    def body(self, unit: Unit) -> list[str]:
        """Return a unit's words without its label, without capitals."""
        return self.words.folded[unit.body : unit.last]

    def clause_of(self, unit: Unit) -> Clause:
        """Return the clause that a unit stands in."""
        return self.contract.clauses[unit.clause]

    def quote(self, first: int, last: int) -> str:
        """Return the text of words `first`..`last` as it is written, closing marks included."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where words `first`..`last` stand; an empty range stands where the word after it begins."""
        starts, ends = self.words.starts, self.words.ends
        if first >= last:
            at = starts[first] if first < len(starts) else len(self.text)
            return at, at
        return starts[first], ends[last - 1]

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Return the words that sentences, items and rows begin with, rising."""
        starts = {self.words.first_at(p.start) for p in self.contract.passages}
        for unit in self.units:  # a label belongs to what it labels
            starts.difference_update(range(unit.first + 1, unit.body + 1))
            starts.add(unit.first)
        return sorted(starts)

    def sentence(self, word: int) -> tuple[int, int]:
        """Return the words of the sentence that a word is in, within its unit."""
        at = bisect_right(self.sentence_starts, word) - 1
        first = self.sentence_starts[at] if at >= 0 else 0
        last = self.sentence_starts[at + 1] if at + 1 < len(self.sentence_starts) else len(self.words)
        unit = self.unit_at(word)
        if unit is None:
            return first, last
        return max(first, unit.first), min(last, unit.last)

    def unit_at(self, word: int) -> Unit | None:
        """Return the unit that a word is in, None for words that are not compared."""
        index = self.index_at(word)
        return None if index is None else self.units[index]

    def index_at(self, word: int) -> int | None:
        """Return the index of the unit that a word is in."""
        at = bisect_right(self._firsts, word) - 1
        return at if at >= 0 and word < self.units[at].last else None

    @cached_property
    def _firsts(self) -> list[int]:
        return [u.first for u in self.units]


def read_text(contract: Contract, *, signatures: bool = True) -> Text:
    """Return a contract as units, without its table of contents, which follows the headings.

    Args:
        signatures: whether to take in the signature block, which formats set too differently to be compared.
    """
    left_out = {"contents"} if signatures else {"contents", "signature"}
    document, clauses = contract.document, contract.clauses
    words = read_words(document.text)
    opening = [c.start for c in clauses]
    units: list[Unit] = []
    seen: set[int] = set()
    for block in document.blocks:
        at = bisect_right(opening, block.start) - 1
        if at < 0 or clauses[at].kind in left_out:
            continue
        clause = clauses[at]
        opens = at not in seen
        seen.add(at)
        first, last = words.first_at(block.start), words.first_at(block.end)
        body = _after_label(words, first, last, clause.label) if opens and clause.label else first
        if body < last:
            heading = block.kind == "heading" or bool(
                clause.heading and len(document.text[block.start : block.end].strip()) <= len(clause.heading) + 16
            )
            units.append(Unit(first, body, last, at, block.kind, heading, opens))
    return Text(contract, words, tuple(units))


def _after_label(words: Words, first: int, last: int, label: str) -> int:
    """Return the first word after a label that was typed, `first` where it was not."""
    own = read_words(label).keys
    while own and own[-1] in _AFTER_LABEL and not (own[-1] == ")" and "(" in own):
        own.pop()
    if not own or words.keys[first : first + len(own)] != own:
        return first
    at = first + len(own)
    while at < last and words.keys[at] in _AFTER_LABEL:
        at += 1
    return at
