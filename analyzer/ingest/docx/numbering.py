"""Automatic numbers as Word shows them, resolved from numbering.xml.

What Word does, where the specification leaves room:

- All w:num over one w:abstractNum count on together; a w:startOverride sets the shared counter the first
  time its w:num is met at that level, and again whenever the level restarts.
- A w:abstractNum that only links to a numbering style takes the style's levels, but counts for itself.
- A level that was skipped counts as used once at its start value: "1.1" first, then "2", not "1".
- A level that is a bullet or has the format none prints nothing where another level's text refers to it.
- w:isLgl turns every format into decimal, except decimalZero and none.
- A level linked to a paragraph style (w:pStyle) wins over the w:ilvl in that style.
- Each story (body, one text box, one note) counts for itself.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from analyzer.ingest.docx.number_formats import write_number
from analyzer.ingest.docx.styles import Look, StyleTable
from analyzer.ingest.docx.wml import ALTERNATE, MC, R_PR, W, int_value, on_off, text_value, whole_number

LEVELS = 9
_LONGEST_LABEL = 255
_PLACE = re.compile(r"%([1-9])")
_KEPT_WHEN_LEGAL = frozenset({"decimalZero", "none", "bullet"})


@dataclass(frozen=True)
class Level:
    """One w:lvl. `restart_after` is the deepest level (0-based) whose use restarts this one; -1 for never."""

    start: int
    number_format: str
    text: str
    restart_after: int
    legal: bool
    style: str | None
    hidden: bool


@dataclass(frozen=True)
class NumberedList:
    """One w:num: the levels it comes to, and the counters it shares by `shared` (its w:abstractNum)."""

    num_id: int
    shared: str
    levels: dict[int, Level]
    start_overrides: dict[int, int]
    single_level: bool = False

    def level(self, ilvl: int) -> Level | None:
        """The definition of a level; a missing one is that of the nearest outer level."""
        return self._all_levels[ilvl]

    @cached_property
    def _all_levels(self) -> list[Level | None]:
        complete: list[Level | None] = []
        for ilvl in range(LEVELS):
            complete.append(self.levels.get(ilvl, complete[-1] if complete else None))
        return complete

    def start(self, ilvl: int) -> int:
        """The number a level begins with, at first and after each restart."""
        level = self.level(ilvl)
        return self.start_overrides.get(ilvl, 0 if level is None else level.start)


@dataclass(frozen=True)
class Place:
    """Where a paragraph stands in a list."""

    numbered_list: NumberedList
    ilvl: int


def _number_format(level: etree._Element) -> str:
    named = text_value(level, "numFmt")
    if named is not None:
        return named
    # Word 2010 and later wrap custom formats such as "001, 002, ..." in alternate content.
    custom = level.find(f"{ALTERNATE}/{MC}Choice/{W}numFmt")
    sample = "" if custom is None else (custom.get(W + "format") or "").split(",")[0].strip()
    return sample if re.fullmatch(r"[0-9]{1,5}", sample) else "decimal"


def _read_level(element: etree._Element, ilvl: int) -> Level:
    restart = int_value(element, "lvlRestart")
    own = ilvl - 1
    return Level(
        start=int_value(element, "start") or 0,
        number_format=_number_format(element),
        text=(text_value(element, "lvlText") or "")[:_LONGEST_LABEL],
        restart_after=own if restart is None or restart > ilvl else restart - 1,
        legal=bool(on_off(element, "isLgl")),
        style=text_value(element, "pStyle"),
        hidden=bool(on_off(element.find(R_PR), "vanish")),
    )


def _read_levels(parent: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in parent.findall(W + "lvl"):
        ilvl = whole_number(element.get(W + "ilvl"))
        if ilvl is not None and 0 <= ilvl < LEVELS:
            found[ilvl] = _read_level(element, ilvl)
    return found


class NumberingTable:
    """All lists of one document, and which one a paragraph belongs to."""

    def __init__(self, root: etree._Element | None, styles: StyleTable) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._nums: dict[int, etree._Element] = {}
        self._lists: dict[int, NumberedList | None] = {}
        if root is not None:
            self._abstract = {e.get(W + "abstractNumId", ""): e for e in root.findall(W + "abstractNum")}
            ids = ((whole_number(e.get(W + "numId")), e) for e in root.findall(W + "num"))
            self._nums = {num_id: e for num_id, e in ids if num_id is not None}

    def place(self, own_id: int | None, own_level: int | None, look: Look) -> Place | None:
        """Find where a paragraph stands from its own w:numId and w:ilvl and its style; None when it has no number."""
        num_id = own_id if own_id is not None else next((s.num_id for s in look.chain if s.num_id is not None), None)
        found = None if not num_id else self._list(num_id)
        if found is None:
            return None
        ilvl = own_level if own_level is not None else self._style_level(found, look, from_style=own_id is None)
        if found.single_level:
            ilvl = 0
        return Place(found, min(max(ilvl, 0), LEVELS - 1))

    def _style_level(self, numbered_list: NumberedList, look: Look, *, from_style: bool) -> int:
        for style in look.chain:
            linked = next((i for i, level in numbered_list.levels.items() if level.style == style.id), None)
            if linked is not None:
                return linked
            if from_style and style.ilvl is not None:
                return style.ilvl
        return 0

    def _list(self, num_id: int) -> NumberedList | None:
        if num_id not in self._lists:
            self._lists[num_id] = None  # a list style that refers to itself finds nothing instead of recursing
            self._lists[num_id] = self._build(num_id)
        return self._lists[num_id]

    def _build(self, num_id: int) -> NumberedList | None:
        num = self._nums.get(num_id)
        shared = text_value(num, "abstractNumId")
        abstract = self._abstract.get(shared) if shared is not None else None
        if num is None or shared is None or abstract is None:
            return None
        levels, overrides = _read_levels(abstract), dict[int, int]()
        link = text_value(abstract, "numStyleLink")
        target = None if link is None else self._styles.number_style(link)
        linked = None if target is None or target == num_id else self._list(target)
        if linked is not None:
            levels, overrides = dict(linked.levels), dict(linked.start_overrides)
        for override in num.findall(W + "lvlOverride"):
            ilvl = whole_number(override.get(W + "ilvl"))
            if ilvl is None or not 0 <= ilvl < LEVELS:
                continue
            start, own = int_value(override, "startOverride"), override.find(W + "lvl")
            if own is not None:
                levels[ilvl] = _read_level(own, ilvl)
            if start is not None:
                overrides[ilvl] = start
        single = text_value(abstract, "multiLevelType") == "singleLevel"
        return NumberedList(num_id, shared, levels, overrides, single)


@dataclass
class Counters:
    """The numbers one story is up to."""

    _values: dict[str, list[int | None]] = field(default_factory=dict)
    _overridden: set[tuple[int, int]] = field(default_factory=set)

    def label(self, place: Place) -> str | None:
        """Count a paragraph in and write its label as shown, without the tab or space after it.

        Returns:
            None for a bullet and for a level without any text.
        """
        numbers, this, ilvl = place.numbered_list, place.numbered_list.level(place.ilvl), place.ilvl
        if this is None:
            return None
        self._count(numbers, ilvl)
        if this.number_format == "bullet" or this.hidden:
            return None
        values = self._values[numbers.shared]

        def write(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            level, value = numbers.level(at), values[at]
            if level is None or value is None or at > ilvl:
                return ""
            legal = this.legal and level.number_format not in _KEPT_WHEN_LEGAL
            return write_number(value, "decimal" if legal else level.number_format)

        return " ".join(_PLACE.sub(write, this.text).split()) or None

    def _count(self, numbers: NumberedList, ilvl: int) -> None:
        values = self._values.setdefault(numbers.shared, [None] * LEVELS)
        for outer in range(ilvl):
            if values[outer] is None:
                values[outer] = numbers.start(outer)
                self._overridden.add((numbers.num_id, outer))
        present = values[ilvl]
        override = numbers.start_overrides.get(ilvl)
        if override is not None and (numbers.num_id, ilvl) not in self._overridden:
            values[ilvl] = override
        else:
            values[ilvl] = numbers.start(ilvl) if present is None else present + 1
        self._overridden.add((numbers.num_id, ilvl))
        for inner in range(ilvl + 1, LEVELS):
            level = numbers.levels.get(inner)
            if level is None or ilvl <= level.restart_after:
                values[inner] = None
