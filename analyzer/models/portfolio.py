"""What portfolio returns: the deals of a run beside each other, ranked by how much there is to gain and how soon."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from analyzer.models.batch import DealState
from analyzer.models.document import Record
from analyzer.models.finding import Band, ProvisionStatus
from analyzer.models.provision import Group, Posture, ProfileName, Tier
from analyzer.models.renewal import DateFact
from analyzer.models.store import RunPoint

PORTFOLIO_SCHEMA = "clause-analyzer/portfolio@1"

MomentKind = Literal["notice", "missed", "term end", "any time", "ended", "unknown"]
ValueSource = Literal["manifest", "contract", "assumed"]


class Moment(Record):
    """When a deal can next be negotiated from strength.

    "notice" is a deadline for notice still to come, "missed" one that has passed without a later one known, "term end"
    the end of a term that nothing renews, "any time" a deal the client may end at will. `fact` has the day with the words
    it was read from; it is None for the kinds without one. `days_left` is below 0 once the day has passed.
    """

    kind: MomentKind
    fact: DateFact | None = None
    days_left: int | None = None

    @property
    def day(self) -> date | None:
        """Return the day, where the kind has one."""
        return None if self.fact is None else self.fact.value


class DealValue(Record):
    """What a deal is worth a year; `currency` None is that of the manifest, `amount` None when nothing tells."""

    amount: float | None
    currency: str | None
    source: ValueSource


class Leverage(Record):
    """exposure x value x nearness; 100 is a deal of middling value with every provision missing and notice due today.

    `exposure` is the share of all that could be exposed (above 1 when wording is adverse), `value` how many times the
    median of its currency the deal is worth, `nearness` 1 on the day of the deadline and half of that every 90 days before.
    """

    index: float
    exposure: float
    value: float
    nearness: float
    steps: tuple[str, ...]


class PortfolioDeal(Record):
    """One deal: how it stands, when it can be negotiated, and its rank in the queue.

    `report` is the path of its report from the portfolio's folder on, None when none was written. `previous_score` is that
    of the run before. `missed` is the deadline of the running term when it has passed, also where a later one is known.
    `statuses` and `scores` are in the order of the portfolio's provisions, None for one that this deal was not checked
    for. A deal that failed has its `problems` and nothing else.
    """

    rank: int | None
    deal: str
    folder: str
    state: DealState
    owner: str | None
    report: str | None
    analysis: int | None = None
    score: float | None = None
    previous_score: float | None = None
    band: Band | None = None
    core_index: float | None = None
    tier: Tier | None = None
    client: str | None = None
    provider: str | None = None
    value: DealValue | None = None
    moment: Moment | None = None
    leverage: Leverage | None = None
    missed: date | None = None
    statuses: tuple[ProvisionStatus | None, ...] = ()
    scores: tuple[float | None, ...] = ()
    problems: tuple[str, ...] = ()


class CommonElement(Record):
    """How many deals fall short on one element."""

    element: str
    title: str
    missing: int
    weak: int
    adverse: int


class CommonProvision(Record):
    """How one provision stands over all deals; `exposure` is the sum of the deals', `deals` those with a gap in it."""

    provision: str
    title: str
    group: Group
    plain: str
    statuses: dict[ProvisionStatus, int]
    mean_score: float | None
    exposure: float
    deals: tuple[str, ...]
    elements: tuple[CommonElement, ...]


class TemplateAmendment(Record):
    """Clauses that many deals lack in the same way: one draft serves them all, but for names and section numbers.

    `gaps` is provisions times deals; `exposure` what closing them takes off the deals' exposure at most.
    """

    name: str
    posture: Posture
    provisions: tuple[str, ...]
    deals: tuple[str, ...]
    gaps: int
    exposure: float


class ScoreChange(Record):
    """A deal's score in the run before and now."""

    deal: str
    before: float
    now: float


class Trend(Record):
    """What changed since the run before.

    `comparable` is False when library, program or settings changed in between: then not the contracts alone differ.
    """

    previous_run: int
    comparable: bool
    mean_before: float | None
    mean_now: float | None
    better: tuple[ScoreChange, ...]
    worse: tuple[ScoreChange, ...]
    unchanged: int
    new: tuple[str, ...]
    gone: tuple[str, ...]
    history: tuple[RunPoint, ...]


class Portfolio(Record):
    """All deals of one run; `deals` are in the order of the queue, those without a rank at the end.

    `sha256` has the hash of each file written beside this one, by which a later run sees that somebody worked in it.
    """

    schema_name: Literal["clause-analyzer/portfolio@1"] = Field(default="clause-analyzer/portfolio@1", alias="schema")
    run: int
    workspace: str
    profile: ProfileName
    posture: Posture
    today: date
    pending: int
    deals: tuple[PortfolioDeal, ...]
    provisions: tuple[CommonProvision, ...]
    templates: tuple[TemplateAmendment, ...]
    trend: Trend | None
    notes: tuple[str, ...] = ()
    sha256: dict[str, str] = Field(default_factory=dict)

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class WrittenAmendment(Record):
    """One amendment as it was written; `file` is None when nothing was to be changed, `deal` for a template.

    `blanks` is how many numbers in brackets the parties have to settle, `checks` what to look at before it goes out.
    """

    name: str
    file: str | None
    posture: Posture
    deal: PortfolioDeal | None
    clauses: int
    blanks: int
    checks: tuple[str, ...]
