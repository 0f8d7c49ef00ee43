"""The answer as a language model is asked to give it: its own type, apart from the domain's and the report's."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from analyzer.models.review import ReadStatus

# From what harms the client most to what protects it best.
ORDER: tuple[ReadStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")


class Quoted(BaseModel):
    """Words of one passage."""

    model_config = ConfigDict(extra="forbid")

    passage: int
    words: str


class CheckAnswer(BaseModel):
    """The answer to one check; the reason comes before the status, so that it is thought before it is said."""

    model_config = ConfigDict(extra="forbid")

    check: str
    reason: str
    quotes: list[Quoted]
    binds: Literal["client", "provider", "both", "AI vendor", "nobody"]
    number: float | None
    unit: str | None
    status: ReadStatus


class CheckAnswers(BaseModel):
    """One answer a check."""

    model_config = ConfigDict(extra="forbid")

    answers: list[CheckAnswer]
