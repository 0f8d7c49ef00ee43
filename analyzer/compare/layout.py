"""Words that another file format lays out elsewhere: a table read line by line, a paragraph cut by a page.

Only in tables may words change their order for that reason. A short run is never found again where it could turn what is
said: a number, a negation, a modal verb.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.compare.align import Paired
from analyzer.compare.matching import Range
from analyzer.compare.units import Text

# So many words in a row are found again wherever they went; fewer only nearby, and only as they are.
_TELLING = 4
# So many units around where its neighbours are, words are still in their place: a table read by rows or by columns.
_NEARBY = 25
_SET_APART = frozenset({"table_row", "footnote", "textbox"})
TURNING = frozenset(
    (
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
    )
)


def match_layout(a: Text, b: Text, paired: Paired, match: list[int]) -> list[tuple[Range, Range]]:
    """Match words that two formats order differently, longest runs first, and return where they stand."""
    taken = {j for j in match if j >= 0}
    found: list[tuple[Range, Range]] = []
    # What is left after the long runs are words of a cell's name or of one line: they are found only as a whole.
    for find in (_long_runs, _short_runs, _short_runs):
        for i, j, length in find(a, b, match, taken):
            if any(match[i + k] >= 0 or j + k in taken for k in range(length)) or not is_near(a, b, paired, i, j):
                continue
            for k in range(length):
                match[i + k] = j + k
                taken.add(j + k)
            found.append(((i, i + length), (j, j + length)))
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


def _short_runs(a: Text, b: Text, match: list[int], taken: set[int]) -> list[tuple[int, int, int]]:
    """Return what is left of a paragraph or cell and stands as it is within what is left of the other text."""
    left_a = _left(a, {w for w, j in enumerate(match) if j >= 0})
    left_b = _left(b, taken)
    runs = [(i, j, n) for i, j, n in _within(a, left_a, b, left_b)]
    return runs + [(i, j, n) for j, i, n in _within(b, left_b, a, left_a)]


def _within(one: Text, runs: list[Range], other: Text, others: list[Range]) -> Iterator[tuple[int, int, int]]:
    """Yield each of the runs with every place where it stands in one of the others."""
    begins: dict[str, list[Range]] = defaultdict(list)
    for first, last in others:
        for word in range(first, last):
            begins[other.words.folded[word]].append((word, last))
    for first, last in runs:
        words = one.words.folded[first:last]
        unit = one.unit_at(first)
        whole = unit is not None and first <= unit.body and last == unit.last
        if not whole and any(_turns(w) for w in words):
            continue
        for at, end in begins.get(words[0], ()):
            same = at + len(words) <= end and other.words.folded[at : at + len(words)] == words
            if same and (whole or in_table(one, other, first, at)):
                yield first, at, len(words)


def _turns(word: str) -> bool:
    return word in TURNING or word[0].isdigit()


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
