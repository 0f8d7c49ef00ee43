"""The single edits of an alignment: runs of words that were taken out, put in or replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.compare.chunks import Aligned, Chunk

Range = tuple[int, int]


@dataclass(frozen=True)
class Edit:
    """Words `a` of the one text that became words `b` of the other; an empty range stands where words would be."""

    chunk: int
    a: Range
    b: Range

    @property
    def removes(self) -> bool:
        """Say whether words were taken out."""
        return self.a[0] < self.a[1]

    @property
    def adds(self) -> bool:
        """Say whether words were put in."""
        return self.b[0] < self.b[1]


def read_edits(aligned: Aligned) -> list[Edit]:
    """Return the edits, chunk by chunk."""
    return [edit for index, chunk in enumerate(aligned.chunks) for edit in _edits_of(index, chunk, aligned)]


def _edits_of(index: int, chunk: Chunk, aligned: Aligned) -> Iterator[Edit]:
    at_a, at_b = 0, 0
    after_a, after_b = _beginning(chunk, aligned)
    while at_a < len(chunk.a) or at_b < len(chunk.b):
        first_a, first_b = at_a, at_b
        while at_a < len(chunk.a) and aligned.match[chunk.a[at_a]] < 0 and _follows(chunk.a, first_a, at_a):
            at_a += 1
        while at_b < len(chunk.b) and aligned.back[chunk.b[at_b]] < 0 and _follows(chunk.b, first_b, at_b):
            at_b += 1
        if at_a == first_a and at_b == first_b:
            after_a, after_b = chunk.a[at_a] + 1, chunk.b[at_b] + 1
            at_a, at_b = at_a + 1, at_b + 1
            continue
        a = (chunk.a[first_a], chunk.a[at_a - 1] + 1) if at_a > first_a else (after_a, after_a)
        b = (chunk.b[first_b], chunk.b[at_b - 1] + 1) if at_b > first_b else (after_b, after_b)
        after_a, after_b = a[1], b[1]
        yield Edit(index, a, b)


def _follows(words: list[int], first: int, at: int) -> bool:
    """Say whether words go on without a gap, which is where a piece went elsewhere."""
    return at == first or words[at] == words[at - 1] + 1


def _beginning(chunk: Chunk, aligned: Aligned) -> Range:
    """Return where in either text a chunk begins; what stands on one side alone begins where its neighbour ends."""
    a = chunk.a[0] if chunk.a else _beside(aligned.back, chunk.b[0])
    b = chunk.b[0] if chunk.b else _beside(aligned.match, chunk.a[0])
    return a, b


def _beside(match: list[int], word: int) -> int:
    """Return the place in the other text after the nearest word before this one that stands there too."""
    before = next((match[w] for w in range(word - 1, -1, -1) if match[w] >= 0), -1)
    return before + 1
