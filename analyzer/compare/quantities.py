"""Quantities in wording: which one differs between two texts, and how large it is."""

from __future__ import annotations

import re

_UNIT = r"(?:(?:business|working|calendar) )?(?:hour|day|week|month|quarter|year|minute)s?|per ?cent|percent|%|times|points?"
QUANTITY = re.compile(
    rf"(?P<currency>[$£€₹]|\b(?:USD|GBP|EUR|INR) ?)?(?P<number>\d[\d,]*(?:\.\d+)?)\)?[ \u00a0-]*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
_MINUTES = {"minute": 1, "hour": 60, "day": 1_440, "week": 10_080, "month": 43_800, "quarter": 131_400, "year": 525_600}


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
    return float(found["number"].replace(",", ""))


def size_of(found: re.Match[str]) -> float:
    """Return a quantity so that those of time compare across units."""
    unit = unit_of(found).split(" ")[-1].removesuffix("s")
    return _value(found) * _MINUTES.get(unit, 1)


def _figure(found: re.Match[str]) -> str:
    return f"{(found['currency'] or '').strip()}{found['number']}"


def unit_of(found: re.Match[str]) -> str:
    """Return the unit of a quantity, empty without one."""
    return (found["unit"] or "").lower()


def is_share(found: re.Match[str]) -> bool:
    """Say whether a quantity is a percentage or in points."""
    return unit_of(found) in {"%", "percent", "per cent", "point", "points"}
