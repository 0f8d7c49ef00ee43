"""A DOCX read once, from which each of its views is taken."""

from dataclasses import dataclass

from docx.opc.constants import RELATIONSHIP_TYPE as RT

from analyzer.errors import EmptyFile, Scanned, TooLarge
from analyzer.ingest.docx.body import DocxContext, read_story
from analyzer.ingest.docx.changes import Change
from analyzer.ingest.docx.comments import CommentNode, read_comments, view_comments
from analyzer.ingest.docx.concealed import find_concealed
from analyzer.ingest.docx.draft import LaidOut, lay_out
from analyzer.ingest.docx.notes import Margin, Notes, read_margins, read_notes, related_root, view_margins, view_notes
from analyzer.ingest.docx.package import open_package
from analyzer.ingest.docx.problems import report_problems
from analyzer.ingest.docx.revisions import list_comments, list_revisions
from analyzer.ingest.docx.story import Story
from analyzer.ingest.docx.stretches import tie
from analyzer.ingest.docx.views import Findings, ViewContext, view_story
from analyzer.models.document import Concealed, Document, Page, View
from analyzer.models.revisions import RevisedDocument
from analyzer.settings import Settings


@dataclass(frozen=True)
class ParsedDocx:
    """What the XML of one file holds, views not yet told apart."""

    name: str
    sha256: str
    has_macros: bool
    body: Story
    notes: tuple[Notes, ...]
    margins: tuple[Margin, ...]
    comments: tuple[CommentNode, ...]
    changes: tuple[Change, ...]
    concealed: tuple[Concealed, ...]


def parse_docx(data: bytes, *, name: str, sha256: str, settings: Settings) -> ParsedDocx:
    """Open a file and read its XML.

    Raises:
        InputError: one of its kinds, when the file can't be opened.
    """
    opened = open_package(data, name=name, settings=settings)
    main, element = opened.document.part, opened.document.element.body
    styles = related_root(main, RT.STYLES)
    context = DocxContext.of(styles, related_root(main, RT.NUMBERING))
    body = read_story(context, element)
    notes = tuple(read_notes(main, element, context))
    margins = tuple(read_margins(main, element, context))
    comments = tuple(read_comments(main, context))
    roots = (element, related_root(main, RT.FOOTNOTES), related_root(main, RT.ENDNOTES))
    concealed = tuple(piece for root in roots if root is not None for piece in find_concealed(root, styles))
    return ParsedDocx(
        name, sha256, opened.has_macros, body, notes, margins, comments, tuple(context.changes.changes), concealed
    )


def take_view(parsed: ParsedDocx, view: View, *, settings: Settings) -> Document:
    """Take one view of a file.

    Raises:
        InputError: it has no text, only pictures, or too much text.
    """
    laid_out, findings = _lay_out(parsed, view)
    if parsed.changes and not laid_out.text:
        side = "rejected" if view == "base" else "accepted"
        raise EmptyFile(f"{parsed.name}: no text is left with all tracked changes {side}; read its other view")
    _check(parsed, laid_out, findings, settings)
    return _document(parsed, view, laid_out, findings)


def take_views(parsed: ParsedDocx, *, settings: Settings) -> RevisedDocument:
    """Take all views of a file; one that has no text is there, and empty.

    Raises:
        InputError: no view has text, or there is too much of it.
    """
    marked, findings = _lay_out(parsed, "marked")
    _check(parsed, marked, findings, settings)
    base, base_findings = _lay_out(parsed, "base")
    proposed, proposed_findings = _lay_out(parsed, "proposed")
    revised = RevisedDocument(
        base=_document(parsed, "base", base, base_findings),
        marked=_document(parsed, "marked", marked, findings),
        proposed=_document(parsed, "proposed", proposed, proposed_findings),
        stretches=tie(marked, base, proposed),
    )
    return revised.model_copy(
        update={
            "revisions": tuple(list_revisions(revised, marked, parsed.margins)),
            "comments": tuple(list_comments(revised, marked, parsed.comments)),
        }
    )


def _lay_out(parsed: ParsedDocx, view: View) -> tuple[LaidOut, Findings]:
    context = ViewContext(view)
    drafts = view_story(context, parsed.body)
    # Only the references in the body count; a note in a note has no place of its own.
    references = tuple(context.findings.notes)
    for notes in parsed.notes:
        drafts.extend(view_notes(notes, references, context))
    return lay_out(drafts), context.findings


def _check(parsed: ParsedDocx, laid_out: LaidOut, findings: Findings, settings: Settings) -> None:
    name, text = parsed.name, laid_out.text
    if not text:
        if findings.pictures:
            raise Scanned(f"{name}: only pictures, no text; run text recognition on it first")
        raise EmptyFile(f"{name}: the document has no text; check that it is the right file")
    if len(text) > settings.max_characters:
        raise TooLarge(f"{name}: more than {settings.max_characters:,} characters; split it or raise the limit")


def _document(parsed: ParsedDocx, view: View, laid_out: LaidOut, findings: Findings) -> Document:
    problems = report_problems(
        findings,
        parsed.changes,
        name=parsed.name,
        view=view,
        characters=len(laid_out.text),
        has_macros=parsed.has_macros,
    )
    return Document(
        name=parsed.name,
        sha256=parsed.sha256,
        format="docx",
        text=laid_out.text,
        pages=(Page(number=1, start=0, end=len(laid_out.text)),),
        blocks=laid_out.blocks,
        asides=(*view_margins(parsed.margins, view), *view_comments(parsed.comments, view)),
        concealed=parsed.concealed,
        problems=tuple(problems),
        view=view if parsed.changes else "proposed",
    )
