"""Turn findings into scores by the scheme of `scoring.yaml`: arithmetic only, every step explained."""

from collections.abc import Mapping, Sequence

from analyzer.models import (
    ElementScore,
    ElementStatus,
    Finding,
    Provision,
    ProvisionScore,
    ProvisionStatus,
    Score,
    Scoring,
    Tier,
)

_UNCOUNTED: frozenset[ElementStatus] = frozenset({"unscored", "not_applicable"})
# One step down and one step up, for the range a doubtful status could move.
_STEPS: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")


def score(
    findings: Sequence[Finding],
    *,
    provisions: Sequence[Provision],
    scoring: Scoring,
    tier: Tier,
    not_assessed: Mapping[str, str],
) -> Score:
    """Score a contract.

    Args:
        findings: one for each element of each provision that applies.
        not_assessed: provision id -> why it does not apply; such a provision counts neither way.
    """
    statuses = {(f.provision, f.element): f.status for f in findings}
    scored = _score_all(statuses, provisions, scoring, tier, not_assessed)
    contract, ungated, steps = _contract_score(scored, provisions, scoring, tier)
    low, high = (
        _contract_score(
            _score_all(_moved(findings, step), provisions, scoring, tier, not_assessed), provisions, scoring, tier
        )[0]
        for step in (-1, +1)
    )
    core = [p for p in provisions if p.provision_class == "core"]
    return Score(
        contract=contract,
        band=next(edge.band for edge in scoring.bands if contract >= edge.at_least),
        core_index=_weighted_mean(scored, core),
        low=min(low, contract),
        high=max(high, contract),
        ungated=ungated,
        provisions=tuple(scored),
        groups=_group_scores(scored, provisions),
        exposures=tuple(
            s.provision for s in sorted(scored, key=lambda s: -s.exposure) if s.score is not None and s.exposure > 0
        ),
        steps=steps,
    )


def _moved(findings: Sequence[Finding], step: int) -> dict[tuple[str, str], ElementStatus]:
    statuses: dict[tuple[str, str], ElementStatus] = {}
    for finding in findings:
        status = finding.status
        if finding.confidence == "low" and status in _STEPS:
            status = _STEPS[min(max(_STEPS.index(status) + step, 0), len(_STEPS) - 1)]
        statuses[finding.provision, finding.element] = status
    return statuses


def _score_all(
    statuses: Mapping[tuple[str, str], ElementStatus],
    provisions: Sequence[Provision],
    scoring: Scoring,
    tier: Tier,
    not_assessed: Mapping[str, str],
) -> list[ProvisionScore]:
    scored: list[ProvisionScore] = []
    for provision in provisions:
        if provision.id in not_assessed:
            scored.append(
                ProvisionScore(
                    provision=provision.id,
                    status="not_assessed",
                    score=None,
                    uncapped=None,
                    weight=_weight(provision, scoring, tier),
                    exposure=0.0,
                    elements=(),
                    steps=(not_assessed[provision.id],),
                )
            )
        else:
            scored.append(_score_provision(statuses, provision, scoring, tier))
    return scored


def _weight(provision: Provision, scoring: Scoring, tier: Tier) -> float:
    factor = scoring.factors.core if provision.provision_class == "core" else getattr(scoring.factors, provision.origin)
    return provision.weights[tier] * float(factor)


def _value(status: ElementStatus, scoring: Scoring, tier: Tier) -> float:
    values = scoring.element_values
    return values.weak.of(tier) if status == "weak" else float(getattr(values, status))


def _score_provision(
    statuses: Mapping[tuple[str, str], ElementStatus], provision: Provision, scoring: Scoring, tier: Tier
) -> ProvisionScore:
    rows: list[ElementScore] = []
    left_out: list[str] = []
    for element in provision.elements:
        status = statuses[provision.id, element.id]
        if status in _UNCOUNTED:
            left_out.append(f"{element.id} ({status.replace('_', ' ')})")
            continue
        criticality = element.criticality_at(tier)
        points: int = getattr(scoring.points, criticality)
        rows.append(
            ElementScore(
                element=element.id,
                status=status,
                criticality=criticality,
                points=points,
                value=_value(status, scoring, tier),
            )
        )
    not_counted = (f"not counted: {', '.join(left_out)}",) if left_out else ()
    weight = _weight(provision, scoring, tier)
    if not rows:
        return ProvisionScore(
            provision=provision.id,
            status="not_assessed",
            score=None,
            uncapped=None,
            weight=weight,
            exposure=0.0,
            elements=(),
            steps=("no element could be judged", *not_counted),
        )
    got = sum(row.points * row.value for row in rows)
    total = sum(row.points for row in rows)
    uncapped = min(max(_exact(100 * got / total), 0.0), 100.0)
    steps = [f"{got:g} of {total} points = {uncapped:.1f}", *not_counted]
    result = uncapped
    caps = scoring.provision_caps
    critical_missing = [r.element for r in rows if r.criticality == "critical" and r.status == "missing"]
    adverse_all = [r.element for r in rows if r.status == "adverse"]
    critical_adverse = [r.element for r in rows if r.criticality == "critical" and r.status == "adverse"]
    for elements, cap, what in (
        (critical_missing, caps.critical_missing, "critical and missing"),
        (adverse_all, caps.any_adverse, "adverse"),
        (critical_adverse, caps.critical_adverse, "critical and adverse"),
    ):
        if elements and result > cap.of(tier):
            result = cap.of(tier)
            steps.append(f"at most {result:g}: {', '.join(elements)} {what}")
    adverse = bool(critical_adverse)
    exposure = weight * (100 - result) * (scoring.adverse_exposure_factor if adverse else 1.0)
    return ProvisionScore(
        provision=provision.id,
        status="adverse" if adverse else _label(result, scoring),
        score=result,
        uncapped=uncapped,
        weight=weight,
        exposure=exposure,
        elements=tuple(rows),
        steps=tuple(steps),
    )


def _label(result: float, scoring: Scoring) -> ProvisionStatus:
    if result >= scoring.labels.strong:
        return "strong"
    if result >= scoring.labels.adequate:
        return "adequate"
    return "weak" if result >= scoring.labels.weak else "missing"


def _group_scores(scored: Sequence[ProvisionScore], provisions: Sequence[Provision]) -> dict[str, float]:
    """Return the mean of each group; one in which nothing could be judged has none, for unjudged is not zero."""
    judged = {s.provision for s in scored if s.score is not None}
    groups = dict.fromkeys(p.group for p in provisions if p.id in judged)
    return {group: _weighted_mean(scored, [p for p in provisions if p.group == group]) for group in groups}


def _weighted_mean(scored: Sequence[ProvisionScore], provisions: Sequence[Provision]) -> float:
    wanted = {p.id for p in provisions}
    rows = [(s.weight, s.score) for s in scored if s.provision in wanted and s.score is not None]
    total = sum(weight for weight, _ in rows)
    return _exact(sum(weight * value for weight, value in rows) / total) if total else 0.0


def _exact(number: float) -> float:
    """Drop what binary fractions add, so that 70 points are not 69.99999999999999 and a band lower."""
    return round(number, 9)


def _contract_score(
    scored: Sequence[ProvisionScore], provisions: Sequence[Provision], scoring: Scoring, tier: Tier
) -> tuple[float, float, tuple[str, ...]]:
    ungated = _weighted_mean(scored, provisions)
    result = ungated
    steps = [f"weighted mean of {sum(s.score is not None for s in scored)} provisions = {ungated:.1f}"]
    core = {p.id for p in provisions if p.provision_class == "core"}
    gates = scoring.core_gates
    for provision in scored:
        if provision.provision not in core or provision.score is None:
            continue
        missing = any(r.criticality == "critical" and r.status == "missing" for r in provision.elements)
        for fails, gate, what in (
            (
                missing and provision.score >= gates.critical_missing_floor,
                gates.critical_missing,
                "lacks a critical element",
            ),
            (
                provision.score < gates.low_provision_below,
                gates.low_provision,
                f"is below {gates.low_provision_below:g}",
            ),
            (provision.status == "adverse", gates.adverse, "is adverse"),
        ):
            if fails and result > gate.of(tier):
                result = gate.of(tier)
                steps.append(f"at most {result:g}: {provision.provision} {what}")
    return result, ungated, tuple(steps)
