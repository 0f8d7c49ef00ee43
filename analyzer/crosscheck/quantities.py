"""Read periods, percentages and counts in a passage, in figures or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
)
# "twenty-four (24)", "300", "1,200", "(180)"
_NUMBER = (
    rf"(?:\b(?P<words>{_WORD}(?:[ -](?:and )?{_WORD})*)\b(?:\s*\(\s*[\d,.]+\s*%?\s*\))?"
    r"|(?<![\w.,])(?P<digits>\d[\d,]*(?:\.\d+)?)\)?)"
)
_DAYS = {
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 365 / 12,
    "quarter": 365 / 4,
    "year": 365.0,
}
_PERIOD = re.compile(
    rf"{_NUMBER}[\s-]*(?:(?P<business>business|working)\s+|(?:calendar|clear|consecutive|full|contract)\s+)?"
    r"(?P<unit>hour|day|week|fortnight|month|quarter|year)s?\b"
    # "for a year", but not "twice a year".
    r"|\b(?:for|after|within|of|than|least|gives?) an? (?P<single>day|week|fortnight|month|quarter|year)\b",
    re.IGNORECASE,
)
# "three hundred per cent (300%)" is said once.
_PERCENT = re.compile(rf"{_NUMBER}\s*(?:%|per\s?cent\b)(?:\s*\(\s*[\d.]+\s*%\s*\))?", re.IGNORECASE)
_FRACTION = re.compile(
    r"\b(?P<half>(?:one |a )?half of)\b|\b(?P<thirds>two thirds of)\b|\b(?P<quarters>three quarters of)\b"
    r"|\b(?P<of>\d{1,3}) (?:out )?of (?:every )?100\b",
    re.IGNORECASE,
)
_COUNT = re.compile(_NUMBER + r"(?![\d.,]*\s*(?:%|per\s?cent)|\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A number and its place; a period is in days (a business day counts as 1.4, a month as a twelfth of a year), a share in percent."""

    number: float
    start: int
    end: int


def read_periods(text: str) -> tuple[Quantity, ...]:
    """Return the periods of a text in days, in order."""
    return tuple(_read_periods(text))


def _read_periods(text: str) -> Iterator[Quantity]:
    for match in _PERIOD.finditer(text):
        number = 1.0 if match["single"] else _number(match)
        if number is not None:
            days = _DAYS[(match["unit"] or match["single"]).lower()] * (1.4 if match["business"] else 1.0)
            yield Quantity(number * days, match.start(), match.end())


def read_percents(text: str) -> tuple[Quantity, ...]:
    """Return the shares of a text in percent, in order: "5%", "sixty per cent", "half of", "94 of 100"."""
    found = [
        Quantity(number, match.start(), match.end())
        for match in _PERCENT.finditer(text)
        if (number := _number(match)) is not None
    ]
    for match in _FRACTION.finditer(text):
        share = (
            float(match["of"])
            if match["of"]
            else {"half": 50.0, "thirds": 66.7, "quarters": 75.0}[match.lastgroup or ""]
        )
        found.append(Quantity(share, match.start(), match.end()))
    return tuple(sorted(found, key=lambda q: q.start))


def read_counts(text: str) -> tuple[Quantity, ...]:
    """Return the plain numbers of a text in order; percentages are left out."""
    return tuple(
        Quantity(number, match.start(), match.end())
        for match in _COUNT.finditer(text)
        if (number := _number(match)) is not None
    )


def show_days(days: float) -> str:
    """Return a period as a lawyer reads it: "14 days", "24 months"; from three months on in months."""
    months = round(days * 12 / 365)
    if days < 90:
        return f"{days:.0f} day{'' if round(days) == 1 else 's'}"
    return f"{months} months" if months % 12 or months < 24 else f"{months // 12} years"


def _number(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return float(match["digits"].rstrip(",").replace(",", ""))
    from text_to_num import text2num

    try:
        return float(text2num(match["words"].lower().replace("-", " "), "en"))
    except ValueError:
        return None
