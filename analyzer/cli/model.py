"""The options that say which language model may be asked, what it may use and what it may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from analyzer.llm import ModelChoice
    from analyzer.models import LanguageModel
    from analyzer.settings import Settings

Llm = Annotated[
    str | None,
    typer.Option(
        "--llm",
        envvar="CLAUSE_ANALYZER_LLM",
        help="Ask this model where the analysis is in doubt: PROVIDER:MODEL, or transcript:DIR. Nothing is asked without.",
    ),
]
MaxTokens = Annotated[int | None, typer.Option(min=0, help="Cap on the model's tokens in this run.")]
MaxCost = Annotated[float | None, typer.Option(min=0, help="Cap on the model's cost in this run, in US dollars.")]
Redact = Annotated[
    bool, typer.Option("--redact", help="Replace names, addresses, emails and amounts before anything is sent.")
]


def choose_model(llm: str, *, redact: bool) -> ModelChoice:
    """Read how a model is called from the environment and the command line.

    Raises:
        UsageError: a variable has a value that can't be.
    """
    from pydantic import ValidationError

    from analyzer.errors import UsageError
    from analyzer.llm import ModelChoice, ModelSettings

    try:
        settings = ModelSettings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(map(str, fault["loc"])).upper()
        raise UsageError(f"CLAUSE_ANALYZER_LLM_{name}: {fault['msg']}") from error
    return ModelChoice(llm, settings.model_copy(update={"redact": redact or settings.redact}))


def open_chosen(
    llm: str | None, settings: Settings, *, max_tokens: int | None, max_cost: float | None, redact: bool
) -> LanguageModel | None:
    """Open the model that was chosen; None when there is none.

    Raises:
        ModelError: it can't be used.
    """
    if llm is None:
        return None
    from analyzer.llm import open_model
    from analyzer.models.batch import Spending

    choice = choose_model(llm, redact=redact)
    allowance = Spending(tokens=max_tokens, cost=max_cost)
    return open_model(choice.name, cache_dir=settings.cache_dir, settings=choice.settings, allowance=allowance)
