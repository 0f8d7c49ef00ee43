"""Opening a PDF: passwords, damage, and whether all the pages it declares are there."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from analyzer.errors import Damaged, Encrypted, TooLarge
from analyzer.models.document import Problem
from analyzer.settings import Settings

if TYPE_CHECKING:
    from pypdf import PdfReader

_MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, AssertionError, OSError)
_TAIL = 4096


def open_pdf(data: bytes, name: str) -> tuple[PdfReader, list[Problem]]:
    """Open a PDF without a password.

    Raises:
        Encrypted: it needs one.
        Damaged: it can't be opened.
    """
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    problems: list[Problem] = []
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        locked = reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED
    except (DependencyError, NotImplementedError) as error:
        raise Encrypted(f"{name}: its encryption can't be read here ({error}); save a copy without it.") from error
    except (PyPdfError, *_MALFORMED) as error:
        raise Damaged(f"{name}: the PDF is damaged or cut short and can't be opened; ask for a fresh copy.") from error
    if locked:
        raise Encrypted(f"{name}: the PDF needs a password; save a copy without one and read that.")
    if reader.is_encrypted:
        message = f"{name}: its owner restricts copying or printing; it opens without a password and was read."
        problems.append(Problem(code="owner-restrictions", message=message, document=name))
    if b"%%EOF" not in data[-_TAIL:]:
        message = f"{name}: the end of the PDF is missing; what is there was read. Ask for a fresh copy."
        problems.append(Problem(code="file-incomplete", message=message, document=name, partial=True))
    return reader, problems


def page_count(reader: PdfReader, name: str, settings: Settings) -> int:
    """Count the pages that are there.

    Raises:
        Damaged: they are fewer than the file declares, or none.
        TooLarge: they are more than settings allow.
    """
    from pypdf.errors import PyPdfError

    try:
        tree = reader.trailer["/Root"]["/Pages"]  # type: ignore[index]
        declared = tree.get("/Count", 0)
        too_many = isinstance(declared, int) and declared > settings.max_pages
        found = declared if too_many else len(reader.pages)  # a tree of too many pages is not walked
    except (PyPdfError, *_MALFORMED) as error:
        raise Damaged(f"{name}: the PDF's list of pages is damaged; ask for a fresh copy.") from error
    if found > settings.max_pages:
        raise TooLarge(
            f"{name}: it has {found:,} pages, more than the {settings.max_pages:,} allowed;"
            " split it, or raise CLAUSE_ANALYZER_MAX_PAGES."
        )
    if found == 0:
        raise Damaged(f"{name}: the PDF has no pages, so it is damaged or was cut short; ask for a fresh copy.")
    if isinstance(declared, int) and declared > found:
        raise Damaged(
            f"{name}: it says it has {declared} pages but only {found} are there, so it was cut short;"
            " ask for a fresh copy."
        )
    return found
