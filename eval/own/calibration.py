"""Fit what the analyzer's probabilities mean on a user's contracts, and say whether that helps on contracts left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from analyzer.assess import hash_judge
from analyzer.errors import UsageError
from analyzer.retrieve import hash_encoder
from eval.own.judged import JudgedOwn, Judgement
from eval.scorers.calibration import calibration_error, fill_bins
from eval.tables import Table

MethodName = Literal["as it is", "platt", "isotonic"]
# Fewer labels than this of a kind, or fewer contracts, fit anything.
_FEWEST_LABELS = 30
_FEWEST_CONTRACTS = 3
_POINTS = 41

Values = NDArray[np.float64]
Curve = Callable[[Values], Values]


class Mapping(BaseModel):
    """From stated to measured probability: straight between points (stated, measured) in rising order, level beyond them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: MethodName
    points: tuple[tuple[float, float], ...]
    labels: int
    brier_before: float
    brier_left_out: float

    def apply(self, probability: float) -> float:
        """Return the measured probability."""
        stated, measured = zip(*self.points, strict=True)
        return float(np.interp(probability, stated, measured))


class Calibration(BaseModel):
    """A mapping for what was found and one for what was called missing; None where left as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["clause-analyzer/calibration@1"] = "clause-analyzer/calibration@1"
    encoder: str
    encoder_sha256: str
    judge_sha256: str
    library_sha256: str
    contracts: int
    found: Mapping | None
    missing: Mapping | None


def calibrate(judged: Sequence[JudgedOwn], *, encoder: str, library_sha256: str) -> tuple[Calibration, Table]:
    """Fit both mappings and return them with a table of how each method does on contracts left out.

    A method is taken only where its Brier score on contracts left out is below that of the probabilities as they are.

    Args:
        encoder: the encoder the judgements were made with; the mapping holds for it and its judge.

    Raises:
        UsageError: scikit-learn is not installed, or there are too few contracts.
    """
    if len(judged) < _FEWEST_CONTRACTS:
        raise UsageError(
            f"{len(judged)} labelled contracts are too few to calibrate on: label {_FEWEST_CONTRACTS} or more"
        )
    rows: list[tuple[str, ...]] = []
    mappings: dict[bool, Mapping | None] = {}
    for found in (True, False):
        groups = [[j for j in case.judgements if j.found == found] for case in judged]
        mappings[found] = _choose(groups, "found" if found else "called missing", rows)
    calibration = Calibration(
        encoder=encoder,
        encoder_sha256=hash_encoder(encoder),
        judge_sha256=hash_judge(encoder),
        library_sha256=library_sha256,
        contracts=len(judged),
        found=mappings[True],
        missing=mappings[False],
    )
    header = ("calibration, each contract left out", "labels", "Brier score", "calibration error", "")
    return calibration, Table("Does calibration on your labels help", header, tuple(rows))


def _choose(groups: Sequence[Sequence[Judgement]], kind: str, rows: list[tuple[str, ...]]) -> Mapping | None:
    labels = sum(map(len, groups))
    if labels < _FEWEST_LABELS:
        rows.append((f"{kind}: too few labels", str(labels), "-", "-", f"needs {_FEWEST_LABELS}"))
        return None
    methods: dict[MethodName, Callable[[Values, Values], Curve]] = {
        "as it is": lambda _stated, _right: _unchanged,
        "platt": _platt,
        "isotonic": _isotonic,
    }
    left_out = {name: _left_out(groups, fit) for name, fit in methods.items()}
    brier = {name: float(np.mean((p - right) ** 2)) for name, (p, right) in left_out.items()}
    best = min(brier, key=lambda name: brier[name])
    for name, (said, right) in left_out.items():
        error = calibration_error(
            np.array(fill_bins(list(zip(said.tolist(), right.astype(bool).tolist(), strict=True))))
        )
        taken = "taken" if name == best and name != "as it is" else "left as it is" if name == best else ""
        rows.append((f"{kind}: {name}", str(labels), f"{brier[name]:.3f}", f"{error or 0:.3f}", taken))
    if best == "as it is":
        return None
    stated, right = _columns([j for group in groups for j in group])
    # Nothing is known of probabilities that were never stated: beyond the last point a mapping is level.
    at = np.linspace(stated.min(), stated.max(), _POINTS)
    curve = methods[best](stated, right)(at)
    return Mapping(
        method=best,
        points=tuple(zip(at.round(4).tolist(), curve.round(4).tolist(), strict=True)),
        labels=labels,
        brier_before=round(brier["as it is"], 4),
        brier_left_out=round(brier[best], 4),
    )


def _left_out(groups: Sequence[Sequence[Judgement]], fit: Callable[[Values, Values], Curve]) -> tuple[Values, Values]:
    """Return for every label what a fit on the other contracts says, and whether the analyzer was right."""
    said, right = [], []
    for held in range(len(groups)):
        if not groups[held]:
            continue
        curve = fit(*_columns([j for at, group in enumerate(groups) if at != held for j in group]))
        stated, truth = _columns(groups[held])
        said.append(curve(stated))
        right.append(truth)
    return np.concatenate(said), np.concatenate(right)


def _columns(judgements: Sequence[Judgement]) -> tuple[Values, Values]:
    return np.array([j.probability for j in judgements]), np.array([float(j.right) for j in judgements])


def _unchanged(stated: Values) -> Values:
    return stated


def _platt(stated: Values, right: Values) -> Curve:
    if len(set(right.tolist())) < 2:
        return _unchanged
    model = _sklearn("linear_model").LogisticRegression(C=1.0).fit(_logit(stated), right)
    return lambda values: np.asarray(model.predict_proba(_logit(values))[:, 1], dtype=np.float64)


def _isotonic(stated: Values, right: Values) -> Curve:
    if len(right) < 2:
        return _unchanged
    model = _sklearn("isotonic").IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(stated, right)
    return lambda values: np.asarray(model.predict(values), dtype=np.float64)


def _logit(stated: Values) -> Values:
    clipped = np.clip(stated, 0.001, 0.999)
    return np.asarray(np.log(clipped / (1 - clipped))[:, None], dtype=np.float64)


def _sklearn(part: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"sklearn.{part}")
    except ImportError as error:
        raise UsageError("calibration needs scikit-learn: pip install scikit-learn") from error
