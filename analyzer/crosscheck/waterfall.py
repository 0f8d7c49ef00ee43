"""Draw the liability waterfall of a deal: who pays for an error of the AI, up to what, and what stands behind it."""

import re
from collections.abc import Iterable, Sequence

from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.liability import Found, read_liability
from analyzer.crosscheck.liability.insurance import read_insurance
from analyzer.crosscheck.liability.outcomes import work_out
from analyzer.crosscheck.reading import Reading
from analyzer.models import Contract, Money, StepKind, Waterfall, WaterfallStep
from analyzer.money import dollar_of, read_money

_ORDER: tuple[StepKind, ...] = (
    "exclusion", "disclaimer", "client-indemnity", "recoverable", "indemnity", "uncapped", "head-cap", "cap", "insurance",
    "insurance-exclusion",
)  # fmt: skip
# The items of a list on these are one step; caps stay apart, each with its own limit.
_LISTED: tuple[StepKind, ...] = ("uncapped", "indemnity", "recoverable", "exclusion")
_ANNUAL = re.compile(
    r"\b(?:annual|yearly) (?:\w+ )?(?:charges|fees|contract value|contract price|spend)\b"
    r"|\b(?:charges|fees|contract value|contract price)\b[^.;|]{0,90}\b(?:per annum|a year|per (?:contract )?year|each (?:contract )?year|annually)\b",
    re.IGNORECASE,
)
_NOT_CHARGES = re.compile(r"liab|exceed|minimum|insur|credit|termination|at least", re.IGNORECASE)


def draw_waterfall(contracts: Sequence[Contract], *, annual_charges: Money | None = None) -> Waterfall | None:
    """Return the liability rules of a deal and what they mean for an AI error; None when it has none.

    Args:
        annual_charges: what the client pays a year, when it is known; by default what the deal states, if it does.
    """
    return trace_liability(Reading(Deal(contracts)), annual_charges=annual_charges)


def trace_liability(reading: Reading, *, annual_charges: Money | None = None) -> Waterfall | None:
    """Return the waterfall of a deal that is already indexed."""
    dollars = tuple(dollar_of(contract.document.text) for contract in reading.deal.contracts)
    steps = _joined(read_liability(reading, dollars))
    steps += read_insurance(reading, dollars=dollars)
    if not steps:
        return None
    steps.sort(key=lambda step: _ORDER.index(step.kind))
    charges = annual_charges or _stated_charges(reading, dollars)
    return Waterfall(annual_charges=charges, steps=tuple(steps), outcomes=work_out(steps, charges))


def _joined(found: Iterable[Found]) -> list[WaterfallStep]:
    """Return the steps with the items of one list as one step."""
    steps: list[WaterfallStep] = []
    of_last: tuple[int, int | None, str] | None = None
    for item in found:
        last = steps[-1] if steps else None
        same = last is not None and item.step.kind == last.kind and item.step.kind in _LISTED
        one_list = item.of_list is not None and (
            item.of_list == of_last or (same and last and item.step.heads == last.heads)
        )
        if last is not None and same and one_list:
            heads = tuple(sorted({*last.heads, *item.step.heads}))
            steps[-1] = last.model_copy(update={"heads": heads, "evidence": (*last.evidence, *item.step.evidence)})
        else:
            steps.append(item.step)
        of_last = item.of_list
    return steps


def _stated_charges(reading: Reading, dollars: tuple[str, ...]) -> Money | None:
    """Return the charges of a year where one passage states them and nothing else."""
    for sentence in reading.find(_ANNUAL, "annual", "year", "annum"):
        if _NOT_CHARGES.search(sentence.reading):
            continue
        amounts = read_money(sentence.reading, dollar=dollars[sentence.contract])
        if len(amounts) == 1 and amounts[0].money.amount >= 1000:
            return amounts[0].money
    return None
