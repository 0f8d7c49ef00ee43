"""Quantities in wording: which one differs between two texts, and how large it is."""

from __future__ import annotations

import re

_UNIT = r"(?:(?:business|working|calendar) )?(?:hour|day|week|month|quarter|year|minute)s?|per ?cent|percent|%|times|points?"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_SPELT = rf"(?:{_SMALL}|twenty|(?:thir|for|fif|six|seven|eigh|nine)ty|hundred|and)"
# Spelt out a number counts where its unit follows; "sixty (60) days" is read by its figure.
QUANTITY = re.compile(
    r"(?P<currency>[$£€₹]|\b(?:USD|GBP|EUR|INR) ?)?"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|\b(?!and\b){_SPELT}(?:[ -]{_SPELT})*(?=[ -](?:{_UNIT})\b))\)?[ \u00a0-]*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_MINUTES = {"minute": 1, "hour": 60, "day": 1_440, "week": 10_080, "month": 43_800, "quarter": 131_400, "year": 525_600}
# Five days of a week, eight hours of a day.
_AT_WORK = {"day": 1.4, "hour": 3.0}


def read_number(before: str, after: str) -> str | None:
    """Return what became of the first number that differs between two texts: "60 -> 15 days"."""
    pair = find_differing(before, after)
    if pair is None:
        return None
    old, new = pair
    unit = unit_of(new) or unit_of(old)
    if unit_of(old) and unit_of(new) and unit_of(old) != unit_of(new):
        return f"{_figure(old)} {unit_of(old)} -> {_figure(new)} {unit_of(new)}"
    sign = "%" if unit in {"%", "percent", "per cent"} else f" {unit}" if unit else ""
    return f"{_figure(old)} -> {_figure(new)}{sign}"


def find_differing(before: str, after: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """Return the first two quantities in the same place of two texts that are not the same."""
    old, new = (list(QUANTITY.finditer(text)) for text in (before, after))
    if not old or not new:
        return None
    said_old, said_new = ([(_value(q), unit_of(q)) for q in found] for found in (old, new))
    kept_new = list(said_new)
    gone = []
    for quantity, found in zip(said_old, old, strict=True):
        if quantity in kept_new:
            kept_new.remove(quantity)
        else:
            gone.append(found)
    come = [f for q, f in zip(said_new, new, strict=True) if q in kept_new]
    return (gone[0], come[0]) if gone and come else None


def _value(found: re.Match[str]) -> float:
    number = found["number"]
    if number[0].isdigit():
        return float(number.replace(",", ""))
    from text_to_num import text2num

    try:
        return float(text2num(number.lower().replace("-", " "), "en"))
    except ValueError:
        return 0.0


def size_of(found: re.Match[str]) -> float:
    """Return a quantity so that those of time compare across units."""
    *of, unit = unit_of(found).removesuffix("s").split(" ")
    at_work = _AT_WORK.get(unit, 1.0) if of and of[0] in {"business", "working"} else 1.0
    return _value(found) * _MINUTES.get(unit, 1) * at_work


def _figure(found: re.Match[str]) -> str:
    number = found["number"] if found["number"][0].isdigit() else f"{_value(found):g}"
    return f"{(found['currency'] or '').strip()}{number}"


def unit_of(found: re.Match[str]) -> str:
    """Return the unit of a quantity, empty without one."""
    return (found["unit"] or "").lower()


def is_time(found: re.Match[str]) -> bool:
    """Say whether a quantity is a length of time."""
    return unit_of(found).split(" ")[-1].removesuffix("s") in _MINUTES


def is_share(found: re.Match[str]) -> bool:
    """Say whether a quantity is a percentage or in points."""
    return unit_of(found) in {"%", "percent", "per cent", "point", "points"}
