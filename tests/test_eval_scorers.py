"""The scorers, one by one, on contracts of a few sentences and findings made by hand."""

from pathlib import Path

import numpy as np
import pytest

from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.models import Confidence, ElementStatus, Evidence, Finding, Value
from analyzer.segment import segment
from eval.cases import GoldElement, GoldNegative, LabelledCase
from eval.judged import JudgedCase
from eval.metrics import Figure
from eval.scorers.absence import score_absence
from eval.scorers.calibration import calibration_error, fill_bins, score_calibration
from eval.scorers.detection import score_detection
from eval.scorers.evidence import score_evidence
from eval.scorers.hard_negatives import score_hard_negatives
from eval.scorers.numbers import is_same, score_numbers
from eval.scorers.party import score_parties
from eval.scorers.polysemy import is_clean, score_polysemy, tabulate_polysemy
from eval.scorers.pre_ai import score_pre_ai
from eval.scorers.sentences import score_sentences
from eval.scorers.status import score_status
from eval.sentence_cases import CaseContext, CaseStatus, PolysemyTrap
from eval.sentences import JudgedSentence, Reaction

TEXT = """This Agreement is between Acme Ltd (the "Client") and Borex Inc (the "Supplier").

1. The Supplier shall not train any model on Client Data.

2. The Supplier shall give thirty days' notice of a new model.

3. The delivery model may change by change order.
"""
CONTRACT = segment(ingest(TEXT.encode(), name="contract.txt"))


def evidence_of(quote: str) -> Evidence:
    text = CONTRACT.document.text
    start = text.index(quote)
    return Evidence(document="contract.txt", page=None, section=None, start=start, end=start + len(quote), quote=quote)


def finding(
    element: str,
    status: ElementStatus,
    *,
    quote: str | None = None,
    probability: float = 0.7,
    confidence: Confidence = "medium",
    value: Value | None = None,
    provision: str = "p",
) -> Finding:
    return Finding(
        provision=provision,
        element=element,
        status=status,
        probability=probability,
        confidence=confidence,
        evidence=(evidence_of(quote),) if quote else (),
        value=value,
        reason="said so",
        method="rules",
    )


def gold(
    element: str, status: ElementStatus, *quotes: str, optional: bool = False, value: Value | None = None
) -> GoldElement:
    return GoldElement(provision="p", element=element, status=status, quotes=quotes, optional=optional, value=value)


def judged(
    findings: list[Finding],
    labels: list[GoldElement],
    *,
    negatives: tuple[GoldNegative, ...] = (),
    client: str | None = "Client",
    provider: str | None = "Supplier",
) -> JudgedCase:
    case = LabelledCase(
        doc="contract",
        tier="standard",
        client=client,
        provider=provider,
        elements=tuple(labels),
        hard_negatives=negatives,
        path=Path("contract.txt"),
    )
    return JudgedCase(case, CONTRACT, tuple(findings))


def values(figures: list[Figure]) -> list[float | None]:
    return [figure.value for figure in figures]


def test_an_optional_label_counts_neither_way_and_unscored_is_not_found() -> None:
    case = judged(
        [finding("a", "strong"), finding("b", "weak"), finding("c", "missing"), finding("d", "unscored")],
        [gold("a", "weak"), gold("b", "weak", optional=True), gold("d", "weak")],
    )
    assert values(score_detection([case])) == [1.0, 0.5, pytest.approx(2 / 3)]


def test_both_errors_of_absence_are_told_apart() -> None:
    case = judged(
        [finding("a", "strong"), finding("b", "missing"), finding("c", "missing"), finding("d", "weak")],
        [gold("b", "adverse"), gold("d", "weak")],
    )
    not_reported, reported_wrongly = score_absence([case])
    assert (not_reported.value, not_reported.cases) == (0.5, 2)
    assert (reported_wrongly.value, reported_wrongly.cases) == (0.5, 2)


def test_status_counts_what_is_found_and_adverse_both_ways() -> None:
    case = judged(
        [finding("a", "adverse"), finding("b", "adverse"), finding("c", "missing"), finding("d", "weak")],
        [gold("a", "adverse"), gold("b", "weak"), gold("c", "adverse"), gold("d", "weak")],
    )
    assert values(score_status([case])) == [pytest.approx(2 / 3), 0.5, 0.5]


def test_evidence_overlaps_or_not() -> None:
    case = judged(
        [
            finding("a", "weak", quote="The Supplier shall not train any model"),
            finding("b", "weak", quote="The delivery model may change"),
        ],
        [gold("a", "weak", "not train any model on Client Data"), gold("b", "weak", "thirty days' notice")],
    )
    assert values(score_evidence([case])) == [0.5]


def test_a_hard_negative_fires_when_a_finding_of_its_provision_quotes_it() -> None:
    negative = GoldNegative(provision="p", quote="The delivery model may change by change order.")
    elsewhere = GoldNegative(provision="q", quote="The delivery model may change by change order.")
    unknown = GoldNegative(provision="p", quote="words that are not there at all")
    found = finding("a", "weak", quote="delivery model may change")
    assert values(score_hard_negatives([judged([found], [], negatives=(negative, elsewhere, unknown))])) == [0.5]
    missing = finding("a", "missing", quote="delivery model may change")
    assert values(score_hard_negatives([judged([missing], [], negatives=(negative,))])) == [0.0]


def test_parties_are_right_by_role_and_not_by_name_alone() -> None:
    assert values(score_parties([judged([], [])])) == [1.0]
    assert values(score_parties([judged([], [], client="Supplier", provider="Client")])) == [0.0]
    named = judged([], [], client="Acme Ltd (the Client)", provider=None)
    assert score_parties([named])[0].cases == 1
    assert values(score_parties([named])) == [1.0]


def test_numbers_are_the_same_whatever_the_unit_they_are_written_in() -> None:
    assert is_same(Value(number=2, unit="weeks"), Value(number=14, unit="days"))
    assert is_same(Value(number=1, unit="years"), Value(number=12, unit="months"))
    assert not is_same(Value(number=10, unit="days"), Value(number=10, unit="business days"))
    assert not is_same(None, Value(number=10, unit="days"))
    case = judged(
        [
            finding("a", "strong", value=Value(number=30, unit="days")),
            finding("b", "strong", value=Value(number=30, unit="days")),
            finding("c", "missing"),
        ],
        [gold(e, "strong", value=Value(number=n, unit="days")) for e, n in (("a", 30), ("b", 60), ("c", 5))],
    )
    assert values(score_numbers([case])) == [0.5]


def test_calibration_error_is_the_gap_between_said_and_true() -> None:
    assert calibration_error(np.array(fill_bins([(0.9, True)] * 9 + [(0.9, False)]))) == pytest.approx(0.0)
    assert calibration_error(np.array(fill_bins([(0.9, False)] * 10))) == pytest.approx(0.9)
    assert calibration_error(np.array(fill_bins([(1.0, True)]))) == pytest.approx(0.0)
    assert calibration_error(np.array(fill_bins([]))) is None


def test_calibration_of_what_was_found_leaves_absence_out() -> None:
    case = judged(
        [
            finding("a", "weak", probability=0.9, confidence="high"),
            finding("b", "missing", probability=0.9, confidence="high"),
        ],
        [gold("a", "strong")],
    )
    figures = {figure.name: figure.value for figure in score_calibration([case])}
    assert figures["high confidence is right, all findings"] == 0.5
    assert figures["high confidence is right, what was found"] == 0.0


def test_before_ai_weak_is_counted_apart_and_a_wrong_quote_is_seen(core_library: Library) -> None:
    provision = core_library.provisions[0]
    on_ai = next(e.id for e in provision.elements if e.anchor == "ai")
    rows: list[Finding] = [
        finding(on_ai, "weak", provision=provision.id, quote="delivery model may change"),
        finding(on_ai, "adverse", provision=provision.id),
        finding("not-an-element", "strong", provision=provision.id),
    ]
    wrong = rows[0].model_copy(update={"evidence": (rows[0].evidence[0].model_copy(update={"start": 0}),)})
    figures = score_pre_ai([(CONTRACT.document, rows), (CONTRACT.document, [wrong])], provisions=[provision])
    assert values(figures) == [0.5, 0.0, 1.0, 1.0]


def sentence(
    status: CaseStatus,
    graded: ElementStatus | None,
    *ranked: str,
    found: ElementStatus | None = None,
    provision: str = "p",
) -> JudgedSentence:
    findings = (finding("a", found, provision=provision),) if found else ()
    return JudgedSentence("text", "p", "a", status, Reaction(tuple(("p", e) for e in ranked), findings), graded)


def test_sentences_are_ranked_graded_and_let_pass() -> None:
    rows = [
        sentence("strong", "strong", "a", found="strong"),
        sentence("weak", "adequate", "b", "c", "a"),
        sentence("adverse", None),
        sentence("none", None, "a", found="weak"),
        sentence("none", None, "a", found="weak", provision="q"),
        sentence("none", None),
    ]
    figures = {figure.name: figure.value for figure in score_sentences(rows)}
    third, half = pytest.approx(1 / 3), pytest.approx(0.5)
    assert figures["provision is the first"] == pytest.approx(2 / 3)
    assert figures["element is the first"] == third
    assert figures["element is among the first three"] == pytest.approx(2 / 3)
    assert figures["element is found"] == third
    assert figures["status of four right, given the element"] == third
    assert figures["the same where the element was retrieved"] == half
    assert figures["hard negatives rejected, by every provision"] == third
    assert figures["hard negatives rejected, by their provision"] == pytest.approx(2 / 3)


def test_a_trap_is_clean_when_nothing_more_than_expected_rests_on_it() -> None:
    def trap(expect: str) -> PolysemyTrap:
        return PolysemyTrap.model_validate(
            {"id": "model-1", "text": "The delivery model is fixed.", "context": CaseContext(heading="Delivery"), "word": "model",
             "expect": expect, "near": "p/a", "why": "a way of delivering"}
        )  # fmt: skip

    assert is_clean((trap("none"), ()))
    assert not is_clean((trap("none"), (finding("a", "weak"),)))
    assert is_clean((trap("weak"), (finding("a", "weak"),)))
    assert not is_clean((trap("weak"), (finding("a", "adverse"),)))
    traps = [(trap("none"), ()), (trap("none"), (finding("a", "strong"),))]
    assert score_polysemy(traps)[0].value == 0.5
    assert tabulate_polysemy(traps).rows == (("model", "2", ".50", "p/a strong"),)
