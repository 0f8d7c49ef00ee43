"""Sentences of our own with the status they deserve, the traps and the paraphrases, and the contract they are judged in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analyzer.ingest import ingest
from analyzer.models import Contract, ExemplarStatus
from analyzer.segment import segment

SENTENCES = Path(__file__).with_name("datasets") / "sentences"
SUITES = Path(__file__).with_name("datasets") / "suites"

CaseStatus = Literal[ExemplarStatus, "none"]
Paper = Literal["client", "vendor", "balanced"]


class CaseFileError(ValueError):
    """A case file has a mistake; the message begins with file and line."""


class _Case(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CaseContext(_Case):
    """What stands around a sentence: its heading, what it completes, terms it uses, and what the parties are called.

    `lead_in` makes the text a list item, `columns` a table row with cells parted by " | ". Names carry their article
    ("the Bank"), a trade name has none.
    """

    heading: str = Field(min_length=1)
    lead_in: str | None = None
    columns: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    client: str = "the Client"
    provider: str = "the Provider"

    @model_validator(mode="after")
    def _item_or_row(self) -> CaseContext:
        if self.lead_in and self.columns:
            raise ValueError("a case is a list item (lead_in) or a table row (columns), not both")
        return self


class _PlacedCase(_Case):
    id: str = Field(pattern=r"^[a-z-]+-\d+$")
    text: str = Field(min_length=10)
    context: CaseContext

    @model_validator(mode="after")
    def _one_cell_a_column(self) -> _PlacedCase:
        columns = self.context.columns
        if columns and len(self.text.split(" | ")) != len(columns):
            raise ValueError(f"{len(columns)} columns, {len(self.text.split(' | '))} cells")
        return self


class SentenceCase(_PlacedCase):
    """One sentence with the status it deserves at the standard tier.

    A case of status "none" says nothing for the element it may be mistaken for, which `near` names as
    "provision/element"; every other case has `provision` and `element`. `anchor_words` tells whether text, heading,
    lead-in or columns name AI by the usual words.
    """

    provision: str | None = None
    element: str | None = None
    status: CaseStatus
    near: str | None = Field(default=None, pattern=r"^[a-z-]+/[a-z-]+$")
    anchor_words: bool
    paper: Paper
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _near_when_none(self) -> SentenceCase:
        if self.status == "none" and (self.near is None or self.provision or self.element):
            raise ValueError('status "none" takes "near", and neither "provision" nor "element"')
        if self.status != "none" and (self.near is not None or not self.provision or not self.element):
            raise ValueError(f'status "{self.status}" takes "provision" and "element", and no "near"')
        return self

    @property
    def held_back(self) -> bool:
        """Tell whether the case belongs to the third that nothing is tuned on: by the hash of its id."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 3 == 0

    @property
    def about(self) -> tuple[str, str]:
        """Return the provision and element the case is a question about, whether it meets it or not."""
        if self.near is not None:
            provision, _, element = self.near.partition("/")
            return provision, element
        return self.provision or "", self.element or ""


class PolysemyTrap(_PlacedCase):
    """A sentence in which a word of AI contracts means something else: no finding above `expect` may rest on it."""

    word: str
    expect: Literal["none", "weak"]
    near: str = Field(pattern=r"^[a-z-]+/[a-z-]+$")
    why: str = Field(min_length=1)


_C = TypeVar("_C", bound=_PlacedCase)


@dataclass(frozen=True)
class PlacedCase:
    """A case in its host contract; `start` to `end` of the document's text is the case, `passages` what was cut of it."""

    case: SentenceCase | PolysemyTrap
    contract: Contract
    start: int
    end: int
    passages: tuple[int, ...]


def load_sentence_cases(folder: Path = SENTENCES) -> tuple[SentenceCase, ...]:
    """Load every sentence case, held back or not: for measuring only.

    Raises:
        CaseFileError: a line is not a case, or an id stands twice.
    """
    return tuple(case for path in sorted(folder.glob("*.jsonl")) for case in _read(path, SentenceCase))


def load_tuning_cases(folder: Path = SENTENCES) -> tuple[SentenceCase, ...]:
    """Load the cases that thresholds and weights may be tuned on; the held-back third is not among them."""
    return tuple(case for case in load_sentence_cases(folder) if not case.held_back)


def load_paraphrases(folder: Path = SUITES) -> tuple[SentenceCase, ...]:
    """Load the sentences that mean AI without its usual words: for measuring only."""
    return _read(folder / "paraphrase.jsonl", SentenceCase)


def load_traps(folder: Path = SUITES) -> tuple[PolysemyTrap, ...]:
    """Load the polysemy suite: for measuring only."""
    return _read(folder / "polysemy.jsonl", PolysemyTrap)


def place(case: SentenceCase | PolysemyTrap) -> PlacedCase:
    """Put a case under its heading as the last clause of the host contract, and segment it."""
    context = case.context
    names: dict[str, str] = {}
    for role, name in (("client", context.client), ("provider", context.provider)):
        names |= {role: name, role.title(): name[0].upper() + name[1:], f"{role}_name": name.removeprefix("the ")}
    text = _host()
    for slot, value in {**names, "definitions": "\n\n".join(context.definitions), "clause": _clause(case)}.items():
        text = text.replace(f"{{{slot}}}", value)
    contract = segment(ingest(text.encode(), name=f"{case.id}.md"))
    start = contract.document.text.rindex(case.text)
    end = start + len(case.text)
    passages = tuple(i for i, p in enumerate(contract.passages) if p.start < end and p.end > start)
    return PlacedCase(case, contract, start, end, passages)


def _clause(case: SentenceCase | PolysemyTrap) -> str:
    context = case.context
    heading = f"## 26. {context.heading}\n\n"
    if context.lead_in:
        return f"{heading}26.1 {context.lead_in}\n\n(a) {case.text}"
    if context.columns:
        rows = (" | ".join(context.columns), " | ".join("---" for _ in context.columns), case.text)
        return heading + "\n".join(f"| {row} |" for row in rows)
    return f"{heading}26.1 {case.text}"


@lru_cache(maxsize=1)
def _host() -> str:
    return (SUITES / "host.md").read_text(encoding="utf-8")


def _read(path: Path, kind: type[_C]) -> tuple[_C, ...]:
    cases: dict[str, _C] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            case = kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "case"
            raise CaseFileError(f"{path}:{number}: {where}: {first['msg']}") from error
        if case.id in cases:
            raise CaseFileError(f"{path}:{number}: id: {case.id} stands twice")
        cases[case.id] = case
    return tuple(cases.values())
