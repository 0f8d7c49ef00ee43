"""What a reader must be told about a DOCX: what was not read, what was hidden, which side of changes was taken."""

from collections.abc import Iterator, Sequence

from analyzer.ingest.docx.changes import Change
from analyzer.ingest.docx.views import Findings
from analyzer.models.document import Problem, View

_SHOWN_HIDDEN = 300
# A page of contract has some 2,000 characters; a picture beside less than this is likely the page itself.
CHARACTERS_PER_PICTURE = 300
_SIDES: dict[View, str] = {
    "base": "the original text, all changes rejected",
    "marked": "the text with both sides of all changes",
    "proposed": "the proposed text, all changes accepted",
}


def report_problems(
    findings: Findings, changes: Sequence[Change], *, name: str, view: View, characters: int, has_macros: bool
) -> Iterator[Problem]:
    """Turn what was met while reading into problems."""
    if changes:
        yield _problem(
            "tracked-changes", f"{_counted(changes)} are tracked in {name}; what was read is {_SIDES[view]}.", name
        )
    if findings.hidden:
        words = " / ".join(findings.hidden)
        shown = words if len(words) <= _SHOWN_HIDDEN else words[:_SHOWN_HIDDEN].rstrip() + "…"
        message = f"{name} has hidden text, which was not analyzed; ask why it is there: “{shown}”"
        yield _problem("hidden-text", message, name)
    if findings.chunks:
        message = f"{name} takes in {_count(findings.chunks, 'other file')} not read; open it in Word and save it."
        yield _problem("chunk-not-read", message, name, partial=True)
    if findings.pictures:
        mainly = characters < CHARACTERS_PER_PICTURE * findings.pictures
        advice = "most of it is pictures, so run text recognition" if mainly else "check them for text that matters"
        message = f"{_count(findings.pictures, 'picture')} in {name} not read; {advice}."
        yield _problem("picture-not-read", message, name, partial=mainly)
    if findings.charts:
        count = _count(findings.charts, "chart or diagram", "charts or diagrams")
        message = f"{count} in {name} not read; check by eye."
        yield _problem("chart-not-read", message, name)
    if findings.objects:
        message = f"{_count(findings.objects, 'embedded object')} in {name} not read; save them apart and add them."
        yield _problem("object-not-read", message, name)
    if findings.self_numbering_fields:
        count = _count(findings.self_numbering_fields, "AUTONUM or LISTNUM field")
        yield _problem("field-number-not-read", f"{count} in {name}: their numbers were not worked out.", name)
    if has_macros:
        yield _problem("macros", f"{name} contains macros; they were not run and not read. Don't enable them.", name)


def _problem(code: str, message: str, name: str, *, partial: bool = False) -> Problem:
    return Problem(code=code, message=message, document=name, partial=partial)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _counted(changes: Sequence[Change]) -> str:
    """Count the change marks; a move is an insertion and a deletion."""
    arriving = sum(1 for change in changes if change.kind in ("insertion", "move_to"))
    leaving = sum(1 for change in changes if change.kind in ("deletion", "move_from"))
    formats = len(changes) - arriving - leaving
    parts = [_count(arriving, "insertion"), _count(leaving, "deletion")] if arriving or leaving else []
    if formats:
        parts.append(_count(formats, "change of format", "changes of format"))
    return " and ".join(", ".join(parts).rsplit(", ", 1))
