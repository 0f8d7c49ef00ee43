"""What is common to many deals: how each provision stands over all, and amendments that fit many unchanged."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from analyzer.models.finding import ElementStatus, ProvisionStatus
from analyzer.models.portfolio import CommonElement, CommonProvision, TemplateAmendment
from analyzer.models.provision import Posture
from analyzer.models.report import Report, ReportProvision

_MOST_TEMPLATES = 5
# One draft for two deals is no template.
_FEWEST_DEALS = 3
GAPS = ("weak", "missing", "adverse")


@dataclass(frozen=True)
class _Insertion:
    """A clause as it is drafted: the same elements of the same provision from the same position read alike in all deals."""

    provision: str
    elements: tuple[str, ...]
    posture: Posture


@dataclass
class _Tally:
    """What is counted of one provision while reports go by."""

    first: ReportProvision
    statuses: Counter[ProvisionStatus] = field(default_factory=Counter)
    scores: list[float] = field(default_factory=list)
    exposure: float = 0.0
    deals: list[str] = field(default_factory=list)
    elements: dict[str, Counter[ElementStatus]] = field(default_factory=lambda: defaultdict(Counter))
    titles: dict[str, str] = field(default_factory=dict)


class Recurring:
    """Counts what deals have in common; reports are added one by one, since all at once are more than memory takes."""

    def __init__(self) -> None:
        self._tallies: dict[str, _Tally] = {}
        self._deals: list[str] = []
        # Of each insertion: the deals that lack it, a bit each, and their exposure on it.
        self._lacking: dict[_Insertion, int] = defaultdict(int)
        self._exposure: dict[_Insertion, dict[int, float]] = defaultdict(dict)

    def add(self, deal: str, report: Report) -> None:
        """Count one deal."""
        number = len(self._deals)
        self._deals.append(deal)
        for provision in report.provisions:
            tally = self._tallies.setdefault(provision.id, _Tally(provision))
            tally.statuses[provision.status] += 1
            if provision.score is not None:
                tally.scores.append(provision.score)
            tally.exposure += provision.exposure
            if provision.status in GAPS:
                tally.deals.append(deal)
            for element in provision.elements:
                tally.titles[element.id] = element.title
                tally.elements[element.id][element.status] += 1
            insertion = _insertion(provision)
            if insertion is not None:
                self._lacking[insertion] |= 1 << number
                self._exposure[insertion][number] = provision.exposure

    def provisions(self) -> tuple[CommonProvision, ...]:
        """Return every provision in the order of the reports."""
        return tuple(_common(tally) for tally in self._tallies.values())

    def templates(self) -> tuple[TemplateAmendment, ...]:
        """Return the amendments that close most gaps unchanged, the largest first; no gap is in two of them."""
        left = dict(self._lacking)
        found: list[TemplateAmendment] = []
        while len(found) < _MOST_TEMPLATES:
            chosen, deals = _largest(left)
            if deals.bit_count() < _FEWEST_DEALS or not chosen:
                break
            numbers = [n for n in range(len(self._deals)) if deals >> n & 1]
            found.append(
                TemplateAmendment(
                    name=f"Template {len(found) + 1}",
                    posture=chosen[0].posture,
                    provisions=tuple(p for p in self._tallies if p in {i.provision for i in chosen}),
                    deals=tuple(self._deals[n] for n in numbers),
                    gaps=len(chosen) * len(numbers),
                    exposure=round(sum(self._exposure[i][n] for i in chosen for n in numbers), 1),
                )
            )
            left = {i: mask & ~deals if i in chosen else mask for i, mask in left.items()}
        return tuple(found)


def _largest(lacking: dict[_Insertion, int]) -> tuple[list[_Insertion], int]:
    """Return clauses and the deals that lack all of them, with the product of their numbers large.

    Greedy from the clause that most deals lack, each time the one that keeps most deals; the exact largest is a hard
    problem and no better to explain.
    """
    best: tuple[list[_Insertion], int] = ([], 0)
    if not lacking:
        return best
    first = max(lacking, key=lambda i: (lacking[i].bit_count(), i.provision))
    chosen, deals = [first], lacking[first]
    others = {i for i in lacking if i.posture == first.posture and i.provision != first.provision}
    while True:
        if len(chosen) * deals.bit_count() > len(best[0]) * best[1].bit_count():
            best = (list(chosen), deals)
        if not others:
            return best
        following = max(others, key=lambda i: ((deals & lacking[i]).bit_count(), i.provision, i.elements))
        deals &= lacking[following]
        if deals.bit_count() < _FEWEST_DEALS:
            return best
        chosen.append(following)
        others = {i for i in others if i.provision != following.provision}


def _insertion(provision: ReportProvision) -> _Insertion | None:
    """Return the clause a suggestion only inserts; one that replaces or overrides words is of its own contract."""
    suggestion = provision.suggestion
    if suggestion is None or not suggestion.edits or any(edit.action != "insert" for edit in suggestion.edits):
        return None
    return _Insertion(provision.id, tuple(edit.element for edit in suggestion.edits), suggestion.posture)


def _common(tally: _Tally) -> CommonProvision:
    first = tally.first
    return CommonProvision(
        provision=first.id,
        title=first.title,
        group=first.group,
        plain=first.plain,
        statuses=dict(tally.statuses),
        mean_score=round(sum(tally.scores) / len(tally.scores), 1) if tally.scores else None,
        exposure=round(tally.exposure, 1),
        deals=tuple(tally.deals),
        elements=tuple(
            CommonElement(
                element=element,
                title=tally.titles[element],
                missing=counts["missing"],
                weak=counts["weak"],
                adverse=counts["adverse"],
            )
            for element, counts in tally.elements.items()
        ),
    )
