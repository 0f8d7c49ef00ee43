"""Decide where drafted language goes and which number it takes; nothing existing is renumbered."""

import re
from collections.abc import Sequence

from analyzer.draft.house import House
from analyzer.memory import remember
from analyzer.models import Clause, Contract, Record
from analyzer.numerals import roman_value, write_roman


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
    end = _end_of_body(contract, house)
    number = house.last_number + 1 + taken
    article = "ARTICLE" if any((c.label or "").startswith("ARTICLE") for c in contract.clauses) else "Article"
    label = {
        "article-section": f"{article} {write_roman(number) if _roman_articles(contract.clauses) else number}",
        "decimal": str(number),
        "plain-lettered": str(number),
        "unnumbered": None,
    }[house.numbers]
    near = nearest_heading(contract, headings)
    return Place(offset=end, number=label, section=label or (near and f"after {near}"), near=near)


def nearest_heading(contract: Contract, headings: Sequence[str]) -> str | None:
    """Return the number and heading of the clause whose heading shares most words with the given ones."""
    wanted = [words for h in headings if (words := _heading_words(h))]
    of_any = frozenset().union(*wanted)
    best: tuple[float, str] | None = None
    for clause in contract.clauses:
        if not clause.heading or clause.kind == "contents":
            continue
        words = _heading_words(clause.heading)
        if words.isdisjoint(of_any):
            continue
        share = max(len(words & w) / len(words | w) for w in wanted)
        if share >= 0.5 and (best is None or share > best[0]):
            best = (share, " ".join(filter(None, [clause.number, clause.heading])))
    return best[1] if best else None


@remember(8192)
def _heading_words(heading: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", heading.lower())) - {"and", "of", "the"}


def sub_label(house: House, number: str | None, index: int) -> str:
    """Return the label of the index-th sub-clause (from 0) as the contract writes such labels."""
    if house.numbers == "article-section" and number is not None:
        top = number.split()[-1]
        article = int(top) if top.isdigit() else roman_value(top)
        return f"Section {article}.{index + 1:02d}"
    if house.numbers == "decimal" and number is not None:
        return f"{number}.{index + 1}"
    return f"({chr(ord('a') + index)})" if index < 26 else f"({index + 1})"


def _end_of_body(contract: Contract, house: House) -> int:
    """Return the offset before the signatures or the first schedule behind the last clause of the main body.

    A cover page may be signed before the terms begin.
    """
    last = next((c.start for c in contract.clauses if c.label and _leading_number(c.label) == house.last_number), 0)
    ends = (c.start for c in contract.clauses if c.kind == "signature" or (c.kind == "schedule" and c.level == 0))
    return next((end for end in ends if end > last), len(contract.document.text))


def _leading_number(label: str) -> int | None:
    found = re.match(r"(?:(?:article|section|clause)\s+)?(?:(\d{1,3})|([IVXL]+))\b", label.strip(), re.IGNORECASE)
    if found is None:
        return None
    return int(found[1]) if found[1] else roman_value(found[2].upper())


def _roman_articles(clauses: Sequence[Clause]) -> bool:
    labels = [c.label or "" for c in clauses if (c.label or "").lower().startswith("article")]
    return bool(labels) and re.search(r"[IVX]+$", labels[0].strip()) is not None
