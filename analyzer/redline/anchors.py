"""Find in the XML what the analyzer's text has at given offsets."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace

from analyzer.models import Document
from analyzer.redline.refusal import Refused
from analyzer.redline.story import Unit


@dataclass(frozen=True)
class Anchor:
    """A range of one unit's text."""

    unit: Unit
    start: int
    end: int


@dataclass(frozen=True)
class ReadLine:
    """What one unit should read: a block without cells, or one cell; the block's number is on its first line."""

    block: int
    start: int
    end: int
    text: str
    number: str | None
    unit: Unit | None = None


class Anchors:
    """The units of a file beside the blocks of the Document that was read from it."""

    def __init__(self, document: Document, units: list[Unit]) -> None:
        self._document = document
        self._starts = [block.start for block in document.blocks]
        self._lines = lines_of(document)
        self._by_start = {line.start: number for number, line in enumerate(self._lines)}
        self._line_starts = [line.start for line in self._lines]
        self._units = self._pair(units)

    def _pair(self, units: list[Unit]) -> list[Unit | tuple[Unit, ...]]:
        """Give each line its unit: by order where all agree, else by its words where they stand equally often in both.

        A line that stays without one has those that it might be.
        """
        if [line.text for line in self._lines] == [unit.text for unit in units]:
            return list(units)
        spoken, written = defaultdict[str, list[int]](list), defaultdict[str, list[Unit]](list)
        for number, line in enumerate(self._lines):
            spoken[line.text].append(number)
        for unit in units:
            written[unit.text].append(unit)
        paired: list[Unit | tuple[Unit, ...]] = [()] * len(self._lines)
        for text, numbers in spoken.items():
            found = written[text]
            for at, number in enumerate(numbers):
                paired[number] = found[at] if len(found) == len(numbers) else tuple(found)
        return paired

    @property
    def lines(self) -> list[ReadLine]:
        """The lines of the Document, with their units where it is certain which those are."""
        return [
            replace(line, unit=unit if isinstance(unit, Unit) else None)
            for line, unit in zip(self._lines, self._units, strict=True)
        ]

    def block_at(self, offset: int) -> int:
        """Return the number of the block that holds an offset, or the one before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def find(self, start: int, end: int) -> Anchor:
        """Return where a range of the text stands.

        Raises:
            Refused: not found, found twice, in a note or text box, or over more than one paragraph.
        """
        block = self._document.blocks[self.block_at(start)]
        if block.kind == "footnote":
            raise Refused("in-note")
        number = max(bisect_right(self._line_starts, start) - 1, 0)
        line = self._lines[number] if self._lines else None
        if line is None or not line.start <= start <= end <= line.end:
            raise Refused("across-paragraphs" if block.start <= start < block.end else "not-found")
        unit = self._unit(number)
        if unit.where == "text-box":
            raise Refused("in-text-box")
        return Anchor(unit, start - line.start, end - line.start)

    def unit_of(self, block: int) -> Unit:
        """Return the unit of a block; of a table row the first that shows text.

        Raises:
            Refused: it was not found, or found twice.
        """
        start = self._document.blocks[block].start
        number = self._by_start.get(start)
        if number is None:
            number = bisect_right(self._line_starts, start)
        if number >= len(self._lines) or self._lines[number].block != block:
            raise Refused("not-found")
        return self._unit(number)

    def _unit(self, number: int) -> Unit:
        unit = self._units[number]
        if isinstance(unit, tuple):
            raise Refused("found-twice" if unit else "not-found")
        return unit


def lines_of(document: Document) -> list[ReadLine]:
    """Return the paragraphs and table cells of a Document that show text, notes left out."""
    lines: list[ReadLine] = []
    for number, block in enumerate(document.blocks):
        spans = [(c.start, c.end) for c in block.cells] or [(block.start, block.end)]
        shown = [] if block.kind == "footnote" else [(start, end) for start, end in spans if end > start]
        for at, (start, end) in enumerate(shown):
            lines.append(ReadLine(number, start, end, document.text[start:end], None if at else block.number))
    return lines
