"""Money, numbers and dates a deal turns on: who pays up to what, what a sample can show, how much is to be automated."""

import re
from decimal import Decimal
from typing import Literal

from analyzer.models.document import Record
from analyzer.models.finding import Evidence

LimitKind = Literal["amount", "unlimited", "reperformance", "unread"]
LimitPer = Literal["claim", "year", "total"]
StepKind = Literal[
    "uncapped",
    "cap",
    "head-cap",
    "exclusion",
    "recoverable",
    "indemnity",
    "client-indemnity",
    "disclaimer",
    "insurance",
    "insurance-exclusion",
]
Loss = Literal["wrong-output", "data-misuse", "infringement", "third-party-claim", "lost-profit"]
Payer = Literal["provider", "client"]
Force = Literal["binding", "conditional", "aspirational"]


_SYMBOLS = {"GBP": "£", "USD": "US$", "EUR": "€", "INR": "₹", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "SGD": "S$"}


class Money(Record):
    """An amount; `currency` is its ISO 4217 code."""

    amount: Decimal
    currency: str

    @property
    def words(self) -> str:
        """Return the amount as a lawyer writes it: "£18,000,000", "₹10,00,00,000", "CHF 2,500.50"."""
        whole, cents = divmod(self.amount, 1)
        digits = f"{int(whole):,}"
        if self.currency == "INR":
            plain = f"{int(whole)}"
            digits = re.sub(r"(?<=\d)(?=(?:\d\d)*\d{3}$)", ",", plain)
        rest = f"{cents:.2f}"[1:] if cents else ""
        return f"{_SYMBOLS.get(self.currency, self.currency + ' ')}{digits}{rest}"


class ChargesShare(Record):
    """A multiple of the charges of a period: 1.5 times those of 12 months.

    `months` is None when all charges ever paid count; `contract_year` tells a contract year from any 12 months.
    """

    multiple: Decimal
    months: int | None
    contract_year: bool = False


class Limit(Record):
    """Up to what somebody pays: an amount of sums and shares of the charges, no limit, only doing it again.

    A limit is `unread` when the contract states one and neither a sum nor a share of charges could be made out.

    Several sums and shares are combined as `of` says. `words` puts it as a lawyer reads it, `formula` as arithmetic:
    "max(GBP 18000000, 3 x year)", where "12m" are the charges of 12 months and "term" all there are.
    """

    kind: LimitKind
    of: Literal["alone", "greater", "lesser"] = "alone"
    sums: tuple[Money, ...] = ()
    shares: tuple[ChargesShare, ...] = ()
    per: LimitPer | None = None
    formula: str
    words: str


class WaterfallStep(Record):
    """One rule on who pays: a limit, what lies outside it, what is excluded, what insurance stands behind it.

    `heads` names what the step is about ("ai", "data", "ip", "professional"); empty for the general cap.
    """

    kind: StepKind
    heads: tuple[str, ...]
    limit: Limit | None
    words: str
    evidence: tuple[Evidence, ...]


class LossOutcome(Record):
    """Who bears one kind of loss from an AI error, and up to what.

    `what` names the loss, `words` gives the answer. `limit` is None when the client gets nothing back. `money` is the
    limit in money where it can be worked out; `insured` the largest policy that may respond. `steps` are indices into
    the waterfall's, the deciding one first.
    """

    loss: Loss
    what: str
    payer: Payer
    limit: Limit | None
    money: Money | None
    insured: Money | None
    steps: tuple[int, ...]
    words: str


class Waterfall(Record):
    """The liability rules of a deal and what they mean for an error of the AI.

    `annual_charges` is what shares were worked out with; None leaves them as formulas.
    """

    annual_charges: Money | None
    steps: tuple[WaterfallStep, ...]
    outcomes: tuple[LossOutcome, ...]


class SampleSize(Record):
    """What a sampling clause can show about an accuracy threshold, both in percent.

    `scored` is how many items a period scores, None when the contract does not tell. `margin_points` is half the 95%
    interval at the threshold by the normal approximation, `exact` the interval itself by the binomial distribution
    (Clopper-Pearson), `missed` the chance that a period passes though the true rate is two points below the threshold.
    `needed` items bring the margin to `tolerance_points`; `volume_needed` is how many units that takes at the rate.
    """

    threshold: float
    tolerance_points: float
    rate: float | None
    minimum: int | None
    volume: int | None
    period: str
    scored: int | None
    margin_points: float | None
    exact: tuple[float, float] | None
    missed: float | None
    needed: int
    volume_needed: int | None
    words: str
    evidence: tuple[Evidence, ...]


class GlideStep(Record):
    """A share in percent to be reached, and when, in the contract's words; `units` a month where volumes are stated."""

    share: float
    by: str
    units: int | None = None


class AutomationCommitment(Record):
    """How much of what is to be done by the AI, how firmly, and what that is in volume.

    `of` is what the share is taken of, in the contract's words; `volume` the units a month the contract states for it.
    """

    force: Force
    of: str
    glide: tuple[GlideStep, ...]
    volume: int | None
    words: str
    evidence: tuple[Evidence, ...]


class Commercial(Record):
    """What a deal's money, samples and automation shares come to; the waterfall is None when it says nothing on liability."""

    waterfall: Waterfall | None = None
    samples: tuple[SampleSize, ...] = ()
    automation: tuple[AutomationCommitment, ...] = ()
