"""Find words by which silence or use counts as the client's consent, against its right to approve (X15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.crosscheck.defeats.effects import Defeat, Elements, Standing, covers
from analyzer.crosscheck.defeats.sparing import is_spared
from analyzer.crosscheck.reading import Reading

_COUNTS_AS_CONSENT = re.compile(
    r"(?:deemed|taken|considered|treated|presumed)(?: to have(?: been)?| to be| as(?: having(?: been)?)?"
    r"| as)?(?: (?:irrevocably|validly|fully|duly))? (?:accept|approv|consent|agree)\w*"
    r"|(?:constitutes?|amounts? to|deemed)(?: (?:an?|its|to be|conclusive|Client's))* (?:acceptance|approval"
    r"|consent|agreement (?:to|with))\b|(?:constitutes?|amounts? to) (?:Client's )?agreement\b",
    re.IGNORECASE,
)
_SILENCE = re.compile(
    r"(?:does|do|did|has|have) not|fail\w*|silen\w+|hears? nothing|no (?:response|reply|objection|answer|notice"
    r"|reaction)|unless\b[^.;]{0,80}\b(?:reject|object|notif|dispute|refus)|without (?:objection|response|reply)"
    r"|absence of|\buse of\b|continued use|is used|failing which|in default of",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:chang|releas|updat|upgrad|version|configur|deploy|feature|function|component|model|retrain)\w*\b",
    re.IGNORECASE,
)
_VENDOR = re.compile(
    r"\b(?:vendors?|suppliers?|sub-?contractors?|sub-?processors?|licensors?|third[- ]part(?:y|ies) providers?)\b",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"\b(?:any|each|every|a|the) (?:request|proposal|matter|submission|document)s?\b[^.;]{0,60}\b(?:approv"
    r"|consent)|(?:consent|approval) (?:is )?(?:requested|sought|required)",
    re.IGNORECASE,
)
# What is often approved by silence and has nothing to do with AI.
_ORDINARY = re.compile(
    r"\b(?:invoices?|minutes|statements? of account|timesheets?|expenses?|notices?|certificates?"
    r"|change (?:order|request) pric\w+|reports?|plans?|policies)\b[^.;]{0,80}$"
    r"|\bthe (?:minutes|invoice|statement|report|amount)\b",
    re.IGNORECASE,
)
_OF_CHANGES: Elements = {
    "model-change-notice": ("approval-veto",),
    "acceptance-release-gates": ("signoff", "exit-criteria", "test-on-client-data"),
    "ai-use-approval": ("prior-approval", "embedded-features"),
}
_OF_VENDORS: Elements = {
    "vendor-transparency": ("approval-or-objection",),
    "ai-supply-chain-flow-down": ("consent-new-tier",),
}
_TRIGGERS = ("deemed", "taken to", "constitut", "amounts to", "considered", "treated as", "presumed")


def find_consent_defeats(reading: Reading, standing: Sequence[Standing]) -> Iterator[Defeat]:
    """Yield the words that read silence as consent, against rights to approve the same kind of thing."""
    touched = [one for one in standing if covers(_OF_CHANGES, one.key) or covers(_OF_VENDORS, one.key)]
    if not touched:
        return
    deal = reading.deal
    for sentence in deal.sentences_with(*_TRIGGERS):
        text = sentence.reading
        found = _COUNTS_AS_CONSENT.search(text)
        if found is None or not _SILENCE.search(text):
            continue
        if _ORDINARY.search(text[: found.start()]) or _ORDINARY.search(text[found.end() : found.end() + 30]):
            continue
        previous = deal.before(sentence)
        # "You have ten days to object to a supplier. If we hear nothing from you, you are taken to have agreed."
        around = f"{previous.reading} {text}" if previous is not None and previous.clause == sentence.clause else text
        anything = _ANYTHING.search(around) is not None
        changes = anything or _CHANGE.search(around) is not None or reading.speaks_of_ai(text, sentence.contract)
        vendors = anything or _VENDOR.search(around) is not None
        for one in touched:
            if not ((changes and covers(_OF_CHANGES, one.key)) or (vendors and covers(_OF_VENDORS, one.key))):
                continue
            if sentence not in one.sentences and not is_spared(deal, one.lead, sentence):
                yield Defeat(
                    check="X15",
                    by=sentence,
                    emptied=one.lead,
                    finding=one.key,
                    status="weak",
                    what="reads silence or use as consent",
                    why="elsewhere silence counts as consent",
                )
