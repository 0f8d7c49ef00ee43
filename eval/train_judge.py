"""Fit the judge of the assess stage on labelled contracts, and measure it on the ones left out.

`python -m eval.train_judge LABELLED_DIR` writes `analyzer/assess/judge-accurate.json`. Each figure it prints is by leaving one
document out: fitted on the others, threshold chosen on the others, measured on the one. Needs scikit-learn (extra `dev`).
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analyzer.assess import assess
from analyzer.assess.candidates import FEATURES, Candidate, find_candidates, pool_odds, weigh
from analyzer.assess.judge import JUDGE_FILES, NO_PASSAGE, Judge
from analyzer.assess.status_model import StatusModel, load_status_model
from analyzer.ingest import ingest
from analyzer.judging import search_library
from analyzer.library import Library, load_library
from analyzer.models import Contract, Element, Matches, Provision
from analyzer.retrieve import Retriever, open_retriever
from analyzer.segment import segment
from analyzer.settings import Settings
from eval.cases import LabelledCase, find_quote, load_labelled

THRESHOLDS = np.linspace(-5.0, 2.0, 71)
# An agreement that passes the grade's own probability through as a logit, to fit the real one on.
RAW_AGREEMENT = (0.0, 1.0, 0.0)


@dataclass(frozen=True)
class Prepared:
    """A labelled contract, read and searched once."""

    case: LabelledCase
    contract: Contract
    matches: Matches
    candidates: tuple[Candidate, ...]
    on_gold: dict[tuple[str, str], frozenset[int]]


def prepare(case: LabelledCase, retriever: Retriever, provisions: Sequence[Provision]) -> Prepared:
    """Read, segment and search a labelled contract, and find the passages its gold quotes stand in."""
    contract = segment(ingest(case.path))
    matches = search_library(contract, retriever, provisions=provisions)
    elements = [e for p in provisions for e in p.elements]
    on_gold: dict[tuple[str, str], frozenset[int]] = {}
    for label in case.elements:
        passages: set[int] = set()
        for quote in label.quotes:
            span = find_quote(contract.document.text, quote)
            if span is not None:
                passages |= {
                    index
                    for index, p in enumerate(contract.passages)
                    if min(p.end, span[1]) - max(p.start, span[0]) > 0.3 * min(p.end - p.start, span[1] - span[0])
                }
        on_gold[label.provision, label.element] = frozenset(passages)
    return Prepared(case, contract, matches, tuple(find_candidates(contract, matches, elements)), on_gold)


def fit_judge(prepared: Sequence[Prepared], provisions: Sequence[Provision], status: StatusModel) -> Judge:
    """Fit weights on labelled contracts; threshold and calibration on each of them with the weights fitted without it."""
    from sklearn.linear_model import LogisticRegression

    elements = [e for p in provisions for e in p.elements]
    without = [(held, _fit_weights([d for d in prepared if d is not held], status)) for held in prepared]
    inner = [(held, best_odds(judge, held)) for held, judge in without]
    threshold = max(THRESHOLDS, key=lambda t: f_one(sum_counts(count(d, odds, elements, t) for d, odds in inner)))
    odds, present = [], []
    for document, by_element in inner:
        gold = document.case.gold()
        for element in elements:
            key = (element.provision, element.id)
            if not (key in gold and gold[key].optional):
                odds.append([by_element.get(key, NO_PASSAGE)])
                present.append(key in gold)
    calibration = LogisticRegression(C=1.0).fit(np.array(odds), np.array(present))
    known = {
        "threshold": float(threshold),
        "presence": (float(calibration.coef_[0][0]), float(calibration.intercept_[0])),
    }
    rows, right = [], []
    for held, judge in without:
        gold = held.case.gold()
        judge = judge.model_copy(update={**known, "agreement": RAW_AGREEMENT})
        findings = assess([held.contract], [held.matches], provisions=provisions, tier=held.case.tier, judge=judge)
        best = next(found for document, found in inner if document is held)
        for finding in findings:
            key = (finding.provision, finding.element)
            if finding.status == "missing" or (key in gold and gold[key].optional):
                continue
            grade_probability = math.log(finding.probability / (1 - finding.probability))
            rows.append([best[key], grade_probability])
            right.append(key in gold and gold[key].status == finding.status)
    agreement = LogisticRegression(C=1.0).fit(np.array(rows), np.array(right))
    return _fit_weights(prepared, status).model_copy(
        update={
            **known,
            "agreement": (*(float(w) for w in agreement.coef_[0]), float(agreement.intercept_[0])),
        }
    )


def _fit_weights(prepared: Sequence[Prepared], status: StatusModel) -> Judge:
    from sklearn.linear_model import LogisticRegression

    rows, targets = [], []
    for document in prepared:
        gold = document.case.gold()
        for candidate in document.candidates:
            key = (candidate.provision, candidate.element)
            if key in gold and gold[key].optional:
                continue
            rows.append(candidate.features)
            targets.append(key in gold and candidate.passage in document.on_gold[key])
    features = np.array(rows)
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    # Strong shrinkage: a few dozen positives a fit.
    model = LogisticRegression(C=0.03, max_iter=1000).fit((features - means) / scales, np.array(targets))
    return Judge(
        means=tuple(map(float, means)),
        scales=tuple(map(float, scales)),
        weights=tuple(map(float, model.coef_[0])),
        bias=float(model.intercept_[0]),
        threshold=0.0,
        presence=(1.0, 0.0),
        agreement=(0.0, 0.0, 0.0),
        status=status,
        fitted_on=f"{len(prepared)} labelled contracts",
    )


def best_odds(judge: Judge, document: Prepared) -> dict[tuple[str, str], float]:
    """Return for each element the pooled log-odds of the clause that speaks of it most."""
    pooled = pool_odds(weigh(judge, document.candidates), [document.contract])
    best: dict[tuple[str, str], float] = defaultdict(lambda: NO_PASSAGE)
    for (provision, element, _, _), odds in pooled.items():
        best[provision, element] = max(best[provision, element], odds)
    return best


def count(
    document: Prepared, odds: dict[tuple[str, str], float], elements: Sequence[Element], threshold: float
) -> tuple[int, int, int]:
    """Return true positives, false positives and misses of element detection at a threshold."""
    gold = document.case.gold()
    hits = false = missed = 0
    for element in elements:
        key = (element.provision, element.id)
        if key in gold and gold[key].optional:
            continue
        found = odds.get(key, NO_PASSAGE) >= threshold
        hits += found and key in gold
        false += found and key not in gold
        missed += key in gold and not found
    return hits, false, missed


def sum_counts(counts: object) -> tuple[int, int, int]:
    """Add up counts of several documents."""
    total = np.sum(np.array(list(counts)), axis=0)  # type: ignore[call-overload]
    return int(total[0]), int(total[1]), int(total[2])


def f_one(counts: tuple[int, int, int]) -> float:
    """Return F1 from true positives, false positives and misses."""
    hits, false, missed = counts
    return 2 * hits / (2 * hits + false + missed) if hits else 0.0


def prepare_all(folder: Path, library: Library, settings: Settings) -> list[Prepared]:
    """Prepare every labelled contract of a folder."""
    retriever = open_retriever(library.exemplars, settings=settings)
    return [prepare(case, retriever, library.provisions) for case in load_labelled(folder)]


def main() -> None:
    """Fit on all, print the left-out figure, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--encoder", choices=tuple(JUDGE_FILES), default="accurate")
    arguments = parser.parse_args()
    library = load_library(Settings().library_dir)
    elements = [e for p in library.provisions for e in p.elements]
    settings = Settings(encoder=arguments.encoder)
    prepared = prepare_all(arguments.labelled, library, settings)
    status = load_status_model(arguments.encoder)
    left_out = []
    for held in prepared:
        judge = fit_judge([d for d in prepared if d is not held], library.provisions, status)
        counts = count(held, best_odds(judge, held), elements, judge.threshold)
        left_out.append(counts)
        print(f"{held.case.doc[:50]:50}  found {counts[0]}  false {counts[1]}  missed {counts[2]}")
    hits, false, missed = sum_counts(left_out)
    print(
        f"left out: precision {hits / max(hits + false, 1):.3f}  recall {hits / max(hits + missed, 1):.3f}"
        f"  F1 {f_one((hits, false, missed)):.3f}"
    )
    judge = fit_judge(prepared, library.provisions, status)
    for name, weight in zip(FEATURES, judge.weights, strict=True):
        print(f"  {name:25} {weight:+.2f}")
    JUDGE_FILES[arguments.encoder].write_text(judge.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
