"""Find defined terms: where each is defined and how often it is used."""

import re
from collections.abc import Iterator

from analyzer.models import DefinedTerm, Document, Span

# Markdown sources put the stars of bold type inside the quotation marks.
_OPEN, _CLOSE = r'["\u201c\u2018]\*{0,2}', r'\*{0,2}["\u201d\u2019]'
_NAME = r"(?P<term>[A-Z][^\"\u201c\u201d\n]{0,80}?)"
_VERB = (
    r"(?:shall mean|will mean|means|mean|shall have the meaning|has the meaning|have the meaning|refers to"
    r"|is defined as|shall include|includes|is any|is the)"
)
_QUOTED = re.compile(
    rf"{_OPEN}{_NAME}[,.]?{_CLOSE}(?P<also>(?:\s*(?:or|and|,)\s*{_OPEN}[^\"\u201c\u201d\n]+{_CLOSE})*)"
)
_THEN_VERB = re.compile(
    rf"\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:when used|as used|in relation to)[^,]{{0,80}},?)?\s*{_VERB}\b"
)
_LABEL = r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?\s+|\(?[a-zA-Z0-9]{1,5}[.)]\s+)?"
_BARE = re.compile(rf"(?:^|\n)\s*{_LABEL}(?P<term>(?:[A-Z][\w&/\u2019'-]*\s?){{1,6}}?)\s+{_VERB}\b")
# **Account** - your space in the Service.
_BOLD = re.compile(rf"(?:^|\n)\s*{_LABEL}\*\*(?P<term>[A-Z][^*\n]{{0,60}}?)\*\*\s*(?:{_VERB}\b|[\u2013\u2014]\s)")
# Words that open a sentence, not a term, before "means" or "includes".
_NO_TERMS = frozenset(
    {"This", "The", "It", "That", "If", "In", "For", "Such", "Each", "Any", "Nothing", "What", "Which"}
)
_PARENTHESIS = re.compile(r"\([^()]{0,160}$")


def find_terms(document: Document) -> tuple[DefinedTerm, ...]:
    """Return the defined terms in order of definition; `uses` counts occurrences outside the definition."""
    found: dict[str, DefinedTerm] = {}
    for term, start, end, definition in sorted(_candidates(document), key=lambda c: c[1]):
        name = " ".join(term.split()).strip(" ,.;:")
        if name and name not in found and not name.islower() and len(name) < 80:
            found[name] = DefinedTerm(term=name, start=start, end=end, definition=definition)
    if not found:
        return ()
    counts = dict.fromkeys(found, 0)
    names = sorted(found, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(n) for n in names) + r")\b")
    for match in pattern.finditer(document.text):
        term_found = found[match[0]]
        if not term_found.start <= match.start() < term_found.end:
            counts[match[0]] += 1
    return tuple(term.model_copy(update={"uses": counts[name]}) for name, term in found.items())


def _candidates(document: Document) -> Iterator[tuple[str, int, int, Span]]:
    text = document.text
    for match in _QUOTED.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        line_end = len(text) if line_end < 0 else line_end
        if _THEN_VERB.match(text, match.end()):
            span = Span(start=match.start(), end=_sentence_end(text, match.end(), line_end))
            yield match["term"], match.start("term"), match.end("term"), span
            for other in re.finditer(rf"{_OPEN}([^\"\u201c\u201d\n]+){_CLOSE}", match["also"]):
                offset = match.start("also")
                yield other[1], offset + other.start(1), offset + other.end(1), span
            continue
        opened = _PARENTHESIS.search(text[max(line_start, match.start() - 170) : match.start()])
        closed = text.find(")", match.end(), match.end() + 160)
        if opened is not None and closed >= 0:
            # (the "Client"): the definition is what stands before the parenthesis in the sentence.
            start = _sentence_start(text, match.start(), line_start)
            yield match["term"], match.start("term"), match.end("term"), Span(start=start, end=closed + 1)
    for match in (*_BARE.finditer(text), *_BOLD.finditer(text)):
        if match["term"].split()[0] not in _NO_TERMS:
            line_end = text.find("\n", match.end())
            stop = _sentence_end(text, match.end(), len(text) if line_end < 0 else line_end)
            yield match["term"], match.start("term"), match.end("term"), Span(start=match.start("term"), end=stop)
    for block in document.blocks:
        if block.kind == "table_row" and len(block.cells) == 2 and "defin" in " ".join(block.header).lower():
            first, second = block.cells
            term = text[first.start : first.end].strip('"\u201c\u201d ')
            if term and term[:1].isupper():
                yield term, first.start, first.end, Span(start=first.start, end=second.end)


def _sentence_end(text: str, start: int, limit: int) -> int:
    match = re.compile(r"[.;](?=\s+[\"\u201cA-Z(]|\s+(?:and|or)\s*$|\s*$)").search(text, start, limit)
    return match.end() if match else limit


def _sentence_start(text: str, position: int, limit: int) -> int:
    start = max(text.rfind(". ", limit, position), text.rfind("; ", limit, position))
    return start + 2 if start >= 0 else limit
