"""Recognising the words of a page that is an image, by Tesseract, as runs of text like those of any other page.

Tesseract is called as a program that reads the picture from a pipe and writes to one: the contract touches no disk.
On 36 pages of scanned contracts RapidOCR found 96 of 100 words on the median page, it runs words together, and took
five times as long (`python -m eval scans` measures Tesseract).
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import statistics
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

from analyzer.ingest.pdf.marks import Marks, Run
from analyzer.models.document import Page, Span
from analyzer.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

HOW_TO_GET = "install bpo-clause-analyzer[ocr] and Tesseract (Debian: apt-get install tesseract-ocr)"
# Words that Tesseract gives less than this, of 100, are doubtful: of 23 on two scanned contracts 13 were misread.
DOUBTFUL_BELOW = 60.0
_DPI = 300
_MOST_PIXELS = 40_000_000
# A page below this on average may lie on its side, which Tesseract tells when asked.
_ASKEW_BELOW = 55.0
_ONE_BLOCK = "6"  # Lines are put together here: the engine's own layout drops parts of a page.
_SPACE_EM = 0.25
# PDFium's own error is a RuntimeError.
_FAILURES = (subprocess.SubprocessError, OSError, RuntimeError, MemoryError)
# What the lines of a table look like to an engine for letters.
_RULE = re.compile(r"[|_\-=—–~.]*")
# A line as much higher than the page's usual one is set in larger type; less is letters with or without tails.
_LARGER = 1.35


@dataclass(frozen=True)
class Word:
    """One word as it was recognised, in pixels from the upper left, with Tesseract's confidence of 100."""

    text: str
    left: int
    right: int
    line: tuple[int, int, int]
    top: int
    bottom: int
    confidence: float


@dataclass(frozen=True)
class Recognized:
    """A page's marks, and its words in order, each with whether it is doubtful; `confidence` is their mean."""

    marks: Marks
    words: tuple[tuple[str, bool], ...]
    confidence: float


def is_ready(settings: Settings) -> bool:
    """Return whether words can be recognised here."""
    return settings.ocr and shutil.which("tesseract") is not None and find_spec("pypdfium2") is not None


@cache
def name_engine() -> str:
    """Return engine and version as the report names them: "Tesseract 5.3.0"."""
    done = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    return f"Tesseract {(done.stdout or done.stderr).split()[1]}"


class Recognizer:
    """Recognises pages of one PDF until its time is over."""

    def __init__(self, data: bytes, settings: Settings) -> None:
        self._data = data
        self._language = settings.ocr_language

    def read(self, number: int, *, seconds_left: float) -> Recognized | None:
        """Return what stands on a page, counted from 1; None when it can't be made out, or not in time."""
        try:
            picture, scale = self._draw(number)
            words = self._recognize(picture, seconds_left)
            if words and _mean(words) < _ASKEW_BELOW:
                turned = self._turn_upright(picture, seconds_left)
                again = self._recognize(turned, seconds_left) if turned is not picture else words
                if _mean(again) > _mean(words):
                    picture, words = turned, again
        except _FAILURES:
            return None
        points = 1 / scale
        marks = Marks(width=picture.width * points, height=picture.height * points)
        marks.runs.extend(_runs(words, picture.height, points))
        marks.images = 1
        return Recognized(marks, tuple((w.text, w.confidence < DOUBTFUL_BELOW) for w in words), _mean(words))

    def _draw(self, number: int) -> tuple[Image, float]:
        """Return the picture of a page, level, and its pixels a point."""
        with closing(self._pdf[number - 1]) as page:
            width, height = page.get_size()
            scale = min(_DPI / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
            return straighten(page.render(scale=scale, grayscale=True).to_pil()), scale

    @cached_property
    def _pdf(self) -> PdfDocument:
        import pypdfium2

        return pypdfium2.PdfDocument(self._data)

    def _recognize(self, picture: Image, seconds: float) -> list[Word]:
        told = _call(picture, [*("-l", self._language), "--psm", _ONE_BLOCK, "tsv"], seconds)
        return list(_words(told))

    def _turn_upright(self, picture: Image, seconds: float) -> Image:
        try:
            told = _call(picture, ["-l", "osd", "--psm", "0"], seconds)
        except subprocess.CalledProcessError:  # Too few letters to tell.
            return picture
        found = re.search(r"Rotate: (\d+)", told)
        return picture.rotate(-int(found[1]), expand=True) if found and found[1] != "0" else picture


def find_doubtful(words: Sequence[tuple[str, bool]], text: str, page: Page) -> Iterator[Span]:
    """Yield where the doubtful words of a page ended up in the document's text.

    A word is found by how often it came before on the page; what line breaks have changed is left out.
    """
    seen: Counter[str] = Counter()
    places: dict[str, list[int]] = {}
    for word, doubtful in words:
        seen[word] += 1
        if not doubtful:
            continue
        if word not in places:
            pattern = rf"(?<!\S){re.escape(word)}(?!\S)"
            places[word] = [m.start() for m in re.compile(pattern).finditer(text, page.start, page.end)]
        if len(places[word]) >= seen[word]:
            start = places[word][seen[word] - 1]
            yield Span(start=start, end=start + len(word))


def straighten(picture: Image) -> Image:
    """Turn a page that was laid on the scanner askew, by up to five degrees."""
    angle = find_skew(picture)
    if not angle:
        return picture
    from PIL.Image import Resampling

    return picture.rotate(angle, resample=Resampling.BICUBIC, fillcolor=255)


def find_skew(picture: Image) -> float:
    """Return by how many degrees, anticlockwise, a page has to be turned for its lines to be level; 0 for nearly level.

    Lines are level where the rows of ink differ most from the rows between them.
    """
    import numpy as np

    small = picture.copy()
    small.thumbnail((1000, 1000))

    def sharpness(angle: float) -> float:
        ink = 255.0 - np.asarray(small.rotate(angle, fillcolor=255), dtype=np.float64)
        return float(np.square(np.diff(ink.sum(axis=1))).sum())

    coarse = max(np.arange(-5, 5.01, 0.5), key=sharpness)
    best = float(max(np.arange(coarse - 0.4, coarse + 0.41, 0.1), key=sharpness))
    return round(best, 1) if abs(best) > 0.15 else 0.0


def _call(picture: Image, arguments: Sequence[str], seconds: float) -> str:
    file = io.BytesIO()
    picture.save(file, format="PNG", compress_level=1, dpi=(_DPI, _DPI))
    done = subprocess.run(
        ["tesseract", "stdin", "stdout", *arguments],
        input=file.getvalue(),
        capture_output=True,
        check=True,
        timeout=max(seconds, 1.0),
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # Its threads wait for each other more than they help.
    )
    return done.stdout.decode("utf-8", errors="replace")


def _words(told: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        confidence = float(row["conf"])
        if row["level"] == "5" and confidence >= 0 and not _RULE.fullmatch(text):
            left, top = int(row["left"]), int(row["top"])
            yield Word(
                text=text,
                left=left,
                right=left + int(row["width"]),
                line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
                top=top,
                bottom=top + int(row["height"]),
                confidence=confidence,
            )


def _mean(words: Sequence[Word]) -> float:
    return statistics.fmean(word.confidence for word in words) if words else 0.0


def _runs(words: Sequence[Word], height: int, points: float) -> Iterator[Run]:
    """Set the words on their lines' baselines, in points from the lower left."""
    lines: dict[tuple[int, int, int], list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    heights = {line: statistics.median(w.bottom - w.top for w in on_it) for line, on_it in lines.items()}
    usual = statistics.median(heights.values()) if heights else 1.0
    order = 0
    for line, on_it in lines.items():
        # Letters without ascender or descender are some two thirds of the type's size.
        size = (heights[line] if heights[line] > _LARGER * usual else usual) * points * 1.2
        baseline = (height - statistics.median(w.bottom for w in on_it)) * points
        for word in on_it:
            yield Run(
                text=f"{word.text} ",
                x0=word.left * points,
                x1=word.right * points + _SPACE_EM * size,
                y=baseline,
                size=size,
                bold=False,
                space=_SPACE_EM,
                order=order,
            )
            order += 1
