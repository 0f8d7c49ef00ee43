"""Find force majeure clauses that excuse the provider when an AI vendor or another supplier fails (X13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.crosscheck.deal import Deal, Sentence
from analyzer.crosscheck.defeats.effects import Defeat, Elements, Standing, covers
from analyzer.crosscheck.defeats.sparing import is_spared

_FORCE_MAJEURE = re.compile(
    r"force majeure|beyond (?:its|the|their|a party's|that party's)(?: \w+){0,3} control|acts? of god|relief event"
    r"|excus(?:ed|able) (?:event|delay|performance)",
    re.IGNORECASE,
)
_FAILS = (
    r"(?:failures?|outages?|interruptions?|unavailab\w+|defaults?|delays?|non-?performance|downtime|suspension"
    r"|withdrawal|breakdown|malfunctions?)"
)
_SUPPLIER = (
    r"(?:third[- ]part(?:y|ies)(?:'s)?(?! claims?)|vendors?|suppliers?|sub-?contractors?|sub-?processors?"
    r"|licensors?|cloud|hosting|AI\b|artificial intelligence|model providers?|technology providers?"
    r"|software providers?)"
)
_SUPPLIER_FAILS = re.compile(
    rf"\b{_FAILS}\b(?: or \w+)?[^.;]{{0,70}}\b{_SUPPLIER}|\b{_SUPPLIER}(?:'s)?\b[^.;,]{{0,40}}\b{_FAILS}\b",
    re.IGNORECASE,
)
_NAMES_SUPPLIER = re.compile(_SUPPLIER, re.IGNORECASE)
_NOT_EXCUSED = re.compile(
    r"\b(?:not|nor|never|no)\b[^.;]{0,60}(?:force majeure|excus|reliev|relief|such an event|an event)"
    r"|(?:shall|does|do|will) not include|(?:aforementioned|same|foregoing) (?:reason|cause|event)s?"
    r"|similarly (?:affected|prevented)|is (?:itself )?so (?:affected|prevented)"
    r"|\b(?:only|unless|provided)\b[^.;]{0,80}\bitself\b"
    r"|\b(?:except|unless|only (?:if|where|to))\b[^.;]{0,60}(?:sub-?contractor|supplier|vendor|licensor)"
    r"|\bproves?\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_NEAR_CHARACTERS = 3_000
_EXCEPTED_BEFORE = re.compile(r"\b(?:other than|excluding|except)\b[^.;]{0,60}$", re.IGNORECASE)
_AFTER_PLAN = re.compile(
    r"(?:compl(?:ied|y|iance)|carried out|perform\w*|implement\w*|invok\w*|execut\w*"
    r"|subject to)\b[^.;]{0,80}\b(?:continuity|disaster recovery|fallback|contingency|business resumption)",
    re.IGNORECASE,
)
_FALLBACK: Elements = {"continuity-human-fallback": ("fallback-capacity", "switch-time", "upstream-plan")}
_ANSWERING: Elements = {
    "liability-layering": ("single-accountable-party",),
    "ai-supply-chain-flow-down": ("full-responsibility",),
}
_TRIGGERS = (
    "third",
    "vendor",
    "supplier",
    "contractor",
    "processor",
    "licensor",
    "cloud",
    "hosting",
    " ai",
    "provider",
)


def find_force_majeure_defeats(deal: Deal, standing: Sequence[Standing]) -> Iterator[Defeat]:
    """Yield the force majeure clauses that excuse a vendor's failure, against the duties that are for just that case."""
    touched = [one for one in standing if covers(_FALLBACK, one.key) or covers(_ANSWERING, one.key)]
    if not touched:
        return
    for sentence in deal.sentences_with(*_TRIGGERS):
        # "Owner's (as opposed to a subcontractor's) failure": what stands in brackets is no part of the list.
        found = _SUPPLIER_FAILS.search(_BRACKETS.sub(" ", sentence.reading))
        if found is None or _EXCEPTED_BEFORE.search(found.string[: found.start()]):
            continue
        around = _around(deal, sentence)
        if not _is_force_majeure(deal, sentence, around) or _NOT_EXCUSED.search(sentence.reading):
            continue
        if any(_NAMES_SUPPLIER.search(s.reading) and _NOT_EXCUSED.search(s.reading) for s in around if s != sentence):
            continue
        clause = " ".join(s.reading for s in around)
        for one in touched:
            if covers(_FALLBACK, one.key) and _AFTER_PLAN.search(clause):
                continue
            if sentence not in one.sentences and not is_spared(deal, one.lead, sentence):
                yield Defeat(
                    check="X13",
                    by=sentence,
                    emptied=one.lead,
                    finding=one.key,
                    status="weak",
                    what="counts the failure of a vendor as force majeure",
                    why="elsewhere a vendor's failure is excused as force majeure",
                )


def _around(deal: Deal, sentence: Sentence) -> list[Sentence]:
    """Return the sentences of a clause and of those beside it: a list is often limited in its lead or its last item."""
    section = deal.sentences_in(deal.subtree(deal.around(sentence.clause)))
    return [s for s in section if abs(s.start - sentence.start) < _NEAR_CHARACTERS]


def _is_force_majeure(deal: Deal, sentence: Sentence, around: Sequence[Sentence]) -> bool:
    own = next((s.reading[:80] for s in around if s.clause == sentence.clause), "")
    headings = (deal.contracts[n].clauses[index].heading or "" for n, index in deal.path(sentence.clause)[:2])
    return _FORCE_MAJEURE.search(" ".join((*headings, own, sentence.reading))) is not None
