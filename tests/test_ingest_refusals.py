"""What is refused at the door: each with the class that sets the exit code, and one line that says what to do."""

from __future__ import annotations

import hashlib
import io
import sys
import types
import zipfile
from pathlib import Path

import pytest

from analyzer.errors import AnalyzerError, Damaged, EmptyFile, Encrypted, InputError, Scanned, TooLarge, UnknownType
from analyzer.ingest import ingest
from analyzer.models.document import Document, Page
from analyzer.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


def package(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error", "says"),
    [
        ("a.pdf", b"", EmptyFile, "no bytes"),
        ("a.docx", b"", EmptyFile, "no bytes"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), UnknownType, "save it as .docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), Encrypted, "password"),
        ("a.msg", OLE, UnknownType, "old Office file"),
        ("a.rtf", b"{\\rtf1\\ansi hello}", UnknownType, "RTF"),
        ("a.docx", b"{\\rtf1\\ansi hello}", UnknownType, "RTF"),
        ("a.xlsx", package("[Content_Types].xml", "xl/workbook.xml"), UnknownType, "Excel"),
        ("a.pptx", package("[Content_Types].xml", "ppt/presentation.xml"), UnknownType, "PowerPoint"),
        ("a.odt", package("mimetype", "content.xml"), UnknownType, "OpenDocument"),
        ("a.zip", package("contract.pdf"), UnknownType, "unpack it"),
        ("a.docx", package("contract.pdf"), UnknownType, "ZIP archive"),
        ("a.docx", package("word/document.xml")[:40], Damaged, "cut short"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, UnknownType, "PNG image"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 50, UnknownType, "JPEG"),
        ("a.tif", b"II*\x00" + b"\x00" * 50, UnknownType, "TIFF"),
        ("a.pdf", b"<!DOCTYPE html><html>Please log in</html>", UnknownType, "HTML"),
        ("a.htm", b"\n<html><body>x</body></html>", UnknownType, "print it to PDF"),
        ("a.pdf", b"404 not found", UnknownType, "holds plain text"),
        ("a.docx", b"404 not found", UnknownType, "holds plain text"),
        ("a.pdf", bytes(range(256)) * 10, UnknownType, "it is not one"),
        ("a.bin", bytes(range(256)) * 10, UnknownType, "binary"),
        ("a.pdf", b"%PDF-1.7\n", Damaged, "damaged or cut short"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF", Damaged, "damaged"),
    ],
    # Without this the bytes of a zip, with its time stamp, would name the test, differently in each worker.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals(name: str, data: bytes, error: type[AnalyzerError], says: str) -> None:
    with pytest.raises(error) as raised:
        ingest(data, name=name)
    message = str(raised.value)
    assert type(raised.value) is error
    assert message.startswith(f"{name}: ")
    assert says in message
    assert "\n" not in message
    assert raised.value.exit_code == 3


def test_paths(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        ingest(tmp_path / "absent.pdf")
    with pytest.raises(InputError, match="it is a folder"):
        ingest(tmp_path)
    big = tmp_path / "big.txt"
    big.write_bytes(b"x" * 50)
    with pytest.raises(TooLarge, match="50 bytes, more than the 10 allowed"):
        ingest(big, settings=Settings(max_file_bytes=10))
    document = ingest(big)
    assert document.name == "big.txt"
    assert document.sha256 == hashlib.sha256(b"x" * 50).hexdigest()
    assert ingest(big, name="other.txt").name == "other.txt"


def test_docx_goes_to_its_reader_and_a_wrong_name_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = types.ModuleType("analyzer.ingest.docx")

    def read_docx(data: bytes, *, name: str, sha256: str, settings: Settings, view: str) -> Document:
        page = Page(number=1, start=0, end=4)
        return Document(name=name, sha256=sha256, format="docx", text="text", pages=(page,), blocks=())

    reader.read_docx = read_docx  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "analyzer.ingest.docx", reader)
    data = package("[Content_Types].xml", "word/document.xml")
    assert ingest(data, name="a.docx").problems == ()
    renamed = ingest(data, name="a.pdf")
    assert renamed.format == "docx"
    assert [(p.code, p.partial) for p in renamed.problems] == [("wrong-extension", False)]
    assert "named .pdf but is a DOCX" in renamed.problems[0].message
    assert ingest(data, name="contract").problems == ()


def test_scanned_contracts() -> None:
    if not (SHARED / "scanned").is_dir():
        pytest.skip(f"{SHARED / 'scanned'} is not here")
    files = sorted((SHARED / "scanned").glob("*.pdf"))
    assert files
    for path in files:
        with pytest.raises(Scanned, match="run OCR on it first"):
            ingest(path, settings=Settings(ocr=False))
