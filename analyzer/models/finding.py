"""What assess, score and draft return."""

from typing import Literal

from analyzer.models.document import Record
from analyzer.models.provision import Criticality, Posture, Tier

ElementStatus = Literal["strong", "adequate", "weak", "missing", "adverse", "unscored", "not_applicable"]
ProvisionStatus = Literal["strong", "adequate", "weak", "missing", "adverse", "not_assessed"]
Confidence = Literal["high", "medium", "low"]
Method = Literal["rules", "retrieval", "model"]
Action = Literal["insert", "tighten", "override", "none"]
Band = Literal["A", "B", "C", "D", "F"]


class Evidence(Record):
    """A verbatim quote and where it stands; `quote == text[start:end]` of the document."""

    document: str
    page: int | None
    section: str | None
    start: int
    end: int
    quote: str


class Value(Record):
    """A number read from the contract, with its unit as written ("days", "business days", "percent")."""

    number: float
    unit: str


class Nearest(Record):
    """A passage that came close and does not count, with the reason."""

    evidence: Evidence
    why: str


class Absence(Record):
    """Proof of absence: what was searched, the nearest text and why it does not count, what was not supplied."""

    searched: str
    nearest: tuple[Nearest, ...] = ()
    unseen: tuple[str, ...] = ()


class Finding(Record):
    """The judgement of one element.

    `probability` is the calibrated chance that the status is right; `confidence` is its band. `against` is what makes the
    status adverse, a quote from each clause that speaks against the client here; `latent` is wording in general words
    that would do so once the contract names AI, as drafted language makes it do.
    """

    provision: str
    element: str
    status: ElementStatus
    probability: float
    confidence: Confidence
    evidence: tuple[Evidence, ...] = ()
    value: Value | None = None
    party: str | None = None
    reason: str
    method: Method
    absence: Absence | None = None
    against: tuple[Evidence, ...] = ()
    latent: tuple[Evidence, ...] = ()


class TierReading(Record):
    """The impact tier, declared or detected, with the words that point to it."""

    value: Tier
    source: Literal["declared", "detected"]
    signals: tuple[str, ...] = ()


class ElementScore(Record):
    """How one element counted: points x value."""

    element: str
    status: ElementStatus
    criticality: Criticality
    points: int
    value: float


class ProvisionScore(Record):
    """A provision's score with each step that led to it; None when it was not assessed."""

    provision: str
    status: ProvisionStatus
    score: float | None
    uncapped: float | None
    weight: float
    exposure: float
    elements: tuple[ElementScore, ...]
    steps: tuple[str, ...]


class Score(Record):
    """The contract's score; `steps` explain every point, `exposures` ranks provisions by what is at stake."""

    contract: float
    band: Band
    core_index: float
    low: float
    high: float
    ungated: float
    provisions: tuple[ProvisionScore, ...]
    groups: dict[str, float]
    exposures: tuple[str, ...]
    steps: tuple[str, ...]


class NewDefinition(Record):
    """A definition that drafted language needs and the contract lacks; `after` is the term it follows alphabetically."""

    term: str
    text: str
    after: str | None = None


class Edit(Record):
    """One change the draft asks for.

    For `tighten` the span start..end of the document is replaced; for `insert` and `override` start == end is
    where `text` is put, on a line of its own. `number` is the new clause's number, `despite` the section that
    an override sets aside.
    """

    action: Action
    element: str
    document: str
    start: int
    end: int
    number: str | None
    text: str
    despite: str | None = None


class Remaining(Record):
    """Why an element stays short of what its posture wants once the drafted language stands; `reason` is a sentence."""

    element: str
    reason: str
    evidence: tuple[Evidence, ...] = ()


class Suggestion(Record):
    """Drafted language for one provision, fitted to the contract.

    `text` is the whole clause as it would read, `section` where it goes, `edits` the single changes, `remaining` what
    these do not mend.
    """

    provision: str
    posture: Posture
    action: Action
    section: str | None
    text: str
    note: str
    heading: str
    edits: tuple[Edit, ...] = ()
    definitions: tuple[NewDefinition, ...] = ()
    remaining: tuple[Remaining, ...] = ()
