"""Put a collision of two passages as a conflict."""

from analyzer.crosscheck.deal import Sentence
from analyzer.crosscheck.reading import Reading
from analyzer.models import Check, Conflict, Evidence, Severity


def collide(
    reading: Reading, check: Check, severity: Severity, first: Sentence, second: Sentence, what: str, remedy: str
) -> Conflict:
    """Return the conflict of two passages; `what` has {first} and {second} where their places are named."""
    deal = reading.deal
    places = {"first": deal.cite(first), "second": deal.cite(second)}
    return conflict(check, severity, f"{what.format(**places)} {remedy}", (deal.quote(first), deal.quote(second)))


def conflict(check: Check, severity: Severity, message: str, evidence: tuple[Evidence, ...]) -> Conflict:
    """Return a conflict that begins with a capital; `find_pair_conflicts` numbers it."""
    return Conflict(
        id=check, check=check, severity=severity, message=message[:1].upper() + message[1:], evidence=evidence
    )
