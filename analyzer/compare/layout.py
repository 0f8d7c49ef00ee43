"""Words that another file format lays out elsewhere: a row read as paragraphs, a paragraph cut by a page.

Short runs of words keep their order: swapped, two parties or a "not" in the next cell are another contract. Long ones are
found wherever they went nearby, those of a drawing whatever their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analyzer.compare.align import Paired
from analyzer.compare.matching import Range, match_ranges
from analyzer.compare.units import Text

# So many words in a row are found again wherever they went nearby.
_TELLING = 4
# So many units around where its neighbours are, words are still in their place: a table read by rows or by columns.
_NEARBY = 25
_SET_APART = frozenset({"table_row", "footnote", "textbox"})


def match_tables(a: Text, b: Text, paired: Paired, match: list[int]) -> list[tuple[Range, Range]]:
    """Match the words of tables in their order, whichever row or paragraph either format has them in.

    Returns:
        The runs that stand in units which are no pair.
    """
    same = [(i, paired.of[i]) for i in sorted(paired.stayed) if a.body(a.units[i]) == b.body(b.units[paired.of[i]])]
    for (i, j), (next_i, next_j) in pairwise([(-1, -1), *same, (len(a.units), len(b.units))]):
        ours, theirs = a.units[i + 1 : next_i], b.units[j + 1 : next_j]
        if ours and theirs and any(unit.kind == "table_row" for unit in (*ours, *theirs)):
            own, other = (ours[0].first, ours[-1].last), (theirs[0].first, theirs[-1].last)
            match_ranges(a, b, own, other, match)
            if not _is_one_table(own, other, match):
                match[own[0] : own[1]] = [-1] * (own[1] - own[0])
    found: list[tuple[Range, Range]] = []
    for i, j in enumerate(match):
        here, there = (a.index_at(i), b.index_at(j)) if j >= 0 else (None, None)
        if here is None or there is None:
            match[i] = -1
        elif paired.of.get(here) != there:
            if found and found[-1][0][1] == i and found[-1][1][1] == j and a.index_at(i - 1) == here:
                found[-1] = (found[-1][0][0], i + 1), (found[-1][1][0], j + 1)
            else:
                found.append(((i, i + 1), (j, j + 1)))
    return found


def _is_one_table(own: Range, other: Range, match: list[int]) -> bool:
    """Say whether half of the shorter side is in runs of words that both have; between other texts they are chance."""
    inside, run = 0, 0
    for i in range(own[0], own[1] + 1):
        goes_on = i < own[1] and match[i] >= 0 and (run == 0 or match[i] == match[i - 1] + 1)
        if goes_on:
            run += 1
            continue
        inside += run if run >= _TELLING else 0
        run = int(i < own[1] and match[i] >= 0)
    return 2 * inside >= min(own[1] - own[0], other[1] - other[0])


def match_layout(a: Text, b: Text, paired: Paired, match: list[int]) -> list[tuple[Range, Range]]:
    """Match words that two formats order differently, longest runs first, and return where they stand."""
    taken = {j for j in match if j >= 0}
    found = _take(_long_runs(a, b, match, taken), a, b, paired, match, taken)
    found += _grow(a, b, match, taken)
    return found + _take(_boxed_runs(a, b, match, taken), a, b, paired, match, taken)


def _take(
    runs: Iterable[tuple[int, int, int]], a: Text, b: Text, paired: Paired, match: list[int], taken: set[int]
) -> list[tuple[Range, Range]]:
    """Match those runs that stand near their place and whose words are still free."""
    found: list[tuple[Range, Range]] = []
    for i, j, length in runs:
        if any(match[i + k] >= 0 or j + k in taken for k in range(length)) or not is_near(a, b, paired, i, j):
            continue
        for k in range(length):
            match[i + k] = j + k
            taken.add(j + k)
        found.append(((i, i + length), (j, j + length)))
    return found


def _grow(a: Text, b: Text, match: list[int], taken: set[int]) -> list[tuple[Range, Range]]:
    """Match the words right before what is matched, where they are the same: a heading before its sentence."""
    found: list[tuple[Range, Range]] = []
    for i in range(len(match) - 1, 0, -1):
        j = match[i]
        if j <= 0 or match[i - 1] >= 0 or j - 1 in taken or a.words.folded[i - 1] != b.words.folded[j - 1]:
            continue
        if a.unit_at(i - 1) is not None and b.unit_at(j - 1) is not None:
            match[i - 1] = j - 1
            taken.add(j - 1)
            found.append(((i - 1, i), (j - 1, j)))
    return found


def _long_runs(a: Text, b: Text, match: list[int], taken: set[int]) -> list[tuple[int, int, int]]:
    """Return the runs of free words that stand in both texts, the longest first."""
    free_a = [w for u in a.units for w in range(u.first, u.last) if match[w] < 0]
    free_b = [w for u in b.units for w in range(u.first, u.last) if w not in taken]
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for words in _consecutive(free_a):
        for at in range(len(words) - _TELLING + 1):
            where[tuple(a.words.folded[words[at] : words[at] + _TELLING])].append(words[at])
    is_free_a, is_free_b = set(free_a), set(free_b)
    runs: set[tuple[int, int, int]] = set()
    for words in _consecutive(free_b):
        for at in range(len(words) - _TELLING + 1):
            j = words[at]
            for i in where.get(tuple(b.words.folded[j : j + _TELLING]), ()):
                if i - 1 in is_free_a and j - 1 in is_free_b and a.words.folded[i - 1] == b.words.folded[j - 1]:
                    continue  # a run that begins earlier has it
                length = _TELLING
                while (
                    i + length in is_free_a
                    and j + length in is_free_b
                    and a.words.folded[i + length] == b.words.folded[j + length]
                ):
                    length += 1
                runs.add((i, j, length))
    return sorted(runs, key=lambda run: (-run[2], run[0], run[1]))


def _boxed_runs(a: Text, b: Text, match: list[int], taken: set[int]) -> list[tuple[int, int, int]]:
    """Return what is left of a text box and is a whole line or cell elsewhere: a drawing has no order of reading."""
    left_a = _left(a, {w for w, j in enumerate(match) if j >= 0})
    left_b = _left(b, taken)
    runs = [(i, j, n) for i, j, n in _within(a, left_a, b, left_b)]
    return runs + [(i, j, n) for j, i, n in _within(b, left_b, a, left_a)]


def _within(one: Text, runs: list[Range], other: Text, others: list[Range]) -> Iterator[tuple[int, int, int]]:
    """Yield each of the runs that is whole with every place where it stands in one of the others."""
    begins: dict[str, list[Range]] = defaultdict(list)
    for first, last in others:
        for word in range(first, last):
            begins[other.words.folded[word]].append((word, last))
    for first, last in runs:
        words = one.words.folded[first:last]
        if not _is_cell(one, first, last):
            continue
        for at, end in begins.get(words[0], ()):
            same = at + len(words) <= end and other.words.folded[at : at + len(words)] == words
            if same and any(u is not None and u.kind == "textbox" for u in (one.unit_at(first), other.unit_at(at))):
                yield first, at, len(words)


def _is_cell(text: Text, first: int, last: int) -> bool:
    """Say whether words are all of a paragraph or of a cell of a row."""
    unit = text.unit_at(first)
    if unit is None:
        return False
    starts, ends = text.words.starts, text.words.ends
    opens = first <= unit.body or "|" in text.text[ends[first - 1] : starts[first]]
    return opens and (last == unit.last or "|" in text.text[ends[last - 1] : starts[last]])


def _left(text: Text, matched: set[int]) -> list[Range]:
    """Return the runs of free words, paragraph by paragraph, a number or bullet before one left aside."""
    left = []
    for unit in text.units:
        for words in _consecutive([w for w in range(unit.body, unit.last) if w not in matched]):
            left.append((words[0], words[-1] + 1))
    return left


def in_table(a: Text, b: Text, i: int, j: int) -> bool:
    """Say whether word `i` of the one text or word `j` of the other stands in a table, a note or a box."""
    return any(u is not None and u.kind in _SET_APART for u in (a.unit_at(i), b.unit_at(j)))


def _consecutive(words: list[int]) -> Iterator[list[int]]:
    """Yield runs of words that follow each other."""
    run: list[int] = []
    for word in words:
        if run and word != run[-1] + 1:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def is_near(a: Text, b: Text, paired: Paired, i: int, j: int) -> bool:
    """Say whether two words stand near where the paragraphs around them lead one to expect."""
    unit_a, unit_b = a.index_at(i), b.index_at(j)
    if unit_a is None or unit_b is None:
        return False
    around = [paired.of[u] for u in range(unit_a - 3, unit_a + 4) if u in paired.stayed]
    return not around or min(abs(unit_b - there) for there in around) <= _NEARBY
