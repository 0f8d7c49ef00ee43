"""Weigh how likely a passage is about an element: features of its matches and wording, one logistic model.

The model is small on purpose (eight features shared by all elements), so that it can be fitted on a handful of
labelled contracts and still hold on others; `eval/train_judge.py` fits it and reports the left-out figure.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from analyzer.assess.anchor import AnchorStrength, AnchorTest
from analyzer.assess.cues import compile_phrases
from analyzer.assess.status import StatusModel
from analyzer.models import Contract, Element, Match, Record

# Each shipped encoder has a judge of its own: cosines of different encoders are not on one scale.
JUDGE_FILES = {name: Path(__file__).with_name(f"judge-{name}.json") for name in ("fast", "accurate")}
FEATURES = (
    "best similarity",
    "lead over background",
    "behind best element",
    "provision rank",
    "lexical",
    "groups of words found",
    "not anchored",
    "length",
)
# Log-odds of an element that no passage came near.
NO_PASSAGE = -8.0
# Sentences of one clause whose odds are added; a long unnumbered text is one clause and must not win by length.
_POOLED = 3
# A pair this far below the threshold at its best can't reach it, even pooled with two more of its clause.
_HOPELESS = 1.2
_ANCHOR: dict[AnchorStrength, float] = {"none": 0.0, "weak": 0.5, "strong": 1.0}


class Judge(Record):
    """The fitted model: standardised features times weights plus bias is the log-odds that a passage is on an element.

    `threshold` is the log-odds from which an element counts as found. `presence` (slope, intercept) turns the best
    log-odds of a deal into the probability that the element is there; `agreement` (weight of presence, weight of the
    grade, intercept) turns both into the probability that the status is right. `status` grades a passage.
    """

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float
    presence: tuple[float, float]
    agreement: tuple[float, float, float]
    status: StatusModel
    fitted_on: str

    def log_odds(self, features: Sequence[float]) -> float:
        """Return the log-odds for one passage and element."""
        total = self.bias
        for value, mean, scale, weight in zip(features, self.means, self.scales, self.weights, strict=True):
            total += (value - mean) / scale * weight
        return total

    def presence_probability(self, log_odds: float) -> float:
        """Return the calibrated probability that the element is addressed, from its best clause's log-odds."""
        slope, intercept = self.presence
        return sigmoid(slope * log_odds + intercept)

    def agreement_probability(self, log_odds: float, grade_probability: float) -> float:
        """Return the calibrated probability that a status is right."""
        by_presence, by_grade, intercept = self.agreement
        return sigmoid(by_presence * log_odds + by_grade * grade_probability + intercept)


def sigmoid(value: float) -> float:
    """Return the logistic function of a value."""
    return 1.0 / (1.0 + math.exp(-value))


class Candidate(Record):
    """A passage that may be about an element."""

    contract: int
    passage: int
    provision: str
    element: str
    features: tuple[float, ...]
    similarity: float
    tone: tuple[float, float, float, float]
    anchor: AnchorStrength
    background: float


@lru_cache(maxsize=4)
def load_judge(encoder: str = "accurate") -> Judge:
    """Load the judge fitted for an encoder; an encoder of the user's own gets the accurate one's."""
    return Judge.model_validate_json(_judge_file(encoder).read_text(encoding="utf-8"))


def hash_judge(encoder: str = "accurate") -> str:
    """Return the hash of the judge for an encoder, for the receipt."""
    return hashlib.sha256(_judge_file(encoder).read_bytes()).hexdigest()


def _judge_file(encoder: str) -> Path:
    return JUDGE_FILES.get(encoder, JUDGE_FILES["accurate"])


def find_candidates(
    contract: Contract,
    matches: Iterable[Match],
    elements: Sequence[Element],
    *,
    position: int = 0,
    worth: Judge | None = None,
) -> list[Candidate]:
    """Return the (passage, element) pairs that a match suggests, with their features.

    Args:
        position: the contract's place among the documents of the deal.
        worth: leave out pairs that this judge would put far below its threshold even if all their words were found;
            without it all pairs are returned.
    """
    by_passage: dict[int, list[Match]] = defaultdict(list)
    for match in matches:
        by_passage[match.passage].append(match)
    known = {(e.provision, e.id): e for e in elements}
    test = AnchorTest(contract)
    candidates: list[Candidate] = []
    for passage, found in by_passage.items():
        candidates.extend(_of_passage(contract, passage, found, known, test, position, worth))
    return candidates


def pool_odds(
    judge: Judge, candidates: Iterable[Candidate], contracts: Sequence[Contract]
) -> dict[tuple[str, str, int, int], float]:
    """Return the log-odds that a clause speaks of an element, by (provision, element, contract, clause).

    Several sentences of one clause that each lean towards an element say more together than the best of them alone:
    their odds are added.
    """
    odds: dict[tuple[str, str, int, int], list[float]] = defaultdict(list)
    for candidate in candidates:
        clause = contracts[candidate.contract].passages[candidate.passage].clause
        key = (candidate.provision, candidate.element, candidate.contract, clause)
        odds[key].append(math.exp(judge.log_odds(candidate.features)))
    return {key: math.log(sum(sorted(found)[-_POOLED:])) for key, found in odds.items()}


def _of_passage(
    contract: Contract,
    passage: int,
    found: list[Match],
    known: dict[tuple[str, str], Element],
    test: AnchorTest,
    position: int,
    worth: Judge | None,
) -> Iterable[Candidate]:
    per_element: dict[tuple[str, str], list[Match]] = defaultdict(list)
    per_provision: dict[str, float] = defaultdict(float)
    background = 0.0
    for match in found:
        if match.element is None:
            background = max(background, match.similarity)
            continue
        per_element[match.provision, match.element].append(match)
        per_provision[match.provision] = max(per_provision[match.provision], match.similarity)
    if not any(key in known for key in per_element):
        return
    least = min(match.similarity for match in found)
    background = background or least
    best = {key: max(m.similarity for m in rows) for key, rows in per_element.items()}
    top = max(best.values())
    provision_rank = {name: rank for rank, name in enumerate(sorted(per_provision, key=lambda p: -per_provision[p]))}
    words = contract.passages[passage].reading
    length = min(words.count(" ") + 1, 60) / 60
    wanted: list[tuple[tuple[str, str], tuple[float, ...]]] = []
    for key, rows in per_element.items():
        if key not in known:
            continue
        at_best: tuple[float, ...] = (
            best[key],
            best[key] - background,
            best[key] - top,
            1 / (1 + provision_rank[key[0]]),
            max(m.lexical for m in rows),
            1.0,
            0.0,
            length,
        )
        if worth is None or worth.log_odds(at_best) >= worth.threshold - _HOPELESS:
            wanted.append((key, at_best))
    if not wanted:
        return
    anchor = test.of_passage(contract, passage)
    heading = contract.clauses[contract.passages[passage].clause].heading
    subject = f"{heading} {words}" if heading else words
    for key, at_best in wanted:
        element, rows = known[key], per_element[key]
        groups = [compile_phrases(group) for group in element.about]
        hits = [pattern is not None and pattern.search(subject) is not None for pattern in groups]
        coverage = sum(hits) / len(hits) if hits else 0.0
        needs_ai = 1.0 if element.anchor == "ai" else 0.0
        closest = max(rows, key=lambda m: m.similarity)
        yield Candidate.model_construct(
            contract=position,
            passage=passage,
            provision=key[0],
            element=key[1],
            features=(*at_best[:5], coverage, needs_ai * (1 - _ANCHOR[anchor]), length),
            similarity=best[key],
            tone=closest.tone or (0.0, 0.0, 0.0, 0.0),
            anchor=anchor,
            background=background,
        )
