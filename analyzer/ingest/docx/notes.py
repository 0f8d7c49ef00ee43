"""What stands outside the body: footnotes and endnotes, running headers and footers, comments."""

import re
from collections.abc import Iterator

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from lxml import etree

from analyzer.ingest.docx.body import DocxContext, StoryReader
from analyzer.ingest.docx.draft import Draft
from analyzer.ingest.docx.number_formats import write_number
from analyzer.ingest.docx.package import parse_xml
from analyzer.ingest.docx.wml import R_ID, W, int_value, text_value
from analyzer.models.document import Aside, AsideKind

_ONLY_A_NUMBER = re.compile(r"[-–\s]*(page\s+)?(\d+|[ivxlc]+)(\s*(of|/)\s*\d+)?[-–\s]*$", re.IGNORECASE)


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


def read_notes(main: Part, body: etree._Element, context: DocxContext) -> list[Draft]:
    """Read the notes the text refers to, in the order of the references, footnotes first.

    The first paragraph of a note has its mark as number. A note nobody refers to in this view is left out.
    """
    settings = related_root(main, RT.SETTINGS)
    drafts: list[Draft] = []
    for kind, relationship_type, usual in (
        ("footnote", RT.FOOTNOTES, "decimal"),
        ("endnote", RT.ENDNOTES, "lowerRoman"),
    ):
        root = related_root(main, relationship_type)
        if root is None:
            continue
        notes = {e.get(W + "id"): e for e in root.findall(W + kind) if e.get(W + "type", "normal") == "normal"}
        options = next(body.iter(f"{W}{kind}Pr"), None)
        if options is None and settings is not None:
            options = settings.find(f"{W}{kind}Pr")
        number_format = text_value(options, "numFmt") or usual
        number = int_value(options, "numStart") or 1
        for referred, note_id in list(context.findings.notes):
            if referred == kind and note_id in notes:
                drafts.extend(_note(notes.pop(note_id), write_number(number, number_format), context))
                number += 1
    return drafts


def _note(note: etree._Element, mark: str, context: DocxContext) -> Iterator[Draft]:
    for at, draft in enumerate(StoryReader(context, note, kind="footnote").read()):
        yield Draft("footnote", draft.text, mark if at == 0 else draft.number, style=draft.style, bold=draft.bold)


def read_asides(main: Part, body: etree._Element, context: DocxContext) -> Iterator[Aside]:
    """Read headers and footers of all sections, each part once, then the comments."""
    referred = [e.get(R_ID) for e in body.iter(W + "headerReference", W + "footerReference")]
    order = {r_id: at for at, r_id in reversed(list(enumerate(referred)))}
    seen: set[tuple[AsideKind, str]] = set()
    for r_id in sorted(main.rels, key=lambda r: (order.get(r, len(order)), r)):
        relationship = main.rels[r_id]
        if relationship.is_external or relationship.reltype not in (RT.HEADER, RT.FOOTER):
            continue
        text = _plain(part_root(relationship.target_part), context)
        kind: AsideKind = "header" if relationship.reltype == RT.HEADER else "footer"
        if _ONLY_A_NUMBER.match(text):
            kind = "page_number"
        if text and (kind, text) not in seen:
            seen.add((kind, text))
            yield Aside(kind=kind, text=text)
    comments = related_root(main, RT.COMMENTS)
    for comment in () if comments is None else comments.findall(W + "comment"):
        text = _plain(comment, context)
        if text:
            yield Aside(kind="comment", text=text, author=comment.get(W + "author") or None)


def _plain(story: etree._Element, context: DocxContext) -> str:
    # Pictures and hidden words of a header are letterhead, not something the contract is missing.
    apart = DocxContext(context.styles, context.numbering, context.view)
    return "\n".join(draft.text for draft in StoryReader(apart, story).read())
