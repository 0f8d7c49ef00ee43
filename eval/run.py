"""The main run: every set of cases through the analyzer and the scorers, and simple methods beside it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analyzer.models import Contract, Finding, ProfileName
from eval.baselines import compare_methods, count_found_on_ai
from eval.baselines.keywords import Keywords
from eval.baselines.recipe import Recipe
from eval.baselines.words import Words
from eval.cases import HELD_BACK, PRACTICE, load_labelled
from eval.judged import JudgedCase, is_found, judge_case, judge_left_out
from eval.scorers import score_contracts
from eval.scorers.detection import score_detection
from eval.scorers.evidence import score_evidence
from eval.scorers.numbers import score_numbers
from eval.scorers.party import score_parties
from eval.scorers.polysemy import score_polysemy, tabulate_polysemy
from eval.scorers.pre_ai import score_pre_ai
from eval.scorers.provisions import tabulate_provisions
from eval.scorers.sentences import score_sentences
from eval.sentence_cases import load_paraphrases, load_sentence_cases, load_traps
from eval.sentences import JudgedSentence, judge_drafted, judge_placed, judge_traps, load_drafted
from eval.shipped import Shipped, open_shipped
from eval.tables import Run, Section

SAMPLES = Path(__file__).with_name("samples")
# Simple methods are measured on every fifth contract written before AI: enough to see what they make of them.
_EVERY = 5


def run_all(shared: Path) -> Run:
    """Measure everything there are cases for.

    Args:
        shared: the folder with data/labelled, data/contracts and data/sentences.jsonl; what is not there is left out.
    """
    shipped = open_shipped()
    data = shared / "data"
    run = Run(measured=shipped.named())
    with _timed("labelled contracts, each left out"):
        labelled = judge_left_out(shipped, load_labelled(data / "labelled"))
        run += _labelled(shipped, labelled)
    with _timed("sentences by other drafters"):
        file = data / "sentences.jsonl"
        drafted = judge_drafted(shipped, load_drafted(file)) if file.is_file() else []
        if drafted:
            run.sections.append(Section("sentences", "Sentences by other drafters", score_sentences(drafted)))
    with _timed("own sentences and suites"):
        run += _own_sentences(shipped)
    with _timed("contracts written before AI"):
        files = sorted((data / "contracts").glob("*.pdf"))
        pre_ai = [(reading.contract, shipped.assess(reading)) for reading in map(shipped.read, files)]
        if pre_ai:
            figures = score_pre_ai([(c.document, f) for c, f in pre_ai], provisions=shipped.library.provisions)
            run.sections.append(Section("pre-AI", "Contracts written before AI", figures))
    with _timed("own contracts"):
        run += _own_contracts(shipped)
    if labelled and drafted and pre_ai:
        with _timed("simple methods"):
            run += _baselines(shipped, labelled, drafted, pre_ai[::_EVERY])
    return run


def _labelled(shipped: Shipped, judged: Sequence[JudgedCase]) -> Run:
    if not judged:
        return Run()
    library = shipped.library
    profiles: tuple[ProfileName, ...] = ("full", "core")
    sections = []
    for profile in profiles:
        provisions = library.in_profile(profile)
        title = (
            f"Labelled contracts, each left out: {profile} profile, {sum(len(p.elements) for p in provisions)} elements"
        )
        figures = score_contracts(judged, library=library, provisions=provisions)
        sections.append(Section(f"labelled {profile}", title, figures))
    sections.append(Section("labelled parties", "Labelled contracts: parties", score_parties(judged)))
    table = tabulate_provisions(judged, title="Labelled contracts, by provision", provisions=library.in_profile("full"))
    return Run(sections, [table])


def _own_sentences(shipped: Shipped) -> Run:
    cases = load_sentence_cases()
    judged = judge_placed(shipped, cases)
    held_back = [one for one, case in zip(judged, cases, strict=True) if case.held_back]
    tuned_on = [one for one, case in zip(judged, cases, strict=True) if not case.held_back]
    paraphrases = judge_placed(shipped, load_paraphrases())
    traps = judge_traps(shipped, load_traps())
    return Run(
        [
            Section("own sentences held back", "Own sentences, the third held back", score_sentences(held_back)),
            Section("own sentences tuned on", "Own sentences, the rest", score_sentences(tuned_on)),
            Section("paraphrases", "AI without its usual words", score_sentences(paraphrases)),
            Section("polysemy", "Words that mean something else", score_polysemy(traps)),
        ],
        [tabulate_polysemy(traps)],
    )


def _own_contracts(shipped: Shipped) -> Run:
    """Samples and practice contracts are labelled by who wrote them, and some are fitted on: for finding faults only."""
    samples = [judge_case(shipped, case) for case in load_labelled(SAMPLES / "expected", documents=SAMPLES)]
    both = [*samples, *(judge_case(shipped, case) for case in load_labelled(PRACTICE))]
    figures = score_contracts(samples, library=shipped.library, provisions=shipped.library.in_profile("core"))
    held_back = [judge_case(shipped, case) for case in load_labelled(HELD_BACK)]
    unseen = score_contracts(held_back, library=shipped.library, provisions=shipped.library.provisions)
    return Run(
        [
            Section("samples", "Own samples, core profile", figures),
            Section("own contracts held back", "Own contracts that nothing is fitted on, full profile", unseen),
            Section(
                "own contracts", "Own contracts: parties and numbers", [*score_parties(both), *score_numbers(both)]
            ),
        ]
    )


def _baselines(
    shipped: Shipped,
    labelled: Sequence[JudgedCase],
    sentences: Sequence[JudgedSentence],
    pre_ai: Sequence[tuple[Contract, Sequence[Finding]]],
) -> Run:
    elements = shipped.elements
    on_ai = {(e.provision, e.id) for e in elements if e.anchor == "ai"}
    own = [
        *score_detection(labelled),
        *score_evidence(labelled),
        *score_sentences(sentences),
        count_found_on_ai([sum(is_found(f) and (f.provision, f.element) in on_ai for f in fs) for _, fs in pre_ai]),
    ]
    methods = (
        Keywords(elements),
        Words(elements, shipped.library.exemplars),
        Recipe(shipped.library, shipped.retriever.encoder),
    )
    sections, table = compare_methods(
        methods, judged=labelled, sentences=sentences, pre_ai=[c for c, _ in pre_ai], elements=elements, shipped=own
    )
    return Run(sections, [table])


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    print(f"{what} ...", end=" ", file=sys.stderr, flush=True)
    yield
    took, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"{took:.0f} s, {worked:.0f} s of processor", file=sys.stderr, flush=True)
