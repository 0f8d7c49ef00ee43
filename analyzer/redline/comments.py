"""Word comments: their anchors in the text, and the parts that hold them."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from analyzer.redline.package import CONTENT_TYPES, Package, add_children, parse
from analyzer.redline.tracker import Tracker, writable
from analyzer.redline.wml import AUTHOR, ID, P_PR, R_PR, VAL, W14, W15, W15_NS, W_NS, XML_SPACE, P, R, T, W

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_FIRST_PARA_ID = 0x5C000000


@dataclass
class Comments:
    """The comments of one redline."""

    package: Package
    tracker: Tracker
    made: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        styles = self.package.related("/styles")
        root = None if styles is None else parse(self.package.parts[styles])
        self._styles = set() if root is None else {e.get(W + "styleId") for e in root.iter(W + "style")}

    def add(self, first: etree._Element, last: etree._Element, paragraphs: Sequence[str], *, inserted: bool) -> int:
        """Put a comment on what stands from one element to another, and return its id.

        Args:
            inserted: the words it is on are all new, so that it goes with them when they are rejected.
        """
        number = self.tracker.new_id()
        start = etree.Element(W + "commentRangeStart", {ID: str(number)}, nsmap={"w": W_NS})
        end = etree.Element(W + "commentRangeEnd", {ID: str(number)}, nsmap={"w": W_NS})
        reference = self._run("CommentReference")
        etree.SubElement(reference, W + "commentReference", {ID: str(number)})
        first.addprevious(start)
        last.addnext(end)
        end.addnext(self.tracker.inserted(reference) if inserted else reference)
        self.made.append((number, tuple(paragraphs)))
        return number

    def write(self) -> dict[str, bytes]:
        """Return the parts that change, with the new comments behind the old ones."""
        if not self.made:
            return {}
        part = self.package.related("/comments")
        extended = self.package.related("/commentsExtended")
        declared = {} if part is None else parse(self.package.parts[part]).nsmap
        threaded = extended is not None and W14.strip("{}") in declared.values()
        elements = [self._comment(number, paragraphs, threaded=threaded) for number, paragraphs in self.made]
        if part is None:
            return self._new_part(elements)
        changes = {part: add_children(self.package.parts[part], elements)}
        if threaded and extended is not None:
            entries = [
                etree.Element(
                    W15 + "commentEx", {W15 + "paraId": _para_id(n), W15 + "done": "0"}, nsmap={"w15": W15_NS}
                )
                for n, _ in self.made
            ]
            changes[extended] = add_children(self.package.parts[extended], entries)
        return changes

    def _comment(self, number: int, paragraphs: Sequence[str], *, threaded: bool) -> etree._Element:
        initials = "".join(word[0] for word in self.tracker.author.split()[:3]).upper()
        attributes = {
            ID: str(number),
            AUTHOR: self.tracker.author,
            W + "date": self.tracker.date,
            W + "initials": initials,
        }
        comment = etree.Element(W + "comment", attributes, nsmap={"w": W_NS})
        for at, text in enumerate(paragraphs):
            paragraph = etree.SubElement(comment, P)
            if "CommentText" in self._styles:
                etree.SubElement(etree.SubElement(paragraph, P_PR), W + "pStyle", {VAL: "CommentText"})
            if at == 0:
                mark = self._run("CommentReference")
                etree.SubElement(mark, W + "annotationRef")
                paragraph.append(mark)
            run = etree.SubElement(paragraph, R)
            etree.SubElement(run, T, {XML_SPACE: "preserve"}).text = writable(text)
        if threaded:
            comment[-1].set(W14 + "paraId", _para_id(number))
        return comment

    def _run(self, style: str) -> etree._Element:
        run = etree.Element(R, nsmap={"w": W_NS})
        if style in self._styles:
            etree.SubElement(etree.SubElement(run, R_PR), W + "rStyle", {VAL: style})
        return run

    def _new_part(self, elements: Sequence[etree._Element]) -> dict[str, bytes]:
        package = self.package
        folder = posixpath.dirname(package.main)
        taken = {name.lower() for name in package.parts}
        name = next(
            n for n in (f"{folder}/comments{i or ''}.xml".lstrip("/") for i in range(1000)) if n.lower() not in taken
        )
        root = etree.Element(W + "comments", nsmap={"w": W_NS})
        root.extend(elements)
        rels = package.main_rels
        old = package.parts.get(rels, f'<Relationships xmlns="{_PACKAGE_RELS}"/>'.encode())
        relationships, types = parse(old), parse(package.parts[CONTENT_TYPES])
        ids = {e.get("Id") for e in relationships}
        own_id = next(n for n in (f"rId{i}" for i in range(1, len(ids) + 2)) if n not in ids)
        attributes = {"Id": own_id, "Type": _RELATION, "Target": posixpath.basename(name)}
        relationship = etree.SubElement(relationships, f"{{{_PACKAGE_RELS}}}Relationship", attributes)
        attributes = {"PartName": f"/{name}", "ContentType": _TYPE}
        override = etree.SubElement(types, f"{{{_TYPES}}}Override", attributes)
        return {
            CONTENT_TYPES: add_children(package.parts[CONTENT_TYPES], [override]),
            rels: add_children(old, [relationship]),
            name: etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True),
        }


def _para_id(number: int) -> str:
    return f"{_FIRST_PARA_ID + number:08X}"
