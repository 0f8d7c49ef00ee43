"""Joining lines to paragraphs, headings and list items."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.ingest.pdf.hyphens import Words
from analyzer.ingest.pdf.labels import is_list_label, is_title_label, label_of
from analyzer.ingest.pdf.tables import Table, TextLine
from analyzer.models.document import BlockKind

_ENDS = re.compile(r"[.;:!?][\"'”’)\]]*$")
_LEADS_ON = re.compile(
    r"(?:[,—–-]|\b(?:and|or|of|the|a|an|to|in|by|for|with|that|which|any|its|this|such|as|under|from|on|at|be|is|shall"
    r"|between|among|into|upon|within|without|their|each|not|may|will|must|has|have|are|was|were|than|per|including"
    r"|section|sections|article|articles|clause|schedule|exhibit|paragraph|subsection|pursuant|no\.|inc\.?))$",
    re.IGNORECASE,
)
_STROKES = re.compile(r"[-–—_=*.\s]{4,}")
_HEADING_WORDS = 14
_DEFAULT_PITCH = 1.2
_MAX_PITCH = 3.6
_ENOUGH_STEPS = 8
# How much shorter than the longest lines around, as a share of the width, a full line may be.
_RAGGED = 0.04


@dataclass
class Paragraph:
    """Lines that belong together; `joins` are (page, line text) in order."""

    lines: list[TextLine] = field(default_factory=list)

    @property
    def bold(self) -> bool:
        """Tell whether most of its characters are bold."""
        total = sum(len(line.text) for line in self.lines)
        return 2 * sum(len(line.text) for line in self.lines if line.bold) > total


def paragraphs(items: list[TextLine | Table]) -> list[Paragraph | Table]:
    """Group the lines of a document, given in reading order over all pages."""
    pitches = _pitches(items)
    found: list[Paragraph | Table] = []
    for item in items:
        if isinstance(item, Table):
            found.append(item)
            continue
        last = found[-1] if found else None
        if isinstance(last, Paragraph) and not _starts(last, item, pitches.get(item.page, _DEFAULT_PITCH)):
            last.lines.append(item)
        else:
            found.append(Paragraph([item]))
    return found


def _pitches(items: list[TextLine | Table]) -> dict[int, float]:
    """Return for each page the distance of two lines of a paragraph, in font sizes."""
    steps: dict[int, Counter[float]] = {}
    for a, b in pairwise(items):
        if isinstance(a, TextLine) and isinstance(b, TextLine) and a.page == b.page and a.size:
            step = (a.y - b.y) / a.size
            if 0.8 < step < _MAX_PITCH:
                steps.setdefault(a.page, Counter())[round(step, 1)] += 1
    overall = _closest(sum(steps.values(), Counter()))
    return {page: _closest(seen) if seen.total() >= _ENOUGH_STEPS else overall for page, seen in steps.items()}


def _closest(steps: Counter[float]) -> float:
    """Return the smallest step that is common: lines of a paragraph are closer than paragraphs are."""
    total = steps.total()
    for step in sorted(steps):
        near = sum(count for other, count in steps.items() if abs(other - step) < 0.16)
        if near >= 0.2 * total:
            return max((other for other in steps if abs(other - step) < 0.16), key=lambda other: steps[other])
    return _DEFAULT_PITCH


def _starts(last: Paragraph, line: TextLine, pitch: float) -> bool:
    """Decide whether a line begins a new paragraph."""
    above = last.lines[-1]
    open_end = not _ENDS.search(above.text)
    leads_on = open_end and bool(_LEADS_ON.search(above.text))
    full = not _would_fit(above, line)
    step = (above.y - line.y) / max(above.size, 1.0)
    turned = line.page != above.page or step < 0 or line.after_break
    label = label_of(line.text)
    if _STROKES.fullmatch(line.text) or _STROKES.fullmatch(above.text):
        return True
    if label and not _is_reference(label, line.text, leads_on, full):
        return True
    if turned:
        # Over a page or column: only where the sentence plainly goes on.
        goes_on = line.text[:1].islower() or leads_on
        return not (open_end and goes_on) or abs(line.size - above.size) > 0.15 * above.size
    if step > pitch + 0.35 and not (leads_on and step < 1.5 * pitch and full):
        return True
    if abs(line.size - above.size) > 0.12 * above.size and not leads_on:
        return True
    if line.bold != above.bold and not full and not line.text[:1].islower():
        return True
    if not full:
        # Lines broken by hand end short of the margin: then only the words tell that the sentence goes on.
        return not (open_end and line.text[:1].islower()) and not (leads_on and above.text[-1:] != ",")
    indent = line.x0 - above.x0
    return len(last.lines) > 1 and indent > line.size and not open_end


def _would_fit(above: TextLine, line: TextLine) -> bool:
    """Tell whether the first word of a line had room on the line above: then that line was ended on purpose."""
    word = line.text.split(" ", 1)[0]
    per_character = (line.x1 - line.x0) / max(len(line.text), 1)
    return above.x1 + (len(word) + 2) * per_character < above.right - _RAGGED * (above.right - above.left)


def _is_reference(label: str, text: str, leads_on: bool, full: bool) -> bool:
    """Tell a number that begins a clause from one a line break left at the start of a line ("under\\nSection 4")."""
    if not full:
        return False
    rest = text[len(label) :].strip()
    if is_title_label(label) or label[0] == "(":
        return leads_on and (is_title_label(label) or (rest[:1].islower() and not is_list_label(label)))
    if label[0].isdigit() or label[-1] == ".":
        return leads_on or rest[:1].islower()
    return False


def kind_of(paragraph: Paragraph, body_size: float, text: str) -> BlockKind:
    """Name what a paragraph is."""
    label = label_of(text)
    words = text.split()
    short = len(words) <= _HEADING_WORDS and len(paragraph.lines) <= 3
    ended = bool(re.search(r"[.;,][\"'”’)\]]*$", text))
    size = max(line.size for line in paragraph.lines)
    letters = [c for c in text if c.isalpha()]
    if label and is_list_label(label):
        return "list_item"
    capitals = bool(letters) and sum(c.isupper() for c in letters) > 0.9 * len(letters) and len(letters) > 3
    if short and letters:
        if label and is_title_label(label) and (not ended or text.rstrip(".") == label.rstrip(".")):
            return "heading"
        if not ended and (size > 1.12 * body_size or paragraph.bold):
            return "heading"
        if capitals and (not ended or label):
            return "heading"
        if label and (paragraph.bold or _is_title(text[len(label) :])):
            return "heading"
    return "paragraph"


def _is_title(text: str) -> bool:
    """Tell whether words are capitalised as in a title ("Term and Termination of Agreement.")."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    return 0 < len(words) <= 10 and all(word[0].isupper() for word in words)


def body_size(items: list[TextLine | Table]) -> float:
    """Return the font size most characters are set in."""
    sizes: Counter[float] = Counter()
    for item in items:
        if isinstance(item, TextLine):
            sizes[round(item.size, 1)] += len(item.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 10.0


def text_of(paragraph: Paragraph, words: Words) -> tuple[str, list[tuple[int, int]]]:
    """Join the lines of a paragraph.

    Returns:
        The text, and for each page but the first on which it stands (page, offset where that page's text begins).
    """
    text = ""
    turns: list[tuple[int, int]] = []
    page = paragraph.lines[0].page
    for line in paragraph.lines:
        before = len(text)
        text = words.join(text, words.mend(line.text))
        if line.page != page:
            page = line.page
            turns.append((page, min(before + 1, len(text))))
    return text, turns
