"""What a page shows: pieces of text with their places, images, and rules."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Run:
    """A piece of text on one baseline, in points from the lower left of the page as it is shown."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    space: float
    angle: int = 0
    order: int = 0


@dataclass
class Marks:
    """All that one page shows, as far as reading needs it.

    `image_area` is the share of the page under images, `unreadable` the number of characters whose font
    has no Unicode map, `rules` the horizontal lines as (x0, x1, y), `bars` the vertical ones as (y0, y1, x);
    `damaged` says that not all of the page could be read.
    """

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    bars: list[tuple[float, float, float]] = field(default_factory=list)
    images: int = 0
    image_area: float = 0.0
    unreadable: int = 0
    damaged: bool = False


class OutOfTime(Exception):
    """The time for reading is over."""


def word_gap(space: float) -> float:
    """Return the gap in ems from which two pieces of text are two words, given the font's space in ems."""
    return min(max(0.6 * space, 0.12), 0.2)
