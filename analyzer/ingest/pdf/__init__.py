"""Reading a PDF: text in reading order with pages, paragraphs, tables, and what stands apart from the body.

bytes -> opening -> content (runs of text) -> lines -> margins (asides off) -> layout (columns)
      -> drawn, tables -> page_breaks -> paragraphs -> assembly -> Document
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.errors import Damaged, EmptyFile, Scanned, TooLarge
from analyzer.ingest.pdf.assembly import assemble
from analyzer.ingest.pdf.characters import is_noise
from analyzer.ingest.pdf.concealed import find_concealed
from analyzer.ingest.pdf.content import ContentReader
from analyzer.ingest.pdf.drawn import cut_at_grids
from analyzer.ingest.pdf.grids import Grid
from analyzer.ingest.pdf.layout import Rules, zones
from analyzer.ingest.pdf.lines import Segment, visual_lines
from analyzer.ingest.pdf.margins import set_aside
from analyzer.ingest.pdf.marks import Marks, OutOfTime
from analyzer.ingest.pdf.noticed import Noticed, noticing
from analyzer.ingest.pdf.opening import open_pdf, page_count
from analyzer.ingest.pdf.page_breaks import without_page_breaks
from analyzer.ingest.pdf.recognize import HOW_TO_GET, Recognized, Recognizer, find_doubtful, is_ready, name_engine
from analyzer.ingest.pdf.tables import Table, TextLine, read_zone
from analyzer.models.document import Aside, Concealed, Document, Problem
from analyzer.settings import Settings

if TYPE_CHECKING:
    from pypdf import PdfReader

# A page with fewer characters than this under an image that covers so much of it is a scan with a stamp on it.
_STAMP_CHARACTERS = 150
_SCAN_AREA = 0.5
# A document with so large a share of scanned pages has no contract left to analyse.
_MOSTLY_SCANNED = 0.8


@dataclass
class _Pages:
    """What was found on the pages, in order, and which of them could not be read in full."""

    lines: list[list[list[Segment]]] = field(default_factory=list)
    rules: list[Rules] = field(default_factory=list)
    grids: list[list[Grid]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    concealed: list[Concealed] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    recognized: dict[int, Recognized] = field(default_factory=dict)


def read_pdf(data: bytes, *, name: str, sha256: str, settings: Settings) -> Document:
    """Read a PDF.

    Raises:
        Encrypted: it needs a password.
        Damaged: it can't be opened, pages are missing, or none can be read.
        Scanned: its pages are images without a text layer.
        EmptyFile: it has no text and no images.
        TooLarge: it has more pages or characters, or takes more seconds, than settings allow.
    """
    deadline = time.monotonic() + settings.max_read_seconds
    with noticing() as noticed:
        reader, problems = open_pdf(data, name)
        count = page_count(reader, name, settings)
        if noticed.take():
            message = f"{name}: parts of the PDF are damaged; it was read as far as it goes. Ask for a fresh copy."
            problems.append(Problem(code="file-damaged", message=message, document=name, partial=True))
        pages = _read_pages(reader, count, name, settings, deadline, noticed)
    _recognize_images(pages, data, settings)
    remedy = "ask for a better scan" if is_ready(settings) else f"to have it read, {HOW_TO_GET}"
    pages.asides.extend(set_aside(pages.lines))
    items: list[TextLine | Table] = []
    for number, (lines, rules, grids) in enumerate(zip(pages.lines, pages.rules, pages.grids, strict=True), 1):
        for part in cut_at_grids(lines, grids, rules, number):
            if isinstance(part, Table):
                items.append(part)
                continue
            for zone in zones(part, rules):
                items.extend(read_zone(zone, rules, number))
    items, inner = without_page_breaks(items)
    text, spans, blocks = assemble(items, count)
    _refuse_without_text(text, pages, count, name, remedy)
    doubtful = (find_doubtful(page.words, text, spans[number - 1]) for number, page in pages.recognized.items())
    return Document(
        name=name,
        sha256=sha256,
        format="pdf",
        text=text,
        pages=spans,
        blocks=blocks,
        asides=tuple(sorted([*pages.asides, *inner], key=lambda aside: aside.page or 0)),
        concealed=tuple(pages.concealed),
        problems=(*problems, *_page_problems(name, pages, remedy)),
        doubtful=tuple(sorted((span for of_page in doubtful for span in of_page), key=lambda span: span.start)),
    )


def _read_pages(
    reader: PdfReader, count: int, name: str, settings: Settings, deadline: float, noticed: Noticed
) -> _Pages:
    def check_time() -> None:
        if time.monotonic() > deadline:
            raise OutOfTime

    content = ContentReader(reader, check_time)
    pages = _Pages()
    characters = 0
    for number in range(1, count + 1):
        try:
            check_time()
            # A page can't hold the clock up for long: it is checked inside the page, and pypdf stops at 75 MB or two
            # million tokens of one stream.
            page = reader.pages[number - 1]
            marks = content.read(page)
        except OutOfTime:
            raise TooLarge(
                f"{name}: after {settings.max_read_seconds:g} seconds only {number - 1} of {count} pages were read;"
                " split the file, or raise CLAUSE_ANALYZER_MAX_READ_SECONDS."
            ) from None
        lines, grids, slanted = visual_lines(marks)
        pages.concealed.extend(find_concealed(page, marks, number, reader))
        shown = sum(len(s.text) for line in lines for s in line)
        characters += shown
        if characters > settings.max_characters:
            raise TooLarge(
                f"{name}: it has more than {settings.max_characters:,} characters by page {number} of {count};"
                " split it, or raise CLAUSE_ANALYZER_MAX_CHARACTERS."
            )
        if noticed.take() or marks.damaged:
            pages.damaged.append(number)
        elif _is_scan(marks, shown):
            pages.scanned.append(number)
        elif _is_unreadable(marks, lines, shown):
            pages.unreadable.append(number)
        pages.lines.append(lines)
        pages.rules.append(marks.rules)
        pages.grids.append(grids)
        pages.asides.extend(Aside(kind="header", text=text, page=number) for text in slanted)
    return pages


def _recognize_images(pages: _Pages, data: bytes, settings: Settings) -> None:
    """Read the words of the pages that are images, as far as that can be done here and in time."""
    if not (pages.scanned or pages.unreadable) or not is_ready(settings):
        return
    deadline = time.monotonic() + settings.max_ocr_seconds
    recognizer = Recognizer(data, settings)
    for number in sorted([*pages.scanned, *pages.unreadable]):
        left = deadline - time.monotonic()
        page = recognizer.read(number, seconds_left=left) if left > 0 else None
        if page is None or not page.words:
            continue
        lines, _, _ = visual_lines(page.marks)
        pages.lines[number - 1], pages.rules[number - 1], pages.grids[number - 1] = lines, [], []
        pages.recognized[number] = page
    pages.scanned = [number for number in pages.scanned if number not in pages.recognized]
    pages.unreadable = [number for number in pages.unreadable if number not in pages.recognized]


def _is_scan(marks: Marks, characters: int) -> bool:
    if not marks.images:
        return False
    return characters == 0 or (characters < _STAMP_CHARACTERS and marks.image_area > _SCAN_AREA)


def _is_unreadable(marks: Marks, lines: list[list[Segment]], characters: int) -> bool:
    if marks.unreadable and marks.unreadable > 0.5 * characters:
        return True
    return is_noise(" ".join(s.text for line in lines for s in line))


def _refuse_without_text(text: str, pages: _Pages, count: int, name: str, remedy: str) -> None:
    scanned = len(pages.scanned)
    has_text = bool(text.strip())
    if scanned and (not has_text or (scanned > _MOSTLY_SCANNED * count and len(text) < _STAMP_CHARACTERS * count)):
        which = "its only page is an image" if count == 1 else f"{scanned} of its {count} pages are images"
        raise Scanned(
            f"{name}: {which} without a text layer, and its words could not be recognised; {remedy}, or run OCR on it first"
            " and give the result."
        )
    if len(pages.unreadable) == count:
        raise Scanned(
            f"{name}: its pages are set in fonts that do not tell their letters, so there is no text to read;"
            f" {remedy}, or run OCR on it first."
        )
    if has_text:
        return
    if pages.damaged:
        raise Damaged(f"{name}: no text could be read from its {count} pages; ask for a fresh copy.")
    raise EmptyFile(f"{name}: there is no text on its {count} pages; check that it is the right file.")


def _page_problems(name: str, pages: _Pages, remedy: str) -> list[Problem]:
    found: list[Problem] = []
    for code, numbers, what in (
        ("page-damaged", pages.damaged, "damaged and not read in full; ask for a fresh copy"),
        ("page-scanned", pages.scanned, f"an image without a text layer and was not read; {remedy}"),
        ("page-unreadable", pages.unreadable, f"set in a font that does not tell its letters; {remedy}"),
    ):
        if numbers:
            where = f"page {numbers[0]} is" if len(numbers) == 1 else f"each of the pages {_ranges(numbers)} is"
            found.append(Problem(code=code, message=f"{name}: {where} {what}.", document=name, partial=True))
    if pages.recognized:
        found.append(_say_recognized(name, pages.recognized))
    return found


def _say_recognized(name: str, pages: dict[int, Recognized]) -> Problem:
    numbers = sorted(pages)
    words = [doubtful for page in pages.values() for _, doubtful in page.words]
    where = f"page {numbers[0]} is an image" if len(numbers) == 1 else f"the pages {_ranges(numbers)} are images"
    message = (
        f"{name}: {where}; {name_engine()} recognised the words, {sum(words):,} of {len(words):,} in doubt. Check what you"
        " rely on against the image."
    )
    return Problem(code="page-recognized", message=message, document=name)


def _ranges(numbers: list[int]) -> str:
    """Write page numbers as "2, 5-7"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
