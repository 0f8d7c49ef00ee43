"""What a posture wants of an element, and which of the library's drafts gets it there."""

from analyzer.models import Criticality, Element, ElementStatus, Finding, Posture, Tier

_ORDER: tuple[ElementStatus, ...] = ("adverse", "missing", "weak", "adequate", "strong")
_NEXT: dict[Posture, Posture] = {"provider": "balanced", "balanced": "client", "client": "client"}


def target_status(posture: Posture, criticality: Criticality) -> ElementStatus:
    """Return the least status an element should reach under a posture."""
    if posture == "client":
        return "strong"
    if posture == "balanced":
        return {"critical": "strong", "major": "adequate", "minor": "weak"}[criticality]  # type: ignore[return-value]
    return "adequate" if criticality == "critical" else "missing"


def falls_short(finding: Finding, element: Element, *, posture: Posture, tier: Tier) -> bool:
    """Say whether an element needs drafted language under a posture."""
    if finding.status in {"unscored", "not_applicable"}:
        return False
    # What turns against the client beside the new language must be set aside with it, wanted or not.
    if finding.status == "adverse" or finding.latent:
        return True
    return _ORDER.index(finding.status) < _ORDER.index(target_status(posture, element.criticality_at(tier)))


def drafted_for(element: Element, *, posture: Posture, tier: Tier) -> Posture:
    """Return whose draft reaches the target.

    A posture's draft is written for the usual weight of its element; where high impact raises that and with it the
    target, the draft of the posture next to it does.
    """
    usual, now = (target_status(posture, c) for c in (element.criticality, element.criticality_at(tier)))
    return posture if _ORDER.index(now) <= _ORDER.index(usual) else _NEXT[posture]
