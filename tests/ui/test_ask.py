"""A question about the contract in a real browser: told where it goes, answered with words that are shown in their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analyzer.ingest import ingest
from eval.site import SAMPLE, Site, serve
from tests.fake_openai import Asked, FakeOpenAI, Reaction, Say, fake_openai
from tests.ui.axe import violations
from tests.ui.steps import EXPOSED, quote_in_view, settle

if TYPE_CHECKING:
    from tests.ui.conftest import OpenPage

pytest.importorskip("langchain_openai")

QUESTION = "In which country is our data processed?"


def answer(asked: Asked) -> Reaction:
    """Answer with the words of the last passage that was sent, so that the pane has to move."""
    words = asked.user.split("[12]", 1)[1].splitlines()[1]
    return Say({"quotes": [{"passage": 12, "words": words}], "answer": "states"})


@pytest.fixture
def asking(site: Site, core_library_dir: Path, tmp_path: Path) -> Iterator[tuple[Site, FakeOpenAI]]:
    """The application with a model, and the model."""
    with fake_openai(answer) as server:
        environment = {
            "CLAUSE_ANALYZER_LLM": "test-model",
            "CLAUSE_ANALYZER_LLM_BASE_URL": server.base_url,
            "CLAUSE_ANALYZER_CACHE_DIR": str(site.home / "cache"),
        }
        with serve(tmp_path, library=core_library_dir, **environment) as running:
            yield running, server


def test_an_answer_is_words_of_the_contract_shown_in_their_place(
    asking: tuple[Site, FakeOpenAI], open_page: OpenPage
) -> None:
    site, server = asking
    page = open_page(site.url)
    host = server.base_url.removeprefix("http://").removesuffix("/v1")
    page.get_by_text(f"Passages about elements in doubt go to {host}").wait_for()
    page.get_by_text("Let test-model read").click()
    settle(page)
    page.get_by_role("button", name="Try it with a sample contract").click()
    page.get_by_role("heading", name=EXPOSED).wait_for()
    page.get_by_text("Ask", exact=True).click()
    page.get_by_text(f"those nearest to it, go to {host}").wait_for()
    assert server.asked == []

    question = page.get_by_label("Ask about this contract")
    question.fill(QUESTION)
    question.press("Enter")
    page.get_by_text("The contract says:").wait_for()
    [asked] = server.asked
    assert asked.user.endswith(f"Question: {QUESTION}")
    quote = page.locator(".ca-change blockquote").inner_text()
    text = " ".join(ingest(SAMPLE).text.split())
    assert " ".join(quote.split()) in text
    page.locator(".ca-text").evaluate("pane => { pane.scrollTop = pane.scrollTop > 400 ? 0 : pane.scrollHeight }")
    page.locator(".ca-change [data-jump]").click()
    assert " ".join(quote_in_view(page).split()) in text
    page.get_by_text("Left this machine: to").wait_for()
    assert violations(page) == []
