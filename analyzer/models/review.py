"""What the second reading of doubtful elements works on and returns."""

from typing import Literal

from analyzer.models.document import Record
from analyzer.models.finding import ElementStatus, Evidence, Finding, Value

ReadStatus = Literal["strong", "adequate", "weak", "missing", "adverse"]
# What became of a check: the model agrees; its answer changed the status; it differs and the lower status stands; its
# answer failed verification; there was none.
Outcome = Literal["confirmed", "moved", "disagreed", "dropped", "unanswered"]


class Shortlisted(Record):
    """A passage that may be about an element, with what the rubric makes of it.

    `evidence` quotes it, and `evidence.quote` is all of it that a model is shown, after `lead`, the words it completes.
    `status` is the rubric's reading of the passage on the element; `firm` when words decided it and not tone, and then no
    model reads it higher. `binds` says whether it binds or speaks of a party at all, `names_ai` whether it plainly means AI:
    nothing better rests on a passage that does neither.
    """

    evidence: Evidence
    lead: str
    status: ReadStatus
    firm: bool
    binds: bool
    names_ai: bool
    reason: str
    value: Value | None = None
    party: str | None = None


class Shortlist(Record):
    """The passages of a deal nearest to one element, likeliest first; `group` is the same for elements best read together."""

    provision: str
    element: str
    group: int
    passages: tuple[Shortlisted, ...]


class Checked(Record):
    """What the model said on one element, what of it was verified, and what became of the status."""

    provision: str
    element: str
    outcome: Outcome
    before: ElementStatus
    said: ReadStatus | None
    after: ElementStatus
    why: str
    quotes: tuple[Evidence, ...] = ()


class SecondReading(Record):
    """What was asked in a second reading, what became of it, and how that compares with asking about everything.

    `elements` is how many there were, `checks` those that were asked about. `tokens_asked` and `tokens_for_all` are
    estimates on one scale, for the checks made and for the same checks on all elements.
    """

    elements: int
    checks: tuple[Checked, ...]
    tokens_asked: int
    tokens_for_all: int


class Reviewed(Record):
    """The findings after the second reading."""

    findings: tuple[Finding, ...]
    reading: SecondReading
