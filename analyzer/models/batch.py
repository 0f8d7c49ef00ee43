"""What batch works on and returns: deals as they were found, what became of each, and the run as a whole."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field

from analyzer.models.conflict import DocumentRole
from analyzer.models.document import Problem, Record
from analyzer.models.finding import Band
from analyzer.models.provision import Posture, ProfileName, Tier
from analyzer.models.report import Report

BATCH_SCHEMA = "clause-analyzer/batch@1"

DealState = Literal["complete", "partial", "failed"]
Engine = Literal["local", "ray"]
Grouping = Literal["folder", "file"]
ReportFormat = Literal["md", "json", "html", "docx", "xlsx"]


class Deal(Record):
    """What is known of a deal from outside its contract.

    `tier` and `posture` None leave them to detection and to the run. `annual_value` is in the deal's own currency;
    `calendar` names the public holidays that business days skip, by country and region ("GB", "US-CA").
    """

    name: str
    tier: Tier | None = None
    posture: Posture | None = None
    owner: str | None = None
    annual_value: float | None = None
    calendar: str | None = None


class DealFile(Record):
    """One file of a deal; `role` None leaves it to detection."""

    path: Path
    role: DocumentRole | None = None


class DealTask(Record):
    """One deal to analyse: its files, the agreement first, and the name of its folder among the outputs."""

    deal: Deal
    folder: str
    files: tuple[DealFile, ...]


class Discovery(Record):
    """The deals of a source; `passed_over` are files of a kind that no contract comes in."""

    tasks: tuple[DealTask, ...]
    passed_over: tuple[Path, ...] = ()


class Spending(Record):
    """What a language model has used, or may use: tokens, and cost in US dollars. None is no limit."""

    tokens: int | None = None
    cost: float | None = None


class OutputFile(Record):
    """One report as it will be written."""

    name: str
    content: bytes


class DealOutcome(Record):
    """What one deal came to: a report with its files, or only the problems that stood against one."""

    report: Report | None
    files: tuple[OutputFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    spent: Spending = Spending(tokens=0, cost=0.0)
    seconds: float = 0.0

    @property
    def state(self) -> DealState:
        """Return "complete" only when nothing was left out."""
        if self.report is None:
            return "failed"
        return self.report.status


class DealResult(Record):
    """One deal of a run as the store keeps it.

    `analysis` is the id of the stored analysis, None when the deal failed; `reused` says that it is an earlier one, of
    the same inputs, library and settings. `files` are the names of the reports in the deal's folder.
    """

    deal: str
    folder: str
    state: DealState
    analysis: int | None
    reused: bool
    score: float | None
    band: Band | None
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    seconds: float


class RunOptions(Record):
    """What a run was asked to do, as far as its results depend on it.

    `basis` is the hash of library, encoder, judge, analyzer version and settings; `today` the date the reports carry;
    `passed_over` are the files of a folder that are of no kind a contract comes in.
    """

    source: str
    out: str
    profile: ProfileName
    posture: Posture
    formats: tuple[ReportFormat, ...]
    basis: str
    today: date
    cap: Spending = Spending()
    passed_over: tuple[Path, ...] = ()


class BatchEvent(Record):
    """How far a batch is: one event when it starts, one a deal, one when it ends.

    The rate counts deals that were analysed in this session, not those taken over; None until there are some.
    """

    kind: Literal["started", "deal", "finished"]
    total: int
    done: int
    failed: int
    deals_per_minute: float | None = None
    seconds_left: float | None = None
    deal: DealResult | None = None


class BatchResult(Record):
    """A finished run, as batch.json has it.

    `audit_head` pins the audit log as it was when the run ended, "number:sha256"; kept elsewhere, it proves later that no
    entry up to it was changed or taken away.
    """

    schema_name: Literal["clause-analyzer/batch@1"] = Field(default="clause-analyzer/batch@1", alias="schema")
    run: int
    workspace: str
    started_at: datetime
    finished_at: datetime
    options: RunOptions
    deals: tuple[DealResult, ...]
    spent: Spending
    audit_head: str

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @property
    def complete(self) -> bool:
        """Return whether every deal was analysed whole."""
        return all(deal.state == "complete" for deal in self.deals)
