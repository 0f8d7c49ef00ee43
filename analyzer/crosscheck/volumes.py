"""Read how many units a month the contract expects: "8,000 password resets per month", "annual volume of 600,000 chats"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.quantities import read_counts
from analyzer.crosscheck.reading import Reading

_A_MONTH = {"month": 1.0, "monthly": 1.0, "quarter": 1 / 3, "quarterly": 1 / 3, "year": 1 / 12, "annum": 1 / 12, "annual": 1 / 12, "annually": 1 / 12,
            "week": 52 / 12, "weekly": 52 / 12, "day": 365 / 12, "daily": 365 / 12}  # fmt: skip
_PERIOD = re.compile(
    r"\b(?:per|a|an|each|every|in a|in each|in any)\s+(?:calendar |contract )?(?P<per>month|quarter|year|annum|week|day)\b"
    r"|\b(?P<adverb>monthly|quarterly|annual(?:ly)?|weekly|daily)\b",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"\b(?:volumes?|forecast|expect\w*|estimat\w*|anticipat\w*|approximately|about|baseline|projected|handles?|receives?|receiv\w+)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[\w -]{3,40}:\s*[\d,]+")
# A number that is bound to something else than volume.
_NOT_VOLUME = re.compile(
    r"liab|exceed|credit|sampl|not fewer|fewer than|insur|notice|shall (?:score|check|review|read|test)|within|hours?\b|[$\u00a3\u20ac\u20b9]|\bfee|\bprice|per cent|%",
    re.IGNORECASE,
)
_STOP = frozenset(
    re.findall(
        r"[\w-]+",
        "a an and any all at by each every for from in into is its least less more no not of on or over per shall such than that the their this to total"
        " under which with month months monthly quarter year day week minimum share percent number volume volumes forecast expected estimated annual about"
        " approximately received handled client provider customer customers parties party will be are supplied expects expect ai bot system automated agent"
        " virtual assistant tier handling",
    )
)


@dataclass(frozen=True)
class Volume:
    """Units a month, with the words that name the units and the sentence that says so."""

    units: float
    words: frozenset[str]
    sentence: Sentence


def stems(text: str) -> frozenset[str]:
    """Return the words that tell what is counted, without their endings."""
    return frozenset(
        _stem(word) for word in re.findall(r"[a-z][a-z-]{2,}", text.lower().replace("-", " ")) if word not in _STOP
    )


def _stem(word: str) -> str:
    for ending, left in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) > 2:
            return word.removesuffix(ending) + left
    return word


def read_volumes(reading: Reading) -> tuple[Volume, ...]:
    """Return the volumes of a deal; what is counted is told by the words around the number."""
    return tuple(_volumes(reading))


def _volumes(reading: Reading) -> Iterator[Volume]:
    for sentence in reading.deal.sentences_with(
        "month", "year", "annual", "annum", "quarter", "week", "volume", "daily"
    ):
        text = sentence.reading
        period = _PERIOD.search(text)
        row = "|" in text
        if (
            period is None
            or (not row and not _VOLUME.search(text) and not _LABELLED.match(text))
            or _NOT_VOLUME.search(text)
        ):
            continue
        factor = _A_MONTH[(period["per"] or period["adverb"]).lower()]
        numbers = [c for c in read_counts(text) if c.number >= 100 and not 1900 <= c.number <= 2100]
        if len(numbers) == 1:
            around = text[max(0, numbers[0].start - 60) : numbers[0].end + 60]
            yield Volume(numbers[0].number * factor, stems(around), sentence)


def volume_of(volumes: tuple[Volume, ...], of: str, *, beside: Sentence) -> Volume | None:
    """Return the volume that counts what words name, None when none does or several do.

    Of several documents that state one, that of the sentence which asks counts.
    """
    wanted = stems(of)
    found = [v for v in volumes if wanted and wanted <= v.words] or [v for v in volumes if wanted & v.words]
    found = [v for v in found if v.sentence.contract == beside.contract] or found
    return found[0] if len({round(v.units) for v in found}) == 1 else None
