"""Find definitions by which the maker of an AI is no subcontractor, so that duties for subcontractors do not reach it (X9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.crosscheck.deal import Deal
from analyzer.crosscheck.defeats.effects import Defeat, Elements, Standing, covers
from analyzer.crosscheck.defeats.exclusions import CHAIN_TERM, Exclusion, term_pattern

_MAKES_AI = re.compile(
    r"\b(?:software|cloud|A\.?I\b|artificial intelligence|machine[- ]learning"
    r"|(?:language|speech) (?:model|engine)s?|models?\b|algorithms?|technolog\w+|platforms?|licen[sc]ors?|SaaS"
    r"|generally available (?:products?|tools?|services?)|computing|third[- ]party (?:products?|tools?"
    r"|components?))",
    re.IGNORECASE,
)
_MAKER = (
    r"\b(?:AI|model|technology|cloud|software|third[- ]party|platform|language[- ]model)[- ](?:vendor|supplier"
    r"|provider|maker|licensor|developer)s?\b|licen[sc]ors?\b|third[- ]party (?:AI|products?|technology|software"
    r"|components?)"
)
_NAMES_MAKER = re.compile(_MAKER, re.IGNORECASE)
# A duty that reaches "any agent, vendor or third party" does not hang on who is a subcontractor.
_WIDER = re.compile(
    r"\b(?:any|each|every|all)(?: other)? (?:agent|third part\w+|person|vendor|supplier)s?\b", re.IGNORECASE
)
_BROUGHT_BACK = re.compile(
    rf"(?:{_MAKER})[^.;]{{0,160}}?\b(?:is|are|shall be|will be|counts? as|(?:be )?(?:deemed|treated"
    rf"|regarded)(?: as)?)(?: to be| as)? (?:an? )?{CHAIN_TERM}"
    rf"|{CHAIN_TERM}[\"']?\s[^.;]{{0,160}}\binclud\w+\b[^.;]{{0,100}}(?:{_MAKER}"
    r"|\b(?:provider|supplier|maker|licensor|vendor)s? of (?:any |an? )?(?:AI|artificial|machine|language|speech"
    r"|model))",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:liable|responsib\w+|answer\w*|impos\w+|bind\w*|flow\w*|consent|approv\w+|notif\w+|notice|ensur\w+"
    r"|procur\w+|cause|not (?:sub-?contract|engage|appoint))\b",
    re.IGNORECASE,
)
_CHAIN = ("subcontract", "sub-contract", "processor", "subsupplier", "sub-supplier")
_PROVISIONS = frozenset({"ai-supply-chain-flow-down", "vendor-transparency"})
_ELEMENTS: Elements = {
    "liability-layering": ("party-per-layer", "single-accountable-party", "back-to-back"),
    "model-change-notice": ("upstream-flow-down",),
    "data-ownership-training": ("ai-vendor-binding",),
    "data-residency": ("storage-location", "inference-location", "remote-access"),
    "log-retention": ("control-hold",),
    "personal-data-ai-processing": ("processor-terms", "no-ml-reuse"),
    "ai-insurance": ("ai-vendor-cover",),
    "ai-incident-notification": ("ai-vendor-role",),
    "escalation-path": ("ai-vendor-channel",),
    "audit-inspection-rights": ("ai-scope", "regulator-access"),
}


def find_subcontractor_defeats(
    deal: Deal, exclusions: Sequence[Exclusion], standing: Sequence[Standing]
) -> Iterator[Defeat]:
    """Yield the definitions by which duties for subcontractors pass the makers of AI by."""
    own = [e for e in exclusions if re.match(CHAIN_TERM, e.term) and _MAKES_AI.search(e.left_out)]
    if not own or any(_BROUGHT_BACK.search(s.text) for s in deal.sentences_with(*_CHAIN)):
        return
    for exclusion in own:
        touched = [one for one in standing if _rests(one, exclusion)]
        yield from (_defeat(exclusion, one) for one in touched)
        if not touched:
            yield from _shown_only(deal, exclusion)


def _rests(one: Standing, exclusion: Exclusion) -> bool:
    if not (one.key[0] in _PROVISIONS or covers(_ELEMENTS, one.key)) or one.lead == exclusion.sentence:
        return False
    others = [s.text for s in one.sentences if s != exclusion.sentence]
    return (
        term_pattern(exclusion.term).search(one.lead.text) is not None
        and _WIDER.search(one.lead.text) is None
        and not any(_NAMES_MAKER.search(text) for text in others)
    )


def _defeat(exclusion: Exclusion, one: Standing) -> Defeat:
    return Defeat(
        check="X9",
        by=exclusion.sentence,
        emptied=one.lead,
        finding=one.key,
        status="weak",
        what=_what(exclusion),
        why=f"rests on \u201c{exclusion.term}\u201d, which leaves out \u201c{exclusion.short}\u201d",
    )


def _shown_only(deal: Deal, exclusion: Exclusion) -> Iterator[Defeat]:
    """Yield the first duty for subcontractors, so that the gap is shown even where no finding rests on it."""
    rests = term_pattern(exclusion.term)
    for sentence in deal.sentences_with(*_CHAIN):
        if sentence == exclusion.sentence or _NAMES_MAKER.search(sentence.text) or _WIDER.search(sentence.text):
            continue
        if rests.search(sentence.text) and _DUTY.search(sentence.reading) and "Provider" in sentence.reading:
            yield Defeat(
                check="X9", by=exclusion.sentence, emptied=sentence, finding=None, status=None, what=_what(exclusion)
            )
            return


def _what(exclusion: Exclusion) -> str:
    kind = "sub-processor" if "process" in exclusion.term.lower() else "subcontractor"
    left_out = f"leaves \u201c{exclusion.short}\u201d outside \u201c{exclusion.term}\u201d"
    return f"{left_out}, so that the maker of an AI may be no {kind}"
