"""Find the laws and standards that a deal names, and names among them that no longer stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analyzer.crosscheck.deal import Deal
from analyzer.models import Evidence, FormerName, Instrument, LawNamed

# Notes of the market bear names that are no names of laws.
_NAMED_IN_CONTRACTS = frozenset({"law", "guidance", "standard", "model clauses", "proposal", "decision"})


def name_laws(deal: Deal, instruments: Sequence[Instrument]) -> tuple[LawNamed, ...]:
    """Return each law as the deal names it, in the order of the table; a name within a longer one does not count."""
    known = _names(tuple(instruments))
    if not known:
        return ()
    found: dict[tuple[str, str], list[Evidence]] = {}
    written: dict[tuple[str, str], str] = {}
    for number, contract in enumerate(deal.contracts):
        for match in _find_names(contract.document.text, tuple(known)):
            instrument, former = known[_plain(match[0])]
            sentence = deal.sentence_over(number, match.start())
            if sentence is None or not _is_name(match[0], instrument):
                continue
            key = instrument.name, former.name if former else ""
            written.setdefault(key, " ".join(match[0].split()))
            quote = deal.quote(sentence)
            if quote not in found.setdefault(key, []):
                found[key].append(quote)
    order = {instrument.name: place for place, instrument in enumerate(instruments)}
    formers = {f.name: f for i in instruments for f in i.former}
    return tuple(
        LawNamed(instrument=name, written=written[name, former], former=formers.get(former), evidence=tuple(quotes))
        for (name, former), quotes in sorted(found.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    )


def _names(instruments: tuple[Instrument, ...]) -> dict[str, tuple[Instrument, FormerName | None]]:
    named: dict[str, tuple[Instrument, FormerName | None]] = {}
    for instrument in instruments:
        if instrument.kind in _NAMED_IN_CONTRACTS:
            named |= {_plain(name): (instrument, None) for name in (instrument.name, *instrument.known_as)}
            named |= {_plain(former.name): (instrument, former) for former in instrument.former}
    return named


def _find_names(text: str, names: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """Find the names in a text; only those of which it holds the longest word are tried, at each word of it."""
    lower = text.lower()
    tried = tuple(name for name in names if max(name.split(), key=len) in lower)
    return _pattern(tried).finditer(text) if tried else iter(())


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the names, the longest first."""
    words = (re.escape(name).replace(r"\ ", r"[\s\u00a0]+") for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


def _is_name(written: str, instrument: Instrument) -> bool:
    """Say whether what was found is the name: "Dora" is a person, DORA a regulation."""
    same = [n for n in (instrument.name, *instrument.known_as) if n.lower() == written.lower()]
    return written in same or not any(name.isupper() for name in same)


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
