"""Elements, provisions and findings for the tests of scoring."""

from pathlib import Path
from typing import Any

from analyzer.library.scoring import read_scoring
from analyzer.models import (
    Anchor,
    Confidence,
    Criticality,
    Element,
    ElementStatus,
    Finding,
    Group,
    Provision,
    Scoring,
    Tier,
)

ROOT = Path(__file__).resolve().parent.parent
TAXONOMY = ROOT.parent / "shared" / "taxonomy" / "provisions.yaml"
TIERS: tuple[Tier, ...] = ("routine", "standard", "high")


def load_scoring() -> Scoring:
    """Load the scheme that ships."""
    found = read_scoring(ROOT / "clause_library" / "scoring.yaml", [])
    assert found is not None
    return found


def element(
    name: str, criticality: Criticality = "major", *, promoted: bool = False, anchor: Anchor = "ai", of: str = "p"
) -> Element:
    return Element(
        id=name,
        provision=of,
        title=name,
        criticality=criticality,
        promote_at_high_tier=promoted,
        anchor=anchor,
        measure=None,
        strong="",
        adequate="",
        weak="",
        adverse="",
        about=(),
        weak_cues=(),
        adverse_cues=(),
        drafts={},
    )


def provision(name: str, *elements: Element, core: bool = False, group: Group = "data", **given: Any) -> Provision:
    return Provision(
        id=name,
        title=name,
        plain="",
        provision_class="core" if core else "extended",
        origin=given.get("origin", "sources"),
        group=group,
        applies="always",
        weights=given.get("weights", {"routine": 1, "standard": 2, "high": 4}),
        purpose="",
        why="",
        headings=(),
        ai_terms=(),
        ordinary_terms=(),
        triggers=(),
        references=(),
        postures={},
        elements=elements,
        exemplars=(),
    )


def finding(of: str, name: str, status: ElementStatus, confidence: Confidence = "high") -> Finding:
    return Finding(
        provision=of,
        element=name,
        status=status,
        probability=0.9,
        confidence=confidence,
        reason="said so",
        method="rules",
    )


# The behaviour table, taxonomy section 5.4: all 39 provisions apply
