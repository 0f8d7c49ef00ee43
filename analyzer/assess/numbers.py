"""Read numbers with their units: "thirty (30) days", "[●: 30 days]", "two Business Days", "3x the annual Charges"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analyzer.memory import remember
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
    ("hours", r"(?:clock\s+|business\s+|consecutive\s+)?(?:hours?|hrs?|h)\b"),
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
# Where the library names no second threshold, up to twice the time (or half of it) is short of strong and no more.
_SHORT_OF_STRONG = 2.0
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

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# "By the second Business Day", "by day 40", "the next working day"; "the fifth day of each month" is a date, no period.
_COUNTED_DAY = re.compile(
    rf"\b(?:(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|(?:same|next|following))(?:\s*\(\d{{1,2}}(?:st|nd|rd|th)?\))?"
    r"\s+(?P<business>business\s+|working\s+|banking\s+)?day\b(?!['\u2019]|\s+of\s+(?:each|every|the|any|a|that)\b)|day\s+(?P<day>\d{1,3})\b)",
    re.IGNORECASE,
)
# "Within a week": the number is the article.
_SINGLE = re.compile(r"\b(?:within|inside|in) an? (?P<unit>hour|day|week|fortnight|month|year)\b", re.IGNORECASE)
_SINGLE_UNITS: dict[str, tuple[float, str]] = {
    "hour": (1, "hours"),
    "day": (1, "days"),
    "week": (1, "weeks"),
    "fortnight": (2, "weeks"),
    "month": (1, "months"),
    "year": (1, "years"),
}
# "Two in ten", "95 out of 100", "one in every five".
_RATIO = re.compile(
    rf"\b(?P<share>\d{{1,4}}|{_WORD}) (?:in|out of)(?: (?:each|every))? (?P<whole>5|10|20|25|50|100|1,?000|five|ten|twenty|fifty|a hundred|hundred|a thousand|thousand)\b(?! (?:business |working |calendar )?(?:days|hours|minutes|months|weeks|years))",
    re.IGNORECASE,
)
# "The fees paid in the three months preceding the claim" is a quarter of the annual charges.
_CHARGES_OF = re.compile(
    rf"\b(?:charges|fees|amounts?|sums)\b[^.;]{{0,90}}?\b(?:paid|payable|invoiced|due|billed|received)\b[^.;]{{0,80}}?\b"
    rf"(?:(?P<digits>\d{{1,2}})|(?P<words>{_WORD})(?:\s*\(\d+\))?)[\s-]*(?:calendar |consecutive )?(?P<unit>months?|years?)\b",
    re.IGNORECASE,
)


@remember(8192)
def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Return all quantities in a text in order, then the frequencies it names."""
    plain = sorted((*_quantities(text), *_counted(text)), key=lambda q: q.start)
    return (*_charges(text, plain), *_frequencies(text))


def _counted(text: str) -> Iterator[Quantity]:
    """Read periods and shares that are told otherwise than by a number before its unit."""
    for match in _COUNTED_DAY.finditer(text):
        said = (match["ordinal"] or match["day"]).lower()
        number = _ORDINALS.index(said) + 1 if said in _ORDINALS else float(re.sub(r"\D", "", said) or 1)
        yield Quantity(number, "business days" if match["business"] else "days", match.start(), match.end())
    for match in _SINGLE.finditer(text):
        number, unit = _SINGLE_UNITS[match["unit"].lower()]
        yield Quantity(number, unit, match.start(), match.end())
    for match in _RATIO.finditer(text):
        share, whole = _number_of(match["share"]), _number_of(match["whole"].removeprefix("a "))
        if share is not None and whole and share <= whole:
            yield Quantity(100 * share / whole, "percent", match.start(), match.end())


def _charges(text: str, plain: Sequence[Quantity]) -> Iterator[Quantity]:
    """Give quantities with caps told as the charges of a period put in multiples of the annual charges."""
    periods = list(_CHARGES_OF.finditer(text))
    for quantity in plain:
        about = next((p for p in periods if quantity.start < p.end() and quantity.end > p.start() - 60), None)
        if quantity.unit == "times annual charges" and about is not None:
            yield replace(quantity, number=quantity.number * _years(about))
            periods.remove(about)
        else:
            yield quantity
    for period in periods:
        yield Quantity(_years(period), "times annual charges", period.start(), period.end())


def _years(period: re.Match[str]) -> float:
    number = _number_of(period["digits"] or period["words"]) or 1.0
    return number if period["unit"].lower().startswith("year") else number / 12


def _number_of(said: str) -> float | None:
    from text_to_num import text2num

    if said[0].isdigit():
        return float(said.replace(",", ""))
    try:
        return float(text2num(said.lower().replace("-", " ").strip(), "en"))
    except ValueError:
        return None


def _frequencies(text: str) -> Iterator[Quantity]:
    return (
        Quantity(number, unit, match.start(), match.end())
        for pattern, number, unit in _FREQUENCIES
        for match in pattern.finditer(text)
    )


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
    return _number_of(match["digits"] or match["only_words"])


def convert(quantity: Quantity, unit: Unit) -> float | None:
    """Return the number in another unit, or None when they do not compare.

    A business day counts as 1.4 calendar days, a month as 730 hours.
    """
    if quantity.unit == unit:
        return quantity.number
    if quantity.unit in _HOURS_IN and unit in _HOURS_IN:
        return quantity.number * _HOURS_IN[quantity.unit] / _HOURS_IN[unit]
    return None


def compare(measure: Measure, value: float, tier: Tier) -> Literal["strong", "adequate", "weak"]:
    """Return the band a number falls in at a tier: strong, adequate or weak."""
    index = ("routine", "standard", "high").index(tier)
    strong = measure.strong[index]
    # A little slack on time: three months are 90 days to a lawyer, though a month is 30.4 days here.
    slack = 0.03 * strong if measure.unit in _HOURS_IN else 0.0
    adequate = strong
    if measure.adequate is not None:
        adequate = measure.adequate[index]
    elif measure.unit in _HOURS_IN:
        adequate = strong / _SHORT_OF_STRONG if measure.comparison == "at least" else strong * _SHORT_OF_STRONG
    if measure.comparison == "at least":
        return "strong" if value >= strong - slack else "adequate" if value >= adequate - slack else "weak"
    return "strong" if value <= strong + slack else "adequate" if value <= adequate + slack else "weak"


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
