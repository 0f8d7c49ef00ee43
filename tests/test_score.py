"""The scoring scheme: arithmetic, caps, gates and range."""

from typing import Any

import pytest

from analyzer.models import (
    Criticality,
    ElementStatus,
    Finding,
    Provision,
    ProvisionScore,
    Score,
    Scoring,
    Tier,
)
from analyzer.score import score
from tests.score_builders import TIERS, element, finding, load_scoring, provision


@pytest.fixture(scope="module")
def scoring() -> Scoring:
    return load_scoring()


def of_three(
    scoring: Scoring, tier: Tier, critical: ElementStatus, major: ElementStatus, minor: ElementStatus
) -> ProvisionScore:
    """Score one provision with one element of each criticality."""
    three = provision("p", element("c", "critical"), element("m", "major"), element("n", "minor"))
    found = [finding("p", "c", critical), finding("p", "m", major), finding("p", "n", minor)]
    return score(found, provisions=[three], scoring=scoring, tier=tier, not_assessed={}).provisions[0]


# Element to provision


def test_points_and_values(scoring):
    result = of_three(scoring, "standard", "strong", "adequate", "weak")
    assert [(e.points, e.value) for e in result.elements] == [(3, 1.0), (2, 0.7), (1, 0.3)]
    assert result.score == pytest.approx(100 * (3 + 1.4 + 0.3) / 6)
    assert result.steps == ("4.7 of 6 points = 78.3",)


@pytest.mark.parametrize(("tier", "value"), [("routine", 40), ("standard", 30), ("high", 15)])
def test_weak_wording_is_worth_less_at_higher_tiers(scoring, tier, value):
    assert of_three(scoring, tier, "weak", "weak", "weak").score == value


@pytest.mark.parametrize(("tier", "cap"), [("routine", 59), ("standard", 59), ("high", 39)])
def test_cap_when_a_critical_element_is_missing(scoring, tier, cap):
    four = provision(
        "p", element("c", "critical"), element("d", "critical"), element("e", "critical"), element("f", "critical")
    )
    found = [finding("p", "c", "missing"), *(finding("p", n, "strong") for n in "def")]
    result = score(found, provisions=[four], scoring=scoring, tier=tier, not_assessed={}).provisions[0]
    assert (result.uncapped, result.score) == (75, cap)
    assert result.steps == ("9 of 12 points = 75.0", f"at most {cap}: c critical and missing")


def test_a_cap_that_is_higher_changes_nothing(scoring):
    result = of_three(scoring, "standard", "missing", "strong", "strong")
    assert result.score == result.uncapped == 50
    assert len(result.steps) == 1


def test_cap_when_any_element_is_adverse(scoring):
    result = of_three(scoring, "routine", "strong", "strong", "adverse")
    assert (result.score, result.status) == (39, "weak")
    assert result.steps[-1] == "at most 39: n adverse"


def test_cap_when_a_critical_element_is_adverse(scoring):
    many = provision("p", element("c", "critical"), *(element(n) for n in "defgh"))
    found = [finding("p", "c", "adverse"), *(finding("p", n, "strong") for n in "defgh")]
    result = score(found, provisions=[many], scoring=scoring, tier="standard", not_assessed={}).provisions[0]
    assert (result.score, result.status) == (19, "adverse")
    assert [step.split(":")[0] for step in result.steps] == ["8.5 of 13 points = 65.4", "at most 39", "at most 19"]


def test_a_provision_is_not_below_zero(scoring):
    assert of_three(scoring, "standard", "adverse", "adverse", "adverse").score == 0


@pytest.mark.parametrize(
    ("statuses", "label"),
    [
        (("strong", "strong", "missing"), "strong"),
        (("strong", "adequate", "weak"), "adequate"),
        (("adequate", "adequate", "adequate"), "adequate"),
        (("weak", "weak", "weak"), "weak"),
        (("missing", "weak", "missing"), "missing"),
        (("adverse", "strong", "strong"), "adverse"),
    ],
)
def test_labels(scoring, statuses, label):
    assert of_three(scoring, "standard", *statuses).status == label


def test_label_edges_are_inclusive(scoring):
    five = provision("p", *(element(n) for n in "abcde"))
    for strong, label in ((4, "strong"), (3, "adequate")):
        found = [finding("p", n, "strong" if i < strong else "missing") for i, n in enumerate("abcde")]
        result = score(found, provisions=[five], scoring=scoring, tier="standard", not_assessed={}).provisions[0]
        assert (result.score, result.status) == (20 * strong, label)


@pytest.mark.parametrize(("criticality", "high"), [("minor", "major"), ("major", "critical"), ("critical", "critical")])
def test_promotion_at_the_high_tier_only(criticality, high):
    promoted = element("e", criticality, promoted=True)
    assert [promoted.criticality_at(tier) for tier in TIERS] == [criticality, criticality, high]
    assert element("e", criticality).criticality_at("high") == criticality


def test_a_promoted_element_counts_and_caps_as_what_it_is_promoted_to(scoring):
    two = provision("p", element("m", "major", promoted=True), element("x", "critical"))
    found = [finding("p", "m", "missing"), finding("p", "x", "strong")]
    at = {t: score(found, provisions=[two], scoring=scoring, tier=t, not_assessed={}).provisions[0] for t in TIERS}
    assert [at[t].score for t in TIERS] == [60, 60, 39]
    assert [at[t].elements[0].points for t in TIERS] == [2, 2, 3]


# Not applicable, unscored, not assessed


@pytest.mark.parametrize("status", ["unscored", "not_applicable"])
def test_what_is_not_judged_leaves_numerator_and_denominator(scoring, status):
    result = of_three(scoring, "standard", "strong", status, "missing")
    assert result.score == 75
    assert [e.element for e in result.elements] == ["c", "n"]
    assert f"not counted: m ({status.replace('_', ' ')})" in result.steps


def test_a_critical_element_that_is_not_judged_is_no_missing_one(scoring):
    assert of_three(scoring, "standard", "unscored", "strong", "strong").score == 100


def test_a_provision_in_which_nothing_is_judged_has_no_score(scoring):
    result = of_three(scoring, "standard", "unscored", "unscored", "not_applicable")
    assert (result.status, result.score, result.uncapped, result.exposure) == ("not_assessed", None, None, 0)
    assert result.steps[0] == "no element could be judged"


def test_unjudged_provisions_and_groups_are_not_zero(scoring):
    provisions = [
        provision("a", element("e", of="a")),
        provision("b", element("e", of="b"), group="change"),
        provision("c", element("e", of="c"), group="evidence"),
    ]
    found = [finding("a", "e", "adequate"), finding("b", "e", "unscored")]
    result = score(
        found, provisions=provisions, scoring=scoring, tier="standard", not_assessed={"c": "no voice channel"}
    )
    assert result.contract == 70
    assert result.groups == {"data": 70}
    assert [p.status for p in result.provisions] == ["adequate", "not_assessed", "not_assessed"]
    assert result.provisions[2].steps == ("no voice channel",)
    assert result.exposures == ("a",)
    assert result.steps[0] == "weighted mean of 1 provisions = 70.0"


# Provisions to contract


def single(name: str, status: ElementStatus, **given: Any) -> tuple[Provision, Finding]:
    criticality: Criticality = given.pop("criticality", "major")
    return provision(name, element("e", criticality, of=name), **given), finding(name, "e", status)


def total(scoring: Scoring, *pairs: tuple[Provision, Finding], tier: Tier = "standard") -> Score:
    provisions, found = [p for p, _ in pairs], [f for _, f in pairs]
    return score(found, provisions=provisions, scoring=scoring, tier=tier, not_assessed={})


def test_weights_and_factors(scoring):
    weights = {"routine": 1.0, "standard": 3.0, "high": 5.0}
    result = total(
        scoring,
        single("a", "strong", core=True, weights=weights),
        single("b", "missing", weights=weights),
        single("c", "strong", origin="reference", weights=weights),
    )
    assert [p.weight for p in result.provisions] == [6.0, 3.0, 1.5]
    assert result.contract == pytest.approx(100 * 7.5 / 10.5)


def test_weights_follow_the_tier(scoring):
    pairs = (
        single("a", "strong", weights={"routine": 1, "standard": 1, "high": 9}),
        single("b", "missing", weights={"routine": 1, "standard": 3, "high": 1}),
    )
    assert [total(scoring, *pairs, tier=t).contract for t in TIERS] == [50, 25, 90]


def strong_rest(*, core: bool) -> list[tuple[Provision, Finding]]:
    return [single(f"rest-{n}", "strong", core=core) for n in range(20)]


@pytest.mark.parametrize(("tier", "gate"), [("routine", 79), ("standard", 69), ("high", 49)])
def test_gate_when_a_core_provision_lacks_a_critical_element(scoring, tier, gate):
    # At the high tier the provision's own cap of 39 brings the stricter gate.
    holed = provision("holed", *(element(n, "critical", of="holed") for n in "abcd"), core=True)
    found = [finding("holed", "a", "missing"), *(finding("holed", n, "strong") for n in "bcd")]
    rest = strong_rest(core=True)
    result = score(
        [*found, *(f for _, f in rest)],
        provisions=[holed, *(p for p, _ in rest)],
        scoring=scoring,
        tier=tier,
        not_assessed={},
    )
    assert result.contract == gate < result.ungated
    assert result.steps[-1].startswith(f"at most {gate}: holed ")


def test_gate_at_the_high_tier_for_a_missing_critical_element_in_a_provision_that_reaches_40(scoring):
    lenient = scoring.model_copy(
        update={
            "provision_caps": scoring.provision_caps.model_copy(
                update={"critical_missing": scoring.provision_caps.critical_missing.model_copy(update={"high": 59})}
            )
        }
    )
    holed = provision("holed", *(element(n, "critical", of="holed") for n in "abcd"), core=True)
    found = [finding("holed", "a", "missing"), *(finding("holed", n, "strong") for n in "bcd")]
    rest = strong_rest(core=True)
    result = score(
        [*found, *(f for _, f in rest)],
        provisions=[holed, *(p for p, _ in rest)],
        scoring=lenient,
        tier="high",
        not_assessed={},
    )
    assert result.contract == 54


@pytest.mark.parametrize(("tier", "gate"), [("routine", 69), ("standard", 59), ("high", 49)])
def test_gate_when_a_core_provision_is_low(scoring, tier, gate):
    result = total(scoring, single("low", "missing", core=True), *strong_rest(core=True), tier=tier)
    assert result.contract == gate
    assert result.steps[-1] == f"at most {gate}: low is below 40"


@pytest.mark.parametrize(("tier", "gate"), [("routine", 49), ("standard", 44), ("high", 39)])
def test_gate_when_a_core_provision_is_adverse(scoring, tier, gate):
    result = total(
        scoring, single("bad", "adverse", core=True, criticality="critical"), *strong_rest(core=True), tier=tier
    )
    assert result.contract == gate
    assert result.steps[-1] == f"at most {gate}: bad is adverse"


def test_a_low_provision_is_explained_by_its_score_and_not_by_the_element_it_lacks(scoring):
    pairs = (single("low", "missing", core=True, criticality="critical"), *strong_rest(core=True))
    assert total(scoring, *pairs).steps[1:] == ("at most 59: low is below 40",)


def test_gates_are_for_core_provisions_only(scoring):
    result = total(scoring, single("bad", "adverse", criticality="critical"), *strong_rest(core=False))
    assert result.contract == result.ungated > 90
    assert len(result.steps) == 1


def test_lowest_gate_wins_whatever_the_order(scoring):
    low = single("low", "missing", core=True)
    bad = single("bad", "adverse", core=True, criticality="critical")
    rest = strong_rest(core=True)
    assert total(scoring, low, bad, *rest).contract == total(scoring, bad, low, *rest).contract == 44


def test_a_core_provision_that_is_not_assessed_closes_no_gate(scoring):
    rest = strong_rest(core=True)
    result = score(
        [f for _, f in rest],
        provisions=[provision("a", element("e", of="a"), core=True), *(p for p, _ in rest)],
        scoring=scoring,
        tier="standard",
        not_assessed={"a": "no AI"},
    )
    assert result.contract == result.core_index == 100


@pytest.mark.parametrize(
    ("points", "band"),
    [(100, "A"), (85, "A"), (84, "B"), (70, "B"), (69, "C"), (55, "C"), (40, "D"), (39, "F"), (0, "F")],
)
def test_bands(scoring, points, band):
    hundred = provision("p", *(element(f"e{n}", "minor") for n in range(100)))
    found = [finding("p", f"e{n}", "strong" if n < points else "missing") for n in range(100)]
    result = score(found, provisions=[hundred], scoring=scoring, tier="standard", not_assessed={})
    assert (result.contract, result.band) == (points, band)


def test_binary_fractions_do_not_cost_a_band(scoring):
    provisions = [
        provision(f"p{n}", *(element(f"e{i}", c, of=f"p{n}") for i, c in enumerate(("critical", "major", "minor") * 3)))
        for n in range(7)
    ]
    found = [finding(p.id, e.id, "adequate") for p in provisions for e in p.elements]
    result = score(found, provisions=provisions, scoring=scoring, tier="standard", not_assessed={})
    assert (result.contract, result.band) == (70, "B")
    assert {p.score for p in result.provisions} == {70}


def test_core_index_is_the_mean_of_the_core_alone(scoring):
    result = total(
        scoring, single("a", "strong", core=True), single("b", "adequate", core=True), single("c", "missing")
    )
    assert result.core_index == 85


def test_exposure_ranks_by_weight_and_shortfall_and_adds_a_quarter_when_adverse(scoring):
    result = total(
        scoring,
        single("whole", "strong"),
        single("small", "missing", weights={"routine": 1, "standard": 1, "high": 1}),
        single("bad", "adverse", criticality="critical"),
        single("gap", "missing"),
        single("half", "adequate"),
    )
    assert result.exposures == ("bad", "gap", "small", "half")
    exposures = {p.provision: p.exposure for p in result.provisions}
    assert exposures == {"whole": 0, "small": 100, "bad": 250, "gap": 200, "half": 60}


# Range


def test_range_moves_low_confidence_by_one_step(scoring):
    p = provision("p", element("a"), element("b"))
    found = [finding("p", "a", "adequate", "low"), finding("p", "b", "strong")]
    result = score(found, provisions=[p], scoring=scoring, tier="standard", not_assessed={})
    assert (result.low, result.contract, result.high) == (65, 85, 100)


@pytest.mark.parametrize("confidence", ["high", "medium"])
def test_range_is_a_point_when_nothing_is_doubtful(scoring, confidence):
    p = provision("p", element("a"))
    result = score(
        [finding("p", "a", "weak", confidence)], provisions=[p], scoring=scoring, tier="standard", not_assessed={}
    )
    assert result.low == result.contract == result.high == 30


def test_range_ends_at_the_ends_of_the_scale_and_leaves_the_unjudged_alone(scoring):
    p = provision("p", element("a"), element("b"), element("c"))
    found = [finding("p", "a", "strong", "low"), finding("p", "b", "strong"), finding("p", "c", "unscored", "low")]
    result = score(found, provisions=[p], scoring=scoring, tier="standard", not_assessed={})
    assert (result.low, result.contract, result.high) == (85, 100, 100)


def test_range_passes_through_the_gates(scoring):
    core = provision("core", element("a", "critical", of="core"), core=True)
    rest = strong_rest(core=False)
    found = [finding("core", "a", "weak", "low"), *(f for _, f in rest)]
    result = score(found, provisions=[core, *(p for p, _ in rest)], scoring=scoring, tier="routine", not_assessed={})
    assert result.low == 69
    assert result.high > 90
