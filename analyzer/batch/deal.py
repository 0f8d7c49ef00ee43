"""Analyse one deal, in a worker process that keeps library and index open from one deal to the next."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import AnalyzerError, InputError
from analyzer.models import Document, Problem
from analyzer.models.batch import Deal, DealOutcome, ReportFormat, Spending
from analyzer.models.provision import Posture, ProfileName
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.library import Library
    from analyzer.llm import ModelChoice
    from analyzer.models import LanguageModel
    from analyzer.retrieve import Retriever

# One contract a core is the best use of the cores, and one thread gives the same sums on every machine.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


@dataclass(frozen=True)
class Job:
    """What is the same for every deal of a run. `library` None is the one in settings."""

    settings: Settings
    profile: ProfileName
    posture: Posture
    formats: tuple[ReportFormat, ...]
    today: date
    library: Library | None = None
    model: ModelChoice | None = None


@dataclass(frozen=True)
class Work:
    """One deal with its files' names and bytes, the problems of those that could not be opened, and what it may spend."""

    deal: Deal
    files: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...]
    allowance: Spending


@dataclass(frozen=True)
class _Opened:
    job: Job
    library: Library
    retriever: Retriever


_opened: _Opened | AnalyzerError | None = None


def open_worker(job: Job) -> None:
    """Make this process a worker: open the library and its index, once.

    What goes wrong here would go wrong for every deal, so it is kept and raised at the first.
    """
    global _opened
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"), TOKENIZERS_PARALLELISM="false")
    from filelock import FileLock

    from analyzer.library import load_library
    from analyzer.reading import end_with_parent, limit_memory
    from analyzer.retrieve import open_retriever

    settings = job.settings.model_copy(update={"encoder_threads": 1})
    end_with_parent()
    limit_memory(settings.max_worker_memory_bytes)
    try:
        library = job.library or load_library(settings.library_dir, cache_dir=settings.cache_dir)
        settings.cache_dir.mkdir(parents=True, exist_ok=True)
        # Of workers that start together the first builds the index, where there is none yet.
        with FileLock(settings.cache_dir / "index.lock"):
            retriever = open_retriever(library.exemplars, settings=settings)
    except AnalyzerError as error:
        _opened = error
        return
    _opened = _Opened(job, library, retriever)


def analyze_deal(work: Work) -> DealOutcome:
    """Read and analyse one deal and render its reports.

    A file that can't be read is left out, with its reason; the deal fails when none is left.
    """
    if not isinstance(_opened, _Opened):
        raise _opened or RuntimeError("open_worker comes first")
    began = time.monotonic()
    documents, problems = _read(work, _opened.job.settings)
    if not documents:
        return DealOutcome(report=None, problems=problems, seconds=time.monotonic() - began)
    model = _open_model(_opened.job, work.allowance)
    outcome = _analyze(documents, problems, work.deal, _opened, model)
    spent = outcome.spent if model is None else _count(model)
    return outcome.model_copy(update={"spent": spent, "seconds": time.monotonic() - began})


def refuse(error: AnalyzerError, name: str) -> Problem:
    """Return the problem of a file that is left out."""
    return Problem(code=error.code, message=str(error), document=name, partial=True)


def _read(work: Work, settings: Settings) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    from analyzer.reading import read_isolated, tell_apart

    documents, problems = [], list(work.problems)
    for name, content in work.files:
        try:
            documents.append(read_isolated(content, name=name, settings=settings))
        except InputError as error:
            problems.append(refuse(error, name))
    return tell_apart(documents), tuple(problems)


def _open_model(job: Job, allowance: Spending) -> LanguageModel | None:
    if job.model is None:
        return None
    from analyzer.llm import open_model

    choice = job.model
    return open_model(choice.name, cache_dir=job.settings.cache_dir, settings=choice.settings, allowance=allowance)


def _count(model: LanguageModel) -> Spending:
    usage = model.use().usage
    return Spending(tokens=usage.tokens, cost=usage.cost or 0.0)


def _analyze(
    documents: Sequence[Document],
    problems: Sequence[Problem],
    deal: Deal,
    opened: _Opened,
    model: LanguageModel | None,
) -> DealOutcome:
    from analyzer.pipeline import analyze
    from analyzer.report import render_reports

    job = opened.job
    # The report lists the problems of its documents: those of the files left out go with the first.
    first = documents[0].model_copy(update={"problems": (*documents[0].problems, *problems)})
    try:
        analysis = analyze(
            (first, *documents[1:]),
            profile=job.profile,
            tier=deal.tier or "auto",
            posture=deal.posture or job.posture,
            settings=job.settings,
            library=opened.library,
            retriever=opened.retriever,
            today=job.today,
            calendar=deal.calendar,
            model=model,
        )
        files = render_reports(analysis.report, contracts=analysis.contracts, formats=job.formats)
    except MemoryError:
        return fail(deal, "too-large", f"its analysis takes more than {job.settings.max_worker_memory_bytes:,} bytes of"
                    " memory; split it, or raise CLAUSE_ANALYZER_MAX_WORKER_MEMORY_BYTES")  # fmt: skip
    except AnalyzerError as error:
        return fail(deal, error.code, str(error))
    except Exception as error:
        # Without the message, which may have words of the contract in it.
        return fail(
            deal, "unexpected", f"its analysis failed ({type(error).__name__}{_place(error)}); please report it"
        )
    return DealOutcome(report=analysis.report, files=files)


def fail(deal: Deal, code: str, message: str) -> DealOutcome:
    """Return the outcome of a deal that could not be analysed."""
    problem = Problem(code=code, message=f"{deal.name}: {message}", partial=True)
    return DealOutcome(report=None, problems=(problem,))


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
