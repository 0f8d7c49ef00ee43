"""Weigh how likely a passage is about an element: features of its matches and wording for the judge."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from analyzer.assess.anchor import AnchorStrength, AnchorTest
from analyzer.assess.cues import compile_phrases
from analyzer.assess.judge import Judge
from analyzer.models import Contract, Element, Matches, Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEATURES = (
    "best similarity",
    "lead over background",
    "behind best element",
    "provision rank",
    "groups of words found",
    "not anchored",
    "length",
    "AI named",
    "wording",
    "wording over other keys",
    "wording over background",
    "wording rank",
    "close look",
    "close look behind best",
)
# Sentences of one clause whose odds are added; a long unnumbered text is one clause and must not win by length.
_POOLED = 3
# A pair this far below the threshold at its best can't reach it, even pooled with two more of its clause.
_HOPELESS = 1.2
# Places beyond this one are all the same: nowhere near.
_LOWEST_RANK = 20
_ANCHOR: dict[AnchorStrength, float] = {"none": 0.0, "weak": 0.5, "strong": 1.0}


class Candidate(Record):
    """A passage that may be about an element."""

    contract: int
    passage: int
    provision: str
    element: str
    features: tuple[float, ...]
    similarity: float
    tone: tuple[float, float, float, float]
    close: tuple[float, float, float, float]
    anchor: AnchorStrength
    background: float


# A candidate with its log-odds under a judge.
Weighed = tuple[float, Candidate]


def find_candidates(
    contract: Contract,
    matches: Matches,
    elements: Sequence[Element],
    *,
    position: int = 0,
    worth: Judge | None = None,
) -> list[Candidate]:
    """Return the (passage, element) pairs that a match suggests, with their features.

    Args:
        position: the contract's place among the documents of the deal.
        worth: leave out pairs that this judge could not find even if all their words were found; without it all pairs
            are returned.
    """
    import numpy as np

    if not len(matches):
        return []
    known = {(e.provision, e.id): e for e in elements}
    at_best, background = _features_at_best(contract, matches)
    wanted = np.array([key in known for key in matches.keys])[matches.key]
    if worth is not None:
        wanted &= worth.log_odds(at_best) >= worth.threshold - _HOPELESS
    rows = np.flatnonzero(wanted)
    test = AnchorTest(contract)
    anchors: dict[int, AnchorStrength] = {}
    subjects: dict[int, str] = {}
    candidates: list[Candidate] = []
    for row, passage, key, features, tone, close, behind in zip(
        rows.tolist(),
        matches.passage[rows].tolist(),
        matches.key[rows].tolist(),
        at_best[rows].tolist(),
        matches.tone[rows].tolist(),
        matches.close[rows, 1:].tolist(),
        background[rows].tolist(),
        strict=True,
    ):
        if passage not in anchors:
            anchors[passage] = test.of_passage(contract, passage)
            heading = contract.clauses[contract.passages[passage].clause].heading
            words = contract.passages[passage].reading
            subjects[passage] = f"{heading} {words}" if heading else words
        provision, element = matches.keys[key]
        wanted_element = known[provision, str(element)]
        groups = [compile_phrases(group) for group in wanted_element.about]
        hits = [pattern is not None and pattern.search(subjects[passage]) is not None for pattern in groups]
        needs_ai = 1.0 if wanted_element.anchor == "ai" else 0.0
        features[4] = sum(hits) / len(hits) if hits else 0.0
        features[5] = needs_ai * (1 - _ANCHOR[anchors[passage]])
        features[7] = _ANCHOR[anchors[passage]]
        # model_construct: thousands of candidates a contract, all of them made here.
        candidates.append(
            Candidate.model_construct(
                contract=position,
                passage=passage,
                provision=provision,
                element=str(element),
                features=tuple(features),
                similarity=float(matches.similarity[row]),
                tone=tuple(tone),
                close=tuple(close),
                anchor=anchors[passage],
                background=behind,
            )
        )
    return candidates


def weigh(judge: Judge, candidates: Sequence[Candidate]) -> list[Weighed]:
    """Put its log-odds beside each candidate."""
    return list(zip(judge.log_odds([c.features for c in candidates]).tolist(), candidates, strict=True))


def pool_odds(weighed: Iterable[Weighed], contracts: Sequence[Contract]) -> dict[tuple[str, str, int, int], float]:
    """Return the log-odds that a clause speaks of an element, by (provision, element, contract, clause).

    Several sentences of one clause that each lean towards an element say more together than the best of them alone:
    their odds are added.
    """
    odds: dict[tuple[str, str, int, int], list[float]] = defaultdict(list)
    for log_odds, candidate in weighed:
        clause = contracts[candidate.contract].passages[candidate.passage].clause
        odds[candidate.provision, candidate.element, candidate.contract, clause].append(math.exp(log_odds))
    return {key: math.log(sum(sorted(found)[-_POOLED:])) for key, found in odds.items()}


def _features_at_best(contract: Contract, matches: Matches) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the features of each match as if all its words were found and AI named, and its passage's background.

    The background is the likeness to ordinary contract language, or to the least likely match where there is none.
    """
    import numpy as np

    passages, starts, group = np.unique(matches.passage, return_index=True, return_inverse=True)
    similarity = matches.similarity.astype(np.float64)
    of_element = np.array([element is not None for _, element in matches.keys])[matches.key]
    ordinary = np.maximum.reduceat(np.where(of_element, 0.0, similarity), starts)
    background = np.where(ordinary > 0, ordinary, np.minimum.reduceat(similarity, starts))[group]
    top = np.maximum.reduceat(np.where(of_element, similarity, 0.0), starts)[group]
    words = np.array([contract.passages[int(p)].reading.count(" ") + 1 for p in passages])
    features = np.empty((len(matches), len(FEATURES)))
    features[:, 0] = similarity
    features[:, 1] = similarity - background
    features[:, 2] = similarity - top
    features[:, 3] = 1 / (1 + _rank_provisions(matches, group, similarity, of_element))
    features[:, 4] = 1.0
    features[:, 5] = 0.0
    features[:, 6] = (np.minimum(words, 60) / 60)[group]
    features[:, 7] = 1.0
    features[:, 8:12] = np.minimum(matches.wording, _LOWEST_RANK)
    close = matches.close[:, 0].astype(np.float64)
    features[:, 12] = close
    features[:, 13] = close - np.maximum.reduceat(close, starts)[group]
    return features, background


def _rank_provisions(
    matches: Matches, group: NDArray[np.int64], similarity: NDArray[np.float64], of_element: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return for each match how many provisions its passage is more like than the match's own."""
    import numpy as np

    names = {name: number for number, name in enumerate(dict.fromkeys(p for p, _ in matches.keys))}
    pair = group * len(names) + np.array([names[p] for p, _ in matches.keys])[matches.key]
    order = np.lexsort((-similarity, ~of_element, group))
    pairs, first = np.unique(pair[order], return_index=True)
    # Of each passage's provisions in the order of their best match, the position is the rank.
    by_best = np.argsort(first)
    passage = pairs[by_best] // len(names)
    starts = np.searchsorted(passage, passage)
    rank = np.empty(len(pairs), dtype=np.int64)
    rank[by_best] = np.arange(len(pairs)) - starts
    return np.asarray(rank[np.searchsorted(pairs, pair)], dtype=np.int64)
