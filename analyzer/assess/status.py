"""Give one passage its status on one element: a fitted model reads tone, signals and words, the rubric caps what it says."""

import re
from dataclasses import replace
from typing import Literal

from analyzer.assess.anchor import AnchorStrength
from analyzer.assess.cues import compile_phrases
from analyzer.assess.numbers import Quantity, compare, pick, read_quantities
from analyzer.assess.signals import Signals, read_signals
from analyzer.assess.status_model import STATUSES, StatusModel
from analyzer.models import Element, Record, Tier

PassageStatus = Literal["strong", "adequate", "weak", "missing", "adverse"]
STATUS_FEATURES = (
    "tone strong",
    "tone adequate",
    "tone weak",
    "tone adverse",
    "binds the client",
    "binds the provider",
    "binds the vendor",
    "binds both",
    "binding",
    "qualified",
    "not binding",
    "declaration",
    "qualifier",
    "adverse words",
    "unseen document",
    "exception",
    "after the fact",
    "specificity",
    "number strong",
    "number adequate",
    "number weak",
    "number lacking",
)
_PROHIBITS = re.compile(
    r"\bProvider\b[^.;]{0,80}\b(?:shall|will|may|must|does) not\b|\bnot be (?:used|shared|disclosed|stored|processed|transferred|moved)"
    r"|\bprohibited\b|\bno (?:other )?[^.;]{0,80} is permitted\b|\bneither\b|\bno (?:change|model|data|client)\b",
    re.IGNORECASE,
)
_RULE_PROBABILITY = 0.6
# From which probability of the status model a passage is adverse: with a cue of the element, with adverse words in general
# (AI named or not), and by how it reads alone (AI named, not named, and where it also forbids something).
_WITH_CUE = 0.25
_WITH_WORDS = 0.45
_WITH_WORDS_UNNAMED = 0.7
_BY_READING = 0.5
_BY_READING_UNNAMED = 0.8
_BY_READING_PROHIBITS = 0.75
# A client's duty in general words is none of the provider's, unless it moves a risk.
_MOVES_RISK = 0.3


class Grade(Record):
    """The status of one passage on one element, with what decided it and how sure that is by itself."""

    status: PassageStatus
    reason: str
    probability: float = _RULE_PROBABILITY
    value: float | None = None
    unit: str | None = None
    party: Literal["provider", "client", "both", "vendor", "unclear"] = "unclear"
    by_tone: bool = False


def grade(
    reading: str,
    element: Element,
    *,
    around: str = "",
    tier: Tier,
    anchor: AnchorStrength,
    tone: tuple[float, float, float, float],
    model: StatusModel,
) -> Grade:
    """Grade a passage.

    Args:
        reading: the passage with its lead, parties replaced by their roles.
        around: the rest of its clause, which may hold the number, the artefact or the consequence.
        tone: likeness to the element's strong, adequate, weak, adverse exemplars.
    """
    quantities = read_quantities(reading)
    signals = read_signals(reading, has_number=bool(quantities))
    value = pick(quantities, element.measure) if element.measure else None
    if around:
        beside = read_quantities(around)
        value = value or (pick(beside, element.measure) if element.measure else None)
        whole = read_signals(f"{reading} {around}", has_number=bool(quantities or beside))
        signals = replace(signals, specificity=max(signals.specificity, whole.specificity))
    band = compare(element.measure, value[1], tier) if element.measure and value else None
    features = status_features(signals, tone, band, lacks=element.measure is not None and not value)
    likely = model.probabilities(features, reading)
    # In a passage that is on the point "the model" names AI; in ordinary contracts before AI it hardly ever is on one.
    named = anchor != "none"
    status, reason, by_tone = _decide(
        reading, element, named=named, likely=likely, signals=signals, value=value, band=band
    )
    return Grade(
        status=status,
        reason=reason,
        probability=likely[STATUSES.index(status)] if status != "missing" and named else _RULE_PROBABILITY,
        value=value[0].number if value else None,
        unit=value[0].unit if value else None,
        party=signals.bound,
        by_tone=by_tone,
    )


def status_features(
    signals: Signals, tone: tuple[float, float, float, float], band: str | None, *, lacks: bool
) -> tuple[float, ...]:
    """Return the features of the status model, in the order of `STATUS_FEATURES`; `lacks`: a number is needed and absent."""
    return (
        *(4 * t for t in tone),
        float(signals.bound == "client"),
        float(signals.bound == "provider"),
        float(signals.bound == "vendor"),
        float(signals.bound == "both"),
        float(signals.force == "binding"),
        float(signals.force == "qualified"),
        float(signals.force == "non-binding"),
        float(signals.force == "declaration"),
        float(signals.qualifier is not None),
        float(signals.adverse is not None),
        float(signals.unseen is not None),
        float(signals.exception),
        float(signals.after_the_fact),
        signals.specificity / 5,
        float(band == "strong"),
        float(band == "adequate"),
        float(band == "weak"),
        float(lacks),
    )


def _decide(
    reading: str,
    element: Element,
    *,
    named: bool,
    likely: tuple[float, ...],
    signals: Signals,
    value: tuple[Quantity, float] | None,
    band: str | None,
) -> tuple[PassageStatus, str, bool]:
    """Return the status, its reason, and whether only the way it reads says so."""
    strong, adequate, weak, adverse = likely
    against = _adverse_reason(reading, element, signals, named=named, adverse=adverse)
    if against is not None:
        return "adverse", *against
    clients_duty = signals.bound == "client" and signals.force in {"binding", "qualified"}
    if clients_duty and strong < 0.4 and adverse < _MOVES_RISK:
        return "missing", "the duty is the client's, not the provider's", False
    capped = _cap(element, signals, band, named=named) or _vagueness(reading, element, signals, band)
    if capped is not None:
        return "weak", capped, False
    if weak > max(strong, adequate):
        without = element.measure is not None and value is None
        return "weak", "states no number" if without else "promises nothing definite", True
    if not named and element.anchor == "generic-adequate":
        return "adequate", "binding, in general words that reach AI without naming it", False
    if band == "adequate" and value:
        return "adequate", f"binding; {_number(value[0])} is inside the adequate band at this tier", False
    lacks = element.measure is not None and value is None
    if strong > adequate and not lacks and band == "strong" and value:
        return "strong", f"binding and specific; {_number(value[0])} meets the threshold at this tier", False
    if strong > adequate and not lacks:
        return "strong", "binding, specific and in the client's favour", True
    if element.measure is not None and value is None:
        return "adequate", "binding, but lacks the number", True
    return "adequate", "binding, but lacks part of what strong wording states", True


def _adverse_reason(
    reading: str, element: Element, signals: Signals, *, named: bool, adverse: float
) -> tuple[str, bool] | None:
    """Return why the passage is adverse and whether only the way it reads says so."""
    pattern = compile_phrases(element.adverse_cues)
    cue = pattern.search(reading) if pattern else None
    prohibits = _PROHIBITS.search(reading) is not None and signals.adverse is None
    # Words that are adverse about AI are ordinary risk sharing elsewhere (a mutual indemnity, a licence of tools), so
    # without AI they count only where nothing better is said.
    if cue is not None and adverse > _WITH_CUE and not prohibits:
        return f'takes the opposite line: "{cue}"', not named
    if signals.adverse is not None and adverse > (_WITH_WORDS if named else _WITH_WORDS_UNNAMED):
        return f'moves the risk to the client: "{signals.adverse}"', not named
    least = _BY_READING_PROHIBITS if prohibits else _BY_READING if named else _BY_READING_UNNAMED
    if adverse > least:
        return "reads as a right of the provider or a risk of the client", True
    return None


def _cap(element: Element, signals: Signals, band: str | None, *, named: bool) -> str | None:
    """Return which cap of the rubric holds the passage at weak however it reads, if one does."""
    if element.anchor == "ai" and not named:
        return "general wording that does not name AI, on a point that needs it"
    if signals.unseen is not None:
        return f'left to a document that was not supplied: "{signals.unseen.strip()}"'
    if signals.empty_bracket:
        return "left blank or an option not chosen"
    if band == "weak":
        return "the number does not reach the threshold of this tier"
    return None


def _vagueness(reading: str, element: Element, signals: Signals, band: str | None) -> str | None:
    """Return what makes the passage less than binding, if something does."""
    if signals.force == "non-binding":
        return f'not binding: "{signals.non_binding}"'
    if band == "strong":
        return None
    if signals.after_the_fact:
        return "only after the fact"
    pattern = compile_phrases(element.weak_cues)
    cue = pattern.search(reading) if pattern else None
    if cue is not None:
        return f'vague: "{cue}"'
    if signals.qualifier is not None and signals.force == "qualified":
        return f'emptied by a qualifier: "{signals.qualifier}"'
    return None


def _number(quantity: Quantity) -> str:
    return f"{quantity.number:g} {quantity.unit}"
