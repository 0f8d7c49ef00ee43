"""Read the money, the samples and the automation shares of a deal."""

from collections.abc import Sequence

from analyzer.crosscheck.automation import find_commitments
from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.reading import Reading
from analyzer.crosscheck.sampling import compare_samples
from analyzer.crosscheck.waterfall import trace_liability
from analyzer.models import Commercial, Contract, Finding, Money


def read_commercial(
    contracts: Sequence[Contract], findings: Sequence[Finding] = (), *, annual_charges: Money | None = None
) -> Commercial:
    """Return the liability waterfall, the sample sizes and the automation commitments of a deal.

    Args:
        findings: what assess made of the deal; they point to thresholds and samples that plain words don't show.
        annual_charges: what the client pays a year, when it is known; by default what the deal states, if it does.
    """
    return gather(Reading(Deal(contracts), findings), annual_charges=annual_charges)


def gather(reading: Reading, *, annual_charges: Money | None = None) -> Commercial:
    """Return the same for a deal that is already indexed."""
    return Commercial(
        waterfall=trace_liability(reading, annual_charges=annual_charges),
        samples=compare_samples(reading),
        automation=find_commitments(reading),
    )
