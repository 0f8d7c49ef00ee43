"""The report as it is written to report.json (schema clause-analyzer/report@1). Field names are the stable interface."""

from typing import Literal

from pydantic import ConfigDict, Field

from analyzer.models.answer import PlainSummary
from analyzer.models.commercial import Commercial
from analyzer.models.conflict import Conflict, DealReading
from analyzer.models.document import DocumentFormat, Problem, Record, View
from analyzer.models.finding import (
    Absence,
    Action,
    Band,
    Confidence,
    ElementStatus,
    Evidence,
    Method,
    NewDefinition,
    ProvisionStatus,
    Remaining,
    TierReading,
    Value,
)
from analyzer.models.law import InstrumentKind, Seen
from analyzer.models.lint import HostileText
from analyzer.models.llm import ModelUse
from analyzer.models.provision import Criticality, Group, Posture, ProfileName
from analyzer.models.redline import RedlineResult
from analyzer.models.renewal import Renewal
from analyzer.models.review import SecondReading

REPORT_SCHEMA = "clause-analyzer/report@1"
Standing = Literal["in force", "to come", "proposed", "published"]


class ReportDocument(Record):
    """One input file, and which view of its tracked changes was read."""

    name: str
    sha256: str
    format: DocumentFormat
    pages: int
    characters: int
    view: View = "proposed"


class ReportParties(Record):
    """The names the contract uses for its two sides; None when they could not be resolved."""

    client: str | None
    provider: str | None


class ReportScore(Record):
    """The headline numbers, 0 to 100; `range` is where doubtful findings could move the score."""

    contract: float
    band: Band
    core_index: float
    range: tuple[float, float]
    groups: dict[str, float] = Field(default_factory=dict)
    steps: tuple[str, ...] = ()


class ReportElement(Record):
    """One element as judged."""

    id: str
    title: str
    criticality: Criticality
    status: ElementStatus
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    value: Value | None
    party: str | None
    reason: str
    method: Method
    absence: Absence | None
    against: tuple[Evidence, ...] = ()
    latent: tuple[Evidence, ...] = ()


class ReportEdit(Record):
    """One change of a suggestion, with its place in the document's text."""

    action: Action
    element: str
    document: str
    start: int
    end: int
    number: str | None
    text: str
    despite: str | None


class ReportSuggestion(Record):
    """Drafted language for a provision."""

    posture: Posture
    action: Action
    section: str | None
    heading: str
    text: str
    note: str
    edits: tuple[ReportEdit, ...] = ()
    definitions: tuple[NewDefinition, ...] = ()
    remaining: tuple[Remaining, ...] = ()


class ReportReference(Record):
    """What a position rests on: an instrument at a place, and how it stood on the day of the report.

    `since` is the date from which the place holds (with `to come`: will hold), `later` are further such dates. `cited`
    is the former name under which the library cites it. Dates are written as far as they are known ("2025-03").
    """

    instrument: str
    title: str
    kind: InstrumentKind
    where: str
    place: str
    gloss: str
    seen: Seen
    standing: Standing
    since: str | None
    later: tuple[str, ...]
    cited: str | None


class ReportProvision(Record):
    """One provision: its score, what is at stake, its elements and the suggestion."""

    id: str
    title: str
    group: Group
    plain: str
    status: ProvisionStatus
    score: float | None
    weight: float
    exposure: float
    steps: tuple[str, ...]
    elements: tuple[ReportElement, ...]
    suggestion: ReportSuggestion | None
    references: tuple[ReportReference, ...] = ()


class Receipt(Record):
    """What made this report: the same receipt on the same input gives the same report.

    `left_the_machine` is a sentence for the reader; `language_model` what was asked of one, None when none was configured.
    """

    analyzer_version: str
    library_sha256: str
    library_version: str
    encoder: str
    encoder_sha256: str
    judge_sha256: str
    model: str | None
    prompts_sha256: str | None
    settings: dict[str, str]
    left_the_machine: str
    language_model: ModelUse | None = None
    date: str


class Report(Record):
    """One deal, analysed."""

    schema_name: Literal["clause-analyzer/report@1"] = Field(default="clause-analyzer/report@1", alias="schema")
    status: Literal["complete", "partial"]
    documents: tuple[ReportDocument, ...]
    parties: ReportParties
    tier: TierReading
    profile: ProfileName
    posture: Posture
    score: ReportScore
    provisions: tuple[ReportProvision, ...]
    conflicts: tuple[Conflict, ...] = ()
    deal: DealReading = DealReading()
    commercial: Commercial = Commercial()
    renewal: Renewal | None = None
    redline: RedlineResult | None = None
    hostile_text: tuple[HostileText, ...] = ()
    second_reading: SecondReading | None = None
    summary: PlainSummary | None = None
    problems: tuple[Problem, ...] = ()
    receipt: Receipt

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
