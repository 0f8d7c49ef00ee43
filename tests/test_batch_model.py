"""A batch with a language model: what it spends is capped across deals, and what it left open is asked again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from analyzer.batch import batch, deal
from analyzer.batch.basis import hash_basis
from analyzer.batch.deal import Job, Work
from analyzer.errors import ModelError
from analyzer.library import Library
from analyzer.llm import ModelChoice, ModelSettings
from analyzer.models.batch import BatchResult, DealOutcome, Spending
from analyzer.retrieve import Retriever
from analyzer.settings import Settings
from tests.batches import TODAY
from tests.fake_openai import Fail, FakeOpenAI, fake_openai
from tests.reviewers import script_of, sweep
from tests.test_second_reading import CONTRACT

pytest.importorskip("langchain_openai")

NO_CAP = Spending()
Run = Callable[..., BatchResult]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "deals"
    folder.mkdir()
    for name in ("Harrow", "Lane"):
        (folder / f"{name}.md").write_text(CONTRACT.replace("Harrow", name), encoding="utf-8")
    return folder


@pytest.fixture
def run(
    source: Path,
    tmp_path: Path,
    fast_settings: Settings,
    core_library: Library,
    fast_retriever: Retriever,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    def engine(work: Iterator[tuple[int, Work]], job: Job) -> Generator[tuple[int, DealOutcome]]:
        """Work in this process, which has the library open."""
        job = Job(
            fast_settings.model_copy(update={"cache_dir": tmp_path / "answers"}),
            job.profile,
            job.posture,
            job.formats,
            job.today,
            model=job.model,
        )
        monkeypatch.setattr(deal, "_opened", deal._Opened(job, core_library, fast_retriever))
        for number, one in work:
            yield number, deal.analyze_deal(one)

    def run(fake: FakeOpenAI, cap: Spending = NO_CAP, **settings: object) -> BatchResult:
        chosen = ModelSettings(base_url=fake.base_url, max_retries=0, **settings)  # type: ignore[arg-type]
        return batch(
            source,
            out=tmp_path / "out",
            profile="core",
            formats=("json",),
            by="file",
            engine=engine,
            workers=1,
            cap=cap,
            model=ModelChoice("test-model", chosen),
            settings=fast_settings,
            today=TODAY,
        )

    return run


def test_tokens_of_all_deals_together_stay_within_the_cap(run: Run) -> None:
    with fake_openai(script_of(sweep("missing"))) as fake:
        result = run(fake, Spending(tokens=16_000))
    assert 0 < (result.spent.tokens or 0) <= 16_000
    assert {p.code for d in result.deals for p in d.problems if p.partial} == {"model-budget"}
    assert "partial" in {d.state for d in result.deals}


def test_what_was_not_answered_is_asked_again_and_what_was_is_taken_over(run: Run) -> None:
    with fake_openai([Fail(500)]) as broken:
        first = run(broken)
    assert {d.state for d in first.deals} == {"partial"}
    with fake_openai(script_of(sweep("missing"))) as fake:
        second = run(fake)
        third = run(fake)
    assert [(d.state, d.reused) for d in second.deals] == [("complete", False)] * 2
    assert [(d.state, d.reused) for d in third.deals] == [("complete", True)] * 2
    assert (second.spent.tokens or 0) > 0
    assert third.spent.tokens == 0


def test_a_model_that_no_deal_could_use_is_refused_at_once(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no provider"):
        batch(source, out=tmp_path / "out", model=ModelChoice("nobody:nothing", ModelSettings()))
    assert not (tmp_path / "out").exists()


def test_what_is_asked_is_part_of_what_a_result_rests_on(fast_settings: Settings) -> None:
    bases = {
        hash_basis(fast_settings),
        hash_basis(fast_settings, ModelChoice("openai:gpt-4.1", ModelSettings())),
        hash_basis(fast_settings, ModelChoice("openai:gpt-4.1", ModelSettings(redact=True))),
        hash_basis(fast_settings, ModelChoice("openai:gpt-5", ModelSettings())),
    }
    assert len(bases) == 4
