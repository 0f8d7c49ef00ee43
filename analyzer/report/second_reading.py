"""The words for what a language model was asked and what of its answers counted."""

from collections import Counter
from collections.abc import Mapping

from analyzer.models import Report, SecondReading
from analyzer.models.review import Outcome
from analyzer.report import words

TITLE = "Second reading by a language model"
HEADER = ("Element", "First", "The model says", "Stands", "What came of it", "Why")
OUTCOMES: Mapping[Outcome, str] = {
    "confirmed": "agrees",
    "moved": "changed the status",
    "disagreed": "differs, and the lower status stands",
    "dropped": "thrown away: it could not be verified",
    "unanswered": "no answer",
}


def headline(reading: SecondReading) -> str:
    """Say how much was asked and what of it counted."""
    counts = Counter(check.outcome for check in reading.checks)
    came = "; ".join(f"{counts[outcome]} {said}" for outcome, said in OUTCOMES.items() if counts[outcome])
    return f"{len(reading.checks)} of {reading.elements} elements were in doubt and read again" + (
        f": {came}." if came else "."
    )


def rows(report: Report) -> list[tuple[str, ...]]:
    """Return one row a check whose answer changed, contested or could not be used; those that agree are counted only."""
    if report.second_reading is None:
        return []
    titles = {(p.id, e.id): e.title for p in report.provisions for e in p.elements}
    return [
        (
            titles.get((check.provision, check.element), check.element),
            words.STATUSES[check.before],
            words.STATUSES[check.said] if check.said else "\u2013",
            words.STATUSES[check.after],
            OUTCOMES[check.outcome],
            check.why,
        )
        for check in report.second_reading.checks
        if check.outcome != "confirmed"
    ]
