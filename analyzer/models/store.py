"""What the store returns: analyses, decisions of reviewers, runs and the audit log."""

from datetime import datetime
from typing import Literal

from analyzer.models.batch import RunOptions
from analyzer.models.document import Record
from analyzer.models.finding import Band, ProvisionStatus
from analyzer.models.provision import Group, Posture, ProfileName, Tier

DecisionKind = Literal["accept", "dismiss", "edit", "comment", "reopen"]
DecisionSubject = Literal["finding", "suggestion"]
AuditAction = Literal["deal saved", "analysis added", "decision added", "run started", "run finished"]
FaultKind = Literal["missing", "altered", "reordered", "cut off", "content altered", "content missing", "unlogged"]


class ProvisionSummary(Record):
    """One provision of a stored report, without its elements."""

    provision: str
    group: Group
    status: ProvisionStatus
    score: float | None
    weight: float
    exposure: float


class AnalysisSummary(Record):
    """One stored analysis, without its report; `run` is None when it was not made in a batch."""

    id: int
    deal: str
    run: int | None
    made_at: datetime
    made_by: str
    status: Literal["complete", "partial"]
    profile: ProfileName
    posture: Posture
    tier: Tier
    score: float
    band: Band
    core_index: float
    provisions: tuple[ProvisionSummary, ...]


class Decision(Record):
    """What a reviewer decided about a finding or a suggestion of one analysis.

    `element` None means the provision as a whole. To dismiss takes a reason, to edit the new text; the latest decision
    about a subject is the one that holds, and "reopen" takes it back.
    """

    deal: str
    analysis: int
    provision: str
    element: str | None = None
    subject: DecisionSubject
    kind: DecisionKind
    reason: str | None = None
    text: str | None = None


class DecisionMade(Decision):
    """A decision as it was stored: by whom and when."""

    id: int
    who: str
    at: datetime


class Run(Record):
    """One batch run; `finished_at` is None while it goes on, or when it was interrupted."""

    id: int
    workspace: str
    options: RunOptions
    started_at: datetime
    started_by: str
    finished_at: datetime | None


class RunPoint(Record):
    """What one run found on average; `basis` is the hash of all but the contracts that its results depend on."""

    run: int
    started_at: datetime
    basis: str
    deals: int
    mean_score: float | None


class AuditHead(Record):
    """The newest entry of the audit log; "number:sha256" as text. Number 0 is the empty log."""

    number: int
    sha256: str

    def __str__(self) -> str:
        return f"{self.number}:{self.sha256}"


class AuditEntry(Record):
    """One entry of the audit log.

    `sha256` is over all other fields, and `previous` is the one of the entry before. `subject` is the id of the deal,
    analysis, decision or run that `action` names, and `content_sha256` the hash of all that was stored of it then.
    """

    number: int
    at: datetime
    who: str
    workspace: str
    action: AuditAction
    subject: int
    content_sha256: str
    previous: str
    sha256: str


class AuditFault(Record):
    """One thing that is wrong with the log or with what it vouches for; `number` is the entry, None where there is none."""

    kind: FaultKind
    number: int | None
    message: str


class AuditVerdict(Record):
    """What verifying found; no faults means that the log and all it vouches for are as they were written."""

    entries: int
    head: AuditHead
    faults: tuple[AuditFault, ...]
