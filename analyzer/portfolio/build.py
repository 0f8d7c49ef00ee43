"""Put the deals of a run beside each other, from what the store has of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analyzer.models.batch import Deal, DealResult
from analyzer.models.finding import ProvisionStatus
from analyzer.models.portfolio import CommonProvision, Portfolio, PortfolioDeal, ScoreChange, Trend
from analyzer.models.report import Report
from analyzer.models.store import Run, RunPoint
from analyzer.portfolio.leverage import find_medians, find_missed, find_moment, find_value, measure_exposure, weigh
from analyzer.portfolio.recurring import Recurring

if TYPE_CHECKING:
    from analyzer.store import Store

# The best report to open first; those that were asked for are there.
_REPORTS = ("report.html", "report.md", "report.xlsx", "report.json")
_RUNS_SHOWN = 12


@dataclass(frozen=True)
class _Entry:
    """A deal before it can be compared: what needs the others, leverage and rank, is still to come."""

    deal: PortfolioDeal
    exposure: float = 0.0
    standing: tuple[tuple[str, ProvisionStatus, float | None], ...] = ()


def build_portfolio(store: Store, run: Run, *, today: date) -> Portfolio:
    """Return the portfolio of a run; of one that is not finished, what it has so far.

    Args:
        today: the day from which deadlines are coming or missed.
    """
    workspace = run.workspace
    results = sorted(store.runs.results(run.id, workspace=workspace), key=lambda result: result.deal)
    terms = {deal.name: deal for deal in store.deals.find(workspace=workspace)}
    history = store.runs.history(run.id, workspace=workspace)
    before = store.runs.results(history[-2].run, workspace=workspace) if len(history) > 1 else ()
    earlier = {result.deal: result.score for result in before}
    recurring = Recurring()
    entries = []
    for result in results:
        terms_of_it = terms.get(result.deal, Deal(name=result.deal))
        if result.analysis is None:
            entries.append(_Entry(_unread(result, terms_of_it)))
            continue
        # One report at a time: together they are more than memory takes.
        report = store.analyses.report(result.analysis, workspace=workspace)
        recurring.add(result.deal, report)
        entries.append(_read(result, terms_of_it, report, today=today, previous=earlier.get(result.deal)))
    provisions = recurring.provisions()
    return Portfolio(
        run=run.id,
        workspace=workspace,
        profile=run.options.profile,
        posture=run.options.posture,
        today=today,
        pending=len(store.runs.pending(run.id, workspace=workspace)),
        deals=_rank(entries, provisions),
        provisions=provisions,
        templates=recurring.templates(),
        trend=_trend(results, before, history),
        notes=tuple(_notes(entries)),
    )


def _unread(result: DealResult, terms: Deal) -> PortfolioDeal:
    return PortfolioDeal(
        rank=None,
        deal=result.deal,
        folder=result.folder,
        state=result.state,
        owner=terms.owner,
        report=next((f"deals/{result.folder}/{name}" for name in _REPORTS if name in result.files), None),
        analysis=result.analysis,
        score=result.score,
        band=result.band,
        problems=tuple(problem.message for problem in result.problems if problem.partial),
    )


def _read(result: DealResult, terms: Deal, report: Report, *, today: date, previous: float | None) -> _Entry:
    renewal = report.renewal
    deal = _unread(result, terms).model_copy(
        update={
            "previous_score": previous,
            "core_index": report.score.core_index,
            "tier": report.tier.value,
            "client": report.parties.client,
            "provider": report.parties.provider,
            "value": find_value(terms, renewal),
            "moment": find_moment(renewal, today=today),
            "missed": find_missed(renewal, today=today),
        }
    )
    standing = tuple((p.id, p.status, p.score) for p in report.provisions)
    return _Entry(deal, measure_exposure(report.provisions), standing)


def _rank(entries: Sequence[_Entry], provisions: Sequence[CommonProvision]) -> tuple[PortfolioDeal, ...]:
    """Return the deals in the order of the queue, the unread ones at its end without a rank."""
    medians = find_medians(entry.deal.value for entry in entries if entry.deal.value is not None)
    weighed = []
    for entry in entries:
        deal = entry.deal
        if deal.value is None or deal.moment is None:
            continue
        found = {provision: (status, score) for provision, status, score in entry.standing}
        standing = [found.get(provision.provision, (None, None)) for provision in provisions]
        weighed.append(
            deal.model_copy(
                update={
                    "leverage": weigh(entry.exposure, deal.value, deal.moment, medians=medians),
                    "statuses": tuple(status for status, _ in standing),
                    "scores": tuple(score for _, score in standing),
                }
            )
        )
    weighed.sort(key=_order)
    ranked = [deal.model_copy(update={"rank": rank}) for rank, deal in enumerate(weighed, 1)]
    return (*ranked, *(entry.deal for entry in entries if entry.deal.value is None))


def _order(deal: PortfolioDeal) -> tuple[float, float, str]:
    assert deal.leverage is not None
    return -deal.leverage.index, -deal.leverage.exposure * deal.leverage.value, deal.deal


def _trend(now: Sequence[DealResult], before: Sequence[DealResult], history: Sequence[RunPoint]) -> Trend | None:
    if len(history) < 2:
        return None
    new, old = _scores(now), _scores(before)
    changes = [ScoreChange(deal=deal, before=old[deal], now=new[deal]) for deal in new if deal in old]
    return Trend(
        previous_run=history[-2].run,
        comparable=history[-2].basis == history[-1].basis,
        mean_before=_mean([change.before for change in changes]),
        mean_now=_mean([change.now for change in changes]),
        better=tuple(sorted((c for c in changes if c.now > c.before), key=lambda c: (c.before - c.now, c.deal))),
        worse=tuple(sorted((c for c in changes if c.now < c.before), key=lambda c: (c.now - c.before, c.deal))),
        unchanged=sum(change.now == change.before for change in changes),
        new=tuple(sorted(new.keys() - old.keys())),
        gone=tuple(sorted(old.keys() - new.keys())),
        history=tuple(history[-_RUNS_SHOWN:]),
    )


def _scores(results: Sequence[DealResult]) -> Mapping[str, float]:
    return {result.deal: result.score for result in results if result.score is not None}


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 1) if values else None


def _notes(entries: Iterable[_Entry]) -> Iterable[str]:
    """Say what the ranking had to assume."""
    values = [entry.deal.value for entry in entries if entry.deal.value is not None]
    unknown = sum(value.amount is None for value in values)
    if unknown:
        yield (
            f"The annual value of {unknown} of {len(values)} deals is not known; they are ranked as if worth the median."
            " Give a manifest with the column annual_value."
        )
    currencies = sorted({value.currency for value in values if value.currency})
    if len(currencies) > 1 or (currencies and any(value.source == "manifest" for value in values)):
        yield (
            "Values are compared with the median of their own currency"
            f" ({', '.join([*currencies, *(['the manifest’s'] if any(v.source == 'manifest' for v in values) else [])])});"
            " nothing is converted."
        )
    moments = [entry.deal.moment for entry in entries if entry.deal.moment is not None]
    unsure = sum(moment.fact is not None and moment.fact.confidence != "high" for moment in moments)
    if unsure:
        yield f"{unsure} of the days that the ranking goes by are not sure; the calendar marks them as to be checked."
