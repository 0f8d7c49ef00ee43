"""Give one passage its status on one element, by the rubric: who is bound, how firmly, with what number and exception."""

import re
from typing import Literal

from analyzer.assess.anchor import AnchorStrength
from analyzer.assess.cues import compile_phrases
from analyzer.assess.numbers import Quantity, compare, pick, read_quantities
from analyzer.assess.signals import Signals, read_signals
from analyzer.models import Criticality, Element, Record, Tier

PassageStatus = Literal["strong", "adequate", "weak", "missing", "adverse"]
_STRONG, _ADEQUATE, _WEAK, _ADVERSE = range(4)
_PROHIBITS = re.compile(
    r"\bProvider\b[^.;]{0,80}\b(?:shall|will|may|must|does) not\b|\bnot be (?:used|shared|disclosed|stored|processed|transferred|moved)|\bprohibited\b|\bneither\b|\bno (?:change|model|data|client)\b",
    re.IGNORECASE,
)
# Tones are ridge outputs around 0; these are the levels at which one status stands out from the others.
_TONE_CLEAR = 0.25
_TONE_LEAN = 0.05
_NEEDED: dict[Criticality, int] = {"critical": 3, "major": 2, "minor": 2}


class Grade(Record):
    """The status of one passage on one element, with what decided it."""

    status: PassageStatus
    reason: str
    value: float | None = None
    unit: str | None = None
    party: Literal["provider", "client", "both", "vendor", "unclear"] = "unclear"
    by_tone: bool = False


def grade(
    reading: str,
    element: Element,
    *,
    tier: Tier,
    criticality: Criticality,
    anchor: AnchorStrength,
    tone: tuple[float, float, float, float],
) -> Grade:
    """Grade a passage.

    Args:
        reading: the passage with its lead, parties replaced by their roles.
        tone: likeness to the element's strong, adequate, weak, adverse exemplars.
    """
    quantities = read_quantities(reading)
    signals = read_signals(reading, has_number=bool(quantities))
    value = pick(quantities, element.measure) if element.measure else None
    status, reason, by_tone = _decide(reading, element, tier, criticality, anchor, tone, signals, value)
    shown = value[0] if value else None
    return Grade(
        status=status,
        reason=reason,
        value=shown.number if shown else None,
        unit=shown.unit if shown else None,
        party=signals.bound,
        by_tone=by_tone,
    )


def _decide(
    reading: str,
    element: Element,
    tier: Tier,
    criticality: Criticality,
    anchor: AnchorStrength,
    tone: tuple[float, float, float, float],
    signals: Signals,
    value: tuple[Quantity, float] | None,
) -> tuple[PassageStatus, str, bool]:
    adverse = _adverse_reason(reading, element, signals, tone)
    if adverse is not None:
        return "adverse", adverse, False
    if signals.bound == "client" and signals.force in {"binding", "qualified"} and tone[_STRONG] < _TONE_CLEAR:
        return "missing", "the duty is the client's, not the provider's", False
    band = compare(element.measure, value[1], tier) if element.measure and value else None
    weak = _weak_reason(reading, element, anchor, signals, tone, band)
    if weak is not None:
        return "weak", weak, False
    if element.anchor == "generic-adequate" and anchor != "strong":
        return "adequate", "binding, in general words that reach AI without naming it", False
    if band == "adequate" and value:
        return "adequate", f"binding; {_number(value[0])} is inside the adequate band at this tier", False
    needed = _NEEDED[criticality]
    firm = signals.force in {"binding", "declaration"}
    if band == "strong" and value and firm and signals.specificity >= needed:
        return "strong", f"binding and specific; {_number(value[0])} meets the threshold at this tier", False
    if element.measure is None and firm:
        likes_strong = tone[_STRONG] > max(tone[_ADEQUATE], tone[_WEAK], tone[_ADVERSE])
        if (likes_strong and signals.specificity >= needed) or (
            tone[_STRONG] >= _TONE_CLEAR and signals.specificity >= needed - 1
        ):
            return "strong", "binding, specific and in the client's favour", True
    lacking = "the number" if element.measure and not value else "part of what strong wording states"
    return "adequate", f"binding, but lacks {lacking}", element.measure is None


def _adverse_reason(
    reading: str, element: Element, signals: Signals, tone: tuple[float, float, float, float]
) -> str | None:
    cue_pattern = compile_phrases(element.adverse_cues)
    cue = cue_pattern.search(reading) if cue_pattern else None
    others = max(tone[_STRONG], tone[_ADEQUATE], tone[_WEAK])
    prohibits = _PROHIBITS.search(reading) is not None and signals.adverse is None
    if cue is not None and (tone[_ADVERSE] > -_TONE_LEAN or signals.adverse is not None) and not prohibits:
        return f'takes the opposite line: "{cue[0]}"'
    if signals.adverse is not None and tone[_ADVERSE] > max(others, _TONE_LEAN):
        return f'moves the risk to the client: "{signals.adverse}"'
    permitted = signals.non_binding is not None and signals.bound == "provider"
    towards_client = signals.bound in {"client", "unclear"} or permitted
    if tone[_ADVERSE] >= _TONE_CLEAR and tone[_ADVERSE] > others + 0.1 and towards_client and not prohibits:
        return "reads as a right of the provider or a risk of the client"
    return None


def _weak_reason(
    reading: str,
    element: Element,
    anchor: AnchorStrength,
    signals: Signals,
    tone: tuple[float, float, float, float],
    band: str | None,
) -> str | None:
    if element.anchor == "ai" and anchor != "strong":
        return "general wording that does not name AI, on a point that needs it"
    if signals.unseen is not None:
        return f'left to a document that was not supplied: "{signals.unseen.strip()}"'
    if signals.empty_bracket:
        return "left blank or an option not chosen"
    if signals.force == "non-binding":
        return f'not binding: "{signals.non_binding}"'
    if signals.after_the_fact and band != "strong":
        return "only after the fact"
    if band == "weak":
        return "the number is below the threshold of this tier"
    cue_pattern = compile_phrases(element.weak_cues)
    cue = cue_pattern.search(reading) if cue_pattern else None
    if cue is not None and band != "strong":
        return f'vague: "{cue[0]}"'
    if signals.qualifier is not None and band != "strong" and tone[_STRONG] < _TONE_CLEAR:
        return f'emptied by a qualifier: "{signals.qualifier}"'
    if element.measure is not None and element.criticality == "critical" and band is None and tone[_WEAK] > 0:
        return "states no number"
    if tone[_WEAK] >= _TONE_CLEAR and tone[_WEAK] > max(tone[_STRONG], tone[_ADEQUATE]) + 0.1:
        return "reads like wording that promises nothing definite"
    return None


def _number(quantity: Quantity) -> str:
    return f"{quantity.number:g} {quantity.unit}"
