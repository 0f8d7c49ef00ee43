"""The first stage: a file's bytes become a Document, or one line says why they can't."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal, get_args

from analyzer.errors import Damaged, EmptyFile, Encrypted, InputError, TooLarge, UnknownType
from analyzer.models.document import Document, Problem, Side, View
from analyzer.models.revisions import RevisedDocument, Stretch
from analyzer.settings import Settings

__all__ = ["ingest", "read_revisions"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = {
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"RIFF": "a WebP image or a recording",
}
_OTHER_TYPES = {
    b"{\\rtf": ("an RTF file", "open it in Word and save it as .docx"),
    b"%!PS": ("a PostScript file", "print it to PDF"),
    b"7z\xbc\xaf": ("a 7-Zip archive", "unpack it and give the files in it"),
    b"Rar!": ("a RAR archive", "unpack it and give the files in it"),
    b"\x1f\x8b": ("a gzip archive", "unpack it and give the files in it"),
}
_PDF_HEADER_WITHIN = 1024


def ingest(
    source: Path | bytes,
    *,
    name: str | None = None,
    settings: Settings | None = None,
    view: Side = "proposed",
) -> Document:
    """Read one contract file.

    Args:
        source: The file, or its bytes.
        name: What to call it in messages and reports; the file's own name when not given.
        view: Of a DOCX with tracked changes, the text with all of them rejected or accepted; others have one view.

    Raises:
        InputError: It can't be read; the subclass and the message say why and what to do.
    """
    opened = _open(source, name, settings or Settings())
    if opened.kind == "pdf":
        from analyzer.ingest.pdf import read_pdf

        document = read_pdf(opened.data, name=opened.label, sha256=opened.sha256, settings=opened.settings)
    elif opened.kind == "docx":
        from analyzer.ingest.docx import read_docx

        document = read_docx(opened.data, name=opened.label, sha256=opened.sha256, settings=opened.settings, view=view)
    else:
        from analyzer.ingest.plain import read_plain

        return read_plain(opened.data, name=opened.label, sha256=opened.sha256, settings=opened.settings)
    return opened.noting_its_name(document)


def read_revisions(
    source: Path | bytes, *, name: str | None = None, settings: Settings | None = None
) -> RevisedDocument:
    """Read all views of one contract file, its tracked changes and its comments.

    Arguments and errors are those of `ingest`. A file that is no DOCX has no revisions, and its views are one.
    """
    opened = _open(source, name, settings or Settings())
    if opened.kind != "docx":
        document = ingest(opened.data, name=opened.label, settings=opened.settings)
        whole = Stretch(start=0, end=len(document.text), base=0, proposed=0)
        return RevisedDocument(base=document, marked=document, proposed=document, stretches=(whole,))
    from analyzer.ingest.docx import read_revised_docx

    revised = read_revised_docx(opened.data, name=opened.label, sha256=opened.sha256, settings=opened.settings)
    noted = {view: opened.noting_its_name(revised.in_view(view)) for view in get_args(View)}
    return revised.model_copy(update=noted)


@dataclass(frozen=True)
class _Opened:
    """The bytes of a file, what they are, and what it is called."""

    label: str
    data: bytes
    sha256: str
    kind: Literal["pdf", "docx", "text"]
    settings: Settings

    def noting_its_name(self, document: Document) -> Document:
        """Add a problem to a document whose name says it is something else."""
        # A PDF or DOCX says without doubt what it is, so one under the wrong name is read, with a note: refusing it
        # would cost the user a finding and gain nothing. Text under the name of a PDF or DOCX is refused in _kind:
        # that is what a login page or an error message saved in place of the contract looks like.
        suffix = PurePath(self.label).suffix.lower()
        if suffix not in (".pdf", ".docx", ".txt", ".md") or suffix == f".{self.kind}":
            return document
        note = Problem(
            code="wrong-extension",
            message=f"{self.label}: it is named {suffix} but is a {self.kind.upper()}; it was read as that.",
            document=self.label,
        )
        return document.model_copy(update={"problems": (*document.problems, note)})


def _open(source: Path | bytes, name: str | None, settings: Settings) -> _Opened:
    label = name or (source.name if isinstance(source, Path) else "document")
    data = read_bytes(source, label, settings)
    return _Opened(label, data, hashlib.sha256(data).hexdigest(), _kind(data, label), settings)


def read_bytes(source: Path | bytes, name: str, settings: Settings) -> bytes:
    """Return the bytes of a source that can be opened and is within the limits.

    Raises:
        InputError: it is a folder, can't be opened, is empty or too large.
    """
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            if source.is_dir():
                raise InputError(f"{name}: it is a folder; give the files in it, or use the batch command.")
            data = b"" if size > settings.max_file_bytes else source.read_bytes()
        except FileNotFoundError:
            raise InputError(f"{name}: there is no such file at {source}; check the path.") from None
        except OSError as error:
            raise InputError(f"{name}: it can't be opened ({error.strerror}); check its permissions.") from error
    else:
        data, size = source, len(source)
    if size > settings.max_file_bytes:
        raise TooLarge(
            f"{name}: it has {size:,} bytes, more than the {settings.max_file_bytes:,} allowed;"
            " split it, or raise CLAUSE_ANALYZER_MAX_FILE_BYTES."
        )
    if not data:
        raise EmptyFile(f"{name}: the file has no bytes; it was probably not downloaded in full, fetch it again.")
    return data


def _kind(data: bytes, name: str) -> Literal["pdf", "docx", "text"]:
    """Tell from the content whether a file is "pdf", "docx" or "text"; refuse anything else."""
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith(_OLE):
        _refuse_ole(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, name)
    for start, what in _IMAGES.items():
        if data.startswith(start):
            raise UnknownType(
                f"{name}: it is {what}, not a PDF or DOCX; make it a PDF with a text layer (OCR) and read that."
            )
    for start, (what, remedy) in _OTHER_TYPES.items():
        if data.startswith(start):
            raise UnknownType(f"{name}: it is {what}, which is not read; {remedy}.")
    from analyzer.ingest.plain import decoded, is_html

    suffix = PurePath(name).suffix.lower()
    text = decoded(data)
    if text is None:
        hint = f"its name ends in {suffix} but it is not one" if suffix in (".pdf", ".docx") else "it is binary data"
        raise UnknownType(f"{name}: {hint}; give a PDF, DOCX, text or Markdown file.")
    if is_html(text):
        raise UnknownType(f"{name}: it is an HTML page; print it to PDF or save it as .docx and read that.")
    if suffix in (".pdf", ".docx"):
        raise UnknownType(f"{name}: it is named {suffix} but holds plain text; fetch it again, or rename it to .txt.")
    return "text"


def _refuse_ole(data: bytes, name: str) -> None:
    """Refuse the old compound format: it is Office before 2007, or the wrapper of an encrypted new file."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Encrypted(f"{name}: the file needs a password; open it in Word and save a copy without one.")
    if "WordDocument".encode("utf-16-le") in data:
        raise UnknownType(f"{name}: it is an old Word file (.doc); open it in Word and save it as .docx.")
    raise UnknownType(f"{name}: it is an old Office file or an e-mail, which is not read; save it as .docx or PDF.")


def _zip_kind(data: bytes, name: str) -> Literal["docx"]:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise Damaged(f"{name}: the file is damaged or cut short and can't be unpacked; fetch it again.") from error
    if any(part.startswith("word/document") and part.endswith(".xml") for part in parts):
        return "docx"
    what, remedy = "a ZIP archive", "unpack it and give the files in it"
    if any(part.startswith("xl/") for part in parts):
        what, remedy = "an Excel workbook", "save the sheet as PDF"
    elif any(part.startswith("ppt/") for part in parts):
        what, remedy = "a PowerPoint file", "save it as PDF"
    elif "mimetype" in parts:
        what, remedy = "an OpenDocument or EPUB file", "save it as .docx or PDF"
    raise UnknownType(f"{name}: it is {what}, which is not read; {remedy}.")
