"""Put the cases through the analyzer and the scorers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analyzer.assess import load_judge
from analyzer.assess.candidates import Judge
from analyzer.library import Library, load_library
from analyzer.models import ProfileName, Provision
from analyzer.retrieve import Retriever, open_retriever
from analyzer.settings import Settings
from eval.cases import LabelledCase, load_labelled
from eval.judged import JudgedCase, judge_left_out, judge_one
from eval.metrics import Figure
from eval.scorers.calibration import score_calibration
from eval.scorers.detection import score_detection
from eval.scorers.evidence import score_evidence
from eval.scorers.label import score_labels
from eval.scorers.pre_ai import score_pre_ai
from eval.scorers.status import score_status
from eval.train_judge import prepare, prepare_all

SAMPLES = Path(__file__).with_name("samples")


def run_eval(what: str, *, profile: ProfileName, shared: Path) -> list[Figure]:
    """Measure what is asked for: "all", "labelled", "own", "pre-ai", or the path of a folder of labels."""
    settings = Settings()
    library = load_library(settings.library_dir)
    provisions = library.in_profile(profile)
    retriever = open_retriever(library.exemplars, library_sha256=library.sha256, settings=settings)
    # The figures are those of the encoder in settings, so its judge is the one to measure.
    judge = load_judge(settings.encoder)
    figures: list[Figure] = []
    labelled = shared / "data" / "labelled"
    if what in {"all", "labelled"} and labelled.is_dir():
        prepared = prepare_all(labelled, library, settings)
        judged = judge_left_out(prepared, library, provisions, settings)
        figures += score_all(judged, name="labelled", library=library, provisions=provisions)
    if what in {"all", "own"}:
        judged = _judge(load_labelled(SAMPLES / "expected", documents=SAMPLES), library, provisions, retriever, judge)
        figures += score_all(judged, name="samples", library=library, provisions=provisions)
    contracts = shared / "data" / "contracts"
    if what in {"all", "pre-ai"} and contracts.is_dir():
        figures += score_pre_ai(
            sorted(contracts.glob("*.pdf")), provisions=provisions, retriever=retriever, judge=judge
        )
    if what not in {"all", "labelled", "own", "pre-ai"} and Path(what).is_dir():
        judged = _judge(load_labelled(Path(what)), library, provisions, retriever, judge)
        figures += score_all(judged, name=Path(what).name, library=library, provisions=provisions)
    return figures


def score_all(
    judged: Sequence[JudgedCase], *, name: str, library: Library, provisions: Sequence[Provision]
) -> list[Figure]:
    """Return every scorer's figures for judged cases."""
    return [
        *score_detection(judged, name=name),
        *score_status(judged, name=name),
        *score_evidence(judged, name=name),
        *score_labels(judged, name=name, library=library, provisions=provisions),
        *score_calibration(judged, name=name),
    ]


def _judge(
    cases: Sequence[LabelledCase], library: Library, provisions: Sequence[Provision], retriever: Retriever, judge: Judge
) -> list[JudgedCase]:
    elements = [e for p in library.provisions for e in p.elements]
    return [judge_one(prepare(case, retriever, elements), provisions, judge) for case in cases]
