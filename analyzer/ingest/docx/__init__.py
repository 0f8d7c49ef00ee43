"""DOCX into Document: the text as Word shows it, with automatic numbers, tables, notes and tracked changes."""

from typing import TYPE_CHECKING

from analyzer.models.document import Document, View
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.models.revisions import RevisedDocument

__all__ = ["read_docx", "read_revised_docx"]


def read_docx(data: bytes, *, name: str, sha256: str, settings: Settings, view: View = "proposed") -> Document:
    """Read one view of a DOCX.

    Args:
        data: the bytes of the file.
        name: what to call the file in messages.
        sha256: the hash of `data`, handed through.
        settings: the limits.
        view: which side of tracked changes to read.

    Raises:
        InputError: one of its kinds, when the file can't be read as a contract.
    """
    from analyzer.ingest.docx.parsed import parse_docx, take_view

    return take_view(parse_docx(data, name=name, sha256=sha256, settings=settings), view, settings=settings)


def read_revised_docx(data: bytes, *, name: str, sha256: str, settings: Settings) -> "RevisedDocument":
    """Read all views of a DOCX, its revisions and its comments; arguments and errors as for `read_docx`."""
    from analyzer.ingest.docx.parsed import parse_docx, take_views

    return take_views(parse_docx(data, name=name, sha256=sha256, settings=settings), settings=settings)
