"""The words readers see for what drafted language leaves open, and for what became of it in a redline."""

from collections.abc import Mapping

from analyzer.models import RedlineResult, RefusedEdit, Report, ReportProvision

TITLE = "The redline"
NOT_MENDED = "Not mended by this language"
REFUSED_HEADER = ("Change", "Place", "Why it is not in the file")
_ACTIONS: Mapping[str, str] = {
    "insert": "new wording",
    "tighten": "tighter wording",
    "override": "overriding wording",
    "define": "definition",
}


def outcome(redline: RedlineResult) -> str:
    """Return in a sentence what the file holds."""
    if redline.file is None:
        return f"No change was made in {redline.document}, so no redline was written."
    count = len(redline.applied)
    stand = "1 change stands" if count == 1 else f"{count} changes stand"
    return f"{stand} in {redline.file} as tracked changes, each with a comment."


def refused(report: Report) -> list[tuple[str, str, str]]:
    """Return what, where and why of each change that the file does not carry."""
    if report.redline is None:
        return []
    titles = {(p.id, e.id): f"{p.title}: {e.title}" for p in report.provisions for e in p.elements}
    return [(_what(edit, titles), edit.section or "", edit.reason) for edit in report.redline.refused]


def remaining(provision: ReportProvision) -> list[str]:
    """Return in a line for each element what the suggested language of a provision does not mend."""
    titles = {element.id: element.title for element in provision.elements}
    reasons: dict[str, list[str]] = {}
    for left in provision.suggestion.remaining if provision.suggestion else ():
        reasons.setdefault(left.element, []).append(left.reason)
    return [f"{titles.get(element, element)}: {' '.join(told)}" for element, told in reasons.items()]


def _what(edit: RefusedEdit, titles: Mapping[tuple[str, str], str]) -> str:
    action = _ACTIONS[edit.action]
    if edit.term is not None:
        return f"{action} of “{edit.term}”"
    return f"{titles.get((edit.provision, edit.element or ''), edit.provision)} ({action})"
