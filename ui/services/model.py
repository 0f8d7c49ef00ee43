"""The language model that an administrator configured, if any: CLAUSE_ANALYZER_LLM names it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.models import LanguageModel, QuotedAnswer
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.models import Contract

_VARIABLE = "CLAUSE_ANALYZER_LLM"


def name_configured() -> str | None:
    """Return the name of the configured model."""
    return os.environ.get(_VARIABLE) or None


def open_configured() -> LanguageModel | None:
    """Open the configured model for one run; None when there is none.

    Raises:
        ModelError: it can't be used.
    """
    name = name_configured()
    if name is None:
        return None
    from analyzer.llm import ModelSettings, open_model

    return open_model(name, cache_dir=Settings().cache_dir, settings=ModelSettings())


def say_where_it_goes(what: str) -> str:
    """Say, before anything is sent, where the configured model has it from.

    Args:
        what: what would be sent, to begin the sentence with.

    Raises:
        ModelError: the model can't be used.
    """
    from analyzer.receipt import WITHOUT_NAMES, say_host

    model = open_configured()
    use = model.use() if model is not None else None
    if use is None or use.host is None:
        return f"{what} stay on this machine."
    return f"{what} go to {say_host(use.host)}{WITHOUT_NAMES if use.redacted else ''}."


def say_what_a_question_sends() -> str:
    """Say, before a question is asked, what goes where.

    Raises:
        ModelError: the model can't be used.
    """
    from analyzer.ask import MOST_PASSAGES

    return say_where_it_goes(f"Your question and at most {MOST_PASSAGES} passages, those nearest to it,")


def ask(contracts: Sequence[Contract], question: str) -> tuple[QuotedAnswer, str]:
    """Answer a question from the contract's own words; also say what left the machine for it."""
    from analyzer.answering import answer
    from analyzer.receipt import say_what_leaves

    settings, model = Settings(), open_configured()
    found = answer(contracts, question, settings=settings, model=model)
    return found, say_what_leaves(settings, model.use() if model is not None else None)
