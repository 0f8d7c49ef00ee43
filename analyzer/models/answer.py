"""What ask returns: an answer to a question about a contract, in the contract's own words."""

from typing import Literal

from analyzer.models.document import Record
from analyzer.models.finding import Evidence

Verdict = Literal["yes", "no", "depends", "states", "not-said"]


class QuotedAnswer(Record):
    """The answer to one question.

    `verdict` is None without a model: then `quotes` are the passages nearest to the question, and whether they answer it is
    for the reader to see. `why` says why the contract is taken not to say it, where an answer was thrown away.
    """

    question: str
    verdict: Verdict | None
    quotes: tuple[Evidence, ...] = ()
    why: str | None = None


class PlainSummary(Record):
    """What a report says to the business owner, a sentence a finding; `dropped` sentences of a model could not be verified."""

    sentences: tuple[str, ...]
    by_model: bool
    dropped: int = 0
