"""Tell headings from text, and find the heading a labelled clause carries."""

import re

from analyzer.models import Block
from analyzer.segment.labels import Label

# "Payment. The Contractor shall ..." and "Term: this Agreement ..." carry their heading in the first words.
_RUN_IN = re.compile(r"(?P<heading>[A-Z][^.:\n]{1,80}?)\s*(?:[.:](?=\s)|\s[\u2013\u2014-]\s)")
_SMALL = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "other", "per", "the", "to",
    "under", "v", "via", "with",
})  # fmt: skip
_VERBS = re.compile(r"\b(?:shall|will|may|must|is|are|was|has|have|agrees?|means|warrants|represents)\b")
# Three words that begin so are a short sentence: "The Client pays".
_SUBJECTS = frozenset({"The", "This", "Each", "Either", "Neither", "No", "Any", "All", "It", "If"})
_EDGES = " \t.:-\u2013\u2014\u2022*"


def is_heading(block: Block, text: str) -> bool:
    """Say whether a block without a label is a heading: by its style, in capitals, or short and bold."""
    words = text.split()
    if not words or not any(c.isalpha() for c in text):
        return False
    if block.kind == "heading":
        return True
    if len(words) > 12 or text.rstrip()[-1:] in ".;,":
        return False
    letters = [c for c in text if c.isalpha()]
    capitals = len(letters) > 3 and all(c.isupper() for c in letters)
    return capitals or (block.bold and len(words) <= 10 and words[0][:1].isupper())


def heading_of(block: Block, text: str, label: Label) -> str | None:
    """Return the heading in a labelled block's text, or None when the clause begins at once."""
    rest = (text[label.length :] if label.length else text).strip().lstrip(_EDGES)
    if label.scheme in {"schedule", "part"}:
        rest = rest.strip(_EDGES)
        if rest.startswith("(") and rest.endswith(")"):
            rest = rest[1:-1].strip()
        # "EXHIBIT A to the Services Agreement" says what it belongs to, not what it holds.
        if re.match(r"(?:to|of)\b", rest, re.IGNORECASE):
            return None
    if not any(c.isalpha() for c in rest):
        return None
    run_in = _RUN_IN.match(rest)
    if run_in is not None and rest[run_in.end() :].strip(_EDGES):
        heading = run_in["heading"].strip(_EDGES)
        words = heading.split()
        if is_title(words) or (block.kind == "heading" and _is_plain_heading(words) and rest[len(heading)] == "."):
            return heading
    words = rest.split()
    if rest.rstrip()[-1:] in ";,:" or rest.endswith((" and", " or")):
        return rest.rstrip(_EDGES + ";,") if _in_capitals(rest) and len(words) <= 14 else None
    if len(words) <= 14 and _in_capitals(rest):
        return rest.strip(_EDGES)
    marked = (block.kind == "heading" or block.bold) and not rest[0].islower()
    if marked and len(words) <= 14 and (len(words) <= 3 or not _VERBS.search(rest)):
        return rest.strip(_EDGES)
    if len(words) <= 8 and is_title(words) and (rest[-1] != "." or not _VERBS.search(rest)):
        return rest.strip(_EDGES)
    return None


def stands_alone(block: Block, text: str, heading: str | None) -> bool:
    """Say whether a block is nothing but its heading, set as one: styled, bold or in capitals."""
    if heading is None or len(text.split()) > len(heading.split()) + 2:
        return False
    return block.kind == "heading" or block.bold or _in_capitals(heading)


def is_title(words: list[str]) -> bool:
    """Say whether words are capitalised like a title: at most nine, or three that begin with a capital."""
    if not words[0][:1].isupper() and not words[0][:1].isdigit():
        return False
    capitalised = sum(w[:1].isupper() or w.lower() in _SMALL or not w[:1].isalpha() for w in words)
    return len(words) <= 9 and (capitalised == len(words) or (len(words) <= 3 and words[0] not in _SUBJECTS))


def _is_plain_heading(words: list[str]) -> bool:
    """Say whether words in sentence case may be a heading: "Everything else", "How Provider will work"."""
    asks = words[0] in {"How", "What", "When", "Where", "Who", "Why"}
    return len(words) <= 5 and (asks or not _VERBS.search(" ".join(words)))


def _in_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
