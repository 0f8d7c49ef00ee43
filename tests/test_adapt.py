"""Drafts in a model's wording: used where code can see that nothing was lost, and the library's words elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.adapt import adapt
from analyzer.library import Library
from analyzer.llm import ModelSettings, open_model
from analyzer.models import Contract, Edit, ElementStatus, Finding, Suggestion
from analyzer.models.provision import Provision
from analyzer.prompts import load_prompt
from analyzer.segment import segment
from tests.documents import document
from tests.fake_openai import Asked, Fail, Reaction, Say, fake_openai

pytest.importorskip("langchain_openai")

HOST = "The Supplier will keep its AI Models up to date."
DRAFT = (
    "Despite section 3, the Provider shall give the Client at least [30 days] written notice before an AI Model is"
    " replaced, and shall not replace it without the Client's consent."
)
FITTED = (
    "Despite section 3, the Supplier must give the Client at least [30 days] written notice before an AI Model is"
    " replaced, and must not replace it without the Client's consent."
)
Adapted = Callable[..., Suggestion]


@pytest.fixture
def contract() -> Contract:
    return segment(document("1. Changes", HOST))


@pytest.fixture
def provision(core_library: Library) -> Provision:
    return next(p for p in core_library.provisions if p.id == "model-change-notice")


@pytest.fixture
def adapted(contract: Contract, provision: Provision, tmp_path: Path) -> Adapted:
    """Adapt one suggestion by a server that returns `said`, judged by statuses before and after."""

    def run(said: str | Reaction, after: ElementStatus = "strong") -> Suggestion:
        edit = Edit(
            action="override", element="notice-period", document=contract.document.name,
            start=len(contract.document.text), end=len(contract.document.text), number="1.2", text=DRAFT,
        )  # fmt: skip
        suggestion = Suggestion(
            provision=provision.id, posture="balanced", action="override", section="1", heading="Notice",
            text=f"1.1 Notice\n\n1.2 {DRAFT}", note="From the library.", edits=(edit,),
        )  # fmt: skip

        def script(asked: Asked) -> Reaction:
            assert re.findall(r"^--- (\w{12})$", asked.user, re.MULTILINE)
            assert HOST in asked.user
            return Say({"drafts": [{"draft": "A", "text": said}]}) if isinstance(said, str) else said

        def judge(wording: str, provision_id: str) -> list[Finding]:
            status = "strong" if DRAFT in wording else after
            return [
                Finding(
                    provision=provision_id, element="notice-period", status=status, probability=1.0, confidence="high",
                    reason="", method="rules",
                )
            ]  # fmt: skip

        with fake_openai(script) as fake:
            settings = ModelSettings(base_url=fake.base_url, max_retries=0)
            (found,) = adapt(
                contract,
                [suggestion],
                exposures=[provision.id],
                provisions=[provision],
                model=open_model("test-model", cache_dir=tmp_path, settings=settings),
                prompt=load_prompt("adapt"),
                judge=judge,
            )
        return found

    return run


def test_wording_that_keeps_everything_is_used_in_text_and_edit(adapted: Adapted) -> None:
    found = adapted(FITTED)
    assert found.edits[0].text == FITTED
    assert found.text == f"1.1 Notice\n\n1.2 {FITTED}"
    assert "1 of 1 sentences are in the model's wording" in found.note


FAULTS = {
    "another number": (FITTED.replace("30", "3"), "numbers"),
    "a number more": (FITTED.replace("notice", "notice of 5 days"), "numbers"),
    "a number in words": (FITTED.replace("written notice", "written notice in two parts"), "numbers"),
    "brackets gone": (FITTED.replace("[", "").replace("]", ""), "brackets"),
    "nothing set aside": (FITTED.replace("Despite section 3, the", "The"), "sets aside"),
    "a prohibition gone": (FITTED.replace("must not replace", "must replace"), "prohibition"),
    "an undefined term": (FITTED.replace("written notice", "Change Bulletin notice"), "defined nowhere"),
    "half of it gone": (FITTED[:80], "length"),
    "an essay": (FITTED + " It is understood that this is a good and fair clause for all." * 3, "length"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_wording_that_loses_or_adds_something_is_not_used(name: str, adapted: Adapted) -> None:
    said, why = FAULTS[name]
    found = adapted(said)
    assert found.edits[0].text == DRAFT
    assert DRAFT in found.text
    assert why in found.note


@pytest.mark.parametrize("after", ["adequate", "weak", "missing", "adverse"])
def test_wording_that_is_judged_lower_is_not_used(after: ElementStatus, adapted: Adapted) -> None:
    found = adapted(FITTED, after)
    assert found.edits[0].text == DRAFT
    assert "no longer does what the library's words do" in found.note


@pytest.mark.parametrize("reaction", [Fail(500), Say("no JSON"), Say({"drafts": []})])
def test_without_wording_the_librarys_words_stand(reaction: Reaction, adapted: Adapted) -> None:
    found = adapted(reaction)
    assert found.edits[0].text == DRAFT
