"""Which way words push when no element of the library tells: who is bound, by what number, how firmly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.compare.numbers import push_of_number
from analyzer.compare.quantities import QUANTITY, find_differing, read_number, size_of, unit_of
from analyzer.compare.scales import seldomer, step_down
from analyzer.compare.subjects import Bound, Who, is_negated, read_bound
from analyzer.models import ChangeEffect, ChangeKind, Party
from analyzer.names import put_roles

_FIRM = re.compile(r"\b(?:shall|must|will|undertakes?|ensures?|guarantees?|warrants?)\b")
_SOFT = re.compile(
    r"\b(?:may|should|endeavou?rs?(?: to)?|(?:reasonable|best|commercially reasonable) (?:efforts|endeavours)|aims? to|intends? to"
    r"|seeks? to|targets?|expects? to|use reasonable|where (?:reasonably |commercially )?(?:practicable|possible|feasible)"
    r"|as soon as|from time to time)\b",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\b(?:except|unless|save (?:that|for|where|to)|other than|provided that|to the (?:\w+ )?extent|subject to|solely|only (?:if|where|to)"
    r"|material(?:ly)?|reasonabl[ey]|knowingly|wil+ful(?:ly)?|gross(?:ly)?|discretion|deemed|excluding|without liability"
    r"|aggregated?|anonymi[sz]ed?|de-?identified|limited to|up to|at (?:the )?Client(?:'s|’s) (?:\w+ )?(?:cost|expense)|as is"
    r"|or as it (?:considers|sees fit|deems|thinks)"
    r"|or (?:(?:any|such|another) )?other|or (?:in |at )?any|or elsewhere|a sample of|in its (?:own )?opinion|from time to time"
    r"|knowing|(?:actual |best of its |to its )knowledge|so far as it is aware|intentional(?:ly)?|deliberate(?:ly)?|proven|demonstrabl[ey]"
    r"|significant(?:ly)?|substantial(?:ly)?|serious|persistent|repeated(?:ly)?|primarily|principally|generally|normally|typically"
    r"|ordinarily|where (?:applicable|appropriate|necessary)|as (?:appropriate|applicable)|if (?:requested|applicable))\b",
    re.IGNORECASE,
)
# What holds a right within bounds, and what sets it free.
_BOUNDS = re.compile(
    r"\b(?:except|unless|save (?:that|for|where|to)|provided that|subject to|solely|only|after|once|with (?:the )?(?:Client|Provider)(?:'s|’s)"
    r"|(?<!without )(?:prior |written ){0,2}notice|(?:agreed|approved|arranged) (?:with|by)|consent of)\b",
    re.IGNORECASE,
)
_FREELY = re.compile(
    r"\b(?:at any time|at will|freely|as it (?:sees fit|wishes|chooses)|in its (?:sole |absolute |own )?discretion"
    r"|without (?:prior |written |further )?(?:notice|consent|approval|cause|reason|limit\w*))\b",
    re.IGNORECASE,
)
# Words that let something through: more behind them is more let through.
_LETS_THROUGH = re.compile(
    r"\b(?:outside|other than|except|save (?:for|to)|beyond|only|solely|exclusively|limited to)\b[^.;]*$", re.IGNORECASE
)
_ONE_MORE = re.compile(r"^\s*(?:,|or\b|and\b)")
_CONDITION = re.compile(r"\b(?:if|where|when|unless|event|until|before|after)\b", re.IGNORECASE)
# What the client keeps a say by; where such words go, so does the say.
_SAY = re.compile(
    r"\b(?:approv\w+|consent\w*|object\w*|veto|written|in writing|prior|certif\w+|independent\w*|immediate\w*|without delay"
    r"|at (?:its|the Provider's|the Provider’s) own (?:cost|expense)|free of charge|each|every|all|only)\b",
    re.IGNORECASE,
)
_DEFINING = re.compile(r"\b(?:means|includes|has the meaning|refers to)\b")
_AGAINST = re.compile(
    r"Provider(?:'s|’s)? (?:\w+ ){0,3}(?:shall not be (?:liable|responsible|obliged|required)|is not (?:liable|responsible|obliged|required)"
    r"|has no (?:liability|obligation)|may|owns?|disclaims?|excludes?)|Client (?:shall|must|will|agrees|waives|accepts|grants"
    r"|indemnif|acknowledges|is (?:solely )?responsible)|(?:sole|only|exclusive)(?: and exclusive)? remedy|no (?:liability|warranty)|as is\b"
)
_SENTENCE = 3  # words; what is shorter is a heading
_SOLE_REMEDY = re.compile(r"\b(?:sole|only|exclusive)(?: and exclusive)? (?:\w+ )?remed(?:y|ies)\b", re.IGNORECASE)
# What stands outside a limit: the longer the list, the better for the client.
_OUTSIDE_LIMITS = re.compile(
    r"(?:limit\w*|caps?|exclusions?|section|clause|article)\b[^.;]{0,40}\b(?:do|does|shall|will) not apply to\b"
    r"|\bnothing in\b[^.;]{0,60}\blimits?\b",
    re.IGNORECASE,
)
_PREVAILS = re.compile(
    r"\b(?:this )?(\w+(?: \w+)?) (?:shall |will )?(?:controls?|prevails?|takes? precedence)\b", re.IGNORECASE
)
_CARE = re.compile(r"\b(?:workmanlike|diligen\w+|best practice|highest|skilful\w*|professional\w*)\b", re.IGNORECASE)
_BY_WHOM = re.compile(r"\bby (?:the )?(Client|Provider)\b(?!['’]s)")


@dataclass(frozen=True)
class Bearing:
    """Which way a change pushes, why, and what became of a number; `firm` when a number, a "not" or a party decides it."""

    effect: ChangeEffect
    why: str
    number: str | None = None
    firm: bool = False


@dataclass(frozen=True)
class Wording:
    """What is read: the sentences on either side with roles in place of names, and the words that differ."""

    before: str
    after: str
    removed: str
    added: str
    lead: str = ""


def put_in_roles(text: str, parties: Sequence[Party]) -> str:
    """Return a text with Client and Provider in place of what the contract calls them."""
    names = {party.role: party.aliases for party in parties}
    return put_roles(" ".join(text.split()), client=names.get("client", ()), provider=names.get("provider", ()))


def read_bearing(kind: ChangeKind, wording: Wording) -> Bearing:
    """Return which way a change pushes for the client."""
    number = read_number(wording.before, wording.after) if kind == "replace" else None
    if kind in {"move", "format", "comment"}:
        return Bearing("neutral", "the words are the same")
    if kind == "insert":
        return _put_in(wording.after)
    if kind == "delete":
        return _taken_out(wording.before)
    return _reworded(wording, number)


def _put_in(text: str) -> Bearing:
    bound = read_bound(text)
    if _AGAINST.search(text) and not (bound.who == "provider" and not bound.may and not bound.negated):
        return Bearing("weakened", "new words free the provider or bind the client")
    if bound.who == "provider" and (not bound.may or bound.negated):
        return Bearing("added", "a new duty of the provider")
    if bound.who == "client" and bound.may:
        return Bearing("added", "a new right of the client")
    return Bearing("neutral", "new words that bind neither side")


def _taken_out(text: str) -> Bearing:
    bound = read_bound(text)
    if bound.who == "client" and not bound.may:
        return Bearing("strengthened", "a duty of the client is gone")
    if bound.who == "provider" and bound.may and not bound.negated:
        return Bearing("strengthened", "a right of the provider is gone")
    if bound.who is not None:
        return Bearing("removed", "a duty of the provider or a right of the client is gone")
    return Bearing("removed" if len(text.split()) >= _SENTENCE else "neutral", "words are gone that say who does what")


def _reworded(wording: Wording, number: str | None) -> Bearing:
    before, after = wording.before, wording.after
    ours, theirs = read_bound(before), read_bound(after)
    pair = find_differing(before, after)
    if pair is not None and size_of(pair[0]) != size_of(pair[1]):
        better = push_of_number(before, wording.lead, pair)
        if better is not None:
            return Bearing(_effect(better), "the number changed", number, firm=True)
    bound = next((b for b in (ours, theirs, read_bound(wording.lead)) if b.who), ours)
    for read in (_by_remedy, _by_limits, _by_precedence):
        if (found := read(wording)) is not None:
            return Bearing(_effect(found[0]), found[1], number, firm=True)
    if ours.who and theirs.who and ours.who != theirs.who and ours.may == theirs.may:
        worse = ours.who == "provider" if not ours.may else ours.who == "client"
        return Bearing(_effect(not worse), "another side is bound", number, firm=True)
    if is_negated(before) != is_negated(after):
        return _by_negation(wording, bound.who)
    if (turned := _turned(wording, bound)) is not None:
        return Bearing(_effect(not turned[0]), turned[1], number, firm=True)
    return _by_firmness(wording, bound, number) or _by_length(wording, bound, number)


def _effect(better: bool) -> ChangeEffect:
    return "strengthened" if better else "weakened"


def _by_remedy(wording: Wording) -> tuple[bool, str] | None:
    """Say whether a remedy became the only one, or stopped being it."""
    sole = [
        _SOLE_REMEDY.search(text) is not None and not re.search(r"\bnot\b[^.;]{0,30}remed", text)
        for text in (wording.before, wording.after)
    ]
    return (
        (sole[0], "one remedy takes the place of all others" if sole[1] else "other remedies stay")
        if sole[0] != sole[1]
        else None
    )


def _by_limits(wording: Wording) -> tuple[bool, str] | None:
    """Say whether more or less stands outside a limit of liability."""
    if not (_OUTSIDE_LIMITS.search(wording.before) and _OUTSIDE_LIMITS.search(wording.after)):
        return None
    grows = len(wording.added.split()) - len(wording.removed.split())
    if not grows:
        return None
    return grows > 0, "more stands outside the limits" if grows > 0 else "less stands outside the limits"


def _by_precedence(wording: Wording) -> tuple[bool, str] | None:
    """Say whether the agreement itself still comes before other documents."""
    first = [_PREVAILS.search(text) for text in (wording.before, wording.after)]
    if first[0] is None or first[1] is None:
        return None
    ours = [re.search(r"agreement|contract|clause", found[1], re.IGNORECASE) is not None for found in first if found]
    return (
        (ours[1], "another document prevails now" if ours[0] else "the agreement prevails now")
        if ours[0] != ours[1]
        else None
    )


def _by_firmness(wording: Wording, bound: Bound, number: str | None) -> Bearing | None:
    """Return the push of words that soften or firm up, of exceptions and of safeguards."""
    binds_client = bound.who == "client" and not bound.may
    softer = len(_SOFT.findall(wording.added)) - len(_SOFT.findall(wording.removed))
    firmer = len(_FIRM.findall(wording.added)) - len(_FIRM.findall(wording.removed))
    narrower = len(_QUALIFIER.findall(wording.added)) - len(_QUALIFIER.findall(wording.removed))
    if bound.may and (bounds := _bounds(wording)) and softer == firmer:
        what = "within more bounds" if bounds > 0 else "within fewer bounds"
        return Bearing(_effect((bounds > 0) != bound.helps), f"what the {bound.who} may do is {what}", number)
    if softer - firmer or narrower:
        weaker = softer - firmer + narrower > 0
        what = "less firm or with an exception" if weaker else "firmer or without an exception"
        return Bearing(_effect(weaker == binds_client), f"what binds the {bound.who or 'provider'} is {what}", number)
    less_say = len(_SAY.findall(wording.removed)) - len(_SAY.findall(wording.added))
    if less_say:
        what = "fewer safeguards" if less_say > 0 else "more safeguards"
        return Bearing(_effect((less_say > 0) == binds_client), f"{what} than before", number)
    if (less := step_down(wording.removed, wording.added)) is not None:
        what = "less than before" if less else "more than before"
        return Bearing(_effect(less != bound.helps), f"the words give {what}", number)
    care = len(_CARE.findall(wording.added)) - len(_CARE.findall(wording.removed))
    if care and bound.who == "provider":
        return Bearing(_effect(care > 0), "more care is asked" if care > 0 else "less care is asked", number)
    return None


def _bounds(wording: Wording) -> int:
    """Return how many more bounds a right has than before."""
    more = len(_BOUNDS.findall(wording.added)) - len(_BOUNDS.findall(wording.removed))
    return more + len(_FREELY.findall(wording.removed)) - len(_FREELY.findall(wording.added))


def _turned(wording: Wording, bound: Bound) -> tuple[bool, str] | None:
    """Say whether words turn against the client by what they are: who decides, how often, a number or none."""
    shift = [_BY_WHOM.findall(text).count("Provider") for text in (wording.before, wording.after)]
    away = [_BY_WHOM.findall(text).count("Client") for text in (wording.before, wording.after)]
    if (shift[1] > shift[0] and away[1] <= away[0]) or (away[1] > away[0] and shift[1] <= shift[0]):
        return shift[1] > shift[0], f"now it is for the {'provider' if shift[1] > shift[0] else 'client'}"
    if re.search(r"\bgreater\b", wording.removed) and re.search(r"\blesser|lower\b", wording.added):
        return True, "the lesser counts where the greater did"
    if re.search(r"\blesser|lower\b", wording.removed) and re.search(r"\bgreater\b", wording.added):
        return False, "the greater counts where the lesser did"
    if (less := seldomer(wording.before, wording.after)) is not None:
        return less == bound.helps, "less often" if less else "more often"
    joined = wording.removed.strip(), wording.added.strip()
    if joined in {("and", "or"), ("or", "and")} and not _CONDITION.search(wording.before):
        less = (joined[1] == "or") != bound.negated
        return less == bound.helps, "one is enough where both were needed" if joined[1] == "or" else "both are needed"
    numbers = [QUANTITY.search(text) for text in (wording.removed, wording.added)]
    binds_client = bound.who == "client" and not bound.may
    if numbers[0] is not None and unit_of(numbers[0]) and numbers[1] is None:
        return not binds_client, "a number went out"
    if numbers[1] is not None and unit_of(numbers[1]) and numbers[0] is None and not wording.removed:
        return binds_client, "a number came in"
    return None


def _by_length(wording: Wording, bound: Bound, number: str | None) -> Bearing:
    """Return the push of words that only came or only went."""
    gone, come = len(wording.removed.split()), len(wording.added.split())
    if _DEFINING.search(wording.before) and abs(gone - come) >= _SENTENCE:
        return Bearing("weakened" if gone > come else "neutral", "the definition is another one", number)
    if come - gone >= _SENTENCE and _AGAINST.search(wording.added):
        return Bearing("weakened", "new words free the provider or bind the client", number)
    if bound.who is not None and (wider := _lets_more_through(wording)) is not None:
        what = "more is let through" if wider else "less is let through"
        return Bearing(_effect(wider != bound.helps), what, number)
    if bound.who == "provider" and not bound.may and gone - come > _SENTENCE:
        return Bearing("weakened", "less is asked of the provider", number)
    if bound.who == "provider" and not bound.may and come - gone > _SENTENCE:
        return Bearing("strengthened", "more is asked of the provider", number)
    return Bearing("neutral", "other words; no push either way was read", number)


def _lets_more_through(wording: Wording) -> bool | None:
    """Say whether a list of what is let through has grown or shrunk, None where words are in no such list."""
    come, gone = wording.added.strip(), wording.removed.strip()
    words, text = (come, wording.after) if len(come) > len(gone) else (gone, wording.before)
    before, found, _ = text.partition(words)
    if not found or not (_ONE_MORE.match(words) or before.rstrip().endswith((",", " or", " and"))):
        return None
    return words is come if _LETS_THROUGH.search(before) else None


def _by_negation(wording: Wording, bound: Who | None) -> Bearing:
    """Return the push of a "not": a ban that goes or comes, a liability that is denied or owned up to."""
    denied = is_negated(wording.after)
    frees = (
        re.search(
            r"\b(?:liab|responsib|obliged|obligation|dut(?:y|ies)\b|required|does not|do not)",
            wording.before + wording.after,
        )
        is not None
    )
    grants = re.search(r"\bClient may\b", wording.before + wording.after) is not None
    against = denied if frees or grants else not denied
    if bound == "client" and not grants:
        against = not against
    what = "a \u201cnot\u201d came in" if denied else "a \u201cnot\u201d went out"
    return Bearing("weakened" if against else "strengthened", what, firm=True)
