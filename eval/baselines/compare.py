"""Put simple methods and the analyzer into one table, on the same documents and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.models import Contract, Element
from eval.baselines.method import Method, Unit
from eval.cases import GoldElement, find_quote
from eval.judged import JudgedCase
from eval.metrics import Figure, Totals, bootstrap, f_one, precision, rate, recall
from eval.sentences import JudgedSentence
from eval.tables import Section, Table, short

# Most elements of most contracts are missing, so a threshold worth trying is in the upper half of all scores.
_TRIED = np.linspace(0.5, 1.0, 200)
COLUMNS = (
    "element detection: precision",
    "element detection: recall",
    "element detection: F1",
    "evidence overlaps the annotators' quote",
    "provision is the first",
    "element is among the first three",
)
_FALSE = "AI elements found, a contract"


@dataclass(frozen=True)
class _Scored:
    """One contract with the best unit of each element and its score."""

    gold: dict[tuple[str, str], GoldElement]
    text: str
    best: NDArray[np.float64]
    units: list[Unit]


def compare_methods(
    methods: Sequence[Method],
    *,
    judged: Sequence[JudgedCase],
    sentences: Sequence[JudgedSentence],
    pre_ai: Sequence[Contract],
    elements: Sequence[Element],
    shipped: Sequence[Figure],
) -> tuple[list[Section], Table]:
    """Measure each method and return its figures, and a table with the analyzer's own figures of the same names below.

    Args:
        judged: labelled contracts; a threshold is tuned on all but the one it is used on.
        pre_ai: contracts in which an element that needs AI wording is found wrongly.
        shipped: the analyzer's figures.
    """
    sections = [
        Section(
            f"baseline {method.name}",
            f"Baseline: {method.name}",
            _measure(method, judged, sentences, pre_ai, elements),
            shown=False,
        )
        for method in methods
    ]
    by_name = {method.name: section.figures for method, section in zip(methods, sections, strict=True)}
    by_name["this analyzer"] = shipped
    header = (
        "method",
        "precision",
        "recall",
        "F1",
        "evidence",
        "provision first",
        "element in 3",
        "AI found before AI",
    )
    rows = []
    for name, figures in by_name.items():
        values = {f.name: f.value for f in figures}
        rows.append((name, *(short(values.get(column)) for column in (*COLUMNS, _FALSE))))
    return sections, Table("Beside simple methods", header, tuple(rows))


def count_found_on_ai(found: Sequence[int]) -> Figure:
    """Return the mean number of elements that need AI wording and were found in contracts without."""
    return rate(_FALSE, [(number, 1) for number in found], better="lower")


def _measure(
    method: Method,
    judged: Sequence[JudgedCase],
    sentences: Sequence[JudgedSentence],
    pre_ai: Sequence[Contract],
    elements: Sequence[Element],
) -> list[Figure]:
    scored = [_score(method, case.contract, case.case.gold()) for case in judged]
    rows, overlaps = [], []
    for held in scored:
        threshold = _tune(method, [s for s in scored if s is not held], elements)
        rows.append(_count(held, elements, threshold))
        overlaps.append(_overlap(held, elements, threshold))
    there = sum(hits + missed for hits, _, missed in rows)
    everywhere = _tune(method, scored, elements)
    on_ai = np.array([e.anchor == "ai" for e in elements])
    found = [int((_score(method, c, {}).best[0][on_ai] >= everywhere).sum()) for c in pre_ai]
    return [
        bootstrap(COLUMNS[0], rows, precision, cases=there),
        bootstrap(COLUMNS[1], rows, recall, cases=there),
        bootstrap(COLUMNS[2], rows, f_one, cases=there),
        rate(COLUMNS[3], overlaps),
        *_rank(method, sentences, elements),
        count_found_on_ai(found),
    ]


def _score(method: Method, contract: Contract, gold: dict[tuple[str, str], GoldElement]) -> _Scored:
    units = method.cut(contract)
    scores = method.score([unit.text for unit in units])
    return _Scored(gold, contract.document.text, np.stack([scores.max(axis=0), scores.argmax(axis=0)]), units)


def _tune(method: Method, scored: Sequence[_Scored], elements: Sequence[Element]) -> float:
    """Return the method's threshold, or the one with the best F1 on these contracts."""
    if method.threshold is not None:
        return method.threshold
    values = np.concatenate([s.best[0] for s in scored])
    tried = np.quantile(values, _TRIED)

    def reached(threshold: float) -> float:
        totals: Totals = np.sum([_count(s, elements, threshold) for s in scored], axis=0, dtype=np.float64)
        return f_one(totals) or 0.0

    return float(max(tried, key=reached))


def _count(scored: _Scored, elements: Sequence[Element], threshold: float) -> tuple[int, int, int]:
    hits = false = missed = 0
    for element, best in zip(elements, scored.best[0], strict=True):
        label = scored.gold.get((element.provision, element.id))
        if label is not None and label.optional:
            continue
        hits += best >= threshold and label is not None
        false += best >= threshold and label is None
        missed += best < threshold and label is not None
    return hits, false, missed


def _overlap(scored: _Scored, elements: Sequence[Element], threshold: float) -> tuple[int, int]:
    right = total = 0
    for element, best, where in zip(elements, *scored.best, strict=True):
        label = scored.gold.get((element.provision, element.id))
        if best < threshold or label is None or label.optional:
            continue
        spans = [span for span in (find_quote(scored.text, q) for q in label.quotes) if span is not None]
        unit = scored.units[int(where)]
        total += bool(spans)
        right += any(min(unit.end, end) > max(unit.start, start) for start, end in spans)
    return right, total


def _rank(method: Method, sentences: Sequence[JudgedSentence], elements: Sequence[Element]) -> list[Figure]:
    about = [s for s in sentences if s.status != "none"]
    if not about:
        return []
    keys = [(e.provision, e.id) for e in elements]
    first, third = [], []
    for sentence, scores in zip(about, method.score([s.text for s in about]), strict=True):
        order = np.argsort(-scores, kind="stable")[:3]
        nearest = [keys[i] for i in order if scores[i] > 0]
        first.append((nearest[:1] != [] and nearest[0][0] == sentence.provision, 1))
        third.append(((sentence.provision, sentence.element) in nearest, 1))
    return [rate(COLUMNS[4], first), rate(COLUMNS[5], third)]
