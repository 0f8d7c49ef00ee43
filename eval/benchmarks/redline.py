"""Time the reading of a long redline against that of the same contract clean, and the writing of one on top of it.

The contract has 200 pages of numbered clauses as Word writes them, the redline 2,000 revisions: words replaced,
paragraphs inserted, deleted and moved. Times are processor time in this process; those of reading are the least of
several rounds in which the two files take turns, so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import io
import random
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from analyzer.models import Contract, ReportEdit, ReportProvision, ReportSuggestion
from eval.metrics import Figure, count

PARAGRAPHS = 2_400  # 201 pages in LibreOffice
# A replacement and a move are two revisions each; deleted paragraphs in a row are one.
REPLACED, INSERTED, DELETED, MOVED = 710, 200, 200, 100
ROUNDS = 15
TIGHTENED, CLAUSES, PARTS = 60, 20, 8  # sentences reworded, new clauses, sub-clauses in each

_SENTENCE = (
    "the provider shall keep complete and accurate records of each service level credit due under this agreement and"
    " report them to the client monthly together with all supporting evidence reasonably required for an audit"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BY = 'w:id="{}" w:author="Counsel" w:date="2026-01-01T00:00:00Z"'
_LOOK = (
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="22"/>'
    '<w:szCs w:val="22"/><w:lang w:val="en-GB"/></w:rPr>'
)
_PACKAGE = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/numbering.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    ),
    "word/_rels/document.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>'
        "</Relationships>"
    ),
    "word/numbering.xml": (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ),
}


def run_redline_bench() -> list[Figure]:
    """Return the times of reading one view and all views, revised over clean."""
    from analyzer.ingest import ingest, read_revisions

    clean, revised = build_contract(revised=False), build_contract(revised=True)
    revisions = len(read_revisions(revised).revisions)
    figures = [count("bench: redline, revisions", revisions, cases=1, better="higher")]
    for name, read in (("one view", ingest), ("all views and revisions", read_revisions)):
        clean_s, revised_s = _time_in_turns(read, clean, revised)
        figures.append(count(f"bench: redline, {name}, clean, seconds", clean_s, cases=ROUNDS))
        figures.append(count(f"bench: redline, {name}, revised over clean", revised_s / clean_s, cases=ROUNDS))
    return [*figures, *_time_writing(revised)]


def _time_writing(data: bytes) -> list[Figure]:
    """Return how long a redline of the redline takes, gate and all, without LibreOffice."""
    from analyzer.ingest import ingest
    from analyzer.redline import redline
    from analyzer.segment import segment

    contract = segment(ingest(data, name="long.docx"))
    accepted = _suggestions(contract)
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        result = redline(
            data,
            contract=contract,
            accepted=accepted,
            author="Counsel",
            date_utc=datetime(2026, 1, 1, tzinfo=UTC),
            read=lambda written: ingest(written, name="long.docx"),
            out=Path(folder) / "redline.docx",
            libreoffice=False,
        )
        written_s = time.process_time() - began
    return [
        count("bench: redline, changes written", len(result.applied), cases=1, better="higher"),
        count("bench: redline, written, seconds", written_s, cases=1),
    ]


def _suggestions(contract: Contract) -> list[ReportProvision]:
    """Ask for new words all over the contract, and for new clauses at its end."""
    document = contract.document
    sentences = [p for p in contract.passages if p.kind == "sentence" and p.end - p.start > 60]
    step = max(len(sentences) // TIGHTENED, 1)
    spans = [(p.start, p.end) for p in sentences[::step][:TIGHTENED]]
    tightened = [
        _edit("tighten", f"t{n}", document.name, start, end, document.text[start:end].replace("the ", "each "))
        for n, (start, end) in enumerate(spans)
    ]
    end = len(document.text)
    wording = "The provider shall notify the client in writing before it changes any model used in the services."
    new = [
        [_edit("insert", f"c{n}-{part}", document.name, end, end, f"{wording} Point {part}.") for part in range(PARTS)]
        for n in range(CLAUSES)
    ]
    return [_provision("tighten", tightened), *(_provision(f"clause-{n}", own) for n, own in enumerate(new))]


def _edit(
    action: Literal["insert", "tighten"], element: str, document: str, start: int, end: int, text: str
) -> ReportEdit:
    return ReportEdit(
        action=action, element=element, document=document, start=start, end=end, number=None, text=text, despite=None
    )


def _provision(name: str, edits: list[ReportEdit]) -> ReportProvision:
    suggestion = ReportSuggestion(
        posture="balanced", action="insert", section=None, heading="New clause", text="", note="", edits=tuple(edits)
    )
    return ReportProvision(
        id=name, title="New clause", group="change", plain="", status="missing", score=0.0, weight=1.0, exposure=1.0,
        steps=(), elements=(), suggestion=suggestion,
    )  # fmt: skip


def build_contract(*, revised: bool) -> bytes:
    """Write the contract, clean or with its revisions; the base view of the redline is the clean text."""
    chance = random.Random(7)
    changed = ["replaced"] * REPLACED + ["deleted"] * DELETED + ["moved"] * MOVED + ["followed"] * INSERTED
    fate = [*changed, *["kept"] * (PARAGRAPHS - len(changed))]
    chance.shuffle(fate)
    body: list[str] = []
    for at, what in enumerate(fate):
        level, words = (0 if at % 9 == 0 else 1), _sentences(chance)
        body += _paragraphs(words, level, at, what if revised else "kept")
    document = f"<w:document {_W}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in {**_PACKAGE, "word/document.xml": document}.items():
            archive.writestr(name, xml)
    return packed.getvalue()


def _sentences(chance: random.Random) -> list[str]:
    return [" ".join(chance.choices(_SENTENCE.split(), k=25)) + ". " for _ in range(2)]


def _paragraphs(sentences: list[str], level: int, at: int, what: str) -> list[str]:
    """Write a paragraph and what a revision makes of it."""
    by, first, second = _BY.format(at), _run(sentences[0]), _run(sentences[1])
    old, new = _run(sentences[1], "delText"), _run("Nothing in this clause limits liability. ")
    match what:
        case "replaced":
            return [_paragraph(f"{first}<w:del {by}>{old}</w:del><w:ins {by}>{new}</w:ins>", level)]
        case "deleted":
            gone = _run(sentences[0], "delText")
            return [_paragraph(f"<w:del {by}>{gone}{old}</w:del>", level, f"<w:del {by}/>")]
        case "followed":
            return [
                _paragraph(first + second, level),
                _paragraph(f"<w:ins {by}>{new}</w:ins>", level, f"<w:ins {by}/>"),
            ]
        case "moved":
            edges = [f'<w:move{side}RangeStart w:id="{at}" w:name="move{at}"/>' for side in ("From", "To")]
            ends = [f'<w:move{side}RangeEnd w:id="{at}"/>' for side in ("From", "To")]
            there = f"{edges[1]}<w:moveTo {by}>{second}</w:moveTo>{ends[1]}"
            here = f"{edges[0]}<w:moveFrom {by}>{second}</w:moveFrom>{ends[0]}"
            return [_paragraph(there + first + here, level)]
        case _:
            return [_paragraph(first + second, level)]


def _run(words: str, tag: str = "t") -> str:
    return f'<w:r w:rsidRPr="00A41D2C">{_LOOK}<w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def _paragraph(content: str, level: int, mark: str = "") -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    properties = f'{numbering}<w:spacing w:after="120"/><w:jc w:val="both"/><w:rPr>{mark}<w:sz w:val="22"/></w:rPr>'
    return f'<w:p w:rsidR="00A41D2C" w:rsidRDefault="00A41D2C"><w:pPr>{properties}</w:pPr>{content}</w:p>'


def _time_in_turns(read: Callable[[bytes], object], clean: bytes, revised: bytes) -> tuple[float, float]:
    best = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for which, data in enumerate((clean, revised)):
            began = time.process_time()
            read(data)
            best[which] = min(best[which], time.process_time() - began)
    return best[0], best[1]


if __name__ == "__main__":
    for figure in run_redline_bench():
        print(f"{figure.name}: {figure.value:.3f}")
