"""Split clauses into the passages that are compared with the library: sentences, items and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer.models import Clause, Document, Passage, PassageKind
from analyzer.segment.labels import read_label

if TYPE_CHECKING:
    from spacy.language import Language

_LONG_WORDS = 90
_SPLIT_LONG = re.compile(r";\s+(?:and\s+|or\s+)?(?=\(?[a-zA-Z0-9])")
_LEAD_END = re.compile(r"(?:[:\u2014\u2013-]|,|\b(?:and|or|that|to|of|by|not|shall|will|means))\s*$")
_ABBREVIATIONS = (
    "No. Nos. Inc. Ltd. Corp. Co. L.P. S.A. N.A. v. vs. Art. Sec. Secs. cl. para. paras. Sch. Exh. App. approx. e.g."
    " i.e. etc. U.S. U.K. E.U. U.S.C. C.F.R. Reg. Dept. Mr. Mrs. Ms. Dr. St. Ave. Jan. Feb. Mar. Apr. Jun. Jul. Aug."
    " Sept. Oct. Nov. Dec. p.m. a.m. P.O. D.C. N.Y. viz."
).split()


@lru_cache(maxsize=1)
def load_splitter() -> Language:
    """Return spaCy's blank English pipeline with legal abbreviations; nothing is downloaded."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 20_000_000
    for abbreviation in _ABBREVIATIONS:
        nlp.tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?"]})
    return nlp


def split_passages(document: Document, clauses: tuple[Clause, ...]) -> tuple[Passage, ...]:
    """Return the passages of all clauses in order; contents and signatures give none."""
    passages: list[Passage] = []
    headers = {block.start: " | ".join(block.header) for block in document.blocks if block.kind == "table_row"}
    wanted = [i for i, c in enumerate(clauses) if c.kind not in {"contents", "signature"}]
    for index in wanted:
        clause = clauses[index]
        for start, end in _paragraphs(document.text, clause):
            kind: PassageKind = "row" if clause.kind == "row" else "item" if clause.kind == "item" else "sentence"
            passages.extend(_split(document.text, index, start, end, kind))
    leads = _leads(document.text, clauses)
    finished: list[Passage] = []
    for passage in passages:
        clause = clauses[passage.clause]
        lead = headers.get(clause.start, "") if passage.kind == "row" else leads.get(passage.clause, "")
        if passage.kind != "row" and passage.start > _body_start(document.text, clause) + 2:
            lead = passage.lead
        finished.append(passage.model_copy(update={"lead": lead or passage.lead}))
    return tuple(finished)


def _body_start(text: str, clause: Clause) -> int:
    """Return where the clause's words begin, after a typed label."""
    own = text[clause.start : clause.end]
    start = clause.start + len(own) - len(own.lstrip())
    if clause.label is not None:
        label = read_label(text[start : clause.end])
        if label is not None and label.text == clause.label:
            start += label.length
            while start < clause.end and text[start] in " \t\n":
                start += 1
    return start


def _paragraphs(text: str, clause: Clause) -> Iterator[tuple[int, int]]:
    position = _body_start(text, clause)
    for part in re.finditer(r"[^\n]+", text[position : clause.end]):
        piece = part[0]
        start = position + part.start() + len(piece) - len(piece.lstrip())
        end = position + part.start() + len(piece.rstrip())
        if end > start:
            yield start, end


def _split(text: str, clause: int, start: int, end: int, kind: PassageKind) -> Iterator[Passage]:
    if kind == "row":
        yield Passage(clause=clause, start=start, end=end, kind="row")
        return
    for sentence_start, sentence_end in _sentences(text, start, end):
        words = text.count(" ", sentence_start, sentence_end)
        if words <= _LONG_WORDS:
            yield Passage(clause=clause, start=sentence_start, end=sentence_end, kind=kind)
            continue
        yield from _split_long(text, clause, sentence_start, sentence_end, kind)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if not re.search(r"[.!?][\"'\u201d\u2019)]*\s", piece):
        yield start, end
        return
    opened: int | None = None
    last = start
    for sentence in load_splitter()(piece).sents:
        a, b = start + sentence.start_char, start + sentence.end_char
        body = text[a:b].strip()
        if not body:
            continue
        if opened is None:
            opened = a
        # A fragment ("Section 4." or "(a).") is not a sentence of its own.
        if len(body.split()) >= 3 or b >= end:
            yield opened, last_non_space(text, opened, b)
            opened = None
        last = b
    if opened is not None:
        yield opened, last_non_space(text, opened, max(last, opened + 1))


def last_non_space(text: str, start: int, end: int) -> int:
    """Return `end` moved back over white space, not before `start`."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _split_long(text: str, clause: int, start: int, end: int, kind: PassageKind) -> Iterator[Passage]:
    """Cut a very long sentence at its semicolons; later pieces carry the words before its first colon as lead."""
    piece = text[start:end]
    cuts = [start + m.end() for m in _SPLIT_LONG.finditer(piece)]
    edges = [start, *cuts, end]
    colon = piece.find(":")
    introduction = piece[: colon + 1] if 0 <= colon < 400 else ""
    for number, (a, b) in enumerate(zip(edges, edges[1:], strict=False)):
        stop = last_non_space(text, a, b)
        if stop > a:
            yield Passage(clause=clause, start=a, end=stop, kind=kind, lead=introduction if number else "")


def _leads(text: str, clauses: tuple[Clause, ...]) -> dict[int, str]:
    """Return for each item the unfinished sentence of an ancestor that it completes."""
    leads: dict[int, str] = {}
    for index, clause in enumerate(clauses):
        if clause.parent is None or clause.kind not in {"item", "section"}:
            continue
        parent = clauses[clause.parent]
        own = text[_body_start(text, parent) : parent.end].strip()
        if not own or own == parent.heading:
            continue
        last = re.split(r"(?<=[.;])\s+(?=[A-Z(])", own)[-1].strip()
        unfinished = _LEAD_END.search(last) is not None or (not last.endswith((".", ";")) and len(last.split()) > 3)
        if unfinished and last != parent.heading:
            above = leads.get(clause.parent, "")
            leads[index] = f"{above} {last}".strip()[-500:]
    return leads
