"""Decide where drafted language goes and which number it takes; nothing existing is renumbered."""

import re
from collections.abc import Sequence

from analyzer.draft.house import House
from analyzer.models import Clause, Contract, Record


class Place(Record):
    """Where a new clause goes: after the clause that ends at `offset`, with this number; `near` is the closest heading."""

    offset: int
    number: str | None
    section: str | None
    near: str | None


def find_place(contract: Contract, house: House, headings: Sequence[str], *, taken: int) -> Place:
    """Return the place for a provision's clause: at the end of the main body, under the next free number.

    Args:
        headings: headings under which such language usually stands, to name the nearest clause.
        taken: how many new clauses were already placed.
    """
    end = _end_of_body(contract)
    number = house.last_number + 1 + taken
    article = "ARTICLE" if any((c.label or "").startswith("ARTICLE") for c in contract.clauses) else "Article"
    label = {
        "article-section": f"{article} {_roman(number) if _roman_articles(contract.clauses) else number}",
        "decimal": str(number),
        "plain-lettered": str(number),
        "unnumbered": None,
    }[house.numbers]
    near = nearest_heading(contract, headings)
    return Place(offset=end, number=label, section=label or (near and f"after {near}"), near=near)


def nearest_heading(contract: Contract, headings: Sequence[str]) -> str | None:
    """Return the number and heading of the clause whose heading shares most words with the given ones."""
    wanted = [set(re.findall(r"[a-z]+", h.lower())) - {"and", "of", "the"} for h in headings]
    best: tuple[float, str] | None = None
    for clause in contract.clauses:
        if not clause.heading or clause.kind == "contents":
            continue
        words = set(re.findall(r"[a-z]+", clause.heading.lower())) - {"and", "of", "the"}
        if not words:
            continue
        share = max((len(words & w) / len(words | w) for w in wanted if w), default=0.0)
        if share >= 0.5 and (best is None or share > best[0]):
            best = (share, " ".join(filter(None, [clause.number, clause.heading])))
    return best[1] if best else None


def sub_label(house: House, number: str | None, index: int) -> str:
    """Return the label of the index-th sub-clause (from 0) as the contract writes such labels."""
    if house.numbers == "article-section" and number is not None:
        top = number.split()[-1]
        arabic = _arabic(top)
        return f"Section {arabic}.{index + 1:02d}"
    if house.numbers == "decimal" and number is not None:
        return f"{number}.{index + 1}"
    return f"({chr(ord('a') + index)})" if index < 26 else f"({index + 1})"


def _end_of_body(contract: Contract) -> int:
    """Return the offset before the signatures or the first schedule, whichever comes first."""
    for clause in contract.clauses:
        if clause.kind == "signature" or (clause.kind == "schedule" and clause.level == 0):
            return clause.start
    return len(contract.document.text)


def _roman_articles(clauses: Sequence[Clause]) -> bool:
    labels = [c.label or "" for c in clauses if (c.label or "").lower().startswith("article")]
    return bool(labels) and re.search(r"[IVX]+$", labels[0].strip()) is not None


def _roman(number: int) -> str:
    result = ""
    for value, digits in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            result, number = result + digits, number - value
    return result


def _arabic(text: str) -> int:
    if text.isdigit():
        return int(text)
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    digits = [values[c] for c in text if c in values]
    return sum(-d if i + 1 < len(digits) and digits[i + 1] > d else d for i, d in enumerate(digits))
