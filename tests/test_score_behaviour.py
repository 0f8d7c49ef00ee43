"""The scoring scheme on the behaviour table of the taxonomy: 39 provisions of invented standing."""

from collections.abc import Callable

import pytest
import yaml

from analyzer.models import (
    Anchor,
    Criticality,
    Element,
    ElementStatus,
    Provision,
    Scoring,
)
from analyzer.score import score
from tests.score_builders import TAXONOMY, TIERS, element, finding, load_scoring, provision


@pytest.fixture(scope="module")
def scoring() -> Scoring:
    return load_scoring()


@pytest.fixture(scope="module")
def provisions() -> list[Provision]:
    if not TAXONOMY.is_file():
        pytest.skip(f"no taxonomy at {TAXONOMY}: the behaviour table needs all 39 provisions with their elements")
    return [
        provision(
            p["id"],
            *(
                element(e["id"], e["criticality"], promoted=e["promote_at_high_tier"], anchor=e["anchor"], of=p["id"])
                for e in p["elements"]
            ),
            core=p["class"] == "core",
            group=p["group"],
            origin=p["origin"],
            weights=p["weights"],
        )
        for p in yaml.safe_load(TAXONOMY.read_text(encoding="utf-8"))
    ]


Status = Callable[[Provision, Element], ElementStatus]


def by_anchor(generic_strong: ElementStatus, generic_adequate: ElementStatus) -> Status:
    at: dict[Anchor, ElementStatus] = {
        "generic-strong": generic_strong,
        "generic-adequate": generic_adequate,
        "ai": "missing",
    }
    return lambda _, e: at[e.anchor]


def by_criticality(critical: ElementStatus, major: ElementStatus, minor: ElementStatus) -> Status:
    at: dict[Criticality, ElementStatus] = {"critical": critical, "major": major, "minor": minor}
    return lambda _, e: at[e.criticality]


ADVERSE_ON_PROVIDER_PAPER = {
    "model-change-notice",
    "liability-layering",
    "data-ownership-training",
    "data-residency",
    "hallucination-liability",
}


def provider_paper(p: Provision, e: Element) -> ElementStatus:
    if e.anchor == "generic-strong":
        return "adequate"
    if p.id in ADVERSE_ON_PROVIDER_PAPER and e.criticality == "critical":
        return "adverse"
    return "missing" if e.criticality == "minor" else "weak"


def all_but(provision_id: str, element_id: str | None, status: ElementStatus) -> Status:
    return lambda p, e: status if p.id == provision_id and element_id in {None, e.id} else "strong"


TABLE: list[tuple[str, Status, tuple[int, int, int], tuple[int, int, int] | None, int]] = [
    ("nothing", lambda _, e: "missing", (0, 0, 0), None, 0),
    ("legacy, average", by_anchor("adequate", "weak"), (9, 8, 6), None, 7),
    ("legacy, best", by_anchor("strong", "adequate"), (15, 15, 14), None, 15),
    ("provider paper", provider_paper, (25, 20, 12), None, 6),
    ("all weak", lambda _, e: "weak", (40, 30, 15), None, 30),
    (
        "core only",
        lambda p, _: "strong" if p.provision_class == "core" else "missing",
        (39, 36, 34),
        None,
        100,
    ),
    ("floor", by_criticality("adequate", "weak", "missing"), (51, 46, 37), None, 49),
    ("all adequate", lambda _, e: "adequate", (70, 70, 70), None, 70),
    ("balanced", by_criticality("strong", "adequate", "weak"), (82, 81, 78), None, 84),
    (
        "training ban absent",
        all_but("data-ownership-training", "training-ban", "missing"),
        (79, 69, 49),
        (96, 96, 96),
        90,
    ),
    ("residency absent", all_but("data-residency", None, "missing"), (69, 59, 49), (95, 94, 94), 84),
    (
        "training permitted",
        all_but("data-ownership-training", "training-ban", "adverse"),
        (49, 44, 39),
        (92, 93, 94),
        80,
    ),
    ("perfect", lambda _, e: "strong", (100, 100, 100), None, 100),
]


def test_the_taxonomy_has_39_provisions(provisions):
    assert len(provisions) == 39
    assert sum(p.provision_class == "core" for p in provisions) == 5


@pytest.mark.parametrize(("name", "status", "contract", "ungated", "core_index"), TABLE, ids=[row[0] for row in TABLE])
def test_behaviour_table(provisions, scoring, name, status, contract, ungated, core_index):
    found = [finding(p.id, e.id, status(p, e)) for p in provisions for e in p.elements]
    results = {t: score(found, provisions=provisions, scoring=scoring, tier=t, not_assessed={}) for t in TIERS}
    assert tuple(round(results[t].contract) for t in TIERS) == contract, name
    assert tuple(round(results[t].ungated) for t in TIERS) == (ungated or contract), name
    assert round(results["standard"].core_index) == core_index, name
