"""Find the dates a text writes out, and tell which part of 03/04/2019 is the day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

DateOrder = Literal["day first", "month first"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:[0-3]?\d(?: ?(?:st|nd|rd|th))?)(?![\d:])"
_DAY_WORD = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_YEAR = r"(?:19|20)\d\d(?!\d)"
_YEAR_WORD = r"(?:two thousand|nineteen hundred|twenty|nineteen)(?:[ -]+(?:and |[a-z]+teen|[a-z]+ty|[a-z]{3,6})){0,8}"
_WRITTEN = re.compile(
    rf"(?<![\w.])(?:{_MONTH} ?(?:the )?{_DAY}(?: day)?(?: of)?[ ,]*{_YEAR}"
    rf"|(?:{_DAY}|(?P<ordinal>{_DAY_WORD})(?: ?\({_DAY}\))?)(?: day)?(?:,? of)?[ ./-]*{_MONTH}[ ,./-]*(?:of "
    rf"|in the year )?"
    rf"(?:{_YEAR}|(?P<year_word>{_YEAR_WORD})))"
)
_ISO = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d/-])")
# With dots only a year of four digits makes a date: 16.2.10 is a section.
_NUMERIC = re.compile(
    r"(?<![\d/.$-])(\d{1,2})(?:([/-])(\d{1,2})\2((?:19|20)?\d\d)|\.(\d{1,2})\.((?:19|20)\d\d))(?![\d/-])"
)
_LAST_OF_THIS_CENTURY = 69


@dataclass(frozen=True)
class WrittenDate:
    """A date with its place in the text; `ambiguous` when day and month could be exchanged and nothing tells."""

    value: date
    start: int
    end: int
    ambiguous: bool = False


def find_dates(text: str, *, order: DateOrder | None) -> Iterator[WrittenDate]:
    """Yield the full dates of a lower-case text, written out or in figures; a month without a day is none.

    Args:
        order: how dates in figures are written here, None when nothing tells: month first is then taken as doubtful.
    """
    for match in _WRITTEN.finditer(text):
        value = _read(match)
        if value is not None:
            yield WrittenDate(value, match.start(), match.end())
    for match in _ISO.finditer(text):
        value = _date(int(match[1]), int(match[2]), int(match[3]))
        if value is not None:
            yield WrittenDate(value, match.start(), match.end())
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3] or match[5])
        day_first = first > 12 or (second <= 12 and order == "day first")
        day, month = (first, second) if day_first else (second, first)
        value = _date(_four_digits(match[4] or match[6]), month, day)
        if value is not None:
            told = order is not None or first > 12 or second > 12 or first == second
            yield WrittenDate(value, match.start(), match.end(), ambiguous=not told)


def read_order(text: str) -> DateOrder | None:
    """Return the order that the dates in figures of a text show, None when none shows it or they disagree."""
    orders: set[DateOrder] = set()
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3] or match[5])
        if 12 < first <= 31 and second <= 12:
            orders.add("day first")
        elif 12 < second <= 31 and first <= 12:
            orders.add("month first")
    return orders.pop() if len(orders) == 1 else None


def write_date(day: date) -> str:
    """Write a date so that no reader mistakes day for month: "1 March 2024"."""
    return f"{day.day} {day:%B %Y}"


def _read(match: re.Match[str]) -> date | None:
    from dateutil.parser import ParserError, parse

    written = match[0]
    if match["ordinal"] or match["year_word"]:
        from text_to_num import alpha2digit

        written = re.sub(r"\(.*?\)", " ", alpha2digit(written, "en", threshold=0))
    written = re.sub(r"(?<=\d) (?=(?:st|nd|rd|th)\b)", "", written)
    try:
        return parse(written, fuzzy=True, default=datetime(1, 1, 1)).date()
    except (ParserError, OverflowError):
        return None


def _four_digits(year: str) -> int:
    number = int(year)
    if number >= 100:
        return number
    return number + (2000 if number <= _LAST_OF_THIS_CENTURY else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
