"""Read amounts of money in running text: "£18,000,000", "USD 2.5 million", "Rs. 5,00,00,000", "ten crore rupees"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from analyzer.models import Money

# A bare "$" is the dollar the contract speaks of elsewhere, US dollars when it names none.
_DOLLAR = "$"
_OTHERS = (
    "CHF", "ZAR", "AED", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "MXN", "MYR", "SAR", "KRW", "TWD", "THB",
)  # fmt: skip
_BEFORE = {
    "USD": r"US ?\$|U\.S\. ?\$|USD", "CAD": r"CAD ?\$?|CA\$|C\$|CDN ?\$", "AUD": r"AUD ?\$?|AU\$|A\$", "SGD": r"SGD|S\$",
    "NZD": r"NZD|NZ\$", "HKD": r"HKD|HK\$", "GBP": r"£|GBP", "EUR": r"€|EUR", "INR": r"₹|INR|Rs\.?|Rupees",
    "JPY": r"¥|JPY", "PHP": r"₱|PHP", "CNY": r"CNY|RMB", "ILS": r"ILS|NIS", "BRL": r"BRL|R\$",
    **{code: code for code in _OTHERS}, _DOLLAR: r"\${1,2}",
}  # fmt: skip
_AFTER = {
    "USD": r"US dollars|U\.S\. dollars|United States dollars|USD", "CAD": r"Canadian dollars|CAD",
    "SGD": r"Singapore dollars|SGD", "AUD": r"Australian dollars|AUD", "GBP": r"pounds(?: sterling)?|GBP",
    "EUR": r"euros?|EUR", "INR": r"(?:Indian )?rupees|INR",
    "JPY": r"yen|JPY", "CHF": r"Swiss francs|CHF", "CNY": r"renminbi|CNY|RMB", "ILS": r"ILS|NIS",
    **{code: code for code in _OTHERS if code != "CHF"}, _DOLLAR: r"dollars",
}  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 1_000, "k": 1_000, "lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "lacs": 100_000,
    "million": 10**6, "mn": 10**6, "mio": 10**6, "m": 10**6, "mm": 10**6, "crore": 10**7, "crores": 10**7, "cr": 10**7,
    "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_SCALE = r"(?:hundred thousand|thousand|million|billion|crores?|lakhs?|lacs?|mio|mm|mn|bn|cr|m|k)\b\.?"
# The last two are how the Continent writes: "1.000.000,00", "1,5".
_DIGITS = r"(?:\d{1,3}(?:\.\d{3}){2,}(?:,\d{1,2})?|\d+,\d{1,2}(?![\d,])|\d[\d,]*(?:\.\d+)?)(?![\d%])"
_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|crores?|lakhs?)"
)
# A number in words; "per million dollars" and "one-half million dollars" are none that can be read.
_WORDS = rf"(?<![Hh]alf )(?<![Pp]er )(?!(?:hundred|thousand|million|billion|crores?|lakhs?)\b){_WORD}(?:[ -](?:and )?{_WORD})*"


def _alternatives(table: dict[str, str]) -> str:
    # "$" stands last in each table, so that "S$" is not read as "$".
    return "|".join(f"(?:{pattern})" for pattern in table.values())


_AMOUNT = re.compile(
    rf"(?<![\w$])(?P<before>{_alternatives(_BEFORE)})\s?"
    rf"(?:(?P<digits>{_DIGITS})(?:\s?(?P<scale>{_SCALE}))?|(?P<words>\b{_WORDS}))"
    rf"|(?<![\w.,])(?:(?P<digits2>{_DIGITS})(?:\s?(?P<scale2>{_SCALE}))?|\b(?P<words2>{_WORDS})) "
    rf"(?P<after>{_alternatives(_AFTER)})\b",
    re.IGNORECASE,
)
# "five million dollars ($5,000,000)", "INR 10,00,00,000 (Rupees ten crore)": the brackets say it again.
_AGAIN = re.compile(r"\s*\(\s*$")
# What tells whose dollar a bare "$" is: its name first, then a country. Plain words, since the whole contract is searched.
_NAMED_DOLLARS = {
    "CAD": ("Canadian dollar", "CA$", " C$"), "AUD": ("Australian dollar", " A$"), "SGD": ("Singapore dollar", "S$"),
    "NZD": ("New Zealand dollar", "NZ$"), "HKD": ("Hong Kong dollar", "HK$"),
}  # fmt: skip
_UNITED_STATES = ("United States", "U.S.", "USA", "USD", "US$", "Delaware", "New York", "California", "Texas")
_COUNTRIES = {"CAD": ("Canada", "Ontario", "Manitoba", "British Columbia", "Alberta"), "AUD": ("Australia", "New South Wales"),
              "SGD": ("Singapore",), "NZD": ("New Zealand",), "HKD": ("Hong Kong",)}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """Money with its place in the text it was read from."""

    money: Money
    start: int
    end: int


def dollar_of(text: str) -> str:
    """Return the currency a bare "$" stands for in a contract: the dollar it names, else that of the country it names."""
    named = _first_named(text.replace("US$", ""), _NAMED_DOLLARS)
    if named is None and not any(word in text for word in _UNITED_STATES):
        named = _first_named(text, _COUNTRIES)
    return named or "USD"


def _first_named(text: str, table: dict[str, tuple[str, ...]]) -> str | None:
    places = [(at, code) for code, words in table.items() for word in words if (at := text.find(word)) >= 0]
    return min(places)[1] if places else None


def read_money(text: str, *, dollar: str = "USD") -> tuple[Amount, ...]:
    """Return the amounts of a text in order; one that is said again in brackets counts once."""
    found: list[Amount] = []
    for amount in _amounts(text, dollar):
        if found and amount.money == found[-1].money and _AGAIN.fullmatch(text, found[-1].end, amount.start):
            found[-1] = Amount(amount.money, found[-1].start, amount.end)
        else:
            found.append(amount)
    return tuple(found)


def _amounts(text: str, dollar: str) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        table, written = (_BEFORE, match["before"]) if match["before"] else (_AFTER, match["after"])
        code = next(c for c, pattern in table.items() if re.fullmatch(pattern, written, re.IGNORECASE))
        number = _number(match["digits"] or match["digits2"], match["words"] or match["words2"])
        if number is None:
            continue
        for word in (match["scale"] or match["scale2"] or "").lower().rstrip(".").split():
            number *= _SCALES[word]
        yield Amount(Money(amount=number, currency=dollar if code == _DOLLAR else code), match.start(), match.end())


def _number(digits: str | None, words: str | None) -> Decimal | None:
    if digits is not None:
        continental = digits.count(".") > 1 or re.fullmatch(r"\d+,\d{1,2}", digits)
        return Decimal(digits.replace(".", "").replace(",", ".") if continental else digits.replace(",", ""))
    if words is None:
        return None
    from text_to_num import text2num

    parts = words.lower().replace("-", " ").split()
    scale = 1
    while parts and parts[-1] in _SCALES and parts[-1].startswith(("crore", "lakh")):
        scale *= _SCALES[parts.pop()]
    try:
        return Decimal(text2num(" ".join(parts), "en")) * scale
    except ValueError:
        return None
