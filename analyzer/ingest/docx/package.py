"""Open a DOCX safely: every limit is checked on the bytes before python-docx sees any of them.

A DOCX is a ZIP archive of XML parts and may be hostile: it may expand without end, define entities that do,
name files outside itself, or hold two parts of one name. It may also be merely untidy: python-docx refuses a
file with one relationship to a part that isn't there, which Word opens. So the XML parts are read and checked
here, set right where Word would not mind, and handed on as a fresh archive.
"""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass

import docx.document
from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import OpcError
from lxml import etree

from analyzer.errors import Damaged, EmptyFile, Encrypted, TooLarge, UnknownType
from analyzer.ingest.docx.wml import W
from analyzer.settings import Settings

MAX_PARTS = 10_000
MAX_XML_BYTES = 100_000_000  # parsed it takes some 17 times that
_CHUNK = 1 << 20
# Contracts of repeated boilerplate compress far better than the limit; below this nothing can come of it.
_RATIO_FLOOR_BYTES = 20_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELS = "_rels/.rels"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "/officeDocument"
_WORD_MAIN = re.compile(r"application/(vnd\.openxmlformats-officedocument\.wordprocessingml|vnd\.ms-word)\..*main\+xml")
_OTHER_OFFICE = {"spreadsheetml": "an Excel workbook", "ms-excel": "an Excel workbook"}
_OTHER_OFFICE |= {"presentationml": "a PowerPoint presentation", "ms-powerpoint": "a PowerPoint presentation"}
# As far as text is concerned, ISO strict files differ from the usual ones in these namespaces only.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)


@dataclass(frozen=True)
class OpenedPackage:
    """A checked package: the document python-docx made of it, and whether macros came with it."""

    document: docx.document.Document
    has_macros: bool


def open_package(data: bytes, *, name: str, settings: Settings) -> OpenedPackage:
    """Check the bytes of a DOCX against all limits and open it.

    Raises:
        EmptyFile, Encrypted, UnknownType, TooLarge, Damaged: with one line that names the file.
    """
    _check_kind(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _check_directory(archive, len(data), name, settings)
            parts = _read_xml_parts(archive, entries, len(data), name, settings)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Damaged(f"{name}: the DOCX is truncated or damaged ({error}); ask for the file again") from error
    has_macros = any(posixpath.basename(part).lower() == "vbaproject.bin" for part in entries)
    roots = {part: parse_xml(xml, part=part, name=name) for part, xml in parts.items()}
    _mend_relationships(roots)
    _mend_main_type(roots, name)
    try:
        return OpenedPackage(docx.Document(_repack(roots)), has_macros)
    except (KeyError, ValueError, OpcError, AttributeError) as error:
        raise Damaged(f"{name}: the parts of the DOCX don't fit together ({error}); save it again in Word") from error


def parse_xml(xml: bytes, *, part: str, name: str) -> etree._Element:
    """Parse one part without entities, DTDs or network.

    Raises:
        Damaged: when it is malformed or has a document type declaration, which no Word file has.
    """
    # A fresh parser each time: lxml's are not safe to share between threads.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"{name}: {part} is not well-formed XML ({error.msg}); save the file again in Word") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Damaged(f"{name}: {part} declares a document type, as no Word file does; don't open it, ask the sender")
    return root


def _check_kind(data: bytes, name: str) -> None:
    if not data:
        raise EmptyFile(f"{name}: the file has no bytes; ask for it again")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Encrypted(f"{name}: the file needs a password; open it in Word and save it without one")
        raise UnknownType(f"{name}: an old binary Office file, not a DOCX; open it in Word and save it as .docx")
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise UnknownType(f"{name}: not a DOCX (no ZIP archive); check what kind of file it is")


def _check_directory(
    archive: zipfile.ZipFile, zipped_bytes: int, name: str, settings: Settings
) -> dict[str, zipfile.ZipInfo]:
    """Check what the archive says of itself, before anything is unpacked."""
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise TooLarge(f"{name}: {len(infos):,} parts, more than {MAX_PARTS:,}; don't open it")
    entries: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        part = info.filename.replace("\\", "/")
        if part.startswith("/") or ".." in part.split("/") or ":" in part.split("/")[0]:
            raise Damaged(f"{name}: part {part!r} points outside the file; it may be hostile, ask the sender")
        if part.lower() in seen:
            raise Damaged(f"{name}: part {part!r} is there twice; it may be hostile, ask the sender")
        if info.flag_bits & 0x1:
            raise Encrypted(f"{name}: the archive needs a password; open it in Word and save it without one")
        seen.add(part.lower())
        entries[part] = info
    _check_expansion(sum(info.file_size for info in infos), zipped_bytes, name, settings)
    return entries


def _check_expansion(expanded: int, zipped_bytes: int, name: str, settings: Settings) -> None:
    if expanded > settings.max_expanded_bytes:
        raise TooLarge(
            f"{name}: unzips to more than {settings.max_expanded_bytes:,} bytes; "
            "raise CLAUSE_ANALYZER_MAX_EXPANDED_BYTES if you trust it"
        )
    if expanded > _RATIO_FLOOR_BYTES and expanded > settings.max_expansion_ratio * zipped_bytes:
        raise TooLarge(
            f"{name}: unzips to more than {settings.max_expansion_ratio:g} times its size; "
            "raise CLAUSE_ANALYZER_MAX_EXPANSION_RATIO if you trust it"
        )


def _read_xml_parts(
    archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], zipped_bytes: int, name: str, settings: Settings
) -> dict[str, bytes]:
    """Read the XML parts, counting: what the directory says of sizes may be a lie. Nothing else is unpacked."""
    expanded, parts = 0, dict[str, bytes]()
    for part, info in entries.items():
        if not part.endswith((".xml", ".rels")):
            continue
        content = bytearray()
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                _check_expansion(expanded + len(content), zipped_bytes, name, settings)
                if len(content) > MAX_XML_BYTES:
                    raise TooLarge(f"{name}: {part} has more than {MAX_XML_BYTES:,} bytes; split the document")
        expanded += len(content)
        parts[part] = _without_strict(bytes(content))
    if _CONTENT_TYPES not in parts:
        raise UnknownType(f"{name}: a ZIP archive but not a DOCX (no {_CONTENT_TYPES}); check what kind of file it is")
    return parts


def _without_strict(xml: bytes) -> bytes:
    if b"http://purl.oclc.org/ooxml/" in xml:
        for strict, usual in _STRICT:
            xml = xml.replace(strict, usual)
    return xml


def _main_part(roots: dict[str, etree._Element]) -> str | None:
    relationships = roots.get(_ROOT_RELS)
    for relationship in () if relationships is None else relationships.iter(_RELATIONSHIP):
        if relationship.get("Type", "").endswith(_MAIN):
            return relationship.get("Target", "").lstrip("/")
    return None


def _mend_relationships(roots: dict[str, etree._Element]) -> None:
    """Drop relationships to parts that are not there or not XML, and spell the others as the archive does."""
    known = {part.lower(): part for part in roots}
    for part, root in roots.items():
        if not part.endswith(".rels"):
            continue
        base = "/" + posixpath.dirname(posixpath.dirname(part))
        for relationship in list(root.iter(_RELATIONSHIP)):
            if relationship.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join(base, relationship.get("Target", ""))).lstrip("/")
            actual, parent = known.get(target.lower()), relationship.getparent()
            if actual is not None:
                relationship.set("Target", "/" + actual)
            elif parent is not None:
                parent.remove(relationship)


def _mend_main_type(roots: dict[str, etree._Element], name: str) -> None:
    """Make sure the main part is WordprocessingML, and call it what python-docx expects (not a template or docm)."""
    main, types = _main_part(roots), roots[_CONTENT_TYPES]
    override = None
    for element in types.iter(_TYPES + "Override"):
        content_type = element.get("ContentType", "")
        if main is not None and element.get("PartName", "").lower() == f"/{main}".lower():
            override = element
        for mark, what in _OTHER_OFFICE.items():
            if mark in content_type and content_type.endswith("main+xml"):
                raise UnknownType(f"{name}: {what}, not a Word document; give the contract as DOCX or PDF")
    root = roots.get(main) if main is not None else None
    if main is None or root is None or root.tag != W + "document" or root.find(W + "body") is None:
        raise Damaged(f"{name}: the main document part is missing or has no body; ask for the file again")
    if override is None:
        override = etree.SubElement(types, _TYPES + "Override", {"PartName": f"/{main}"})
    elif not _WORD_MAIN.match(override.get("ContentType", "")):
        raise UnknownType(f"{name}: not a Word document ({override.get('ContentType')}); give it as DOCX or PDF")
    override.set("PartName", f"/{main}")
    override.set("ContentType", CONTENT_TYPE.WML_DOCUMENT_MAIN)


def _repack(roots: dict[str, etree._Element]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, root in roots.items():
            archive.writestr(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    packed.seek(0)
    return packed
