"""Opening DOCX: hostile, damaged and untidy files, each refused with one line or read all the same."""

import io
import struct
import zipfile

import pytest

from analyzer.errors import Damaged, EmptyFile, Encrypted, InputError, Scanned, TooLarge, UnknownType
from analyzer.ingest.docx import read_docx
from analyzer.models.document import Document
from analyzer.settings import Settings
from tests.builders import PICTURE, build_docx, change_parts, part_of, run_xml

DOCUMENT, TYPES, RELS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"


def read_bytes(data: bytes) -> Document:
    return read_docx(data, name="msa.docx", sha256="", settings=Settings())


def refused(error: type[InputError], data: bytes, limits: Settings | None = None) -> str:
    with pytest.raises(error) as caught:
        read_docx(data, name="msa.docx", sha256="", settings=limits or Settings())
    message = str(caught.value)
    assert type(caught.value) is error
    assert message.startswith("msa.docx: ")
    assert "\n" not in message
    return message


def test_not_a_docx() -> None:
    empty_zip = io.BytesIO()
    zipfile.ZipFile(empty_zip, "w").close()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    refused(EmptyFile, b"")
    refused(UnknownType, b"%PDF-1.7")
    refused(UnknownType, empty_zip.getvalue())
    refused(UnknownType, ole + b"\0" * 100)
    refused(Encrypted, ole + "EncryptedPackage".encode("utf-16-le"))


def test_an_excel_workbook_is_named() -> None:
    data = build_docx("x")
    types = part_of(data, TYPES).replace(b"wordprocessingml.document.main+xml", b"spreadsheetml.sheet.main+xml")
    assert "Excel" in refused(UnknownType, change_parts(data, {TYPES: types}))


def test_without_text() -> None:
    refused(EmptyFile, build_docx(""))
    refused(Scanned, build_docx(PICTURE))


def test_damaged_files() -> None:
    data = build_docx("x")
    refused(Damaged, data[: len(data) // 2])
    refused(Damaged, data[:-200])
    refused(Damaged, change_parts(data, {DOCUMENT: None}))
    refused(Damaged, change_parts(data, {DOCUMENT: b"<w:document"}))
    refused(Damaged, change_parts(data, {DOCUMENT: b"<other/>"}))


def test_a_wrong_checksum_is_damage() -> None:
    data = bytearray(build_docx("x"))
    at = data.index(b"PK\x01\x02")
    data[at + 16 : at + 20] = struct.pack("<I", 12345)
    refused(Damaged, bytes(data))


def test_bombs() -> None:
    data = build_docx("x")
    refused(TooLarge, data, Settings(max_expanded_bytes=10_000))
    bomb = change_parts(data, {"customXml/item1.xml": b"<a>" + b" " * 25_000_000 + b"</a>"})
    assert "200 times" in refused(TooLarge, bomb)
    refused(TooLarge, build_docx("a long text"), Settings(max_characters=5))
    parts = {f"word/media/{i}.png": b"" for i in range(10_001)}
    assert "parts" in refused(TooLarge, change_parts(data, parts))


def test_a_lie_about_sizes_does_not_help() -> None:
    data = bytearray(change_parts(build_docx("x"), {"customXml/item1.xml": b"<a>" + b" " * 25_000_000 + b"</a>"}))
    at = data.rindex(b"customXml/item1.xml") - 46
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    refused(Damaged, bytes(data))


def test_entities_and_document_types_are_refused() -> None:
    data = build_docx("x")
    laughs = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    outside = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for declaration in (laughs, outside, b"<!DOCTYPE d>"):
        head, _, rest = part_of(data, DOCUMENT).partition(b"?>")
        xml = head + b"?>" + declaration + rest
        assert "document type" in refused(Damaged, change_parts(data, {DOCUMENT: xml}))


@pytest.mark.parametrize(
    "part", ["../evil.xml", "/etc/evil.xml", "word/../../evil.xml", "C:\\evil.xml", "WORD/document.xml"]
)
def test_names_that_point_outside_or_twice(part: str) -> None:
    refused(Damaged, change_parts(build_docx("x"), {part: b"<a/>"}))


def test_deep_nesting_is_refused_and_not_a_traceback() -> None:
    data = build_docx("x")
    deep = b"<w:ins>" * 5000 + b"</w:ins>" * 5000
    xml = part_of(data, DOCUMENT).replace(b"<w:sectPr", deep + b"<w:sectPr", 1)
    refused(Damaged, change_parts(data, {DOCUMENT: xml}))


def test_nesting_as_deep_as_the_parser_lets_through_is_read() -> None:
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    data = build_docx(start * 80 + f"<w:p>{run_xml('deep')}</w:p>" + end * 80)
    assert read_bytes(data).text == "deep"


def test_a_relationship_to_nothing_does_not_matter() -> None:
    data = build_docx("Body", lists=["1 = decimal|%1."])
    dangling = (
        b'<Relationship Id="rId91" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        b' Target="NULL"/><Relationship Id="rId92" Target="../../x.png" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/image"/></Relationships>'
    )
    rels = part_of(data, RELS).replace(b"</Relationships>", dangling)
    assert read_bytes(change_parts(data, {RELS: rels})).text == "Body"


def test_iso_strict_files_are_read() -> None:
    data = build_docx("1.0> Strict", lists=["1 = decimal|%1."])
    changes = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            xml = archive.read(name)
            if name.endswith((".xml", ".rels")):
                xml = xml.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ).replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
            changes[name] = xml
    document = read_bytes(change_parts(data, changes))
    assert (document.text, document.blocks[0].number) == ("Strict", "1.")
