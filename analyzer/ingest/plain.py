"""Reading plain text and Markdown: paragraphs from blank lines, and the headings, lists and tables of Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from analyzer.errors import EmptyFile, TooLarge, UnknownType
from analyzer.ingest.zero_width import find_zero_width
from analyzer.models.document import Block, BlockKind, Concealed, Document, DocumentFormat, Page, Span
from analyzer.settings import Settings

_HTML = re.compile(r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+•]|\d{1,3}[.)]|\(?[a-zA-Z]{1,4}[.)])\s+\S")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_MARKDOWN_NAMES = (".md", ".markdown", ".mkd")
_CELL_BETWEEN = " | "
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_TYPED_LABEL = re.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3})*[.)]?|\([a-zA-Z0-9]{1,4}\)|(?:ARTICLE|SECTION|SCHEDULE|EXHIBIT|ANNEX|APPENDIX)\s+\S+)\s+\S"
)


@dataclass(frozen=True)
class _Piece:
    kind: BlockKind
    text: str
    level: int | None = None
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    table: int | None = None
    row: int | None = None


def read_plain(data: bytes, *, name: str, sha256: str, settings: Settings) -> Document:
    """Read a text or Markdown file.

    Raises:
        UnknownType: it is not text.
        EmptyFile: it holds nothing but white space.
        TooLarge: it has more characters than settings allow.
    """
    text = decoded(data)
    if text is None:
        raise UnknownType(f"{name}: it is binary data; give a PDF, DOCX, text or Markdown file.")
    if len(text) > settings.max_characters:
        raise TooLarge(
            f"{name}: it has {len(text):,} characters, more than the {settings.max_characters:,} allowed;"
            " split it, or raise CLAUSE_ANALYZER_MAX_CHARACTERS."
        )
    form: DocumentFormat = "markdown" if _is_markdown(text, name) else "text"
    lines = text.translate(_INVISIBLE).replace("\u00a0", " ").splitlines()
    if form == "markdown":
        lines = [_EMPHASIS.sub(r"\2", line) for line in lines]
    pieces = list(_markdown(lines) if form == "markdown" else _paragraphs(lines))
    if not pieces:
        raise EmptyFile(f"{name}: it has no text; check that it is the right file.")
    body, blocks = _laid_out(pieces)
    return Document(
        name=name,
        sha256=sha256,
        format=form,
        text=body,
        pages=(Page(number=1, start=0, end=len(body)),),
        blocks=blocks,
        concealed=tuple(Concealed(kind="zero-width", text=word) for word in find_zero_width(text)),
    )


def decoded(data: bytes) -> str | None:
    """Decode text by its byte order mark, as UTF-8, UTF-16 or Windows-1252; None for what is not text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _as_text(data, encoding)
    # Without a mark, text of Western letters in UTF-16 shows by zero bytes on one side of each pair only.
    sample = data[:4096]
    if b"\x00" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        half = len(sample) / 2
        if odd > 0.4 * half and even < 0.05 * half:
            return _as_text(data, "utf-16-le")
        if even > 0.4 * half and odd < 0.05 * half:
            return _as_text(data, "utf-16-be")
        return None
    found = _as_text(data, "utf-8")
    return found if found is not None else _as_text(data, "cp1252")


def is_html(text: str) -> bool:
    """Tell whether a text is an HTML page."""
    return bool(_HTML.match(text[:2000]))


def _as_text(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    sample = text[:20_000]
    odd = sum(1 for c in sample if unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v\x1a\x85")
    return None if odd > 0.01 * max(len(sample), 50) else text.replace("\x00", "")


def _is_markdown(text: str, name: str) -> bool:
    suffix = PurePath(name).suffix.lower()
    if suffix in _MARKDOWN_NAMES:
        return True
    # Under another name two headings or a table tell; a lone "#" may be a number sign.
    lines = text.splitlines()
    headings = sum(1 for line in lines if _HEADING.match(line))
    return suffix != ".txt" and (headings >= 2 or any("|" in line and _TABLE_RULE.match(line) for line in lines))


def _paragraphs(lines: list[str]) -> Iterator[_Piece]:
    """Join lines between blank ones; a typed number begins a paragraph of its own when the lines stand alone."""
    held: list[str] = []
    for line in [*lines, ""]:
        starts = bool(_TYPED_LABEL.match(line) or _ITEM.match(line)) and _sentence_over(held)
        if held and (not line.strip() or starts):
            yield _piece_of(held)
            held = []
        if line.strip():
            held.append(line)


def _sentence_over(held: list[str]) -> bool:
    """Tell whether a new line may begin a clause: not in the middle of a sentence such as "under Section"."""
    return not held or held[-1].rstrip()[-1:] in ".;:,!?)]\"”'" or held[-1].rstrip().endswith((" and", " or"))


def _piece_of(held: list[str]) -> _Piece:
    text = " ".join(" ".join(line.split()) for line in held)
    item = _ITEM.match(held[0])
    return _Piece("list_item" if item and not held[0].lstrip()[0].isdigit() else "paragraph", text)


def _markdown(lines: list[str]) -> Iterator[_Piece]:
    held: list[str] = []
    table = -1
    at = 0
    while at <= len(lines):
        line = lines[at] if at < len(lines) else ""
        heading = _HEADING.match(line)
        ruled = "|" in line and at + 1 < len(lines) and "-" in lines[at + 1] and bool(_TABLE_RULE.match(lines[at + 1]))
        underline = _UNDERLINE.match(line) if len(held) == 1 and not _ITEM.match(held[0]) else None
        if underline:
            yield _Piece("heading", " ".join(held[0].split()), 0 if underline[1][0] == "=" else 1)
            held = []
            at += 1
            continue
        if held and (not line.strip() or heading or ruled or _ITEM.match(line)):
            yield _markdown_piece(held)
            held = []
        if heading:
            if heading[2]:
                yield _Piece("heading", " ".join(heading[2].split()), len(heading[1]) - 1)
        elif ruled:
            table += 1
            end = at + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            yield from _table([lines[at], *lines[at + 2 : end]], table)
            at = end
            continue
        elif line.strip() and not re.fullmatch(r"\s*(?:-{3,}|\*{3,}|_{3,}|```.*)\s*", line):
            held.append(line)
        at += 1


def _markdown_piece(held: list[str]) -> _Piece:
    item = _ITEM.match(held[0])
    text = " ".join(" ".join(line.split()) for line in held)
    if item:
        return _Piece("list_item", text, len(item[1].expandtabs(4)) // 2)
    return _Piece("paragraph", text)


def _table(lines: list[str], table: int) -> Iterator[_Piece]:
    header: tuple[str, ...] = ()
    for row, line in enumerate(lines):
        inner = line.strip().removeprefix("|").removesuffix("|")
        cells = tuple(" ".join(cell.replace("\\|", "|").split()) for cell in re.split(r"(?<!\\)\|", inner))
        yield _Piece("table_row", _CELL_BETWEEN.join(cells), None, cells, header if row else (), table, row)
        header = header or cells


def _laid_out(pieces: list[_Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        spans: list[Span] = []
        offset = at
        for cell in piece.cells:
            spans.append(Span(start=offset, end=offset + len(cell)))
            offset += len(cell) + len(_CELL_BETWEEN)
        blocks.append(
            Block(
                kind=piece.kind,
                start=at,
                end=at + len(piece.text),
                level=piece.level,
                table=piece.table,
                row=piece.row,
                cells=tuple(spans),
                header=piece.header,
            )
        )
        at += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in pieces), tuple(blocks)
