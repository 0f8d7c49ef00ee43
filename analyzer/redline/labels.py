"""Numbers of new clauses, counted on from those of the host."""

import re

from analyzer.numerals import roman_value, write_roman

_LAST_NUMBER = re.compile(r"(?P<head>.*?)(?P<number>\d+|[IVXLC]+)(?P<tail>[.):]*)")
_FIRST_NUMBER = re.compile(r"\d+")


def following_label(label: str | None, steps: int) -> str | None:
    """Return the label `steps` after one: "22." gives "23.", "ARTICLE XX" "ARTICLE XXI"; None where it does not count."""
    found = _LAST_NUMBER.fullmatch(label or "")
    if found is None:
        return None
    number = found["number"]
    shown = str(int(number) + steps) if number.isdigit() else write_roman(roman_value(number) + steps)
    return f"{found['head']}{shown}{found['tail']}"


def renumber(part: str | None, drafted: str | None, actual: str | None) -> str | None:
    """Return a part's label under the number its clause gets: "25.3" drafted under 25 is "24.3" under 24."""
    before, after = number_of(drafted), number_of(actual)
    first = _FIRST_NUMBER.search(part or "")
    if part is None or first is None or before is None or after is None or int(first[0]) != before:
        return part
    return f"{part[: first.start()]}{after}{part[first.end() :]}"


def part_label(model: str | None, top: str | None, index: int) -> str | None:
    """Return the label of the index-th part (from 0) of a clause, in the style of another clause's first part."""
    if model is None:
        return None
    letter = re.fullmatch(r"(\(?)a(\)?)", model)
    if letter:
        return f"{letter[1]}{chr(ord('a') + index)}{letter[2]}" if index < 26 else f"{letter[1]}{index + 1}{letter[2]}"
    found = re.fullmatch(r"(.*?)(\d+)", model)
    if found is None:
        return None
    own = f"{found[1]}{str(index + 1).zfill(len(found[2]))}"
    first = _FIRST_NUMBER.search(found[1])
    number = number_of(top)
    return own if first is None or number is None else f"{own[: first.start()]}{number}{own[first.end() :]}"


def number_of(label: str | None) -> int | None:
    """Read the number a label ends with, "23." as 23 and "ARTICLE XX" as 20; None where it ends otherwise."""
    found = _LAST_NUMBER.fullmatch(label or "")
    return (
        None if found is None else int(found["number"]) if found["number"].isdigit() else roman_value(found["number"])
    )
