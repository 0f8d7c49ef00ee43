"""Recognise the table of contents, so that it is not read as clauses."""

import re
from bisect import bisect_left

from analyzer.models import Document
from analyzer.segment.labels import read_label

_TITLE = re.compile(r"\s*(?:table of contents?|contents|index)(?:\s+page)?\s*$", re.IGNORECASE)
_NUMBER = r"(?:\d{1,3}|[ivxl]{1,6}|[A-Z]-\d{1,3})"
_DOTS = r"(?:\.{4,}|(?:\. ){3,}|\u2026{2,}|_{4,})"
_DOTTED = re.compile(rf"(?:{_DOTS}|\t)\s*(?:[Pp]age\s+)?{_NUMBER}?\s*$")
_DOTTED_TO_PAGE = re.compile(rf"{_DOTS}\s*(?:[Pp]age\s+)?\d{{1,3}}\s*$")
_PAGE_AT_END = re.compile(rf"\s{_NUMBER}\s*$")
_SHORT, _GAP, _FEWEST = 160, 3, 3


def find_contents(document: Document) -> frozenset[int]:
    """Return the indexes of the blocks that belong to a table of contents or a list of schedules."""
    texts = [document.text[block.start : block.end] for block in document.blocks]
    styles = [(block.style or "").lower() for block in document.blocks]
    found = {i for i, style in enumerate(styles) if style.startswith(("toc", "table of contents"))}
    found |= {i for i, text in enumerate(texts) if len(text) < 3000 and _DOTTED_TO_PAGE.search(text)}
    letters = [_letters(text) for text in texts]
    openings = sorted((key[:60], i) for i, key in enumerate(letters))
    for title, text in enumerate(texts):
        if _TITLE.match(text) and title < len(texts) * 0.5 and title not in found:
            found |= _run_after(title, texts, letters, openings)
    return frozenset(found | _schedule_list(texts))


def _run_after(title: int, texts: list[str], letters: list[str], openings: list[tuple[str, int]]) -> set[int]:
    """Return the title and the entries that follow it; nothing when fewer than three do."""
    entries: list[int] = []
    repeated: set[str] = set()
    for index in range(title + 1, len(texts)):
        text, key = texts[index], letters[index]
        label = read_label(text)
        numbered = f"{label.text} {key}" if label is not None and key else ""
        if numbered and numbered in repeated:
            break  # an entry comes again: here the body begins
        dotted = _DOTTED.search(text) is not None and len(text) < 3000
        if len(text) > _SHORT and not dotted:
            break
        if dotted or _PAGE_AT_END.search(text) or _comes_again(key, index, openings):
            entries.append(index)
            repeated.add(numbered)
        elif entries and index - entries[-1] > _GAP:
            break
    if len(entries) < _FEWEST and not any(_DOTTED.search(texts[i]) for i in entries):
        return set()
    return set(range(title, entries[-1] + 1))


def _letters(text: str) -> str:
    """Reduce a heading to what an entry and the clause it points to share."""
    label = read_label(text)
    rest = text[label.length :] if label is not None and label.scheme != "schedule" else text
    return re.sub(r"[^a-z]+", "", re.sub(r"\bpage\b", "", _PAGE_AT_END.sub("", rest).lower()))


def _comes_again(key: str, index: int, openings: list[tuple[str, int]]) -> bool:
    if len(key) < 4:
        return False
    key = key[:60]
    at = bisect_left(openings, (key, -1))
    while at < len(openings) and openings[at][0].startswith(key):
        if openings[at][1] > index:
            return True
        at += 1
    return False


def _schedule_list(texts: list[str]) -> set[int]:
    """Return a run of schedule titles with nothing under them, as they stand before the body."""
    found: set[int] = set()
    run: list[int] = []
    for index, text in enumerate([*texts[: len(texts) // 2], ""]):
        label = read_label(text) if len(text) <= _SHORT else None
        if label is not None and label.scheme == "schedule":
            run.append(index)
            continue
        if len(run) >= _FEWEST:
            found.update(run)
        run = []
    return found
