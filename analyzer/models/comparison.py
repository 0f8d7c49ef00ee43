"""What compare returns, as comparison.json has it (schema clause-analyzer/comparison@1): who changed what, and what it does.

Offsets of `before` are into the base's text, those of `after` into the version's proposed view.
"""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from analyzer.models.contract import Contract
from analyzer.models.document import DocumentFormat, Problem, Record, Span
from analyzer.models.finding import Band, ElementStatus, Evidence, ProvisionStatus, TierReading, Value
from analyzer.models.provision import Criticality, Posture, ProfileName
from analyzer.models.report import Receipt, Report
from analyzer.models.revisions import RevisedDocument

COMPARISON_SCHEMA = "clause-analyzer/comparison@1"

# A "reference" is one that stays as it was while the clause it names has gone or has another number now.
ChangeKind = Literal["insert", "delete", "replace", "move", "reference", "format", "comment"]
ChangeEffect = Literal["strengthened", "weakened", "removed", "added", "neutral"]
# What became of a provision: "silent" is neither in the base nor in the version, "countered" is another position in the
# place of ours: words against us, or a clause of their own.
ProvisionOutcome = Literal["kept", "strengthened", "softened", "deleted", "countered", "silent"]
FoldReason = Literal[
    "numbering", "references", "capitals", "quotes", "spacing", "list endings", "layout", "margins", "formatting"
]
RunSide = Literal["both", "before", "after"]
Structure = Literal["split", "merged"]
Advice = Literal["accept", "counter", "walk away"]
TurnState = Literal["new", "open", "modified", "accepted", "reverted"]


class WordRun(Record):
    """A run of words that both sides have, or one of them."""

    side: RunSide
    text: str


class Remark(Record):
    """A comment or reply that a version carries."""

    author: str | None
    date: datetime | None
    text: str
    resolved: bool = False
    reply: bool = False


class ElementChange(Record):
    """What a change does to one element: its status, quote and number on either side.

    `across` says how a change elsewhere does it: the message of the conflict between the two passages.
    """

    provision: str
    element: str
    title: str
    criticality: Criticality
    effect: ChangeEffect
    base_status: ElementStatus
    status: ElementStatus
    base_value: Value | None = None
    value: Value | None = None
    base_quote: Evidence | None = None
    quote: Evidence | None = None
    across: str | None = None


class Answer(Record):
    """What to do about a change under one posture; `text` is what to send back with "counter" and "walk away"."""

    posture: Posture
    advice: Advice
    why: str
    text: str | None = None


class Change(Record):
    """One change: sentences before and after, as either side has them.

    `tracked` is False for what nobody marked. `number` says what became of a number ("60 -> 15 days"). `provision`,
    `element` and `effect` are those of the heaviest of `elements`; without one, `effect` is read from the words and `why`
    says how. `loss` is the exposure that the change adds, below zero where it takes some away.
    """

    id: str
    kind: ChangeKind
    tracked: bool
    section: str | None
    base_section: str | None = None
    before: str
    after: str
    author: str | None = None
    date: datetime | None = None
    provision: str | None = None
    element: str | None = None
    effect: ChangeEffect = "neutral"
    why: str = ""
    number: str | None = None
    structure: Structure | None = None
    words: tuple[WordRun, ...] = ()
    elements: tuple[ElementChange, ...] = ()
    remarks: tuple[Remark, ...] = ()
    answers: tuple[Answer, ...] = ()
    loss: float = 0.0
    before_span: Span | None = None
    after_span: Span | None = None
    after_page: int | None = None

    @property
    def substantive(self) -> bool:
        """Return whether words of the contract changed."""
        return self.kind not in {"format", "comment"}


class Fold(Record):
    """How often a difference that changes nothing was folded away."""

    reason: FoldReason
    count: int


class Renumbering(Record):
    """A clause that has another number in the version."""

    base: str
    version: str


class ComparedProvision(Record):
    """One provision on both sides; `silent_changes` counts the changes to it that nobody marked."""

    id: str
    title: str
    base_status: ProvisionStatus
    status: ProvisionStatus
    base_score: float | None
    score: float | None
    outcome: ProvisionOutcome
    base_exposure: float = 0.0
    exposure: float = 0.0
    changes: tuple[str, ...] = ()
    silent_changes: int = 0


class ComparedScore(Record):
    """The headline numbers of one document."""

    contract: float
    band: Band
    core_index: float


class ComparedDocument(Record):
    """One file that was compared."""

    name: str
    sha256: str
    format: DocumentFormat
    pages: int
    characters: int
    score: ComparedScore


class Turn(Record):
    """What became of one change in one turn of the negotiation; `change` is its id in that version."""

    version: str
    state: TurnState
    change: str | None
    text: str


class Thread(Record):
    """One place of the base through all turns; `state` is where it stands in the last."""

    section: str | None
    before: str
    state: TurnState
    turns: tuple[Turn, ...]


class ComparedVersion(Record):
    """One version beside the base.

    `marked` says whether the file has tracked changes; without, every change is one that nobody marked. `aligned` is the
    share of the shorter text's words that the other has too. `concession` is how much of the protection the base gives
    would be given away, 0 to 100, `gain` what would be won; both are weighted by exposure. `heaviest` are the ids of the
    changes that matter most, the worst first.
    """

    name: str
    sha256: str
    document: ComparedDocument
    marked: bool
    authors: tuple[str, ...] = ()
    aligned: float
    changes: tuple[Change, ...]
    provisions: tuple[ComparedProvision, ...]
    concession: float
    gain: float
    heaviest: tuple[str, ...] = ()
    folded: tuple[Fold, ...] = ()
    renumbered: tuple[Renumbering, ...] = ()

    @property
    def silent(self) -> tuple[Change, ...]:
        """Return the changes that nobody marked."""
        return tuple(c for c in self.changes if c.substantive and not c.tracked)


class ComparisonReport(Record):
    """A base and what came back."""

    schema_name: Literal["clause-analyzer/comparison@1"] = Field(default="clause-analyzer/comparison@1", alias="schema")
    base: ComparedDocument
    versions: tuple[ComparedVersion, ...]
    tier: TierReading
    profile: ProfileName
    posture: Posture
    threads: tuple[Thread, ...] = ()
    status: Literal["complete", "partial"]
    problems: tuple[Problem, ...] = ()
    receipt: Receipt

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SplitVersion(Record):
    """A version with its views and revisions, the base view and the proposed one split into clauses."""

    revised: RevisedDocument
    base_view: Contract
    contract: Contract


class ReadVersion(SplitVersion):
    """A version as compare takes it, with the report on it."""

    report: Report


class SideBySide(Record):
    """One row of the two texts beside each other; a row without changes is the same on both sides.

    `base_number` and `number` are the clause's, where the paragraph opens it; `changes` the ids of those in it.
    """

    base_number: str | None
    number: str | None
    heading: bool
    moved: bool
    runs: tuple[WordRun, ...]
    changes: tuple[str, ...] = ()


class Compared(Record):
    """A comparison with the texts side by side, one sequence of rows a version, for those who show them."""

    report: ComparisonReport
    texts: tuple[tuple[SideBySide, ...], ...]
