"""Marks of tracked changes: who, when, and an id nobody else has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from lxml import etree

from analyzer.redline.wml import AUTHOR, CHANGES, DEL, ID, INS, R_PR, W_NS, XML_SPACE, R, T, W, without

_ID = re.compile(rb"""\s[A-Za-z_][\w.-]*:id=["'](-?\d{1,10})["']""")
_MARKS = (*CHANGES, W + "rPrChange")
# XML has no place for these characters, and no contract needs them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass
class Tracker:
    """Makes the marks of one redline and remembers their ids."""

    author: str
    date_utc: datetime
    used: set[int] = field(default_factory=set)
    ids: list[int] = field(default_factory=list)

    @property
    def date(self) -> str:
        """The moment as Word writes it."""
        at = self.date_utc if self.date_utc.tzinfo is None else self.date_utc.astimezone(UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def new_id(self) -> int:
        """Return an id that no mark, comment or bookmark of the file has."""
        number = next(n for n in count(self.ids[-1] + 1 if self.ids else 1) if n not in self.used)
        self.ids.append(number)
        return number

    def mark(self, tag: str) -> etree._Element:
        """Make a mark, w:ins or w:del."""
        attributes = {ID: str(self.new_id()), AUTHOR: self.author, W + "date": self.date}
        return etree.Element(tag, attributes, nsmap={"w": W_NS})

    def inserted(self, *runs: etree._Element) -> etree._Element:
        """Make a w:ins around runs."""
        mark = self.mark(INS)
        mark.extend(runs)
        return mark

    def deleted(self) -> etree._Element:
        """Make an empty w:del."""
        return self.mark(DEL)


def used_ids(parts: Mapping[str, bytes]) -> set[int]:
    """Return every id of the parts that hold text; ids of marks, comments and bookmarks are kept apart from all."""
    return {int(found) for name, xml in parts.items() if name.endswith(".xml") for found in _ID.findall(xml)}


def text_run(text: str, properties: etree._Element | None) -> etree._Element:
    """Make a run of text with a copy of a run's properties; a tab character becomes a w:tab."""
    run = etree.Element(R, nsmap={"w": W_NS})
    if properties is not None:
        copied = without(properties, _MARKS)
        if len(copied):
            run.append(copied)
    for at, part in enumerate(writable(text).split("\t")):
        if at:
            etree.SubElement(run, W + "tab")
        if part:
            etree.SubElement(run, T, {XML_SPACE: "preserve"}).text = part
    return run


def writable(text: str) -> str:
    """Return text without characters that XML has no place for."""
    return _UNWRITABLE.sub("", text)


def marked_properties(properties: etree._Element | None, mark: etree._Element) -> etree._Element:
    """Return the w:rPr of an inserted paragraph mark: the mark first, then the look of an existing one."""
    made = etree.Element(R_PR, nsmap={"w": W_NS}) if properties is None else without(properties, _MARKS)
    made.insert(0, mark)
    return made
