"""The words of one range that are those of another: the longest common run of words, put as a reader would."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator

from analyzer.compare.units import Text
from analyzer.compare.words import PUNCTUATION

Range = tuple[int, int]
# So many words at most an insertion slides to begin with a sentence.
_FARTHEST = 40
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "by",
        "or",
        "and",
        "for",
        "with",
        "that",
        "this",
        "any",
        "its",
        "it",
        "is",
        "be",
    ]
)


def match_ranges(a: Text, b: Text, own: Range, other: Range, match: list[int]) -> None:
    """Match the words of two ranges: the longest common run of words, chance hits between two changes undone."""
    from rapidfuzz.distance import LCSseq

    ours, theirs = a.words.folded[own[0] : own[1]], b.words.folded[other[0] : other[1]]
    equal = [
        (own[0] + code.src_start, other[0] + code.dest_start, code.src_end - code.src_start)
        for code in LCSseq.opcodes(ours, theirs)
        if code.tag == "equal"
    ]
    kept = _without_chance(a, equal, own, other)
    for i, j, length in kept:
        for offset in range(length):
            match[i + offset] = j + offset
    _slide(a, b, own, other, match)


def match_between(a: Text, b: Text, own: Range, other: Range, match: list[int]) -> None:
    """Match the words of two ranges that lie between words matched before."""
    i, j = own[0], other[0]
    taken = {match[w] for w in range(*own) if match[w] >= 0}
    stops = [(w, match[w]) for w in range(*own) if other[0] <= match[w] < other[1]]
    for here, there in [*stops, (own[1], other[1])]:
        if there < j:
            continue  # it went to another place within the row
        if here > i and there > j and not taken.intersection(range(j, there)):
            free = all(match[w] < 0 for w in range(i, here))
            if free:
                match_ranges(a, b, (i, here), (j, there), match)
        i, j = here + 1, there + 1


def _without_chance(a: Text, equal: list[tuple[int, int, int]], own: Range, other: Range) -> list[tuple[int, int, int]]:
    """Drop equal words that say nothing by themselves where both sides changed around them: "of the", a comma."""
    kept = list(equal)
    for _ in range(len(equal)):
        for at, (i, j, length) in enumerate(kept):
            before = kept[at - 1] if at else (own[0], other[0], 0)
            after = kept[at + 1] if at + 1 < len(kept) else (own[1], other[1], 0)
            gap_before = i - before[0] - before[2], j - before[1] - before[2]
            gap_after = after[0] - i - length, after[1] - j - length
            telling = sum(w not in _SMALL_WORDS and w not in PUNCTUATION for w in a.words.folded[i : i + length])
            if telling == 0 and length <= 3 and min(gap_before) > 0 and min(gap_after) > 0:
                del kept[at]
                break
            if telling == 1 and length <= 2 and min(*gap_before, *gap_after) >= 4:
                del kept[at]
                break
        else:
            break
    return kept


def _slide(a: Text, b: Text, own: Range, other: Range, match: list[int]) -> None:
    """Let what was put in or taken out begin with a sentence, where equal words allow it."""
    forward = {i: match[i] for i in range(*own) if match[i] >= 0}
    back = {j: i for i, j in forward.items()}
    _slide_runs(b, other, back)
    forward = {i: j for j, i in back.items()}
    _slide_runs(a, own, forward)
    for i in range(*own):
        match[i] = forward.get(i, -1)


def _slide_runs(text: Text, own: Range, matched: dict[int, int]) -> None:
    for first, last in runs_of(own, matched):
        for step in range(_slide_by(text, first, last, own[0], matched)):
            matched[last - 1 - step] = matched.pop(first - 1 - step)


def _slide_by(text: Text, first: int, last: int, least: int, matched: dict[int, int]) -> int:
    """Return how many words left a run slides so that it begins with a sentence, 0 when it needn't or can't."""
    folded, starts = text.words.folded, text.sentence_starts
    for step in range(min(_FARTHEST, first - least) + 1):
        at = bisect_left(starts, first - step)
        if at < len(starts) and starts[at] == first - step:
            return step
        before = first - step - 1
        if before not in matched or folded[before] != folded[last - step - 1]:
            return 0
    return 0


def runs_of(own: Range, matched: Container[int]) -> Iterator[Range]:
    """Yield the runs of words of a range that are not matched."""
    first = None
    for word in range(*own):
        if word in matched:
            if first is not None:
                yield first, word
            first = None
        elif first is None:
            first = word
    if first is not None:
        yield first, own[1]
