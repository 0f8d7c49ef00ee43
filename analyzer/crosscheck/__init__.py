"""Read the deal as a whole: what one passage takes from another, and how the documents stand to each other."""

from collections import Counter
from collections.abc import Sequence

from analyzer.crosscheck.commercial import gather
from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.defeats import Weighing, find_defeats, settle
from analyzer.crosscheck.disagreement import Disagreements
from analyzer.crosscheck.documents import read_documents
from analyzer.crosscheck.effective import exchanged, read_changes, show_change, superseded
from analyzer.crosscheck.foresight import Foresight
from analyzer.crosscheck.laws import name_laws
from analyzer.crosscheck.orders import read_orders, show_order
from analyzer.crosscheck.pairs import check_pairs
from analyzer.crosscheck.reading import Reading
from analyzer.models import Conflict, Contract, CrossCheck, DealReading, Finding, Instrument, Provision, Tier

__all__ = ["Foresight", "crosscheck", "keep_effective"]


def keep_effective(contracts: Sequence[Contract]) -> tuple[Contract, ...]:
    """Return the contracts as amendments among them leave them; text and clauses stay.

    Passages that were deleted or replaced are left out, those in which words were replaced read as they do since.
    """
    deal = Deal(contracts)
    changes = read_changes(deal, read_documents(deal))
    gone, new = superseded(deal, changes), exchanged(deal, changes)
    if not gone and not new:
        return tuple(contracts)
    return tuple(
        contract.model_copy(
            update={
                "passages": tuple(
                    new.get((number, i), p) for i, p in enumerate(contract.passages) if (number, i) not in gone
                )
            }
        )
        for number, contract in enumerate(contracts)
    )


def crosscheck(
    contracts: Sequence[Contract],
    findings: Sequence[Finding],
    *,
    provisions: Sequence[Provision],
    tier: Tier,
    instruments: Sequence[Instrument] = (),
) -> CrossCheck:
    """Return the findings after other passages of the deal were held against them, with the conflicts found.

    A finding never rises here, except where another document of the deal prevails over the one that spoke against the client.

    Args:
        contracts: the documents of one deal as `keep_effective` returns them.
        findings: what assess made of them.
        instruments: the laws and standards whose names are looked for.
    """
    deal = Deal(contracts)
    reading = Reading(deal)
    weighing = Weighing(reading, provisions)
    documents = read_documents(deal)
    orders = read_orders(deal, documents)
    changes = read_changes(deal, documents)
    disagreements = Disagreements(
        reading, weighing, documents=documents, orders=orders, provisions=provisions, tier=tier
    )
    settled = [disagreements.settle(finding) for finding in findings]
    defeats = find_defeats(reading, weighing, settled, orders=orders, changes=changes)
    lowered, conflicts = settle(deal, settled, defeats, provisions=provisions, tier=tier)
    told = reading.about(lowered)
    commercial = gather(told)
    pairs = check_pairs(told, tier=tier, commercial=commercial)
    return CrossCheck(
        findings=lowered,
        conflicts=_numbered([*conflicts, *disagreements.conflicts, *pairs]),
        commercial=commercial,
        deal=DealReading(
            documents=documents,
            precedence=tuple(show_order(deal, order) for order in orders),
            amendments=tuple(show_change(deal, change) for change in changes),
            laws=name_laws(deal, instruments),
        ),
    )


def _numbered(conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    counts: Counter[str] = Counter()
    named = []
    for conflict in conflicts:
        counts[conflict.check] += 1
        named.append(conflict.model_copy(update={"id": f"{conflict.check}-{counts[conflict.check]}"}))
    return tuple(named)
