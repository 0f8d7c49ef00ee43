"""What the redline has to read like once all changes are accepted, worked out from the texts alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from analyzer.redline.anchors import Anchors
from analyzer.redline.rewording import Hunk
from analyzer.redline.story import Unit


@dataclass(frozen=True)
class Line:
    """A paragraph or table cell: its text and the number it is shown with; `free` where any number will do."""

    text: str
    number: str | None = None
    free: bool = False


@dataclass
class Expected:
    """The lines of the host with the changes of a redline made to them."""

    units: list[Unit]
    anchors: Anchors
    _hunks: dict[int, list[Hunk]] = field(default_factory=lambda: defaultdict(list))
    _added: dict[etree._Element, list[Line]] = field(default_factory=lambda: defaultdict(list))

    def rewrite(self, unit: Unit, hunks: Sequence[Hunk]) -> None:
        """Change words of a unit."""
        self._hunks[id(unit)].extend(hunks)

    def add_after(self, element: etree._Element, line: Line) -> None:
        """Add a line after all that stands in a paragraph, row or table, behind those added there before."""
        self._added[element].append(line)

    def unit_texts(self) -> list[str]:
        """Return the texts of all units, as they have to be read from the XML."""
        return [line.text for line in self._with_added([(unit, Line(self._text(unit))) for unit in self.units])]

    def lines(self) -> list[Line]:
        """Return the lines as the analyzer has to read them."""
        read = [
            (line.unit, line.text if line.unit is None else self._text(line.unit), line) for line in self.anchors.lines
        ]
        return self._with_added([(unit, Line(text, line.number)) for unit, text, line in read])

    def _text(self, unit: Unit) -> str:
        text = unit.text
        for hunk in sorted(self._hunks.get(id(unit), ()), key=lambda h: h.start, reverse=True):
            text = text[: hunk.start] + hunk.text + text[hunk.end :]
        return " ".join(text.split())

    def _with_added(self, lines: Sequence[tuple[Unit | None, Line]]) -> list[Line]:
        """Return the lines with the new ones among them, without those that have lost all their words."""
        behind: dict[int, list[Line]] = defaultdict(list)
        for element, added in self._added.items():
            inside = [number for number, (unit, _) in enumerate(lines) if _stands_in(unit, element)]
            behind[inside[-1] if inside else len(lines) - 1] += added
        return [line for number, (_, own) in enumerate(lines) for line in (own, *behind.get(number, ())) if line.text]


def _stands_in(unit: Unit | None, element: etree._Element) -> bool:
    return unit is not None and any(
        paragraph is element or any(node is element for node in paragraph.iterancestors())
        for paragraph in unit.paragraphs
    )
