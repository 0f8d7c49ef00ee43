"""Split clauses into the passages that are compared with the library: sentences, items and table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analyzer.models import Clause, Document, Passage, PassageKind
from analyzer.segment.labels import read_label
from analyzer.segment.light_spacy import import_spacy

if TYPE_CHECKING:
    from spacy.language import Language

_LONG_WORDS = 90
_SPLIT_LONG = re.compile(r";\s+(?:and\s+|or\s+)?(?=\(?[a-zA-Z0-9])")
# Where a piece without semicolons may be cut: before an item of a list within the line, then at a clause of its own.
_SPLIT_LONGER = (
    re.compile(r"[,:]?\s+(?:and\s+|or\s+)?(?=\((?:[ivx]{1,5}|[a-z]|\d{1,2})\)\s)"),
    re.compile(r",\s+(?=(?:provided|except|unless|but|and|or|which|including|in which case)\b)"),
)
# "... to Acme Inc. The Supplier shall ...": an abbreviation may end a sentence all the same.
_NEW_SENTENCE = re.compile(
    r"\b(?:Inc|Ltd|Corp|Co|L\.P|S\.A|N\.A|B\.V|etc|U\.S|U\.K|E\.U|[ap]\.m|Jr|Esq)\.[\"\u201d)]?\s+"
    r"(?=(?:The|This|These|If|Each|Any|All|Neither|Either|Such|Upon|Where|Notwithstanding|Nothing|It|Unless)\s)"
)
_LEAD_END = re.compile(r"(?:[:\u2014\u2013-]|,|\b(?:and|or|that|to|of|by|not|shall|will|means))\s*$")
_VERB = re.compile(r"\b(?:shall|will|may|must|is|are|was|has|have|can|agrees?|means|warrants|represents|includes?)\b")
_LONGEST_HEADING = 8
_ABBREVIATIONS = [
    "No.", "Nos.", "Inc.", "Ltd.", "Corp.", "Co.", "L.P.", "S.A.", "N.A.", "v.", "vs.", "Art.", "Sec.", "Secs.", "cl.",
    "para.", "paras.", "Sch.", "Exh.", "App.", "approx.", "e.g.", "i.e.", "etc.", "U.S.", "U.K.", "E.U.", "U.S.C.",
    "C.F.R.", "Reg.", "Dept.", "Mr.", "Mrs.", "Ms.", "Dr.", "St.", "Ave.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.",
    "Jul.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.", "p.m.", "a.m.", "P.O.", "D.C.", "N.Y.", "viz.", "Pte.", "B.V.",
    "Cl.", "Pt.", "Rs.", "rs.", "Subsec.", "Bros.", "Jr.", "Sr.", "Esq.", "al.", "incl.", "max.", "min.", "resp.", "cf.",
]  # fmt: skip


@lru_cache(maxsize=1)
def load_splitter() -> Language:
    """Return spaCy's blank English pipeline with legal abbreviations; nothing is downloaded."""
    nlp: Language = import_spacy().blank("en")
    nlp.max_length = 20_000_000
    tokenizer: Any = nlp.tokenizer
    for abbreviation in _ABBREVIATIONS:
        tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?"]})
    return nlp


def split_passages(document: Document, clauses: tuple[Clause, ...]) -> tuple[Passage, ...]:
    """Return the passages of all clauses in order; contents and signatures give none."""
    passages: list[Passage] = []
    headers = {block.start: " | ".join(block.header) for block in document.blocks if block.kind == "table_row"}
    leads = _leads(document.text, clauses)
    for index, clause in enumerate(clauses):
        if clause.kind in {"contents", "signature"}:
            continue
        kind: PassageKind = "row" if clause.kind == "row" else "item" if clause.kind == "item" else "sentence"
        lead = headers.get(clause.start, "") if clause.kind == "row" else leads.get(index, "")
        for start, end in _paragraphs(document.text, clause):
            for passage in _split(document.text, index, start, end, kind):
                # Only the first sentence of an item completes the words above the list.
                passages.append(passage.model_copy(update={"lead": lead}) if lead else passage)
                if kind != "row":
                    lead = ""
    return tuple(passages)


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
        if not _is_long(text, sentence_start, sentence_end):
            yield Passage(clause=clause, start=sentence_start, end=sentence_end, kind=kind)
            continue
        yield from _split_long(text, clause, sentence_start, sentence_end, kind)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of one paragraph, without white space around them."""
    piece = text[start:end]
    if not re.search(r"[.!?][\"'\u201d\u2019)]*\s", piece):
        yield start, end
        return
    edges = {start + s.start_char for s in load_splitter()(piece).sents}
    edges |= {start + match.end() for match in _NEW_SENTENCE.finditer(piece)}
    opened = start
    for edge in [*sorted(edges - {start}), end]:
        # A fragment ("Section 4." or "(a).") is not a sentence of its own: it opens the next one.
        if len(text[opened:edge].split()) < 3 and edge < end:
            continue
        first, last = _trimmed(text, opened, edge)
        if last > first:
            yield first, last
        opened = edge


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _split_long(text: str, clause: int, start: int, end: int, kind: PassageKind) -> Iterator[Passage]:
    """Cut a very long sentence at its semicolons; later pieces carry the words before its first colon as lead."""
    colon = text.find(":", start, min(end, start + 400))
    introduction = text[start : colon + 1] if colon >= 0 else ""
    pieces = _cut(text, start, end, _SPLIT_LONG)
    for pattern in _SPLIT_LONGER:
        pieces = [cut for a, b in pieces for cut in _packed(text, _cut(text, a, b, pattern))]
    for number, (a, b) in enumerate(pieces):
        first, last = _trimmed(text, a, b)
        if last > first:
            yield Passage(clause=clause, start=first, end=last, kind=kind, lead=introduction if number else "")


def _is_long(text: str, start: int, end: int) -> bool:
    return text.count(" ", start, end) > _LONG_WORDS


def _cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Cut a span wherever the pattern ends, but not so that a piece has fewer than four words."""
    edges = [start]
    for match in pattern.finditer(text, start, end):
        if text.count(" ", edges[-1], match.end()) >= 4 and text.count(" ", match.end(), end) >= 3:
            edges.append(match.end())
    return list(pairwise([*edges, end]))


def _packed(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join neighbouring pieces again as long as they stay short together."""
    packed = pieces[:1]
    for start, end in pieces[1:]:
        if _is_long(text, packed[-1][0], end):
            packed.append((start, end))
        else:
            packed[-1] = (packed[-1][0], end)
    return packed


def _breaks_off(text: str, *, above: Clause) -> bool:
    """Say whether words without a full stop go on in what follows: a heading in sentence case does not."""
    words = text.split()
    if above.kind != "item" or text.endswith((".", ";")) or len(words) <= 3:
        return False
    return len(words) > _LONGEST_HEADING or _VERB.search(text) is not None


def _leads(text: str, clauses: tuple[Clause, ...]) -> dict[int, str]:
    """Return for each item the unfinished sentence it completes: the end of its parent, or of text between lists."""
    leads: dict[int, str] = {}
    between: dict[int, int] = {}
    for index, clause in enumerate(clauses):
        if clause.parent is None:
            continue
        if clause.kind == "text":
            between[clause.parent] = index
        if clause.kind not in {"item", "section"}:
            continue
        source = between.get(clause.parent, clause.parent)
        before = clauses[source]
        own = text[_body_start(text, before) : before.end].strip()
        if not own or own == before.heading:
            continue
        last = re.split(r"(?<=[.;])\s+(?=[A-Z(])", own)[-1].strip()
        unfinished = _LEAD_END.search(last) is not None or _breaks_off(last, above=clause)
        if unfinished and last != before.heading:
            above = leads.get(source, "")
            leads[index] = f"{above} {last}".strip()[-500:]
    return leads
