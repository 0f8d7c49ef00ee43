"""Text that a PDF has and does not show: in the invisible mode, white on white, too small to read, off the page.

Sizes and places come from what was read of the page already. Colours are not followed there, so a page is read for them
only where its content sets white or the invisible mode at all, which most pages of a contract don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from analyzer.ingest.pdf.fonts import Typeface, typeface
from analyzer.ingest.pdf.marks import Marks
from analyzer.ingest.pdf.matrices import IDENTITY, Matrix, matrix, multiply, number, page_matrix, resolve
from analyzer.models.document import Concealed, Concealment

_TINY_POINTS = 2.5
_FEWEST_CHARACTERS = 12
_WHITE_FROM = 0.93
_INVISIBLE_MODE = 3
# An image over so much of the page: invisible text on it is what recognition found in it.
_SCAN_AREA = 0.5
_MAX_DEPTH = 6
# What decides about sight in a stream, in its order: the invisible mode, a fill that may be white, any other fill or a
# return to an earlier one, text. White that is only painted with, as behind tables, is not followed by text.
_ONE = rb"(?:1(?:\.0*)?|0?\.9\d*)\s+"
_SIGHT = re.compile(
    rb"(?P<mode>\b[37]\s+Tr\b)"
    rb"|(?P<white>(?<![\d.]\s)(?<![\d.])" + _ONE + rb"(?:g|sc|scn)\b|(?:" + _ONE + rb"){3}(?:rg|sc|scn)\b|\bk\b)"
    rb"|(?P<other>\b(?:g|rg|sc|scn|cs|Q)\b)|(?P<text>T[jJ]\b)"
)

# A look of microseconds that passes over most pages.
_ANY_WHITE = re.compile(rb"\b[37]\s+Tr\b|\sk\b|(?:1|1\.0*|\.9\d*)\s+(?:g|rg|sc|scn)\b")


def find_concealed(page: Any, marks: Marks, page_number: int, reader: Any) -> list[Concealed]:
    """Return what one page has and does not show.

    Args:
        marks: what was read of the page.
        reader: pypdf's reader of the file.
    """
    found: list[tuple[Concealment, str]] = []
    for run in marks.runs:
        if run.size < _TINY_POINTS:
            found.append(("tiny", run.text))
        elif run.x1 < 0 or run.x0 > marks.width or run.y > marks.height or run.y + run.size < 0:
            found.append(("off-page", run.text))
    # A malformed page raises errors of many kinds; what could be read of it was read already.
    with suppress(Exception):
        found += _Painter(page, marks, reader).find()
    return list(_joined(found, page_number))


def _joined(found: list[tuple[Concealment, str]], page_number: int) -> Iterator[Concealed]:
    """Join pieces of one kind that follow each other."""
    texts: list[str] = []
    for at, (kind, text) in enumerate(found):
        texts.append(text)
        if at + 1 == len(found) or found[at + 1][0] != kind:
            whole = " ".join(" ".join(texts).split())
            if len(whole) >= _FEWEST_CHARACTERS:
                yield Concealed(kind=kind, text=whole, page=page_number)
            texts = []


class _Painter:
    """Follows colour, mode and place of text through one page."""

    def __init__(self, page: Any, marks: Marks, reader: Any) -> None:
        self._page = page
        self._marks = marks
        self._reader = reader
        self._painted: list[tuple[float, float, float, float]] = []
        self._found: list[tuple[Concealment, str]] = []
        self._faces: dict[int, Typeface] = {}

    def find(self) -> list[tuple[Concealment, str]]:
        """Return what is invisible or white where nothing dark was painted before."""
        if "/Contents" in self._page:
            upright, _, _ = page_matrix(self._page)
            resources = resolve(self._page.get_inherited("/Resources", None))
            contents = resolve(self._page.raw_get("/Contents"))
            if self._is_suspect(contents, resources, 0):
                self._stream(contents, resources, upright, 0)
        return self._found

    def _is_suspect(self, source: Any, resources: Any, depth: int) -> bool:
        from pypdf.generic import ContentStream

        data = ContentStream(source, self._reader, "bytes").get_data()
        if _shows_in_white(data):
            return True
        forms = _entry(resources, "/XObject")
        if not isinstance(forms, dict) or b"Do" not in data or depth >= _MAX_DEPTH:
            return False
        nested = [form for form in map(resolve, forms.values()) if _is_form(form)]
        return any(self._is_suspect(form, resolve(form.get("/Resources")), depth + 1) for form in nested)

    def _stream(self, source: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        from pypdf.generic import ContentStream

        content = ContentStream(source, self._reader, "bytes")
        forms = _entry(resources, "/XObject")
        fonts = _entry(resources, "/Font")
        paint = _Paint(ctm)
        saved: list[_Paint] = []
        boxes: list[tuple[float, float, float, float]] = []
        for operands, operator in content.operations:
            if operator == b"q":
                saved.append(paint.copy())
            elif operator == b"Q" and saved:
                paint = saved.pop()
            elif operator == b"Do" and isinstance(forms, dict):
                self._do(resolve(forms.get(operands[0])), resources, paint.ctm, depth)
            elif operator == b"re":
                boxes.append(_box([number(v) for v in operands], paint.ctm))
            elif operator in {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}:
                self._painted += boxes if not paint.is_white else []
                boxes = []
            elif operator in {b"n", b"S", b"s"}:
                boxes = []
            elif operator == b"Tf" and isinstance(fonts, dict) and operands[0] in fonts:
                paint.face = self._face(fonts[operands[0]])
            elif operator in {b"Tj", b"TJ", b"'", b'"'}:
                if operator in {b"'", b'"'}:
                    paint.follow(b"T*", [])
                self._show(paint, operands[-1])
            else:
                paint.follow(operator, operands)

    def _face(self, reference: Any) -> Typeface:
        resource = resolve(reference)
        if id(resource) not in self._faces:
            self._faces[id(resource)] = typeface(resource)
        return self._faces[id(resource)]

    def _do(self, target: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        if not isinstance(target, dict):
            return
        if target.get("/Subtype") == "/Image":
            self._painted.append(_box([0, 0, 1, 1], ctm))
        elif _is_form(target) and depth < _MAX_DEPTH:
            own = resolve(target.get("/Resources"))
            placed = multiply(matrix(resolve(target.get("/Matrix"))), ctm)
            self._stream(target, own if isinstance(own, dict) else resources, placed, depth + 1)

    def _show(self, paint: _Paint, shown: Any) -> None:
        kind: Concealment | None = None
        if paint.mode in {_INVISIBLE_MODE, 7}:
            kind = "invisible" if self._marks.image_area < _SCAN_AREA else None
        elif paint.is_white and paint.mode in {0, 4}:
            x, y = paint.place()
            on_something = any(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x0, y0, x1, y1 in self._painted)
            kind = None if on_something else "white"
        if kind is not None:
            strings = shown if isinstance(shown, list) else [shown]
            text = "".join(
                paint.face.read(s)[0] if isinstance(s, bytes | str) else " " if number(s) < -200 else ""
                for s in strings
            )
            if text.strip():
                self._found.append((kind, text))


class _Paint:
    """The graphics state as far as it decides whether text is seen."""

    def __init__(self, ctm: Matrix) -> None:
        self.ctm = ctm
        self.tm = self.line = IDENTITY
        self.leading = 0.0
        self.mode = 0
        self.is_white = False
        self.gray = True
        self.face = Typeface()

    def copy(self) -> _Paint:
        twin = _Paint(self.ctm)
        twin.__dict__.update(self.__dict__)
        return twin

    def place(self) -> tuple[float, float]:
        at = multiply(self.tm, self.ctm)
        return at[4], at[5]

    def follow(self, operator: bytes, operands: list[Any]) -> None:
        """Follow one operator that shows nothing."""
        if operator in {b"g", b"rg", b"k"}:
            self.is_white = _is_white(operands)
        elif operator in {b"sc", b"scn"}:
            # One number is a grey, or as much of an ink, of which 1 is all.
            self.is_white = (len(operands) > 1 or self.gray) and _is_white(operands)
        elif operator == b"cs":
            self.is_white = False
            self.gray = operands[0] in {"/DeviceGray", "/CalGray"}
        elif operator == b"Tr":
            self.mode = int(number(operands[0]))
        elif operator == b"cm":
            self.ctm = multiply(matrix(operands), self.ctm)
        elif operator == b"BT":
            self.tm = self.line = IDENTITY
        elif operator == b"Tm":
            self.tm = self.line = matrix(operands)
        elif operator == b"TL":
            self.leading = number(operands[0])
        elif operator in {b"Td", b"TD", b"T*"}:
            x, y = (number(operands[0]), number(operands[1])) if operands else (0.0, -self.leading)
            self.leading = -y if operator == b"TD" else self.leading
            self.tm = self.line = multiply((1.0, 0.0, 0.0, 1.0, x, y), self.line)


def _shows_in_white(data: bytes) -> bool:
    if not _ANY_WHITE.search(data):
        return False
    white = False
    for found in _SIGHT.finditer(data):
        if found.lastgroup == "mode" or (white and found.lastgroup == "text"):
            return True
        white = found.lastgroup == "white" or (white and found.lastgroup == "text")
    return False


def _entry(resources: Any, name: str) -> Any:
    return resolve(resources.get(name)) if isinstance(resources, dict) else None


def _is_form(target: Any) -> bool:
    return isinstance(target, dict) and target.get("/Subtype") != "/Image" and hasattr(target, "get_data")


def _is_white(values: list[Any]) -> bool:
    levels = [number(v) for v in values]
    if len(levels) == 4:
        return max(levels) <= 1 - _WHITE_FROM
    return len(levels) in {1, 3} and min(levels) >= _WHITE_FROM


def _box(sides: list[float], ctm: Matrix) -> tuple[float, float, float, float]:
    x, y, w, h = sides
    corners = [
        (a * ctm[0] + b * ctm[2] + ctm[4], a * ctm[1] + b * ctm[3] + ctm[5]) for a in (x, x + w) for b in (y, y + h)
    ]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return min(xs), min(ys), max(xs), max(ys)
