"""The gate: a redline that was tampered with in one way fails the check of that name."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from analyzer.models import RedlineCheck
from analyzer.redline.compose import Composed, compose
from analyzer.redline.gate import Failed, pass_gate
from analyzer.redline.package import Package, open_package
from tests.builders import change_parts
from tests.redline_builders import AUTHOR, DATE, contract_of, edit, read, suggest, tighten, tiny_docx

NOTICE = "Provider shall give 15 days of notice."
HOST = tiny_docx(
    [
        "# Changes",
        NOTICE,
        "Counsel {+adds+} and {-drops-} some.",
        "**Bold** and {= REF x =2.1=} stay.",
        "Signed by Client",
    ],
    comments='<w:comment w:id="40" w:author="Other"><w:p/></w:comment>',
    styles=["Note : name=Note"],
)


def make() -> tuple[Package, Composed]:
    document = read(HOST)
    offset = document.text.index("Signed by")
    accepted = suggest(
        tighten(document, NOTICE, "Provider shall give 60 days of written notice."),
        edit("insert", "log", document, offset, offset, None, "Provider keeps a log."),
    )
    package = open_package(HOST, name="host.docx")
    composed = compose(package, contract_of(HOST), [accepted], library=(), author=AUTHOR, date_utc=DATE, typed=False)
    assert len(composed.applied) == 2
    return package, composed


def test_a_redline_passes_every_check() -> None:
    package, composed = make()
    passed = pass_gate(package, composed, read=read)
    assert passed == (
        "parts", "package", "ids", "ranges", "accept-all", "reject-all", "reading", "untouched", "formatting", "schema",
    )  # fmt: skip


def in_part(name: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """Return a change of the first place that fits in a part."""

    def tamper(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = archive.read(name).decode()
        changed, times = re.subn(old, new, xml, count=1)
        assert times, f"{old} is not in {name}"
        return change_parts(data, {name: changed.encode()})

    return tamper


def in_text(old: str, new: str) -> Callable[[bytes], bytes]:
    return in_part("word/document.xml", old, new)


TAMPERED: dict[str, tuple[RedlineCheck, Callable[[bytes], bytes]]] = {
    "a part is gone": ("parts", lambda data: change_parts(data, {"word/styles.xml": None})),
    "a part changed": ("parts", in_part("word/styles.xml", "Note", "Memo")),
    "a part was added": ("parts", lambda data: change_parts(data, {"word/extra.xml": b"<x/>"})),
    "not well-formed": ("package", in_text("</w:body>", "")),
    "comments not related": ("parts", in_part("word/_rels/document.xml.rels", "/comments", "/other")),
    "two relationships of one id": ("package", in_part("word/_rels/document.xml.rels", 'Id="rId2"', 'Id="rId1"')),
    "comments not declared": ("package", in_part("[Content_Types].xml", "/word/comments.xml", "/word/other.xml")),
    "a change of the host is gone": ("ids", in_text(r'<w:ins w:id="1" w:author="Counsel"[^>]*>(.*?)</w:ins>', r"\1")),
    "an id twice": ("ids", in_text(rf'(<w:del w:id=)"\d+"( w:author="{AUTHOR}")', r'\1"1"\2')),
    "a comment of the host is gone": ("ids", in_part("word/comments.xml", r'<w:comment w:id="40".*?</w:comment>', "")),
    "a range has no end": ("ranges", in_text(r"<w:commentRangeEnd [^>]*>", "")),
    "a comment is not there": ("ranges", in_text(r'<w:commentReference w:id="\d+"', '<w:commentReference w:id="777"')),
    "a new word is lost": ("accept-all", in_text("written ", "")),
    "an old word is lost": ("reject-all", in_text(">15<", "><")),
    "a paragraph the edits had no business with changed": ("untouched", in_text("<w:p>(<w:r>[^B]*Signed)", r'<w:p w:rsidR="1">\1')),
    "a look changed": ("formatting", in_text(r"<w:r>(<w:t[^>]*>Provider shall give)", r"<w:r><w:rPr><w:b/></w:rPr>\1")),
    "out of order": ("schema", in_text(r"<w:pPr><w:rPr>(<w:ins [^>]*/>)</w:rPr></w:pPr>", r"<w:pPr><w:rPr><w:b/>\1</w:rPr></w:pPr>")),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_redline_fails(name: str) -> None:
    check, tamper = TAMPERED[name]
    package, composed = make()
    with pytest.raises(Failed) as failed:
        pass_gate(package, replace(composed, data=tamper(composed.data)), read=read)
    assert failed.value.check == check, failed.value


def test_what_the_analyzer_reads_otherwise_fails() -> None:
    package, composed = make()
    with pytest.raises(Failed) as failed:
        pass_gate(package, composed, read=lambda data: read(HOST))
    assert (failed.value.check, failed.value.renumbered) == ("reading", False)
