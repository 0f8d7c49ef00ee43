"""Badges, scores and findings as HTML. `Markup.format` escapes all that it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from markupsafe import Markup

from analyzer.models import (
    Absence,
    ElementStatus,
    Evidence,
    HostileText,
    Problem,
    ProvisionStatus,
    Report,
    ReportDocument,
    ReportElement,
    ReportProvision,
)
from analyzer.report import law, words
from analyzer.report.visible import one_line, shorten, show

Numbered = Callable[[Evidence], int | None]

# A circle filled by how good it is stands for the other statuses; the stylesheet draws it.
_SIGNS = {"adverse": "✕", "unscored": "?", "not_applicable": "–", "not_assessed": "–"}
_LONGEST_NEAR = 320


def join(parts: Iterable[Markup]) -> Markup:
    """Return the parts one after another."""
    return Markup("").join(parts)


def badge(status: ElementStatus | ProvisionStatus) -> Markup:
    """Return a status as a word with a sign, so that colour only repeats what is said."""
    letter = _SIGNS.get(status)
    sign = (
        Markup('<span aria-hidden="true">{}</span> ').format(letter)
        if letter
        else Markup('<span class="ca-sign" aria-hidden="true"></span>')
    )
    return Markup('<span class="ca-badge ca-{}">{}{}</span>').format(status, sign, words.STATUSES[status])


def warnings(problems: Iterable[Problem], *, unseen: Sequence[str] = (), hostile: Sequence[HostileText] = ()) -> Markup:
    """Return what must be read before the score.

    Args:
        unseen: what the deal refers to and nobody supplied.
    """
    rows = join(
        Markup("<li>{}{}{}</li>").format(
            Markup("<b>Left out.</b> ") if problem.partial else "",
            f"{show(problem.document)}: "
            if problem.document and not problem.message.startswith(problem.document)
            else "",
            show(problem.message),
        )
        for problem in problems
    )
    if unseen:
        rows += Markup("<li><b>Not supplied.</b> Referred to and not read: {}.</li>").format(show("; ".join(unseen)))
    if not rows:
        return Markup("")
    return Markup(
        '<section class="ca-warnings" aria-label="Read this first"><h2>Read this first</h2><ul>{}</ul>{}</section>'
    ).format(rows, _works_on_its_reader(hostile))


def _works_on_its_reader(hostile: Sequence[HostileText]) -> Markup:
    if not hostile:
        return Markup("")
    rows = join(
        Markup('<li>{}: <q dir="auto">{}</q> <span class="ca-quiet">{}</span></li>').format(
            show(h.message), shorten(one_line(h.quote), _LONGEST_NEAR), show(words.hostile_place(h))
        )
        for h in hostile
    )
    return Markup("<details><summary>{}</summary><p>{}</p><ul>{}</ul></details>").format(
        words.HOSTILE_TITLE, words.HOSTILE_MEANING, rows
    )


def summary(report: Report) -> Markup:
    """Return what the report says to the business owner."""
    if report.summary is None or not report.summary.sentences:
        return Markup("")
    rows = join(Markup("<li>{}</li>").format(show(sentence)) for sentence in report.summary.sentences)
    return Markup('<details class="ca-summary"><summary>{}</summary><ul>{}</ul></details>').format(
        words.SUMMARY_TITLE, rows
    )


def references(provision: ReportProvision) -> Markup:
    """Return the law and the sources that a position rests on."""
    if not provision.references:
        return Markup("")
    rows = join(Markup("<li>{}</li>").format(show(law.say_reference(r))) for r in provision.references)
    return Markup('<details class="ca-quiet"><summary>Law and sources</summary><ul>{}</ul></details>').format(rows)


def heading(report: Report) -> Markup:
    """Return what was analysed, for whom, and how it was read."""
    client = report.parties.client or "not found"
    provider = report.parties.provider or "not found"
    return Markup(
        '<div class="ca-title"><h1>{}</h1><p class="ca-quiet">Client: <b>{}</b> · Provider: <b>{}</b> · AI of {} ({}) ·'
        " {} provisions checked</p></div>"
    ).format(
        show(words.headline(report)),
        show(client),
        show(provider),
        words.TIERS[report.tier.value],
        report.tier.source,
        len(report.provisions),
    )


def scorecard(report: Report) -> Markup:
    """Return the headline numbers and the range as a picture with words."""
    low, high = report.score.range
    scale = Markup(
        '<div class="ca-scale" role="img" aria-label="Score {0} of 100; {1} to {2} if doubtful findings are read otherwise">'
        '<span class="ca-range" style="left:{1}%;width:{3}%"></span><span class="ca-point" style="left:{0}%"></span></div>'
    ).format(words.number(report.score.contract), low, high, round(high - low, 1))
    groups = join(
        Markup(
            '<li><span>{}</span><span class="ca-bar" aria-hidden="true"><i style="width:{}%"></i></span><b>{}</b></li>'
        ).format(words.GROUPS.get(group, group), value, words.number(value))
        for group, value in report.score.groups.items()
    )
    return Markup(
        '<section class="ca-score" aria-label="Score"><div><p class="ca-figure"><span class="ca-big">{}</span> of 100</p>{}'
        '<p class="ca-quiet">{}</p></div><div><p class="ca-band">Band {}</p><p>{}</p></div>'
        '<div><p class="ca-band">{}</p><p>core index: the five core provisions alone</p></div>'
        '<details class="ca-groups"><summary>By group</summary><ul>{}</ul></details></section>'
    ).format(
        words.number(report.score.contract),
        scale,
        words.doubt(report),
        report.score.band,
        words.BANDS[report.score.band],
        words.number(report.score.core_index),
        groups,
    )


def provision_line(provision: ReportProvision, verdict: str | None) -> Markup:
    """Return what a provision's row in the list says beside its title."""
    decided = Markup('<span class="ca-verdict">{}</span>').format(verdict.capitalize()) if verdict else ""
    points = (
        Markup('<span class="ca-quiet">{} of 100</span>').format(words.number(provision.score))
        if provision.score is not None
        else ""
    )
    plain = words.in_plain_words(provision) if provision.status not in {"strong", "adequate", "not_assessed"} else ""
    plain = plain or ("; ".join(provision.steps) if provision.status == "not_assessed" else "")
    return Markup('<div class="ca-row">{} {} {}<p>{}</p></div>').format(
        badge(provision.status), points, decided, show(plain)
    )


def provision_head(provision: ReportProvision, verdict: str | None) -> Markup:
    """Return the top of an opened provision."""
    decided = Markup('<span class="ca-verdict">{}</span>').format(verdict.capitalize()) if verdict else ""
    steps = Markup("")
    if provision.score is not None and provision.steps:
        steps = Markup('<details class="ca-quiet"><summary>How it was scored</summary><p>{}.</p></details>').format(
            "; ".join(words.provision_steps(provision))
        )
    return Markup(
        '<div class="ca-head"><h2>{}</h2><p>{} <span class="ca-quiet">{} of 100 · {}</span> {}</p><p>{}</p>{}</div>'
    ).format(
        provision.title,
        badge(provision.status),
        words.number(provision.score),
        words.GROUPS.get(provision.group, provision.group),
        decided,
        show(provision.plain),
        steps,
    )


def elements(provision: ReportProvision, *, numbered: Numbered, documents: tuple[ReportDocument, ...]) -> Markup:
    """Return the checklist of a provision's elements with their quotes."""
    seen: set[tuple[str, int, int]] = set()
    items = join(_element(e, numbered=numbered, documents=documents, seen=seen) for e in provision.elements)
    return Markup('<ul class="ca-elements">{}</ul>').format(items)


def _element(
    element: ReportElement,
    *,
    numbered: Numbered,
    documents: tuple[ReportDocument, ...],
    seen: set[tuple[str, int, int]],
) -> Markup:
    quotes = []
    for evidence in element.evidence:
        place = (evidence.document, evidence.start, evidence.end)
        quote = (
            Markup('<blockquote dir="auto">{}</blockquote>').format(show(evidence.quote))
            if place not in seen
            else Markup("")
        )
        seen.add(place)
        quotes.append(quote + where(evidence, numbered, documents))
    facts = [words.CRITICALITIES[element.criticality]]
    if element.status not in {"unscored", "not_applicable"}:
        facts.append(f"{element.confidence} confidence")
    if element.value is not None:
        facts.append(f"reads {words.measure(element.value)}")
    if element.party:
        facts.append(f"binds {show(element.party)}")
    facts.append(f"by {words.METHODS[element.method]}")
    return Markup('<li><div class="ca-element"><h3>{}</h3>{}</div><p>{}</p>{}{}<p class="ca-quiet">{}</p></li>').format(
        element.title,
        badge(element.status),
        _sentence(show(element.reason)),
        join(quotes),
        _absence(element.absence, numbered, documents) if element.absence else "",
        " · ".join(facts),
    )


def _absence(absence: Absence, numbered: Numbered, documents: tuple[ReportDocument, ...]) -> Markup:
    nearest = join(
        Markup('<p>Nearest: <q dir="auto">{}</q> {} Does not count: {}.</p>').format(
            shorten(one_line(near.evidence.quote), _LONGEST_NEAR), where(near.evidence, numbered, documents), near.why
        )
        for near in absence.nearest
    )
    unseen = (
        Markup("<p>Referred to but not supplied: {}.</p>").format("; ".join(show(u) for u in absence.unseen))
        if absence.unseen
        else ""
    )
    return Markup('<details class="ca-absence"><summary>Proof of absence</summary><p>{}</p>{}{}</details>').format(
        show(absence.searched), nearest, unseen
    )


def where(evidence: Evidence, numbered: Numbered, documents: tuple[ReportDocument, ...]) -> Markup:
    """Return where a quote stands, as a button that shows it there when its text is at hand."""
    place = words.place(evidence, documents=documents)
    place = place[:1].upper() + place[1:]
    number = numbered(evidence)
    if number is None:
        return Markup('<span class="ca-quiet">{}</span>').format(show(place))
    return Markup('<button type="button" class="ca-jump" data-jump="{}">Show {}</button>').format(
        number, show(place[:1].lower() + place[1:])
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
