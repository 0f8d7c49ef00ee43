"""Finding what stands on every page and belongs to none: running headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter

from analyzer.ingest.pdf.lines import Segment
from analyzer.models.document import Aside, AsideKind
from analyzer.numerals import roman_value

_EDGE_LINES = 9
_PAGE_NUMBER = re.compile(
    r"[-–—\[(|•\s]*(?:page|p\.|pg\.?)?\s*-?(?P<number>\d{1,4}|[ivxlc]{1,7}|(?P<part>[A-Z]{1,3}|\d{1,2})[-–.]\s?(?P<of_part>\d{1,3}))"
    r"(?P<total>\s*(?:of|/)\s*\d{1,4})?[-–—\])|•\s]*",
    re.IGNORECASE,
)
# The line a filing service prints under every page of an exhibit.
_FILING = re.compile(r"Source:\s.{2,120},\s*[\w/ .-]{1,20},\s*\d{1,2}/\d{1,2}/\d{2,4}$")
_LABELLED = re.compile(r"(schedule|exhibit|annex|appendix|article|section|part|attachment|clause|order form)\b")
_STROKES = frozenset("-–—_=~|. ")


def set_aside(pages: list[list[list[Segment]]]) -> list[Aside]:
    """Take running headers, footers and page numbers off the pages' lines.

    Args:
        pages: For each page its lines from top to bottom; changed in place.
    """
    texts = [[[s.text for s in line] for line in lines] for lines in pages]
    running = _running(texts)
    shifts = _number_shifts(texts, running)
    found = [_edges(page, number, running, shifts) for number, page in enumerate(texts, 1)]
    if all(len(top) + len(bottom) >= len(page) for (top, bottom), page in zip(found, texts, strict=True)):
        return []  # pages that are all alike have a body nonetheless
    asides: list[Aside] = []
    for number, (page, lines, (top, bottom)) in enumerate(zip(texts, pages, found, strict=True), 1):
        kinds = [*zip(top, page, strict=False), *zip(bottom[::-1], page[len(page) - len(bottom) :], strict=True)]
        asides.extend(Aside(kind=kind, text=" ".join(line), page=number) for kind, line in kinds)
        del lines[len(lines) - len(bottom) :], lines[: len(top)]
    return asides


def _edges(
    page: list[list[str]], number: int, running: set[str], shifts: set[tuple[str, int]]
) -> tuple[list[AsideKind], list[AsideKind]]:
    """Name the asides at the top of a page from the edge inwards, and those at its bottom."""
    bottom = _edge(page[::-1], False, number, running, shifts)
    top = _edge(page[: len(page) - len(bottom)], True, number, running, shifts)
    return top, bottom


def _edge(
    inward: list[list[str]], top: bool, number: int, running: set[str], shifts: set[tuple[str, int]]
) -> list[AsideKind]:
    kinds: list[AsideKind] = []
    while len(kinds) < len(inward):
        here = " ".join(inward[len(kinds)]).lower()
        if here in (" ".join(line).lower() for line in inward[: len(kinds)]):
            break  # a title that says what the header over it says
        more = _line_kinds(inward[len(kinds) :], top, number, running, shifts)
        if not more:
            break
        kinds.extend(more)
    # Nobody prints so tall a header: it is a page that resembles others from the first line on.
    return kinds if len(kinds) < _EDGE_LINES else []


def _line_kinds(
    inward: list[list[str]], top: bool, number: int, running: set[str], shifts: set[tuple[str, int]]
) -> list[AsideKind]:
    """Name the outermost line as an aside, with a line of mere strokes outside of it; nothing for the body."""
    kind = _kind(inward[0], number, top, running, shifts)
    if kind:
        return [kind]
    strokes = all(c in _STROKES for text in inward[0] for c in text)
    if strokes and len(inward) > 1:
        inner = _kind(inward[1], number, top, running, shifts)
        if inner:
            return [inner, inner]
    return []


def _kind(line: list[str], page: int, top: bool, running: set[str], shifts: set[tuple[str, int]]) -> AsideKind | None:
    whole = _text_kind(" ".join(line), page, top, running, shifts)
    if whole or len(line) == 1:
        return whole
    kinds = [_text_kind(text, page, top, running, shifts) for text in line]
    if None in kinds:
        return None
    return "header" if top else "footer"


def _text_kind(text: str, page: int, top: bool, running: set[str], shifts: set[tuple[str, int]]) -> AsideKind | None:
    value = page_number(text)
    if value is not None:
        part, number, sure = value
        if sure or (part, number - page) in shifts or (not part and number == page and not top):
            return "page_number"
    if _FILING.match(text):
        return "footer"
    if _keys(text, page) & running:
        return "header" if top else "footer"
    return None


def page_number(text: str) -> tuple[str, int, bool] | None:
    """Read a line that is only a page number.

    Returns:
        The part it counts in ("A" of "A-3", else ""), the number, and whether the form leaves no doubt
        ("Page 3 of 9"); None for any other line.
    """
    found = _PAGE_NUMBER.fullmatch(text)
    if not found:
        return None
    raw = found["of_part"] or found["number"]
    number = int(raw) if raw.isdigit() else roman_value(raw)
    part = (found["part"] or ("" if raw.isdigit() else "roman")).upper()
    return part, number, bool(found["total"] and "page" in text.lower())


def _keys(text: str, page: int) -> set[str]:
    """Return what a running line would repeat: its words, and its words around a number that counts pages."""
    words = " ".join(text.lower().split())
    if not any(c.isalpha() for c in words):
        return set()
    keys = {words}
    if not _LABELLED.match(words):  # "Schedule 1", "Schedule 2" at the heads of two pages are titles
        for number in re.finditer(r"\d{1,4}", words):
            shift = int(number[0]) - page
            keys.add(f"{words[: number.start()]}#{words[number.end() :]}@{shift}")
    return keys


def _running(texts: list[list[list[str]]]) -> set[str]:
    """Return the keys of lines that stand at the edge of at least three pages (of both, where there are two)."""
    seen: Counter[str] = Counter()
    for number, page in enumerate(texts, 1):
        edge = page[:_EDGE_LINES] + page[max(_EDGE_LINES, len(page) - _EDGE_LINES) :]
        keys: set[str] = set()
        for line in edge:
            keys |= _keys(" ".join(line), number)
            if len(line) > 1:
                keys = keys.union(*(_keys(text, number) for text in line))
        seen.update(keys)
    enough = 2 if len(texts) == 2 else 3
    return {key for key, count in seen.items() if count >= enough and len(texts) >= 2}


def _number_shifts(texts: list[list[list[str]]], running: set[str]) -> set[tuple[str, int]]:
    """Return by how much printed page numbers differ from page counts, where at least two pages agree."""
    seen: Counter[tuple[str, int]] = Counter()
    for number, page in enumerate(texts, 1):
        found: set[tuple[str, int]] = set()
        for edge in (page, page[::-1]):
            for line in edge[:_EDGE_LINES]:
                values = [page_number(text) for text in line]
                found |= {(value[0], value[1] - number) for value in values if value}
                whole = " ".join(line)
                if any(values) or not (_keys(whole, number) & running or _FILING.match(whole)):
                    break
        seen.update(found)
    return {shift for shift, count in seen.items() if count >= 2}
