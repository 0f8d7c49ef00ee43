"""What renewal returns: when the deal ends, what renews it and what it takes to stop that."""

from datetime import date
from typing import Generic, Literal, TypeVar

from analyzer.models.contract import Role
from analyzer.models.document import Record
from analyzer.models.finding import Confidence, Value

FactT = TypeVar("FactT")
TerminatingParty = Literal["either", "client", "provider", "one party"]


class RenewalFact(Record, Generic[FactT]):
    """One fact with the words it was read from; `quote == text[start:end]` of the document.

    `arithmetic` shows how a value that the contract does not state was worked out, one step a line. High confidence
    means that at most 3 in 100 are wrong. The place may be lacking in reports of version 0.1.
    """

    value: FactT
    quote: str
    page: int | None
    confidence: Confidence
    document: str | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None
    arithmetic: tuple[str, ...] = ()


class NamedParty(Record):
    """A party by its full name, and what the contract calls it; `role` is None where it could not be told."""

    name: str
    called: str | None = None
    role: Role | None = None


# Named in the module, not in a class, so that they can be pickled to and from a worker process.
DateFact = RenewalFact[date]
FlagFact = RenewalFact[bool]
CountFact = RenewalFact[int]
TextFact = RenewalFact[str]
AmountFact = RenewalFact[Value]
WhoFact = RenewalFact[TerminatingParty]
PartyFact = RenewalFact[NamedParty]


class RenewalGap(Record):
    """Why a fact is unknown although the contract speaks of it: left blank, redacted, or tied to an event."""

    field: str
    reason: str
    document: str
    page: int | None
    quote: str


class Renewal(Record):
    """When the deal ends and what it takes to stop it; None is unknown, never guessed.

    `agreement_title`, `agreement_date` and `parties` are as the main document's opening has them, `last_amendment` is the
    highest number that an amendment among the documents bears, or how many there are.
    `expiry_date` is the last day of the initial term, as amended; `current_term_end` the last day of the term that runs
    on the day of reading, after the automatic renewals since. `notice_deadline` is the last day on which notice stops
    the next renewal after that term (it may have passed), `next_notice_deadline` the first one still to come when it has.
    `gaps` says why a fact is unknown that the contract speaks of.
    Terms and periods have the units years, months, weeks, days and business days; `annual_value` has a currency.
    `calendar` is the country or region ("GB-ENG") of which the public holidays are no business days; None when weekends
    alone were left out.
    """

    agreement_title: TextFact | None = None
    agreement_date: DateFact | None = None
    last_amendment: CountFact | None = None
    parties: tuple[PartyFact, ...] = ()
    effective_date: DateFact | None = None
    initial_term: AmountFact | None = None
    expiry_date: DateFact | None = None
    evergreen: FlagFact | None = None
    auto_renews: FlagFact | None = None
    renewal_term: AmountFact | None = None
    current_term_end: DateFact | None = None
    notice_period: AmountFact | None = None
    notice_days: CountFact | None = None
    notice_deadline: DateFact | None = None
    next_notice_deadline: DateFact | None = None
    termination_for_convenience: WhoFact | None = None
    convenience_notice: AmountFact | None = None
    governing_law: TextFact | None = None
    annual_value: AmountFact | None = None
    calendar: str | None = None
    gaps: tuple[RenewalGap, ...] = ()
