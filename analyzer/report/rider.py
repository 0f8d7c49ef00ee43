"""Write rider.docx: the drafted clauses as a document that can be sent to the other side."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analyzer.models import Contract, NewDefinition, Report, ReportEdit, ReportProvision, ReportSuggestion, Role
from analyzer.report import redline, words
from analyzer.report.archive import date_in_words, with_fixed_dates
from analyzer.report.rider_style import add_paragraph, add_table, add_text, new_document
from analyzer.report.visible import one_line, shorten, show

if TYPE_CHECKING:
    from docx.document import Document

# "14A.", "14.2", "(b)", "(iv)" at the head of a line; the clause's number is typed text, since it must match the host.
_LABEL = re.compile(r"(?P<label>\d+[A-Z]?(?:\.\d+[A-Z]?)*\.?(?=\s+[“\"A-Z])|\([A-Za-z0-9]{1,5}\)(?=\s+\S))\s+")


def render_rider(report: Report, contracts: Sequence[Contract]) -> bytes:
    """Return the rider as a Word file; the same report gives the same bytes."""
    document = new_document(report, title="Rider of AI provisions")
    drafted = in_host_order(report)
    _opening(document, report, contracts)
    if drafted:
        _add_overview(document, drafted)
        add_definitions(document, drafted)
        document.add_heading("Clauses", 1)
        texts = {c.document.name: c.document.text for c in reversed(contracts)}
        for provision, suggestion in drafted:
            add_clause(document, provision, suggestion, texts)
            _add_note(document, provision, suggestion)
            for line in redline.remaining(provision):
                _add_remaining(document, line)
    else:
        document.add_paragraph("No change is suggested.")
    add_paragraph(document, "Warning", words.DISCLAIMER)
    file = io.BytesIO()
    document.save(file)
    return with_fixed_dates(file.getvalue(), report.receipt.date)


def in_host_order(report: Report) -> list[tuple[ReportProvision, ReportSuggestion]]:
    """Return the provisions with their drafts, in the order in which the deal's documents take them.

    A new clause comes where it is inserted, also where words elsewhere are replaced beside it.
    """
    names = [document.name for document in report.documents]

    def place(drafted: tuple[ReportProvision, ReportSuggestion]) -> tuple[int, int]:
        placed = [edit for edit in drafted[1].edits if edit.document in names]
        inserted = [edit for edit in placed if edit.action != "tighten"]
        return min(((names.index(e.document), e.start) for e in inserted or placed), default=(len(names), 0))

    drafted = [(p, p.suggestion) for p in report.provisions if p.suggestion and p.suggestion.action != "none"]
    return sorted(drafted, key=place)


def _opening(document: "Document", report: Report, contracts: Sequence[Contract]) -> None:
    add_paragraph(document, "Title", "Rider of AI provisions")
    add_paragraph(document, "Subtitle", f"to {one_line(words.headline(report))}")
    client = name_party(report.parties.client, "client", contracts)
    provider = name_party(report.parties.provider, "provider", contracts)
    add_text(document.add_paragraph(), f"Between {client} as client and {provider} as provider.")
    document.add_paragraph(
        f"Drafted from the {words.POSTURES[report.posture]} position for work of {words.TIERS[report.tier.value]}, "
        f"{one_line(date_in_words(report.receipt.date))}. Highlighted brackets hold what the parties still have to "
        "agree. The shaded paragraphs, of the style “Drafting note”, come out before signature."
    )
    if report.status == "partial":
        document.add_paragraph(
            "Something was left out of the analysis; the report says what. Check this rider against the whole deal.",
            style="Warning",
        )
    add_paragraph(document, "Warning", words.DISCLAIMER)


def name_party(used: str | None, role: Role, contracts: Sequence[Contract]) -> str:
    """Return a party's full name, with the name that the contract uses for it."""
    named = (p.name for contract in contracts for p in contract.parties if p.role == role and p.name)
    full = next(named, None)
    if used is None or full is None or one_line(full) == one_line(used):
        return one_line(full or used or "[not resolved]")
    return f"{one_line(full)} (the “{one_line(used)}”)"


def _add_overview(document: "Document", drafted: Sequence[tuple[ReportProvision, ReportSuggestion]]) -> None:
    document.add_heading("What changes where", 1)
    rows = [
        (one_line(p.title), words.STATUSES[p.status], words.ACTIONS[s.action], place_of(s) or "To be placed")
        for p, s in drafted
    ]
    add_table(document, ("Provision", "Now", "Action", "Place"), rows, widths_cm=(6.2, 2.2, 4.6, 3.4))


def add_definitions(document: "Document", drafted: Sequence[tuple[ReportProvision, ReportSuggestion]]) -> None:
    """Add the definitions that the drafts need and the contract lacks, if there are any."""
    wanted: dict[str, NewDefinition] = {}
    for _, suggestion in drafted:
        for definition in suggestion.definitions:
            wanted.setdefault(definition.term, definition)
    if not wanted:
        return
    document.add_heading("Definitions to add", 1)
    add_paragraph(document, "Instruction", "Add each of these definitions in its alphabetical place.")
    for definition in sorted(wanted.values(), key=lambda d: (d.term.casefold(), d.term)):
        paragraph = add_paragraph(document, "Clause text")
        paragraph.add_run("“")
        paragraph.add_run(one_line(definition.term)).bold = True
        paragraph.add_run("” ")
        add_text(paragraph, one_line(words.defining_words(definition)))
        if definition.after:
            note = paragraph.add_run(f"  [after “{one_line(definition.after)}”]")
            note.italic = True


def add_clause(
    document: "Document", provision: ReportProvision, suggestion: ReportSuggestion, texts: dict[str, str]
) -> None:
    """Add a drafted clause with the instruction where it goes, and what it replaces word by word.

    Args:
        texts: of each document by name.
    """
    number, heading, lines = _parts(provision, suggestion)
    title = document.add_heading(level=2)
    title.add_run("\t".join(part for part in (number, heading) if part))
    add_paragraph(document, "Instruction", _instruction(suggestion, number)).paragraph_format.keep_with_next = True
    for line in lines:
        _line(document, line)
    replaced = list(_replacements(suggestion, texts))
    if replaced:
        add_paragraph(document, "Instruction", "The changes, word by word:").paragraph_format.keep_with_next = True
        add_table(document, ("Place", "Words now", "Words as changed"), replaced, widths_cm=(2.6, 6.9, 6.9))


def _add_note(document: "Document", provision: ReportProvision, suggestion: ReportSuggestion) -> None:
    note = add_paragraph(document, "Drafting note")
    note.add_run("Drafting note. ").bold = True
    note.add_run(
        f"{one_line(provision.title)} ({words.STATUSES[provision.status].lower()}; "
        f"{words.POSTURES[suggestion.posture]} position). {one_line(suggestion.note)}"
    )


def _add_remaining(document: "Document", line: str) -> None:
    note = add_paragraph(document, "Drafting note")
    note.add_run(f"{redline.NOT_MENDED}. ").bold = True
    note.add_run(one_line(line))


def _parts(provision: ReportProvision, suggestion: ReportSuggestion) -> tuple[str, str, list[str]]:
    """Return the clause's number, heading and lines, neither number nor heading repeated in the lines."""
    lines = [line.strip() for line in show(suggestion.text).splitlines() if line.strip()]
    number = next((e.number for e in suggestion.edits if e.number), None) or ""
    if not number and suggestion.action == "tighten":
        number = suggestion.section or ""
    number, heading = one_line(number), one_line(suggestion.heading or provision.title)
    if lines:
        # Only what is set off from the sentence is a heading: "Notice." is, "Notice of a change" is not.
        typed = re.match(rf"(?:(\S+?)\.?\s+)?{re.escape(heading)}(?:\s*[.:–—]\s*|$)", lines[0], re.IGNORECASE)
        if typed:
            number, lines[0] = typed[1] or number, lines[0][typed.end() :]
        elif number:
            lines[0] = re.sub(rf"^{re.escape(number)}\.?\s+(?=[“\"A-Z])", "", lines[0])
    return number, heading, [line for line in lines if line]


def place_of(suggestion: ReportSuggestion) -> str:
    """Return where a suggestion changes the contract: "section 14.2", "new section 23"; empty when that is open."""
    section = one_line(suggestion.section or "")
    numbers = list(dict.fromkeys(one_line(e.number) for e in suggestion.edits if e.number and e.action != "tighten"))
    if suggestion.action == "tighten" or not numbers:
        return words.section(section) if section else ""
    if len(numbers) == 1 and not numbers[0].startswith("("):
        return f"new {words.section(numbers[0])}"
    # Several are parts of the new clause, which `section` names; in a contract without numbers it is "after" a heading.
    if not section or section.startswith("after "):
        return f"new clause {section}".rstrip()
    return f"new {words.section(section)}"


def _instruction(suggestion: ReportSuggestion, number: str) -> str:
    place = words.section(one_line(suggestion.section)) if suggestion.section else "a place to be chosen"
    new = f"as {words.section(number)}" if number else f"at {place}"
    if suggestion.action == "tighten":
        return f"Amend {place} so that it reads:"
    despite = list(dict.fromkeys(one_line(e.despite) for e in suggestion.edits if e.despite))
    if suggestion.action == "override" and despite:
        return f"Insert {new}, to apply despite {', '.join(words.section(d) for d in despite)}:"
    return f"Insert {new}:"


def _replacements(suggestion: ReportSuggestion, texts: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    edits: Sequence[ReportEdit] = suggestion.edits
    for edit in edits:
        old = texts.get(edit.document, "")[edit.start : edit.end]
        if edit.action == "tighten" and old.strip():
            place = words.section(one_line(edit.number or suggestion.section or "")) if suggestion.section else "–"
            yield place, shorten(one_line(old), 1500), one_line(edit.text)


def _line(document: "Document", line: str) -> None:
    label = _LABEL.match(line)
    if label is None:
        add_text(add_paragraph(document, "Clause text"), line)
        return
    inner = label["label"].startswith("(")
    paragraph = add_paragraph(document, "Clause item" if inner else "Clause part")
    paragraph.add_run(f"{label['label']}\t")
    add_text(paragraph, line[label.end() :])
