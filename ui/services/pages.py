"""Pages of a PDF as images, with the place of a quote on them."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from analyzer.errors import InputError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

# PDFium is not made for several threads.
_lock = Lock()
_DOTS_PER_POINT = 1.6


@dataclass(frozen=True)
class Box:
    """A rectangle in shares of the page's width and height, from its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class PageImage:
    """One page as a PNG, counted from 1, and the boxes around the quote; none where it was not found on the page.

    `ratio` is its width by its height: the boxes have their place before the picture is there.
    """

    number: int
    ratio: float
    png: bytes
    boxes: tuple[Box, ...]


def count(pdf: bytes) -> int:
    """Return how many pages there are.

    Raises:
        InputError: PDFium can't open the file, though its text could be read.
    """
    with _open(pdf) as document:
        return len(document)


def render(pdf: bytes, number: int, *, quote: str | None = None) -> PageImage:
    """Render one page and find a quote on it.

    Raises:
        InputError: PDFium can't draw it.
    """
    with _open(pdf) as document:
        page = document[number - 1]
        image = page.render(scale=_DOTS_PER_POINT).to_pil().convert("L")
        png = io.BytesIO()
        image.save(png, format="PNG", optimize=False, compress_level=3)
        return PageImage(number, image.width / image.height, png.getvalue(), _find(page, quote) if quote else ())


@contextmanager
def _open(pdf: bytes) -> Iterator[PdfDocument]:
    import pypdfium2

    try:
        with _lock, pypdfium2.PdfDocument(pdf) as document:
            yield document
    except pypdfium2.PdfiumError:
        raise InputError("this page can't be drawn; the text view shows its words") from None


def _find(page: PdfPage, quote: str) -> tuple[Box, ...]:
    """Return a box a line around the quote, found by its letters and digits alone."""
    width, height = page.get_size()
    text = page.get_textpage()
    shown = text.get_text_range()
    # A page's text counts characters as PDFium does; where the two differ there is nothing to rely on.
    if text.count_chars() != len(shown):
        shown = "".join(text.get_text_range(i, 1) or " " for i in range(text.count_chars()))
    kept = list(_letters(shown))
    letters = "".join(letter for _, letter in kept)
    wanted = "".join(letter for _, letter in _letters(quote))
    at = letters.find(wanted)
    if at < 0:
        # A quote that runs over the page's end begins here all the same.
        wanted = wanted[: max(40, len(wanted) // 3)]
        at = letters.find(wanted)
    if at < 0 or not wanted:
        return ()
    first, last = kept[at][0], kept[at + len(wanted) - 1][0]
    rectangles = text.count_rects(first, last - first + 1)
    found = (text.get_rect(i) for i in range(rectangles))
    return tuple(
        Box(left / width, 1 - top / height, (right - left) / width, (top - bottom) / height)
        for left, bottom, right, top in found
    )


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """Yield letters and digits with their places; a ligature is the letters it stands for."""
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character).lower():
            if letter.isalnum():
                yield place, letter
