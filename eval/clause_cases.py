"""Clauses of our own, sentence by sentence, with every element that each sentence speaks to.

A file of `datasets/clauses` has clauses one after another:

    # 9.2 Improving the Service
    @ standard service
    One sentence, list item or table row of the clause, on one line, the parties called Client and Provider.
    = data-ownership-training/training-ban adverse; data-ownership-training/deidentified-use weak?
    A sentence that speaks to no element.
    =

`@` says the tier and whether AI is named in the text or is the whole service. A question mark marks a label that a careful lawyer
could hold either way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from analyzer.models import ExemplarStatus, Tier
from eval.sentence_cases import CaseFileError

CLAUSES = Path(__file__).with_name("datasets") / "clauses"

AnchoredBy = Literal["named", "service"]


@dataclass(frozen=True)
class ClauseLabel:
    """What a sentence is worth on one element."""

    provision: str
    element: str
    status: ExemplarStatus
    doubtful: bool


@dataclass(frozen=True)
class ClauseSentence:
    """A sentence with all its labels; none when it speaks to no element."""

    text: str
    labels: tuple[ClauseLabel, ...]


@dataclass(frozen=True)
class ClauseCase:
    """A clause of a contract that was never signed."""

    heading: str
    tier: Tier
    anchored_by: AnchoredBy
    sentences: tuple[ClauseSentence, ...]


@dataclass
class _Open:
    heading: str
    where: str
    tier: Tier | None = None
    anchored_by: AnchoredBy | None = None
    sentences: list[ClauseSentence] = field(default_factory=list)
    unlabelled: str | None = None

    def close(self) -> ClauseCase:
        if self.tier is None or self.anchored_by is None:
            raise CaseFileError(f"{self.where}: no line `@ tier named|service`")
        if self.unlabelled is not None or not self.sentences:
            raise CaseFileError(f"{self.where}: each sentence of a clause needs a line `=` after it")
        return ClauseCase(self.heading, self.tier, self.anchored_by, tuple(self.sentences))


def load_clauses(folder: Path = CLAUSES) -> tuple[ClauseCase, ...]:
    """Load every clause of every file.

    Raises:
        CaseFileError: a line is not what the form has there; the message begins with file and line.
    """
    return tuple(clause for path in sorted(folder.glob("*.txt")) for clause in _read(path))


def _read(path: Path) -> Iterator[ClauseCase]:
    clause: _Open | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where, line = f"{path}:{number}", line.strip()
        if line.startswith("#"):
            if clause is not None:
                yield clause.close()
            clause = _Open(line.lstrip("# "), where)
        elif line and clause is None:
            raise CaseFileError(f"{where}: a clause begins with its heading after #")
        elif line and clause is not None:
            _take(clause, line, where)
    if clause is not None:
        yield clause.close()


def _take(clause: _Open, line: str, where: str) -> None:
    if line.startswith("@"):
        tier, _, anchored_by = line[1:].strip().partition(" ")
        if tier not in get_args(Tier) or anchored_by not in get_args(AnchoredBy):
            raise CaseFileError(f"{where}: expected `@ routine|standard|high named|service`")
        clause.tier, clause.anchored_by = tier, anchored_by  # type: ignore[assignment]
    elif line.startswith("="):
        if clause.unlabelled is None:
            raise CaseFileError(f"{where}: labels without a sentence before them")
        labels = tuple(_read_label(part.strip(), where) for part in line[1:].split(";") if part.strip())
        clause.sentences.append(ClauseSentence(clause.unlabelled, labels))
        clause.unlabelled = None
    elif clause.unlabelled is not None:
        raise CaseFileError(f"{where}: the sentence before this one has no line `=`")
    else:
        clause.unlabelled = line


def _read_label(part: str, where: str) -> ClauseLabel:
    key, _, status = part.partition(" ")
    provision, _, element = key.partition("/")
    sure = status.removesuffix("?")
    if not element or sure not in get_args(ExemplarStatus):
        raise CaseFileError(f"{where}: {part!r} is not `provision/element status`")
    return ClauseLabel(provision, element, sure, doubtful=status.endswith("?"))  # type: ignore[arg-type]
