"""Write report.xlsx: summary, findings and suggestions as sheets."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from analyzer.models import Commercial, Evidence, Report, ReportElement, ReportProvision
from analyzer.report import commercial, conflicts, deal, law, words
from analyzer.report.archive import moment, with_fixed_dates
from analyzer.report.receipt import receipt_rows
from analyzer.report.sheets import HEADER, Cell, append, colour_statuses, fill_list, set_height, set_page
from analyzer.report.visible import one_line, shorten

_PRINTED = 11
_FINDINGS = (
    ("Provision", 30), ("Group", 22), ("Element", 36), ("Criticality", 11), ("Status", 14), ("Confidence", 12),
    ("Reason", 48), ("Document", 24), ("Section", 14), ("Page", 8), ("Quote", 70), ("Value", 9), ("Unit", 14),
    ("Party", 16), ("Proof of absence", 48), ("Nearest text", 48), ("Not supplied", 24), ("Method", 14),
    ("Provision id", 24), ("Element id", 24),
)  # fmt: skip
_SUGGESTIONS = (
    ("Provision", 30), ("Status", 14), ("Score", 8), ("Exposure", 10), ("Action", 26), ("Section", 14),
    ("Posture", 18), ("Heading", 30), ("Suggested language", 80), ("Definitions to add", 40), ("Drafting note", 50),
)  # fmt: skip

_WHO_PAYS = (
    ("What happens", 60), ("Who pays", 12), ("Up to", 40), ("In money", 16), ("Insurance behind it", 18), ("Section", 16),
    ("Page", 8), ("Words of the contract", 80),
)  # fmt: skip
_REFERENCES = (
    ("Provision", 36), ("Law or source", 36), ("Kind", 14), ("Where", 18), ("Place", 30), ("What it says", 40), ("Standing", 48),
    ("Since", 12), ("Seen", 18), ("Cited as", 30), ("Full title", 60),
)  # fmt: skip
_SUMMARY = (40, 22, 80, 9, 9, 10)


def render_xlsx(report: Report) -> bytes:
    """Return the spreadsheet; every text is stored as text, and the same report gives the same bytes."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook()
    book.properties.creator = "clause-analyzer"
    book.properties.created = moment(report.receipt.date).replace(tzinfo=None)
    summary = book.active
    summary.title = "Summary"
    _fill_summary(summary, report)
    fill_list(book.create_sheet("Findings"), _FINDINGS, _finding_rows(report), printed=_PRINTED)
    fill_list(book.create_sheet("Suggestions"), _SUGGESTIONS, _suggestion_rows(report), printed=_PRINTED)
    if any(provision.references for provision in report.provisions):
        fill_list(book.create_sheet("Law and sources"), _REFERENCES, _reference_rows(report), printed=_PRINTED)
    if report.commercial != Commercial():
        _fill_commercial(book.create_sheet("Who pays"), report)
    file = io.BytesIO()
    book.save(file)
    return with_fixed_dates(file.getvalue(), report.receipt.date)


def _finding_rows(report: Report) -> Iterable[Sequence[Cell]]:
    for provision in report.provisions:
        for element in provision.elements:
            yield (
                provision.title,
                words.GROUPS.get(provision.group, provision.group),
                element.title,
                words.CRITICALITIES[element.criticality],
                words.STATUSES[element.status],
                element.confidence.capitalize(),
                element.reason,
                *_evidence_cells(element),
                element.value.number if element.value else None,
                element.value.unit if element.value else None,
                element.party,
                *_absence_cells(element),
                words.METHODS[element.method],
                provision.id,
                element.id,
            )


def _evidence_cells(element: ReportElement) -> tuple[Cell, ...]:
    found = element.evidence
    documents = "; ".join(dict.fromkeys(e.document for e in found))
    sections = "; ".join(dict.fromkeys(e.section for e in found if e.section))
    pages = list(dict.fromkeys(e.page for e in found if e.page is not None))
    page: Cell = float(pages[0]) if len(pages) == 1 else "; ".join(map(str, pages))
    return documents, sections, page, "\n\n".join(e.quote for e in found)


def _absence_cells(element: ReportElement) -> tuple[str | None, ...]:
    absence = element.absence
    if absence is None:
        return None, None, None
    nearest = (f"“{one_line(n.evidence.quote)}” ({words.place(n.evidence)}): {n.why}" for n in absence.nearest)
    return absence.searched, "\n".join(nearest), "; ".join(absence.unseen)


def _suggestion_rows(report: Report) -> Iterable[Sequence[Cell]]:
    for provision in report.provisions:
        suggestion = provision.suggestion
        if suggestion is not None:
            terms = (f"“{d.term}” {words.defining_words(d)}" for d in suggestion.definitions)
            yield (
                provision.title,
                words.STATUSES[provision.status],
                provision.score,
                provision.exposure,
                words.ACTIONS[suggestion.action],
                suggestion.section,
                words.POSTURES[suggestion.posture],
                suggestion.heading,
                suggestion.text,
                "\n".join(terms),
                suggestion.note,
            )


def _reference_rows(report: Report) -> Iterable[Sequence[Cell]]:
    for provision in report.provisions:
        for r in provision.references:
            standing = law.say_standing(r)
            yield (
                provision.title, r.instrument, r.kind, r.where, r.place, r.gloss, standing, r.since, r.seen, r.cited, r.title
            )  # fmt: skip


def _fill_commercial(sheet: Any, report: Report) -> None:
    for letter, (_, width) in zip("ABCDEFGH", _WHO_PAYS, strict=True):
        sheet.column_dimensions[letter].width = width
    waterfall = report.commercial.waterfall
    append(sheet, [commercial.TITLE], bold=True, size=14, wrap=False)
    append(sheet, [commercial.basis(waterfall) if waterfall else None], wrap=False)
    append(sheet, [name for name, _ in _WHO_PAYS], bold=True, fill=HEADER)
    for row in commercial.payers(report):
        _append_row(sheet, row.cells, row.evidence)
    for row in commercial.rules(report):
        rule, about, limit = row.cells
        _append_row(sheet, (f"{rule}: {about}", None, limit, None, None), row.evidence)
    for row in commercial.numbers(report):
        _append_row(sheet, (": ".join(row.cells), None, None, None, None), row.evidence)
    set_page(sheet)


def _append_row(sheet: Any, cells: Sequence[Cell], evidence: Sequence[Evidence]) -> None:
    sections = "; ".join(dict.fromkeys(e.section for e in evidence if e.section))
    pages = "; ".join(dict.fromkeys(str(e.page) for e in evidence if e.page is not None))
    line = (*cells, sections, pages, "\n\n".join(e.quote for e in evidence))
    append(sheet, line)
    set_height(sheet, line, [width for _, width in _WHO_PAYS])


def _fill_summary(sheet: Any, report: Report) -> None:
    from openpyxl.styles import Alignment  # type: ignore[import-untyped]

    for letter, width in zip("ABCDEF", _SUMMARY, strict=True):
        sheet.column_dimensions[letter].width = width
    append(sheet, [f"AI provisions in {one_line(words.headline(report))}"], bold=True, size=14, wrap=False)
    append(sheet, [words.DISCLAIMER], wrap=False)
    append(sheet, [])
    score = report.score
    blocks: tuple[tuple[str, Sequence[Sequence[Cell]]], ...] = (
        (
            "Read this first",
            [
                ("Left out" if p.partial else "Note", None, f"{p.document}: {p.message}" if p.document else p.message)
                for p in report.problems
            ],
        ),
        (
            "Score",
            [
                ("Score", score.contract, "of 100"),
                ("Band", score.band, words.BANDS[score.band]),
                ("Core index", score.core_index, "the five core provisions alone"),
                ("Range, low", score.range[0], words.doubt(report)),
                ("Range, high", score.range[1]),
                ("Client", report.parties.client or "not resolved"),
                ("Provider", report.parties.provider or "not resolved"),
                ("Impact tier", words.TIERS[report.tier.value], report.tier.source),
                ("Profile", report.profile),
                ("Posture", words.POSTURES[report.posture]),
                ("Status", report.status),
            ],
        ),
        ("Provisions", []),
        (deal.TITLE, [row.cells for row in deal.parts(report)] if deal.is_shown(report) else []),
        (
            "Which prevails",
            [(scope, None, " > ".join(places)) for scope, *places in (row.cells for row in deal.orders(report))],
        ),
        (
            "Amendments",
            [
                (where, change, f"{old}\nreads now: {now}")
                for where, change, old, now in (r.cells for r in deal.changes(report))
            ],
        ),
        ("Referred to and not supplied", [(name,) for name in deal.unseen(report)] if deal.is_shown(report) else []),
        (
            "Conflicts",
            [
                (
                    conflicts.heading(c),
                    conflicts.SEVERITIES[c.severity],
                    "\n".join((c.message, *conflicts.effects(c, report))),
                )
                for c in conflicts.ranked(report)
            ],
        ),
        (law.TITLE, [row.cells for row in deal.laws(report)]),
        (
            words.HOSTILE_TITLE,
            [(h.kind, words.hostile_place(h), shorten(one_line(h.quote), 300)) for h in report.hostile_text],
        ),
        ("Renewal", [(label, value, quote) for label, value, quote, _ in words.renewal_rows(report)]),
        ("Receipt", [(label, None, value) for label, value in receipt_rows(report)]),
    )
    for title, rows in blocks:
        if title == "Provisions":
            _add_provisions(sheet, report)
        elif rows:
            append(sheet, [title, *[None] * 5], bold=True, fill=HEADER)
            for row in rows:
                append(sheet, row)
                set_height(sheet, row, _SUMMARY)
                # A number stands beside its word, not at the far edge of its cell.
                sheet.cell(sheet.max_row, 2).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
            append(sheet, [])
    set_page(sheet)


def _add_provisions(sheet: Any, report: Report) -> None:
    header = ["Provision", "Status", "What it means", "Score", "Weight", "Exposure"]
    append(sheet, header, bold=True, fill=HEADER)
    first = sheet.max_row + 1
    for provision in sorted(report.provisions, key=lambda p: -p.exposure):
        row = provision.title, *_standing(provision), provision.score, provision.weight, provision.exposure
        append(sheet, row)
        set_height(sheet, row, _SUMMARY)
    if report.provisions:
        colour_statuses(sheet, f"B{first}:B{sheet.max_row}")
    append(sheet, [])


def _standing(provision: ReportProvision) -> tuple[str, str]:
    if provision.status == "not_assessed":
        return words.STATUSES[provision.status], "; ".join(provision.steps)
    gap = provision.status in {"weak", "missing", "adverse"}
    return words.STATUSES[provision.status], words.in_plain_words(provision) if gap else ""
