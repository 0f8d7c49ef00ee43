"""What a receipt says of what left the machine."""

from __future__ import annotations

import pytest

from analyzer.models import ModelUse, Usage
from analyzer.receipt import say_what_leaves
from analyzer.settings import Settings


def use(host: str | None, characters: int, *, redacted: bool = False) -> ModelUse:
    return ModelUse(
        model="openai:m",
        host=host,
        parameters={},
        prompts={},
        requests=3,
        cache_hits=1,
        sent=2,
        usage=Usage(),
        characters_sent=characters,
        redacted=redacted,
        failures={},
    )


@pytest.mark.parametrize(
    ("chroma_url", "asked", "said"),
    [
        (None, None, ["nothing"]),
        (None, use("api.openai.com", 0), ["nothing"]),
        (None, use(None, 0), ["nothing"]),
        ("http://127.0.0.1:8000", None, ["nothing"]),
        ("http://10.0.0.6:8000", None, ["to 10.0.0.6:8000", "a vector for each passage", "no text"]),
        (None, use("api.openai.com", 1234), ["to api.openai.com: 1,234 characters in 2 requests"]),
        (None, use("api.openai.com", 1234, redacted=True), ["names, addresses and amounts replaced"]),
        (None, use("127.0.0.1:8000", 12), ["127.0.0.1:8000, which is this machine: 12 characters"]),
        ("http://10.0.0.6:8000", use("api.openai.com", 5), ["no text; to api.openai.com: 5 characters"]),
    ],
)
def test_what_left_the_machine_is_said_with_host_and_amount(
    chroma_url: str | None, asked: ModelUse | None, said: list[str]
) -> None:
    told = say_what_leaves(Settings(chroma_url=chroma_url), asked)
    assert all(part in told for part in said), told
    assert (said == ["nothing"]) == (told == "nothing")
