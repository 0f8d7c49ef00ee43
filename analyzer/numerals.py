"""Roman numerals, as clauses are numbered with."""

import re

_ROMAN = re.compile(r"(?=[ivxlc])(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_STEPS = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def is_roman(text: str) -> bool:
    """Say whether a word can be a roman numeral below 100 or so."""
    return bool(text) and _ROMAN.fullmatch(text) is not None


def roman_value(text: str) -> int:
    """Return the value of a roman numeral."""
    digits = [_VALUES[letter] for letter in text.lower()]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


def write_roman(number: int) -> str:
    """Return a number of 1 or more as a roman numeral."""
    written = ""
    for value, letters in _STEPS:
        written += letters * (number // value)
        number %= value
    return written
