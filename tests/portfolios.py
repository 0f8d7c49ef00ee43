"""Deals with what a portfolio ranks them by, and a run over them in the store: for tests of portfolio and its files."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from analyzer.models import (
    Problem,
    Renewal,
    RenewalFact,
    Report,
    ReportEdit,
    ReportProvision,
    ReportSuggestion,
    Run,
)
from analyzer.models.batch import Deal, DealOutcome, OutputFile
from analyzer.models.renewal import DateFact
from analyzer.store import Store
from tests.batches import OPTIONS, TODAY, small_report, task


def on(days: int, confidence: str = "high") -> DateFact:
    day = TODAY + timedelta(days=days)
    return RenewalFact[date](
        value=day, quote="ninety days", page=4, confidence=confidence, arithmetic=("90 days before",)
    )  # type: ignore[arg-type]


def fact(value: Any) -> Any:
    return RenewalFact(value=value, quote="as written", page=1, confidence="high")


def provision(name: str, status: str, *, elements: Sequence[str] = ("one",), action: str = "insert") -> ReportProvision:
    score = {"adverse": 0.0, "missing": 0.0, "weak": 30.0, "adequate": 70.0, "strong": 100.0}[status]
    edits = tuple(
        ReportEdit(
            action=action, element=e, document="a.txt", start=0, end=0, number="9", text="It shall.", despite=None
        )
        for e in elements
    )  # type: ignore[arg-type]
    gap = status in {"adverse", "missing", "weak"}
    return ReportProvision(
        id=name,
        title=f"About {name}",
        group="data" if name > "m" else "change",
        plain="Nothing stops it.",
        status=status,
        score=score,
        weight=2.0,
        exposure=2 * (100 - score),
        steps=(),
        elements=(),
        suggestion=ReportSuggestion(
            posture="balanced", action=action, section="9", heading="H", text="It shall.", note="", edits=edits
        )
        if gap
        else None,
    )  # type: ignore[arg-type]


def report(*provisions: ReportProvision, score: float = 50.0, renewal: Renewal | None = None) -> Report:
    kept = provisions or (provision("alpha", "missing"), provision("zeta", "adequate"))
    return small_report(score).model_copy(update={"provisions": kept, "renewal": renewal})


def run_of(store: Store, deals: dict[str, Report | None], *, basis: str = "b" * 64, **terms: Deal) -> Run:
    tasks = [task(name).model_copy(update={"deal": terms.get(name, Deal(name=name))}) for name in deals]
    options = OPTIONS.model_copy(update={"basis": basis})
    run = store.runs.start(tasks, options=options, workspace="default", who="Ada")
    for each, made in zip(tasks, deals.values(), strict=True):
        outcome = DealOutcome(
            report=made,
            files=() if made is None else (OutputFile(name="report.html", content=b"<p>"),),
            problems=() if made else (Problem(code="damaged", message="cut short", partial=True),),
        )
        store.runs.record(run.id, each, outcome, fingerprint=each.deal.name, workspace="default", who="Ada")
    return store.runs.finish(run.id, workspace="default", who="Ada")
