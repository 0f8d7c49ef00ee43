"""Find sums of money: "$1,250,000.00", "USD 30,000", "£1.2 million", "250,000 euros"."""

import re
from collections.abc import Iterator

from analyzer.models import Value

_SYMBOLS = {
    "US$": "USD", "U.S.$": "USD", "C$": "CAD", "CA$": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD",
    "S$": "SGD", "HK$": "HKD", "R$": "BRL", "$": "USD", "\u00a3": "GBP", "\u20ac": "EUR", "\u00a5": "JPY",
    "\u20b9": "INR", "Rs.": "INR",
}  # fmt: skip
_CODES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "JPY", "CNY", "RMB", "HKD", "SGD", "INR", "ILS", "NIS", "SEK",
    "NOK", "DKK", "PLN", "CZK", "HUF", "ZAR", "BRL", "MXN", "PHP", "MYR", "AED", "SAR", "KRW", "TWD", "THB",
)  # fmt: skip
_SAME = {"RMB": "CNY", "NIS": "ILS"}
_NAMES = {"dollars": "USD", "pounds": "GBP", "pounds sterling": "GBP", "euros": "EUR", "euro": "EUR", "rupees": "INR"}
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mm": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}

_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"(?: ?(?P<scale>thousand|million|billion|bn|mm|k|m)\b)?"
_SIGN = "|".join(re.escape(sign) for sign in sorted((*_SYMBOLS, *_CODES), key=len, reverse=True))
_MONEY = re.compile(
    rf"(?<![A-Za-z$])(?P<sign>{_SIGN})(?: ?\$)? ?(?P<amount>{_AMOUNT})(?![\d,]*\d){_SCALE}"
    rf"|(?<![\d.,$\u00a3\u20ac])(?P<amount_before>{_AMOUNT}){_SCALE.replace('scale', 'scale_before')}"
    rf"[)\]]? ?(?P<name>(?:U\.?S\.? )?(?:{'|'.join(_CODES)}|[Dd]ollars|[Ee]uros?|[Pp]ounds(?: [Ss]terling)?"
    rf"|[Rr]upees))\b"
)


def find_money(text: str) -> Iterator[tuple[Value, int, int]]:
    """Yield each sum with its ISO 4217 currency and its place; a bare "$" is read as US dollars."""
    for match in _MONEY.finditer(text):
        amount = float((match["amount"] or match["amount_before"]).replace(",", ""))
        scale = (match["scale"] or match["scale_before"] or "").lower()
        yield (
            Value(number=amount * _SCALES.get(scale, 1.0), unit=_currency(match["sign"] or match["name"])),
            match.start(),
            match.end(),
        )


def _currency(written: str) -> str:
    found = _SYMBOLS.get(written)
    if found is not None:
        return found
    name = re.sub(r"^U\.?S\.? ", "", written)
    return _SAME.get(name, name) if name in _CODES else _NAMES[name.lower()]
