"""What the clause library holds, as `library.load` returns it."""

from typing import Literal

from analyzer.models.document import Record
from analyzer.models.law import Reference

Tier = Literal["routine", "standard", "high"]
Posture = Literal["client", "balanced", "provider"]
ProfileName = Literal["core", "extended", "full"]
Criticality = Literal["critical", "major", "minor"]
Anchor = Literal["ai", "generic-adequate", "generic-strong"]
ExemplarStatus = Literal["strong", "adequate", "weak", "adverse"]
Unit = Literal[
    "hours", "days", "business days", "months", "years", "percent", "times annual charges", "minutes", "amount"
]
Comparison = Literal["at least", "at most"]
Group = Literal["change", "liability", "data", "performance", "evidence", "oversight", "compliance", "resilience"]


class Measure(Record):
    """The number an element turns on, with its threshold for each tier (routine, standard, high)."""

    unit: Unit
    comparison: Comparison
    strong: tuple[float, float, float]
    adequate: tuple[float, float, float] | None = None


class Exemplar(Record):
    """One sentence as a contract would put it, with what it would be worth there.

    `element` and `status` are None for a hard negative: wording that looks on topic and is not; `why` then
    says what it really is about.
    """

    id: str
    provision: str
    element: str | None
    status: ExemplarStatus | None
    text: str
    why: str | None = None


class Element(Record):
    """One thing that is checked, with what each status looks like and the words that point to it.

    `about` holds groups of phrases: a text is on topic when it has one of each group. `drafts` has the clause
    text of each posture, with names in braces and numbers in brackets. `forbids` is the share of its strong exemplars that
    forbid: what the provider "may" do is a right taken there, and a promise that binds nobody elsewhere.
    """

    id: str
    provision: str
    title: str
    criticality: Criticality
    promote_at_high_tier: bool
    anchor: Anchor
    measure: Measure | None
    strong: str
    adequate: str
    weak: str
    adverse: str
    about: tuple[tuple[str, ...], ...]
    weak_cues: tuple[str, ...]
    adverse_cues: tuple[str, ...]
    drafts: dict[Posture, str]
    sources: tuple[str, ...] = ()
    forbids: float = 0.0

    def criticality_at(self, tier: Tier) -> Criticality:
        """Return the criticality, one step higher at the high tier when the element is marked so."""
        if tier == "high" and self.promote_at_high_tier:
            return "major" if self.criticality == "minor" else "critical"
        return self.criticality


class Provision(Record):
    """A protection the client wants, made of elements."""

    id: str
    title: str
    plain: str
    provision_class: Literal["core", "extended"]
    origin: Literal["sources", "reference"]
    group: Group
    applies: str
    weights: dict[Tier, float]
    purpose: str
    why: str
    headings: tuple[str, ...]
    ai_terms: tuple[str, ...]
    ordinary_terms: tuple[str, ...]
    triggers: tuple[str, ...]
    references: tuple[Reference, ...]
    postures: dict[Posture, str]
    elements: tuple[Element, ...]
    exemplars: tuple[Exemplar, ...]

    def bare(self) -> "Provision":
        """Return the provision without its exemplars, of which a process beside has no need."""
        return self.model_copy(update={"exemplars": ()})


class Definition(Record):
    """A term that drafted language may use, with the text that defines it and names other contracts give it."""

    term: str
    text: str
    synonyms: tuple[str, ...] = ()
