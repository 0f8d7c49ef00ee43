"""Small reports, deals and outcomes, and an engine that makes them up: for tests of the store and of the batch's own work."""

from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path

from analyzer.batch.deal import Job, Work
from analyzer.models import (
    Problem,
    Receipt,
    Report,
    ReportDocument,
    ReportElement,
    ReportParties,
    ReportProvision,
    ReportScore,
    ReportSuggestion,
    TierReading,
)
from analyzer.models.batch import Deal, DealFile, DealOutcome, DealTask, OutputFile, RunOptions

TODAY = date(2026, 11, 20)
OPTIONS = RunOptions(
    source="/contracts",
    out="/out",
    profile="core",
    posture="balanced",
    formats=("json",),
    basis="b" * 64,
    today=TODAY,
)


def small_report(score: float = 50.0, *documents: str, problems: tuple[Problem, ...] = ()) -> Report:
    """A report of two provisions, the first with an element and a suggestion."""
    element = ReportElement(
        id="prior-notice",
        title="Prior notice",
        criticality="critical",
        status="weak",
        confidence="high",
        evidence=(),
        value=None,
        party=None,
        reason="No period is named.",
        method="rules",
        absence=None,
    )
    suggestion = ReportSuggestion(
        posture="balanced", action="insert", section="14", heading="Notice", text="The Supplier shall …", note="New."
    )
    provisions = tuple(
        ReportProvision(
            id=name,
            title=name,
            group="change",
            plain="Nothing stops a change.",
            status="weak",
            score=score,
            weight=2.0,
            exposure=3.5,
            steps=(),
            elements=(element,) if proposal else (),
            suggestion=proposal,
        )
        for name, proposal in (("model-change", suggestion), ("model-register", None))
    )
    return Report(
        status="partial" if any(p.partial for p in problems) else "complete",
        documents=tuple(
            ReportDocument(name=name, sha256="d" * 64, format="text", pages=1, characters=10)
            for name in documents or ("a.txt",)
        ),
        parties=ReportParties(client="Customer", provider="Supplier"),
        tier=TierReading(value="standard", source="detected"),
        profile="core",
        posture="balanced",
        score=ReportScore(contract=score, band="C", core_index=score, range=(score, score)),
        provisions=provisions,
        problems=problems,
        receipt=Receipt(
            analyzer_version="0",
            library_sha256="l" * 64,
            library_version="0",
            encoder="fast",
            encoder_sha256="e" * 64,
            judge_sha256="j" * 64,
            model=None,
            prompts_sha256=None,
            settings={},
            left_the_machine="nothing",
            date=TODAY.isoformat(),
        ),
    )


def task(name: str, *files: str) -> DealTask:
    """A deal with its files."""
    paths = tuple(DealFile(path=Path(file)) for file in files or (f"{name}.txt",))
    return DealTask(deal=Deal(name=name), folder=name, files=paths)


def made_up_outcome(work: Work) -> DealOutcome:
    """An outcome as the analysis would give it: the score is the number of bytes, "bad" in a name can't be read."""
    good = [(name, content) for name, content in work.files if "bad" not in name]
    problems = (
        *work.problems,
        *(Problem(code="damaged", message=f"{n}: cut short", partial=True) for n, _ in work.files if "bad" in n),
    )
    if not good:
        return DealOutcome(report=None, problems=problems)
    report = small_report(float(sum(len(c) for _, c in good)), *(name for name, _ in good), problems=problems)
    return DealOutcome(
        report=report, files=(OutputFile(name="report.json", content=report.model_dump_json().encode()),)
    )


def made_up_engine(work: Iterator[tuple[int, Work]], job: Job) -> Generator[tuple[int, DealOutcome]]:
    """An engine without workers, for `batch(engine=...)`."""
    for number, deal in work:
        yield number, made_up_outcome(deal)
