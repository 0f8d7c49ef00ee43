"""Fit the judge of the assess stage on our own practice contracts, and set it on labelled real ones.

`python -m eval.train_judge LABELLED_DIR` writes `analyzer/assess/judge-accurate.json`. The weights have seen no real contract;
threshold and calibration are set on real ones, since practice contracts say more about AI than paper does. Each figure it prints
is by leaving one document out: set on the others, measured on the one. Needs scikit-learn (extra `dev`).
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
from analyzer.library import Library, load_library
from analyzer.models import Contract, Element, Matches, Provision
from analyzer.retrieve import Retriever, open_retriever
from analyzer.segment import segment
from analyzer.settings import Settings
from eval.cases import PRACTICE, LabelledCase, find_passages, load_labelled

THRESHOLDS = np.linspace(-5.0, 2.0, 71)
# A threshold is as good as those around it: a few contracts put peaks into the curve that the next one does not have.
_AROUND = 5
# Strength of the fit of the weights.
_STRENGTH = 0.03
# An agreement that passes the grade's own probability through as a logit, to fit the real one on.
_RAW_AGREEMENT = (0.0, 1.0, 0.0)


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
    matches = retriever.retrieve(contract)
    elements = [e for p in provisions for e in p.elements]
    on_gold = {
        (label.provision, label.element): frozenset().union(*(find_passages(contract, quote) for quote in label.quotes))
        for label in case.elements
    }
    return Prepared(case, contract, matches, tuple(find_candidates(contract, matches, elements)), on_gold)


def fit_weights(practice: Sequence[Prepared], status: StatusModel) -> Judge:
    """Fit the weights; the threshold and the calibration are still to be set."""
    from sklearn.linear_model import LogisticRegression

    rows, targets = [], []
    for document in practice:
        gold = document.case.gold()
        for candidate in document.candidates:
            key = (candidate.provision, candidate.element)
            if not (key in gold and gold[key].optional):
                rows.append(candidate.features)
                targets.append(key in gold and candidate.passage in document.on_gold[key])
    features = np.array(rows)
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit((features - means) / scales, np.array(targets))
    return Judge(
        means=tuple(map(float, means)),
        scales=tuple(map(float, scales)),
        weights=tuple(map(float, model.coef_[0])),
        bias=float(model.intercept_[0]),
        threshold=0.0,
        presence=(1.0, 0.0),
        agreement=_RAW_AGREEMENT,
        status=status,
        fitted_on=f"{len(practice)} practice contracts",
    )


def calibrate(judge: Judge, labelled: Sequence[Prepared], provisions: Sequence[Provision]) -> Judge:
    """Set the threshold and both calibrations on labelled contracts that the weights have not seen."""
    from sklearn.linear_model import LogisticRegression

    elements = [e for p in provisions for e in p.elements]
    found_in = [(document, best_odds(judge, document)) for document in labelled]
    threshold = _choose_threshold(
        [f_one(sum_counts(count(d, odds, elements, t) for d, odds in found_in)) for t in THRESHOLDS]
    )
    odds, present = [], []
    for document, by_element in found_in:
        gold = document.case.gold()
        for element in elements:
            key = (element.provision, element.id)
            if not (key in gold and gold[key].optional):
                odds.append([by_element.get(key, NO_PASSAGE)])
                present.append(key in gold)
    calibration = LogisticRegression(C=1.0).fit(np.array(odds), np.array(present))
    judge = judge.model_copy(
        update={
            "threshold": threshold,
            "presence": (float(calibration.coef_[0][0]), float(calibration.intercept_[0])),
            "agreement": _RAW_AGREEMENT,
        }
    )
    rows, right = [], []
    for document, by_element in found_in:
        gold = document.case.gold()
        tier = document.case.tier
        for finding in assess([document.contract], [document.matches], provisions=provisions, tier=tier, judge=judge):
            key = (finding.provision, finding.element)
            if finding.status == "missing" or (key in gold and gold[key].optional):
                continue
            rows.append([by_element[key], math.log(finding.probability / (1 - finding.probability))])
            right.append(key in gold and gold[key].status == finding.status)
    agreement = LogisticRegression(C=1.0).fit(np.array(rows), np.array(right))
    return judge.model_copy(
        update={
            "agreement": (*(float(w) for w in agreement.coef_[0]), float(agreement.intercept_[0])),
            "fitted_on": f"{judge.fitted_on}, set on {len(labelled)} labelled ones",
        }
    )


def _choose_threshold(f_ones: Sequence[float]) -> float:
    """Return the threshold in the middle of where F1 is best."""
    padded = np.pad(np.array(f_ones), _AROUND, mode="edge")
    smooth = np.convolve(padded, np.full(2 * _AROUND + 1, 1 / (2 * _AROUND + 1)), mode="valid")
    return float(THRESHOLDS[int(smooth.argmax())])


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
    fitted = fit_weights(prepare_all(PRACTICE, library, settings), load_status_model(arguments.encoder))
    labelled = prepare_all(arguments.labelled, library, settings)
    left_out = []
    for held in labelled:
        judge = calibrate(fitted, [d for d in labelled if d is not held], library.provisions)
        counts = count(held, best_odds(judge, held), elements, judge.threshold)
        left_out.append(counts)
        print(f"{held.case.doc[:50]:50}  found {counts[0]}  false {counts[1]}  missed {counts[2]}")
    hits, false, missed = sum_counts(left_out)
    print(
        f"left out: precision {hits / max(hits + false, 1):.3f}  recall {hits / max(hits + missed, 1):.3f}"
        f"  F1 {f_one((hits, false, missed)):.3f}"
    )
    judge = calibrate(fitted, labelled, library.provisions)
    for name, weight in zip(FEATURES, judge.weights, strict=True):
        print(f"  {name:25} {weight:+.2f}")
    JUDGE_FILES[arguments.encoder].write_text(judge.model_dump_json(indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
