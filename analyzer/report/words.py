"""The words readers see for what the types hold: statuses, bands, groups, actions, places."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from analyzer.models import (
    Evidence,
    HostileText,
    NamedParty,
    NewDefinition,
    RenewalFact,
    Report,
    ReportProvision,
    Value,
)

DISCLAIMER = "Not legal advice; a lawyer must review this before anyone relies on it."

SUMMARY_TITLE = "For the business owner"
HOSTILE_TITLE = "Text that works on its reader"
HOSTILE_MEANING = (
    "Hidden text, orders to a reader or a model, and letters that are not what they look like. What is hidden or gives"
    " orders counts for nothing in the score. Ask who put it there."
)

STATUSES: Mapping[str, str] = {
    "adverse": "Adverse",
    "missing": "Missing",
    "weak": "Weak",
    "adequate": "Adequate",
    "strong": "Strong",
    "unscored": "Not judged",
    "not_applicable": "Not applicable",
    "not_assessed": "Not assessed",
}
STATUS_MEANINGS: Mapping[str, str] = {
    "adverse": "the wording works against the client",
    "missing": "nothing was found that counts",
    "weak": "something is said, but not firmly or exactly enough",
    "adequate": "binding, with one point left open",
    "strong": "binding, exact and on the right party",
    "unscored": "could not be judged; counts neither way",
    "not_applicable": "a stated fact takes it out of the score",
    "not_assessed": "does not apply to this contract as far as it shows",
}
# The same words as in clause_library/scoring.yaml, which the report does not carry.
BANDS: Mapping[str, str] = {
    "A": "ready",
    "B": "negotiate details",
    "C": "gaps to close before signature",
    "D": "material exposure",
    "F": "not fit for AI-enabled service",
}
GROUPS: Mapping[str, str] = {
    "change": "Change and AI supply",
    "liability": "Liability and risk transfer",
    "data": "Data",
    "performance": "Performance and commercial",
    "evidence": "Audit and evidence",
    "oversight": "Oversight and accountability",
    "compliance": "Compliance and individuals",
    "resilience": "Incident, continuity, exit",
}
ACTIONS: Mapping[str, str] = {
    "insert": "Insert a new clause",
    "tighten": "Tighten the existing words",
    "override": "Override the existing clause",
    "none": "No change",
}
POSTURES: Mapping[str, str] = {
    "client": "client-favourable",
    "balanced": "balanced",
    "provider": "provider fallback",
}
METHODS: Mapping[str, str] = {"rules": "rules", "retrieval": "similarity", "model": "language model"}
TIERS: Mapping[str, str] = {"routine": "routine impact", "standard": "standard impact", "high": "high impact"}
CRITICALITIES: Mapping[str, str] = {"critical": "Critical", "major": "Major", "minor": "Minor"}

_LEADS: Mapping[str, str] = {
    "adverse": "Written into the contract: ",
    "weak": "Not firmly ruled out: ",
}


def exposed(report: Report) -> tuple[ReportProvision, ...]:
    """Return the provisions that leave the client exposed, the one with most at stake first."""
    open_ones = [p for p in report.provisions if p.exposure > 0 and p.status in {"weak", "missing", "adverse"}]
    return tuple(sorted(open_ones, key=lambda p: -p.exposure))


def in_plain_words(provision: ReportProvision) -> str:
    """Return what the gap means for the business, as the library puts it."""
    return _LEADS.get(provision.status, "") + provision.plain


def section(number: str | None) -> str:
    """Return a section as a lawyer cites it: "section 14.2", "Schedule 2 Part B"."""
    if number is None:
        return "no section number"
    return f"section {number}" if re.match(r"[\d(§]", number) else number


def place(evidence: Evidence, *, documents: Sequence[object] = ()) -> str:
    """Return where a quote stands, with the document's name when the deal has several."""
    parts = [evidence.document] if len(documents) > 1 else []
    parts.append(section(evidence.section))
    if evidence.page is not None:
        parts.append(f"page {evidence.page}")
    return ", ".join(parts)


def hostile_place(hostile: HostileText) -> str:
    """Return where a hostile text stands: its document and page, or that it is no part of the text."""
    page = f", page {hostile.page}" if hostile.page is not None else ""
    return hostile.document + page + ("" if hostile.start is not None else ", not part of the text that was read")


def defining_words(definition: NewDefinition) -> str:
    """Return what follows the term in its definition: "means ..."."""
    quotes = "\"“”'‘’"
    text = definition.text.strip()
    bare = text.lstrip(quotes)
    if bare.startswith(definition.term):
        text = bare.removeprefix(definition.term).lstrip(quotes).strip()
    return text if re.match(r"(?:means|has|includes|is|are)\b", text) else f"means {text}"


def measure(value: Value) -> str:
    """Return a number with its unit as one phrase."""
    return f"{value.number:g} {value.unit}"


def number(value: float | None) -> str:
    """Return a score with its decimal, or a dash for none."""
    return "–" if value is None else f"{value:.1f}"


def headline(report: Report) -> str:
    """Return the title that every format of the report bears."""
    first = report.documents[0].name if report.documents else "no document"
    others = len(report.documents) - 1
    return first + (f" and {others} more" if others > 0 else "")


def doubt(report: Report) -> str:
    """Say what the range means."""
    low, high = report.score.range
    if low == high:
        return "No finding is doubtful enough to move the score."
    return f"{low:.1f} to {high:.1f} if the doubtful findings are read one step worse or better."


def score_steps(report: Report) -> tuple[str, ...]:
    """Return the steps of the contract's score as sentences, provisions by their titles."""
    titles = {p.id: p.title for p in report.provisions}
    steps = (_with_titles(step, titles) for step in report.score.steps)
    return tuple(step[:1].upper() + step[1:] for step in steps)


def provision_steps(provision: ReportProvision) -> tuple[str, ...]:
    """Return the steps of a provision's score, elements by their titles."""
    return tuple(_with_titles(step, {e.id: e.title for e in provision.elements}) for step in provision.steps)


def _with_titles(step: str, titles: Mapping[str, str]) -> str:
    return re.sub(r"[a-z0-9]+(?:-[a-z0-9]+)*", lambda found: _quoted(titles.get(found[0])) or found[0], step)


def _quoted(title: str | None) -> str | None:
    return None if title is None else f"“{title}”"


def renewal_rows(report: Report) -> tuple[tuple[str, str, str, str], ...]:
    """Return the renewal facts that were read, then those that could not be: label, value, quote, page and confidence."""
    if report.renewal is None:
        return ()
    rows = []
    for name in type(report.renewal).model_fields:
        read = getattr(report.renewal, name)
        for fact in read if name == "parties" else (read,):
            if not isinstance(fact, RenewalFact):
                continue
            value = "; ".join((say_value(fact.value), *fact.arithmetic))
            rows.append((_label(name), value, fact.quote, f"{_page(fact.page)}{fact.confidence} confidence"))
    for gap in report.renewal.gaps:
        rows.append((_label(gap.field), f"unknown: {gap.reason}", gap.quote, _page(gap.page).rstrip(", ")))
    return tuple(rows)


def say_value(value: date | bool | int | str | Value | NamedParty) -> str:
    """Write a renewal fact as it is read aloud: "1 March 2024", "3 years", "USD 1,200,000", "yes"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, Value):
        if value.unit.isupper():
            return f"{value.unit} {value.number:,.2f}".removesuffix(".00")
        return f"{value.number:g} {value.unit[:-1] if value.number == 1 else value.unit}"
    if isinstance(value, NamedParty):
        called = f" (“{value.called}”)" if value.called else ""
        return f"{value.name}{called}" + (f", the {value.role}" if value.role else "")
    return str(value)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _page(page: int | None) -> str:
    return f"page {page}, " if page is not None else ""
