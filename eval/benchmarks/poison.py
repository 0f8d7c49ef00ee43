"""Files that break what reads them: cut short, locked, expanding without end, never done."""

import io
import zipfile
import zlib
from pathlib import Path

_SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def truncated_docx() -> bytes:
    """Return a DOCX of which the second half was not downloaded."""
    whole = next(iter(sorted(_SAMPLES.glob("*.docx")))).read_bytes()
    return whole[: len(whole) // 2]


def encrypted_pdf() -> bytes:
    """Return a PDF that needs a password."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(600, 800)
    writer.encrypt("secret", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def expanding_docx(megabytes: int = 60) -> bytes:
    """Return a DOCX of which one part is small only while it is zipped."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * 1_000_000)
    return packed.getvalue()


def expanding_pdf(megabytes: int = 60) -> bytes:
    """Return a PDF of one page, of which the content is small only while it is deflated."""
    packer = zlib.compressobj()
    stream = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()
    return _pdf(stream)


def endless_pdf(operations: int = 4_000_000) -> bytes:
    """Return a PDF of one page that is painted letter by letter, some million times: small, and as good as never done."""
    return _pdf(zlib.compress(b"BT /F1 1 Tf " + b"(a) Tj " * operations + b"ET"))


def _pdf(stream: bytes) -> bytes:
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, part)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(written)
