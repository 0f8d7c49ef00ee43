"""What a redline has to pass before it is written: each check by its name, each against the bytes of the file."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from lxml import etree

from analyzer.models import Document, RedlineCheck
from analyzer.redline.anchors import lines_of
from analyzer.redline.compose import Composed
from analyzer.redline.expected import Line
from analyzer.redline.package import CONTENT_TYPES, Package, open_package, parse, related, slices, write_package
from analyzer.redline.story import read_units
from analyzer.redline.undo import undo
from analyzer.redline.wml import DEL, ID, INS, REVISIONS, P, W

_RANGES = (
    ("commentRangeStart", "commentRangeEnd"),
    ("moveFromRangeStart", "moveFromRangeEnd"),
    ("moveToRangeStart", "moveToRangeEnd"),
    ("bookmarkStart", "bookmarkEnd"),
)
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_MOST_ERRORS = 20_000


class Failed(Exception):
    """A check was not passed; `renumbered` says that only the numbers Word would show are wrong."""

    def __init__(self, check: RedlineCheck, detail: str, *, renumbered: bool = False) -> None:
        self.check = check
        self.renumbered = renumbered
        super().__init__(detail)


def pass_gate(source: Package, composed: Composed, *, read: Callable[[bytes], Document]) -> tuple[RedlineCheck, ...]:
    """Check a redline against the file it was made from.

    Args:
        read: the analyzer's own reader, which has to read it as it was meant.

    Returns:
        The checks it passed.

    Raises:
        Failed: the first it did not.
    """
    try:
        made = open_package(composed.data, name=source.name)
        document = parse(made.parts[made.main])
    except etree.XMLSyntaxError as error:
        raise Failed("package", f"it is not well-formed ({error})") from error
    original = parse(source.parts[source.main])
    checks: dict[RedlineCheck, Callable[[], None]] = {
        "parts": lambda: _check_parts(source, made),
        "package": lambda: _check_package(made),
        "ids": lambda: _check_ids(source, made, composed),
        "ranges": lambda: _check_ranges(original, document, made),
        "accept-all": lambda: _check_accepted(document, composed),
        "reject-all": lambda: _check_rejected(original, document),
        # The one check that another way of numbering can mend comes before those that take long.
        "reading": lambda: _check_reading(read(composed.data), composed),
        "untouched": lambda: _check_untouched(source, made, composed),
        "formatting": lambda: _check_formatting(original, document, composed),
        "schema": lambda: _check_schema(source, made, composed),
    }
    for check in checks.values():
        check()
    return tuple(checks)


def _check_parts(source: Package, made: Package) -> None:
    """All parts are there, and those that a redline has no business with keep their bytes."""
    own = {source.main, source.main_rels, CONTENT_TYPES, made.related("/comments"), made.related("/commentsExtended")}
    for name, content in source.parts.items():
        if name not in made.parts:
            raise Failed("parts", f"{name} is gone")
        if name not in own and made.parts[name] != content:
            raise Failed("parts", f"{name} changed")
    for name in made.parts.keys() - source.parts.keys() - own:
        raise Failed("parts", f"{name} was added")


def _check_package(made: Package) -> None:
    """The comments are related to the document and declared, and every part the document is related to is there."""
    comments = related(made.parts, made.main, made.main_rels, "/comments")
    declared = {e.get("PartName", "").lower() for e in parse(made.parts[CONTENT_TYPES]).iter(_OVERRIDE)}
    if comments is None or comments not in made.parts or f"/{comments}".lower() not in declared:
        raise Failed("package", "the comments are not part of the file")
    ids = [e.get("Id") for e in parse(made.parts[made.main_rels]).iter(_RELATIONSHIP)]
    if len(ids) != len(set(ids)):
        raise Failed("package", "two relationships have one id")


def _check_ids(source: Package, made: Package, composed: Composed) -> None:
    """The marks and comments of the host are all there, and no new one has the id of another."""
    for relation, names in (("", REVISIONS), ("/comments", {W + "comment"})):
        before, after = (Counter(_ids(_part(package, relation), names)) for package in (source, made))
        if before - after:
            raise Failed("ids", f"the change or comment {next(iter(before - after))} of the host is gone")
        for number, times in (after - before).items():
            if times > 1 or number in before or int(number) not in composed.new_ids:
                raise Failed("ids", f"the id {number} is not its own")


def _part(package: Package, relation: str) -> etree._Element | None:
    name = package.related(relation) if relation else package.main
    return None if name is None else parse(package.parts[name])


def _ids(root: etree._Element | None, names: Iterable[str]) -> Iterator[str]:
    return iter(()) if root is None else (e.get(ID, "") for e in root.iter(*names))


def _check_ranges(original: etree._Element, document: etree._Element, made: Package) -> None:
    """Every range that begins ends, once, and every comment that is referred to exists."""
    for start, end in _RANGES:
        before, after = (
            Counter(_ids(root, {W + start})) - Counter(_ids(root, {W + end})) for root in (original, document)
        )
        if after != before:
            raise Failed("ranges", f"a {start} has no end")
    there = set(_ids(_part(made, "/comments"), {W + "comment"}))
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        lost = set(_ids(document, {W + name})) - there - set(_ids(original, {W + name}))
        if lost:
            raise Failed("ranges", f"comment {lost.pop()} is referred to and is not there")


def _check_accepted(document: etree._Element, composed: Composed) -> None:
    _compare("accept-all", composed.expected.unit_texts(), [u.text for u in read_units(document, "proposed")])


def _check_rejected(original: etree._Element, document: etree._Element) -> None:
    before, after = ([u.text for u in read_units(root, "base")] for root in (original, document))
    _compare("reject-all", before, after)


def _compare(check: RedlineCheck, wanted: list[str], found: list[str]) -> None:
    if wanted != found:
        at = next(
            (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
        )
        shown = [texts[at][:80] if at < len(texts) else "the end" for texts in (wanted, found)]
        raise Failed(check, f"paragraph {at + 1} should read “{shown[0]}” and reads “{shown[1]}”")


def _check_untouched(source: Package, made: Package, composed: Composed) -> None:
    """Every paragraph that was not changed is there with its bytes, in the same order."""
    old, new = source.parts[source.main], made.parts[made.main]
    names = frozenset({P})
    kept = [old[s.start : s.end] for s in slices(old, names) if s not in composed.touched]
    there = iter(new[s.start : s.end] for s in slices(new, names))
    for paragraph in kept:
        if not any(paragraph == other for other in there):
            words = re.sub(rb"<[^>]*>", b"", paragraph)[:80].decode("utf-8", "replace")
            raise Failed("untouched", f"a paragraph changed that should not have: “{words}”")


def _check_formatting(original: etree._Element, document: etree._Element, composed: Composed) -> None:
    """With only the new marks undone, every character, its look and all that stands beside it are as they were."""
    undo(document, composed.new_ids)
    for before, after in zip_longest(original.iter(P), document.iter(P)):
        if before is None or after is None:
            raise Failed("formatting", "a new paragraph is not marked as new")
        if _flat(before) != _flat(after):
            raise Failed("formatting", f"the look of a paragraph changed: “{_words(before)[:80]}”")


def _words(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(W + "t"))


def _flat(node: etree._Element) -> list[tuple[str, ...]]:
    """Write a paragraph as a list that does not depend on how its text is split into runs."""
    flat: list[tuple[str, ...]] = []
    for child in node:
        if child.tag == W + "r":
            look = child.find(W + "rPr")
            shown = "" if look is None else etree.tostring(look, method="c14n", with_tail=False).decode()
            for part in child:
                if part.tag == W + "rPr":
                    continue
                if part.tag in (W + "t", W + "delText", W + "instrText"):
                    flat += [(str(part.tag), shown, letter) for letter in part.text or ""]
                else:
                    flat.append((shown, etree.tostring(part, method="c14n", with_tail=False).decode()))
        elif isinstance(child.tag, str) and len(child) and child.tag != W + "pPr":
            flat += [("<", str(child.tag), repr(sorted(child.attrib.items()))), *_flat(child), (">", str(child.tag))]
        else:
            flat.append((etree.tostring(child, method="c14n", with_tail=False).decode(),))
    return flat


def _check_schema(source: Package, made: Package, composed: Composed) -> None:
    """No rule of WordprocessingML is broken that the host did not break: what is copied from it has its faults."""
    # What has no new mark in it has its old bytes, and checking it again takes longer than all the rest.
    document = parse(made.parts[made.main])
    new = {str(number) for number in composed.new_ids}
    body = document.find(W + "body")
    assert body is not None
    for block in list(body):
        if block.tag != W + "sectPr" and not any(e.get(ID) in new for e in block.iter(INS, DEL)):
            body.remove(block)
    changed = write_package(made, {made.main: etree.tostring(document, xml_declaration=True, encoding="UTF-8")})
    broken = _schema_errors(changed)
    for error in sorted(broken - _schema_errors(source.data)) if broken else ():
        raise Failed("schema", error)


def _schema_errors(data: bytes) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "checked.docx"
        file.write_bytes(data)
        return {f"{e.part_uri}: {e.description}" for e in _validator().validate(file).errors}


@cache
def _validator() -> Any:
    from openxml_audit import OpenXmlValidator

    # Its semantic checks remember values by the address of a package, so that files checked one after the other get
    # mixed up; what they look at, ids and references, is checked here.
    return OpenXmlValidator(max_errors=_MOST_ERRORS, semantic_validation=False)


def _check_reading(read: Document, composed: Composed) -> None:
    """The analyzer reads every paragraph as it was meant, under the number it was to have."""
    wanted = composed.expected.lines()
    found = [Line(line.text, line.number) for line in lines_of(read)]
    _compare("reading", [line.text for line in wanted], [line.text for line in found])
    for should, does in zip(wanted, found, strict=True):
        if not should.free and _bare(should.number) != _bare(does.number):
            detail = f"“{should.text[:60]}” should have the number {should.number} and gets {does.number}"
            raise Failed("reading", detail, renumbered=True)


def _bare(number: str | None) -> str:
    return (number or "").rstrip(".:").casefold()
