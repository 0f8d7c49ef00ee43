"""Questions about the contract: only with a model, told before it is sent, answered with quotes or plainly not."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.models import Analysis
from tests.fake_openai import Asked, Fail, FakeOpenAI, Reaction, Say, Script, fake_openai
from tests.views.pages import html, opened, review_page, reviewing

pytest.importorskip("langchain_openai")

QUESTION = "Where is our data processed?"


def choose_first(asked: Asked) -> Reaction:
    """Answer with the words of the first passage that was sent."""
    words = asked.user.split("[1]", 1)[1].splitlines()[1]
    return Say({"quotes": [{"passage": 1, "words": words}], "answer": "states"})


class Asking:
    """The page with its question asked: what is on it, and what reached the model."""

    def __init__(self, analysis: Analysis, script: Script | list[Reaction], environment: pytest.MonkeyPatch) -> None:
        with fake_openai(script) as server:
            environment.setenv("CLAUSE_ANALYZER_LLM", "test-model")
            environment.setenv("CLAUSE_ANALYZER_LLM_BASE_URL", server.base_url)
            environment.setenv("CLAUSE_ANALYZER_LLM_MAX_RETRIES", "0")
            self.page = opened(review_page, review=reviewing(analysis))
            self.page.segmented_control(key="of-review-part").set_value("Ask").run()
            self.before = " ".join(c.value for c in self.page.caption)
            self.sent_before = len(server.asked)
            self.page.text_input(key="of-review-question").set_value(QUESTION)
            next(b for b in self.page.button if b.label == "Ask").click().run()
            self.server: FakeOpenAI = server
        assert not self.page.exception, self.page.exception
        self.shown = html(self.page)


@pytest.fixture(autouse=True)
def own_answers(monkeypatch: pytest.MonkeyPatch, index_cache: Path, tmp_path: Path) -> None:
    """The index of the session, and answers that no other test has."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for kept in index_cache.iterdir():
        (cache / kept.name).symlink_to(kept)
    monkeypatch.setenv("CLAUSE_ANALYZER_CACHE_DIR", str(cache))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_model_there_is_nothing_to_ask(analysis: Analysis) -> None:
    page = opened(review_page, review=reviewing(analysis))
    assert "Ask" not in page.segmented_control(key="of-review-part").options


def test_where_a_question_goes_is_told_before_it_is_asked(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM_REDACT", "true")
    asking = Asking(analysis, choose_first, monkeypatch)
    host = asking.server.base_url.removeprefix("http://").removesuffix("/v1")
    assert asking.sent_before == 0
    for said in ("test-model", "at most 12 passages", host, "names, addresses and amounts replaced"):
        assert said in asking.before


def test_an_answer_is_quoted_and_leads_to_its_place(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking(analysis, choose_first, monkeypatch)
    held = asking.page.session_state["review"]
    [(answer, left)] = held.answers
    [quote] = answer.quotes
    assert quote.quote in analysis.contracts[0].document.text
    assert "The contract says:" in asking.shown
    assert f'data-jump="{held.number(quote)}"' in asking.shown
    assert f'data-q="{held.number(quote)}"' in asking.shown
    assert held.focus == quote
    assert "characters in 1 requests" in left
    assert left in asking.shown


def test_an_answer_that_quotes_what_is_not_there_is_thrown_away_and_said_so(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented = "Vendor may move all data to India."
    asking = Asking(analysis, [Say({"quotes": [{"passage": 1, "words": invented}], "answer": "yes"})], monkeypatch)
    assert "The contract does not say." in asking.shown
    assert "thrown away" in asking.shown
    assert invented not in asking.shown


def test_a_refusal_is_said_and_the_nearest_passages_are_shown(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = Asking(analysis, [Say("", refusal="I can't help with that")], monkeypatch)
    assert "nearest to the question" in asking.shown
    assert "declines" in asking.shown or "refus" in asking.shown
    assert "<blockquote" in asking.shown


def test_a_model_that_can_not_be_reached_costs_no_finding(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking(analysis, [Fail(500)], monkeypatch)
    assert "status 500" in asking.shown
    asking.page.segmented_control(key="of-review-part").set_value("Findings").run()
    assert not asking.page.exception
    assert asking.page.subheader[0].value == "What you are exposed to"


def test_a_model_that_can_not_be_used_is_told_where_it_is_chosen(
    analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSE_ANALYZER_LLM", "nobody:nothing")
    start = opened(review_page)
    assert "nobody:nothing" in start.warning[0].value
    assert not start.button(key="of-review-sample").disabled
    page = opened(review_page, review=reviewing(analysis))
    page.segmented_control(key="of-review-part").set_value("Ask").run()
    assert "nobody:nothing" in page.error[0].value
