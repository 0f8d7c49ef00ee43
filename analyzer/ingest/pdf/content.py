"""Reading the content stream of a page once: every piece of text with its place, and where images and rules are.

pypdf parses the stream and decodes strings; the text state is followed here, because pypdf's visitor reports
neither where a piece of text ends nor where inside a form it stands, and both decide columns and cells.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analyzer.ingest.pdf.fonts import Typeface, typeface
from analyzer.ingest.pdf.marks import Marks, OutOfTime, Run, word_gap
from analyzer.ingest.pdf.matrices import IDENTITY, Matrix, matrix, multiply, number, page_matrix, placement, resolve

if TYPE_CHECKING:
    from pypdf import PageObject

# The operators that show text, an image or a form; the bytes may stand for something else, which costs only time.
_SHOWS = re.compile(rb"T[jJ]|Do|BI|['\"]")
_MAX_FORM_DEPTH = 12
_MAX_FORMS = 5_000
_CLOCK_EVERY = 4_096
# A pen move of this many ems inside one string array is a gap between columns, not between words.
_WIDE_MOVE = 1.5


class ContentReader:
    """Reads pages of one file; keeps fonts and parsed forms that pages share."""

    def __init__(self, reader: Any, check_time: Callable[[], None]) -> None:
        self._reader = reader
        self._check_time = check_time
        self._typefaces: dict[int, Typeface] = {}
        self._kept: list[Any] = []

    def read(self, page: PageObject) -> Marks:
        """Read one page; what stands before a damaged place is kept.

        Raises:
            OutOfTime: when the clock that was given says so.
        """
        self._marks = Marks(0.0, 0.0)
        self._forms = 0
        try:
            upright, self._marks.width, self._marks.height = page_matrix(page)
            resources = resolve(page.get_inherited("/Resources", None))
            if "/Contents" in page:
                self._stream(_present(page.raw_get("/Contents")), resources, upright, 0)
            for form, place in self._field_appearances(page):
                self._form(form, resources, multiply(place, upright), 0)
        except (OutOfTime, MemoryError):
            raise
        except Exception:  # pypdf meets malformed objects with errors of many kinds; all mean the same here
            self._marks.damaged = True
        return self._marks

    def _field_appearances(self, page: PageObject) -> list[tuple[Any, Matrix]]:
        """Collect what form fields on the page show: their value is part of the contract."""
        found: list[tuple[Any, Matrix]] = []
        annotations = resolve(page.get("/Annots"))
        for reference in annotations if isinstance(annotations, list) else ():
            note = resolve(reference)
            if not isinstance(note, dict) or note.get("/Subtype") not in ("/Widget", "/FreeText"):
                continue
            if int(number(note.get("/F"))) & 0b10:  # hidden
                continue
            look = resolve(note.get("/AP"))
            normal = resolve(look.get("/N")) if isinstance(look, dict) else None
            rect = resolve(note.get("/Rect"))
            if normal is None or not isinstance(rect, list) or len(rect) != 4:
                continue
            if not hasattr(normal, "get_data"):  # one appearance per state, as check boxes have
                on = str(note.get("/AS", "/Off"))
                x, y = min(number(rect[0]), number(rect[2])), min(number(rect[1]), number(rect[3]))
                mark = "[x]" if on != "/Off" else "[ ]"
                self._note_mark(mark, x, y, abs(number(rect[3]) - number(rect[1])), page)
                continue
            found.append((normal, placement(normal, rect)))
        return found

    def _note_mark(self, mark: str, x: float, y: float, height: float, page: PageObject) -> None:
        upright, _, _ = page_matrix(page)
        at = multiply((1.0, 0.0, 0.0, 1.0, x, y + 0.2 * height), upright)
        size = min(height, 12.0) or 10.0
        order = len(self._marks.runs)
        self._marks.runs.append(Run(mark, at[4], at[4] + size, at[5], size, False, 0.25, 0, order))

    def _typeface(self, fonts: Any, name: Any) -> Typeface:
        if not isinstance(fonts, dict) or name not in fonts:
            return Typeface()
        resource = resolve(fonts[name])
        if not isinstance(resource, dict):
            self._marks.damaged = True
            return Typeface(readable=False)
        known = self._typefaces.get(id(resource))
        if known is None:
            known = self._typefaces[id(resource)] = typeface(resource)
            self._kept.append(resource)  # so that its id stays its own
        return known

    def _form(self, form: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        self._forms += 1
        if depth > _MAX_FORM_DEPTH or self._forms > _MAX_FORMS:
            self._marks.damaged = True  # forms within themselves, or far too many
            return
        self._check_time()
        own = resolve(form.get("/Resources"))
        placed = multiply(matrix(resolve(form.get("/Matrix"))), ctm)
        self._stream(form, own if isinstance(own, dict) else resources, placed, depth + 1)

    def _paint(self, resources: Any, name: Any, ctm: Matrix, depth: int) -> None:
        objects = resolve(resources.get("/XObject")) if isinstance(resources, dict) else None
        if not isinstance(objects, dict) or name not in objects:
            return
        target = resolve(objects[name])
        if not isinstance(target, dict):
            self._marks.damaged = True
            return
        if target.get("/Subtype") == "/Image":
            self._image(ctm)
        elif hasattr(target, "get_data"):
            self._form(target, resources, ctm, depth)

    def _image(self, ctm: Matrix) -> None:
        marks = self._marks
        marks.images += 1
        area = abs(ctm[0] * ctm[3] - ctm[1] * ctm[2])
        marks.image_area += area / max(marks.width * marks.height, 1.0)

    def _stream(self, source: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        from pypdf.generic import ContentStream

        fonts = resolve(resources.get("/Font")) if isinstance(resources, dict) else None
        content = ContentStream(source, self._reader, "bytes")
        if depth and not _SHOWS.search(content.get_data()):
            return  # a drawing: parsing takes most of the time, and it has neither text nor images
        state = _State(ctm)
        saved: list[_State] = []
        path: list[tuple[float, float, float, float]] = []
        pen = (0.0, 0.0)
        for count, (operands, operator) in enumerate(content.operations, 1):
            if count % _CLOCK_EVERY == 0:
                self._check_time()
            try:
                if operator == b"Tj":
                    self._show(state, operands[0])
                elif operator == b"TJ":
                    self._show_array(state, operands[0])
                elif operator == b"q":
                    saved.append(state.copy())
                elif operator == b"Q":
                    if saved:
                        state = saved.pop()
                elif operator == b"cm":
                    state.ctm = multiply(matrix(operands), state.ctm)
                elif operator == b"Tf":
                    state.face = self._typeface(fonts, operands[0])
                    state.size = number(operands[1])
                elif operator == b"BT":
                    state.tm = state.line = IDENTITY
                elif operator == b"Tm":
                    state.tm = state.line = matrix(operands)
                elif operator == b"Td":
                    state.move(number(operands[0]), number(operands[1]))
                elif operator == b"TD":
                    state.leading = -number(operands[1])
                    state.move(number(operands[0]), number(operands[1]))
                elif operator == b"T*":
                    state.move(0.0, -state.leading)
                elif operator == b"'":
                    state.move(0.0, -state.leading)
                    self._show(state, operands[0])
                elif operator == b'"':
                    state.word, state.char = number(operands[0]), number(operands[1])
                    state.move(0.0, -state.leading)
                    self._show(state, operands[2])
                elif operator == b"Tc":
                    state.char = number(operands[0])
                elif operator == b"Tw":
                    state.word = number(operands[0])
                elif operator == b"Tz":
                    state.scale = number(operands[0]) / 100
                elif operator == b"TL":
                    state.leading = number(operands[0])
                elif operator == b"Ts":
                    state.rise = number(operands[0])
                elif operator == b"Tr":
                    state.mode = int(number(operands[0]))
                elif operator == b"m":
                    pen = (number(operands[0]), number(operands[1]))
                elif operator == b"l":
                    to = (number(operands[0]), number(operands[1]))
                    path.append((*pen, *to))
                    pen = to
                elif operator == b"re":
                    x, y, w, h = (number(v) for v in operands)
                    path.append((x, y, x + w, y + h))
                elif operator in _PAINTED:
                    self._rules(path, state.ctm, stroked=operator in _STROKED)
                    path = []
                elif operator == b"n":
                    path = []
                elif operator == b"Do":
                    self._paint(resources, operands[0], state.ctm, depth)
                elif operator == b"INLINE IMAGE":
                    self._image(state.ctm)
            except (IndexError, TypeError, ValueError):
                continue  # a malformed operator is skipped, as viewers do; what it would have shown is lost to them too

    def _rules(self, path: list[tuple[float, float, float, float]], ctm: Matrix, *, stroked: bool) -> None:
        """Note the lines of a path; the sides of a filled box, which may be the colour behind a word, part nothing."""
        for x0, y0, x1, y1 in path:
            ax, ay = x0 * ctm[0] + y0 * ctm[2] + ctm[4], x0 * ctm[1] + y0 * ctm[3] + ctm[5]
            bx, by = x1 * ctm[0] + y1 * ctm[2] + ctm[4], x1 * ctm[1] + y1 * ctm[3] + ctm[5]
            if abs(by - ay) <= 2.0 and abs(bx - ax) >= 20.0:
                self._marks.rules.append((min(ax, bx), max(ax, bx), (ay + by) / 2))
            elif abs(bx - ax) <= 2.0 and abs(by - ay) >= 6.0:
                self._marks.bars.append((min(ay, by), max(ay, by), (ax + bx) / 2))
            elif abs(by - ay) >= 8.0 and abs(bx - ax) >= 20.0:  # a box: its upper and lower edge
                self._marks.rules.append((min(ax, bx), max(ax, bx), ay))
                self._marks.rules.append((min(ax, bx), max(ax, bx), by))
                if stroked:
                    self._marks.bars.append((min(ay, by), max(ay, by), ax))
                    self._marks.bars.append((min(ay, by), max(ay, by), bx))

    def _show(self, state: _State, data: Any) -> None:
        if not isinstance(data, (bytes, str)) or not data:
            return
        text, width, codes = state.face.read(data)
        advance = width * state.size + codes * state.char
        if state.word:
            advance += text.count(" ") * state.word
        self._emit(state, text, advance * state.scale)

    def _show_array(self, state: _State, items: Any) -> None:
        """Show a string array as one run; moves inside it are kerning, word gaps or column gaps."""
        size, face = state.size, state.face
        gap_ems = word_gap(face.space)
        text, advance = "", 0.0
        for item in items:
            if isinstance(item, (bytes, str)):
                piece, width, codes = face.read(item)
                advance += width * size + codes * state.char
                if state.word:
                    advance += piece.count(" ") * state.word
                text += piece
                continue
            move = -float(item) / 1000
            if move > _WIDE_MOVE:
                self._emit(state, text, advance * state.scale)
                text, advance = "", 0.0
                state.advance(move * size * state.scale)
                continue
            if move > gap_ems and text and not text.endswith(" "):
                text += " "
            advance += move * size
        self._emit(state, text, advance * state.scale)

    def _emit(self, state: _State, text: str, advance: float) -> None:
        m = multiply(state.tm, state.ctm)
        state.advance(advance)
        if not text:
            return
        across, up = math.hypot(m[0], m[1]), math.hypot(m[2], m[3])
        size = abs(state.size) * (up or across)
        x, y = m[4] + state.rise * m[2], m[5] + state.rise * m[3]
        length = advance * across
        if not state.face.readable:
            self._marks.unreadable += len(text)
        bold = state.face.bold or state.mode == 2
        angle = 0
        if abs(m[1]) > 0.02 * across or m[0] < 0:
            angle = round(math.degrees(math.atan2(m[1], m[0]))) % 360
        order = len(self._marks.runs)
        self._marks.runs.append(Run(text, x, x + length, y, size, bold, state.face.space, angle, order))


class _State:
    """The graphics and text state, as far as it places text."""

    __slots__ = ("char", "ctm", "face", "leading", "line", "mode", "rise", "scale", "size", "tm", "word")

    def __init__(self, ctm: Matrix) -> None:
        self.ctm = ctm
        self.tm = self.line = IDENTITY
        self.face = Typeface()
        self.size = 12.0
        self.char = self.word = self.leading = self.rise = 0.0
        self.scale = 1.0
        self.mode = 0

    def copy(self) -> _State:
        twin = _State.__new__(_State)
        for name in _State.__slots__:
            setattr(twin, name, getattr(self, name))
        return twin

    def move(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self.line
        self.tm = self.line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def advance(self, x: float) -> None:
        a, b, c, d, e, f = self.tm
        self.tm = (a, b, c, d, x * a + e, x * b + f)


_STROKED = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))
_PAINTED = _STROKED | {b"f", b"F", b"f*"}


def _present(contents: Any) -> Any:
    """Return the contents of a page, or raise where the file refers to contents it does not have."""
    whole = resolve(contents)
    parts = whole if isinstance(whole, list) else [contents]
    for part in parts:
        if not hasattr(resolve(part), "get_data"):
            raise ValueError("a content stream is missing")
    return whole
