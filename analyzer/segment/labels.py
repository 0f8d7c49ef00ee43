"""Read the label that a clause begins with: "14.2", "(b)", "ARTICLE IV", "Section 4.02", "Schedule 2 Part B"."""

import re
from dataclasses import dataclass
from typing import Literal

from analyzer.numerals import is_roman, roman_value

Scheme = Literal[
    "schedule", "part", "article", "section", "decimal", "lower", "upper", "roman", "upper_roman", "digit", "bullet"
]

_WORDS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    "first", "second", "third", "fourth", "fifth",
]  # fmt: skip
_ENUM = r"(?:[IVXLC]+|\d{1,3}(?:\.\d{1,3})*|[A-Z](?:-?\d{1,2})?|" + "|".join(w.capitalize() for w in _WORDS) + ")"
_ENUM_CAPS = r"(?:[IVXLC]+|\d{1,3}(?:\.\d{1,3})*|[A-Z](?:-?\d{1,2})?|" + "|".join(w.upper() for w in _WORDS) + ")"
_QUOTED = r"[\"\u201c\u2018']?{}[\"\u201d\u2019']?"
_END = r"(?!\.\d)(?=$|[\s.:,;()\u2013\u2014-])"
# "3. 10 Business Days" is item 3 and begins with a number; "3. 10 Notices" is 3.10 with a blank in it.
_UNITS = r"(?!\s+(?:Business|Working|Calendar|Days?|Weeks?|Months?|Years?|Hours?|[Pp]er\s?cent)\b)"

_PATTERNS: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    (
        "schedule",
        re.compile(
            rf"(?P<label>(?:(?:Schedule|Exhibit|Annex|Appendix|Attachment|Addendum|Annexure)\s+{_QUOTED.format(_ENUM)}"
            rf"|(?:SCHEDULE|EXHIBIT|ANNEX|APPENDIX|ATTACHMENT|ADDENDUM|ANNEXURE)\s+{_QUOTED.format(_ENUM_CAPS)})"
            rf"(?:\s*[,-]?\s*(?:Part|PART)\s+{_ENUM_CAPS})?){_END}"
        ),
    ),
    ("part", re.compile(rf"(?P<label>(?:Part|PART)\s+{_ENUM_CAPS}){_END}")),
    ("article", re.compile(rf"(?P<label>(?:Article\s+{_ENUM}|ARTICLE\s+{_ENUM_CAPS})){_END}")),
    (
        "section",
        re.compile(
            rf"(?P<label>(?:Section|SECTION|Clause|CLAUSE|Paragraph|\u00a7)\s*\d{{1,3}}(?:\.\d{{1,3}})*[A-Z]?){_END}"
        ),
    ),
    ("decimal", re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,3})+[A-Z]?)(?:[.)]|:)?(?=$|\s)")),
    (
        "decimal",
        re.compile(
            r"(?P<label>(?:\d{1,3}\.[ ]){2,5}\d{1,3}(?=\.(?:\s|$)|\s+[a-zA-Z])"
            rf"|\d{{1,3}}\.[ ]\d{{1,3}}(?=\.(?:\s|$)|\s+[A-Z]){_UNITS})"
        ),
    ),
    ("decimal", re.compile(r"(?P<label>\d{1,3}[A-Z]?)[.)](?=$|\s)")),
    ("decimal", re.compile(r"(?P<label>\d{1,2})(?=\s+[A-Z][A-Z\u2019' ,&/-]{3,}|\s+(?:[A-Z][a-z]+\s*){1,5}$)")),
    ("digit", re.compile(r"(?P<label>\(\d{1,3}\))(?=$|[\s.])")),
    ("lower", re.compile(r"(?P<label>\([a-z]{1,6}\))(?=$|[\s.])")),
    ("upper", re.compile(r"(?P<label>\([A-Z]{1,6}\))(?=$|[\s.])")),
    ("lower", re.compile(r"(?P<label>[a-z]{1,6}[.)])(?=\s)")),
    ("upper", re.compile(r"(?P<label>[A-Z][.)]|[IVX]{2,6}[.)])(?=\s)")),
    ("bullet", re.compile(r"(?P<label>[\u2022\u00b7\u25cf\u25aa\u25a0\u2023o\u00a7\uf0b7\u2013\u2014*-])(?=\s)")),
)


@dataclass(frozen=True)
class Label:
    """A clause label: how it counts, its place in the count, as written, and how many characters it takes.

    `ordinals` is the path for decimals ((14, 2) for "14.2"), one number otherwise; empty when it can't be counted.
    `style` is the punctuation around it: "(a)" and "a." count apart.
    """

    scheme: Scheme
    text: str
    ordinals: tuple[int, ...]
    length: int
    style: str = ""


def read_label(text: str) -> Label | None:
    """Return the label that `text` begins with, or None.

    A letter that may be a roman numeral comes back as a letter; the outline decides by what came before.
    """
    for scheme, pattern in _PATTERNS:
        match = pattern.match(text)
        if match is None:
            continue
        label = re.sub(r"[\"\u201c\u201d\u2018\u2019']", "", " ".join(match["label"].split()))
        if scheme == "decimal":
            label = label.replace(" ", "")
        length = end = match.end("label")
        while length < len(text) and text[length] in ".):":
            length += 1
        core = label.strip("().")
        if scheme in {"lower", "upper"} and len(core) > 1 and not is_roman(core) and len(set(core)) > 1:
            continue
        if scheme != "bullet" and _is_reference(scheme, text, length):
            continue
        if scheme in {"decimal", "section"}:
            style = ")" if text[end : end + 1] == ")" else ""
        else:
            style = re.sub(r"[A-Za-z0-9\s]+", "", label)
        return Label(scheme, label, _ordinals(scheme, core), length, style)
    return None


def letter_value(text: str) -> int:
    """Return 1 for a, 2 for b, 27 for aa."""
    letter = text[0].lower()
    return (len(text) - 1) * 26 + ord(letter) - ord("a") + 1


def _is_reference(scheme: Scheme, text: str, length: int) -> bool:
    # "Section 4.02 shall not apply ..." and "Exhibit A attached hereto is ..." open a sentence, "b) above, the fee ..."
    # goes on with one that a page break cut; they label nothing.
    rest = text[length:].lstrip()
    word = re.match(r"[A-Za-z]+", rest)
    if scheme in {"schedule", "part", "article", "section"}:
        if word is None:
            return rest[:1] in {",", "(", "'", "\u2019"} and len(rest) > 40
        return word[0].islower() and word[0] not in {"to", "of", "part"}
    if word is None:
        return False
    if word[0] in {"above", "below", "hereof", "hereto", "herein", "hereunder"}:
        return True
    # "... a period of thirty" and "(30) days" on the next page.
    if scheme == "digit" and re.match(r"(?:business |working )?(?:day|week|month|year|hour|minute|percent)", rest):
        return True
    return scheme == "decimal" and "." in text[: length - 1] and word[0] in {"of", "and", "or", "shall"}


def _ordinals(scheme: Scheme, core: str) -> tuple[int, ...]:
    if scheme in {"lower", "upper"}:
        return (letter_value(core),) if len(core) == 1 or len(set(core)) == 1 else (roman_value(core),)
    if scheme == "bullet":
        return ()
    last = core.split()[-1].strip("\u00a7")
    if re.fullmatch(r"[\d.]+[A-Z]?", last):
        path = tuple(int(part) for part in re.findall(r"\d+", last))
        # "5.0" heads 5.1 and 5.2 as "5" does.
        return path[:-1] if len(path) == 2 and path[1] == 0 else path
    if last.lower() in _WORDS:
        index = _WORDS.index(last.lower())
        return (index + 1 if index < 20 else index - 19,)
    if is_roman(last):
        return (roman_value(last),)
    return (letter_value(last[0]),)
