"""A long contract and a version of it with known edits, as DOCX."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

_PAGES = 100
_WORDS_A_PAGE = 450
_EVERY = 8  # paragraphs from one edit to the next
_WORD = re.compile(r"\b(?:shall|will|may|days|months|party|parties|written|agreement)\b")


@dataclass(frozen=True)
class Pair:
    """Two files and how many edits lie between them."""

    base: bytes
    version: bytes
    edits: int
    pages: int = _PAGES


def build_pair(shared: Path) -> Pair | None:
    """Put 100 pages together from real contracts and edit them: words, sentences, paragraphs in, out and moved.

    None where there are no contracts.
    """
    paragraphs = _paragraphs(sorted((shared / "data" / "contracts").glob("*.txt")))
    if not paragraphs:
        return None
    return write_pair(paragraphs)


def write_pair(paragraphs: list[str]) -> Pair:
    """Write paragraphs and an edited version of them."""
    changed, edits = edit_paragraphs(paragraphs)
    return Pair(_write(paragraphs), _write(changed), edits)


def _paragraphs(files: list[Path]) -> list[str]:
    found: list[str] = []
    seen: set[str] = set()
    words = 0
    for file in files:
        for block in re.split(r"\n\s*\n", file.read_text(encoding="utf-8", errors="replace")):
            text = re.sub(r"[\x00-\x1f]", " ", " ".join(block.split()))
            if len(text) > 3 and text not in seen:
                seen.add(text)
                found.append(text)
                words += len(text.split())
            if words >= _PAGES * _WORDS_A_PAGE:
                return found
    return found


def edit_paragraphs(paragraphs: list[str]) -> tuple[list[str], int]:
    """Return the paragraphs with words, sentences and paragraphs put in, taken out and moved, and how many edits that is."""
    changed = list(paragraphs)
    long = [at for at, text in enumerate(paragraphs) if len(text.split()) >= 25]
    chosen = long[5::_EVERY]
    moved: list[tuple[int, str]] = []
    gone: set[int] = set()
    for number, at in enumerate(chosen):
        text = changed[at]
        match number % 5:
            case 0:
                changed[at] = _WORD.sub("otherwise", text, count=1) if _WORD.search(text) else f"Otherwise {text}"
            case 1:
                changed[at] = f"{text} Paragraph {number} is subject to the prior consent of the vendor in each case."
            case 2:
                gone.add(at)
            case 3:
                changed[at] = f"{text}\nThe vendor may vary item {number} of this document at its own discretion."
            case _:
                gone.add(at)
                moved.append((at + 60, text))
    placed: list[str] = []
    later = dict(moved)
    for at, text in enumerate(changed):
        if at not in gone:
            placed += text.split("\n")
        if at in later:
            placed.append(later[at])
    placed += [text for at, text in moved if at >= len(changed)]
    return placed, len(chosen)


def _write(paragraphs: list[str]) -> bytes:
    import docx

    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
