"""Words that stand on a scale: "assigns" gives more than "licenses", "daily" more than "monthly"."""

from __future__ import annotations

import re

# Each from what gives most to what gives least to whom it is owed.
_SCALES: tuple[tuple[str, ...], ...] = (
    ("assign(?:s|ed)?|transfers? (?:title|ownership)|vests?", "licen[sc](?:es?|ed)|grants?(?: a)? licen[sc]e|right to use"),
    ("guarantees?|warrants?|ensures?|procures?", "assists?|supports?|helps?|facilitates?|promotes?", "considers?"),
    ("indemnif(?:y|ies)|holds? harmless|reimburses?|compensates?", "assists?|cooperates?|considers?|discuss(?:es)?"),
    ("prevents?|eliminates?|prohibits?|stops?", "reduces?|limits?|mitigates?|minimi[sz]es?|manages?|monitors?"),
    ("deletes?|destroys?|erases?|purges?", "archives?|deactivates?|restricts?|suspends?|anonymi[sz]es?"),
    ("approv(?:es?|al|ed)|consents?|agree(?:s|d|ment)?", "consult(?:s|ed|ation)?", "notif(?:y|ies|ied)|informs?|tells?|advises?"),
    ("corrects?|remed(?:y|ies)|cures?|fix(?:es)?|repairs?|restores?|replaces?", "investigates?|reviews?|considers?"),
    ("provides?|delivers?|suppl(?:y|ies)|gives?|hands? over|discloses?", "offers?|shows?", "describes?|summari[sz]es?"),
    ("tests?|verif(?:y|ies)|validates?|audits?|measures?", "samples?|spot[- ]checks?|observes?|estimates?"),
    ("terminate", "suspend", "complain|escalate"),
    ("immediately|at once|without delay|forthwith", "promptly", "in due course|within a reasonable (?:time|period)|periodically"),
    ("complete|full|entire|detailed|itemi[sz]ed|raw|unredacted", "summary|summari[sz]ed|high-level|redacted|partial|general"),
    ("every|each|all|any", "most|substantially all|the majority of", "some|selected|certain|a sample of|a representative"),
    ("independent|external|accredited|third-party", "internal|self-certified|own"),
    ("in writing|written", "oral(?:ly)?|verbal(?:ly)?"),
)  # fmt: skip
# How often, from the most to the least.
_OFTEN = (
    "at any time|on request|on demand|as often as",
    "hourly",
    "daily|every day",
    "weekly|every week|once (?:a|each|every) week",
    "fortnightly",
    "monthly|every month|once (?:a|each|every) month",
    "quarterly|every quarter|(?:four times|once) (?:a|each|every) quarter|four times (?:a|per|each) (?:\\w+ )?year",
    "twice (?:a|per|each|in each|in any) (?:\\w+ )?year|half-yearly|semi-annual(?:ly)?|every six months",
    "annual(?:ly)?|yearly|once (?:a|per|each|in each|in any) (?:\\w+ )?year|every year",
    "every (?:two|second|other) years?|biennial(?:ly)?",
)


def _compile(scale: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in scale)


_WORDS = tuple(map(_compile, _SCALES))
_FREQUENCY = _compile(_OFTEN)


def step_down(removed: str, added: str) -> bool | None:
    """Say whether the words that came in give less than those that went out, None where they stand on no scale."""
    for scale in _WORDS:
        old, new = _rank(scale, removed), _rank(scale, added)
        if old is not None and new is not None and old != new:
            return new > old
    return None


def seldomer(before: str, after: str) -> bool | None:
    """Say whether something is to happen less often than before, None where nothing says so."""
    old, new = ({rank for rank, often in enumerate(_FREQUENCY) if often.search(text)} for text in (before, after))
    gone, come = old - new, new - old
    return min(come) > min(gone) if gone and come else None


def _rank(scale: tuple[re.Pattern[str], ...], text: str) -> int | None:
    return next((rank for rank, words in enumerate(scale) if words.search(text)), None)
