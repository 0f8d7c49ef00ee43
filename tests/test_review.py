"""The second reading: what an answer may change, what is thrown away, and what leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from analyzer.library import Library
from analyzer.llm import ModelSettings, open_model
from analyzer.models import (
    Absence,
    Contract,
    Element,
    ElementStatus,
    Evidence,
    Finding,
    LanguageModel,
    Method,
    Nearest,
    Value,
)
from analyzer.models.lint import HostileText
from analyzer.models.review import ReadStatus, Reviewed, Shortlist, Shortlisted
from analyzer.prompts import load_prompt
from analyzer.review import review
from analyzer.segment import segment
from analyzer.verbatim import find_quote
from tests.documents import document
from tests.fake_openai import Asked, Fail, FakeOpenAI, Reaction, Say, Script, fake_openai
from tests.reviewers import Reviewer, invent, read_sheet, say, script_of, sweep

pytest.importorskip("langchain_openai")

NOTICE = "The Provider shall give the Client 45 days written notice before it changes an AI Model used in the Services."
VAGUE = "The Provider will endeavour to inform the Client of updates to its AI Models from time to time."
AGAINST = "The Provider may change, replace or retire any AI Model at any time without notice."
FEES = "The Client shall pay all undisputed invoices within thirty days of receipt of the invoice."
ABOUT = "\u201cAI Model\u201d means a trained model that the Provider uses to deliver the Services."


@pytest.fixture(scope="module")
def contract() -> Contract:
    lines = ("# Definitions", ABOUT, "# Changes", NOTICE, VAGUE, AGAINST, "# Fees", FEES)
    return segment(
        document("This Agreement is between Acme Ltd (\u201cClient\u201d) and Beta Ltd (\u201cProvider\u201d).", *lines)
    )


def passage(
    contract: Contract,
    words: str,
    *,
    status: ReadStatus,
    firm: bool = False,
    binds: bool = True,
    names_ai: bool = True,
    number: float | None = None,
) -> Shortlisted:
    start = contract.document.text.index(words)
    evidence = Evidence(
        document=contract.document.name, page=None, section="2", start=start, end=start + len(words), quote=words
    )
    value = None if number is None else Value(number=number, unit="days")
    return Shortlisted(
        evidence=evidence,
        lead="",
        status=status,
        firm=firm,
        binds=binds,
        names_ai=names_ai,
        reason="by its words",
        value=value,
        party="Provider",
    )


class Deal:
    """One element, judged in doubt, and the passages nearest to it."""

    def __init__(self, contract: Contract, library: Library, tmp_path: Path) -> None:
        self.contract = contract
        self.provisions = [p for p in library.provisions if p.id == "model-change-notice"]
        self.cache = tmp_path
        self.model: LanguageModel

    @property
    def element(self) -> Element:
        return next(e for e in self.provisions[0].elements if e.id == "notice-period")

    def finding(
        self,
        status: ElementStatus,
        *quoted: Shortlisted,
        method: Method = "retrieval",
        probability: float = 0.5,
        element: Element | None = None,
    ) -> Finding:
        element = element or self.element
        nearest = (Nearest(evidence=quoted[0].evidence, why="near"),) if quoted and status == "missing" else ()
        return Finding(
            provision=element.provision,
            element=element.id,
            status=status,
            probability=probability,
            confidence="low" if probability < 0.6 else "medium" if probability < 0.85 else "high",
            evidence=() if status == "missing" else tuple(p.evidence for p in quoted),
            reason="as first read",
            method=method,
            absence=Absence(searched="all", nearest=nearest) if status == "missing" else None,
        )

    def review(
        self,
        findings: Sequence[Finding],
        passages: Sequence[Shortlisted],
        script: Script | Sequence[Reaction],
        *,
        hostile: Sequence[HostileText] = (),
        **settings: Any,
    ) -> tuple[Reviewed, FakeOpenAI]:
        shortlists = [
            Shortlist(provision=f.provision, element=f.element, group=0, passages=tuple(passages)) for f in findings
        ]
        with fake_openai(script) as fake:
            chosen = ModelSettings(base_url=fake.base_url, **{"max_retries": 0, "concurrency": 1, **settings})
            self.model = open_model("test-model", cache_dir=self.cache, settings=chosen)
            reviewed = review(
                [self.contract],
                findings,
                provisions=self.provisions,
                shortlists=shortlists,
                tier="standard",
                model=self.model,
                prompt=load_prompt("review"),
                hostile=hostile,
            )
        return reviewed, fake


@pytest.fixture
def deal(contract: Contract, core_library: Library, tmp_path: Path) -> Deal:
    return Deal(contract, core_library, tmp_path)


def quoting(status: str, words: str) -> Reviewer:
    """Return a reviewer that quotes these words of whatever passage has them."""

    def reviewer(provision: str, element: str, passages: Mapping[int, str]) -> dict[str, Any]:
        number = next((n for n, p in passages.items() if words in p), min(passages))
        return say(status, {number: words})

    return reviewer


def test_only_doubtful_elements_are_asked_about_and_nothing_else_of_the_contract_is_sent(deal: Deal) -> None:
    near = passage(deal.contract, NOTICE, status="adequate")
    others = [e for e in deal.provisions[0].elements if e is not deal.element][:3]
    findings = [
        deal.finding("adequate", near, probability=0.7),
        deal.finding("strong", near, probability=0.95, element=others[0]),
        deal.finding("missing", probability=0.97, element=others[1]),
        deal.finding("unscored", near, probability=0.1, element=others[2]),
    ]
    reviewed, fake = deal.review(findings, [near], script_of(sweep("adequate")))
    (asked,) = fake.asked
    seen = read_sheet(asked.user)
    assert seen.passages == {1: NOTICE}
    assert [c[1] for c in seen.checks.values()] == [deal.element.title]
    assert deal.element.strong in asked.user
    assert "strong at least 30 days" in asked.user
    assert ABOUT[10:] in asked.user
    for absent in (VAGUE, AGAINST, FEES, others[0].strong):
        assert absent not in asked.user
    assert reviewed.reading.elements == 4
    assert [c.element for c in reviewed.reading.checks] == [deal.element.id]
    assert reviewed.reading.tokens_asked < reviewed.reading.tokens_for_all
    assert reviewed.findings[1:] == tuple(findings[1:])


def test_passages_are_shown_between_lines_nobody_could_foresee(deal: Deal) -> None:
    near = passage(deal.contract, NOTICE, status="adequate")
    _, one = deal.review([deal.finding("adequate", near)], [near], script_of(sweep("adequate")))
    vague = passage(deal.contract, VAGUE, status="weak")
    _, two = deal.review([deal.finding("weak", vague)], [vague], script_of(sweep("weak")))
    codes = [re.findall(r"^--- (\w{12})$", fake.asked[0].user, re.MULTILINE) for fake in (one, two)]
    assert len(codes[0]) == 2
    assert len(set(codes[0])) == 1
    assert codes[0][0] != codes[1][0]


Case = tuple[ElementStatus, Method, str, ReadStatus, bool, str, str, ElementStatus, str]
# Status and method before, the words quoted before; the rubric's reading of the words the model quotes and whether it is
# firm; what the model says and quotes; status and outcome after.
CASES: list[Case] = [
    ("adequate", "retrieval", NOTICE, "adequate", False, "adequate", NOTICE, "adequate", "confirmed"),
    ("missing", "retrieval", VAGUE, "adequate", False, "strong", NOTICE, "strong", "moved"),
    ("missing", "retrieval", VAGUE, "adequate", True, "strong", NOTICE, "adequate", "moved"),
    ("missing", "retrieval", VAGUE, "missing", True, "strong", NOTICE, "missing", "disagreed"),
    ("weak", "retrieval", NOTICE, "weak", False, "strong", NOTICE, "strong", "moved"),
    ("weak", "rules", VAGUE, "weak", True, "strong", VAGUE, "weak", "disagreed"),
    ("weak", "rules", VAGUE, "strong", True, "strong", NOTICE, "strong", "moved"),
    ("strong", "retrieval", NOTICE, "weak", False, "weak", VAGUE, "weak", "moved"),
    ("strong", "rules", NOTICE, "adverse", True, "adverse", AGAINST, "adverse", "moved"),
    ("adverse", "rules", AGAINST, "strong", False, "strong", NOTICE, "adverse", "disagreed"),
    ("adverse", "retrieval", AGAINST, "strong", False, "adequate", NOTICE, "adequate", "moved"),
    ("adverse", "retrieval", AGAINST, "strong", True, "weak", NOTICE, "weak", "moved"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[1]}-{c[5]}-{c[8]}")
def test_an_answer_moves_a_status_only_as_the_rules_allow(case: Case, deal: Deal) -> None:
    before, method, quoted, reading, firm, said, words, after, outcome = case
    shown = [
        passage(deal.contract, text, status=reading if text == words else "weak", firm=firm if text == words else False)
        for text in (NOTICE, VAGUE, AGAINST)
    ]
    first = next(p for p in shown if p.evidence.quote == quoted)
    finding = deal.finding(before, first, method=method)
    reviewed, _ = deal.review([finding], shown, script_of(quoting(said, words)))
    (result,) = reviewed.findings
    assert (result.status, reviewed.reading.checks[0].outcome) == (after, outcome)
    if outcome == "moved":
        assert (result.method, result.confidence) == ("model", "medium")
        assert result.evidence[0].quote == words
    if outcome == "disagreed":
        assert result.evidence == finding.evidence
        assert f"a second reading says {said}" in result.reason
        assert "the lower status stands" in result.reason


@pytest.mark.parametrize(
    ("firm", "names_ai", "after"), [(True, True, "weak"), (True, False, "missing"), (False, True, "missing")]
)
def test_what_binds_nobody_raises_nothing_past_weak(
    firm: bool, names_ai: bool, after: ElementStatus, deal: Deal
) -> None:
    shown = [passage(deal.contract, VAGUE, status="strong", firm=firm, binds=False, names_ai=names_ai)]
    reviewed, _ = deal.review([deal.finding("missing")], shown, script_of(quoting("strong", VAGUE)))
    assert reviewed.findings[0].status == after


def test_missing_is_believed_where_the_quoted_and_the_nearest_were_read(deal: Deal) -> None:
    shown = [passage(deal.contract, text, status="weak") for text in (NOTICE, VAGUE)]
    reviewed, fake = deal.review([deal.finding("adequate", shown[1])], shown, script_of(sweep("missing")))
    (result,) = reviewed.findings
    assert result.status == "missing"
    assert result.evidence == ()
    assert result.absence is not None
    assert {n.evidence.quote for n in result.absence.nearest} == {NOTICE, VAGUE}
    assert next(iter(read_sheet(fake.asked[0].user).passages.values())) == VAGUE


def test_adverse_becomes_missing_only_after_a_second_look_at_the_adverse_words(deal: Deal) -> None:
    shown = [passage(deal.contract, text, status="adverse") for text in (NOTICE, AGAINST)]
    reviewed, fake = deal.review([deal.finding("adverse", shown[1])], shown, script_of(sweep("missing")))
    assert reviewed.findings[0].status == "missing"
    assert [list(read_sheet(a.user).passages.values()) for a in fake.asked] == [[AGAINST, NOTICE], [AGAINST]]


def test_a_raise_needs_a_second_look_at_the_quoted_words_alone(deal: Deal) -> None:
    shown = [passage(deal.contract, text, status="weak") for text in (NOTICE, VAGUE)]

    def swayed(asked: Asked) -> Say:
        # Says strong while another passage is in sight, and weak when the quoted one stands alone.
        alone = len(read_sheet(asked.user).passages) == 1
        return script_of(quoting("weak" if alone else "strong", NOTICE))(asked)

    reviewed, fake = deal.review([deal.finding("missing", shown[1])], shown, swayed)
    assert len(fake.asked) == 2
    assert reviewed.findings[0].status == "weak"


def test_numbers_and_parties_come_from_the_passage_and_not_from_the_model(deal: Deal) -> None:
    shown = [passage(deal.contract, NOTICE, status="adequate", number=45)]

    def boastful(provision: str, element: str, passages: Mapping[int, str]) -> dict[str, Any]:
        return {**say("strong", {1: NOTICE}), "number": 365, "unit": "days", "binds": "both"}

    reviewed, _ = deal.review([deal.finding("missing", shown[0])], shown, script_of(boastful))
    assert reviewed.findings[0].value == Value(number=45, unit="days")
    assert reviewed.findings[0].party == "Provider"


BAD_ANSWERS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "invented": (lambda: say("strong", {1: "The Provider shall give 90 days notice of every change."}), "does not stand"),
    "changed number": (lambda: say("strong", {1: NOTICE.replace("45", "90")}), "does not stand"),
    "one true and one invented": (lambda: say("strong", {1: NOTICE, 2: "and shall never change it again"}), "does not stand"),
    "from the wrong passage": (lambda: say("strong", {2: NOTICE}), "does not stand"),
    "no such passage": (lambda: say("strong", {7: NOTICE}), "passage 7"),
    "too short to prove": (lambda: say("strong", {1: "the Client"}), "does not stand"),
    "nothing quoted": (lambda: say("strong"), "quotes nothing"),
    "empty quote": (lambda: say("adverse", {1: "  "}), "does not stand"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ANSWERS)
@pytest.mark.parametrize("before", ["missing", "strong"])
def test_an_answer_that_can_not_be_verified_is_dropped_counted_and_changes_nothing(
    name: str, before: ElementStatus, deal: Deal
) -> None:
    answer, why = BAD_ANSWERS[name]
    shown = [passage(deal.contract, text, status="weak") for text in (NOTICE, VAGUE)]
    finding = deal.finding(before, shown[0])
    reviewed, _ = deal.review([finding], shown, script_of(lambda *_: answer()))
    (result,) = reviewed.findings
    assert result.model_copy(update={"reason": finding.reason}) == finding
    assert "not read a second time" in result.reason
    (checked,) = reviewed.reading.checks
    assert checked.outcome == "dropped"
    assert why in checked.why


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([], "unanswered"),
        ([{"check": "Z", **say("strong", {1: NOTICE})}], "unanswered"),
        ([{"check": "A", **say("strong", {1: NOTICE})}, {"check": "A", **say("weak", {1: NOTICE})}], "dropped"),
    ],
)
def test_every_check_wants_one_answer(answers: list[dict[str, Any]], outcome: str, deal: Deal) -> None:
    shown = [passage(deal.contract, NOTICE, status="weak")]
    finding = deal.finding("weak", shown[0])
    reviewed, _ = deal.review([finding], shown, [Say({"answers": answers})])
    assert reviewed.reading.checks[0].outcome == outcome
    assert reviewed.findings[0].status == "weak"


@pytest.mark.parametrize("reaction", [Fail(401), Fail(500), Fail(0), Say("no JSON")])
def test_without_an_answer_the_first_reading_stands_and_says_so(reaction: Reaction, deal: Deal) -> None:
    shown = [passage(deal.contract, NOTICE, status="weak")]
    finding = deal.finding("weak", shown[0])
    reviewed, _ = deal.review([finding], shown, [reaction])
    assert reviewed.findings[0].status == "weak"
    assert "not read a second time" in reviewed.findings[0].reason
    assert reviewed.reading.checks[0].outcome == "unanswered"
    assert [p.partial for p in deal.model.problems()] == [True]


def test_a_server_that_dies_halfway_loses_only_what_was_not_answered(deal: Deal) -> None:
    elements = deal.provisions[0].elements
    shown = [passage(deal.contract, text, status="strong") for text in (NOTICE, VAGUE)]
    findings = [deal.finding("weak", shown[0], element=e) for e in elements]
    seen = 0

    def script(asked: Asked) -> Reaction:
        nonlocal seen
        seen += 1
        return script_of(sweep("missing"))(asked) if seen == 1 else Fail(0)

    reviewed, _ = deal.review(findings, shown, script)
    outcomes = [c.outcome for c in reviewed.reading.checks]
    assert set(outcomes) == {"moved", "unanswered"}
    assert len(reviewed.findings) == len(elements)
    for checked, finding in zip(reviewed.reading.checks, reviewed.findings, strict=True):
        assert finding.status == ("missing" if checked.outcome == "moved" else "weak")
    assert [p.code for p in deal.model.problems()] == ["model-unreachable"]


def test_a_cap_stops_the_asking_and_says_so(deal: Deal) -> None:
    shown = [passage(deal.contract, NOTICE, status="strong")]
    findings = [deal.finding("weak", shown[0], element=e) for e in deal.provisions[0].elements]
    _, fake = deal.review(findings, shown, script_of(sweep("weak")), max_tokens=5000)
    assert 0 < len(fake.asked) < 3
    assert deal.model.use().usage.tokens <= 5000
    assert [p.code for p in deal.model.problems()] == ["model-budget"]


def hostile(contract: Contract, words: str, kind: str = "instruction") -> HostileText:
    start = contract.document.text.index(words)
    return HostileText(
        kind=kind,  # type: ignore[arg-type]
        document=contract.document.name,
        page=None,
        start=start,
        end=start + len(words),
        quote=words,
        message="",
    )


def test_a_hostile_passage_is_shown_to_nobody(deal: Deal) -> None:
    shown = [passage(deal.contract, text, status="weak") for text in (NOTICE, VAGUE)]
    found = hostile(deal.contract, VAGUE, kind="white")
    _, fake = deal.review([deal.finding("missing")], shown, script_of(sweep("strong")), hostile=[found])
    assert all(VAGUE not in asked.user for asked in fake.asked)


def test_a_deal_that_instructs_its_reader_is_only_read_downwards(deal: Deal) -> None:
    shown = [passage(deal.contract, NOTICE, status="strong")]
    found = hostile(deal.contract, FEES)
    for before, said, after in (("weak", "strong", "weak"), ("strong", "weak", "weak")):
        finding = deal.finding(before, shown[0])  # type: ignore[arg-type]
        reviewed, _ = deal.review([finding], shown, script_of(quoting(said, NOTICE)), hostile=[found])
        assert reviewed.findings[0].status == after


def test_a_server_that_invents_every_quote_changes_no_status(deal: Deal) -> None:
    shown = [passage(deal.contract, text, status="strong") for text in (NOTICE, VAGUE, AGAINST)]
    findings = [
        deal.finding(status, shown[0], element=element)
        for element, status in zip(
            deal.provisions[0].elements, ["missing", "weak", "adequate", "strong", "adverse", "missing"], strict=False
        )
    ]  # type: ignore[misc]
    reviewed, _ = deal.review(findings, shown, script_of(invent))
    assert [f.status for f in reviewed.findings] == [f.status for f in findings]
    assert {c.outcome for c in reviewed.reading.checks} == {"dropped"}


@pytest.mark.parametrize(
    ("words", "passage", "found"),
    [
        ("shall give notice of changes", "It shall give notice of changes.", "shall give notice of changes"),
        ("shall give\n notice of  changes", "It shall give notice\nof changes.", "shall give notice\nof changes"),
        ('the "AI Model" in use', "the \u201cAI Model\u201d in use", "the \u201cAI Model\u201d in use"),
        ("Client's data is safe", "Client\u2019s data is safe", "Client\u2019s data is safe"),
        ("a 30-day notice period", "a 30\u2013day notice period", "a 30\u2013day notice period"),
        ("No change.", "No change.", "No change."),
        ("change", "No change.", None),
        ("shall not give notice", "shall give notice of changes", None),
        ("Shall Give Notice Of", "shall give notice of changes", None),
        ("", "shall give notice", None),
        ("shall give ... of changes", "shall give notice of changes", None),
    ],
)
def test_quotes_are_found_whatever_their_spaces_and_marks_and_never_otherwise(
    words: str, passage: str, found: str | None
) -> None:
    span = find_quote(words, passage)
    assert (None if span is None else passage[span[0] : span[1]]) == found
