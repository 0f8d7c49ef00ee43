"""Write report.md: a report that can be pasted into an email."""

import re
from collections.abc import Iterable, Iterator, Sequence

from analyzer.models import Absence, Evidence, Report, ReportElement, ReportProvision, ReportSuggestion
from analyzer.report import commercial, conflicts, deal, law, redline, second_reading, words
from analyzer.report.receipt import receipt_rows
from analyzer.report.visible import one_line, shorten, show

# Each of these can be escaped by a backslash in CommonMark; ":" and "@" only where a reader would make a link.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|&~$]|:(?=//)|@(?=\w)|(?<=\bwww)\.|(?<=\bmailto):", re.IGNORECASE)
_BLOCK_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_LONGEST_QUOTE = 1500
_HOSTILE_QUOTE = 300


def render_markdown(report: Report) -> str:
    """Return the report as GitHub-flavoured Markdown; all text that is not ours is escaped."""
    return "\n".join(_sections(report)).rstrip() + "\n"


def escape(text: str) -> str:
    """Return text as one line of Markdown that shows exactly those characters."""
    return _SPECIAL.sub(r"\\\g<0>", one_line(text))


def escape_line(text: str) -> str:
    """Return text as a Markdown line of its own that begins no list, heading or rule."""

    def protect(found: re.Match[str]) -> str:
        mark = found[2]
        # A number keeps its digits and has the point after it escaped; a mark is escaped itself.
        return f"{mark}\\" if mark.isdigit() else f"\\{mark}"

    return _BLOCK_START.sub(protect, escape(text))


def _sections(report: Report) -> Iterator[str]:
    yield f"# AI provisions in {escape(words.headline(report))}"
    yield ""
    yield from _parties(report)
    if report.problems:
        yield "## Read this first"
        yield ""
        yield from (f"- {_problem_text(p.message, p.document, partial=p.partial)}" for p in report.problems)
        yield ""
    yield from _hostile(report)
    yield from _summary(report)
    yield from _score(report)
    yield from _exposures(report)
    yield from _deal(report)
    yield from _conflicts(report)
    yield from _commercial(report)
    yield from _renewal(report)
    yield from _laws(report)
    yield from _redline(report)
    yield "## Findings"
    yield ""
    for provision in report.provisions:
        if provision.status != "not_assessed":
            yield from _provision(provision, report)
    yield from _not_assessed(report)
    yield from _second_reading(report)
    yield "## Receipt"
    yield ""
    yield from (f"- {escape(label)}: {escape(value)}" for label, value in receipt_rows(report))
    yield ""
    yield f"**{words.DISCLAIMER}**"


def _problem_text(message: str, document: str | None, *, partial: bool) -> str:
    lead = "**Left out.** " if partial else ""
    where = f"{escape(document)}: " if document else ""
    return f"{lead}{where}{escape(message)}"


def _hostile(report: Report) -> Iterator[str]:
    if report.hostile_text:
        yield f"## {words.HOSTILE_TITLE}"
        yield ""
        yield words.HOSTILE_MEANING
        yield ""
        for found in report.hostile_text:
            quote = escape(shorten(one_line(found.quote), _HOSTILE_QUOTE))
            yield f"- {escape(found.message)}: “{quote}” ({escape(words.hostile_place(found))})"
        yield ""


def _parties(report: Report) -> Iterator[str]:
    client, provider = (
        escape(name) if name else "not resolved" for name in (report.parties.client, report.parties.provider)
    )
    yield f"Client: {client}. Provider: {provider}."
    signals = f", from: {escape('; '.join(report.tier.signals))}" if report.tier.signals else ""
    yield f"Read as {words.TIERS[report.tier.value]} ({report.tier.source}{signals}),"
    yield f"profile {report.profile}, {words.POSTURES[report.posture]} language."
    yield ""


def _score(report: Report) -> Iterator[str]:
    score = report.score
    yield f"## Score: {score.contract:.1f} of 100, band {score.band}: {words.BANDS[score.band]}"
    yield ""
    yield f"- Core index, the five core provisions alone: **{score.core_index:.1f}**"
    yield f"- Range: {words.doubt(report)}"
    if report.status == "partial":
        yield "- Something was left out; the score covers the rest."
    yield from (f"- {escape(step)}" for step in words.score_steps(report))
    yield ""
    if score.groups:
        yield "| Group | Score |"
        yield "| --- | ---: |"
        yield from (f"| {escape(words.GROUPS.get(g, g))} | {value:.1f} |" for g, value in score.groups.items())
        yield ""


def _exposures(report: Report) -> Iterator[str]:
    yield "## What the client is exposed to"
    yield ""
    exposed = words.exposed(report)
    if not exposed:
        yield "No provision is weak, missing or adverse."
    for rank, provision in enumerate(exposed, 1):
        title = f"**{escape(provision.title)}** ({words.STATUSES[provision.status].lower()}"
        yield f"{rank}. {title}, {words.number(provision.score)}). {escape(words.in_plain_words(provision))}"
    yield ""


def _deal(report: Report) -> Iterator[str]:
    if not deal.is_shown(report):
        return
    yield f"## {deal.TITLE}"
    yield ""
    if len(report.documents) > 1:
        yield from _table(deal.PARTS_HEADER, (row.cells for row in deal.parts(report)))
    for row in deal.orders(report):
        scope, *places = row.cells
        yield f"{escape(scope)}, the highest first ({escape(_where(row.evidence, report))}):"
        yield ""
        yield from (f"{rank}. {escape(part)}" for rank, part in enumerate(places, 1))
        yield ""
    changes = deal.changes(report)
    if changes:
        rows = ((*row.cells, _where(row.evidence, report)) for row in changes)
        yield from _table((*deal.CHANGES_HEADER, "Where"), rows)
    unseen = deal.unseen(report)
    if unseen:
        yield f"Referred to and not supplied: {escape('; '.join(unseen))}"
        yield ""


def _conflicts(report: Report) -> Iterator[str]:
    if report.conflicts:
        yield f"## {conflicts.TITLE}"
        yield ""
        for conflict in conflicts.ranked(report):
            where = escape(_where(conflict.evidence, report))
            yield f"- **{escape(conflicts.heading(conflict))}.** {escape(conflict.message)} ({where})"
            yield from (f"  - {escape(effect)}" for effect in conflicts.effects(conflict, report))
        yield ""


def _commercial(report: Report) -> Iterator[str]:
    waterfall = report.commercial.waterfall
    if waterfall is not None:
        yield f"## {commercial.TITLE}"
        yield ""
        yield escape(commercial.basis(waterfall))
        yield ""
        for header, rows in (
            (commercial.PAYERS_HEADER, commercial.payers(report)),
            (commercial.RULES_HEADER, commercial.rules(report)),
        ):
            yield from _table((*header, "Where"), ((*row.cells, _where(row.evidence, report)) for row in rows))
    numbers = commercial.numbers(report)
    if numbers:
        yield f"## {commercial.NUMBERS}"
        yield ""
        for row in numbers:
            title, sentence = map(escape, row.cells)
            yield f"- **{title}.** {sentence} ({escape(_where(row.evidence, report))})"
        yield ""


def _where(evidence: Sequence[Evidence], report: Report) -> str:
    return "; ".join(dict.fromkeys(_place(e, report) for e in evidence)) or "–"


def _place(evidence: Evidence, report: Report) -> str:
    place = words.place(evidence, documents=report.documents)
    change = deal.amended_by(report, evidence)
    return (
        place
        if change is None
        else f"{place}, as {words.place(change.evidence, documents=report.documents)} changes it"
    )


def _redline(report: Report) -> Iterator[str]:
    if report.redline is None:
        return
    yield f"## {redline.TITLE}"
    yield ""
    yield escape(redline.outcome(report.redline))
    yield from (escape(sentence) for sentence in report.redline.unchecked)
    yield ""
    left_out = redline.refused(report)
    if left_out:
        yield f"| {' | '.join(redline.REFUSED_HEADER)} |"
        yield "| --- | --- | --- |"
        yield from (f"| {' | '.join(escape(cell) for cell in row)} |" for row in left_out)
        yield ""


def _renewal(report: Report) -> Iterator[str]:
    rows = words.renewal_rows(report)
    if rows:
        yield "## Renewal"
        yield ""
        yield from _table(("Fact", "Value", "Quote", "Where"), rows)


def _summary(report: Report) -> Iterator[str]:
    if report.summary is not None and report.summary.sentences:
        yield f"## {words.SUMMARY_TITLE}"
        yield ""
        yield from (f"- {escape(sentence)}" for sentence in report.summary.sentences)
        yield ""


def _second_reading(report: Report) -> Iterator[str]:
    if report.second_reading is not None:
        yield f"## {second_reading.TITLE}"
        yield ""
        yield second_reading.headline(report.second_reading)
        yield ""
        if rows := second_reading.rows(report):
            yield from _table(second_reading.HEADER, rows)


def _laws(report: Report) -> Iterator[str]:
    rows = deal.laws(report)
    if rows:
        yield f"## {law.TITLE}"
        yield ""
        yield from _table(law.HEADER, ((*row.cells, _where(row.evidence, report)) for row in rows))


def _provision(provision: ReportProvision, report: Report) -> Iterator[str]:
    yield f"### {escape(provision.title)}: {words.STATUSES[provision.status]}, {words.number(provision.score)}"
    yield ""
    yield escape(provision.plain)
    yield ""
    rows = (_row(element, report) for element in provision.elements)
    yield from _table(("Element", "Status", "Confidence", "Section", "Page", "Reason"), rows)
    yield from _quotes(provision, report)
    for element in provision.elements:
        if element.absence is not None:
            yield f"*{escape(element.title)}*, proof of absence: {_absence(element.absence, report)}"
            yield ""
    if provision.references:
        yield f"Law and sources: {escape('. '.join(map(law.say_reference, provision.references)))}."
        yield ""
    if provision.suggestion is not None and provision.suggestion.action != "none":
        yield from _suggestion(provision.suggestion)
        for line in redline.remaining(provision):
            yield f"- {redline.NOT_MENDED}: {escape(line)}"
            yield ""


def _row(element: ReportElement, report: Report) -> tuple[str, ...]:
    sections = dict.fromkeys(e.section or "–" for e in element.evidence)
    pages = dict.fromkeys(str(e.page) for e in element.evidence if e.page is not None)
    reason = element.reason if element.value is None else f"{element.reason} ({words.measure(element.value)})"
    title = f"{element.title} (critical)" if element.criticality == "critical" else element.title
    confidence = "–" if element.status in {"unscored", "not_applicable"} else element.confidence
    status = words.STATUSES[element.status]
    return title, status, confidence, "; ".join(sections) or "–", "; ".join(pages) or "–", reason


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| {' | '.join('---' for _ in header)} |"
    yield from (f"| {' | '.join(escape(cell) for cell in row)} |" for row in rows)
    yield ""


def _quotes(provision: ReportProvision, report: Report) -> Iterator[str]:
    # One passage may serve several elements; it is shown once, with the names of all.
    served: dict[tuple[str, int, int], list[str]] = {}
    quotes = {}
    for element in provision.elements:
        for evidence in element.evidence:
            key = evidence.document, evidence.start, evidence.end
            quotes[key] = evidence
            served.setdefault(key, []).append(element.title)
    for key, evidence in quotes.items():
        names = "; ".join(dict.fromkeys(served[key]))
        place = words.place(evidence, documents=report.documents)
        yield f"> “{escape(shorten(one_line(evidence.quote), _LONGEST_QUOTE))}”"
        yield f"> ({escape(place)}: {escape(names)})"
        yield ""


def _absence(absence: Absence, report: Report) -> str:
    parts = [f"{escape(absence.searched)}"]
    for near in absence.nearest[:1]:
        quote = escape(shorten(one_line(near.evidence.quote), 240))
        place = escape(words.place(near.evidence, documents=report.documents))
        parts.append(f"Nearest: “{quote}” ({place}), which does not count: {escape(near.why)}")
    if absence.unseen:
        parts.append(f"Referred to but not supplied: {escape('; '.join(absence.unseen))}")
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)


def _suggestion(suggestion: ReportSuggestion) -> Iterator[str]:
    place = f" ({escape(words.section(suggestion.section))})" if suggestion.section else ""
    yield f"**Suggested language.** {words.ACTIONS[suggestion.action]}{place}, {words.POSTURES[suggestion.posture]}:"
    yield ""
    lines = [line for line in show(suggestion.text).splitlines() if line.strip()]
    for index, line in enumerate(lines):
        if index:
            yield ">"
        yield f"> {escape_line(line)}"
    yield ""
    for definition in suggestion.definitions:
        yield f"> “{escape(definition.term)}” {escape(words.defining_words(definition))}"
        yield ""
    yield f"Drafting note: {escape(suggestion.note)}"
    yield ""


def _not_assessed(report: Report) -> Iterator[str]:
    left = [p for p in report.provisions if p.status == "not_assessed"]
    if left:
        yield "### Not assessed"
        yield ""
        yield "These count neither for nor against the contract."
        yield ""
        for provision in left:
            why = "; ".join(provision.steps) or "no reason given"
            yield f"- {escape(provision.title)}: {escape(why)}"
        yield ""
