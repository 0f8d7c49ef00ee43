"""Give one passage its status on one element: a fitted model reads tone, signals and words, the rubric caps what it says."""

import math
import re
from dataclasses import dataclass, replace
from typing import Literal

from analyzer.assess.anchor import AnchorStrength
from analyzer.assess.cues import compile_phrases
from analyzer.assess.numbers import Quantity, compare, pick, read_quantities
from analyzer.assess.signals import Signals, read_signals, read_specificity
from analyzer.assess.status_model import STATUSES, StatusModel
from analyzer.models import Element, Record, Tier
from analyzer.money import read_money

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
    "element forbids",
    "gives the provider a right",
    "gives it a right that the element forbids",
    "forbids what the element forbids",
)
_PROHIBITS = re.compile(
    r"\bProvider\b[^.;]{0,80}\b(?:shall|will|may|must|does) not\b"
    r"|\bnot be (?:used|shared|disclosed|stored|processed|transferred|moved)"
    r"|\bprohibited\b|\bno (?:other )?[^.;]{0,80} is permitted\b|\bneither\b|\bno (?:change|model|data|client)\b",
    re.IGNORECASE,
)
# A ban that keeps something from the client is not in its favour.
_KEPT_FROM_CLIENT = re.compile(
    r"\bnot be (?:disclosed|shared|provided|given|shown|released|made available|supplied)\b[^.;]{0,40}"
    r"\b(?:to|with) (?:the )?Client\b"
    r"|\bnot be (?:required|obliged|obligated|adjusted|reduced|refunded|used as evidence|treated as a breach)\b"
    r"|\bClient\b[^.;]{0,40}\b(?:shall|will|may|must) not\b",
    re.IGNORECASE,
)
_RULE_PROBABILITY = 0.6
# A passage is adverse from this much on: how likely it is on the element, times how likely it reads adverse there. What says so
# in the element's own or in general words counts for more; what names no AI, or forbids something, for less.
_ADVERSE_FROM = 0.27
_IN_SO_MANY_WORDS = 1.5
_UNNAMED = 0.4
_PROHIBITING = 0.32
# By so much less for each log-odd that the passage is likelier on another element: a risk that a clause moves to the client is
# held against the element it is about, not against all those it sounds like.
_ELSEWHERE = 0.4
# A client's duty in general words is none of the provider's, unless it moves a risk.
_MOVES_RISK = 0.3


# A promise in return, as in a mutual indemnity, shares a risk.
_IN_RETURN = re.compile(r"\bdo the same\b|\bvice versa\b|\bmutatis mutandis\b|\breciprocal", re.IGNORECASE)

# From this share of bans among an element's strong exemplars on, a right that the provider takes there is what the client fears;
# unless it is held to a purpose, a consent or an end.
_BAN = 0.6
_ON_THE_POINT = 0.5
_HELD_TO = re.compile(
    r"\b(?:only|solely|exclusively|consents?|consented|approv\w+|agrees?|agreed|opt\w*|unless|subject to|provided that|so long as"
    r"|necessary|to (?:provide|perform|deliver) the Services|anonymi[sz]ed|aggregated?|de-?identified"
    r"|on (?:Client's )?(?:written )?instructions?|until|alone|for Client|signed"
    r"|up to|(?:no|not) more than|withdraws?|restores?|reverts?|at its own (?:cost|expense)|pay itself)\b",
    re.IGNORECASE,
)


class Grade(Record):
    """The status of one passage on one element, with what decided it and how sure that is by itself."""

    status: PassageStatus
    reason: str
    probability: float = _RULE_PROBABILITY
    weight: float = 0.0
    """How likely the passage is on the element and says just this of it."""
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
    close: tuple[float, float, float, float] | None = None,
    presence: float = 1.0,
    behind: float = 0.0,
) -> Grade:
    """Grade a passage.

    Args:
        reading: the passage with its lead, parties replaced by their roles.
        around: the rest of its clause, which may hold the number, the artefact or the consequence.
        tone: likeness to the element's strong, adequate, weak, adverse exemplars.
        close: what a close look says of strong, adequate, weak, adverse.
        presence: how likely the passage is on the element at all.
        behind: how much likelier it is on another element, in log-odds.
    """
    seen = describe(reading, element, around=around, tier=tier, tone=tone)
    likely = model.probabilities(seen.features, reading, close=close)
    # In a passage that is on the point "the model" names AI; in ordinary contracts before AI it hardly ever is on one.
    named = anchor != "none"
    status, reason, by_tone = _decide(
        reading, element, seen, named=named, likely=likely, presence=presence, ours=math.exp(-_ELSEWHERE * behind)
    )
    value = seen.value
    return Grade(
        status=status,
        reason=reason,
        probability=likely[STATUSES.index(status)] if status != "missing" and named else _RULE_PROBABILITY,
        weight=presence * likely[STATUSES.index(status)] if status != "missing" else 0.0,
        value=value[0].number if value else None,
        unit=value[0].unit if value else None,
        party=seen.signals.bound,
        by_tone=by_tone,
    )


@dataclass(frozen=True)
class Description:
    """What is read from a passage before it is graded.

    `lacks`: the element needs a number and none is stated; `prohibits`: it forbids the provider something.
    """

    signals: Signals
    value: tuple[Quantity, float] | None
    band: Literal["strong", "adequate", "weak"] | None
    lacks: bool
    prohibits: bool
    features: tuple[float, ...]


def describe(
    reading: str,
    element: Element,
    *,
    around: str = "",
    tier: Tier,
    tone: tuple[float, float, float, float],
) -> Description:
    """Read signals and numbers from a passage; what it lacks itself may stand in the rest of its clause."""
    quantities = read_quantities(reading)
    signals = read_signals(reading, has_number=bool(quantities))
    measure = element.measure
    value = pick(quantities, measure) if measure else None
    if around:
        beside = read_quantities(around)
        value = value or (pick(beside, measure) if measure else None)
        whole = read_specificity(f"{reading} {around}", has_number=bool(quantities or beside))
        signals = replace(signals, specificity=max(signals.specificity, whole))
    band = compare(measure, value[1], tier) if measure and value else None
    # A cap as a sum is a number too, though nobody can say how many annual charges it is.
    as_sum = measure is not None and measure.unit == "times annual charges" and bool(read_money(reading))
    lacks = measure is not None and value is None and not as_sum
    prohibits = _PROHIBITS.search(reading) is not None
    return Description(
        signals,
        value,
        band,
        lacks,
        prohibits,
        _features(signals, tone, band, lacks=lacks, forbids=element.forbids, prohibits=prohibits),
    )


def _features(
    signals: Signals,
    tone: tuple[float, float, float, float],
    band: str | None,
    *,
    lacks: bool,
    forbids: float,
    prohibits: bool,
) -> tuple[float, ...]:
    """Return the features of the status model, in the order of `STATUS_FEATURES`."""
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
        forbids,
        float(signals.permits),
        forbids * signals.permits,
        forbids * prohibits,
    )


def _decide(
    reading: str,
    element: Element,
    seen: Description,
    *,
    named: bool,
    likely: tuple[float, ...],
    presence: float,
    ours: float,
) -> tuple[PassageStatus, str, bool]:
    """Return the status, its reason, and whether only the way it reads says so.

    Args:
        ours: 1 where no other element has a better claim to the passage, less where one has.
    """
    signals, value, band = seen.signals, seen.value, seen.band
    strong, adequate, weak, adverse = likely
    against = _adverse_reason(
        reading,
        element,
        seen,
        named=named,
        adverse=presence * adverse * ours,
        presence=presence,
        outweighed=adverse < strong + adequate,
    )
    if against is not None:
        return "adverse", *against
    clients_duty = signals.bound == "client" and signals.force in {"binding", "qualified"}
    if clients_duty and strong < 0.8 and adverse < _MOVES_RISK:
        return "missing", "the duty is the client's, not the provider's", False
    capped = _cap(element, signals, band, named=named) or _vagueness(reading, element, signals, band)
    if capped is not None:
        return "weak", capped, False
    if weak > max(strong, adequate):
        return "weak", "states no number" if seen.lacks else "promises nothing definite", True
    if adverse > max(strong, adequate):
        return "weak", "may read as a right of the provider or a risk of the client", True
    if not named and element.anchor == "generic-adequate":
        return "adequate", "binding, in general words that reach AI without naming it", False
    if band == "adequate" and value:
        return "adequate", f"binding; {_number(value[0])} is inside the adequate band at this tier", False
    if strong > adequate and not seen.lacks and band == "strong" and value:
        return "strong", f"binding and specific; {_number(value[0])} meets the threshold at this tier", False
    if strong > adequate and not seen.lacks:
        return "strong", "binding, specific and in the client's favour", True
    if seen.lacks:
        return "adequate", "binding, but lacks the number", True
    return "adequate", "binding, but lacks part of what strong wording states", True


def _adverse_reason(
    reading: str, element: Element, seen: Description, *, named: bool, adverse: float, presence: float, outweighed: bool
) -> tuple[str, bool] | None:
    """Return why the passage is adverse and whether only the way it reads says so.

    Args:
        outweighed: it reads rather as wording in the client's favour; only its own words make it adverse then.
    """
    pattern = compile_phrases(element.adverse_cues)
    cue = pattern.search(reading) if pattern else None
    words = seen.signals.adverse
    prohibits = words is None and seen.prohibits and not _KEPT_FROM_CLIENT.search(reading)
    if prohibits:
        adverse *= _PROHIBITING
    elif cue is not None or words is not None:
        adverse *= _IN_SO_MANY_WORDS
    # Words that are adverse about AI are ordinary risk sharing elsewhere (a mutual indemnity, a licence of tools).
    if not named or _IN_RETURN.search(reading):
        adverse *= _UNNAMED
    takes = seen.signals.permits and element.forbids >= _BAN and not prohibits and not _HELD_TO.search(reading)
    if takes and named and presence >= _ON_THE_POINT:
        return "takes a right where the client needs a ban", False
    if adverse < _ADVERSE_FROM:
        return None
    # Without AI they count only where nothing better is said.
    if cue is not None and not prohibits:
        return f'takes the opposite line: "{cue}"', not named
    if words is not None:
        return f'moves the risk to the client: "{words}"', not named
    if outweighed:
        return None
    return "reads as a right of the provider or a risk of the client", True


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
