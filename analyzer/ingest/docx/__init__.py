"""DOCX into Document: the text as Word shows it, with automatic numbers, tables, notes and tracked changes."""

from typing import TYPE_CHECKING

from analyzer.errors import EmptyFile, Scanned, TooLarge
from analyzer.models.document import Document, Page
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.ingest.docx.revisions import View

__all__ = ["read_docx"]


def read_docx(data: bytes, *, name: str, sha256: str, settings: Settings, view: "View" = "proposed") -> Document:
    """Read a DOCX.

    Args:
        data: the bytes of the file.
        name: what to call the file in messages.
        sha256: the hash of `data`, handed through.
        settings: the limits.
        view: which side of tracked changes to read; only "proposed" is complete.

    Raises:
        InputError: one of its kinds, when the file can't be read as a contract.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    from analyzer.ingest.docx.body import DocxContext, StoryReader
    from analyzer.ingest.docx.draft import lay_out
    from analyzer.ingest.docx.notes import read_asides, read_notes, related_root
    from analyzer.ingest.docx.numbering import NumberingTable
    from analyzer.ingest.docx.package import open_package
    from analyzer.ingest.docx.problems import report_problems
    from analyzer.ingest.docx.revisions import count_revisions
    from analyzer.ingest.docx.styles import StyleTable

    opened = open_package(data, name=name, settings=settings)
    main, body = opened.document.part, opened.document.element.body
    styles = StyleTable(related_root(main, RT.STYLES))
    context = DocxContext(styles, NumberingTable(related_root(main, RT.NUMBERING), styles), view)
    drafts = StoryReader(context, body).read()
    drafts += read_notes(main, body, context)
    text, blocks = lay_out(drafts)
    findings = context.findings
    if not text:
        if findings.pictures:
            raise Scanned(f"{name}: only pictures, no text; run text recognition on it first")
        raise EmptyFile(f"{name}: the document has no text; check that it is the right file")
    if len(text) > settings.max_characters:
        raise TooLarge(f"{name}: more than {settings.max_characters:,} characters; split it or raise the limit")
    problems = report_problems(
        findings, count_revisions(body), name=name, view=view, characters=len(text), has_macros=opened.has_macros
    )
    return Document(
        name=name,
        sha256=sha256,
        format="docx",
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),),
        blocks=blocks,
        asides=tuple(read_asides(main, body, context)),
        problems=tuple(problems),
    )
