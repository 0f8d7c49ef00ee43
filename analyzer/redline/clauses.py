"""Insert new clauses: a heading and its parts, numbered on from the host's own."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from analyzer.redline.definitions import worded
from analyzer.redline.edits import Definition, NewClause
from analyzer.redline.host import Host, ends_of
from analyzer.redline.labels import following_label, number_of, part_label, renumber
from analyzer.redline.paragraphs import Template

_ITEM = re.compile(r"(?P<label>\((?:[a-z]{1,2}|[ivx]+|\d{1,2})\))\s+")
_DEFINITIONS = "Definitions for the clauses on artificial intelligence"


@dataclass(frozen=True)
class Templates:
    """The paragraphs that a new clause is made after: its heading, its parts and the items in those."""

    heading: Template
    part: Template
    item: Template | None


def read_clauses(host: Host, clauses: Sequence[NewClause]) -> list[tuple[NewClause, Templates]]:
    """Return clauses with what they are made after, read before anything is written, which would change what stands there."""
    return [(clause, _read(host, clause)) for clause in clauses]


def write_clauses(host: Host, read: Sequence[tuple[NewClause, Templates]], unlisted: Sequence[Definition]) -> None:
    """Insert clauses in their order, and behind them the definitions for which the host has no list."""
    steps = Counter[int]()
    for clause, templates in read:
        steps[clause.place.after] += 1
        _write_clause(host, clause, templates, steps[clause.place.after])
    if read and unlisted:
        last, templates = read[-1]
        _write_definitions(host, unlisted, last, templates, steps[last.place.after] + 1)


def _read(host: Host, clause: NewClause) -> Templates:
    place = clause.place
    item = None if place.item is None else host.template(place.item)
    return Templates(host.template(place.heading), host.template(place.part), item)


def _write_clause(host: Host, clause: NewClause, templates: Templates, steps: int) -> None:
    # Clauses left out leave no gap; a number that does not count on, such as 7A, is taken as it was drafted.
    drafted = None if clause.section is None or clause.section.startswith("after ") else clause.section
    counts = drafted is None or number_of(drafted) is not None
    top = following_label(templates.heading.label, steps) if counts else None
    top = top or drafted
    after = host.element_of(clause.place.after)
    _write_heading(host, after, templates.heading, clause.heading, top)
    for edit in clause.edits:
        first, *others = [line.strip() for line in edit.text.splitlines() if line.strip()] or [""]
        label = renumber(edit.number, drafted, top)
        written = [host.add_paragraph(after, templates.part, [(first, templates.part.body)], label)]
        written += [_write_line(host, after, templates, line) for line in others]
        host.record(clause.provision, edit, *ends_of(written), section=label, before="", after=edit.text)


def _write_heading(host: Host, after: etree._Element, template: Template, heading: str, label: str | None) -> None:
    words = f"{heading}." if template.stop else heading
    host.add_paragraph(after, template, [(words, template.lead)], label, numbered=label is not None, heading=True)


def _write_line(host: Host, after: etree._Element, templates: Templates, line: str) -> etree._Element:
    """Write a further line of a part: an item in the look of the host's items, or text that goes on."""
    found = _ITEM.match(line)
    if found is None or templates.item is None:
        return host.add_paragraph(after, templates.part, [(line, templates.part.body)], None, numbered=False)
    words = [(line[found.end() :], templates.item.body)]
    return host.add_paragraph(after, templates.item, words, found["label"], free=True)


def _write_definitions(
    host: Host, unlisted: Sequence[Definition], last: NewClause, templates: Templates, steps: int
) -> None:
    top = following_label(templates.heading.label, steps)
    after = host.element_of(last.place.after)
    _write_heading(host, after, templates.heading, _DEFINITIONS, top)
    for index, wanted in enumerate(unlisted):
        text = worded(wanted.definition)
        label = part_label(last.edits[0].number, top, index)
        paragraph = host.add_paragraph(after, templates.part, [(text, templates.part.body)], label)
        host.record_definition(wanted, text, paragraph, section=label)
