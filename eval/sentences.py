"""Put single sentences through the stages: how likely each element is, what is found, which status.

The fast look that spares the accurate encoder passages of no promise is left out: it saves time and changes no figure here.
"""

from __future__ import annotations

from collections.abc import Collection
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


def judge_drafted(shipped: Shipped, sentence: DraftedSentence) -> JudgedSentence:
    """Judge a sentence as if it were a contract of its own."""
    contract = segment(ingest(sentence.text.encode(), name="sentence.txt", settings=shipped.settings))
    reading = Reading(contract, shipped.retriever.retrieve(contract))
    status: CaseStatus = "none" if sentence.status == "hard_negative" else sentence.status
    return _judge(shipped, reading, sentence.text, (sentence.provision, sentence.element), status)


def judge_placed(shipped: Shipped, case: SentenceCase) -> JudgedSentence:
    """Judge a sentence in its host contract."""
    placed = place(case)
    return _judge(shipped, _read(shipped, placed.contract, placed.passages), case.text, case.about, case.status)


def judge_trap(shipped: Shipped, trap: PolysemyTrap) -> tuple[Finding, ...]:
    """Return what is found in a trap, in its host contract."""
    placed = place(trap)
    return _react(shipped, _read(shipped, placed.contract, placed.passages)).found


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


def _read(shipped: Shipped, contract: Contract, passages: Collection[int]) -> Reading:
    return Reading(contract, shipped.retriever.retrieve(contract, only=passages))


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
