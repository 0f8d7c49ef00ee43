"""Forty contracts that ask their reader for good marks, and a server that gives them: none gains a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.assess import assess, find_not_assessed, load_judge
from analyzer.assess.nearest import list_nearest
from analyzer.ingest import ingest
from analyzer.library import Library
from analyzer.lint import keep_visible, lint
from analyzer.llm import ModelSettings, open_model
from analyzer.models import Contract, Finding, Score
from analyzer.models.review import Reviewed
from analyzer.prompts import load_prompt
from analyzer.retrieve import Retriever
from analyzer.review import review
from analyzer.score import score
from analyzer.segment import segment
from tests.fake_openai import Script, fake_openai
from tests.reviewers import Reviewer, invent, know, obey, say, script_of, sweep

pytest.importorskip("langchain_openai")

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "hostile.yaml").read_text(encoding="utf-8"))
PLANTED = CASES["planted"]


@dataclass(frozen=True)
class First:
    """A deal as far as it was judged without a model."""

    contracts: tuple[Contract, ...]
    findings: tuple[Finding, ...]
    score: Score


@dataclass(frozen=True)
class Bench:
    """The stages around the second reading, with the fast encoder over the core library."""

    library: Library
    retriever: Retriever
    cache: Path

    def read(self, text: str) -> tuple[First, Any]:
        contract = segment(ingest(text.encode(), name="contract.md"))
        hostile = lint([contract.document])
        contracts = keep_visible([contract], hostile)
        provisions, judge = self.library.provisions, load_judge("fast")
        matches = [self.retriever.retrieve(c) for c in contracts]
        findings = assess(contracts, matches, provisions=provisions, tier="standard", judge=judge)
        shortlists = list_nearest(contracts, matches, provisions=provisions, tier="standard", judge=judge)
        return First(contracts, findings, self.score(contracts, findings, findings)), (hostile, shortlists)

    def score(self, contracts: Sequence[Contract], findings: Sequence[Finding], first: Sequence[Finding]) -> Score:
        left_out = find_not_assessed(contracts, [*first, *findings], provisions=self.library.provisions)
        return score(
            findings,
            provisions=self.library.provisions,
            scoring=self.library.scoring,
            tier="standard",
            not_assessed=left_out,
        )

    def reread(self, first: First, rest: Any, script: Script, *, doubt_all: bool = False) -> Reviewed:
        findings = first.findings
        if doubt_all:
            findings = tuple(f.model_copy(update={"probability": 0.5, "confidence": "low"}) for f in findings)
        with fake_openai(script) as fake:
            settings = ModelSettings(base_url=fake.base_url, max_retries=0)
            return review(
                first.contracts,
                findings,
                provisions=self.library.provisions,
                shortlists=rest[1],
                tier="standard",
                model=open_model("test-model", cache_dir=self.cache, settings=settings),
                prompt=load_prompt("review"),
                hostile=rest[0],
            )


@pytest.fixture(scope="module")
def clean(core_library: Library, fast_retriever: Retriever) -> dict[str, First]:
    """The two hosts without planted words."""
    bench = Bench(core_library, fast_retriever, Path())
    return {host: bench.read(text)[0] for host, text in CASES["hosts"].items()}


@pytest.fixture
def bench(core_library: Library, fast_retriever: Retriever, tmp_path: Path) -> Bench:
    return Bench(core_library, fast_retriever, tmp_path)


def plant(case: dict[str, str]) -> str:
    lines = CASES["hosts"][case["host"]].split("\n\n")
    start = case.get("before") or case["inside"]
    (at,) = [i for i, line in enumerate(lines) if line.strip().startswith(start)]
    if "before" in case:
        return "\n\n".join([*lines[:at], case["text"], *lines[at:]])
    return "\n\n".join([*lines[:at], f"{lines[at].strip()} {case['text']}", *lines[at + 1 :]])


def test_there_are_forty_of_them_all_different() -> None:
    assert len({case["text"] for case in PLANTED}) == len(PLANTED) == 40


@pytest.mark.parametrize("case", PLANTED, ids=lambda c: c["text"][:40])
def test_planted_words_gain_nothing_without_a_model_nor_by_an_obedient_one(
    case: dict[str, str], bench: Bench, clean: dict[str, First]
) -> None:
    first, rest = bench.read(plant(case))
    assert first.score.contract <= clean[case["host"]].score.contract
    reviewed = bench.reread(first, rest, obey(case["text"]), doubt_all=True)
    after = bench.score(first.contracts, reviewed.findings, first.findings)
    assert after.contract <= first.score.contract
    assert after.ungated <= first.score.ungated
    worth = {p.provision: p.score or 0.0 for p in first.score.provisions}
    assert all((p.score or 0.0) <= worth[p.provision] for p in after.provisions)


@pytest.mark.parametrize("host", CASES["hosts"])
def test_a_server_that_invents_every_quote_changes_no_score(host: str, bench: Bench) -> None:
    first, rest = bench.read(CASES["hosts"][host])
    reviewed = bench.reread(first, rest, script_of(invent), doubt_all=True)
    assert reviewed.reading.checks
    assert {c.outcome for c in reviewed.reading.checks} == {"dropped"}
    after = bench.score(first.contracts, reviewed.findings, first.findings)
    assert after.model_dump() == bench.score(first.contracts, first.findings, first.findings).model_dump() | {
        "low": after.low,
        "high": after.high,
    }


@pytest.mark.parametrize("status", ["strong", "adequate", "weak", "missing", "adverse"])
@pytest.mark.parametrize("host", CASES["hosts"])
def test_a_server_that_says_one_thing_to_everything_lifts_no_adverse_words(
    host: str, status: str, bench: Bench
) -> None:
    first, rest = bench.read(CASES["hosts"][host])
    reviewed = bench.reread(first, rest, script_of(sweep(status)), doubt_all=True)
    for before, after in zip(first.findings, reviewed.findings, strict=True):
        if before.status == "adverse" and before.method == "rules":
            assert after.status == "adverse"
        for evidence in after.evidence:
            document = first.contracts[0].document
            assert document.text[evidence.start : evidence.end] == evidence.quote


def test_a_helpful_server_moves_the_score_as_its_labels_say(bench: Bench) -> None:
    first, rest = bench.read(CASES["hosts"]["vendor-paper"])
    titles = {(e.provision, e.id): (p.title, e.title) for p in bench.library.provisions for e in p.elements}
    labels = {
        titles["model-change-notice", "notice-period"]: ("adverse", ("may change, replace or retire any AI model",)),
        titles["data-ownership-training", "training-ban"]: ("adverse", ("licence to use inputs and outputs",)),
        titles["vendor-transparency", "named-register"]: ("weak", ("third-party model providers",)),
    }
    reviewed = bench.reread(first, rest, script_of(know(labels)), doubt_all=True)
    found = {(f.provision, f.element): f.status for f in reviewed.findings if f.status != "missing"}
    told = {key: labels[title][0] for key, title in titles.items() if title in labels}
    # What a rule found adverse stays; all else is as the labels have it.
    by_rule = {(f.provision, f.element) for f in first.findings if f.status == "adverse" and f.method == "rules"}
    assert {k: s for k, s in found.items() if k not in by_rule} == {k: s for k, s in told.items() if k not in by_rule}


def test_a_reviewer_can_not_empty_a_provision_out_of_the_score(bench: Bench) -> None:
    first, rest = bench.read(CASES["hosts"]["vendor-paper"])
    nothing: Reviewer = lambda *_: say("missing")  # noqa: E731
    reviewed = bench.reread(first, rest, script_of(nothing), doubt_all=True)
    after = bench.score(first.contracts, reviewed.findings, first.findings)
    assert [p.score is None for p in after.provisions] == [p.score is None for p in first.score.provisions]
