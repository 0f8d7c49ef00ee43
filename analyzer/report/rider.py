"""Write rider.docx: the drafted clauses as a document that can be sent to the other side."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analyzer.models import Contract, NewDefinition, Report, ReportEdit, ReportProvision, ReportSuggestion, Role
from analyzer.report import words
from analyzer.report.archive import date_in_words, with_fixed_dates
from analyzer.report.rider_style import add_paragraph, add_table, add_text, new_document
from analyzer.report.visible import one_line, shorten, show

if TYPE_CHECKING:
    from docx.document import Document

# "14A.", "14.2", "(b)", "(iv)" at the head of a line; the clause's number is typed text, since it must match the host.
_LABEL = re.compile(r"(?P<label>\d+[A-Z]?(?:\.\d+[A-Z]?)*\.?(?=\s+[“\"A-Z])|\([A-Za-z0-9]{1,5}\)(?=\s+\S))\s+")


def render_rider(report: Report, contracts: Sequence[Contract]) -> bytes:
    """Return the rider as a Word file; the same report gives the same bytes."""
    document = new_document(report)
    drafted = _in_host_order(report)
    _opening(document, report, contracts)
    if drafted:
        _overview(document, drafted)
        _definitions(document, drafted)
        document.add_heading("Clauses", 1)
        texts = {c.document.name: c.document.text for c in reversed(contracts)}
        for provision, suggestion in drafted:
            _clause(document, provision, suggestion, texts)
    else:
        document.add_paragraph("No change is suggested.")
    add_paragraph(document, "Warning", words.DISCLAIMER)
    file = io.BytesIO()
    document.save(file)
    return with_fixed_dates(file.getvalue(), report.receipt.date)


def _in_host_order(report: Report) -> list[tuple[ReportProvision, ReportSuggestion]]:
    """Return the provisions with their drafts, in the order in which the deal's documents take them."""
    names = [document.name for document in report.documents]

    def place(drafted: tuple[ReportProvision, ReportSuggestion]) -> tuple[int, int]:
        return min(
            ((names.index(e.document), e.start) for e in drafted[1].edits if e.document in names),
            default=(len(names), 0),
        )

    drafted = [(p, p.suggestion) for p in report.provisions if p.suggestion and p.suggestion.action != "none"]
    return sorted(drafted, key=place)


def _opening(document: "Document", report: Report, contracts: Sequence[Contract]) -> None:
    add_paragraph(document, "Title", "Rider of AI provisions")
    add_paragraph(document, "Subtitle", f"to {one_line(words.headline(report))}")
    client = _party(report.parties.client, "client", contracts)
    provider = _party(report.parties.provider, "provider", contracts)
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


def _party(used: str | None, role: Role, contracts: Sequence[Contract]) -> str:
    """Return a party's full name, with the name that the contract uses for it."""
    named = (p.name for contract in contracts for p in contract.parties if p.role == role and p.name)
    full = next(named, None)
    if used is None or full is None or one_line(full) == one_line(used):
        return one_line(full or used or "[not resolved]")
    return f"{one_line(full)} (the “{one_line(used)}”)"


def _overview(document: "Document", drafted: Sequence[tuple[ReportProvision, ReportSuggestion]]) -> None:
    document.add_heading("What changes where", 1)
    rows = [
        (one_line(p.title), words.STATUSES[p.status], words.ACTIONS[s.action], _place(s) or "To be placed")
        for p, s in drafted
    ]
    add_table(document, ("Provision", "Now", "Action", "Place"), rows, widths_cm=(6.2, 2.2, 4.6, 3.4))


def _definitions(document: "Document", drafted: Sequence[tuple[ReportProvision, ReportSuggestion]]) -> None:
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


def _clause(
    document: "Document", provision: ReportProvision, suggestion: ReportSuggestion, texts: dict[str, str]
) -> None:
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
    note = add_paragraph(document, "Drafting note")
    note.add_run("Drafting note. ").bold = True
    note.add_run(
        f"{one_line(provision.title)} ({words.STATUSES[provision.status].lower()}; "
        f"{words.POSTURES[suggestion.posture]} position). {one_line(suggestion.note)}"
    )


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


def _place(suggestion: ReportSuggestion) -> str:
    numbers = dict.fromkeys(e.number for e in suggestion.edits if e.number)
    if suggestion.action == "tighten" or not numbers:
        return words.section(one_line(suggestion.section)) if suggestion.section else ""
    new = ", ".join(words.section(one_line(n)) for n in numbers if n)
    return f"new {new}"


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
