"""The words readers see for passages that work against each other."""

from collections.abc import Mapping

from analyzer.models import Check, Conflict, Report, Severity
from analyzer.report import words

TITLE = "Passages that work against each other"
SEVERITIES: Mapping[Severity, str] = {"high": "high stakes", "medium": "medium stakes", "low": "low stakes"}
_RANKS: tuple[Severity, ...] = ("high", "medium", "low")
_CHECKS: Mapping[Check, str] = {
    "X1": "Improvement against the training ban", "X2": "Zero retention against logs",
    "X3": "Automation of work kept for people", "X4": "A way out of the agreed places",
    "X5": "Notice longer than the AI vendor gives", "X6": "More precision than the sample can show",
    "X7": "A cap that insurance does not reach", "X8": "Unseen terms prevail",
    "X9": "AI vendors outside the subcontractors", "X10": "High impact, routine approval",
    "X11": "Logs deleted before they are due", "X12": "Boilerplate takes liability away",
    "X13": "An AI outage excused as force majeure", "X14": "A veto without a way on",
    "X15": "Silence counts as consent", "X16": "Override against productivity targets",
    "definition": "A definition takes it away", "exception": "An exception takes it away",
    "annex": "Left to an annex that is not there", "amendment": "An amendment takes it away",
    "documents": "Two documents disagree",
}  # fmt: skip


def ranked(report: Report) -> tuple[Conflict, ...]:
    """Return the conflicts, those with most at stake first."""
    return tuple(sorted(report.conflicts, key=lambda conflict: _RANKS.index(conflict.severity)))


def heading(conflict: Conflict) -> str:
    """Return what kind of conflict it is, with the number of its check where it has one."""
    name = _CHECKS[conflict.check]
    return f"{name} ({conflict.check})" if conflict.check.startswith("X") else name


def anchor(conflict: Conflict) -> str:
    """Return the id in the HTML of a conflict."""
    return f"conflict-{conflict.id}"


def effects(conflict: Conflict, report: Report) -> tuple[str, ...]:
    """Say what became of the findings that rest on the passages: "Data residency, storage location: Strong to Weak"."""
    titles = {
        (p.id, e.id): f"{p.title}, {e.title[:1].lower()}{e.title[1:]}" for p in report.provisions for e in p.elements
    }
    return tuple(
        f"{titles.get((e.provision, e.element), e.provision)}: from {words.STATUSES[e.before].lower()} to"
        f" {words.STATUSES[e.after].lower()}."
        for e in conflict.effects
    )
