"""List the passages nearest to each element, with what the rubric makes of each: what a second reader is shown."""

from collections import defaultdict
from collections.abc import Sequence

from analyzer.assess.candidates import Weighed, find_candidates, weigh
from analyzer.assess.clause import ClauseReadings
from analyzer.assess.evidence import quote_passage
from analyzer.assess.judge import Judge, load_judge
from analyzer.assess.status import grade
from analyzer.models import Contract, Element, Matches, Provision, Tier, Value
from analyzer.models.review import Shortlist, Shortlisted

# On labelled contracts left out, the passage an annotator quoted is among the five likeliest in 9 of 10 elements that are
# asked about, among the eight likeliest in hardly more.
_NEAREST = 5


def list_nearest(
    contracts: Sequence[Contract],
    matches: Sequence[Matches],
    *,
    provisions: Sequence[Provision],
    tier: Tier,
    judge: Judge | None = None,
    most: int = _NEAREST,
) -> tuple[Shortlist, ...]:
    """Return for each element of the provisions, in their order, the passages likeliest to be about it.

    Args:
        contracts: the documents of one deal.
        matches: for each contract, what retrieval found.
    """
    judge = judge or load_judge()
    elements = [element for provision in provisions for element in provision.elements]
    by_element: dict[tuple[str, str], list[Weighed]] = defaultdict(list)
    for position, contract in enumerate(contracts):
        for log_odds, candidate in weigh(
            judge, find_candidates(contract, matches[position], elements, position=position)
        ):
            by_element[candidate.provision, candidate.element].append((log_odds, candidate))
    readings = ClauseReadings(contracts)
    clauses: dict[tuple[int, int], int] = {}
    shortlists = []
    for element in elements:
        nearest = sorted(by_element[element.provision, element.id], key=lambda w: (-w[0], w[1].contract, w[1].passage))
        nearest = nearest[:most]
        place = (-1, -1)
        if nearest:
            best = nearest[0][1]
            place = (best.contract, contracts[best.contract].passages[best.passage].clause)
        shortlists.append(
            Shortlist(
                provision=element.provision,
                element=element.id,
                group=clauses.setdefault(place, len(clauses)),
                passages=tuple(_read(contracts, element, weighed, readings, judge, tier) for weighed in nearest),
            )
        )
    return tuple(shortlists)


def _read(
    contracts: Sequence[Contract],
    element: Element,
    weighed: Weighed,
    readings: ClauseReadings,
    judge: Judge,
    tier: Tier,
) -> Shortlisted:
    candidate = weighed[1]
    contract = contracts[candidate.contract]
    passage = contract.passages[candidate.passage]
    found = grade(
        passage.reading,
        element,
        around=readings.around(candidate.contract, passage.clause, candidate.passage),
        tier=tier,
        anchor=candidate.anchor,
        tone=candidate.tone,
        close=candidate.close,
        model=judge.status,
    )
    return Shortlisted(
        evidence=quote_passage(contract, passage),
        lead=passage.lead,
        status=found.status,
        firm=not found.by_tone,
        binds=found.party != "unclear",
        names_ai=candidate.anchor == "strong",
        reason=found.reason,
        value=Value(number=found.value, unit=found.unit) if found.value is not None and found.unit else None,
        party=next((p.called for p in contract.parties if p.role == found.party), None),
    )
