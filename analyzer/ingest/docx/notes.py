"""What stands outside the body: footnotes and endnotes, running headers and footers, comments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from lxml import etree

from analyzer.ingest.docx.body import DocxContext, read_story
from analyzer.ingest.docx.draft import Draft
from analyzer.ingest.docx.number_formats import write_number
from analyzer.ingest.docx.package import parse_xml
from analyzer.ingest.docx.story import NoteKind, NoteReference, Story
from analyzer.ingest.docx.views import ViewContext, view_story
from analyzer.ingest.docx.wml import R_ID, W, int_value, text_value
from analyzer.models.document import Aside, AsideKind, View

_ONLY_A_NUMBER = re.compile(r"[-–\s]*(page\s+)?(\d+|[ivxlc]+)(\s*(of|/)\s*\d+)?[-–\s]*$", re.IGNORECASE)
_KINDS: tuple[tuple[NoteKind, str, str], ...] = (
    ("footnote", RT.FOOTNOTES, "decimal"),
    ("endnote", RT.ENDNOTES, "lowerRoman"),
)


@dataclass(frozen=True)
class Notes:
    """All notes of one kind by id, and how they are numbered."""

    kind: NoteKind
    stories: Mapping[str, Story]
    start: int
    number_format: str


@dataclass(frozen=True)
class Margin:
    """A running header or footer."""

    kind: Literal["header", "footer"]
    story: Story


def part_root(part: Part) -> etree._Element:
    """Return the XML of a part, parsed by python-docx or here."""
    element: etree._Element | None = getattr(part, "element", None)
    if element is not None:
        return element
    return parse_xml(part.blob, part=str(part.partname), name=str(part.partname))


def related_root(main: Part, relationship_type: str) -> etree._Element | None:
    """Return the XML of the one part the main part is related to in this way, or None."""
    for relationship in main.rels.values():
        if relationship.reltype == relationship_type and not relationship.is_external:
            return part_root(relationship.target_part)
    return None


def read_notes(main: Part, body: etree._Element, context: DocxContext) -> Iterator[Notes]:
    """Read the footnotes, then the endnotes."""
    settings = related_root(main, RT.SETTINGS)
    for kind, relationship_type, usual in _KINDS:
        root = related_root(main, relationship_type)
        if root is None:
            continue
        notes = (e for e in root.findall(W + kind) if e.get(W + "type", "normal") == "normal")
        options = next(body.iter(f"{W}{kind}Pr"), None)
        if options is None and settings is not None:
            options = settings.find(f"{W}{kind}Pr")
        yield Notes(
            kind,
            {e.get(W + "id", ""): read_story(context, e) for e in notes},
            int_value(options, "numStart") or 1,
            text_value(options, "numFmt") or usual,
        )


def view_notes(notes: Notes, references: Sequence[NoteReference], context: ViewContext) -> Iterator[Draft]:
    """Take the view of the notes the text refers to, in the order of the references.

    The first paragraph of a note has its mark as number. A note nobody refers to in this view is left out.
    """
    number, seen = notes.start, set[str]()
    for reference in references:
        story = notes.stories.get(reference.id)
        if reference.kind != notes.kind or story is None or reference.id in seen:
            continue
        seen.add(reference.id)
        marked = False
        for draft in view_story(context, story, kind="footnote"):
            draft.level, draft.under = None, reference.standing.changes
            if draft.text and not marked:
                draft.number, marked = write_number(number, notes.number_format), True
            yield draft
        number += 1


def read_margins(main: Part, body: etree._Element, context: DocxContext) -> Iterator[Margin]:
    """Read headers and footers of all sections, each part once."""
    referred = [e.get(R_ID) for e in body.iter(W + "headerReference", W + "footerReference")]
    order = {r_id: at for at, r_id in reversed(list(enumerate(referred)))}
    for r_id in sorted(main.rels, key=lambda r: (order.get(r, len(order)), r)):
        relationship = main.rels[r_id]
        if relationship.is_external or relationship.reltype not in (RT.HEADER, RT.FOOTER):
            continue
        story = read_story(context, part_root(relationship.target_part))
        yield Margin("header" if relationship.reltype == RT.HEADER else "footer", story)


def view_margins(margins: Sequence[Margin], view: View) -> Iterator[Aside]:
    """Take the view of headers and footers; those that read the same are one."""
    seen: set[tuple[AsideKind, str]] = set()
    for margin in margins:
        text = view_plain(margin.story, view)
        kind: AsideKind = "page_number" if _ONLY_A_NUMBER.match(text) else margin.kind
        if text and (kind, text) not in seen:
            seen.add((kind, text))
            yield Aside(kind=kind, text=text)


def view_plain(story: Story, view: View) -> str:
    """Take the view of a story as plain lines."""
    # Pictures and hidden words of a header are letterhead, not something the contract is missing.
    return "\n".join(draft.text for draft in view_story(ViewContext(view), story) if draft.text)
