"""Say what differs between a report and the same analysis made again."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.models import Receipt, Report, ReportElement, ReportProvision

__all__ = ["compare_reports"]

_MADE_BY = {
    "analyzer_version": "analyzer",
    "library_sha256": "library",
    "encoder_sha256": "encoder",
    "judge_sha256": "judge",
    "prompts_sha256": "prompts",
}

# What became of redline.docx, which is not made again.
_OF_REDLINES = {"redline", "redline-left-out"}


def compare_reports(before: Report, after: Report) -> tuple[str, ...]:
    """Return one line a difference, what may explain the others first; none when the reports say the same."""
    return tuple(_compare(before, after))


def _compare(before: Report, after: Report) -> Iterator[str]:
    yield from _compare_receipts(before.receipt, after.receipt)
    if before.score != after.score:
        scores = (f"{score.contract:.1f}, band {score.band}" for score in (before.score, after.score))
        yield f"score: {' -> '.join(scores)}"
    again = {p.id: p for p in after.provisions}
    for provision in before.provisions:
        if provision.id not in again:
            yield f"{provision.id}: no longer in the report"
        else:
            yield from _compare_provisions(provision, again[provision.id])
    known = {p.id for p in before.provisions}
    yield from (f"{p.id}: not in the report before" for p in after.provisions if p.id not in known)
    said, says = (
        {(p.code, p.message) for p in report.problems if p.code not in _OF_REDLINES} for report in (before, after)
    )
    yield from (f"problem gone: {message}" for _, message in sorted(said - says))
    yield from (f"new problem: {message}" for _, message in sorted(says - said))


def _compare_receipts(before: Receipt, after: Receipt) -> Iterator[str]:
    for field, what in _MADE_BY.items():
        if getattr(before, field) != getattr(after, field):
            yield f"made by another {what}"


def _compare_provisions(before: ReportProvision, after: ReportProvision) -> Iterator[str]:
    if (before.status, before.score) != (after.status, after.score):
        yield f"{before.id}: {before.status}, {before.score} -> {after.status}, {after.score}"
    again = {e.id: e for e in after.elements}
    for element in before.elements:
        if element.id not in again:
            yield f"{before.id}, {element.id}: no longer in the report"
        elif element != again[element.id]:
            yield f"{before.id}, {element.id}: {_say_change(element, again[element.id])}"
    if before.suggestion != after.suggestion:
        yield f"{before.id}: another suggestion"


def _say_change(before: ReportElement, after: ReportElement) -> str:
    if before.status != after.status:
        return f"{before.status} -> {after.status} ({after.reason})"
    changed = [name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)]
    return f"another {', '.join(changed)}"
