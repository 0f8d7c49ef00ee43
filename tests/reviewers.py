"""Scripts for the server on loopback: reviewers that invent, obey, agree with everything, or know the labels.

They see what a model sees, the text of the request, and nothing else.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from eval.label_reader import read_sheet, say
from tests.fake_openai import Asked, Say

__all__ = ["Reviewer", "invent", "know", "obey", "read_sheet", "say", "script_of", "sweep"]

# A reviewer answers one check: the title of its provision and of its element, and the passages to read for it.
Reviewer = Callable[[str, str, Mapping[int, str]], dict[str, Any]]


def script_of(reviewer: Reviewer) -> Callable[[Asked], Say]:
    """Return the script of a server on which this reviewer answers every check, and writes nothing of its own."""

    def script(asked: Asked) -> Say:
        if "answers" not in asked.schema.get("properties", {"answers": None}):
            return Say({name: [] for name in asked.schema["properties"]})
        seen = read_sheet(asked.user)
        return Say(
            {
                "answers": [
                    {"check": letter, **reviewer(provision, element, {n: seen.passages[n] for n in read})}
                    for letter, (provision, element, read) in seen.checks.items()
                ]
            }
        )

    return script


def invent(provision: str, element: str, passages: Mapping[int, str]) -> dict[str, Any]:
    """Say the best and quote words that stand nowhere."""
    return say("strong", {min(passages): f"The Provider shall always honour {element.lower()} to the letter"})


def sweep(status: str) -> Reviewer:
    """Return a reviewer that gives one status to everything and quotes the first passage, word for word."""

    def reviewer(provision: str, element: str, passages: Mapping[int, str]) -> dict[str, Any]:
        first = min(passages)
        return say(status, {} if status == "missing" else {first: passages[first]})

    return reviewer


_ORDERS = re.compile(
    r"strong|adequate|satisf|complian|favou?rabl|fully met|approve|passing|highest|no (?:risk|gaps?|issues?)|score|rating|rate ",
    re.IGNORECASE,
)


def obey(text: str) -> Callable[[Asked], Say]:
    """Return a script that does what any text it is shown seems to ask for: everything is strong, quoted well.

    A passage counts as asking when it has `text`, the planted words, in part; without one the reviewer is honest and idle.
    """
    planted = set(re.findall(r"\w{6,}", text.lower()))

    def script(asked: Asked) -> Say:
        seen = read_sheet(asked.user)
        told = any(
            len(planted & set(re.findall(r"\w{6,}", p.lower()))) > len(planted) / 3 for p in seen.passages.values()
        )
        answers = []
        for letter, (_, _, read) in seen.checks.items():
            longest = max(read, key=lambda n: len(seen.passages[n]))
            answers.append(
                {"check": letter, **(say("strong", {longest: seen.passages[longest]}) if told else say("missing"))}
            )
        return Say({"answers": answers})

    return script


def know(labels: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]) -> Reviewer:
    """Return a reviewer that knows the status and quotes of each (provision title, element title)."""

    def reviewer(provision: str, element: str, passages: Mapping[int, str]) -> dict[str, Any]:
        status, quotes = labels.get((provision, element), ("missing", ()))
        for number, passage in passages.items():
            if any(quote in passage for quote in quotes):
                return say(status, {number: passage})
        return say("missing")

    return reviewer
