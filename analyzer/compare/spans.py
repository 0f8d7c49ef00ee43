"""Quotes of a difference: the sentences on either side, and the runs of words that both have or one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from analyzer.compare.chunks import Aligned
from analyzer.compare.edits import Range
from analyzer.compare.units import Text
from analyzer.models import Contract, RunSide, WordRun


def cite(contract: Contract, offset: int) -> str | None:
    """Return the number of the clause at an offset, else the number or heading that stands above it."""
    at = bisect_right([c.start for c in contract.clauses], offset) - 1
    index: int | None = at if at >= 0 else None
    while index is not None:
        clause = contract.clauses[index]
        if clause.number or clause.heading:
            return clause.number or clause.heading
        index = clause.parent
    return None


def read_runs(aligned: Aligned, a: Sequence[int], b: Sequence[int]) -> tuple[WordRun, ...]:
    """Return words `a` of the first text and `b` of the second as runs in reading order.

    The runs "both" and "after" put together are the second text as it is written, from its first word to its last.
    """
    inside = set(b)
    runs: list[tuple[RunSide, list[int]]] = []

    def add(side: RunSide, word: int) -> None:
        if runs and runs[-1][0] == side and runs[-1][1][-1] == word - 1:
            runs[-1][1].append(word)
        else:
            runs.append((side, [word]))

    at = 0
    for word in a:
        partner = aligned.match[word]
        if partner not in inside:
            add("before", word)
            continue
        while at < len(b) and b[at] < partner:
            add("after", b[at])
            at += 1
        add("both", partner)
        at += 1
    for word in b[at:]:
        add("after", word)
    ends = {"a": a[-1] + 1 if a else 0, "b": b[-1] + 1 if b else 0}
    _close_brackets(aligned, runs)
    return tuple(
        WordRun(
            side=side,
            text=_written(aligned.a if side == "before" else aligned.b, words, ends["a" if side == "before" else "b"]),
        )
        for side, words in runs
    )


def _close_brackets(aligned: Aligned, runs: list[tuple[RunSide, list[int]]]) -> None:
    """Let a run that opens a bracket take the closing one along: "sixty (60)" became "fifteen (15)"."""
    for at in range(1, len(runs) - 1):
        (first, gone), (second, come), (third, kept) = runs[at - 1 : at + 2]
        if (first, second, third) != ("before", "after", "both") or aligned.b.words.keys[kept[0]] != ")":
            continue
        opened = [t.words.keys[w] for t, words in ((aligned.a, gone), (aligned.b, come)) for w in words]
        if opened.count("(") - opened.count(")") == 2 and len(kept) > 1:
            gone.append(gone[-1] + 1)
            come.append(kept.pop(0))


def _written(text: Text, words: Sequence[int], end: int) -> str:
    """Return words as they are written with what stands between them and the next one, if it is within the range."""
    last = words[-1] + 1
    stop = text.words.starts[last] if last < end else text.words.ends[last - 1]
    return text.text[text.words.starts[words[0]] : stop]


def quote(text: Text, words: Range) -> str:
    """Return words as they are written, with the marks that open and close them."""
    if words[0] >= words[1]:
        return ""
    start, end = span(text, words)
    return text.text[start:end]


def span(text: Text, words: Range) -> tuple[int, int]:
    """Return where words stand, with quotation marks and points right beside them; within their paragraphs."""
    start, end = text.span(*words)
    if words[0] >= words[1]:
        return start, end
    while start > 0 and text.text[start - 1] in "\"“‘'(":
        start -= 1
    while end < len(text.text) and text.text[end] in "\"”’'":
        end += 1
    return start, end
