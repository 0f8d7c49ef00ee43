"""The documents of a deal as one text: its sentences, where a quote stands, and which clauses a place holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from analyzer.models import Contract, Evidence, Finding

# A clause of the deal: the contract's place among the documents, the clause's place in it.
ClauseKey = tuple[int, int]
ElementKey = tuple[str, str]

# One character for one, so that places stay.
PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-", "\u00a0": " "})
_LONGEST_QUOTE = 900


@dataclass(frozen=True)
class Sentence:
    """One passage: `text` as written with the words it completes, `reading` with roles for names, `lower` for quick tests."""

    contract: int
    passage: int
    clause: ClauseKey
    start: int
    text: str
    reading: str
    lower: str


class Deal:
    """An index over the contracts of one deal."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self.contracts = tuple(contracts)
        self._by_name = {contract.document.name: number for number, contract in enumerate(contracts)}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All passages that are sentences, in the order of the documents."""
        return tuple(sentence for own in self._by_contract for sentence in own)

    @cached_property
    def _by_contract(self) -> list[list[Sentence]]:
        return [
            [_sentence(contract, number, index) for index in range(len(contract.passages))]
            for number, contract in enumerate(self.contracts)
        ]

    @cached_property
    def _starts(self) -> list[list[int]]:
        return [[passage.start for passage in contract.passages] for contract in self.contracts]

    @cached_property
    def _children(self) -> list[dict[int, list[int]]]:
        below: list[dict[int, list[int]]] = []
        for contract in self.contracts:
            own: dict[int, list[int]] = {}
            for index, clause in enumerate(contract.clauses):
                if clause.parent is not None:
                    own.setdefault(clause.parent, []).append(index)
            below.append(own)
        return below

    @cached_property
    def attached(self) -> frozenset[ClauseKey]:
        """All clauses of schedules, exhibits and annexes."""
        return frozenset().union(
            *(
                self.subtree((number, index))
                for number, contract in enumerate(self.contracts)
                for index, clause in enumerate(contract.clauses)
                if clause.kind == "schedule"
            )
        )

    def sentences_with(self, *words: str) -> Iterable[Sentence]:
        """Yield the sentences that hold any of some lower-case words; patterns are tried on these alone."""
        text, starts = self._lower
        found: set[int] = set()
        for word in words:
            at = text.find(word)
            while at >= 0:
                number = bisect_right(starts, at) - 1
                found.add(number)
                # One word is enough: go on behind the sentence it stands in.
                at = text.find(word, starts[number + 1]) if number + 1 < len(starts) else -1
        return [self.sentences[number] for number in sorted(found)]

    @cached_property
    def _lower(self) -> tuple[str, list[int]]:
        """All sentences in lower case, one after the other, and where each begins: one search goes through all of them."""
        lowered = [sentence.lower for sentence in self.sentences]
        return "\n".join(lowered), list(accumulate((len(text) + 1 for text in lowered[:-1]), initial=0))

    def sentences_of_contract(self, number: int) -> list[Sentence]:
        """Return the sentences of one document in order."""
        return self._by_contract[number]

    def sentences_in(self, clauses: frozenset[ClauseKey]) -> list[Sentence]:
        """Return the sentences of some clauses in order."""
        return [sentence for sentence in self.sentences if sentence.clause in clauses]

    def sentences_of(self, finding: Finding) -> list[Sentence]:
        """Return the sentences a finding quotes, the deciding one first."""
        found = (self.sentence_at(evidence) for evidence in finding.evidence)
        return [sentence for sentence in found if sentence is not None]

    def sentence_at(self, evidence: Evidence) -> Sentence | None:
        """Return the sentence a quote begins in, None when its passage is not (or no longer) part of the deal."""
        number = self._by_name.get(evidence.document)
        return None if number is None else self.sentence_over(number, evidence.start)

    def sentence_over(self, number: int, offset: int) -> Sentence | None:
        """Return the sentence that a place of a document is in, None when its passage is not part of the deal."""
        index = bisect_right(self._starts[number], offset) - 1
        if index < 0 or self.contracts[number].passages[index].end <= offset:
            return None
        return self._by_contract[number][index]

    def before(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before one in the same document."""
        return self._by_contract[sentence.contract][sentence.passage - 1] if sentence.passage > 0 else None

    def subtree(self, key: ClauseKey) -> frozenset[ClauseKey]:
        """Return a clause with all clauses under it."""
        number, clause = key
        found, open_ones = {key}, [clause]
        while open_ones:
            for child in self._children[number].get(open_ones.pop(), ()):
                found.add((number, child))
                open_ones.append(child)
        return frozenset(found)

    def path(self, key: ClauseKey) -> tuple[ClauseKey, ...]:
        """Return a clause and those around it, innermost first."""
        number, index = key
        found: list[ClauseKey] = []
        at: int | None = index
        while at is not None:
            found.append((number, at))
            at = self.contracts[number].clauses[at].parent
        return tuple(found)

    def around(self, key: ClauseKey) -> ClauseKey:
        """Return the section a sub-clause belongs to ("31" for "31.7"), a clause that belongs to none itself."""
        number, index = key
        clauses = self.contracts[number].clauses
        parent = clauses[index].parent
        own, outer = clauses[index].number, clauses[parent].number if parent is not None else None
        return (number, parent) if parent is not None and own and outer and own.startswith(outer) else key

    def heading(self, key: ClauseKey) -> str:
        """Return the headings of a clause and those around it, outermost first."""
        clauses = (self.contracts[number].clauses[index] for number, index in reversed(self.path(key)))
        return " / ".join(clause.heading for clause in clauses if clause.heading)

    def section(self, key: ClauseKey) -> str | None:
        """Return the number of a clause or of the nearest numbered one around it, else the nearest heading."""
        heading = None
        for number, index in self.path(key):
            clause = self.contracts[number].clauses[index]
            if clause.number:
                return clause.number
            heading = heading or clause.heading
        return heading

    def quote(self, sentence: Sentence) -> Evidence:
        """Return a sentence as evidence; a very long one is cut at a word."""
        passage = self.contracts[sentence.contract].passages[sentence.passage]
        return self.quote_span(sentence.contract, passage.start, passage.end, sentence.clause)

    def quote_clause(self, key: ClauseKey) -> Evidence:
        """Return a clause's own text as evidence."""
        clause = self.contracts[key[0]].clauses[key[1]]
        return self.quote_span(key[0], clause.start, clause.end, key)

    def quote_span(self, number: int, start: int, end: int, clause: ClauseKey) -> Evidence:
        """Return a stretch of a document as evidence, without the white space around it."""
        document = self.contracts[number].document
        text = document.text
        end = start + len(text[start:end].rstrip())
        if end - start > _LONGEST_QUOTE:
            cut = text.rfind(" ", start, start + _LONGEST_QUOTE)
            end = cut if cut > start else start + _LONGEST_QUOTE
        page = None
        if document.format == "pdf":
            page = next((p.number for p in reversed(document.pages) if p.start <= start), None)
        return Evidence(
            document=document.name,
            page=page,
            section=self.section(clause),
            start=start,
            end=end,
            quote=text[start:end],
        )

    def cite(self, sentence: Sentence, *, beside: Sentence | None = None) -> str:
        """Return how a reader is told where a sentence stands, with its document unless that goes without saying."""
        section = self.section(sentence.clause)
        place = "a passage without number" if section is None else section
        place = f"section {place}" if place[:1].isdigit() or place[:1] == "(" else place
        several = len(self.contracts) > 1 and (beside is None or beside.contract != sentence.contract)
        return f"{place} of {self.contracts[sentence.contract].document.name}" if several else place


def _sentence(contract: Contract, number: int, index: int) -> Sentence:
    passage = contract.passages[index]
    own = passage.amended or contract.document.text[passage.start : passage.end]
    reading = passage.reading.translate(PLAIN)
    return Sentence(
        contract=number,
        passage=index,
        clause=(number, passage.clause),
        start=passage.start,
        text=" ".join(f"{passage.lead} {own}".split()).translate(PLAIN),
        reading=reading,
        lower=reading.lower(),
    )
