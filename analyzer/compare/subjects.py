"""Who is bound by a sentence, whether it gives a right instead of a duty, and whether it says not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Who = Literal["client", "provider"]

# A party is the subject where a modal verb follows soon: not after "to the Client", nor where "Client’s data, and shall" goes
# on with the subject before it.
_NO_SUBJECT = "".join(
    rf"(?<!\b{word} )(?<!\b{word} the )"
    for word in ("to", "of", "by", "with", "for", "from", "upon", "against", "notify")
)
_GAP = r"(?: (?!and (?:shall|must|will|may)\b|(?:within|after|before|that|when|if|of|to|a|an|in|on)\b)[\w’'-]+)"
_BESIDE = r"(?:, [^,.;]{1,80},|, [^.;]{1,60}? and (?!shall|will|may)[\w’' -]{1,40}?)"
_SUBJECT = re.compile(
    rf"\b{_NO_SUBJECT}(?P<who>Client|Provider)(?:(?:'s|’s){_GAP}{{1,6}}?|(?:{_BESIDE}|{_GAP}{{1,6}}?)??)"
    r" (?P<modal>shall|must|will|may|is|are|undertakes?|agrees?|warrants?|promises|grants?"
    r"|indemnif\w+|remains?|has|owns?|bears?|assumes?|accepts?|waives?)\b(?P<not> not\b|\s+no\b)?"
    r"(?P<right> (?:own|retain (?:\w+ )?(?:title|rights?|ownership)|(?:be )?entitled|(?:have )?the right|be free)\b)?"
)
# "The Provider will let the Client review" gives the Client a right.
_LET = re.compile(r"\b(?:lets?|allows?|permits?|enables?|entitles?) (?:the )?(?P<who>Client|Provider)\b(?!['’])")
_CONDITION = re.compile(r"^(?:where|if|when|whenever|unless|after|before|once|on|upon)\b[^,.]*, ", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:shall|may|must|will|is|are|does|do)\s+(?:not|no)\b|\b[Nn](?:o|either)\s+\w+.{0,60}\b(?:shall|may|must|will|is)\b"
)


@dataclass(frozen=True)
class Bound:
    """The party a text binds, None where it binds neither; `may` says that it gives a right."""

    who: Who | None
    may: bool = False
    negated: bool = False

    @property
    def helps(self) -> bool:
        """Return whether more of what a text says is better for the client: a right of its own, or a duty it is owed."""
        return (self.who == "client") == self.may


def read_bound(text: str) -> Bound:
    """Return who is bound by a text that has roles in place of names."""
    found = _SUBJECT.search(_CONDITION.sub("", text))
    return Bound(None) if found is None else _bound(found)


def read_bound_at(text: str, at: int, *, lead: str = "") -> Bound:
    """Return who is bound by the part of a sentence around a place, else by the sentence, else by what leads to it."""
    found = [f for f in _SUBJECT.finditer(text) if f.start() < at]
    let = [f for f in _LET.finditer(text) if f.end() <= at]
    if let and (not found or found[-1].start() < let[-1].start()):
        return Bound("client" if let[-1]["who"] == "Client" else "provider", may=True)
    if found:
        return _bound(found[-1])
    whole = read_bound(text)
    return whole if whole.who else read_bound(lead)


def is_negated(text: str) -> bool:
    """Say whether a text denies or forbids."""
    return read_bound(text).negated or _NEGATED.search(text) is not None


def _bound(found: re.Match[str]) -> Bound:
    who: Who = "client" if found["who"] == "Client" else "provider"
    may = found["modal"] in {"may", "own", "owns"} or found["right"] is not None
    return Bound(who, may, found["not"] is not None)
