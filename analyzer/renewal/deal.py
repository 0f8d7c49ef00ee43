"""Read each document of a deal and lay the amendments over what they amend."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from analyzer.models import Contract, NamedParty
from analyzer.renewal.agreement import read_number, read_title
from analyzer.renewal.convenience import Convenience, read_convenience
from analyzer.renewal.effective import read_effective, read_made
from analyzer.renewal.extension import UNLESS, Extension, read_extension
from analyzer.renewal.law import read_law, tell_order
from analyzer.renewal.notice import Notice, read_notice
from analyzer.renewal.parties import read_parties
from analyzer.renewal.prolonged import Prolonged, read_prolonged
from analyzer.renewal.reading import Gap, Reading, lowest
from analyzer.renewal.term import Term, read_term
from analyzer.renewal.value import Price, read_price
from analyzer.renewal.wording import Wording

T = TypeVar("T")

_AMENDS = re.compile(
    r"\b(?:amendment|amending agreement|addendum|deed of variation|variation (?:agreement|deed|letter)|(?:extension"
    r"|renewal) (?:agreement|letter|amendment)|change order|letter of (?:extension|renewal))\b"
)
_RESTATES = re.compile(r"\bamend(?:ed|ment) and restate(?:d|ment)|\bincluding (?:all|any) amendments?")
_THIS_AMENDS = re.compile(
    r"\bthis (?:[a-z]+ ){0,3}(?:amendment|amending agreement|extension agreement|renewal agreement)\b"
)
_OPENING, _LONGEST_TITLE = 1_500, 120


@dataclass(frozen=True)
class Deal:
    """What the documents of a deal say together.

    `number` is the highest that an amendment bears; `prolonged` are the extensions that amendments grant, in order.
    """

    wordings: tuple[Wording, ...]
    title: Reading[str] | None = None
    number: Reading[int] | None = None
    parties: tuple[Reading[NamedParty] | Gap, ...] = ()
    effective: Reading[date] | Gap | None = None
    made: Reading[date] | None = None
    term: Term | None = None
    prolonged: tuple[Prolonged, ...] = ()
    extension: Extension | None = None
    notice: Notice | None = None
    convenience: Convenience | None = None
    law: Reading[str] | Gap | None = None
    price: Price | None = None


def read_deal(contracts: Sequence[Contract]) -> Deal:
    """Return the facts of the main document, with gaps filled from the others and amendments laid over both."""
    read = [_read(contract) for contract in contracts]
    mains = [one for contract, one in zip(contracts, read, strict=True) if not amends(contract)]
    amendments = [one for contract, one in zip(contracts, read, strict=True) if amends(contract)]
    if not mains:
        mains, amendments = amendments[:1], amendments[1:]
    deal = mains[0]
    for other in mains[1:]:
        deal = _fill(deal, other)
    for amendment in sorted(amendments, key=_day):
        deal = _amend(deal, amendment)
    return replace(deal, number=deal.number or _count(amendments), wordings=tuple(one.wordings[0] for one in read))


def _count(amendments: Sequence[Deal]) -> Reading[int] | None:
    """Return how many amendments there are, where none bears a number."""
    title = next((amendment.title for amendment in amendments if amendment.title is not None), None)
    return None if title is None else title.become(len(amendments), confidence="medium")


def amends(contract: Contract) -> bool:
    """Say whether a document changes another one, by its title."""
    opening = _RESTATES.sub(" ", contract.document.text[:_OPENING].lower())
    titles = (line for line in opening.split("\n") if len(line) <= _LONGEST_TITLE)
    return _THIS_AMENDS.search(opening) is not None or any(_AMENDS.search(title) for title in titles)


def _read(contract: Contract) -> Deal:
    wording = Wording(contract)
    law = read_law(wording)
    wording.order = tell_order(wording, law)
    prolonged = read_prolonged(wording) if amends(contract) else ()
    extension = _unless_granted_once(read_extension(wording), prolonged)
    return Deal(
        wordings=(wording,),
        title=read_title(wording),
        number=read_number(wording) if amends(contract) else None,
        parties=read_parties(wording),
        effective=read_effective(wording),
        made=read_made(wording),
        term=read_term(wording),
        prolonged=prolonged,
        extension=extension,
        notice=read_notice(wording, extension),
        convenience=read_convenience(wording),
        law=law,
        price=read_price(wording),
    )


def _unless_granted_once(extension: Extension | None, prolonged: tuple[Prolonged, ...]) -> Extension | None:
    """Return no extension where an amendment only grants one: "the term shall be extended for an additional year"."""
    if extension is None:
        return None
    statement = extension.automatic.statement
    once = any(p.statement.place == statement.place for p in prolonged) and not UNLESS.search(statement.marked)
    return None if once and extension.automatic.value else extension


def _day(amendment: Deal) -> date:
    """Return when an amendment was made; one without a date keeps its place after those that have one."""
    dated = amendment.effective if isinstance(amendment.effective, Reading) else amendment.made
    return dated.value if dated is not None else date.max


def _fill(deal: Deal, other: Deal) -> Deal:
    """Take from another document what the main one does not say; a statement of work may speak for itself only."""
    term = other.term and replace(other.term, confidence=lowest(other.term.confidence, "medium"))
    return replace(
        deal,
        effective=deal.effective or _less_sure(other.effective),
        made=deal.made or (other.made and other.made.become(other.made.value, confidence="medium")),
        term=deal.term or term,
        extension=deal.extension or other.extension,
        notice=deal.notice or (other.notice if deal.extension is None else None),
        convenience=deal.convenience,
        law=deal.law or _less_sure(other.law),
        price=deal.price or other.price,
    )


def _amend(deal: Deal, amendment: Deal) -> Deal:
    """Lay an amendment over a deal: its own date and law are its own, what it says of the term is the deal's."""
    term = amendment.term
    replaces = term is not None and not term.evergreen and term.confidence != "low" and not amendment.prolonged
    numbers = [number for number in (deal.number, amendment.number) if number is not None]
    return replace(
        deal,
        number=max(numbers, key=lambda number: number.value, default=None),
        term=term if replaces or deal.term is None else deal.term,
        prolonged=() if replaces else (*deal.prolonged, *amendment.prolonged),
        extension=amendment.extension or deal.extension,
        notice=amendment.notice or (deal.notice if amendment.extension is None else None),
        convenience=amendment.convenience or deal.convenience,
        law=deal.law or amendment.law,
        price=amendment.price or deal.price,
    )


def _less_sure(reading: Reading[T] | Gap | None) -> Reading[T] | Gap | None:
    return reading.become(reading.value, confidence="medium") if isinstance(reading, Reading) else reading
