"""One number as Word writes it in each w:numFmt."""

import re
from collections.abc import Callable

from analyzer.numerals import write_roman

_ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_ORDINALS |= {"twelve": "twelfth"}
_CHICAGO = "*†‡§"
_ROMAN_LIMIT = 3999
_LETTER_LIMIT = 780  # thirty letters, as far as Word goes


def _letter(number: int) -> str:
    # Word repeats the letter: 27 is aa and 53 is aaa, not ba as in a spreadsheet.
    if not 0 < number <= _LETTER_LIMIT:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    return write_roman(number) if 0 < number <= _ROMAN_LIMIT else str(number)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _cardinal_text(number: int) -> str:
    if number < 20:
        return _ONES[number] if number >= 0 else str(number)
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = number % 100
        return f"{_ONES[number // 100]} hundred" + (f" {_cardinal_text(rest)}" if rest else "")
    return str(number)


def _ordinal_text(number: int) -> str:
    words = _cardinal_text(number)
    if not words[-1].isalpha():
        return _ordinal(number)
    head, last = re.match(r"(.*?)([a-z]+)$", words).groups()  # type: ignore[union-attr]
    return head + _ORDINALS.get(last, last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _chicago(number: int) -> str:
    if not 0 < number <= _LETTER_LIMIT:
        return str(number)
    return _CHICAGO[(number - 1) % 4] * ((number - 1) // 4 + 1)


def _in_circle(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerLetter": _letter,
    "ordinal": _ordinal,
    "cardinalText": lambda n: _cardinal_text(n).capitalize(),
    "ordinalText": lambda n: _ordinal_text(n).capitalize(),
    "chicago": _chicago,
    "hex": lambda n: f"{n:X}",
    "numberInDash": lambda n: f"- {n} -",
    "decimalEnclosedCircle": _in_circle,
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "bullet": lambda n: "",
    "none": lambda n: "",
}

_LEGACY = dict(
    enumerate(["decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText"])
)
_LEGACY |= {7: "ordinalText", 22: "decimalZero", 23: "bullet", 255: "none"}


def write_number(number: int, number_format: str) -> str:
    """Write a number in a w:numFmt; an unknown format falls back on decimal.

    A custom zero-padded format is given as its first sample, for example "001".
    """
    if number_format.isdigit():
        return str(number).zfill(len(number_format))
    return _FORMATS.get(number_format, str)(number)


def write_legacy_number(number: int, code: int) -> str:
    """Write a number in a format known by its code in the binary format of Word 97, as w:numberingChange has it."""
    return write_number(number, _LEGACY.get(code, "decimal"))
