"""Hosts, suggestions and redlines for the tests of the redline, and an accept-all and reject-all of their own."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from lxml import etree

from analyzer.ingest import ingest
from analyzer.models import (
    Clause,
    Contract,
    DefinedTerm,
    Document,
    Evidence,
    NewDefinition,
    RedlineResult,
    ReportEdit,
    ReportElement,
    ReportProvision,
    ReportSuggestion,
    Span,
)
from analyzer.redline import redline
from tests.builders import NAMESPACES, body_xml, numbering_xml, style_xml

AUTHOR, DATE = "Ada Counsel", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def tiny_docx(
    body: str | Sequence[str],
    *,
    lists: Sequence[str] = (),
    styles: Sequence[str] = (),
    comments: str = "",
    extended: str = "",
    footnote: str = "",
) -> bytes:
    """Build the smallest DOCX around a body, given as XML or as lines in the notation of tests/builders."""
    inner = body if isinstance(body, str) else body_xml(body)
    parts = {"document": f"<w:document {NAMESPACES} {_W14}><w:body>{inner}<w:sectPr/></w:body></w:document>"}
    if lists:
        parts["numbering"] = numbering_xml(lists)
    if styles:
        parts["styles"] = f"<w:styles {NAMESPACES}>{''.join(map(style_xml, styles))}</w:styles>"
    if comments:
        parts["comments"] = f"<w:comments {NAMESPACES} {_W14}>{comments}</w:comments>"
    if footnote:
        parts["footnotes"] = (
            f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{body_xml([footnote])}</w:footnote></w:footnotes>'
        )
    if extended:
        parts["commentsExtended"] = extended
    kinds = {name: f"{_WORD}.{name}+xml" for name in parts} | {"document": f"{_WORD}.document.main+xml"}
    overrides = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{kinds[n]}"/>' for n in parts)
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_relation(name)}" Target="{name}.xml"/>'
        for at, name in enumerate((n for n in parts if n != "document"), 1)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        **{f"word/{name}.xml": content for name, content in parts.items()},
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
    }
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return saved.getvalue()


def _relation(name: str) -> str:
    extended = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    return extended if name == "commentsExtended" else f"{_OFFICE}/{name}"


@lru_cache(maxsize=16)
def read(data: bytes) -> Document:
    """Read a DOCX as the analyzer does."""
    return ingest(data, name="host.docx")


def contract_of(data: bytes, *, clauses: Sequence[Clause] = (), terms: Sequence[str] = ()) -> Contract:
    """Return a host as a contract; a term's definition is the block that begins with it, in quotation marks or not."""
    document = read(data)
    defined = []
    for term in terms:
        block = next(b for b in document.blocks if document.text[b.start : b.end].lstrip("“").startswith(term))
        start = document.text.index(term, block.start)
        span = Span(start=block.start, end=block.end)
        defined.append(DefinedTerm(term=term, start=start, end=start + len(term), definition=span))
    return Contract(document=document, clauses=tuple(clauses), passages=(), terms=tuple(defined), parties=())


def clause(
    contract: Document,
    words: str,
    *,
    number: str | None,
    kind: Literal["section", "item", "article"],
    parent: int | None,
) -> Clause:
    """Return a clause that begins with these words and goes to the end of its block."""
    start = contract.text.index(words)
    block = next(b for b in contract.blocks if b.start <= start < b.end)
    heading = contract.text[start : block.end] if len(contract.text[start : block.end]) < 30 else None
    return Clause(
        kind=kind, start=start, end=block.end, level=0 if parent is None else 1, parent=parent, label=number,
        number=number, heading=heading,
    )  # fmt: skip


def tighten(document: Document, old: str, new: str, *, element: str = "notice") -> ReportEdit:
    """Return an edit that puts new words in the place of old ones, which stand in the text once."""
    assert document.text.count(old) == 1, f"{document.text.count(old)} times: {old}"
    start = document.text.index(old)
    return edit("tighten", element, document, start, start + len(old), "3.2", new)


def edit(
    action: Literal["insert", "tighten", "override"],
    element: str,
    document: Document,
    start: int,
    end: int,
    number: str | None,
    text: str,
    despite: str | None = None,
) -> ReportEdit:
    """Return an edit of a document."""
    return ReportEdit(
        action=action, element=element, document=document.name, start=start, end=end, number=number, text=text,
        despite=despite,
    )  # fmt: skip


def suggest(
    *edits: ReportEdit,
    provision: str = "model-change-notice",
    heading: str = "Change notice",
    section: str | None = None,
    definitions: Sequence[NewDefinition] = (),
    evidence: Sequence[Evidence] = (),
) -> ReportProvision:
    """Return a provision of a report whose suggestion has these edits."""
    elements = [
        ReportElement(
            id=name, title=f"Title of {name}", criticality="critical", status="weak", confidence="high",
            evidence=tuple(evidence), value=None, party=None, reason=f"reason of {name}", method="rules", absence=None,
        )
        for name in dict.fromkeys(e.element for e in edits)
    ]  # fmt: skip
    return ReportProvision(
        id=provision, title=f"Title of {provision}", group="change", plain="Plain.", status="weak", score=10.0,
        weight=1.0, exposure=1.0, steps=(), elements=tuple(elements),
        suggestion=ReportSuggestion(
            posture="balanced", action="insert", section=section, heading=heading, text="", note="", edits=edits,
            definitions=tuple(definitions),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Redlined:
    """A host, what came of it, and the file that was written; the host's own bytes where none was."""

    source: bytes
    data: bytes
    result: RedlineResult

    @property
    def written(self) -> bool:
        return self.result.file is not None

    def part(self, name: str = "word/document.xml") -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)

    @property
    def xml(self) -> str:
        return self.part().decode()

    @property
    def proposed(self) -> list[str]:
        return lines(read(resolve(self.data, accept=True)))

    @property
    def base(self) -> list[str]:
        return lines(read(resolve(self.data, accept=False)))

    @property
    def comments(self) -> list[str]:
        root = etree.fromstring(self.part("word/comments.xml"))
        return [" ".join("".join(t.text or "" for t in p.iter(W + "t")) for p in c.iter(W + "p")) for c in root]


def lines(document: Document) -> list[str]:
    """Return the blocks of a document, each with its automatic number."""
    return [" ".join(filter(None, [b.number, document.text[b.start : b.end]])) for b in document.blocks]


def run(
    data: bytes, *accepted: ReportProvision, contract: Contract | None = None, libreoffice: bool = False
) -> Redlined:
    """Write a redline of a host."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "redline.docx"
        result = redline(
            data,
            contract=contract or contract_of(data),
            accepted=accepted,
            author=AUTHOR,
            date_utc=DATE,
            read=read,
            out=out,
            libreoffice=libreoffice,
        )
        assert out.exists() == (result.file is not None)
        assert list(Path(folder).iterdir()) == ([out] if out.exists() else [])
        return Redlined(data, out.read_bytes() if out.exists() else data, result)


def reworded(data: bytes, old: str, new: str) -> Redlined:
    """Write a redline of a host in which new words take the place of old ones, which stand in it once."""
    return run(data, suggest(tighten(read(data), old, new)))


def resolve(data: bytes, *, accept: bool) -> bytes:
    """Accept or reject every tracked change of a document, by what the specification says of each mark."""
    kept, dropped = ("ins", "moveTo"), ("del", "moveFrom")
    if not accept:
        kept, dropped = dropped, kept
    source = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(source.read("word/document.xml"))
    for row in [r for r in root.iter(W + "tr") if any(r.find(f"{W}trPr/{W}{name}") is not None for name in dropped)]:
        row.getparent().remove(row)
    gone = [p for p in root.iter(W + "p") if any(p.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in dropped)]
    for mark in [
        m for name in dropped for m in root.iter(W + name) if m.getparent().tag not in (W + "rPr", W + "trPr")
    ]:
        mark.getparent().remove(mark)
    for mark in [m for name in kept for m in root.iter(W + name)]:
        for child in mark:
            mark.addprevious(child)
        mark.getparent().remove(mark)
    for node in root.iter(W + "delText", W + "delInstrText"):
        node.tag = W + ("t" if node.tag == W + "delText" else "instrText")
    for paragraph in gone:
        following = paragraph.getnext()
        while following is not None and following.tag != W + "p" and following.tag not in (W + "tbl", W + "sectPr"):
            following = following.getnext()
        content = [child for child in paragraph if child.tag != W + "pPr"]
        if following is not None and following.tag == W + "p":
            at = 1 if following.find(W + "pPr") is not None else 0
            following[at:at] = content
        elif content:
            continue
        paragraph.getparent().remove(paragraph)
    changed = io.BytesIO()
    with source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, etree.tostring(root) if name == "word/document.xml" else source.read(name))
    return changed.getvalue()


NOTICE = "Provider shall give 15 days' notice of any change to the Model."
BETTER = "Provider shall give at least 60 days' written notice of any change to the Model."

LISTS = ["1 = decimal|%1.|style=H1 ; decimal|%1.%2|style=H2 ; lowerLetter|(%3)|style=H3"]
STYLES = ["H1 : list=1 level=0 bold", "H2 : list=1 level=1", "H3 : list=1 level=2"]
NUMBERED = ["@H1: Services", "@H2: Provider serves Client.", "@H2: Provider shall:", "@H3: serve; and", "@H1: General",
            "@H2: Notices are in writing.", "This Agreement has been entered into on its date.", "| Signed for Client | Date"]  # fmt: skip


def numbered_host() -> tuple[bytes, Contract]:
    host = tiny_docx(NUMBERED, lists=LISTS, styles=STYLES)
    document = read(host)
    tree = [
        clause(document, "Services", number="1", kind="section", parent=None),
        clause(document, "Provider serves", number="1.1", kind="section", parent=0),
        clause(document, "Provider shall:", number="1.2", kind="section", parent=0),
        clause(document, "serve; and", number="(a)", kind="item", parent=2).model_copy(update={"level": 2}),
        clause(document, "General", number="2", kind="section", parent=None),
        clause(document, "Notices are", number="2.1", kind="section", parent=4),
    ]
    return host, contract_of(host, clauses=tree)
