"""Scripts for the server on loopback: reviewers that invent, obey, agree with everything, or know the labels.

They see what a model sees, the text of the request, and nothing else.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fake_openai import Asked, Say

# A reviewer answers one check: the title of its provision and of its element, and the passages to read for it.
Reviewer = Callable[[str, str, Mapping[int, str]], dict[str, Any]]


@dataclass(frozen=True)
class Seen:
    """One request as a model reads it."""

    passages: dict[int, str]
    checks: dict[str, tuple[str, str, tuple[int, ...]]]


def read_sheet(text: str) -> Seen:
    """Read the passages and checks back from a request."""
    code = re.search(r"^--- (\w{12})$", text, re.MULTILINE)
    assert code is not None
    _, evidence, asked = text.split(f"--- {code[1]}")
    shown = evidence.split("\n\nTerms these passages use:")[0]
    pieces = re.split(r"\n\n\[(\d+)\] [^\n]*\n", "\n\n" + shown.strip())
    passages = {
        int(number): re.sub(r"^\(it completes: .*\)\n", "", body).strip()
        for number, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    checks = {
        found["letter"]: (found["provision"], found["element"], tuple(map(int, found["read"].split(", "))))
        for found in re.finditer(
            r"^Check (?P<letter>\w)\. (?P<provision>[^\n]*?): (?P<element>[^\n]*)\n(?:[^\n]+\n)*?read passages (?P<read>[\d, ]+)",
            asked,
            re.MULTILINE,
        )
    }
    return Seen(passages, checks)


def say(status: str, quotes: Mapping[int, str] | None = None, *, reason: str = "Because it says so.") -> dict[str, Any]:
    """Return the answer to one check, without its letter."""
    return {
        "reason": reason,
        "quotes": [{"passage": number, "words": words} for number, words in (quotes or {}).items()],
        "binds": "provider",
        "number": None,
        "unit": None,
        "status": status,
    }


def script_of(reviewer: Reviewer) -> Callable[[Asked], Say]:
    """Return the script of a server on which this reviewer answers every check."""

    def script(asked: Asked) -> Say:
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
    """Return a reviewer that knows the gold label of each (provision title, element title): status and quotes.

    It can only quote what it is shown; where the labelled words are not among the passages it says missing.
    """

    def reviewer(provision: str, element: str, passages: Mapping[int, str]) -> dict[str, Any]:
        label = labels.get((provision, element))
        if label is None:
            return say("missing")
        status, quotes = label
        for number, passage in passages.items():
            if any(overlap(passage, quote) for quote in quotes):
                return say(status, {number: passage})
        return say("missing")

    return reviewer


_MARKS = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2014": "-"})


def overlap(passage: str, quote: str) -> bool:
    """Return whether a passage holds a labelled quote, lies in it, or shares a run of eight words with it."""
    a, b = (" ".join(t.translate(_MARKS).replace("**", "").split()) for t in (passage, quote))
    if a in b or b in a:
        return True
    words = b.split()
    return any(" ".join(words[i : i + 8]) in a for i in range(len(words) - 7))


def dumps(answer: object) -> str:
    """Write an answer as a server sends it."""
    return json.dumps(answer)
