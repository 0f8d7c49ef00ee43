"""Put stand-ins in place of what tells who a contract is about, and the originals back into what comes of it.

Addresses are found by pyap and telephone numbers by phonenumbers. For the names of persons no well-kept library works
without a model that has to be fetched, so persons are found where contracts name them: by a title, or on a signature line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from analyzer.models import Contract
from analyzer.names import CLIENT_NAMES, PROVIDER_NAMES

Kind = Literal["PARTY", "PERSON", "DOCUMENT", "ADDRESS", "CONTACT", "AMOUNT"]

_ROLES = {name.casefold() for name in (*CLIENT_NAMES, *PROVIDER_NAMES, "You", "We", "Us")}
_LEGAL_FORM = re.compile(
    r",?\s+(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|plc|LLP|L\.P|LP|GmbH|AG|S\.A|SA|B\.V|BV|N\.V|Pty|Co|Pte)\.?$",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w'\u2019-]+(?:[ \t]+(?:[A-Z]\.?|[a-z]{2,3}|[A-Z][\w'\u2019-]+)){0,3}[ \t]+[A-Z][\w'\u2019-]+"
_PERSONS = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame)\.?[ \t]+(?P<titled>{_NAME}|[A-Z][\w'\u2019-]+)"
    rf"|^[ \t]*(?:Name|Signed|By|Print(?:ed)? Name|Attention|Attn\.?|Contact)[ \t]*:[ \t]*(?:/s/[ \t]*)?(?P<signed>{_NAME})",
    re.MULTILINE,
)
_CONTACTS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:https?://|www\.)[^\s)>\]]+")
_SCALE = r"(?:[ \t]?(?:thousand|million|billion|bn|crore|lakh|k|m)\b)?"
_AMOUNTS = re.compile(
    r"(?:[$\u00a3\u20ac\u20b9\u00a5]|\b(?:USD|GBP|EUR|INR|CAD|AUD|SGD|CHF|JPY|US\$|Rs\.?)[ \t]?)[$]?\d[\d,.]*(?<=\d)" + _SCALE
    + r"|\b\d[\d,.]*(?<=\d)" + _SCALE + r"[ \t](?:USD|GBP|EUR|INR|dollars|pounds sterling|pounds|euros?|rupees)\b",
    re.IGNORECASE,
)  # fmt: skip
_STAND_IN = re.compile(r"\b(?:PARTY|PERSON|DOCUMENT|ADDRESS|CONTACT|AMOUNT)_\d+\b")
_COUNTRIES: tuple[Literal["US", "GB", "CA"], ...] = ("US", "GB", "CA")


class StandIns:
    """What stands in for what, the same throughout a deal."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self._stand_in: dict[str, str] = {}
        self._count: dict[Kind, int] = {}
        for contract in contracts:
            self._name("DOCUMENT", contract.document.name)
            for party in contract.parties:
                for name in _own_names((party.name, *party.aliases)):
                    self._name("PARTY", name)
            for found in _PERSONS.finditer(contract.document.text):
                self._name("PERSON", found["titled"] or found["signed"])
        known = sorted(self._stand_in, key=len, reverse=True)
        self._known = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known)) if known else None

    def hide(self, text: str) -> str:
        """Return the text with stand-ins."""
        pieces, at = [], 0
        for start, end, kind in self._find(text):
            if start >= at:
                pieces += [text[at:start], self._name(kind, text[start:end])]
                at = end
        return "".join([*pieces, text[at:]])

    def restore(self, text: str) -> str:
        """Return the text with the originals."""
        originals = {stand_in: original for original, stand_in in self._stand_in.items()}
        return _STAND_IN.sub(lambda found: originals.get(found[0], found[0]), text)

    def _name(self, kind: Kind, original: str) -> str:
        if original not in self._stand_in:
            self._count[kind] = self._count.get(kind, 0) + 1
            self._stand_in[original] = f"{kind}_{self._count[kind]}"
        return self._stand_in[original]

    def _find(self, text: str) -> list[tuple[int, int, Kind]]:
        """Return what tells, in the order of the text, the longest first where several begin at one place."""
        found: list[tuple[int, int, Kind]] = [*_find_addresses(text), *_find_numbers(text)]
        if self._known is not None:
            found += [(*match.span(), "PARTY") for match in self._known.finditer(text)]
        for pattern, kind in _PATTERNS:
            found += [(*match.span(), kind) for match in pattern.finditer(text)]
        return sorted(found, key=lambda span: (span[0], -span[1]))


_PATTERNS: tuple[tuple[re.Pattern[str], Kind], ...] = ((_CONTACTS, "CONTACT"), (_AMOUNTS, "AMOUNT"))


def _own_names(names: Sequence[str | None]) -> Iterator[str]:
    """Yield the names that tell who a party is, with and without their legal form; "Supplier" tells nobody."""
    for name in names:
        for own in (name, _LEGAL_FORM.sub("", name)) if name else ():
            if own.strip() and own.casefold() not in _ROLES:
                yield own


def _find_addresses(text: str) -> Iterator[tuple[int, int, Kind]]:
    import pyap

    for country in _COUNTRIES:
        for address in pyap.parse(text, country=country):
            yield address.match_start, address.match_end, "ADDRESS"


def _find_numbers(text: str) -> Iterator[tuple[int, int, Kind]]:
    from phonenumbers import PhoneNumberMatcher

    for region in _COUNTRIES:
        for number in PhoneNumberMatcher(text, region):
            yield number.start, number.end, "CONTACT"
