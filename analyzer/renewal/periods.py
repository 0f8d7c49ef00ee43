"""Find periods of time in a text: "thirty (30) days", "one-year", "18 months", "the third anniversary"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.models import Value

_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety|hundred)"
)
_WORDS = rf"\b{_WORD}(?:(?:[ -]| and ){_WORD}){{0,8}}\b"
_NUMBER = (
    rf"(?:(?P<words>{_WORDS})(?: ?[(\[] ?(?P<again>\d{{1,4}}) ?[)\]])?"
    rf"|\(?\b(?P<digits>\d{{1,4}}(?:\.5)?)\)?(?: ?\([a-z -]{{3,40}}\))?)"
)
_KIND = r"(?:full|calendar|consecutive|clear|contract|complete|successive|whole|additional|further)"
_UNIT = r"(?P<unit>(?:business|working|banking|trading) days?|days?|weeks?|months?|years?|annum)\b['\u2019]?s?"
_UNITS = re.compile("day|week|month|year|annum")
_PERIOD = re.compile(rf"{_NUMBER}(?:[ -]+{_KIND}){{0,8}}[ -]*{_UNIT}")
_ANNIVERSARY = re.compile(
    r"\b(?P<nth>(?:\d{1,2}(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)))(?: ?\(\d{1,2}(?:st|nd|rd"
    r"|th)?\))?(?: \(?[a-z]+\)?)? anniversary\b"
)
_ADVERBS: tuple[tuple[re.Pattern[str], Value], ...] = (
    (
        re.compile(
            r"\b(?:from )?(?:(?:calendar |contract )?year[ -]to[ -](?:calendar |contract )?|year[ -]by[ -])year\b"
        ),
        Value(number=1, unit="years"),
    ),
    (re.compile(r"\b(?:from )?month[ -](?:to|by)[ -]month\b"), Value(number=1, unit="months")),
)
# "Until the end of the fifth (5th) Contract Year".
_NTH_YEAR = re.compile(
    r"\b(?P<nth>\d{1,2}(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th))(?: ?\(\d{1,2}(?:st|nd|rd|th)?\))? (?:contract|agreement"
    r"|service) year\b"
)
_A_YEAR = re.compile(
    r"(?<=\bfor )(?:a|an|another) (?:additional |further |successive |calendar |full ){0,8}(?P<unit>year|month)\b"
)


@dataclass(frozen=True)
class Period:
    """A period and where it stands.

    `disputed` when words and figures differ: the words are taken, as the law does. `recurring` when it is written as a
    rhythm ("year to year").
    """

    value: Value
    start: int
    end: int
    disputed: bool = False
    recurring: bool = False


def find_periods(text: str) -> Iterator[Period]:
    """Yield the periods of a lower-case text."""
    if not _UNITS.search(text):
        return
    for match in _PERIOD.finditer(text):
        number = read_number(match["words"]) if match["words"] else float(match["digits"])
        if number is None or number == 0:
            continue
        disputed = match["again"] is not None and float(match["again"]) != number
        yield Period(Value(number=number, unit=_unit(match["unit"])), match.start(), match.end(), disputed=disputed)
    for match in _NTH_YEAR.finditer(text):
        if number := _ordinal(match["nth"]):
            yield Period(Value(number=number, unit="years"), match.start(), match.end())
    for match in _A_YEAR.finditer(text):
        yield Period(Value(number=1, unit=_unit(match["unit"])), match.start(), match.end())
    for pattern, value in _ADVERBS:
        for match in pattern.finditer(text):
            yield Period(value, match.start(), match.end(), recurring=True)


def find_anniversaries(text: str) -> Iterator[Period]:
    """Yield "the third anniversary" and its like as the years they are away."""
    for match in _ANNIVERSARY.finditer(text):
        if number := _ordinal(match["nth"]):
            yield Period(Value(number=number, unit="years"), match.start(), match.end())


def write_period(value: Value) -> str:
    """Write a period as a lawyer reads it: "1 year", "90 days"."""
    return f"{value.number:g} {value.unit[:-1] if value.number == 1 else value.unit}"


def _unit(written: str) -> str:
    if " " in written:
        return "business days"
    return "years" if written == "annum" else written if written.endswith("s") else f"{written}s"


def read_number(written: str) -> float | None:
    """Return a number in words or figures ("ninety", "one hundred eighty", "60"), None for anything else."""
    if written.strip().isdigit():
        return float(written)
    from text_to_num import text2num

    try:
        return float(text2num(written.replace("-", " ").replace("fourty", "forty").strip(), "en"))
    except ValueError:
        return None


def _ordinal(written: str) -> float | None:
    from text_to_num import alpha2digit

    figures = re.sub(r"\D", "", alpha2digit(written, "en", threshold=0))
    return float(figures) if figures else None
