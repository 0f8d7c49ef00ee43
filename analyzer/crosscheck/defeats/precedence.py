"""Find orders of precedence that set URL, vendor or policy terms nobody supplied above what was agreed (X8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzer.crosscheck.deal import ClauseKey, Sentence
from analyzer.crosscheck.defeats.effects import Defeat, Elements, Standing, covers
from analyzer.crosscheck.defeats.sparing import sets_aside
from analyzer.crosscheck.orders import Order
from analyzer.crosscheck.parts import OUTSIDE, Part
from analyzer.crosscheck.reading import Reading
from analyzer.crosscheck.references import all_clauses

_SCOPE_APART = re.compile(
    r"price|pricing|fees?\b|charges|rates?\b|payment|tax|invoice|shipping|hardware|headset|equipment|freight|currency",
    re.IGNORECASE,
)
# What terms of an AI vendor or of a website usually speak of; a duty to train staff they leave alone.
_GOVERNED = frozenset({
    "model-change-notice", "liability-layering", "hallucination-liability", "data-ownership-training", "data-residency",
    "log-retention", "output-ip-infringement", "personal-data-ai-processing", "ai-security", "vendor-transparency",
    "ai-supply-chain-flow-down", "audit-inspection-rights", "ai-incident-notification", "ai-exit-portability",
    "continuity-human-fallback", "model-documentation", "ai-use-approval", "ai-suspension-termination",
})  # fmt: skip
# What the provider does by itself before anything reaches a vendor, or after, whatever that vendor's terms say.
_OWN_DUTIES: Elements = {
    "personal-data-ai-processing": ("minimise-mask", "adm-rights", "dpia-support"),
    "ai-incident-notification": ("content-updates", "rca-capa"),
    "audit-inspection-rights": ("remediation",),
}
# "No terms of an AI Vendor bind the Customer": said once, it answers every order of precedence.
_BINDS_NONE = re.compile(
    r"\b(?:no|neither|nor)\b[^.;]{0,60}\bterms\b[^.;]{0,160}\b(?:bind|prevail|apply|override|take precedence"
    r"|reduce|narrow)|\bterms\b[^.;]{0,120}\b(?:shall|will|do|does) not\b[^.;]{0,20}\b(?:bind|prevail|apply"
    r"|override|take precedence|reduce|narrow|limit)",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"\b(?:A\.?I|vendors?|third[- ]part\w+|licen[sc]ors?|makers?|providers?|web ?(?:site|address|page)?s?|online"
    r"|click\w*|URLs?)\b",
    re.IGNORECASE,
)
_CLIENTS = re.compile(r"\bClient (?:terms|paper|purchase)|Client's (?:terms|purchase)|purchase orders?", re.IGNORECASE)
_DUTY = re.compile(r"\bProvider\b[^.;]{0,80}\b(?:shall|will|must|may not)\b")
_DEFINES = re.compile(
    r"\W{0,12}[\"\u201c](?P<term>[^\"\u201d]{2,60})[\"\u201d]\s+(?:means|has the meaning|includes|is)\b"
)
_DESPITE_TERMS = re.compile(
    r"\b(?:notwithstanding|despite|whatever|regardless of|no)\b[^.;]{0,60}\bterms\b", re.IGNORECASE
)


def find_precedence_defeats(
    reading: Reading, orders: Sequence[Order], standing: Sequence[Standing]
) -> Iterator[Defeat]:
    """Yield the orders that set terms nobody supplied above the text a finding rests on (X8)."""
    deal = reading.deal
    if any(_answers_outside_terms(s.reading) for s in deal.sentences_with("terms")):
        return
    for order in orders:
        top = next((i for i, part in enumerate(order.parts) if part.unseen and part.kind in OUTSIDE), None)
        if top is None or (order.scope and _SCOPE_APART.search(order.scope)):
            continue
        beneath: frozenset[ClauseKey] = frozenset().union(*(part.clauses for part in order.parts[top + 1 :]))
        if order.over_all:
            beneath = all_clauses(deal, range(len(deal.contracts)))
        beneath -= frozenset().union(*(part.clauses for part in order.parts[:top]))
        yield from _emptied(reading, order, order.parts[top], beneath, standing)


def _answers_outside_terms(text: str) -> bool:
    return _BINDS_NONE.search(text) is not None and _WHOSE.search(text) is not None and _CLIENTS.search(text) is None


def _emptied(
    reading: Reading, order: Order, part: Part, beneath: frozenset[ClauseKey], standing: Sequence[Standing]
) -> Iterator[Defeat]:
    what = f"sets \u201c{part.text}\u201d, which was not supplied, above what was agreed"
    touched = [
        one
        for one in standing
        if one.key[0] in _GOVERNED
        and not covers(_OWN_DUTIES, one.key)
        and one.lead.clause in beneath
        and one.lead != order.sentence
        and not _DESPITE_TERMS.search(one.lead.reading)
        # A maker's terms rule the use of its product; what is agreed of other things they leave alone.
        and (part.kind == "website terms" or reading.names_ai(one.lead))
        and not _works_above(reading, one.lead, order)
    ]
    for one in touched:
        yield Defeat(
            check="X8",
            by=order.sentence,
            emptied=one.lead,
            finding=one.key,
            status="weak",
            what=what,
            why=f"\u201c{part.text}\u201d prevails over it and was not supplied",
        )
    if not touched:
        on_ai = (
            s for s in reading.deal.sentences if s.clause in beneath and s != order.sentence and reading.names_ai(s)
        )
        first = next(on_ai, None)
        if first is not None:
            yield Defeat(check="X8", by=order.sentence, emptied=first, finding=None, status=None, what=what)


def _works_above(reading: Reading, lead: Sentence, order: Order) -> bool:
    """Say whether a definition does its work in clauses that set the order aside: it can't say so itself."""
    defined = _DEFINES.match(lead.text)
    if defined is None:
        return False
    term = re.compile(rf"\b{re.escape(defined['term'])}(?:s|es)?\b")
    return any(
        term.search(user.text) and sets_aside(reading.deal, user, order.sentence)
        for user in reading.deal.sentences_with("despite", "notwithstanding")
        if user != lead
    )
