"""Insert new definitions into the host's own list, in the look of the one they follow."""

import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from analyzer.models import NewDefinition
from analyzer.redline.edits import Definition
from analyzer.redline.expected import Line
from analyzer.redline.host import Host
from analyzer.redline.labels import following_label
from analyzer.redline.paragraphs import Words, look_at, new_row
from analyzer.redline.placing import QUOTES, Model
from analyzer.redline.story import Unit
from analyzer.redline.wml import TR, P

_DEFINES = re.compile(r"(?:means?|has|have|includes?|is|are|shall mean)\b")


def worded(definition: NewDefinition) -> str:
    """Return a definition as a sentence of its own."""
    return f"“{definition.term}” {_meaning(definition)}"


def write_definitions(host: Host, definitions: Sequence[Definition]) -> None:
    """Insert definitions, those of one place in their given order."""
    read = [(wanted, host.anchors.unit_of(wanted.place.like)) for wanted in definitions if wanted.place is not None]
    steps = Counter[int]()
    for wanted, like in read:
        row = next(like.paragraphs[-1].iterancestors(TR), None)
        if row is None:
            steps[id(like)] += 1
            _write_paragraph(host, wanted, like, steps[id(like)])
        else:
            _write_row(host, wanted, like, row)


def _meaning(definition: NewDefinition) -> str:
    text = " ".join(definition.text.split())
    return text if _DEFINES.match(text) else f"means {text}"


def _term(definition: NewDefinition, like: Unit) -> Words:
    """Write the term as the host writes its own: in the same quotation marks, or none, and in the same look."""
    opening = len(like.text) - len(like.text.lstrip(QUOTES))
    closing = next((c for c in like.text[opening:] if c in QUOTES and c not in "'’"), "") if opening else ""
    look, quote = look_at(like, opening), look_at(like, 0)
    words = [(like.text[:opening], quote), (definition.term, look), (closing, quote)]
    return [(text, own) for text, own in words if text]


def _write_paragraph(host: Host, wanted: Definition, like: Unit, steps: int) -> None:
    assert wanted.place is not None
    template = host.template(Model(wanted.place.like, None))
    term = _term(wanted.definition, like)
    meaning = _meaning(wanted.definition)
    if like.text.endswith(";"):
        meaning = f"{meaning.rstrip('.;')};"
    after = host.element_of(wanted.place.after)
    words = [*term, (f" {meaning}", look_at(like, len(like.text) - 1))]
    label = following_label(template.label, steps)
    paragraph = host.add_paragraph(after, template, words, label, free=True)
    host.record_definition(wanted, "".join(text for text, _ in words), paragraph, section=label)


def _write_row(host: Host, wanted: Definition, like: Unit, row: etree._Element) -> None:
    assert wanted.place is not None
    block = host.contract.document.blocks[wanted.place.like]
    theirs = host.anchors.find(block.cells[1].start, block.cells[1].end).unit
    meaning = _meaning(wanted.definition)
    if not _DEFINES.match(theirs.text):
        meaning = re.sub(r"^means ", "", meaning)
        meaning = meaning[:1].upper() + meaning[1:] if theirs.text[:1].isupper() else meaning
    look = look_at(theirs, len(theirs.text) - 1)
    term = _term(wanted.definition, like)
    made = new_row(row, (term, [(meaning, look)]), host.tracker)
    rows = host.anchors.unit_of(wanted.place.after).paragraphs[-1].iterancestors(TR)
    after = next((other for other in rows if other.getparent() is row.getparent()), row)
    host.main.add_after(after, made)
    for words in (term, [(meaning, look)]):
        host.expected.add_after(after, Line("".join(text for text, _ in words), None, free=True))
    host.record_definition(wanted, "".join(text for text, _ in term), next(made.iter(P)), section=None)
