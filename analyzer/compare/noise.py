"""What differs between two texts and changes nothing: numbers that moved on, capitals, list endings, layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from analyzer.compare.chunks import Aligned, same_format
from analyzer.compare.edits import Edit, Range
from analyzer.compare.units import Text
from analyzer.compare.words import PUNCTUATION, read_words
from analyzer.models import FoldReason

_REFERRING = re.compile(
    r"\b(section|clause|paragraph|article|schedule|annex|appendix|exhibit|part|item|§+)s?\b[^;:\n]{0,60}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\w.]*\d[\w.]*(?:\(\w{1,4}\))*|[A-Z]\b|(?:\(\w{1,4}\))+")
_LABEL = re.compile(r"[\W_]*(?:o|[\d.]+|[a-z]\)|[ivx]+[).])?[\W_]*")
_ENDING = frozenset({",", ";", ".", ":", "and"})
_LONGEST_LINE = 30
_TURNING = frozenset(
    [
        "not",
        "no",
        "never",
        "neither",
        "nor",
        "without",
        "except",
        "unless",
        "only",
        "shall",
        "may",
        "must",
        "will",
        "should",
    ]
)
_BOXES = PUNCTUATION | {"x"}


class Noise:
    """Tells noise among the edits of one alignment."""

    def __init__(self, aligned: Aligned) -> None:
        self._aligned = aligned
        self._numbers = renumbering(aligned)
        self._outside = [_outside(aligned.a), _outside(aligned.b)]
        self._asides = [_asides(aligned.a), _asides(aligned.b)]
        self._left = [
            {word for word, partner in zip(text.words.folded, match, strict=True) if partner < 0}
            for text, match in ((aligned.a, aligned.match), (aligned.b, aligned.back))
        ]

    def reason(self, edit: Edit) -> FoldReason | None:
        """Return why an edit is noise, None for one that is not."""
        a, b = self._aligned.a, self._aligned.b
        ours, theirs = a.words.folded[slice(*edit.a)], b.words.folded[slice(*edit.b)]
        if _within_label(a, edit.a) and _within_label(b, edit.b):
            return "numbering"
        if not same_format(a, b):
            # "the sun" may come out of a PDF as "thesun"; in two files of one kind "not able" is not "notable".
            if len(ours) != len(theirs) and "".join(ours) == "".join(theirs):
                return "spacing"
            if set(ours) | set(theirs) <= _BOXES:
                return "layout"
        if not (ours and theirs) and self._is_label(edit):
            return "numbering"
        if edit.removes and edit.adds and self._same_reference(edit):
            return "references"
        if self._ends_item(edit, ours, theirs):
            return "list endings"
        if not (edit.removes and edit.adds) and self._stands_apart(edit, ours or theirs):
            return "margins"
        return None

    def _is_label(self, edit: Edit) -> bool:
        """Say whether what one side has more of is a number or a bullet before a paragraph."""
        text, words = (self._aligned.a, edit.a) if edit.removes else (self._aligned.b, edit.b)
        unit = text.unit_at(words[0])
        return unit is not None and words[0] <= unit.body and _LABEL.fullmatch(text.quote(*words)) is not None

    def _same_reference(self, edit: Edit) -> bool:
        """Say whether a reference follows the clause it names to that clause's new number."""
        old, new = _reference(self._aligned.a, edit.a), _reference(self._aligned.b, edit.b)
        return old is not None and new is not None and any(self._numbers.get(o) in new for o in old)

    def _ends_item(self, edit: Edit, ours: list[str], theirs: list[str]) -> bool:
        """Say whether only the end of an item changed, as it does when another comes after it."""
        if not set(ours) | set(theirs) <= _ENDING:
            return False
        return _at_end(self._aligned.a, edit.a[1]) and _at_end(self._aligned.b, edit.b[1])

    def _stands_apart(self, edit: Edit, words: list[str]) -> bool:
        """Say whether a whole paragraph stands in the other file apart from the body: as a header, in a signature block."""
        text, (first, last) = (self._aligned.a, edit.a) if edit.removes else (self._aligned.b, edit.b)
        unit = text.unit_at(first)
        if unit is None or first > unit.body or last < unit.last or len(words) > _LONGEST_LINE:
            return False
        other = 1 if edit.removes else 0
        said = [w for w in words if w not in PUNCTUATION]
        if said in self._asides[other]:
            return True
        if _TURNING & set(said):
            return False
        elsewhere, left = self._outside[other], self._left[1 - other]
        return bool(said) and all(word in elsewhere or _is_piece(word, left, elsewhere) for word in said)


def renumbering(aligned: Aligned) -> dict[str, str]:
    """Return the number in the second text of each clause numbered in the first."""
    numbers: dict[str, str] = {}
    for i, j in aligned.paired.of.items():
        ours, theirs = aligned.a.units[i], aligned.b.units[j]
        if ours.opens and theirs.opens:
            old, new = aligned.a.clause_of(ours).number, aligned.b.clause_of(theirs).number
            if old and new:
                numbers[_plain(old)] = _plain(new)
    return numbers


def count_folds(aligned: Aligned, reasons: Mapping[Edit, FoldReason]) -> Counter[FoldReason]:
    """Count what was folded: edits by their reason, and paragraphs that differ in nothing but how they are set."""
    counts: Counter[FoldReason] = Counter(r for r in reasons.values() if r != "numbering")
    counts["numbering"] = sum(old != new for old, new in renumbering(aligned).items())
    for chunk in aligned.chunks:
        counts["layout"] += chunk.joint is not None
        if not chunk.a or not chunk.b:
            continue
        a = aligned.a.quote(chunk.a[0], chunk.a[-1] + 1)
        b = aligned.b.quote(chunk.b[0], chunk.b[-1] + 1)
        if a == b:
            continue
        pairs = [(i, aligned.match[i]) for i in chunk.a if aligned.match[i] >= 0]
        counts["capitals"] += any(aligned.a.words.keys[i] != aligned.b.words.keys[j] for i, j in pairs)
        counts["quotes"] += _marks(a) != _marks(b)
        counts["spacing"] += _gaps(a) != _gaps(b)
    return +counts


def _marks(text: str) -> str:
    return "".join(re.findall(r"[\"“”„‟«»'‘’‚‛`´‐‑‒–—―-]", text))


def _gaps(text: str) -> list[str]:
    return [gap for gap in re.findall(r"\s+", text) if gap != " "]


def _plain(number: str) -> str:
    return re.sub(r"\s+", " ", number).strip(" .").casefold()


def _within_label(text: Text, words: Range) -> bool:
    """Say whether words are part of a paragraph's number, or nothing at all where a number stands."""
    unit = text.unit_at(words[0]) or text.unit_at(words[0] - 1)
    if unit is None:
        return words[0] == words[1]
    if words[0] == words[1]:
        return words[0] <= unit.body or words[0] >= unit.last
    return unit.first <= words[0] and words[1] <= unit.body


def _at_end(text: Text, word: int) -> bool:
    unit = text.unit_at(word - 1)
    return unit is not None and word == unit.last


def _reference(text: Text, words: Range) -> set[str] | None:
    """Return how the reference that some words are in may be written out, None where they are in none."""
    start, end = text.span(*words)
    before = text.text[max(0, start - 90) : start]
    leading = re.search(r"[\w.()]*$", before)
    start -= len(leading[0]) if leading else 0
    said = _REFERRING.search(text.text[max(0, start - 90) : start])
    number = _NUMBER.match(text.text, start)
    if said is None or number is None or number.end() < end - 1:
        return None
    plain = _plain(number[0])
    return {plain, f"{said[1].casefold()} {plain}"}


def _outside(text: Text) -> set[str]:
    """Return the words of what is not compared: margins, the signature block, the table of contents."""
    compared = {w for unit in text.units for w in range(unit.first, unit.last)}
    words = {text.words.folded[w] for w in range(len(text.words)) if w not in compared}
    return words.union(*_asides(text))


def _asides(text: Text) -> list[list[str]]:
    """Return the words of each header, footer and other line beside the body."""
    asides = text.contract.document.asides
    return [[word for word in read_words(aside.text).folded if word not in PUNCTUATION] for aside in asides]


def _is_piece(word: str, left: Container[str], whole: Iterable[str]) -> bool:
    """Say whether a word is half of one that the end of a line cut, its other half being left over too."""
    return any(
        (said.startswith(word) and said[len(word) :] in left) or (said.endswith(word) and said[: -len(word)] in left)
        for said in whole
        if len(said) > len(word)
    )
