"""Calls to a language model through the real langchain and openai clients, against a server that misbehaves on demand."""

import json
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from analyzer.errors import ModelError
from analyzer.llm import ModelSettings, open_model, reopen_model
from analyzer.models.batch import Spending
from analyzer.models.llm import LanguageModel, Prompt, Reply, Request
from tests.fake_openai import Asked, Drip, Fail, FakeOpenAI, Hang, Reaction, Say, fake_openai

pytest.importorskip("langchain_openai")


class Verdict(BaseModel):
    """A small structured answer."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["strong", "weak"]
    quote: str


PROMPT = Prompt(name="check", text="You check clauses.", sha256="0" * 64)
RIGHT = {"status": "weak", "quote": "may notify"}


def request(text: str = "The Provider may notify.", *, most: int = 100) -> Request[Verdict]:
    return Request(prompt=PROMPT, text=text, shape=Verdict, max_output_tokens=most)


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def opened(fake: FakeOpenAI, cache: Path, allowance: Spending | None = None, **settings: object) -> LanguageModel:
    chosen = ModelSettings(base_url=fake.base_url, **{"max_retries": 0, "timeout_s": 5, **settings})  # type: ignore[arg-type]
    return open_model("test-model", cache_dir=cache, settings=chosen, allowance=allowance)


def ask(reactions: list[Reaction], cache: Path, **settings: object) -> tuple[Reply[Verdict], LanguageModel, FakeOpenAI]:
    with fake_openai(reactions) as fake:
        model = opened(fake, cache, **settings)
        return model.ask([request()])[0], model, fake


def test_an_answer_has_the_asked_shape_and_is_counted(tmp_path: Path) -> None:
    reply, model, fake = ask([Say(RIGHT)], tmp_path)
    assert reply.answer == Verdict(status="weak", quote="may notify")
    assert fake.asked[0].system == PROMPT.text
    assert fake.asked[0].user == "The Provider may notify."
    assert fake.asked[0].schema["properties"].keys() == {"status", "quote"}
    assert fake.asked[0].body["temperature"] == 0
    assert fake.asked[0].body["seed"] == ModelSettings().seed
    use = model.use()
    assert use.usage.input_tokens == (len(PROMPT.text) + len("The Provider may notify.")) // 4
    assert use.usage.output_tokens == len(json.dumps(RIGHT)) // 4
    assert use.host == fake.base_url.removeprefix("http://").removesuffix("/v1")
    assert use.characters_sent == len(PROMPT.text) + len("The Provider may notify.")
    assert (use.requests, use.cache_hits, use.prompts) == (1, 0, {"check": PROMPT.sha256})
    assert model.problems() == ()


@pytest.mark.parametrize(
    ("reaction", "code", "words"),
    [
        (Fail(401), "model-key", "key"),
        (Fail(403), "model-key", "key"),
        (Fail(404), "model-refused", "no model 'test-model'"),
        (Fail(400), "model-refused", "status 400"),
        (Say("", refusal="I can't help with that."), "model-refused", "declines"),
        (Fail(429), "model-rate-limited", "too many requests"),
        (
            Fail(429, error={"message": "no", "type": "x", "code": "insufficient_quota", "param": None}),
            "model-rate-limited",
            "quota",
        ),
        (Fail(500), "model-broken", "status 500"),
        (Fail(0), "model-unreachable", "nothing answers"),
        (Say("weak, I would say"), "model-bad-answer", "shape"),
        (Say({"status": "excellent", "quote": ""}), "model-bad-answer", "shape"),
        (Say([1, 2]), "model-bad-answer", "shape"),
        (Say('{"status": "weak", "quo', finish_reason="length"), "model-truncated", "cut"),
    ],
)
def test_each_failure_is_its_own(reaction: Reaction, code: str, words: str, tmp_path: Path) -> None:
    reply, model, _ = ask([reaction], tmp_path)
    assert reply.answer is None
    assert reply.failure is not None
    assert (reply.failure.code, words in reply.failure.message) == (code, True), reply.failure
    (problem,) = model.problems()
    assert problem.code == code
    assert problem.partial
    assert problem.message.startswith("1 of 1 requests")


@pytest.mark.parametrize("reaction", [Hang(), Drip(RIGHT)])
def test_what_takes_too_long_is_given_up(reaction: Reaction, tmp_path: Path) -> None:
    reply, _, _ = ask([reaction], tmp_path, timeout_s=0.3, deadline_s=0.6)
    assert reply.failure is not None
    assert reply.failure.code == "model-timed-out"


def test_a_failure_that_passes_is_tried_again_as_the_server_asks(tmp_path: Path) -> None:
    tries: list[Reaction] = [Fail(429, {"Retry-After": "0.05"}), Fail(500, {"retry-after-ms": "10"}), Say(RIGHT)]
    reply, model, fake = ask(tries, tmp_path, max_retries=2)
    assert reply.answer is not None
    assert len(fake.asked) == 3
    assert model.problems() == ()


def test_truncated_and_malformed_answers_are_paid_for(tmp_path: Path) -> None:
    reply, model, _ = ask([Say("x" * 400, finish_reason="length")], tmp_path)
    assert reply.failure is not None
    assert model.use().usage.output_tokens == 100


def test_an_option_the_model_does_not_take_is_left_out(tmp_path: Path) -> None:
    def script(asked: Asked) -> Reaction:
        for name in ("temperature", "seed"):
            if name in asked.body:
                return Fail(
                    400, error={"message": "unsupported", "type": "x", "code": "unsupported_value", "param": name}
                )
        return Say(RIGHT)

    with fake_openai(script) as fake:
        model = opened(fake, tmp_path)
        assert model.ask([request()])[0].answer is not None
    assert model.use().parameters == {}


def test_an_answer_is_kept_and_asked_for_once(tmp_path: Path) -> None:
    with fake_openai([Say(RIGHT)]) as fake:
        first = opened(fake, tmp_path)
        first.ask([request()])
        again = opened(fake, tmp_path)
        replies = again.ask([request(), request("Something else.")])
        assert [r.cached for r in replies] == [True, False]
        assert len(fake.asked) == 2
    assert again.use().cache_hits == 1
    assert again.use().characters_sent == len(PROMPT.text) + len("Something else.")
    replayed = reopen_model(first.use(), cache_dir=tmp_path)
    known, unknown = replayed.ask([request(), request("Never asked.")])
    assert known.answer == Verdict(status="weak", quote="may notify")
    assert unknown.failure is not None
    assert unknown.failure.code == "model-pending"


def test_another_prompt_text_or_shape_is_another_question(tmp_path: Path) -> None:
    class Other(Verdict):
        """The same with one more field."""

        party: str = ""

    with fake_openai([Say(RIGHT)]) as fake:
        model = opened(fake, tmp_path)
        changed = Prompt(name="check", text="You check clauses well.", sha256="1" * 64)
        model.ask([request()])
        model.ask([Request(prompt=changed, text=request().text, shape=Verdict, max_output_tokens=100)])
        model.ask([Request(prompt=PROMPT, text=request().text, shape=Other, max_output_tokens=100)])
        assert len(fake.asked) == 3


def test_kept_answers_are_for_their_owner_alone(tmp_path: Path) -> None:
    ask([Say(RIGHT)], tmp_path)
    kept = [p for p in (tmp_path / "answers").rglob("*") if p.is_file()]
    assert kept
    assert all(p.stat().st_mode & 0o077 == 0 for p in [*kept, kept[0].parent])


def test_no_more_calls_at_once_than_allowed(tmp_path: Path) -> None:
    with fake_openai([Drip(RIGHT, every_s=0.0005)]) as fake:
        replies = opened(fake, tmp_path, concurrency=3).ask([request(str(i)) for i in range(9)])
        assert fake.most_at_once <= 3
    assert [r.answer is not None for r in replies] == [True] * 9


def test_replies_come_in_the_order_of_their_requests(tmp_path: Path) -> None:
    def script(asked: Asked) -> Reaction:
        said = {"status": "weak", "quote": asked.user}
        return Drip(said, every_s=0.001) if asked.user == "0" else Say(said)

    with fake_openai(script) as fake:
        replies = opened(fake, tmp_path, concurrency=4).ask([request(str(i)) for i in range(6)])
    assert [r.answer and r.answer.quote for r in replies] == [str(i) for i in range(6)]


@pytest.mark.parametrize(("reaction", "most_calls"), [(Fail(401), 1), (Fail(0), 1), (Fail(500), 3), (Fail(429), 3)])
def test_a_failure_that_would_repeat_stops_the_asking(reaction: Reaction, most_calls: int, tmp_path: Path) -> None:
    with fake_openai([reaction]) as fake:
        model = opened(fake, tmp_path, concurrency=1)
        replies = model.ask([request(str(i)) for i in range(8)])
        replies += model.ask([request("later")])
        assert len(fake.asked) == most_calls
    assert len({r.failure.code for r in replies if r.failure}) == 1
    assert len(model.problems()) == 1


def test_a_bad_answer_does_not_stop_the_asking(tmp_path: Path) -> None:
    with fake_openai([Say("no"), Say("no"), Say("no"), Say("no"), Say(RIGHT)]) as fake:
        replies = opened(fake, tmp_path, concurrency=1).ask([request(str(i)) for i in range(6)])
    assert [r.answer is not None for r in replies] == [False] * 4 + [True] * 2


@pytest.mark.parametrize("concurrency", [1, 4])
def test_the_cap_on_tokens_is_never_passed(concurrency: int, tmp_path: Path) -> None:
    with fake_openai([Say(RIGHT)]) as fake:
        model = opened(fake, tmp_path, concurrency=concurrency, max_tokens=700)
        replies = model.ask([request("word " * 100 + str(i)) for i in range(20)])
    answered = [r for r in replies if r.answer]
    assert 0 < len(answered) < 20
    assert model.use().usage.tokens <= 700
    refused = [r for r in replies if r.failure]
    assert {r.failure.code for r in refused if r.failure} == {"model-budget"}
    assert "700 tokens" in model.problems()[0].message


def test_the_cap_on_cost_counts_in_dollars_and_the_allowance_of_a_batch_counts_too(tmp_path: Path) -> None:
    with fake_openai([Say(RIGHT)]) as fake:
        prices = {"price_input": 100.0, "price_output": 100.0, "max_cost": 0.5}
        model = opened(fake, tmp_path, Spending(cost=0.08), concurrency=1, **prices)
        model.ask([request("word " * 100 + str(i)) for i in range(20)])
    use = model.use()
    assert use.usage.cost == pytest.approx(100.0 * use.usage.tokens / 1_000_000)
    assert 0 < use.usage.cost <= 0.08
    assert use.failures["model-budget"] > 0
    assert "$0.08" in model.problems()[0].message


def test_a_cost_that_can_not_be_counted_can_not_be_capped(tmp_path: Path) -> None:
    with fake_openai([Say(RIGHT)]) as fake, pytest.raises(ModelError, match="CLAUSE_ANALYZER_LLM_PRICE_INPUT"):
        opened(fake, tmp_path, max_cost=1.0)


def test_a_published_price_is_known_without_asking_anybody(tmp_path: Path) -> None:
    settings = ModelSettings(max_cost=0.0000001, max_retries=0)
    model = open_model("openai:gpt-4o", cache_dir=tmp_path, settings=settings)
    reply = model.ask([request()])[0]
    assert reply.failure is not None
    assert reply.failure.code == "model-budget"


def test_a_missing_key_is_said_at_the_first_call(tmp_path: Path) -> None:
    model = open_model("openai:gpt-4o", cache_dir=tmp_path, settings=ModelSettings(max_retries=0))
    reply = model.ask([request()])[0]
    assert reply.failure is not None
    assert reply.failure.code == "model-key"
    assert "OPENAI_API_KEY" in reply.failure.message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-such-provider:thing", "no provider"),
        ("thing", "PROVIDER:MODEL"),
        ("mistralai:large", "langchain-mistralai"),
    ],
)
def test_a_name_that_means_nothing_is_refused_at_once(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        open_model(name, cache_dir=tmp_path)
    assert caught.value.exit_code == 5


def test_a_tracer_in_the_environment_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_openai([Say(RIGHT)]) as fake:
        for name, value in {"TRACING": "true", "API_KEY": "x", "ENDPOINT": fake.base_url}.items():
            monkeypatch.setenv(f"LANGSMITH_{name}", value)
        opened(fake, tmp_path).ask([request()])
        assert [a.path for a in fake.asked] == ["/v1/chat/completions"]


def test_azure_is_called_at_its_endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_openai([Say(RIGHT)]) as fake:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", fake.base_url.removesuffix("/v1"))
        monkeypatch.setenv("AZURE_OPENAI_API_KEY", "x")
        monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
        model = open_model("azure_openai:reviewer", cache_dir=tmp_path, settings=ModelSettings(max_retries=0))
        assert model.ask([request()])[0].answer is not None
        assert fake.asked[0].path.startswith("/openai/deployments/reviewer/chat/completions")
    assert model.use().host == fake.base_url.removeprefix("http://").removesuffix("/v1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "transcript"


def test_a_transcript_writes_its_requests_and_takes_answers_put_beside_them(folder: Path, tmp_path: Path) -> None:
    name = f"transcript:{folder}"
    model = open_model(name, cache_dir=tmp_path)
    replies = model.ask([request("one"), request("two"), request("three")])
    assert [r.failure and r.failure.code for r in replies] == ["model-pending"] * 3
    assert model.use().host is None
    assert model.use().characters_sent == 0
    assert "3 of 3" in model.problems()[0].message
    written = sorted(folder.glob("*.request.json"))
    assert len(written) == 3
    bodies = {json.loads(f.read_text())["body"]["messages"][1]["content"]: f for f in written}
    body = json.loads(bodies["one"].read_text())["body"]
    assert body["response_format"]["json_schema"]["schema"]["properties"].keys() == {"status", "quote"}

    def beside(file: Path) -> Path:
        return file.with_name(file.name.replace(".request.", ".answer."))

    beside(bodies["one"]).write_text(json.dumps(RIGHT))
    beside(bodies["two"]).write_text(json.dumps({"answer": RIGHT, "input_tokens": 10, "output_tokens": 5}))
    beside(bodies["three"]).write_text("{")
    one, two, three = open_model(name, cache_dir=tmp_path).ask([request("one"), request("two"), request("three")])
    assert one.answer == two.answer == Verdict(status="weak", quote="may notify")
    assert two.usage.tokens == 15
    assert three.failure is not None
    assert three.failure.code == "model-bad-answer"
    assert "answer.json" in three.failure.message


def test_a_written_request_can_be_posted_as_it_is(folder: Path, tmp_path: Path) -> None:
    import urllib.request

    open_model(f"transcript:{folder}", cache_dir=tmp_path).ask([request()])
    (file,) = folder.glob("*.request.json")
    body = {"model": "any", **json.loads(file.read_text())["body"]}
    with fake_openai([Say(RIGHT)]) as fake:
        post = urllib.request.Request(
            f"{fake.base_url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(post) as answer:
            said = json.load(answer)["choices"][0]["message"]["content"]
    file.with_name(file.name.replace(".request.", ".answer.")).write_text(said)
    reply = open_model(f"transcript:{folder}", cache_dir=tmp_path).ask([request()])[0]
    assert reply.answer is not None
