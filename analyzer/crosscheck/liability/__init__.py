"""Read the liability rules of a deal, one step a rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.crosscheck.liability.caps import read_caps
from analyzer.crosscheck.liability.outside import read_disclaimers, read_exclusions, read_indemnities, read_uncapped
from analyzer.crosscheck.liability.passage import LiabilityPassage
from analyzer.crosscheck.reading import Reading
from analyzer.models import ChargesShare, WaterfallStep

_WORDS = (
    "liab",
    "damage",
    "responsib",
    "limit",
    "cap",
    "indemn",
    "exceed",
    "apply",
    "direct",
    "as is",
    "as-is",
    "recover",
)
_SHORTEST = 20


@dataclass(frozen=True)
class Found:
    """A step with the list it is an item of, so that the items of one list become one step."""

    step: WaterfallStep
    of_list: tuple[int, int | None, str] | None


def read_liability(reading: Reading, dollars: tuple[str, ...]) -> Iterator[Found]:
    """Yield the liability rules of a deal in the order of its text.

    Args:
        dollars: for each contract the currency a bare "$" stands for.
    """
    given: ChargesShare | None = None
    for sentence in reading.deal.sentences_with(*_WORDS):
        if len(sentence.reading) <= _SHORTEST:
            continue
        contract = reading.deal.contracts[sentence.contract]
        lead = contract.passages[sentence.passage].lead
        listed = (sentence.contract, contract.clauses[sentence.clause[1]].parent, lead) if lead else None
        passage = LiabilityPassage(reading, sentence, dollars[sentence.contract])
        for step in _steps(passage, given):
            if step.kind == "cap" and step.limit is not None and step.limit.shares:
                # "three times that amount" points back to the last share of the charges, be it sections away.
                given = step.limit.shares[0]
            yield Found(step, listed)


def _steps(passage: LiabilityPassage, given: ChargesShare | None) -> Iterator[WaterfallStep]:
    if passage.on_liability:
        yield from read_caps(passage, given)
        yield from read_uncapped(passage)
        yield from read_exclusions(passage)
    yield from read_indemnities(passage)
    yield from read_disclaimers(passage)
