"""What is sent of a contract without its names: stand-ins out, originals back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from analyzer.llm import ModelSettings, keep_back, open_model
from analyzer.llm.stand_ins import StandIns
from analyzer.models import Contract, Party
from analyzer.models.llm import Prompt, Request
from analyzer.segment import segment
from tests.documents import document
from tests.fake_openai import Asked, Say, fake_openai

pytest.importorskip("langchain_openai")

TEXT = """Harrow Bank plc, 14 Harrow Lane, London EC2M 7QT (the "Client") engages Quill Services Ltd ("Quill").
Quill pays up to £5,000,000 or USD 2.5 million, whichever is more, within 30 days and keeps 99.5% accuracy.
Notices go to legal@harrowbank.example, +44 20 7946 0958, for the attention of Ms Ada Brightwell.
Name: John Q. Sample"""
SECRETS = (
    "Harrow", "14 Harrow Lane", "EC2M", "Quill", "5,000,000", "2.5 million", "legal@", "7946 0958", "Brightwell", "Sample",
)  # fmt: skip


@pytest.fixture
def contract() -> Contract:
    parties = (
        Party(role="client", name="Harrow Bank plc", aliases=("Client",), why=""),
        Party(role="provider", name="Quill Services Ltd", aliases=("Quill",), why=""),
    )
    return segment(document(*TEXT.split("\n"))).model_copy(update={"parties": parties})


def test_names_addresses_and_amounts_are_replaced_and_terms_and_numbers_stay(contract: Contract) -> None:
    stand_ins = StandIns([contract])
    hidden = stand_ins.hide(contract.document.text)
    assert [secret for secret in SECRETS if secret in hidden] == []
    for kept in ("Client", "30 days", "99.5% accuracy", "whichever is more"):
        assert kept in hidden
    assert stand_ins.restore(hidden) == contract.document.text


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40), st.sampled_from(SECRETS))
def test_what_was_replaced_comes_back(around: str, secret: str) -> None:
    stand_ins = StandIns([])
    text = f"{around} {secret} a@b.example £7 {around}"
    if "_" not in around:
        assert stand_ins.restore(stand_ins.hide(text)) == text


class Echo(BaseModel):
    """An answer that quotes."""

    quote: str
    more: list[str]


def test_the_server_sees_stand_ins_and_the_caller_originals(contract: Contract, tmp_path: Path) -> None:
    def script(asked: Asked) -> Say:
        return Say({"quote": asked.user, "more": [asked.user.split()[0]]})

    prompt = Prompt(name="check", text="Quote.", sha256="0" * 64)
    request = Request(prompt=prompt, text="Quill pays up to £5,000,000.", shape=Echo, max_output_tokens=200)
    with fake_openai(script) as fake:
        chosen = ModelSettings(base_url=fake.base_url, redact=True)
        model = keep_back(open_model("test-model", cache_dir=tmp_path, settings=chosen), [contract])
        (reply,) = model.ask([request])
    (asked,) = fake.asked
    assert "Quill" not in asked.user
    assert "5,000,000" not in asked.user
    assert reply.answer == Echo(quote=request.text, more=["Quill"])
    assert model.use().redacted
    assert model.use().characters_sent == len(prompt.text) + len(asked.user)
    kept = "".join(p.read_text(encoding="utf-8") for p in tmp_path.rglob("*.json"))
    assert "Quill" not in kept


def test_nothing_is_replaced_unless_asked_for(contract: Contract, tmp_path: Path) -> None:
    model = open_model(
        "test-model", cache_dir=tmp_path, settings=ModelSettings(base_url="http://127.0.0.1:9/v1", redact=False)
    )
    assert keep_back(model, [contract]) is model
