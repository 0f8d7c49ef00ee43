"""A DOCX as a ZIP of parts, rewritten byte by byte only where something changed."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from analyzer.errors import RedlineError
from analyzer.redline.wml import TBL, TR, P

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "/officeDocument"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=[\"']([A-Za-z0-9_.-]+)[\"']")
_NAMESPACE = re.compile(rb'\sxmlns(?::([A-Za-z_][\w.-]*))?="([^"]*)"')


@dataclass(frozen=True)
class Package:
    """The parts of a DOCX by name, and which of them is the document."""

    name: str
    data: bytes
    parts: Mapping[str, bytes]
    main: str

    @property
    def main_rels(self) -> str:
        """The part that holds the relationships of the document."""
        return posixpath.join(posixpath.dirname(self.main), "_rels", f"{posixpath.basename(self.main)}.rels")

    def related(self, kind: str) -> str | None:
        """Return the part the document is related to in a way, given by the end of the relationship's type."""
        return related(self.parts, self.main, self.main_rels, kind)


def open_package(data: bytes, *, name: str) -> Package:
    """Open a DOCX that the analyzer has read before, so that its limits were checked.

    Raises:
        RedlineError: it is written in a way that can't be kept byte for byte.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        main = related(parts, "", "_rels/.rels", _MAIN)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        raise RedlineError(f"{name}: the Word file can't be opened ({error}); save it again in Word") from error
    if main is None or main not in parts:
        raise RedlineError(f"{name}: the Word file has no main document part; save it again in Word")
    declared = _DECLARATION.match(parts[main])
    if parts[main][:2] in (b"\xff\xfe", b"\xfe\xff") or (
        declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    ):
        raise RedlineError(f"{name}: the text of the Word file is not in UTF-8; save it again in Word")
    if _STRICT in parts[main]:
        raise RedlineError(f"{name}: the file is “Strict Open XML”; save it in Word as “Word Document (.docx)”")
    return Package(name, data, parts, main)


def related(parts: Mapping[str, bytes], owner: str, rels: str, kind: str) -> str | None:
    """Return the part that `owner` is related to by a type that ends in `kind`."""
    if rels not in parts:
        return None
    by_lower = {part.lower(): part for part in parts}
    for relationship in parse(parts[rels]).iter(_RELATIONSHIP):
        if relationship.get("Type", "").endswith(kind) and relationship.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + posixpath.dirname(owner), relationship.get("Target", "")))
            return by_lower.get(target.lstrip("/").lower())
    return None


def parse(xml: bytes) -> etree._Element:
    """Parse a part without entities, DTDs or network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(xml, parser)


def write_package(package: Package, changes: Mapping[str, bytes]) -> bytes:
    """Return the DOCX with parts changed or added; all others keep their bytes, order and dates."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package.data)) as source, zipfile.ZipFile(written, "w") as target:
        for info in source.infolist():
            copied = zipfile.ZipInfo(info.filename, info.date_time)
            copied.compress_type, copied.external_attr = info.compress_type, info.external_attr
            target.writestr(copied, changes.get(info.filename, b"" if info.is_dir() else package.parts[info.filename]))
        for name, content in changes.items():
            if name not in package.parts:
                added = zipfile.ZipInfo(name, source.infolist()[0].date_time)
                added.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(added, content)
    return written.getvalue()


@dataclass(frozen=True)
class Slice:
    """A half-open range of bytes."""

    start: int
    end: int


def slices(xml: bytes, names: frozenset[str]) -> list[Slice]:
    """Return where each element of these names begins and ends, in the order of their beginnings."""
    found: list[list[int]] = []
    open_: list[int | None] = []
    parser = expat.ParserCreate(namespace_separator="}")

    def start(name: str, _: dict[str, str]) -> None:
        if "{" + name in names:
            open_.append(len(found))
            found.append([parser.CurrentByteIndex, -1])
        else:
            open_.append(None)

    def end(_: str) -> None:
        at = open_.pop()
        if at is not None:
            found[at][1] = _after_tag(xml, parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
    return [Slice(*pair) for pair in found]


def _after_tag(xml: bytes, at: int) -> int:
    """Return the end of the tag at `at`; of an empty element expat reports the start tag, where a ">" may be quoted."""
    quote: int | None = None
    for index in range(at, len(xml)):
        byte = xml[index]
        if quote is not None:
            quote = None if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return index + 1
    return len(xml)


class MainPart:
    """The document part as a tree that may be changed, written back with all that did not change byte for byte.

    Only paragraphs and table rows change, and only they are added: each has to be announced by `touch` or `add_after`.
    """

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self.root = parse(xml)
        names = frozenset({P, TR, TBL})
        elements = list(self.root.iter(*names))
        self._slices = dict(zip(elements, slices(xml, names), strict=True))
        self._touched: dict[etree._Element, None] = {}
        self._added: dict[etree._Element, list[etree._Element]] = {}

    @property
    def touched(self) -> frozenset[Slice]:
        """Where the paragraphs that changed stood in the original bytes."""
        return frozenset(self._slices[element] for element in self._touched)

    def touch(self, paragraph: etree._Element) -> None:
        """Announce that a paragraph changes; nothing else of what was there may."""
        self._touched[paragraph] = None

    def add_after(self, element: etree._Element, new: etree._Element) -> None:
        """Put a new paragraph or row after an original paragraph, row or table, behind those put there before."""
        siblings = self._added.setdefault(element, [])
        (siblings[-1] if siblings else element).addnext(new)
        siblings.append(new)

    def write(self) -> bytes:
        """Return the bytes of the part."""
        pieces: list[tuple[int, int, bytes]] = []
        for element in self._touched:
            where = self._slices[element]
            pieces.append((where.start, where.end, _serialized(element)))
        for element, new in self._added.items():
            end = self._slices[element].end
            pieces.append((end, end, b"".join(map(_serialized, new))))
        written, at = list[bytes](), 0
        for start, end, content in sorted(pieces, key=lambda piece: (piece[0], piece[1])):
            written += [self._xml[at:start], content]
            at = end
        return b"".join([*written, self._xml[at:]])


def _serialized(element: etree._Element) -> bytes:
    """Write an element without the namespaces that its place in the part declares."""
    parent = element.getparent()
    known = {} if parent is None else {(prefix or "").encode(): uri.encode() for prefix, uri in parent.nsmap.items()}
    xml = etree.tostring(element, encoding="UTF-8", xml_declaration=False, with_tail=False)
    end = _after_tag(xml, 0)
    head = _NAMESPACE.sub(lambda m: b"" if known.get(m[1] or b"") == m[2] else m[0], xml[:end])
    return head + xml[end:]


def add_children(xml: bytes, elements: Sequence[etree._Element]) -> bytes:
    """Add elements behind the last one of a part; all that was there keeps its bytes."""
    root = parse(xml)
    root.extend(elements)
    added = b"".join(map(_serialized, elements))
    (whole,) = slices(xml, frozenset({root.tag}))[:1]
    if xml[: whole.end].endswith(b"/>"):
        name = xml[whole.start + 1 : whole.end - 2].split()[0]
        return xml[: whole.end - 2] + b">" + added + b"</" + name + b">" + xml[whole.end :]
    end = xml.rindex(b"</", whole.start, whole.end)
    return xml[:end] + added + xml[end:]
