"""Reading a PDF: text in reading order with pages, paragraphs, tables, and what stands apart from the body.

    file -> content (runs of text) -> lines -> margins (asides off) -> layout (columns) -> tables, paragraphs -> assembly
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from analyzer.errors import Damaged, EmptyFile, Encrypted, Scanned, TooLarge
from analyzer.ingest.pdf.assembly import assemble
from analyzer.ingest.pdf.characters import is_noise
from analyzer.ingest.pdf.content import ContentReader, Marks
from analyzer.ingest.pdf.layout import Rules, zones
from analyzer.ingest.pdf.lines import Segment, visual_lines
from analyzer.ingest.pdf.margins import set_aside
from analyzer.ingest.pdf.page_breaks import without_page_breaks
from analyzer.ingest.pdf.tables import Table, TextLine, read_zone
from analyzer.models.document import Aside, Document, Problem
from analyzer.settings import Settings

if TYPE_CHECKING:
    from pypdf import PdfReader

# A page with fewer characters than this under an image that covers so much of it is a scan with a stamp on it.
_STAMP_CHARACTERS = 150
_SCAN_AREA = 0.5


class _OutOfTime(Exception):
    """The read passed its limit; becomes TooLarge with the page at which it happened."""


def read_pdf(data: bytes, *, name: str, sha256: str, settings: Settings) -> Document:
    """Read a PDF.

    Raises:
        Encrypted: it needs a password.
        Damaged: it can't be opened, or none of its pages can be read.
        Scanned: its pages are images without a text layer.
        EmptyFile: it has no text and no images.
        TooLarge: it has more pages or characters, or takes more seconds, than settings allow.
    """
    deadline = time.monotonic() + settings.max_read_seconds
    with _quiet_pypdf():
        reader, problems = _open(data, name)
        return _read(reader, problems, name, sha256, settings, deadline)


def _read(
    reader: PdfReader, problems: list[Problem], name: str, sha256: str, settings: Settings, deadline: float
) -> Document:
    count = _page_count(reader, name)
    if count > settings.max_pages:
        raise TooLarge(
            f"{name}: it has {count:,} pages, more than the {settings.max_pages:,} allowed;"
            " split it, or raise CLAUSE_ANALYZER_MAX_PAGES."
        )

    def check_time() -> None:
        if time.monotonic() > deadline:
            raise _OutOfTime

    content = ContentReader(reader, check_time)
    pages: list[list[list[Segment]]] = []
    rules: list[Rules] = []
    asides: list[Aside] = []
    unread: list[int] = []
    scanned: list[int] = []
    noise: list[int] = []
    characters = 0
    for number in range(1, count + 1):
        try:
            check_time()
            marks = content.read(reader.pages[number - 1])
        except _OutOfTime:
            raise TooLarge(
                f"{name}: page {number} of {count} was not reached within {settings.max_read_seconds:g} seconds;"
                " split the file, or raise CLAUSE_ANALYZER_MAX_READ_SECONDS."
            ) from None
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception:  # whatever pypdf trips over on a malformed page, the other pages are still worth reading
            unread.append(number)
            pages.append([])
            rules.append(())
            continue
        lines, slanted = visual_lines(marks)
        asides.extend(Aside(kind="header", text=text, page=number) for text in slanted)
        shown = sum(len(s.text) for line in lines for s in line)
        characters += shown
        if characters > settings.max_characters:
            raise TooLarge(
                f"{name}: it has more than {settings.max_characters:,} characters by page {number};"
                " split it, or raise CLAUSE_ANALYZER_MAX_CHARACTERS."
            )
        if _is_scan(marks, shown):
            scanned.append(number)
        elif _is_unreadable(marks, lines, shown):
            noise.append(number)
        pages.append(lines)
        rules.append(marks.rules)
    if unread and len(unread) == count:
        raise Damaged(f"{name}: none of its {count} pages can be read; ask for a fresh copy of the PDF.")
    asides.extend(set_aside(pages))
    items: list[TextLine | Table] = []
    for number, (lines, page_rules) in enumerate(zip(pages, rules, strict=True), 1):
        for zone in zones(lines, page_rules):
            items.extend(read_zone(zone, page_rules, number))
    items, inner = without_page_breaks(items)
    asides.extend(inner)
    text, page_spans, blocks = assemble(items, count)
    if not text.strip() or (scanned and len(scanned) > 0.8 * count and len(text) < _STAMP_CHARACTERS * count):
        _refuse_without_text(name, scanned, count)
    problems += _page_problems(name, unread, scanned, noise)
    return Document(
        name=name,
        sha256=sha256,
        format="pdf",
        text=text,
        pages=page_spans,
        blocks=blocks,
        asides=tuple(sorted(asides, key=lambda aside: aside.page or 0)),
        problems=tuple(problems),
    )


def _open(data: bytes, name: str) -> tuple[PdfReader, list[Problem]]:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    problems: list[Problem] = []
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            if reader.decrypt("") == PasswordType.NOT_DECRYPTED:
                raise Encrypted(f"{name}: the PDF needs a password; save a copy without one and read that.")
            problems.append(
                Problem(
                    code="owner-restrictions",
                    message=f"{name}: its owner restricts copying or printing; it opens without a password and was read.",
                    document=name,
                )
            )
    except Encrypted:
        raise
    except DependencyError as error:
        raise Encrypted(f"{name}: its encryption can't be read here ({error}); save a copy without it.") from error
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise Damaged(f"{name}: the PDF is damaged or cut short and can't be opened; ask for a fresh copy.") from error
    return reader, problems


def _page_count(reader: PdfReader, name: str) -> int:
    from pypdf.errors import PyPdfError

    try:
        found = len(reader.pages)
        root = reader.trailer["/Root"]
        declared = root["/Pages"].get("/Count", found)  # type: ignore[index]
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise Damaged(f"{name}: the PDF's list of pages is damaged; ask for a fresh copy.") from error
    if found == 0:
        raise Damaged(f"{name}: the PDF has no pages, so it is damaged or was cut short; ask for a fresh copy.")
    if isinstance(declared, int) and declared > found:
        raise Damaged(
            f"{name}: it says it has {declared} pages but only {found} are there, so it was cut short;"
            " ask for a fresh copy."
        )
    return found


def _is_scan(marks: Marks, characters: int) -> bool:
    return marks.images > 0 and (
        characters == 0 or (characters < _STAMP_CHARACTERS and marks.image_area > _SCAN_AREA)
    )


def _is_unreadable(marks: Marks, lines: list[list[Segment]], characters: int) -> bool:
    if characters and marks.unreadable > 0.5 * characters:
        return True
    return is_noise(" ".join(s.text for line in lines for s in line))


def _refuse_without_text(name: str, scanned: list[int], count: int) -> None:
    if scanned:
        raise Scanned(
            f"{name}: {len(scanned)} of its {count} pages are images without a text layer; install the ocr extra"
            ' (pip install "bpo-clause-analyzer[ocr]") or run OCR on it first.'
        )
    raise EmptyFile(f"{name}: its {count} pages have no text; check that it is the right file.")


def _page_problems(name: str, unread: list[int], scanned: list[int], noise: list[int]) -> list[Problem]:
    found: list[Problem] = []
    for code, numbers, what in (
        ("page-damaged", unread, "damaged and could not be read; ask for a fresh copy"),
        ("page-scanned", scanned, "an image without a text layer; run OCR on the file, or read it by eye"),
        ("page-unreadable", noise, "in a font that does not say which letters it shows; run OCR on the file"),
    ):
        if numbers:
            where = f"page {numbers[0]} is" if len(numbers) == 1 else f"pages {_ranges(numbers)} are each"
            found.append(Problem(code=code, message=f"{name}: {where} {what}.", document=name, partial=True))
    return found


def _ranges(numbers: list[int]) -> str:
    """Write page numbers as "2, 5-7"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


@contextmanager
def _quiet_pypdf() -> Iterator[None]:
    """Keep pypdf's warnings about odd files off the user's screen; what matters becomes a Problem."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)
