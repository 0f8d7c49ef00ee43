"""The summary for the business owner: the report's own facts, or a model's words that say nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.explain import explain
from analyzer.llm import ModelSettings, open_model
from analyzer.models import PlainSummary
from analyzer.prompts import load_prompt
from analyzer.report.html import render_html
from analyzer.report.markdown import render_markdown
from tests.fake_openai import Fail, Reaction, Say, fake_openai
from tests.report_builders import make_contract, make_report

pytest.importorskip("langchain_openai")


def said(tmp_path: Path, reaction: Reaction) -> PlainSummary:
    with fake_openai([reaction]) as fake:
        settings = ModelSettings(base_url=fake.base_url, max_retries=0)
        model = open_model("test-model", cache_dir=tmp_path, settings=settings)
        summary = explain(make_report(), model=model, prompt=load_prompt("explain"))
    for words in ("Harrow", "Northgate", "reasonable endeavours to tell"):
        assert words not in fake.asked[0].user
    return summary


def test_without_a_model_the_reports_own_facts_are_the_summary() -> None:
    summary = explain(make_report())
    assert not summary.by_model
    assert summary.sentences[0].startswith("The contract scores 21 of 100")
    assert any("Your records can be used to build products for your competitors." in s for s in summary.sentences)


def test_a_model_words_it_and_the_score_stays_in_front(tmp_path: Path) -> None:
    text = "Your competitors may profit from your records."
    summary = said(tmp_path, Say({"sentences": [{"text": text, "findings": [3]}]}))
    assert summary == PlainSummary(sentences=(explain(make_report()).sentences[0], text), by_model=True)


@pytest.mark.parametrize(
    "sentence",
    [
        {"text": "The contract scores 95 of 100.", "findings": [1]},
        {"text": "Your records are safe with them.", "findings": [3]},
        {"text": "It was reviewed by Baker and found good.", "findings": [3]},
        {"text": "The cap is 5 million.", "findings": [4]},
        {"text": "Nothing to see here.", "findings": []},
        {"text": "Nothing to see here.", "findings": [99]},
    ],
)
def test_a_sentence_that_its_findings_do_not_carry_is_dropped(sentence: dict[str, object], tmp_path: Path) -> None:
    summary = said(tmp_path, Say({"sentences": [sentence]}))
    assert (summary.by_model, summary.dropped) == (False, 1)
    assert summary.sentences == explain(make_report()).sentences


def test_without_an_answer_the_facts_stand(tmp_path: Path) -> None:
    assert said(tmp_path, Fail(500)) == explain(make_report())


def test_it_stands_at_the_top_of_the_report() -> None:
    report = make_report(summary=PlainSummary(sentences=("Plainly <b>put</b>.",), by_model=False))
    markdown, page = render_markdown(report), render_html(report, [make_contract()])
    assert markdown.index("For the business owner") < markdown.index("## Score")
    assert page.index('id="summary"') < page.index('id="score"')
    assert "<b>put" not in page
