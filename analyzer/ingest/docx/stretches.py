"""Tie the views of a document together: the same pieces in each, by where their characters come from."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analyzer.ingest.docx.draft import LaidOut, Source
from analyzer.models.revisions import Stretch

# Start in the marked text, start in the view, length.
_Match = tuple[int, int, int]


def tie(marked: LaidOut, base: LaidOut, proposed: LaidOut) -> tuple[Stretch, ...]:
    """Cut the marked text into stretches that each view holds whole or not at all."""
    matches = _matches(marked, base), _matches(marked, proposed)
    edges = {0, len(marked.text)}
    for found in matches:
        for start, _, length in found:
            edges.update((start, start + length))
    cuts = sorted(edges)
    held = [_held(found, cuts) for found in matches]
    stretches: list[Stretch] = []
    for (start, end), in_base, in_proposed in zip(pairwise(cuts), *held, strict=False):
        stretches.append(Stretch(start=start, end=end, base=in_base, proposed=in_proposed))
    return tuple(stretches)


def _held(matches: Sequence[_Match], cuts: Sequence[int]) -> Iterator[int | None]:
    """Say for what follows each cut where it is in the view, None when it is not there."""
    at = 0
    for cut in cuts:
        while at < len(matches) and matches[at][0] + matches[at][2] <= cut:
            at += 1
        start, there, _ = matches[at] if at < len(matches) else (cut + 1, 0, 0)
        yield there + cut - start if start <= cut else None


def _matches(marked: LaidOut, view: LaidOut) -> list[_Match]:
    """Find the characters of a view in the marked text, in an order that rises in both; neighbours are joined."""
    places: dict[Source, tuple[int, int, int]] = {}
    for source, skipped, start, length, _ in view.traces():
        if length:
            places[source] = skipped, start, length
    found: list[_Match] = []
    for source, skipped, start, length, _ in marked.traces():
        if not length or source not in places:
            continue
        their_skipped, their_start, their_length = places[source]
        if (skipped, length) == (their_skipped, their_length):
            found.append((start, their_start, length))
            continue
        # A space at the edge of a piece shows in one view and is dropped beside another space in the other.
        begin, end = max(skipped, their_skipped), min(skipped + length, their_skipped + their_length)
        if begin < end:
            found.append((start + begin - skipped, their_start + begin - their_skipped, end - begin))
    return list(_join(_rising(found)))


def _rising(found: Sequence[_Match]) -> Sequence[_Match]:
    """Keep the longest selection whose places in the view rise.

    They nearly always do. A text box comes after its paragraph, and a note in the order of the references: where
    paragraphs run together or a reference has moved, these can stand in another order.
    """
    if all(one[1] < other[1] for one, other in pairwise(found)):
        return found
    ends: list[int] = []  # the last place of the best selection of each length
    tails: list[int] = []
    before: list[int | None] = []
    for at, (_, there, _) in enumerate(found):
        length = bisect_right(ends, there)
        before.append(tails[length - 1] if length else None)
        ends[length : length + 1], tails[length : length + 1] = [there], [at]
    kept: list[_Match] = []
    last: int | None = tails[-1]
    while last is not None:
        kept.append(found[last])
        last = before[last]
    return kept[::-1]


def _join(found: Sequence[_Match]) -> Iterator[_Match]:
    pending: _Match | None = None
    for here, there, length in found:
        if pending is not None and (pending[0] + pending[2], pending[1] + pending[2]) == (here, there):
            pending = pending[0], pending[1], pending[2] + length
            continue
        if pending is not None:
            yield pending
        pending = here, there, length
    if pending is not None:
        yield pending
