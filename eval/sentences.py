"""Put single sentences through the stages: how likely each element is, what is found, which status."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from analyzer.assess.candidates import find_candidates, pool_odds, weigh
from analyzer.ingest import ingest
from analyzer.models import Contract, ElementStatus, ExemplarStatus, Finding, Provision
from analyzer.segment import segment
from eval.judged import is_found
from eval.sentence_cases import CaseStatus, PolysemyTrap, SentenceCase, place
from eval.shipped import Reading, Shipped

Key = tuple[str, str]
# Log-odds that every candidate reaches: the grade on a given element is asked for, not whether it is there.
_ANY_ODDS = -50.0


class DraftedSentence(BaseModel):
    """A sentence of `data/sentences.jsonl`; a hard negative is about no element."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provision: str
    element: str | None
    status: ExemplarStatus | Literal["hard_negative"]
    text: str


@dataclass(frozen=True)
class Reaction:
    """What the analyzer makes of one sentence: the elements it may be about from the likeliest on, and what it finds."""

    ranked: tuple[Key, ...]
    found: tuple[Finding, ...]


@dataclass(frozen=True)
class JudgedSentence:
    """A sentence with what it is about, the status it deserves ("none": nothing), and what the analyzer makes of it.

    `element` is None where a hard negative belongs to a provision as a whole. `graded` is the status on that element without
    asking whether the sentence is about it; None where it was not even retrieved.
    """

    text: str
    provision: str
    element: str | None
    status: CaseStatus
    reaction: Reaction
    graded: ElementStatus | None

    @property
    def said(self) -> ElementStatus | Literal["none"]:
        """Return the status found on what the sentence is about, "none" where nothing is."""
        on = (f for f in self.reaction.found if f.provision == self.provision and self.element in {None, f.element})
        return next((f.status for f in on), "none")


def load_drafted(file: Path) -> tuple[DraftedSentence, ...]:
    """Load sentences, one JSON object a line.

    Raises:
        ValidationError: a line is not of the expected shape.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(DraftedSentence.model_validate_json(line) for line in lines if line.strip())


def judge_drafted(shipped: Shipped, sentences: Sequence[DraftedSentence]) -> list[JudgedSentence]:
    """Judge each sentence as if it were a contract of its own."""
    contracts = [segment(ingest(s.text.encode(), name="sentence.txt", settings=shipped.settings)) for s in sentences]
    readings = _read(shipped, [(contract, range(len(contract.passages))) for contract in contracts])
    return [
        _judge(shipped, reading, s.text, (s.provision, s.element), "none" if s.status == "hard_negative" else s.status)
        for s, reading in zip(sentences, readings, strict=True)
    ]


def judge_placed(shipped: Shipped, cases: Sequence[SentenceCase]) -> list[JudgedSentence]:
    """Judge each sentence in its host contract."""
    readings = _read(shipped, [(p.contract, p.passages) for p in map(place, cases)])
    return [_judge(shipped, r, c.text, c.about, c.status) for c, r in zip(cases, readings, strict=True)]


def judge_traps(shipped: Shipped, traps: Sequence[PolysemyTrap]) -> list[tuple[PolysemyTrap, tuple[Finding, ...]]]:
    """Return each trap with what is found in it, in its host contract."""
    readings = _read(shipped, [(p.contract, p.passages) for p in map(place, traps)])
    return [(trap, _react(shipped, reading).found) for trap, reading in zip(traps, readings, strict=True)]


def _read(shipped: Shipped, placed: Sequence[tuple[Contract, Sequence[int]]]) -> list[Reading]:
    """Search the library for some passages of each contract."""
    # One by one they take four times as long to encode; what is searched for once is remembered.
    shipped.retriever.search([c.passages[i].reading for c, passages in placed for i in passages])
    return [Reading(c, shipped.retriever.retrieve(c, only=passages)) for c, passages in placed]


def _judge(
    shipped: Shipped, reading: Reading, text: str, about: tuple[str, str | None], status: CaseStatus
) -> JudgedSentence:
    provision, element = about
    reaction = _react(shipped, reading)
    graded = None
    if element is not None and status != "none" and (provision, element) in reaction.ranked:
        anywhere = shipped.judge.model_copy(update={"threshold": _ANY_ODDS})
        on_it = _provisions_of(shipped, {(provision, element)})
        graded = shipped.assess(reading, provisions=on_it, judge=anywhere)[0].status
    return JudgedSentence(text, provision, element, status, reaction, graded)


def _react(shipped: Shipped, reading: Reading) -> Reaction:
    odds: dict[Key, float] = {}
    weighed = weigh(shipped.judge, find_candidates(reading.contract, reading.matches, shipped.elements))
    for (provision, element, _, _), value in pool_odds(weighed, [reading.contract]).items():
        odds[provision, element] = max(value, odds.get((provision, element), value))
    return Reaction(
        ranked=tuple(sorted(odds, key=lambda key: -odds[key])),
        # What no match suggests is missing; leaving it out saves most of the time.
        found=tuple(f for f in shipped.assess(reading, provisions=_provisions_of(shipped, odds)) if is_found(f)),
    )


def _provisions_of(shipped: Shipped, keys: Collection[Key]) -> list[Provision]:
    """Return the provisions of some elements, with those elements alone."""
    return [
        provision.model_copy(update={"elements": tuple(e for e in provision.elements if (provision.id, e.id) in keys)})
        for provision in shipped.library.provisions
        if any((provision.id, e.id) in keys for e in provision.elements)
    ]
