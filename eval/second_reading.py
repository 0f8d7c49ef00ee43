"""Measure the second reading: a language model on labelled contracts, each left out, beside the analyzer without one.

`python -m eval --llm MODEL` asks a model with the user's own key and settings; `--llm labels` a reader that knows the labels
and can quote only what it is shown, which tells what the passages that are sent would let the best of readers reach.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzer.assess.nearest import list_nearest
from analyzer.llm import ModelChoice, ModelSettings, keep_back, open_model
from analyzer.models import ModelUse, SecondReading
from analyzer.models.llm import LanguageModel
from analyzer.models.review import Shortlist
from analyzer.prompts import load_prompt
from analyzer.review import review
from eval.cases import LabelledCase, find_quote, load_labelled
from eval.judged import JudgedCase
from eval.label_reader import open_label_reader
from eval.metrics import Figure, count, rate
from eval.scorers.detection import score_detection
from eval.scorers.evidence import score_evidence
from eval.scorers.status import score_status
from eval.shipped import Reading, Shipped, open_shipped
from eval.tables import Run, Section, Table, short
from eval.train_judge import calibrate, prepare

LABELS = "labels"


@dataclass(frozen=True)
class Reread:
    """A labelled contract judged without a model and then with one."""

    first: JudgedCase
    after: JudgedCase
    shortlists: tuple[Shortlist, ...]
    reading: SecondReading
    use: ModelUse


def measure_second_reading(shared: Path, llm: str) -> Run:
    """Measure a model on the labelled contracts.

    Args:
        shared: the folder with data/labelled.
        llm: as `--llm` of the analyzer takes it, or "labels".

    Raises:
        ModelError: the model can't be used.
    """
    cases = load_labelled(shared / "data" / "labelled")
    if not cases:
        return Run()
    shipped = open_shipped()
    reread = reread_left_out(shipped, cases, llm)
    offline, with_model = [r.first for r in reread], [r.after for r in reread]
    before, after = _score(offline), _score(with_model)
    title = f"Labelled contracts, each left out, full profile, with {llm}"
    asking = [*score_passages(reread), *count_use(reread)]
    return Run(
        [Section("second reading", title, [*after, *asking])],
        [_beside(before, after, llm)],
        measured={**shipped.named(), "model": llm},
    )


def reread_left_out(shipped: Shipped, cases: Sequence[LabelledCase], llm: str) -> list[Reread]:
    """Judge each case with a judge set on the others, then have it read again."""
    provisions = shipped.library.provisions
    prepared = [prepare(case, shipped.retriever, provisions) for case in cases]
    found = []
    for held in prepared:
        judge = calibrate(shipped.judge, [other for other in prepared if other is not held], provisions)
        contracts, matches, tier = [held.contract], [held.matches], held.case.tier
        findings = shipped.assess(Reading(held.contract, held.matches), tier=tier, judge=judge)
        shortlists = list_nearest(contracts, matches, provisions=provisions, tier=tier, judge=judge)
        model = keep_back(_open(llm, held.case, shipped), contracts)
        reviewed = review(
            contracts,
            findings,
            provisions=provisions,
            shortlists=shortlists,
            tier=tier,
            model=model,
            prompt=load_prompt("review"),
        )
        for problem in model.problems():
            print(f"{held.case.doc}: {problem.message}", file=sys.stderr)
        first, after = (JudgedCase(held.case, held.contract, each) for each in (findings, reviewed.findings))
        found.append(Reread(first, after, shortlists, reviewed.reading, model.use()))
        print(f"{held.case.doc}: {len(reviewed.reading.checks)} elements asked about", file=sys.stderr, flush=True)
    return found


def _open(llm: str, case: LabelledCase, shipped: Shipped) -> LanguageModel:
    if llm == LABELS:
        return open_label_reader(case, shipped.library.provisions)
    choice = ModelChoice(llm, ModelSettings())
    return open_model(choice.name, cache_dir=shipped.settings.cache_dir, settings=choice.settings)


def _score(judged: Sequence[JudgedCase]) -> list[Figure]:
    return [*score_detection(judged), *score_status(judged), *score_evidence(judged)]


def score_passages(reread: Sequence[Reread]) -> list[Figure]:
    """Return how often what the annotators quoted was among the passages that were sent, where it was asked about."""
    rows, asked_rows = [], []
    for one in reread:
        asked = {(c.provision, c.element) for c in one.reading.checks}
        gold = [label for key, label in one.first.case.gold().items() if not label.optional]
        about = [label for label in gold if (label.provision, label.element) in asked]
        shown = {(s.provision, s.element): s for s in one.shortlists}
        sent = 0
        for label in about:
            key = label.provision, label.element
            quoted = [
                (e.start, e.end) for f in one.first.findings if (f.provision, f.element) == key for e in f.evidence
            ]
            spans = [(p.evidence.start, p.evidence.end) for p in shown[key].passages]
            sent += _touches(one.first.contract.document.text, label.quotes, [*spans, *quoted])
        rows.append((float(sent), float(len(about))))
        asked_rows.append((float(len(about)), float(len(gold))))
    return [
        rate("labelled passage among those sent", rows),
        rate("labelled elements asked about", asked_rows),
    ]


def _touches(text: str, quotes: Collection[str], spans: Collection[tuple[int, int]]) -> bool:
    found = [span for span in (find_quote(text, quote) for quote in quotes) if span is not None]
    return any(min(end, b) > max(start, a) for start, end in spans for a, b in found)


def count_use(reread: Sequence[Reread]) -> list[Figure]:
    """Return how much was asked, against asking about everything, and what that took."""
    contracts = len(reread)
    tokens = [(float(r.reading.tokens_asked), float(r.reading.tokens_for_all)) for r in reread]
    elements = [(float(len(r.reading.checks)), float(r.reading.elements)) for r in reread]
    outcomes = [check.outcome for r in reread for check in r.reading.checks]
    costs = [r.use.usage.cost for r in reread]
    figures = [
        rate("elements asked about", elements, better="lower"),
        rate("tokens of asking about every element", tokens, better="lower"),
        count("requests a contract", sum(r.use.requests for r in reread) / contracts, cases=contracts),
        count("tokens used a contract", sum(r.use.usage.tokens for r in reread) / contracts, cases=contracts),
        count("answers thrown away", outcomes.count("dropped"), cases=len(outcomes)),
        count("checks without an answer", outcomes.count("unanswered"), cases=len(outcomes)),
    ]
    if all(cost is not None for cost in costs):
        dollars = sum(cost or 0.0 for cost in costs) / contracts
        figures.append(count("cost a contract, US dollars", dollars, cases=contracts))
    return figures


def _beside(before: Sequence[Figure], after: Sequence[Figure], llm: str) -> Table:
    rows = [(figure.name, short(figure.value), short(new.value)) for figure, new in zip(before, after, strict=True)]
    return Table("Beside the analyzer without a model", ("", "offline", llm), tuple(rows))
