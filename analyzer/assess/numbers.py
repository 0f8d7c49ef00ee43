"""Read numbers with their units: "thirty (30) days", "[●: 30 days]", "two Business Days", "3x the annual Charges"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.models import Measure, Tier, Unit

_WORD = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[\s-](?:and[\s-])?)?)+"
)
_NUMBER = rf"(?:(?P<words>\b{_WORD})?\s*[(\[]?(?P<digits>\d[\d,]*(?:\.\d+)?)[)\]]?(?:\s*\({_WORD}\))?|(?P<only_words>\b{_WORD}\b))"
# Units as they are read; weeks and seconds are read too and converted to what a measure asks for.
_UNITS: tuple[tuple[str, str], ...] = (
    ("business days", r"(?:business|working|banking)\s+days?"),
    ("days", r"(?:clear\s+|calendar\s+|consecutive\s+)?days?\b(?!\s*(?:rate|shift|sales))|days['\u2019]"),
    ("hours", r"(?:clock\s+|business\s+|consecutive\s+)?(?:hours?|hrs?)\b"),
    ("seconds", r"sec(?:ond)?s?\b"),
    ("minutes", r"min(?:ute)?s?\b"),
    ("months", r"(?:calendar\s+|full\s+|consecutive\s+)?months?\b"),
    ("years", r"(?:calendar\s+|contract\s+)?years?\b"),
    ("percent", r"%|per\s?cent(?:age points?)?\b"),
    (
        "times annual charges",
        r"(?:x|times|\u00d7)\b[^.;]{0,60}?(?:charges|fees|amounts?|sums|contract value|general cap|cap|paid|payable)",
    ),
    ("weeks", r"weeks?\b"),
)
_ALL = re.compile(
    _NUMBER + r"[\s\u00a0-]*(?:" + "|".join(f"(?P<u{i}>{p})" for i, (_, p) in enumerate(_UNITS)) + ")", re.IGNORECASE
)
_OF_CHARGES = re.compile(r"\)?[^.;]{0,50}?\b(?:charges|fees)", re.IGNORECASE)
# "two hundred per cent (200%)": the figure in brackets says it again.
_SAID_AGAIN = re.compile(r"\s*[(\[]\s*\d")
_HOURS_IN: dict[str, float] = {
    "seconds": 1 / 3600,
    "minutes": 1 / 60,
    "hours": 1,
    "days": 24,
    "business days": 24 * 1.4,
    "weeks": 168,
    "months": 730,
    "years": 8760,
}


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and where it stands in the text it was read from."""

    number: float
    unit: str
    start: int
    end: int


# "The monthly Charges" is money, not a duty of each month.
_MONEY = r" (?:service )?(?:charges?|fees?|invoices?|payments?|amounts?)\b"
# A frequency is a period too: a quarterly duty is one every three months.
_FREQUENCIES: tuple[tuple[re.Pattern[str], float, Unit], ...] = (
    (re.compile(r"(?<!-)\b(?:daily|(?:each|every) day)\b", re.IGNORECASE), 1, "days"),
    (re.compile(r"(?<!-)\b(?:weekly|(?:each|every) week)\b", re.IGNORECASE), 7, "days"),
    (re.compile(rf"(?<!-)\b(?:monthly(?!{_MONEY})|(?:each|every) (?:calendar )?month)\b", re.IGNORECASE), 1, "months"),
    (
        re.compile(
            r"\b(?:half-yearly|semi-annual(?:ly)?|six-monthly|(?:twice|two times) (?:a|each|every|in each) (?:\w+ )?year)\b",
            re.IGNORECASE,
        ),
        6,
        "months",
    ),
    (re.compile(r"\b(?:three-monthly|once (?:a|each|every|per) quarter)\b", re.IGNORECASE), 3, "months"),
    (re.compile(r"\bonce (?:a|each|every|per) month\b", re.IGNORECASE), 1, "months"),
    (re.compile(r"\b(?:once (?:a|each|every|per) year)\b", re.IGNORECASE), 1, "years"),
    (
        re.compile(
            rf"(?<!-)\b(?:quarterly(?!{_MONEY})|(?:each|every) (?:calendar |contract )?quarter)\b", re.IGNORECASE
        ),
        3,
        "months",
    ),
    (
        re.compile(
            rf"(?<!-)\b(?:annually|yearly(?!{_MONEY})|(?:each|every) (?:calendar |contract )?year)\b", re.IGNORECASE
        ),
        1,
        "years",
    ),
)


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Return all quantities in a text in order, then the frequencies it names."""
    frequencies = (
        Quantity(number, unit, match.start(), match.end())
        for pattern, number, unit in _FREQUENCIES
        for match in pattern.finditer(text)
    )
    return (*_quantities(text), *frequencies)


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _ALL.finditer(text):
        number = _value(match)
        if number is None:
            continue
        unit = next(_UNITS[i][0] for i in range(len(_UNITS)) if match[f"u{i}"] is not None)
        if unit == "percent" and match["only_words"] and _SAID_AGAIN.match(text, match.end()):
            continue
        start = match.end() - len(match[0].lstrip())
        share = _OF_CHARGES.match(text, match.end()) if unit == "percent" and number >= 100 else None
        if share is not None:
            yield Quantity(number / 100, "times annual charges", start, share.end())
        else:
            yield Quantity(number, unit, start, match.end())


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return float(match["digits"].replace(",", ""))
    from text_to_num import text2num

    try:
        return float(text2num(match["only_words"].lower().replace("-", " ").strip(), "en"))
    except ValueError:
        return None


def convert(quantity: Quantity, unit: Unit) -> float | None:
    """Return the number in another unit, or None when they do not compare.

    A business day counts as 1.4 calendar days, a month as 730 hours.
    """
    if quantity.unit == unit:
        return quantity.number
    if quantity.unit in _HOURS_IN and unit in _HOURS_IN:
        return quantity.number * _HOURS_IN[quantity.unit] / _HOURS_IN[unit]
    return None


def compare(measure: Measure, value: float, tier: Tier) -> str:
    """Return the band a number falls in at a tier: strong, adequate or weak."""
    index = ("routine", "standard", "high").index(tier)
    # A little slack on time: three months are 90 days to a lawyer, though a month is 30.4 days here.
    slack = 0.03 * measure.strong[index] if measure.unit in _HOURS_IN else 0.0
    if measure.comparison == "at least":
        if value >= measure.strong[index] - slack:
            return "strong"
        return "adequate" if measure.adequate is not None and value >= measure.adequate[index] - slack else "weak"
    if value <= measure.strong[index] + slack:
        return "strong"
    return "adequate" if measure.adequate is not None and value <= measure.adequate[index] + slack else "weak"


def pick(quantities: tuple[Quantity, ...], measure: Measure) -> tuple[Quantity, float] | None:
    """Return the quantity that an element's measure is about, with its value in the measure's unit.

    Of several the first that fits the unit exactly is taken, then the first that converts.
    """
    exact = [q for q in quantities if q.unit == measure.unit]
    for quantity in (*exact, *quantities):
        value = convert(quantity, measure.unit)
        if value is not None and not (
            measure.unit in {"days", "business days"} and quantity.unit == "years" and value > 400
        ):
            return quantity, value
    return None
