"""A provision of the library as a lawyer reads it, and what a change of it would do."""

from __future__ import annotations

from typing import get_args

from markupsafe import Markup

from analyzer.models import Element, ExemplarStatus, Posture, Provision
from analyzer.report import words
from analyzer.report.visible import show
from ui.components.markup import badge, join
from ui.services.library import Change, Effect

_GRADES: tuple[ExemplarStatus, ...] = get_args(ExemplarStatus)


def head(provision: Provision) -> Markup:
    """Return what a provision is for and how much it weighs."""
    weights = ", ".join(f"{tier} {weight:g}" for tier, weight in provision.weights.items())
    return Markup(
        '<div class="ca-head"><p>{}</p><p><b>When it is missing:</b> {}</p><p><b>Why it matters:</b> {}</p>'
        '<p class="ca-quiet">{} · {} · weight: {} · applies: {}</p></div>'
    ).format(
        show(provision.purpose),
        show(provision.plain),
        show(provision.why),
        words.GROUPS[provision.group],
        "core" if provision.provision_class == "core" else "extended",
        weights,
        show(provision.applies),
    )


def element(found: Element) -> Markup:
    """Return what each status of an element looks like, and its threshold."""
    measure = Markup("")
    if found.measure is not None:
        numbers = " / ".join(f"{n:g}" for n in found.measure.strong)
        measure = Markup("<p><b>Strong from:</b> {} {} {} (routine / standard / high)</p>").format(
            found.measure.comparison, numbers, found.measure.unit
        )
    grades = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(badge(grade), show(str(getattr(found, grade))))
        for grade in _GRADES
    )
    return Markup('<p class="ca-quiet">{}</p>{}<table class="ca-facts"><tbody>{}</tbody></table>').format(
        words.CRITICALITIES[found.criticality], measure, grades
    )


def draft(found: Element, posture: Posture) -> Markup:
    """Return the wording an element is drafted with."""
    return Markup('<div class="ca-draft">{}</div>').format(show(found.drafts.get(posture, "")))


def exemplars(provision: Provision, element_id: str) -> Markup:
    """Return the sentences an element is recognised by, by status."""
    parts = []
    for grade in _GRADES:
        texts = [e.text for e in provision.exemplars if e.element == element_id and e.status == grade]
        items = join(Markup("<li>{}</li>").format(show(text)) for text in texts)
        if items:
            parts.append(Markup("<p>{} {}</p><ul>{}</ul>").format(badge(grade), len(texts), items))
    return join(parts)


def change(saved: Change) -> Markup:
    """Return the lines of a saved change."""
    return Markup('<pre class="ca-diff" tabindex="0" aria-label="Change of {}">{}</pre>').format(
        saved.file, show(saved.diff)
    )


def effect(found: Effect) -> Markup:
    """Return which elements would be judged otherwise."""
    lead = Markup("<p>Score {} → <b>{}</b>. {}</p>").format(
        words.number(found.score_before),
        words.number(found.score_after),
        f"{len(found.shifts)} of its elements would be judged otherwise."
        if len(found.shifts) > 1
        else f"{'One' if found.shifts else 'No'} element would be judged otherwise.",
    )
    body = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>').format(
            show(s.provision), show(s.element), badge(s.before), badge(s.after)
        )
        for s in found.shifts
    )
    if not body:
        return lead
    return lead + Markup(
        '<table class="ca-facts"><thead><tr><th scope="col">Provision</th><th scope="col">Element</th><th scope="col">Now</th>'
        '<th scope="col">With the change</th></tr></thead><tbody>{}</tbody></table>'
    ).format(body)
