"""Lay out a contract's text as HTML, clause by clause, with its quotes marked."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analyzer.models import Block, Clause, Contract
from analyzer.report.quotes import Marks, Quote
from analyzer.report.visible import show

# Heights, in steps of a class each, that a browser takes for a clause it has not laid out yet.
_SIZES = (160, 480, 1200, 3000)
_DEEPEST = 5


_FIRST_WORD = re.compile(r"\w+\s+")
_RUN_IN = re.compile(r"[a-z]{2}\.\s+\w")


@dataclass(frozen=True)
class _Piece:
    """A paragraph, or the part of one that belongs to a clause; with the line breaks that follow it."""

    start: int
    end: int
    block: Block | None


def lay_out(contract: Contract, *, index: int, quotes: Sequence[Quote]) -> Markup:
    """Return the HTML of a contract's clauses.

    Args:
        index: the document's place in the deal; it keeps ids of several documents apart.
        quotes: those of this document that are anchored.
    """
    return Markup("\n").join(lay_out_clauses(contract, index=index, quotes=quotes))


def lay_out_clauses(contract: Contract, *, index: int, quotes: Sequence[Quote], noted: bool = True) -> Iterator[Markup]:
    """Yield the HTML of one clause, table or page break after another.

    Args:
        noted: notes after each quote say what it is for.
    """
    return _Layout(contract, index, Marks(quotes), noted=noted).render()


class _Layout:
    def __init__(self, contract: Contract, index: int, marks: Marks, *, noted: bool) -> None:
        self.contract = contract
        self.noted = noted
        self.text = contract.document.text
        self.index = index
        self.marks = marks
        self.opened: set[int] = set()
        self.cited: str | None = None
        self.block_starts = [b.start for b in contract.document.blocks]
        self.page_starts = [p.start for p in contract.document.pages]

    def render(self) -> Iterator[Markup]:
        page = None
        rows: list[Markup] = []
        table = None
        for number, clause in enumerate(_whole(self.contract)):
            pieces = self._pieces(clause)
            new_page = self._page(clause)
            turned = new_page is not None and new_page != page
            this_table = pieces[0].block.table if len(pieces) == 1 and pieces[0].block else None
            is_row = this_table is not None and _cells(pieces[0]) is not None
            if rows and (not is_row or this_table != table or turned):
                yield self._table(rows)
                rows = []
            if turned:
                page = new_page
                yield Markup('<p class="page">Page {}</p>').format(page)
            if is_row:
                table = this_table
                rows.append(self._row(pieces[0]))
            elif body := Markup("").join(self._piece(p, clause) for p in pieces):
                yield self._clause(clause, number, body)
        if rows:
            yield self._table(rows)

    def _pieces(self, clause: Clause) -> list[_Piece]:
        blocks = self.contract.document.blocks
        first = bisect_right(self.block_starts, clause.start)
        last = bisect_right(self.block_starts, clause.end - 1)
        starts = [clause.start, *self.block_starts[first:last]]
        pieces = []
        for start, end in zip(starts, [*starts[1:], clause.end], strict=True):
            at = bisect_right(self.block_starts, start) - 1
            block = blocks[at] if at >= 0 and start < blocks[at].end else None
            if self.text[start:end].strip():
                pieces.append(_Piece(start, end, block))
            elif pieces:
                pieces[-1] = _Piece(pieces[-1].start, end, pieces[-1].block)
        return pieces

    def _page(self, clause: Clause) -> int | None:
        if clause.page is not None:
            return clause.page
        if len(self.page_starts) < 2:
            return None
        return self.contract.document.pages[bisect_right(self.page_starts, clause.start) - 1].number

    def _clause(self, clause: Clause, number: int, body: Markup) -> Markup:
        text = self.text[clause.start : clause.end].lstrip()
        # The number stands in the margin unless the text itself begins with it, as in "Section 14.2".
        typed = clause.number and _begins_with(text, clause.number)
        cited = "" if typed or clause.number == self.cited else clause.number or ""
        self.cited = clause.number
        size = sum(len(text) > most for most in _SIZES)
        classes = f"clause k-{clause.kind} l{min(clause.level, _DEEPEST)} tall{size}"
        # Markup.format is slow, and a long contract has thousands of these; what comes from the contract is escaped.
        margin = Markup.escape(show(cited))
        return Markup(
            f'<div class="{classes}" id="c{self.index}-{number}"><div class="number">{margin}</div><div>{body}</div></div>'
        )

    def _piece(self, piece: _Piece, clause: Clause) -> Markup:
        tag = "h4" if _is_heading(piece, clause, self.text) else "p"
        cells = _cells(piece)
        if cells is not None:
            return self._table([self._row(piece)])
        body, notes = self._marked(piece.start, piece.end)
        return Markup(f'<{tag} dir="auto">{body}</{tag}>{notes}')

    def _row(self, piece: _Piece) -> Markup:
        cells = []
        bounds = _cells(piece) or ()
        tag = Markup("th" if self._is_header(piece) else "td")
        starts = [piece.start, *(start for start, _ in bounds[1:])]
        for (_, own_end), start, end in zip(bounds, starts, [*starts[1:], piece.end], strict=True):
            body, notes = self._marked(start, own_end)
            # The " | " between two cells is in the text, and so in quotes, but a table does not show it.
            between, more = self._marked(own_end, end)
            divider = Markup('<span class="between">{}</span>').format(between)
            cells.append(Markup('<{} dir="auto">{}{}{}{}</{}>').format(tag, body, divider, notes, more, tag))
        return Markup("<tr>{}</tr>").format(Markup("").join(cells))

    def _is_header(self, piece: _Piece) -> bool:
        """Tell whether this row is what the next row of the table names as its header."""
        own = tuple(self.text[start:end] for start, end in _cells(piece) or ())
        after = bisect_right(self.block_starts, piece.start)
        following = self.contract.document.blocks[after : after + 1]
        return any(piece.block and b.table == piece.block.table and b.header == own for b in following)

    def _table(self, rows: list[Markup]) -> Markup:
        size = min(len(rows) // 6 + 1, len(_SIZES))
        return Markup('<div class="clause wide tall{}"><table>{}</table></div>').format(size, Markup("").join(rows))

    def _marked(self, start: int, end: int) -> tuple[Markup, Markup]:
        """Return the text with its marks, and the notes that say what each quote ending here is for."""
        html: list[Markup] = []
        notes: list[Markup] = []
        for segment in self.marks.cut(start, end):
            text = self._show(segment.start, segment.end, until=end)
            if not segment.quotes:
                html.append(text)
                continue
            opened = [q for q in segment.quotes if q.number not in self.opened]
            self.opened.update(q.number for q in opened)
            closed = [q for q in segment.quotes if self.noted and q.evidence.end == segment.end]
            html.append(self._mark(segment.quotes, opened, text))
            html += [Markup('<sup class="ref"><a href="#n{0}">Q{0}</a></sup>').format(q.number) for q in closed]
            notes += [self._note(q) for q in closed]
        return Markup("").join(html), Markup("").join(notes)

    def _mark(self, quotes: Sequence[Quote], opened: Sequence[Quote], text: Markup) -> Markup:
        worst = min(quotes, key=lambda q: q.rank)
        names = "; ".join(dict.fromkeys(f"{r.title} ({r.word.lower()})" for q in quotes for r in q.relied))
        own_id = Markup(' id="q{}"').format(opened[0].number) if opened else ""
        inner = Markup("").join(Markup('<span id="q{}"></span>').format(q.number) for q in opened[1:])
        return Markup('<mark{} class="m-{}" data-q="{}" title="{}">{}{}</mark>').format(
            own_id, worst.bearing, " ".join(str(q.number) for q in quotes), show(names), inner, text
        )

    def _note(self, quote: Quote) -> Markup:
        links = Markup("").join(
            Markup('<a href="#{}" class="s-{}"><b>{}</b> {}</a>').format(r.anchor, r.bearing, r.word, show(r.title))
            for r in quote.relied
        )
        return Markup('<small class="note" id="n{0}"><span>Q{0}</span>{1}</small>').format(quote.number, links)

    def _show(self, start: int, end: int, *, until: int) -> Markup:
        # A line break inside a paragraph is shown; those that end it are kept in the text only.
        raw = self.text[start:end]
        kept = raw.rstrip() if end == until else raw
        tail = raw[len(kept) :]
        broken = Markup("<br>\n").join(Markup.escape(line) for line in show(kept).split("\n"))
        return broken + show(tail)


def _whole(contract: Contract) -> Iterator[Clause]:
    """Yield the clauses in order, with any text that no clause covers as a clause of its own."""
    at = 0
    for clause in sorted(contract.clauses, key=lambda c: c.start):
        if clause.start > at:
            yield Clause(kind="text", start=at, end=clause.start, level=0)
        if clause.end > at:
            yield clause if clause.start >= at else clause.model_copy(update={"start": at})
            at = clause.end
    if at < len(contract.document.text):
        yield Clause(kind="text", start=at, end=len(contract.document.text), level=0)


def _begins_with(text: str, number: str) -> bool:
    """Tell whether a text opens with a number, alone or after one word ("Section 14.2")."""
    after_word = _FIRST_WORD.match(text)
    for opening in (text, text[after_word.end() :] if after_word else ""):
        if opening.startswith(number):
            following = opening[len(number) : len(number) + 1]
            return not (following.isalnum() or following == "_")
    return False


def _is_heading(piece: _Piece, clause: Clause, text: str) -> bool:
    own = text[piece.start : piece.end].strip()
    if piece.block is not None and piece.block.kind == "heading":
        # "Failover. During an incident workloads may be routed to any region." is a clause, however Word styles it.
        return len(own) < 200 and not _RUN_IN.search(own)
    return clause.heading is not None and own.endswith(clause.heading) and len(own) <= len(clause.heading) + 16


def _cells(piece: _Piece) -> tuple[tuple[int, int], ...] | None:
    """Return the cells of a whole table row, or None where they do not lie in order within it."""
    block = piece.block
    if block is None or block.kind != "table_row" or not block.cells or piece.start != block.start:
        return None
    bounds = tuple((c.start, c.end) for c in block.cells)
    flat = [piece.start, *(b for pair in bounds for b in pair), piece.end]
    return bounds if flat == sorted(flat) else None
